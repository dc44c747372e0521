/* Tests of services/cli/verify.c: `shouli verify` walks streams and ends with 4 where a chain does not hold (P8). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/streamed.h"

static void finds_whole_chains_valid(void **state UNUSED)
{
    play(stream_whole);
    assert_int_equal(RUN(cli_verify, "verify", "desk", "router"), EXIT_FINE);
    assert_string_equal(
        captured_out,
        "desk                5 events, chain valid 校验通过\n"
        "router              5 events, chain valid 校验通过\n"
    );
}

static void walks_every_stream_when_none_is_named(void **state UNUSED)
{
    play(stream_whole);
    assert_int_equal(RUN(cli_verify, "verify"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), CLIENT_SERVICES + 1);
    for (size_t i = 0; i < CLIENT_SERVICES; i++)
        assert_says(captured_out, client_services[i]);
}

static void ends_with_4_where_a_chain_does_not_hold(void **state UNUSED)
{
    play(stream_changed);
    assert_int_equal(RUN(cli_verify, "verify", "desk"), EXIT_BROKEN);
    assert_string_equal(
        captured_out,
        "desk       BROKEN 校验失败 after 2 events: the event does not fit to the chain\n"
    );
    play(stream_missing);
    assert_int_equal(RUN(cli_verify, "verify", "desk"), EXIT_BROKEN);
    assert_says(captured_out, "after 2 events: an event is missing or out of order\n");
}

static void prints_json_for_programs(void **state UNUSED)
{
    play(stream_whole);
    assert_int_equal(RUN(cli_verify, "verify", "desk", "--json"), EXIT_FINE);
    assert_string_equal(
        captured_out,
        "{\"stream\":\"desk\",\"events\":5,\"valid\":true,\"why\":\"\"}\n"
    );
    play(stream_changed);
    assert_int_equal(RUN(cli_verify, "verify", "desk", "--json"), EXIT_BROKEN);
    assert_string_equal(
        captured_out,
        "{\"stream\":\"desk\",\"events\":2,\"valid\":false,"
        "\"why\":\"the event does not fit to the chain\"}\n"
    );
}

static void finds_an_empty_stream_valid(void **state UNUSED)
{
    play(stream_empty);
    assert_int_equal(RUN(cli_verify, "verify", "survey"), EXIT_FINE);
    assert_string_equal(captured_out, "survey              0 events, chain valid 校验通过\n");
}

static void does_not_call_a_refusal_valid(void **state UNUSED)
{
    play(stream_refused);
    assert_int_equal(RUN(cli_verify, "verify", "desk"), EXIT_NOT_DONE);
    assert_string_equal(
        captured_out,
        "desk       NOT VERIFIED 未校验 after 0 events: not_permitted: not for you\n"
    );
    assert_int_equal(RUN(cli_verify, "verify", "desk", "--json"), EXIT_NOT_DONE);
    assert_says(
        captured_out,
        "\"events\":0,\"valid\":null,\"why\":\"not_permitted: not for you\"}"
    );
}

static void says_once_that_there_are_no_keys(void **state UNUSED)
{
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int all = RUN(cli_verify, "verify");
    assert_int_equal(captured_lines(captured_err), 1);
    int ledger = RUN(cli_ledger, "ledger", "--wait=0");
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(all, EXIT_UNAVAILABLE);
    assert_int_equal(ledger, EXIT_UNAVAILABLE);
    assert_int_equal(captured_lines(captured_err), 1);
    assert_says(captured_err, "start with `make up`, or set SHOULI_KEYS_DIR");
    assert_string_equal(captured_out, "");
}

static void refuses_what_is_no_stream(void **state UNUSED)
{
    assert_int_equal(RUN(cli_verify, "verify", "desk", "nobody"), EXIT_USAGE);
    assert_says(
        captured_err,
        "shouli verify: there is no stream nobody; see shouli verify --help"
    );
    assert_int_equal(RUN(cli_verify, "verify", "--speed", "9"), EXIT_USAGE);
    assert_says(captured_err, "there is no option --speed");
    assert_int_equal(
        RUN(cli_verify, "verify", "desk", "desk", "desk", "desk", "desk", "desk", "desk"),
        EXIT_USAGE
    );
    assert_says(captured_err, "one word too many");
    assert_string_equal(captured_out, "");
}

static void ends_with_3_where_nothing_listens_or_keys_are_missing(void **state UNUSED)
{
    char base[24];

    snprintf(base, sizeof(base), "%ld", client_port_base());
    setenv("SHOULI_PORT_BASE", "9", 1);
    assert_int_equal(RUN(cli_verify, "verify", "desk"), EXIT_UNAVAILABLE);
    assert_string_equal(captured_err, "shouli verify: desk does not answer\n");
    setenv("SHOULI_PORT_BASE", base, 1);
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    assert_int_equal(RUN(cli_verify, "verify", "desk"), EXIT_UNAVAILABLE);
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_says(captured_err, "start with `make up`, or set SHOULI_KEYS_DIR");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_whole_chains_valid),
        cmocka_unit_test(walks_every_stream_when_none_is_named),
        cmocka_unit_test(ends_with_4_where_a_chain_does_not_hold),
        cmocka_unit_test(prints_json_for_programs),
        cmocka_unit_test(finds_an_empty_stream_valid),
        cmocka_unit_test(does_not_call_a_refusal_valid),
        cmocka_unit_test(says_once_that_there_are_no_keys),
        cmocka_unit_test(refuses_what_is_no_stream),
        cmocka_unit_test(ends_with_3_where_nothing_listens_or_keys_are_missing),
    };

    return cmocka_run_group_tests(tests, played_begin, played_end);
}
