/* Tests of services/cli/playbook.c: `shouli playbook …` (REQUIREMENTS SL-06, SL-07). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

#define CASE "01890a5d-ac96-774b-bcce-b302099a8057"
#define STEP "{step: contain, zh: '切断', en: 'Close the leak', who: core_duty, contact: E4101"
#define VIEW                                                                                   \
    "{kind: data_leak, zh: '信息泄露', en: 'Leak', state: open, cause: 'seen', times: 1, " \
    "started_at: t(1795400000000), version: '1', left: 1, steps: [" STEP                       \
    ", due_at: t(1795400000000)}]}"

static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    if (text_is(asked->type, "playbook.kinds.v1"))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {version: '1', kinds: [{kind: data_leak, zh: "
            "'信息泄露', "
            "en: 'Leak', level: 5, steps: [" STEP ", minutes: 30}]}]}"
        );
    if (text_is(asked->type, "playbook.list.v1"))
        return played_reply(asked, at, "status: accepted, result: {playbooks: [" VIEW "]}");
    return played_reply(asked, at, "status: accepted, result: " VIEW);
}

static void lists_kinds_and_what_is_open(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_playbook, "playbook", "kinds"), EXIT_FINE);
    assert_says(captured_out, "信息泄露");
    assert_says(captured_out, "E4101");
    assert_int_equal(RUN(cli_playbook, "playbook", "list", "--json"), EXIT_FINE);
    assert_says(captured_out, "\"left\":1");
    assert_string_equal(played.asked[0].service, "escalation");
}

static void starts_ticks_and_closes_one_of_a_case(void **state UNUSED)
{
    play(answer);
    assert_int_equal(
        RUN(cli_playbook,
            "playbook",
            "start",
            CASE,
            "data_leak",
            "--reason=seen",
            "--actor=E3001",
            "--role=L3"),
        EXIT_FINE
    );
    assert_says(captured_out, "Close the leak");
    assert_int_equal(
        RUN(cli_playbook,
            "playbook",
            "tick",
            CASE,
            "data_leak",
            "contain",
            "--proof=call-1",
            "--actor=E3001",
            "--role=L3"),
        EXIT_FINE
    );
    assert_int_equal(
        RUN(cli_playbook, "playbook", "close", CASE, "data_leak", "--reason=over", "--role=L4"),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[0].type, "playbook.start.v1"));
    assert_true(text_is(played.asked[1].type, "playbook.tick.v1"));
    assert_true(text_is(played.asked[2].type, "playbook.close.v1"));
    assert_true(text_is(played.asked[2].role, "L4"));
}

static void an_incident_is_named_by_its_number(void **state UNUSED)
{
    play(answer);
    assert_int_equal(
        RUN(cli_playbook, "playbook", "get", "IN202603020001", "system_failure"),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[0].type, "playbook.get.v1"));
}

static void refuses_wrong_words(void **state UNUSED)
{
    assert_int_equal(RUN(cli_playbook, "playbook"), EXIT_USAGE);
    assert_int_equal(RUN(cli_playbook, "playbook", "burn"), EXIT_USAGE);
    assert_int_equal(RUN(cli_playbook, "playbook", "get", CASE), EXIT_USAGE);
    assert_int_equal(RUN(cli_playbook, "playbook", "tick", CASE, "data_leak"), EXIT_USAGE);
    assert_int_equal(RUN(cli_playbook, "playbook", "list", "--nonsense=1"), EXIT_USAGE);
}

#define TEST(name) cmocka_unit_test(name)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lists_kinds_and_what_is_open),
        TEST(starts_ticks_and_closes_one_of_a_case),
        TEST(an_incident_is_named_by_its_number),
        TEST(refuses_wrong_words),
    };
    return cmocka_run_group_tests(tests, played_begin, played_end);
}
