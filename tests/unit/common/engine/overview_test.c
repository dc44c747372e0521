/* Tests of common/engine/overview.c: what is counted over many rows never stops the writer. */
#include "common/engine/overview.h"

#include "common/clock.h"
#include "common/engine/call.h"
#include "common/engine/writer_inside.h"
#include "tests/unit/common/engine/scripted_store.h"

static const struct statement many = {.name = "many", .parameters = 1};
static const struct statement more = {.name = "more", .parameters = 2};
static const struct list_shape many_list = {
    .name = "many",
    .statement = &many,
    .key_is_text = true};
static const struct list_shape more_list = {
    .name = "more",
    .statement = &more,
    .key_is_text = true};

static enum error look(struct call *call UNUSED)
{
    return OK;
}

static enum error count_many(struct call *call)
{
    return look(call);
}

static enum error count_more(struct call *call)
{
    return look(call);
}

static struct bytes key_of(struct arena *arena, const char *stream)
{
    return bytes_of_text(arena_format(arena, "%s from 7", stream));
}

static const struct chore chores[] = {
    CHORE("plain", 1000, look),
    OVERVIEW("first", 15000, count_many, many_list, NULL),
    OVERVIEW("second", 30000, count_more, more_list, key_of),
};
static const struct service service = {.name = "bench", .chores = LIST(chores)};
static const struct service bare = {.name = "bench", .chores = chores, .chore_count = 1};

static struct engine engine;
static struct writer writer;
static struct overviews *overviews;
static struct store *connection;
static int64_t due_ms[LENGTH(chores)];
static struct batch batch;

static void remember(struct store *store)
{
    connection = store;
}

static int begin(void **state UNUSED)
{
    connection = NULL;
    script_turn = remember;
    engine = (struct engine){.service = &service, .writer = &writer, .stream_name = "bench/0"};
    engine.settings.database_url.hidden = TEXT("scripted");
    writer = (struct writer){.state = WRITER_active};
    overviews = overviews_new(&engine);
    for (size_t i = 0; i < LENGTH(due_ms); i++)
        due_ms[i] = 1000;
    batch_begin(&batch, 1000);
    return 0;
}

static int end(void **state UNUSED)
{
    overviews_destroy(&overviews);
    batch_done(&batch);
    assert_int_equal(script_stores, 0);
    script_turn = NULL;
    return 0;
}

static void turn(int64_t now_ms)
{
    overviews_turn(overviews, due_ms, now_ms);
}

static void answer(const char *line)
{
    static struct rows rows;

    rows = (struct rows){.count = 1, .columns = 2};
    rows.cells[0][0] = bytes_of_text(TEXT(""));
    rows.cells[0][1] = bytes_of_text(text_of(line));
    script_answer(connection, &rows);
    script_answer_all(connection);
}

static void a_service_without_one_has_no_connection(void **state UNUSED)
{
    struct waited waited;

    engine.service = &bare;
    assert_null(overviews_new(&engine));
    overviews_turn(NULL, due_ms, 5000);
    assert_int_equal(overviews_wait(NULL, &waited), 0);
    assert_true(overview_is_ready(NULL, &chores[0]));
    assert_int_equal(overview_give(NULL, &chores[0], &batch), 0);
    assert_null(batch.given);
}

static void a_chore_waits_for_its_answer_and_no_other_does(void **state UNUSED)
{
    turn(999);
    assert_string_equal(script_next(connection), "-"); /* it is not due */
    turn(1000);
    assert_string_equal(script_next(connection), "many");
    assert_true(overview_is_ready(overviews, &chores[0]));
    assert_false(overview_is_ready(overviews, &chores[1]));
    answer("q.card|12");
    assert_true(overview_is_ready(overviews, &chores[1]));
    assert_false(overview_is_ready(overviews, &chores[2]));
}

static void what_was_counted_is_the_list_of_the_batch(void **state UNUSED)
{
    turn(1000);
    answer("q.card|12");
    assert_int_equal(overview_give(overviews, &chores[1], &batch), 0); /* it took no ms */
    assert_ptr_equal(batch.given->shape, &many_list);
    assert_true(batch.given->loaded);
    assert_int_equal(batch.given->key.length, 0);
    assert_int_equal(batch.given->list.count, 1);
    assert_true(bytes_equal(batch.given->list.keys[0], bytes_of_text(TEXT("q.card|12"))));
    assert_false(overview_is_ready(overviews, &chores[1])); /* it is given once */
}

