/* Tests of services/cli/top.c: `shouli top --once`, services, queues, clocks and stores as they are now. */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/paged.h"

static const struct page up[] = {
    {"router",
     "shouli_stream_seq 41\nshouli_waiting_messages 2\n"
     "shouli_follow_lag_events{stream=\"intake\"} 3\nshouli_follow_lag_events{stream=\"desk\"} "
     "4\nshouli_follow_lag_seconds{stream=\"intake\"} 61.5\nshouli_postgres_up 0\n"
     "shouli_dead_letters 5\nshouli_parked_cases 6\nshouli_ledger_imbalance 1\n",
     "not yet\n"},
    {"desk",
     "shouli_stream_seq 90\nshouli_queue_depth{queue=\"q.card\",grade=\"P1\"} 7\n"
     "shouli_queue_oldest_age_seconds{queue=\"q.card\",grade=\"P1\"} 125\n"
     "shouli_queue_arrivals_total{queue=\"q.card\"} 30\nshouli_postgres_up 1\nshouli_redis_up "
     "1\n"
     "shouli_queue_completions_total{queue=\"q.card\"} 22\nshouli_projection_ready 0\n"
     "shouli_queue_difference 2\nshouli_postgres_replicas 1\nshouli_chain_broken_seq 9\n",
     "ready\n"},
    {"escalation",
     "shouli_clocks{clock=\"K9\",state=\"running\"} 3\nshouli_sla_breaches_total{clock=\"K9\"} "
     "1\n",
     "ready\n"},
};

static void prints_services_queues_clocks_and_stores(void **state UNUSED)
{
    assert_int_equal(RUN_PAGED(up, cli_top, "top", "--once"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), 1 + CLIENT_SERVICES + 3 + 3);
    assert_says(
        captured_out,
        "router      waits           41         0        2        7    1m 1s      5       6    "
        "      1"
        "      DOWN      -  whole\n"
    );
    assert_says(
        captured_out,
        "desk        ready           90         0        0        0       0s      0       0    "
        "      0"
        "        up     up  BROKEN\n"
    );
    assert_says(captured_out, "intake      down             0 ");
    assert_says(
        captured_out,
        "q.card                    7    2m 5s           30       0.0           22       0.0\n"
    );
    assert_says(captured_out, "clocks 时钟: running 3, missed 1, different 0\n");
    assert_says(
        captured_out,
        "stores 存储: replicas 1, slots unused 0, log kept 0 MiB, queues differ by 2\n"
    );
    assert_silent_on(captured_out, "\033");
}

static void prints_json_for_programs(void **state UNUSED)
{
    assert_int_equal(RUN_PAGED(up, cli_top, "top", "--once", "--json"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), CLIENT_SERVICES + 3);
    assert_says(
        captured_out,
        "{\"service\":\"router\",\"up\":true,\"ready\":false,\"events\":41,\"events_per_"
        "second\":0.0,"
        "\"waiting\":2,\"lag\":7,\"lag_seconds\":61.500,\"dead\":5,\"parked\":6,\"imbalance\":"
        "1,"
        "\"postgres\":false,\"redis\":null,\"projection\":null,\"chain_broken_seq\":0}\n"
    );
    assert_says(captured_out, "{\"service\":\"survey\",\"up\":false,\"ready\":false,");
    assert_says(captured_out, "{\"queues\":[{\"queue\":\"q.card\",\"waiting\":7,");
    assert_says(captured_out, "{\"clocks\":{\"running\":3},\"missed\":1,\"different\":0}\n");
    assert_says(captured_out, "{\"stores\":{\"replicas\":1,");
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
        cmocka_unit_test(prints_services_queues_clocks_and_stores),
        cmocka_unit_test(prints_json_for_programs),
        cmocka_unit_test(ends_with_3_where_nothing_listens),
        cmocka_unit_test(refuses_wrong_options),
    };

    return cmocka_run_group_tests(tests, captured_without_keys, captured_done);
}
