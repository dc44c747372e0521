/* Tests of services/router/offline_print.c: what a person or a script reads of a decision. */
#include "services/router/offline.h"

#include "tests/unit/services/router/offline_support.h"

static void a_line_has_six_columns(void **state UNUSED)
{
    static const struct {
        const char *text, *begins, *ends;
    } rows[] = {
        {"我要掛失", "LS01\tU\tP2\trouted\t0.", "\tq.urgent"},
        {"我不投诉，就想问下手续费怎么收的", "TR06\tZ\tP4\trouted\t0.", "\tq.payment"},
        {"", "QT06\tZ\tP4\ttriage\t0.000", "\tq.triage"},
        {"讲个笑话", "QT06\tZ\tP4\tout_of_scope\t", "\tq.triage"},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct offline_answer answer = decided(rows[i].text);
        struct text line = offline_line(&arena, &answer);
        size_t tail = strlen(rows[i].ends);
        size_t tabs = 0;
        for (size_t at = 0; at < line.length; at++)
            tabs += line.at[at] == '\t';
        assert_int_equal(tabs, 5);
        if (!text_starts(line, text_of(rows[i].begins)) || line.length < tail ||
            strcmp(line.at + line.length - tail, rows[i].ends) != 0)
            fail_msg("'%s' became '%s'", rows[i].text, line.at);
    }
}

static void json_tells_the_reasons_too(void **state UNUSED)
{
    static const char *const parts[] = {
        "\"code\":\"LS01\"",
        "\"case_type\":\"urgent\"",
        "\"grade\":\"P2\"",
        "\"outcome\":\"routed\"",
        "\"queue\":\"q.urgent\"",
        "\"route\":\"urgent\"",
        "\"skills\":[\"urgent\"]",
        "\"forbidden\":[\"trainee\"]",
        "\"amount_fen\":5000000",
        "\"linked\":[\"AC05\"]",
        "=卡丢\"",
        "\"amount_important\"",
    };
    struct offline_answer answer = decided("卡丢了，顺便问下定期利率，里面有5万块");
    struct text json = offline_json(&arena, &answer);

    for (size_t i = 0; i < LENGTH(parts); i++) {
        if (!strstr(json.at, parts[i]))
            fail_msg("%s is not in %s", parts[i], json.at);
    }
    assert_null(memchr(json.at, '\n', json.length));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_six_columns),
        cmocka_unit_test(json_tells_the_reasons_too),
    };
    return cmocka_run_group_tests_name("offline_print", tests, load_policies, drop_policies);
}
