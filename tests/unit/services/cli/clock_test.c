/* Tests of services/cli/clock.c: `shouli fact record`, `shouli clock extend` (REQUIREMENTS 3.1, 4.2, 4.7 rule 8). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

#define CASE   "01890a5d-ac96-774b-bcce-b302099a8057"
#define ACTING "--actor=E4001", "--role=L4"

static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    if (text_is(asked->type, "why.get.v1"))
        return played_reply(asked, at, "status: accepted, case_id: '" CASE "'");
    if (text_is(asked->type, "stages.get.v1"))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {case_id: '" CASE "', stages: [{stage: answering, from: "
            "t(1795400000000), to: t(1795400001000), ms: 1000}], total_ms: 1000, ended: false}"
        );
    if (text_is(asked->type, "clock.extend.v1"))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {case_id: '" CASE
            "', clock: K9, due_at: t(1795400000000)}"
        );
    return played_reply(
        asked,
        at,
        "status: accepted, result: {case_id: '" CASE "', clocks: 7}"
    );
}

static bool sent(size_t i, const char *words)
{
    struct bytes data = played.asked[i].data;

    return memmem(data.at, data.length, words, strlen(words));
}

static void records_a_fact_with_its_proof(void **state UNUSED)
{
    play(answer);
    assert_int_equal(
        RUN(cli_fact,
            "fact",
            "record",
            CASE,
            "task_opened",
            "--at=2026-03-02T10:00:00+08:00",
            "--number=2",
            "--proof=T-17",
            ACTING),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[0].type, "fact.record.v1"));
    assert_string_equal(played.asked[0].service, "escalation");
    assert_true(sent(0, "task_opened") && sent(0, "T-17") && sent(0, "number"));
    assert_true(text_is(played.asked[0].role, "L4"));
    assert_says(captured_out, "7");
}

static void shows_how_long_each_stage_took(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_clock, "clock", "stages", CASE), EXIT_FINE);
    assert_says(captured_out, "answering");
    assert_true(text_is(played.asked[0].type, "stages.get.v1"));
    assert_int_equal(RUN(cli_clock, "clock", "stages"), EXIT_USAGE);
}

static void extends_a_limit_of_a_case_named_by_its_number(void **state UNUSED)
{
    play(answer);
    assert_int_equal(
        RUN(cli_clock,
            "clock",
            "extend",
            "GD20260302000001",
            "--days=30",
            "--reason=complex",
            "--told-at=2026-03-12T10:00:00+08:00",
            "--proof=SMS-1",
            ACTING),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[0].type, "why.get.v1"));
    assert_true(text_is(played.asked[1].type, "clock.extend.v1"));
    assert_true(sent(1, "complex") && sent(1, "SMS-1"));
    assert_says(captured_out, "K9");
}

static struct bytes refuse(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        "status: rejected, errors: [{code: forbidden, field: '', detail: 'L4 or above'}]"
    );
}

static void tells_why_it_is_refused(void **state UNUSED)
{
    play(refuse);
    assert_int_equal(
        RUN(cli_clock,
            "clock",
            "extend",
            CASE,
            "--days=30",
            "--reason=complex",
            "--told-at=2026-03-12T10:00:00+08:00",
            "--proof=P",
            ACTING),
        EXIT_NOT_DONE
    );
    assert_says(captured_err, "forbidden");
    assert_int_equal(
        RUN(cli_fact,
            "fact",
            "record",
            "GD20260302000001",
            "leak_known",
            "--at=2026-03-12T10:00:00+08:00",
            "--proof=P",
            ACTING),
        EXIT_NOT_DONE
    );
}

static void refuses_wrong_words(void **state UNUSED)
{
    assert_int_equal(RUN(cli_fact, "fact"), EXIT_USAGE);
    assert_int_equal(RUN(cli_fact, "fact", "forget", CASE, "leak_known"), EXIT_USAGE);
    assert_int_equal(RUN(cli_fact, "fact", "record", CASE), EXIT_USAGE);
    assert_int_equal(RUN(cli_clock, "clock", "shorten", CASE), EXIT_USAGE);
    assert_int_equal(RUN(cli_clock, "clock", "extend"), EXIT_USAGE);
    assert_int_equal(RUN(cli_clock, "clock", "extend", CASE, "--dais=30"), EXIT_USAGE);
}

#define TEST(name) cmocka_unit_test(name)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(records_a_fact_with_its_proof),
        TEST(shows_how_long_each_stage_took),
        TEST(extends_a_limit_of_a_case_named_by_its_number),
        TEST(tells_why_it_is_refused),
        TEST(refuses_wrong_words),
    };

    return cmocka_run_group_tests(tests, played_begin, played_end);
}
