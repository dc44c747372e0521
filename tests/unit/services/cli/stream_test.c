/* Tests of services/cli/stream.c: a follower and its chain (PROTOCOL section 3, DESIGN P8). */
#include "services/cli/stream.h"

#include "tests/unit/services/cli/streamed.h"

#include "common/sha256.h"

static struct arena arena;

static int begin(void **state)
{
    return played_begin(state);
}

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

static struct stream_said next(struct stream *stream)
{
    struct stream_said said;

    stream_next(stream, 2000, &said);
    return said;
}

static struct stream *follow(const struct stream_wish *wish, played_answer *answer)
{
    play(answer);
    struct stream *stream = stream_new(wish);
    assert_non_null(stream);
    return stream;
}

/* Follows from 1 and expects events up to `good`, and then the fault. */
static void breaks_behind(int64_t good, played_answer *answer, int64_t seq, const char *why)
{
    const struct stream_wish wish = {.service = "desk", .from = 1};
    struct stream *stream = follow(&wish, answer);

    for (int64_t i = 1; i <= good; i++) {
        struct stream_said said = next(stream);
        assert_int_equal(said.word, STREAM_event);
        assert_int_equal(said.seq, i);
    }
    struct stream_said said = next(stream);
    assert_int_equal(said.word, STREAM_broken);
    assert_int_equal(said.seq, seq);
    assert_string_equal(said.why, why);
    stream_destroy(&stream);
}

static void begins_the_chain_with_the_name_of_the_stream(void **state UNUSED)
{
    uint8_t hash[32], expected[32];

    chain_begin("desk", hash);
    sha256(bytes_of_text(TEXT("desk")), expected);
    assert_memory_equal(hash, expected, 32);
    chain_begin("router", expected);
    assert_memory_not_equal(hash, expected, 32);
}

static void hashes_what_was_before_the_number_and_the_envelope(void **state UNUSED)
{
    uint8_t hash[32], other[32], expected[32], input[32 + 8 + 3];

    chain_begin("desk", hash);
    memcpy(input, hash, 32);
    memcpy(input + 32, "\0\0\0\0\0\0\1\2abc", 11); /* 258, the highest byte first */
    sha256((struct bytes){input, sizeof(input)}, expected);
    chain_next(hash, 258, bytes_of_text(TEXT("abc")), other);
    assert_memory_equal(other, expected, 32);
    chain_next(hash, 259, bytes_of_text(TEXT("abc")), other);
    assert_memory_not_equal(other, expected, 32);
    chain_next(hash, 258, bytes_of_text(TEXT("abd")), other);
    assert_memory_not_equal(other, expected, 32);
}

static void takes_every_event_from_the_first_in_order(void **state UNUSED)
{
    const struct stream_wish wish = {.service = "desk", .from = 1};
    struct stream *stream = follow(&wish, stream_whole);

    for (int64_t i = 1; i <= STREAMED_EVENTS; i++) {
        struct stream_said said = next(stream);
        assert_int_equal(said.word, STREAM_event);
        assert_int_equal(said.seq, i);
        assert_true(bytes_equal(said.envelope, streamed_envelope(i, &arena)));
    }
    assert_true(played.asked[0].of_events);
    assert_string_equal(played.asked[0].service, "desk");
    stream_destroy(&stream);
    assert_null(stream);
}

static void takes_the_chain_up_in_the_middle(void **state UNUSED)
{
    const struct stream_wish wish = {.service = "desk", .from = 4};
    struct stream *stream = follow(&wish, stream_whole);

    assert_int_equal(next(stream).seq, 4);
    struct stream_said said = next(stream);
    assert_int_equal(said.word, STREAM_event);
    assert_int_equal(said.seq, 5);
    stream_destroy(&stream);
}

static void verifies_in_the_middle_from_the_second_event_on(void **state UNUSED)
{
    const struct stream_wish third = {.service = "desk", .from = 3};
    const struct stream_wish second = {.service = "desk", .from = 2};
    struct stream *stream = follow(&third, stream_changed);

    assert_int_equal(next(stream).word, STREAM_event);
    stream_destroy(&stream);
    stream = follow(&second, stream_changed);
    assert_int_equal(next(stream).word, STREAM_event);
    assert_int_equal(next(stream).word, STREAM_broken);
    stream_destroy(&stream);
}

