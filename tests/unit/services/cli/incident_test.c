/* Tests of services/cli/incident.c: `shouli incident list|get|close` (REQUIREMENTS SL-13). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

#define INCIDENT                                                                               \
    "{incident_id: '01890a5d-ac96-774b-bcce-b302099a8057', incident_no: 'IN202603020001', "    \
    "code: 'DI01', state: open, cases: 21, first_at: t(1795400000000), opened_at: "            \
    "t(1795400000000), last_at: t(1795400000000), notice_zh: '尊敬的客户'}"

static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    if (text_is(asked->type, "incident.list.v1"))
        return played_reply(asked, at, "status: accepted, result: {incidents: [" INCIDENT "]}");
    return played_reply(asked, at, "status: accepted, result: " INCIDENT);
}

static struct bytes refuse_it(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        "status: rejected, errors: [{code: not_found, message: 'there is no such incident'}]"
    );
}

static void lists_incidents(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_incident, "incident", "list"), EXIT_FINE);
    assert_string_equal(played.asked[0].service, "escalation");
    assert_says(captured_out, "IN202603020001");
    assert_int_equal(RUN(cli_incident, "incident", "list", "--json"), EXIT_FINE);
    assert_says(captured_out, "\"cases\":21");
}

static void shows_and_closes_one_by_its_number(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_incident, "incident", "get", "IN202603020001"), EXIT_FINE);
    assert_says(captured_out, "尊敬的客户");
    assert_int_equal(
        RUN(cli_incident,
            "incident",
            "close",
            "IN202603020001",
            "--reason=fixed",
            "--actor=E3001",
            "--role=L3"),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[1].type, "incident.close.v1"));
    assert_true(text_is(played.asked[1].role, "L3"));
}

static void says_what_was_refused(void **state UNUSED)
{
    play(refuse_it);
    assert_int_equal(RUN(cli_incident, "incident", "get", "IN1"), EXIT_NOT_DONE);
    assert_says(captured_err, "there is no such incident");
}

static void refuses_wrong_words(void **state UNUSED)
{
    assert_int_equal(RUN(cli_incident, "incident"), EXIT_USAGE);
    assert_int_equal(RUN(cli_incident, "incident", "open"), EXIT_USAGE);
    assert_int_equal(RUN(cli_incident, "incident", "get"), EXIT_USAGE);
    assert_int_equal(RUN(cli_incident, "incident", "list", "--nonsense=1"), EXIT_USAGE);
}

#define TEST(name) cmocka_unit_test(name)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lists_incidents),
        TEST(shows_and_closes_one_by_its_number),
        TEST(says_what_was_refused),
        TEST(refuses_wrong_words),
    };

    return cmocka_run_group_tests(tests, played_begin, played_end);
}
