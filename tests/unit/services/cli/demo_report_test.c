/* Tests of services/cli/demo_report.c: where everything is after the demonstration. */
#include "services/cli/demo.h"

#include "tests/unit/services/cli/demo_played.h"

static struct demo_case cases[] = {
    {{DEMO_ID, 36}, {"GD7", 3}},
    {{DEMO_ID, 36}, {"GD8", 3}},
};

/* The first case that is looked at is found, as the last is waited for; the one after it is not. */
static struct bytes lose_the_second(const struct played_question *asked, struct arena *at)
{
    if (atomic_load(&played.count) == 2)
        return played_reply(asked, at, "status: rejected, errors: [{code: not_found}]");
    return demo_answer(asked, at);
}

static int report(const struct demo *demo)
{
    captured_begin(NULL);
    int code = demo_report(demo);
    captured_end();
    return code;
}

static void counts_types_states_and_queues(void **state UNUSED)
{
    const struct demo demo = {
        .cases = cases,
        .case_count = 2,
        .refused = 3,
        .claimed = 4,
        .resolved = 5,
        .told = 6,
        .decided = 7};

    play(demo_answer);
    assert_int_equal(report(&demo), EXIT_FINE);
    assert_says(captured_out, "\nconsult ");
    assert_says(captured_out, "\nqueued ");
    assert_says(captured_out, "\nq.card ");
    assert_says(captured_out, "     2     0     2     0     0   ");
    assert_says(
        captured_out,
        "accepted 受理 2, refused 拒收 3, worked on 处理 4: resolved 办结 5, complaints "
        "answered "
        "投诉答复 6, sorted by a person 人工分拣 7; archived 归档 0\n"
    );
    assert_silent_on(captured_out, "not placed yet");
}

static void says_what_to_try_next_with_a_case_that_is_there(void **state UNUSED)
{
    const struct demo demo = {.cases = cases, .case_count = 1};
    const struct demo nothing = {.case_count = 0};

    play(demo_answer);
    assert_int_equal(report(&demo), EXIT_FINE);
    assert_says(captured_out, "What to try next / 接下来可以试试:\n");
    assert_says(captured_out, "shouli case get GD7 --actor me --role L3");
    assert_int_equal(report(&nothing), EXIT_FINE);
    assert_says(captured_out, "shouli why GD…");
}

static void ends_with_1_while_a_case_is_not_placed(void **state UNUSED)
{
    const struct demo demo = {.cases = cases, .case_count = 2};

    play(lose_the_second);
    assert_int_equal(report(&demo), EXIT_NOT_DONE);
    assert_says(captured_out, "not placed yet 未派单: 1\n");
}

static void reports_nothing_without_keys(void **state UNUSED)
{
    const struct demo demo = {.case_count = 0};

    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int code = report(&demo);
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(code, EXIT_UNAVAILABLE);
    assert_string_equal(captured_out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_types_states_and_queues),
        cmocka_unit_test(says_what_to_try_next_with_a_case_that_is_there),
        cmocka_unit_test(ends_with_1_while_a_case_is_not_placed),
        cmocka_unit_test(reports_nothing_without_keys),
    };

    return cmocka_run_group_tests(tests, played_begin, played_end);
}