static void ends_at_an_event_that_was_changed(void **state UNUSED)
{
    breaks_behind(2, stream_changed, 3, "the event does not fit to the chain");
}

static void ends_at_a_gap(void **state UNUSED)
{
    breaks_behind(2, stream_missing, 3, "an event is missing or out of order");
}

static void ends_at_what_is_no_event(void **state UNUSED)
{
    breaks_behind(2, stream_no_list, 3, "a message that is no list of events");
}

static void follows_types_over_gaps_without_a_chain(void **state UNUSED)
{
    struct stream_wish wish = {.service = "desk", .from = 1, .type_count = 1};

    wish.types[0] = TEXT("case.");
    struct stream *stream = follow(&wish, stream_missing);
    assert_int_equal(next(stream).seq, 1);
    assert_int_equal(next(stream).seq, 2);
    struct stream_said said = next(stream);
    assert_int_equal(said.word, STREAM_event);
    assert_int_equal(said.seq, 4);
    struct text json = message_to_json(played.asked[0].frame, &arena);
    assert_says(arena_format(&arena, "%s", json.at).at, "\"types\":[\"case.\"]");
    stream_destroy(&stream);
}

static void tells_why_it_was_refused(void **state UNUSED)
{
    const struct stream_wish wish = {.service = "desk", .from = 1};
    struct stream *stream = follow(&wish, stream_refused);
    struct stream_said said = next(stream);

    assert_int_equal(said.word, STREAM_refused);
    assert_string_equal(said.why, "not_permitted: not for you");
    stream_destroy(&stream);
}

static struct bytes babble(const struct played_question *asked UNUSED, struct arena *at)
{
    return pack_text(at, "{seq: 5, events: []}");
}

static void says_that_nothing_was_said(void **state UNUSED)
{
    const struct stream_wish wish = {.service = "desk", .from = 1};
    struct stream *stream = follow(&wish, babble);
    struct stream_said said;

    stream_next(stream, 100, &said);
    assert_int_equal(said.word, STREAM_silence);
    assert_int_equal(said.seq, 1);
    stream_destroy(&stream);
}

static void finds_the_end_of_a_stream(void **state UNUSED)
{
    play(stream_whole);
    assert_int_equal(stream_head("archive", 2000), STREAMED_EVENTS);
    assert_string_equal(played.asked[0].service, "archive");
    play(stream_empty);
    assert_int_equal(stream_head("archive", 2000), 0);
    play(babble);
    assert_int_equal(stream_head("archive", 100), -1);
}

static void has_no_stream_without_keys(void **state UNUSED)
{
    char kept[CAPTURED_PATH_BYTES];

    snprintf(kept, sizeof(kept), "%s", captured_folder);
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    captured_begin(NULL);
    int64_t head = stream_head("desk", 1000);
    captured_end();
    setenv("SHOULI_KEYS_DIR", kept, 1);
    assert_int_equal(head, -1);
    assert_says(captured_err, "no keys of operator under /nowhere");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_the_chain_with_the_name_of_the_stream),
        cmocka_unit_test(hashes_what_was_before_the_number_and_the_envelope),
        cmocka_unit_test(takes_every_event_from_the_first_in_order),
        cmocka_unit_test(takes_the_chain_up_in_the_middle),
        cmocka_unit_test(verifies_in_the_middle_from_the_second_event_on),
        cmocka_unit_test(ends_at_an_event_that_was_changed),
        cmocka_unit_test(ends_at_a_gap),
        cmocka_unit_test(ends_at_what_is_no_event),
        cmocka_unit_test(follows_types_over_gaps_without_a_chain),
        cmocka_unit_test(tells_why_it_was_refused),
        cmocka_unit_test(says_that_nothing_was_said),
        cmocka_unit_test(finds_the_end_of_a_stream),
        cmocka_unit_test(has_no_stream_without_keys),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
