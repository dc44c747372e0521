/* Tests of services/cli/top.c: `shouli top --once`, services and queues as they are now. */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/paged.h"

static const struct page up[] = {
    {"router",
     "shouli_stream_seq 41\nshouli_waiting_messages 2\n"
     "shouli_follow_lag_events{stream=\"intake\"} 3\nshouli_follow_lag_events{stream=\"desk\"} "
     "4\n"
     "shouli_dead_letters 5\nshouli_parked_cases 6\nshouli_ledger_imbalance 1\n",
     "not yet\n"},
    {"desk",
     "shouli_stream_seq 90\nshouli_queue_depth{queue=\"q.card\",grade=\"P1\"} 7\n",
     "ready\n"},
};

static void prints_a_line_a_service_and_the_queues(void **state UNUSED)
{
    assert_int_equal(RUN_PAGED(up, cli_top, "top", "--once"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), 1 + CLIENT_SERVICES + 1 + 2);
    assert_says(
        captured_out,
        "router      waits           41         0        2        7      5       6          1\n"
    );
    assert_says(
        captured_out,
        "desk        ready           90         0        0        0      0       0          0\n"
    );
    assert_says(captured_out, "intake      down             0 ");
    assert_says(
        captured_out,
        "q.card                 7       0       0       0       7   0s\n"
    );
    assert_silent_on(captured_out, "\033");
}

static void prints_json_for_programs(void **state UNUSED)
{
    assert_int_equal(RUN_PAGED(up, cli_top, "top", "--once", "--json"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), CLIENT_SERVICES + 1);
    assert_says(
        captured_out,
        "{\"service\":\"router\",\"up\":true,\"ready\":false,\"events\":41,\"waiting\":2,"
        "\"lag\":7,\"dead\":5,\"parked\":6,\"imbalance\":1}\n"
    );
    assert_says(captured_out, "{\"service\":\"survey\",\"up\":false,\"ready\":false,");
    assert_says(captured_out, "[{\"queue\":\"q.card\",\"P1\":7,");
}

static void ends_with_3_where_nothing_listens(void **state UNUSED)
{
    assert_int_equal(RUN(cli_top, "top", "--once"), EXIT_UNAVAILABLE);
    assert_says(captured_out, "intake      down ");
    assert_says(captured_out, "survey      down ");
    assert_silent_on(captured_out, "ready");
}

static void refuses_wrong_options(void **state UNUSED)
{
    assert_int_equal(RUN(cli_top, "top", "--once", "--seconds", "0"), EXIT_USAGE);
    assert_says(captured_err, "shouli top: --seconds: a number from 1 to 3600");
    assert_int_equal(RUN(cli_top, "top", "--once", "--seconds", "3601"), EXIT_USAGE);
    assert_int_equal(RUN(cli_top, "top", "--once", "desk"), EXIT_USAGE);
    assert_says(captured_err, "'desk' is one word too many");
    assert_int_equal(RUN(cli_top, "top", "--once=yes"), EXIT_USAGE);
    assert_says(captured_err, "takes no value");
    assert_int_equal(RUN(cli_top, "top", "--once", "--seconds", "3600"), EXIT_UNAVAILABLE);
    assert_int_equal(RUN(cli_top, "top", "--once", "--seconds", "1"), EXIT_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_a_line_a_service_and_the_queues),
        cmocka_unit_test(prints_json_for_programs),
        cmocka_unit_test(ends_with_3_where_nothing_listens),
        cmocka_unit_test(refuses_wrong_options),
    };

    return cmocka_run_group_tests(tests, captured_without_keys, captured_done);
}
