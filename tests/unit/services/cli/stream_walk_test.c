/* Tests of services/cli/stream_walk.c: a stream is walked to its end, and a broken one is told (DESIGN P8). */
#include "services/cli/stream_walk.h"

#include "tests/unit/services/cli/streamed.h"

struct seen {
    int64_t seqs[STREAMED_EVENTS];
    size_t count;
    int64_t stop_at;
    int stop_with;
};

static int see(void *context, int64_t seq, const struct message *message, struct arena *arena)
{
    struct seen *seen = context;

    (void)arena_text(arena, message->case_no);
    seen->seqs[seen->count++] = seq;
    return seq == seen->stop_at ? seen->stop_with : EXIT_FINE;
}

static int walk(played_answer *answers, int64_t from, int64_t last, struct seen *seen)
{
    const struct stream_wish wish = {.service = "desk", .from = from};

    play(answers);
    captured_begin(NULL);
    int code = stream_walk("tried", &wish, last, see, seen);
    captured_end();
    return code;
}

static void hands_over_what_decodes_and_ends_at_the_last(void **state UNUSED)
{
    struct seen seen = {.count = 0};

    assert_int_equal(walk(stream_whole, 1, STREAMED_EVENTS, &seen), EXIT_FINE);
    assert_int_equal(seen.count, STREAMED_EVENTS - 1); /* nobody knows the second */
    assert_int_equal(seen.seqs[1], 3);
    seen.count = 0;
    assert_int_equal(walk(stream_whole, 1, STREAMED_EVENTS - 1, &seen), EXIT_FINE);
    assert_int_equal(seen.seqs[seen.count - 1], STREAMED_EVENTS - 1);
}

static void there_is_nothing_behind_the_end(void **state UNUSED)
{
    struct seen seen = {.count = 0};

    assert_int_equal(walk(stream_whole, 6, 5, &seen), EXIT_FINE);
    assert_int_equal(walk(stream_whole, 1, 0, &seen), EXIT_FINE);
    assert_int_equal(seen.count, 0);
    assert_int_equal(played.count, 0);
}

static void the_visitor_may_end_it(void **state UNUSED)
{
    struct seen seen = {.stop_at = 3, .stop_with = EXIT_USAGE};

    assert_int_equal(walk(stream_whole, 1, STREAMED_EVENTS, &seen), EXIT_USAGE);
    assert_int_equal(seen.count, 2);
    seen = (struct seen){.stop_at = 3, .stop_with = WALK_ENOUGH};
    assert_int_equal(walk(stream_whole, 1, STREAMED_EVENTS, &seen), EXIT_FINE);
    assert_int_equal(seen.count, 2); /* what comes behind it is not even read */
}

static void a_broken_chain_and_a_refusal_are_told(void **state UNUSED)
{
    struct seen seen = {.count = 0};

    assert_int_equal(walk(stream_changed, 1, STREAMED_EVENTS, &seen), EXIT_BROKEN);
    assert_string_equal(
        captured_err,
        "shouli tried: at 3: the event does not fit to the chain\n"
    );
    assert_int_equal(walk(stream_refused, 1, STREAMED_EVENTS, &seen), EXIT_NOT_DONE);
    assert_says(captured_err, "not_permitted");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_over_what_decodes_and_ends_at_the_last),
        cmocka_unit_test(there_is_nothing_behind_the_end),
        cmocka_unit_test(the_visitor_may_end_it),
        cmocka_unit_test(a_broken_chain_and_a_refusal_are_told),
    };

    return cmocka_run_group_tests_name("cli: stream_walk", tests, played_begin, played_end);
}
