/* Tests of services/cli/submit.c: `shouli submit` as a publisher (REQUIREMENTS 3.6: sent again, it counts once). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

enum { INPUT_BYTES_MAX = ENVELOPE_BYTES_MAX };

static struct arena arena;

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

static struct bytes accept(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: accepted, case_no: GD7, case_id: 'c-7'");
}

static struct bytes reject(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        "status: rejected, errors: [{code: invalid_field, field: channel, message: 'unknown'}]"
    );
}

static void publishes_a_text_by_app_unless_told_otherwise(void **state UNUSED)
{
    play(accept);
    assert_int_equal(RUN(cli_submit, "submit", "--text", "我的卡丢了"), EXIT_FINE);
    assert_string_equal(captured_out, "accepted GD7 c-7\n");
    assert_string_equal(captured_err, "");
    assert_string_equal(played.asked[0].service, "intake");
    assert_true(text_is(played.asked[0].type, "request.submitted.v1"));
    assert_says(played_data(0, &arena), "\"text\":\"我的卡丢了\"");
    assert_says(played_data(0, &arena), "\"channel\":\"app\"");
}

static void takes_any_field_and_the_id_as_options(void **state UNUSED)
{
    play(accept);
    assert_int_equal(
        RUN(cli_submit,
            "submit",
            "--text=t",
            "--channel=phone",
            "--customer-phone=13800138000",
            "--amount-fen=1250",
            "--id=mine-1"),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[0].id, "mine-1"));
    assert_says(played_data(0, &arena), "\"channel\":\"phone\"");
    assert_says(played_data(0, &arena), "\"customer\":{\"phone\":\"13800138000\"}");
    assert_says(played_data(0, &arena), "\"amount_fen\":1250");
}

static void takes_the_text_from_stdin(void **state UNUSED)
{
    play(accept);
    assert_int_equal(RUN_WITH("第一行\n第二行\r\n\n", cli_submit, "submit"), EXIT_FINE);
    assert_says(played_data(0, &arena), "\"text\":\"第一行\\u000a第二行\"");
}

static void takes_json_from_stdin_as_it_is(void **state UNUSED)
{
    play(accept);
    assert_int_equal(
        RUN_WITH("{\"channel\":\"web\",\"text\":\"t\",\"new\":[1]}\n", cli_submit, "submit"),
        EXIT_FINE
    );
    assert_string_equal(
        played_data(0, &arena),
        "{\"channel\":\"web\",\"text\":\"t\",\"new\":[1]}"
    );
}

static void refuses_json_that_is_none(void **state UNUSED)
{
    play(accept);
    assert_int_equal(RUN_WITH("{\"channel\":", cli_submit, "submit"), EXIT_USAGE);
    assert_says(captured_err, "shouli submit: stdin: line 1");
    assert_int_equal(RUN_WITH("{\"amount_fen\":1.5}", cli_submit, "submit"), EXIT_USAGE);
    assert_says(captured_err, "numbers must be whole");
    assert_int_equal(played.count, 0);
}

static int submit_length(size_t length)
{
    char *input = arena_zero(&arena, length + 1);

    memset(input, 'x', length);
    return RUN_WITH(input, cli_submit, "submit");
}

static void refuses_stdin_that_is_empty_or_too_long(void **state UNUSED)
{
    play(accept);
    assert_int_equal(RUN(cli_submit, "submit"), EXIT_USAGE);
    assert_says(captured_err, "--text is missing, and stdin is empty or too long");
    assert_int_equal(submit_length(INPUT_BYTES_MAX + 1), EXIT_USAGE);
    assert_says(captured_err, "--text is missing, and stdin is empty or too long");
    assert_int_equal(played.count, 0);
    assert_int_equal(submit_length(INPUT_BYTES_MAX - 1), EXIT_FINE);
    assert_int_equal(submit_length(INPUT_BYTES_MAX), EXIT_FINE);
    assert_int_equal(played.count, 2);
}

static void tells_why_it_was_refused(void **state UNUSED)
{
    play(reject);
    assert_int_equal(RUN(cli_submit, "submit", "--text=t", "--channel=fax"), EXIT_NOT_DONE);
    assert_string_equal(captured_out, "");
    assert_string_equal(captured_err, "invalid_field channel: unknown\n");
}

static void prints_the_reply_as_json(void **state UNUSED)
{
    play(accept);
    assert_int_equal(RUN(cli_submit, "submit", "--text=t", "--id=i", "--json"), EXIT_FINE);
    assert_string_equal(
        captured_out,
        "{\"id\":\"i\",\"status\":\"accepted\",\"case_no\":\"GD7\",\"case_id\":\"c-7\"}\n"
    );
    play(reject);
    assert_int_equal(RUN(cli_submit, "submit", "--text=t", "--json"), EXIT_NOT_DONE);
    assert_says(captured_out, "\"code\":\"invalid_field\"");
}

static void refuses_wrong_options(void **state UNUSED)
{
    play(accept);
    assert_int_equal(RUN(cli_submit, "submit", "--text=t", "--chanel=app"), EXIT_USAGE);
    assert_says(captured_err, "there is no option --chanel; see shouli submit --help");
    assert_int_equal(RUN(cli_submit, "submit", "--text=t", "more"), EXIT_USAGE);
    assert_says(captured_err, "'more' is one word too many");
    assert_int_equal(RUN(cli_submit, "submit", "--text=t", "--amount-fen=ten"), EXIT_USAGE);
    assert_says(captured_err, "amount-fen");
    assert_int_equal(RUN(cli_submit, "submit", "--text"), EXIT_USAGE);
    assert_says(captured_err, "--text needs a value");
    assert_int_equal(played.count, 0);
}

static void ends_with_3_without_keys(void **state UNUSED)
{
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int code = RUN(cli_submit, "submit", "--text=t");
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(code, EXIT_UNAVAILABLE);
    assert_says(captured_err, "no keys of publisher under /nowhere; start with `make up`");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(publishes_a_text_by_app_unless_told_otherwise),
        cmocka_unit_test(takes_any_field_and_the_id_as_options),
        cmocka_unit_test(takes_the_text_from_stdin),
        cmocka_unit_test(takes_json_from_stdin_as_it_is),
        cmocka_unit_test(refuses_json_that_is_none),
        cmocka_unit_test(refuses_stdin_that_is_empty_or_too_long),
        cmocka_unit_test(tells_why_it_was_refused),
        cmocka_unit_test(prints_the_reply_as_json),
        cmocka_unit_test(refuses_wrong_options),
        cmocka_unit_test(ends_with_3_without_keys),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
