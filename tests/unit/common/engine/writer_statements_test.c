/* Tests of common/engine/writer_statements.c: a statement that is not prepared fails when it is first sent. */
#include "common/engine/statements.h"
#include "common/engine/writer_inside.h"
#include "tests/unit/common/engine/bench.h"

static const struct statement due = {.name = "bench_due", .sql = "select", .parameters = 1};
static const struct list_shape due_list = {.name = "due", .statement = &due};
static const struct list_shape redis_list = {.name = "next", .redis = true};
static const struct list_shape *const lists[] = {&due_list, &redis_list, &due_list};

static struct writer *writer;

static int begin(void **state UNUSED)
{
    writer = memory_new(1, sizeof(*writer));
    return 0;
}

static int end(void **state UNUSED)
{
    memory_free(writer);
    return 0;
}

static size_t times(const struct statement *statement)
{
    size_t count = 0;

    for (size_t i = 0; i < writer->statement_count; i++)
        count += strcmp(writer->statements[i]->name, statement->name) == 0;
    return count;
}

static void the_engine_and_the_lists_are_there_once(void **state UNUSED)
{
    const struct service service = {.name = "bench", .lists = LIST(lists)};

    writer_add_statements(writer, &service);
    assert_int_equal(times(&engine_commit_statement), 1);
    assert_int_equal(times(&engine_event_insert_statement), 1);
    assert_int_equal(times(&due), 1);
    for (size_t i = 0; i < writer->statement_count; i++) {
        assert_int_equal(times(writer->statements[i]), 1);
        assert_non_null(writer->statements[i]->sql); /* what Redis answers has none */
    }
}

static void letters_and_policies_are_rows_of_every_service(void **state UNUSED)
{
    const struct service service = {.name = "bench"};

    writer_add_statements(writer, &service);
    assert_int_equal(times(&dead_row_record.load), 1);
    assert_int_equal(times(&adopted_policy_record.insert), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_engine_and_the_lists_are_there_once),
        TEST(letters_and_policies_are_rows_of_every_service),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