static void one_question_is_out_at_a_time(void **state UNUSED)
{
    turn(1000);
    turn(1001);
    assert_int_equal(connection->count, 2); /* with its sync */
    answer("x");
    turn(1002);
    assert_int_equal(connection->count, 2); /* the answer is not taken yet */
    (void)overview_give(overviews, &chores[1], &batch);
    due_ms[1] = 16000;
    turn(1003);
    assert_string_equal(script_next(connection), "more");
    assert_int_equal(script_must(connection, "more")->params.count, 2); /* with the time */
}

static void a_list_is_asked_and_given_under_the_key_of_its_chore(void **state UNUSED)
{
    due_ms[1] = 16000;
    turn(1000);
    assert_string_equal(script_next(connection), "more");
    answer("x");
    (void)overview_give(overviews, &chores[2], &batch);
    assert_true(bytes_equal(batch.given->key, bytes_of_text(TEXT("bench/0 from 7"))));
}

static void a_failure_passes_the_turn_over(void **state UNUSED)
{
    turn(1000);
    script_fail(connection, "57014");
    script_answer_all(connection);
    turn(1200);
    assert_int_equal(due_ms[1], 16200);
    assert_string_equal(script_next(connection), "more"); /* the next one gets its turn */
}

static void a_connection_that_broke_is_opened_again_later(void **state UNUSED)
{
    turn(1000);
    connection->state = STORE_broken;
    turn(1100);
    assert_int_equal(script_stores, 0);
    assert_int_equal(due_ms[1], 16100);
    turn(1200);
    assert_int_equal(script_stores, 0); /* not at once */
    assert_false(overview_is_ready(overviews, &chores[1]));
}

/* What it asks would stay as it was when the writer left. */
static void a_connection_to_a_former_primary_is_given_up(void **state UNUSED)
{
    turn(1000);
    assert_int_equal(store_host(connection), 0);
    engine.store_first = 1;
    writer.state = WRITER_opening; /* the writer has not found the new one yet */
    turn(1100);
    assert_int_equal(script_stores, 1);
    writer.state = WRITER_active;
    turn(1200);
    assert_int_equal(script_stores, 0);
    assert_int_equal(due_ms[1], 16200); /* the question went with it */
}

static void it_asks_the_server_that_the_writer_writes_to(void **state UNUSED)
{
    engine.store_first = 1;
    turn(1000);
    assert_int_equal(store_host(connection), 1);
    turn(1001);
    assert_int_equal(script_stores, 1);
}

static void a_question_without_an_answer_has_failed_after_its_time(void **state UNUSED)
{
    turn(1000);
    turn(1000 + OVERVIEW_ANSWER_MAX_MS - 1);
    turn(1000 + OVERVIEW_ANSWER_MAX_MS);
    assert_int_equal(script_stores, 1);
    assert_int_equal(due_ms[1], 1000);
    turn(1000 + OVERVIEW_ANSWER_MAX_MS + 1);
    assert_int_equal(script_stores, 0);
    assert_int_equal(due_ms[1], 1000 + OVERVIEW_ANSWER_MAX_MS + 1 + 15000);
    assert_false(overview_is_ready(overviews, &chores[1]));
}

/* What the batch has not taken yet is no question that is out. */
static void an_answer_that_waits_for_its_batch_does_not_lapse(void **state UNUSED)
{
    turn(1000);
    answer("x");
    turn(1000 + OVERVIEW_ANSWER_MAX_MS + 1);
    assert_int_equal(script_stores, 1);
    assert_true(overview_is_ready(overviews, &chores[1]));
}

static void a_chore_rests_as_its_counting_took(void **state UNUSED)
{
    int64_t before = clock_monotone_us();
    turn(1000);
    int64_t began = clock_monotone_us();
    while (clock_monotone_us() - began < 3000) {
    }
    answer("x");
    int64_t took_ms = (clock_monotone_us() - before) / 1000;
    int64_t rest_ms = overview_give(overviews, &chores[1], &batch);
    assert_in_range(rest_ms, 3 * OVERVIEW_REST, took_ms * OVERVIEW_REST);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_service_without_one_has_no_connection),
        TEST(a_chore_waits_for_its_answer_and_no_other_does),
        TEST(what_was_counted_is_the_list_of_the_batch),
        TEST(one_question_is_out_at_a_time),
        TEST(a_list_is_asked_and_given_under_the_key_of_its_chore),
        TEST(a_failure_passes_the_turn_over),
        TEST(a_connection_that_broke_is_opened_again_later),
        TEST(a_connection_to_a_former_primary_is_given_up),
        TEST(it_asks_the_server_that_the_writer_writes_to),
        TEST(a_question_without_an_answer_has_failed_after_its_time),
        TEST(an_answer_that_waits_for_its_batch_does_not_lapse),
        TEST(a_chore_rests_as_its_counting_took),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
