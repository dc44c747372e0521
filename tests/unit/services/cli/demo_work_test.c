/* Tests of services/cli/demo_work.c: scripted staff take a case through the steps of DESIGN's state machine. */
#include "services/cli/demo.h"

#include "tests/unit/services/cli/demo_played.h"

static struct arena arena;

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

/* Every command is accepted and gives a case in that state. */
static struct bytes
give(const struct played_question *asked, struct arena *at, const char *case_state)
{
    return played_reply(
        asked,
        at,
        arena_format(
            at,
            "status: accepted, result: {case_id: '" DEMO_ID "', case_no: GD7, state: %s, "
            "version: 2, lease_epoch: 9}",
            case_state
        )
            .at
    );
}

static struct bytes give_question(const struct played_question *asked, struct arena *at)
{
    return give(asked, at, "in_progress");
}

static struct bytes give_triage(const struct played_question *asked, struct arena *at)
{
    return give(asked, at, "triage");
}

static struct bytes give_complaint(const struct played_question *asked, struct arena *at)
{
    return give(asked, at, "cp_registered");
}

static struct bytes refuse_to_resolve(const struct played_question *asked, struct arena *at)
{
    if (text_is(asked->type, "case.resolve.v1"))
        return played_reply(
            asked,
            at,
            "status: rejected, errors: [{code: lease_lost, message: 'too late'}]"
        );
    return give(asked, at, "in_progress");
}

static int work(size_t turns_max, played_answer *answer, struct demo *ret_demo)
{
    *ret_demo = (struct demo){.case_count = 0};
    play(answer);
    captured_begin(NULL);
    int code = demo_work(turns_max, ret_demo);
    captured_end();
    return code;
}

static void assert_asked(size_t number, const char *type, const char *actor)
{
    assert_true(number < atomic_load(&played.count));
    assert_string_equal(
        arena_format(
            &arena,
            "%.*s by %.*s",
            (int)played.asked[number].type.length,
            played.asked[number].type.at,
            (int)played.asked[number].actor.length,
            played.asked[number].actor.at
        )
            .at,
        arena_format(&arena, "%s by %s", type, actor).at
    );
}

static void answers_a_question_and_closes_it(void **state UNUSED)
{
    struct demo demo;

    assert_int_equal(work(1, give_question, &demo), EXIT_FINE);
    assert_int_equal(played.count, 4);
    assert_asked(0, "case.claim.v1", "D1001");
    assert_asked(1, "case.note.v1", "D1001");
    assert_asked(2, "case.resolve.v1", "D1001");
    assert_asked(3, "case.close.v1", "D1001");
    assert_says(played_data(1, &arena), "\"lease_epoch\":9");
    assert_says(played_data(2, &arena), "\"case_id\":\"" DEMO_ID "\"");
    assert_int_equal(demo.claimed, 1);
    assert_int_equal(demo.resolved, 1);
    assert_int_equal(demo.failed, 0);
    assert_says(captured_out, "cases worked on 已处理 1 / 1\n");
}

static void sorts_what_the_router_was_not_sure_of(void **state UNUSED)
{
    struct demo demo;

    assert_int_equal(work(1, give_triage, &demo), EXIT_FINE);
    assert_int_equal(played.count, 2);
    assert_asked(1, "case.reclassify.v1", "D1001");
    assert_int_equal(demo.decided, 1);
    assert_int_equal(demo.resolved, 0);
}

static void takes_a_complaint_past_two_pairs_of_eyes(void **state UNUSED)
{
    struct demo demo;

    assert_int_equal(work(1, give_complaint, &demo), EXIT_FINE);
    assert_int_equal(played.count, 7);
    assert_asked(1, "complaint.accept.v1", "D1001");
    assert_asked(2, "complaint.grade.v1", "D3001");
    assert_asked(3, "complaint.investigate.v1", "D3001");
    assert_asked(4, "complaint.draft.v1", "D1001");
    assert_asked(5, "complaint.approve.v1", "D5001");
    assert_asked(6, "complaint.reply.v1", "D1001");
    assert_int_equal(demo.told, 1);
}

static void works_on_no_more_than_it_may(void **state UNUSED)
{
    struct demo demo;

    assert_int_equal(work(0, give_triage, &demo), EXIT_FINE);
    assert_int_equal(played.count, 0);
    assert_int_equal(work(3, give_triage, &demo), EXIT_FINE);
    assert_int_equal(demo.claimed, 3);
    assert_int_equal(played.count, 6);
}

static void tells_what_failed_and_leaves_the_case(void **state UNUSED)
{
    struct demo demo;

    assert_int_equal(work(1, refuse_to_resolve, &demo), EXIT_FINE);
    assert_int_equal(played.count, 3);
    assert_int_equal(demo.failed, 1);
    assert_int_equal(demo.resolved, 0);
    assert_string_equal(captured_err, "case.resolve.v1: lease_lost: too late\n");
}

static void ends_when_the_queues_stay_empty(void **state UNUSED)
{
    struct demo demo;

    assert_int_equal(work(1, demo_answer, &demo), EXIT_FINE);
    assert_int_equal(played.count, 6);
    assert_int_equal(demo.claimed, 0);
    assert_int_equal(demo.failed, 0);
    assert_string_equal(captured_err, "");
}

static void works_on_nothing_without_keys(void **state UNUSED)
{
    struct demo demo;

    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int code = work(1, give_question, &demo);
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(code, EXIT_UNAVAILABLE);
    assert_int_equal(played.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_a_question_and_closes_it),
        cmocka_unit_test(sorts_what_the_router_was_not_sure_of),
        cmocka_unit_test(takes_a_complaint_past_two_pairs_of_eyes),
        cmocka_unit_test(works_on_no_more_than_it_may),
        cmocka_unit_test(tells_what_failed_and_leaves_the_case),
        cmocka_unit_test(ends_when_the_queues_stay_empty),
        cmocka_unit_test(works_on_nothing_without_keys),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
