/* Tests of common/engine/parked_store.c: what a transaction writes about messages that are set aside, parked,
 * replayed or given back (DESIGN section 3, poison; P5, P9). */
#include "common/engine/parked_inside.h"
#include "tests/unit/common/engine/scripted_store.h"

static void send(void *store, const struct statement *statement, const struct params *params)
{
    store_send(store, statement, params, NULL, NULL);
}

static struct store *store_what(struct bench *bench)
{
    struct store *store = store_new("", "", NULL, 0);

    assert_int_equal(parked_store(&bench->engine, &bench->batch, send, store), OK);
    return store;
}

static struct bytes column_of(const struct script_sent *sent, const char *name)
{
    for (size_t i = 0; i < dead_row_record.map->count; i++) {
        if (strcmp(dead_row_record.map->fields[i].name, name) == 0)
            return script_array_at(script_param(sent, (int)i), 0);
    }
    return (struct bytes){0};
}

static bool column_is(const struct script_sent *sent, const char *name, const char *text)
{
    return text_is(text_of_bytes(column_of(sent, name)), text);
}

static void writes_a_letter_for_a_message_that_is_set_aside(void **state)
{
    struct bench *bench = *state;
    struct bytes envelope = pack_text(&bench->arena, "{text: 'private words'}");

    bench_event(bench, 3, "poison")->message.envelope = envelope;
    bench_play(bench, &bench->batch);
    struct store *store = store_what(bench);
    assert_int_equal(store->count, 1);
    const struct script_sent *sent = script_sent(store, "engine_dead_row_insert");
    assert_true(column_is(sent, "origin", "up"));
    assert_true(column_is(sent, "source", "/bench"));
    assert_true(column_is(sent, "message_id", "m-1"));
    assert_true(column_is(sent, "type", "told.v1"));
    assert_true(column_is(sent, "code", "poison"));
    assert_true(column_is(sent, "state", "open"));
    assert_memory_equal(column_of(sent, "case_id").at, bench_case(3).b, 16);
    assert_int_equal(script_big(column_of(sent, "seq").at, 8), 1);
    struct dead_row row = {.body = column_of(sent, "body")};
    memcpy(row.id.b, column_of(sent, "id").at, 16);
    assert_null(memmem(row.body.at, row.body.length, "private", 7));
    assert_true(bytes_equal(letter_open(&bench->engine.vault, &row, &bench->arena), envelope));
    store_destroy(&store);
}

static void keeps_an_unreadable_frame_as_evidence_only(void **state)
{
    static const char *const codes[] = {"malformed", "too_large"};
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(codes); i++) {
        batch_begin(&bench->batch, 1700000000000);
        struct item *item = bench_command(bench, 0, "");
        item->set_aside_code = codes[i];
        item->set_aside_reason = "the frame could not be read";
        bench_play(bench, &bench->batch);
        struct store *store = store_what(bench);
        const struct script_sent *sent = script_sent(store, "engine_dead_row_insert");
        assert_true(column_is(sent, "origin", "commands"));
        assert_true(column_is(sent, "state", "kept"));
        assert_true(column_is(sent, "code", codes[i]));
        store_destroy(&store);
    }
}

/* A command that failed parks no case: its sender was told, and later ones are not about its effects. */
static void writes_no_case_for_a_command(void **state)
{
    struct bench *bench = *state;

    bench_command(bench, 3, "poison");
    bench_play(bench, &bench->batch);
    struct store *store = store_what(bench);
    const struct script_sent *sent = script_sent(store, "engine_dead_row_insert");
    assert_null(column_of(sent, "case_id").at);
    assert_true(column_is(sent, "state", "open"));
    store_destroy(&store);
}

/* A number of an array that was sent. */
static int64_t number_at(const struct script_sent *sent, int param, int index)
{
    return script_big(script_array_at(script_param(sent, param), index).at, 8);
}

static void queues_events_behind_the_letter_in_order(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 3, "poison");
    bench_event(bench, 3, "count");
    bench_event(bench, 3, "count");
    bench_event(bench, 4, "count");
    bench_play(bench, &bench->batch);
    struct store *store = store_what(bench);
    assert_int_equal(store->count, 2); /* all that wait by one statement */
    const struct script_sent *sent = &store->sent[1];
    assert_string_equal(sent->statement->name, "engine_parked_insert");
    for (int param = 0; param < 5; param++)
        assert_int_equal(script_array_count(script_param(sent, param)), 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(number_at(sent, 0, i), 1); /* behind */
        assert_memory_equal(script_array_at(script_param(sent, 1), i).at, bench_case(3).b, 16);
        assert_true(text_is(text_of_bytes(script_array_at(script_param(sent, 2), i)), "up"));
        assert_int_equal(number_at(sent, 3, i), i + 2);
    }
    store_destroy(&store);
}

static void removes_what_was_replayed_but_not_what_waits_again(void **state)
{
    struct bench *bench = *state;

    for (int i = 0; i < 4; i++) {
        static const char *const texts[] = {"count", "poison", "count", "count"};
        static const int cases[] = {1, 2, 2, 3};
        bench_add(bench, &bench->batch, ITEM_replay, cases[i], texts[i])->position = 50 + i;
    }
    bench_play(bench, &bench->batch);
    struct store *store = store_what(bench);
    struct bytes positions = script_param(script_sent(store, "engine_parked_remove"), 0);
    assert_int_equal(script_array_count(positions), 3);
    assert_int_equal(script_big(script_array_at(positions, 0).at, 8), 50);
    assert_int_equal(script_big(script_array_at(positions, 1).at, 8), 51); /* a letter again */
    assert_int_equal(script_big(script_array_at(positions, 2).at, 8), 53);
    assert_null(script_sent(store, "engine_parked_insert"));
    assert_non_null(script_sent(store, "engine_dead_row_insert"));
    store_destroy(&store);
}

