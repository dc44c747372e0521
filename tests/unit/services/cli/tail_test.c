/* Tests of services/cli/tail.c: `shouli tail` prints events and ends with 4 where the chain breaks (DESIGN P8). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/streamed.h"

static void prints_what_is_there_now(void **state UNUSED)
{
    play(stream_whole);
    assert_int_equal(RUN(cli_tail, "tail", "desk", "--from", "1", "--once"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), STREAMED_EVENTS);
    assert_says(captured_out, "       1  2026-11-23 10:13:21  case.acknowledged.v1");
    assert_says(captured_out, " GD20261123000001\n");
    assert_says(captured_out, "       5  2026-11-23 10:13:25  case.acknowledged.v1");
}

static void marks_what_it_cannot_read_and_goes_on(void **state UNUSED)
{
    play(stream_whole);
    assert_int_equal(RUN(cli_tail, "tail", "desk", "--from", "1", "--count", "3"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), 3);
    assert_says(captured_out, "       2  ?\n       3  2026");
}

static void prints_events_as_json(void **state UNUSED)
{
    play(stream_whole);
    assert_int_equal(
        RUN(cli_tail, "tail", "desk", "--from", "2", "--count", "2", "--json"),
        EXIT_FINE
    );
    assert_int_equal(captured_lines(captured_out), 2);
    assert_int_equal(strncmp(captured_out, "{\"odd\":\"no event\"}\n{", 20), 0);
    assert_says(captured_out, "\"event-3\"");
}

static void ends_after_as_many_as_were_asked_for(void **state UNUSED)
{
    play(stream_whole);
    assert_int_equal(RUN(cli_tail, "tail", "desk", "--from=4", "--count=1"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), 1);
    assert_says(captured_out, "       4  ");
}

static void ends_with_4_where_the_chain_breaks(void **state UNUSED)
{
    play(stream_changed);
    assert_int_equal(RUN(cli_tail, "tail", "desk", "--from", "1", "--once"), EXIT_BROKEN);
    assert_int_equal(captured_lines(captured_out), 2);
    assert_string_equal(
        captured_err,
        "shouli tail: at 3: the event does not fit to the chain\n"
    );
    play(stream_missing);
    assert_int_equal(RUN(cli_tail, "tail", "desk", "--from", "1", "--once"), EXIT_BROKEN);
    assert_says(captured_err, "at 3: an event is missing or out of order\n");
}

static void follows_only_the_types_that_are_wished(void **state UNUSED)
{
    struct arena arena = {0};

    play(stream_missing);
    assert_int_equal(
        RUN(cli_tail,
            "tail",
            "desk",
            "--from",
            "1",
            "--count",
            "3",
            "--types",
            "case.,,complaint."),
        EXIT_FINE
    );
    struct text json = message_to_json(played.asked[0].frame, &arena);
    assert_says(
        arena_format(&arena, "%.*s", (int)json.length, json.at).at,
        "\"types\":[\"case.\",\"complaint.\"]"
    );
    assert_says(captured_out, "       4  ");
    arena_done(&arena);
}

static void ends_with_1_when_it_is_refused(void **state UNUSED)
{
    play(stream_refused);
    assert_int_equal(RUN(cli_tail, "tail", "desk", "--from", "1", "--once"), EXIT_NOT_DONE);
    assert_says(captured_err, "not_permitted: not for you\n");
}

static void prints_nothing_of_an_empty_stream(void **state UNUSED)
{
    play(stream_empty);
    assert_int_equal(RUN(cli_tail, "tail", "desk", "--from", "1", "--once"), EXIT_FINE);
    assert_string_equal(captured_out, "");
    assert_string_equal(captured_err, "");
}

static void assert_refuses(int code, const char *why)
{
    assert_int_equal(code, EXIT_USAGE);
    assert_says(captured_err, why);
    assert_says(captured_err, "see shouli tail --help");
}

static void refuses_wrong_options(void **state UNUSED)
{
    play(stream_whole);
    assert_refuses(RUN(cli_tail, "tail"), "say which stream: intake");
    assert_refuses(RUN(cli_tail, "tail", "nobody"), "say which stream: intake");
    assert_refuses(RUN(cli_tail, "tail", "desk", "--from", "0"), "--from: 'new', or a number");
    assert_refuses(RUN(cli_tail, "tail", "desk", "--from", "2x"), "--from: 'new', or a number");
    assert_refuses(RUN(cli_tail, "tail", "desk", "--count", "0"), "--count: a number from 1");
    assert_refuses(RUN(cli_tail, "tail", "desk", "--count", "1000000001"), "--count: a number");
    assert_refuses(RUN(cli_tail, "tail", "desk", "--fom", "1"), "there is no option --fom");
    assert_refuses(RUN(cli_tail, "tail", "desk", "router"), "'router' is one word too many");
    assert_int_equal(played.count, 0);
}

static void ends_with_3_without_keys(void **state UNUSED)
{
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int once = RUN(cli_tail, "tail", "desk", "--once");
    assert_says(captured_err, "start with `make up`, or set SHOULI_KEYS_DIR");
    int always = RUN(cli_tail, "tail", "desk");
    assert_says(captured_err, "start with `make up`, or set SHOULI_KEYS_DIR");
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(once, EXIT_UNAVAILABLE);
    assert_int_equal(always, EXIT_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_what_is_there_now),
        cmocka_unit_test(marks_what_it_cannot_read_and_goes_on),
        cmocka_unit_test(prints_events_as_json),
        cmocka_unit_test(ends_after_as_many_as_were_asked_for),
        cmocka_unit_test(ends_with_4_where_the_chain_breaks),
        cmocka_unit_test(follows_only_the_types_that_are_wished),
        cmocka_unit_test(ends_with_1_when_it_is_refused),
        cmocka_unit_test(prints_nothing_of_an_empty_stream),
        cmocka_unit_test(refuses_wrong_options),
        cmocka_unit_test(ends_with_3_without_keys),
    };

    return cmocka_run_group_tests(tests, played_begin, played_end);
}
