/* Tests of services/cli/ledger.c: `shouli ledger` ends with 4 when counts do not balance (DESIGN P10). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

/* Each has sent two events; `counted` stands in its counts by type. */
static struct bytes
answer_with(const struct played_question *asked, struct arena *at, int counted)
{
    return played_reply(
        asked,
        at,
        arena_format(
            at,
            "status: accepted, result: {stream: '%s', seq: 2, imbalance: 0, counts: [{name: "
            "'event/x.v1', count: %d}, {name: 'in/y.v1/accepted', count: 17}, {name: "
            "'in/z.v1/accepted', count: 0}]}",
            asked->service,
            counted
        )
            .at
    );
}

static struct bytes balance(const struct played_question *asked, struct arena *at)
{
    return answer_with(asked, at, 2);
}

static struct bytes lose_one_at_desk(const struct played_question *asked, struct arena *at)
{
    return answer_with(asked, at, strcmp(asked->service, "desk") == 0 ? 1 : 2);
}

static struct bytes reject_at_survey(const struct played_question *asked, struct arena *at)
{
    if (strcmp(asked->service, "survey") == 0)
        return played_reply(asked, at, "status: rejected");
    return answer_with(asked, at, 2);
}

/* Wrong as long as it is asked for the first time: the difference does not last. */
static struct bytes lag_once(const struct played_question *asked, struct arena *at)
{
    return answer_with(asked, at, atomic_load(&played.count) > CLIENT_SERVICES ? 2 : 1);
}

static void prints_all_services_when_they_balance(void **state UNUSED)
{
    play(balance);
    assert_int_equal(RUN(cli_ledger, "ledger", "--wait", "0"), EXIT_FINE);
    assert_int_equal(played.count, CLIENT_SERVICES);
    for (size_t i = 0; i < CLIENT_SERVICES; i++)
        assert_says(captured_out, client_services[i]);
    assert_says(captured_out, "desk        events 2\n    in/y.v1/accepted  ");
    assert_says(captured_out, " 17\n");
    assert_says(captured_out, "imbalance 0 差额, 0 events not applied yet 待处理事件\n");
    assert_silent_on(captured_out, "in/z.v1/accepted");
    assert_silent_on(captured_out, "event/x.v1");
    assert_silent_on(captured_out, "UNBALANCED");
}

static void ends_with_4_when_a_difference_lasts(void **state UNUSED)
{
    play(lose_one_at_desk);
    assert_int_equal(RUN(cli_ledger, "ledger", "--wait", "0"), EXIT_BROKEN);
    assert_says(captured_out, "UNBALANCED 不平: desk: last event, and events by type");
    assert_says(captured_out, "imbalance 1 差额");
}

static void waits_for_a_difference_that_does_not_last(void **state UNUSED)
{
    play(lag_once);
    assert_int_equal(RUN(cli_ledger, "ledger", "--wait", "5"), EXIT_FINE);
    assert_int_equal(played.count, 2 * CLIENT_SERVICES);
    assert_silent_on(captured_out, "UNBALANCED");
}

static void goes_on_without_a_service_that_does_not_answer(void **state UNUSED)
{
    play(reject_at_survey);
    assert_int_equal(RUN(cli_ledger, "ledger", "--wait", "0"), EXIT_FINE);
    assert_says(captured_out, "survey      does not answer 无应答\n");
    assert_says(captured_out, "desk        events 2\n");
}

static void prints_a_line_of_json_a_service_and_the_result(void **state UNUSED)
{
    play(lose_one_at_desk);
    assert_int_equal(RUN(cli_ledger, "ledger", "--wait", "0", "--json"), EXIT_BROKEN);
    assert_int_equal(captured_lines(captured_out), CLIENT_SERVICES + 1);
    assert_int_equal(strncmp(captured_out, "{\"stream\":\"intake\",\"seq\":2,", 26), 0);
    assert_says(captured_out, "\"imbalance\":1,\"behind\":0}\n");
    play(reject_at_survey);
    assert_int_equal(RUN(cli_ledger, "ledger", "--wait", "0", "--json"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), CLIENT_SERVICES);
}

static void refuses_wrong_options(void **state UNUSED)
{
    play(balance);
    assert_int_equal(RUN(cli_ledger, "ledger", "--wait", "-1"), EXIT_USAGE);
    assert_says(captured_err, "shouli ledger: --wait: a number from 0 to 3600");
    assert_int_equal(RUN(cli_ledger, "ledger", "--wait", "3601"), EXIT_USAGE);
    assert_int_equal(RUN(cli_ledger, "ledger", "desk"), EXIT_USAGE);
    assert_says(captured_err, "'desk' is one word too many");
    assert_int_equal(RUN(cli_ledger, "ledger", "--what=1"), EXIT_USAGE);
    assert_int_equal(played.count, 0);
    assert_int_equal(RUN(cli_ledger, "ledger", "--wait", "3600"), EXIT_FINE);
}

static void ends_with_3_without_keys(void **state UNUSED)
{
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int code = RUN(cli_ledger, "ledger");
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(code, EXIT_UNAVAILABLE);
    assert_says(captured_err, "no keys of operator under /nowhere; start with `make up`");
    assert_string_equal(captured_out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_all_services_when_they_balance),
        cmocka_unit_test(ends_with_4_when_a_difference_lasts),
        cmocka_unit_test(waits_for_a_difference_that_does_not_last),
        cmocka_unit_test(goes_on_without_a_service_that_does_not_answer),
        cmocka_unit_test(prints_a_line_of_json_a_service_and_the_result),
        cmocka_unit_test(refuses_wrong_options),
        cmocka_unit_test(ends_with_3_without_keys),
    };

    return cmocka_run_group_tests(tests, played_begin, played_end);
}