static void puts_a_letter_that_is_retried_at_the_head_of_its_queue(void **state)
{
    struct bench *bench = *state;
    struct bytes envelope = pack_text(&bench->arena, "{id: 'e'}");
    struct dead_row row = {
        .id = bench_case(9),
        .case_id = bench_case(3),
        .has_case_id = true,
        .origin = TEXT("up"),
        .seq = 77,
        .state = DEAD_STATE_retried};
    struct record_slot *slot =
        table_get(&bench->batch.table, &dead_row_record, (struct bytes){row.id.b, 16});

    row.body = letter_seal(&bench->engine.vault, row.id, envelope, &bench->arena);
    slot->now = &row;
    struct store *store = store_what(bench);
    assert_int_equal(store->count, 0); /* only read */
    slot->changed = true;
    assert_int_equal(parked_store(&bench->engine, &bench->batch, send, store), OK);
    const struct script_sent *sent = script_sent(store, "engine_parked_insert");
    assert_int_equal(number_at(sent, 0, 0), 0); /* in front */
    assert_memory_equal(script_array_at(script_param(sent, 1), 0).at, bench_case(3).b, 16);
    assert_true(text_is(text_of_bytes(script_array_at(script_param(sent, 2), 0)), "up"));
    assert_int_equal(number_at(sent, 3, 0), 77);
    assert_true(bytes_equal(script_array_at(script_param(sent, 4), 0), envelope));
    size_t count = store->count;
    row.state = DEAD_STATE_dropped;
    assert_int_equal(parked_store(&bench->engine, &bench->batch, send, store), OK);
    assert_int_equal(store->count, count);
    store_destroy(&store);
}

/* P5: a letter that cannot be opened may not be committed as if it were given back. */
static void fails_the_transaction_rather_than_lose_a_message(void **state)
{
    struct bench *bench = *state;
    struct dead_row row = {
        .id = bench_case(9),
        .origin = TEXT("up"),
        .body = bytes_of_text(TEXT("no letter"))};
    struct store *store = store_new("", "", NULL, 0);
    struct record_slot *slot =
        table_get(&bench->batch.table, &dead_row_record, (struct bytes){row.id.b, 16});

    slot->now = &row;
    slot->changed = true;
    row.state = DEAD_STATE_retried;
    assert_int_equal(parked_store(&bench->engine, &bench->batch, send, store), ERROR_poison);
    assert_null(script_sent(store, "engine_parked_insert"));
    store_destroy(&store);
}

/* What cannot be sealed could never be set aside: the service would try for ever and follow nothing more. */
static void keeps_the_beginning_of_what_is_over_the_limit(void **state)
{
    static const size_t sizes[] = {
        ENVELOPE_BYTES_MAX - 1,
        ENVELOPE_BYTES_MAX,
        ENVELOPE_BYTES_MAX + 1};
    struct bench *bench = *state;
    uint8_t *large = arena_zero(&bench->arena, ENVELOPE_BYTES_MAX + 1);

    for (size_t i = 0; i < LENGTH(sizes); i++) {
        batch_begin(&bench->batch, 1700000000000);
        bench_event(bench, 3, "poison")->message.envelope = (struct bytes){large, sizes[i]};
        bench_play(bench, &bench->batch);
        struct store *store = store_what(bench);
        const struct script_sent *sent = script_sent(store, "engine_dead_row_insert");
        struct dead_row row = {.body = column_of(sent, "body")};
        memcpy(row.id.b, column_of(sent, "id").at, 16);
        assert_int_equal(
            letter_open(&bench->engine.vault, &row, &bench->arena).length,
            size_min(sizes[i], ENVELOPE_BYTES_MAX)
        );
        store_destroy(&store);
    }
}

/* What it is found by when it is sent again: hashes of source and id, of type and data. */
static void writes_the_keys_of_a_command_and_of_nothing_else(void **state)
{
    struct bench *bench = *state;

    bench_key(bench_command(bench, 3, "poison"), 6, 9);
    bench_play(bench, &bench->batch);
    struct store *store = store_what(bench);
    const struct script_sent *sent = script_sent(store, "engine_dead_row_insert");
    assert_memory_equal(column_of(sent, "key16").at, bench->batch.items[0].key16, 16);
    assert_memory_equal(column_of(sent, "content16").at, bench->batch.items[0].content16, 16);
    store_destroy(&store);
    batch_begin(&bench->batch, 1700000000000);
    bench_event(bench, 4, "poison");
    bench_play(bench, &bench->batch);
    store = store_what(bench);
    assert_null(column_of(script_sent(store, "engine_dead_row_insert"), "key16").at);
    store_destroy(&store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_a_letter_for_a_message_that_is_set_aside),
        TEST(keeps_an_unreadable_frame_as_evidence_only),
        TEST(writes_no_case_for_a_command),
        TEST(queues_events_behind_the_letter_in_order),
        TEST(removes_what_was_replayed_but_not_what_waits_again),
        TEST(fails_the_transaction_rather_than_lose_a_message),
        TEST(keeps_the_beginning_of_what_is_over_the_limit),
        TEST(writes_the_keys_of_a_command_and_of_nothing_else),
        TEST(puts_a_letter_that_is_retried_at_the_head_of_its_queue),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
