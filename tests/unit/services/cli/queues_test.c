/* Tests of services/cli/queues.c: `shouli queues`, what waits by queue and grade from desk's metrics. */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/paged.h"

static const struct page waiting[] = {
    {"desk",
     "# HELP shouli_queue_depth cases that wait\n"
     "shouli_queue_depth{queue=\"q.loan\",grade=\"P2\"} 3\n"
     "shouli_queue_depth{queue=\"q.card\",grade=\"P4\"} 5\n"
     "shouli_queue_depth{queue=\"q.none\",grade=\"P4\"} 0\n"
     "shouli_queue_oldest_age_seconds{queue=\"q.loan\"} 61\n",
     "ready\n"},
};
static const struct page empty[] = {{"desk", "shouli_stream_seq 5\n", "ready\n"}};

static void prints_queues_by_name_and_leaves_out_empty_ones(void **state UNUSED)
{
    assert_int_equal(RUN_PAGED(waiting, cli_queues, "queues"), EXIT_FINE);
    assert_string_equal(
        captured_out,
        "queue                 P1      P2      P3      P4     all   oldest\n"
        "q.card                 0       0       0       5       5   0s\n"
        "q.loan                 0       3       0       0       3   1m 1s\n"
    );
}

static void prints_queues_as_json(void **state UNUSED)
{
    assert_int_equal(RUN_PAGED(waiting, cli_queues, "queues", "--json"), EXIT_FINE);
    assert_string_equal(
        captured_out,
        "[{\"queue\":\"q.card\",\"P1\":0,\"P2\":0,\"P3\":0,\"P4\":5,\"cases\":5,"
        "\"oldest_seconds\":0.000},"
        "{\"queue\":\"q.loan\",\"P1\":0,\"P2\":3,\"P3\":0,\"P4\":0,\"cases\":3,"
        "\"oldest_seconds\":61.000}]\n"
    );
}

static void says_that_nothing_waits(void **state UNUSED)
{
    assert_int_equal(RUN_PAGED(empty, cli_queues, "queues"), EXIT_FINE);
    assert_says(captured_out, "nothing waits / 没有待领取的工单\n");
    assert_int_equal(RUN_PAGED(empty, cli_queues, "queues", "--json"), EXIT_FINE);
    assert_string_equal(captured_out, "[]\n");
}

static void ends_with_3_where_nothing_listens(void **state UNUSED)
{
    assert_int_equal(RUN(cli_queues, "queues"), EXIT_UNAVAILABLE);
    assert_string_equal(captured_out, "");
    assert_string_equal(
        captured_err,
        "shouli queues: desk does not answer; is it up? (make up)\n"
    );
}

static void refuses_wrong_options(void **state UNUSED)
{
    assert_int_equal(RUN(cli_queues, "queues", "q.card"), EXIT_USAGE);
    assert_says(captured_err, "'q.card' is one word too many; see shouli queues --help");
    assert_int_equal(RUN(cli_queues, "queues", "--grade", "P1"), EXIT_USAGE);
    assert_says(captured_err, "there is no option --grade");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_queues_by_name_and_leaves_out_empty_ones),
        cmocka_unit_test(prints_queues_as_json),
        cmocka_unit_test(says_that_nothing_waits),
        cmocka_unit_test(ends_with_3_where_nothing_listens),
        cmocka_unit_test(refuses_wrong_options),
    };

    return cmocka_run_group_tests(tests, captured_without_keys, captured_done);
}
