/* Tests of services/cli/roster.c: `shouli roster …` (REQUIREMENTS RO-11, 4.3). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

#define CASE "01890a5d-ac96-774b-bcce-b302099a8057"

static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    if (text_is(asked->type, "duty.roster.v1"))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {at: t(1795400000000), slots: [{slot: L3, level: 3, "
            "person: E3001, gap_minutes: 0}]}"
        );
    if (text_is(asked->type, "ladder.acknowledge.v1"))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {case_id: '" CASE "', clock: K3, step: 'K3.1', level: 3}"
        );
    return played_reply(asked, at, "status: accepted");
}

static void shows_who_has_which_duty(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_roster, "roster"), EXIT_FINE);
    assert_says(captured_out, "E3001");
    assert_string_equal(played.asked[0].service, "escalation");
    assert_int_equal(RUN(cli_roster, "roster", "--at=2026-03-02T10:00:00+08:00"), EXIT_FINE);
}

static void says_an_absence(void **state UNUSED)
{
    play(answer);
    assert_int_equal(
        RUN(cli_roster,
            "roster",
            "absent",
            "E3001",
            "--from=2026-03-02T10:00:00+08:00",
            "--to=2026-03-03T10:00:00+08:00",
            "--actor=E3001",
            "--role=L3"),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[0].type, "duty.set_absence.v1"));
    assert_says(captured_out, "accepted");
}

static void answers_a_call_and_regrades(void **state UNUSED)
{
    play(answer);
    assert_int_equal(
        RUN(cli_roster, "roster", "answer", CASE, "--clock=K3", "--actor=E3001", "--role=L3"),
        EXIT_FINE
    );
    assert_says(captured_out, "K3.1");
    assert_int_equal(
        RUN(cli_roster, "roster", "regrade", CASE, "--grade=P1", "--actor=E1", "--role=L1"),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[1].type, "case.regrade.v1"));
}

static void refuses_wrong_words(void **state UNUSED)
{
    assert_int_equal(RUN(cli_roster, "roster", "present"), EXIT_USAGE);
    assert_int_equal(RUN(cli_roster, "roster", "absent"), EXIT_USAGE);
    assert_int_equal(RUN(cli_roster, "roster", "answer", CASE, "--nonsense=1"), EXIT_USAGE);
}

#define TEST(name) cmocka_unit_test(name)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shows_who_has_which_duty),
        TEST(says_an_absence),
        TEST(answers_a_call_and_regrades),
        TEST(refuses_wrong_words),
    };

    return cmocka_run_group_tests(tests, played_begin, played_end);
}
