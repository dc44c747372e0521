/* Tests of common/engine/commit_records.c: what the decisions have changed goes out as one statement a type and change. */
#include "common/engine/writer_inside.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/common/engine/lane_bench.h"

static struct counted *existing(struct lane *lane, int n)
{
    struct uuid id = bench_case(n);
    struct record_slot *slot =
        table_get(&lane->batch.table, &kept_record, (struct bytes){id.b, 16});
    struct counted *record = record_blank(&kept_record, slot->key, &lane->batch.arena);

    record->n = 5;
    record->has_n = true;
    record->colour = COLOUR_red;
    slot->before = slot->now = record;
    slot->state = SLOT_loaded;
    lane->batch.table.wanted--;
    return record;
}

static void a_record_type_is_one_statement_however_many_rows_change(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    for (int i = 1; i <= 30; i++)
        lane_add(lane, ITEM_command, i, "count");
    lane_play(lane);
    lane_write(lane);
    const struct script_sent *insert = script_must(lane->store, "kept_insert");
    assert_int_equal(script_array_count(script_param(insert, 0)), 30);
    const struct script_sent *events = script_must(lane->store, "engine_event_insert");
    for (int i = 0; i < 4; i++)
        assert_int_equal(script_array_count(script_param(events, i)), 30);
    assert_int_equal(script_big(script_array_at(script_param(events, 0), 29).at, 8), 30);
}

static void rows_that_were_there_are_updated_or_removed(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    existing(lane, 1);
    existing(lane, 2);
    lane_add(lane, ITEM_command, 1, "count");
    lane_add(lane, ITEM_command, 2, "remove");
    lane_play(lane);
    assert_string_equal(
        lane_write(lane),
        "engine_begin kept_update kept_remove engine_event_insert engine_stream_advance "
        "engine_commit ;"
    );
    const struct script_sent *removed = script_must(lane->store, "kept_remove");
    struct uuid two = bench_case(2);
    assert_true(
        bytes_equal(script_array_at(script_param(removed, 0), 0), (struct bytes){two.b, 16})
    );
}

static void a_row_that_came_and_went_in_one_transaction_is_not_written(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    lane_add(lane, ITEM_command, 1, "count");
    lane_add(lane, ITEM_command, 1, "remove");
    lane_play(lane);
    assert_string_equal(
        lane_write(lane),
        "engine_begin engine_event_insert engine_stream_advance engine_commit ;"
    );
}

/* DESIGN P5: what no statement takes would be lost although its events say that it happened. */
static void a_record_that_the_service_does_not_list_ends_the_process(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);
    int status = 0;

    bench->service.record_count = 0;
    lane_add(lane, ITEM_command, 1, "count");
    lane_play(lane);
    pid_t child = fork();
    if (child == 0) {
        (void)freopen("/dev/null", "w", stderr);
        signal(SIGABRT, SIG_DFL); /* cmocka has its own */
        lane_fill(lane);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

#define TEST(name)                                                                             \
    cmocka_unit_test_setup_teardown(name, lane_bench_begin_following, lane_bench_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_record_type_is_one_statement_however_many_rows_change),
        TEST(rows_that_were_there_are_updated_or_removed),
        TEST(a_row_that_came_and_went_in_one_transaction_is_not_written),
        TEST(a_record_that_the_service_does_not_list_ends_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
