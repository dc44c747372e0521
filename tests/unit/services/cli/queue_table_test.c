/* Tests of services/cli/queue_table.c. */
#include "services/cli/queue_table.h"

#include "tests/unit/services/cli/run_cli.h"

static struct queue_table table;
static bool as_json;

static int print(int argc UNUSED, char **argv UNUSED)
{
    (as_json ? queue_table_print_json : queue_table_print)(stdout, &table);
    return 0;
}

static void counts_by_queue_and_grade_in_order_of_names(void **state UNUSED)
{
    queue_table_read(
        TEXT("shouli_queue_depth{queue=\"q.loan\",grade=\"P3\"} 5\n"
             "shouli_queue_oldest_age_seconds{queue=\"q.loan\",grade=\"P3\"} 90.5\n"
             "shouli_queue_depth{queue=\"q.card\",grade=\"P1\"} 2\n"
             "shouli_queue_depth{queue=\"q.card\",grade=\"P4\"} 3\n"
             "shouli_queue_oldest_age_seconds{queue=\"q.card\",grade=\"P1\"} 1\n"
             "shouli_queue_oldest_age_seconds{queue=\"q.card\",grade=\"P4\"} 4000\n"
             "shouli_queue_depth{queue=\"q.none\",grade=\"P4\"} 0\n"
             "shouli_peers 4\n"),
        &table
    );
    assert_int_equal(table.count, 2);
    assert_true(text_is(table.lines[0].queue, "q.card"));
    assert_int_equal(table.lines[0].cases[0], 2);
    assert_int_equal(table.lines[0].cases[3], 3);
    assert_int_equal((int)table.lines[0].oldest_s, 4000);
    as_json = false;
    assert_int_equal(CLI(print, "x"), 0);
    ASSERT_OUT("1h 6m");
    ASSERT_OUT("1m 30s");
    as_json = true;
    assert_int_equal(CLI(print, "x"), 0);
    ASSERT_OUT("[{\"queue\":\"q.card\",\"P1\":2,\"P2\":0,\"P3\":0,\"P4\":3,\"cases\":5,");
}

static void says_that_nothing_waits(void **state UNUSED)
{
    queue_table_read((struct text){0}, &table);
    as_json = false;
    assert_int_equal(CLI(print, "x"), 0);
    ASSERT_OUT("nothing waits");
    as_json = true;
    assert_int_equal(CLI(print, "x"), 0);
    assert_string_equal(cli_out, "[]\n");
}

static void takes_as_many_queues_as_its_limit(void **state UNUSED)
{
    struct arena arena = {0};

    for (int count = QUEUES_MAX - 1; count <= QUEUES_MAX + 1; count++) {
        struct text page = TEXT("");
        for (int i = 0; i < count; i++)
            page = arena_format(
                &arena,
                "%sshouli_queue_depth{queue=\"q%d\",grade=\"P1\"} 1\n",
                page.at,
                i
            );
        queue_table_read(page, &table);
        assert_int_equal(table.count, count < QUEUES_MAX ? count : QUEUES_MAX);
    }
    arena_done(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_by_queue_and_grade_in_order_of_names),
        cmocka_unit_test(says_that_nothing_waits),
        cmocka_unit_test(takes_as_many_queues_as_its_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
