/* Tests of common/engine/parked.c: which cases wait, and what is replayed (DESIGN section 3, poison; P4, P5). */
#include "common/engine/parked_inside.h"
#include "tests/unit/common/engine/scripted_store.h"

static void add_case(struct bench *bench, struct rows *rows, int n)
{
    struct params params;

    params_begin(&params, &bench->arena);
    params_uuid(&params, bench_case(n));
    params_flag(&params, true); /* behind an open letter */
    script_row(rows, &params);
}

static void add_ready(struct bench *bench, struct rows *rows, int n)
{
    struct params params;

    params_begin(&params, &bench->arena);
    params_uuid(&params, bench_case(n));
    params_flag(&params, false);
    script_row(rows, &params);
}

static void knows_the_cases_that_wait(void **state)
{
    static const int order[] = {9, 2, 300, 5, 1};
    struct bench *bench = *state;
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);

    for (size_t i = 0; i < LENGTH(order); i++)
        add_case(bench, rows, order[i]);
    parked_set(&bench->engine, rows);
    assert_int_equal(parked_count(bench->engine.parked), 5);
    for (size_t i = 0; i < LENGTH(order); i++)
        assert_true(parked_has(bench->engine.parked, bench_case(order[i])));
    assert_false(parked_has(bench->engine.parked, bench_case(3)));
    assert_int_equal(metric_value(METRIC_shouli_parked_cases), 5);
    rows->count = 0;
    parked_set(&bench->engine, rows);
    assert_false(parked_has(bench->engine.parked, bench_case(9)));
    assert_int_equal(metric_value(METRIC_shouli_parked_cases), 0);
}

/* P4, P5: a case beyond what memory holds would be taken for one that does not wait. */
static void knows_that_it_does_not_know_all_cases(void **state)
{
    static const struct {
        int count;
        bool over;
    } cases[] = {{2, false}, {3, false}, {4, true}, {3, false}, {0, false}};
    struct bench *bench = *state;

    bench->engine.parked->most = 3;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct rows *rows = ARENA_NEW(&bench->arena, struct rows);
        for (int k = 0; k < cases[i].count; k++)
            add_case(bench, rows, k + 1);
        parked_set(&bench->engine, rows);
        assert_int_equal(parked_is_over(bench->engine.parked), cases[i].over);
        assert_int_equal(metric_value(METRIC_shouli_parked_over), cases[i].over);
    }
}

static void asks_for_one_case_more_than_it_may_know(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);

    assert_int_equal(bench->engine.parked->most, PARKED_CASES_MAX);
    parked_ask(&bench->engine, store);
    assert_int_equal(
        script_param_int(script_sent(store, "engine_parked_left"), 0),
        PARKED_CASES_MAX + 1
    );
    store_destroy(&store);
}

/* The batches under way still go by the cases that were just added. */
static void adds_cases_beyond_its_limit_until_it_has_asked(void **state)
{
    struct bench *bench = *state;

    bench->engine.parked->most = 3;
    for (int i = 1; i <= 5; i++) {
        batch_begin(&bench->batch, 1700000000000);
        bench->engine.parked->over = false;
        bench_event(bench, i, "poison");
        bench_play(bench, &bench->batch);
        parked_commit(&bench->engine, &bench->batch);
        assert_true(parked_has(bench->engine.parked, bench_case(i)));
        assert_int_equal(parked_is_over(bench->engine.parked), i > 3);
    }
}

static void add_counts(struct bench *bench, struct rows *rows, int64_t open, int64_t commands)
{
    struct params params;

    params_begin(&params, &bench->arena);
    params_int(&params, open);
    params_int(&params, commands);
    script_row(rows, &params);
}

/* False only when PostgreSQL has said so and nothing was set aside since it was asked. */
static void knows_whether_a_command_may_wait_as_a_letter(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);
    struct rows *none = ARENA_NEW(&bench->arena, struct rows);
    struct rows *one = ARENA_NEW(&bench->arena, struct rows);
    struct parked *parked = bench->engine.parked;

    add_counts(bench, none, 7, 0);
    add_counts(bench, one, 7, 1);
    assert_true(parked_has_commands(parked)); /* not known yet */
    parked_turn(&bench->engine, store);
    assert_true(script_until(store, "engine_dead_count"));
    script_answer(store, none);
    assert_false(parked_has_commands(parked));
    script_answer_all(store);
    parked_lost(parked);
    parked_turn(&bench->engine, store);
    assert_true(script_until(store, "engine_dead_count"));
    script_answer(store, one);
    assert_true(parked_has_commands(parked));
    script_answer_all(store);
    parked_lost(parked);
    parked_turn(&bench->engine, store);
    bench_key(bench_command(bench, 1, "poison"), 4, 1);
    bench_play(bench, &bench->batch);
    parked_commit(&bench->engine, &bench->batch);
    assert_true(script_until(store, "engine_dead_count"));
    script_answer(store, none); /* it was asked before the letter */
    assert_true(parked_has_commands(parked));
    store_destroy(&store);
}

static struct record_slot *letter_slot(struct bench *bench, int id, struct dead_row *row)
{
    struct uuid key = bench_case(id);
    struct record_slot *slot =
        table_get(&bench->batch.table, &dead_row_record, (struct bytes){key.b, 16});

    slot->before = row;
    slot->now = ARENA_NEW(&bench->arena, struct dead_row);
    *(struct dead_row *)slot->now = *row;
    return slot;
}

/* Everything that a turn asks is answered with nothing, but for the count. */
static void
answer_counts(struct bench *bench, struct store *store, int64_t open, int64_t commands)
{
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);

    add_counts(bench, rows, open, commands);
    parked_turn(&bench->engine, store);
    assert_true(script_until(store, "engine_dead_count"));
    script_answer(store, rows);
    script_answer_all(store);
}

/* P5: the count of letters is kept by what is committed; nobody counts all of them for each. */
static void counts_letters_without_asking_again(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);
    struct dead_row event = {
        .state = DEAD_STATE_open,
        .case_id = bench_case(4),
        .has_case_id = true};
    struct dead_row command = {
        .state = DEAD_STATE_open,
        .key16 = {(const uint8_t *)"0123456789abcdef", 16}};

    answer_counts(bench, store, 7, 0);
    assert_int_equal(metric_value_labelled(METRIC_shouli_dead_letters, "open"), 7);
    size_t sent = store->count;
    bench_key(bench_command(bench, 1, "poison"), 4, 1);
    bench_event(bench, 2, "poison");
    struct item *unreadable = bench_command(bench, 0, "");
    unreadable->set_aside_code = "malformed"; /* kept, and open for nobody */
    unreadable->set_aside_reason = "the frame could not be read";
    bench_play(bench, &bench->batch);
    parked_commit(&bench->engine, &bench->batch);
    assert_int_equal(metric_value_labelled(METRIC_shouli_dead_letters, "open"), 9);
    assert_true(parked_has_commands(bench->engine.parked));
    parked_turn(&bench->engine, store); /* a letter by itself lets nothing be replayed */
    assert_int_equal(store->count, sent);

    batch_begin(&bench->batch, 1700000000001);
    struct record_slot *slot = letter_slot(bench, 8, &command);
    ((struct dead_row *)slot->now)->state = DEAD_STATE_retried;
    slot->changed = true;
    slot = letter_slot(bench, 9, &event);
    ((struct dead_row *)slot->now)->state = DEAD_STATE_dropped;
    slot->changed = true;
    parked_commit(&bench->engine, &bench->batch);
    assert_int_equal(metric_value_labelled(METRIC_shouli_dead_letters, "open"), 7);
    assert_false(parked_has_commands(bench->engine.parked));
    store_destroy(&store);
}

static void adds_cases_with_a_new_letter_in_any_order(void **state)
{
    struct bench *bench = *state;

    for (int i = 0; i < 200; i++)
        bench_event(bench, 1 + i * 7919 % 1009, "poison");
    bench_event(bench, 1, "poison"); /* behind its own letter: no second entry */
    bench_command(bench, 1200, "poison");
    bench_play(bench, &bench->batch);
    parked_commit(&bench->engine, &bench->batch);
    assert_int_equal(parked_count(bench->engine.parked), 200);
    for (int i = 0; i < 200; i++)
        assert_true(parked_has(bench->engine.parked, bench_case(1 + i * 7919 % 1009)));
    assert_false(parked_has(bench->engine.parked, bench_case(1200)));
}

static void add_message(
    struct bench *bench,
    struct rows *rows,
    int64_t position,
    int n,
    const char *stream,
    const char *envelope
)
{
    struct params params;

    params_begin(&params, &bench->arena);
    params_int(&params, position);
    if (n)
        params_uuid(&params, bench_case(n));
    else
        params_null(&params);
    params_text(&params, text_of(stream));
    params_int(&params, position + 100);
    params_bytes(&params, pack_text(&bench->arena, envelope));
    script_row(rows, &params);
}

#define TOLD                                                                                   \
    "{specversion: '1.0', id: 'e', source: '/up', type: 'told.v1', data: {text: 'count'}}"
#define SENT                                                                                   \
    "{specversion: '1.0', id: 'c', source: '/app', type: 'sample.v1', data: {text: 'count'}}"

/* Asks for what is ready and answers with `rows`. */
static void ask(struct bench *bench, struct store *store, const struct rows *rows)
{
    parked_turn(&bench->engine, store);
    assert_true(script_until(store, "engine_parked_ready"));
    script_answer(store, rows);
    script_answer_all(store);
}

static void asks_once_what_may_be_replayed(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);

    parked_turn(&bench->engine, store);
    assert_string_equal(script_next(store), "engine_parked_left");
    size_t sent = store->count;
    parked_turn(&bench->engine, store);
    assert_int_equal(store->count, sent);
    script_answer_all(store);
    parked_turn(&bench->engine, store); /* nothing has changed */
    assert_int_equal(store->count, sent);
    assert_int_equal(parked_waiting(bench->engine.parked), 0);
    parked_lost(bench->engine.parked);
    parked_turn(&bench->engine, store);
    assert_true(store->count > sent);
    store_destroy(&store);
}

static void asks_again_when_the_answer_was_lost(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);

    parked_turn(&bench->engine, store);
    size_t sent = store->count;
    script_fail(store, "57014");
    script_answer_all(store);
    parked_turn(&bench->engine, store);
    assert_true(store->count > sent);
    store_destroy(&store);
}

static void replays_events_and_commands_with_their_decisions(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);

    bench->reactions[0] = (struct reaction){"up", SAMPLE_told, bench_decide, &counted_record};
    bench->service.reaction_count = 1;
    bench->service.answer_count = 2;
    add_message(bench, rows, 1, 4, "up", TOLD);
    add_message(bench, rows, 2, 0, "commands", SENT);
    add_message(bench, rows, 3, 4, "gone", TOLD);
    add_message(bench, rows, 4, 4, "up", "{broken: 1}");
    ask(bench, store, rows);
    assert_int_equal(parked_waiting(bench->engine.parked), 4);
    parked_gather(&bench->engine, &bench->batch);
    assert_int_equal(bench->batch.count, 4);
    const struct item *items = bench->batch.items;
    assert_int_equal(items[0].kind, ITEM_replay);
    assert_ptr_equal(items[0].decide, bench_decide);
    assert_ptr_equal(items[0].first, &counted_record);
    assert_int_equal(items[0].position, 1);
    assert_int_equal(items[0].seq, 101);
    assert_true(items[0].has_case && uuid_equal(items[0].case_id, bench_case(4)));
    assert_false(items[0].has_key);
    assert_true(items[1].has_key);
    assert_false(items[1].has_case);
    assert_null(items[1].set_aside_code);
    assert_string_equal(
        items[2].set_aside_code,
        "malformed"
    ); /* nobody reacts to it any more */
    assert_string_equal(items[3].set_aside_code, "malformed");
    store_destroy(&store);
}

static void gives_what_it_replays_to_one_batch_until_that_is_committed(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);

    bench->service.answer_count = 2;
    add_message(bench, rows, 1, 0, "commands", SENT);
    add_message(bench, rows, 2, 0, "commands", SENT);
    ask(bench, store, rows);
    parked_gather(&bench->engine, &bench->batch);
    parked_gather(&bench->engine, &bench->batch);
    assert_int_equal(bench->batch.count, 2);
    assert_int_equal(parked_waiting(bench->engine.parked), 0);
    size_t sent = store->count;
    bench->batch.to = 1;
    parked_commit(&bench->engine, &bench->batch);
    parked_turn(&bench->engine, store);
    assert_int_equal(store->count, sent);
    bench->batch.from = 1;
    bench->batch.to = 2;
    parked_commit(&bench->engine, &bench->batch);
    parked_turn(&bench->engine, store); /* is there more? */
    assert_true(store->count > sent);
    store_destroy(&store);
}

/* The statement has a limit of its own; what it would exceed is left for the next turn. */
static void replays_at_most_replay_max_at_once(void **state)
{
    static const int counts[] = {REPLAY_MAX - 1, REPLAY_MAX, REPLAY_MAX + 1};
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(counts); i++) {
        struct store *store = store_new("", "", NULL, 0);
        struct rows *rows = ARENA_NEW(&bench->arena, struct rows);
        for (int k = 0; k < counts[i]; k++)
            add_message(bench, rows, k + 1, 0, "commands", SENT);
        parked_lost(bench->engine.parked);
        ask(bench, store, rows);
        assert_int_equal(
            parked_waiting(bench->engine.parked),
            counts[i] < REPLAY_MAX ? counts[i] : REPLAY_MAX
        );
        bench->engine.parked->replay_count = 0;
        store_destroy(&store);
    }
}

static struct bytes asked_of(const struct store *store)
{
    return script_param(script_must(store, "engine_parked_ready"), 0);
}

/* What waits behind open letters is never read: only who was decided about, and then until all of it is done. */
static void asks_only_about_the_cases_that_may_be_ready(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);
    struct dead_row letter = {
        .state = DEAD_STATE_open,
        .case_id = bench_case(5),
        .has_case_id = true};

    for (int n = 1; n <= 9; n++)
        add_case(bench, rows, n);
    parked_turn(&bench->engine, store);
    script_answer(store, rows);
    script_answer_all(store);
    assert_int_equal(script_array_count(asked_of(store)), 0);
    struct record_slot *slot = letter_slot(bench, 50, &letter);
    ((struct dead_row *)slot->now)->state = DEAD_STATE_dropped;
    slot->changed = true;
    parked_commit(&bench->engine, &bench->batch);
    size_t sent = store->count;
    parked_turn(&bench->engine, store);
    assert_string_equal(store->sent[sent].statement->name, "engine_parked_still");
    assert_int_equal(script_array_count(asked_of(store)), 1);
    assert_memory_equal(script_array_at(asked_of(store), 0).at, bench_case(5).b, 16);
    script_answer_all(store); /* nothing is left of it */
    assert_int_equal(parked_count(bench->engine.parked), 8);
    assert_false(parked_has(bench->engine.parked, bench_case(5)));
    assert_true(parked_has(bench->engine.parked, bench_case(6)));
    assert_int_equal(metric_value(METRIC_shouli_parked_cases), 8);
    sent = store->count;
    parked_turn(&bench->engine, store);
    assert_int_equal(store->count, sent);
    store_destroy(&store);
}

/* After a take-over: cases without an open letter are ready, so many at a time, each once. */
static void asks_for_so_many_ready_cases_at_a_time(void **state)
{
    static const int counts[] = {PARKED_ASK_MAX - 1, PARKED_ASK_MAX, PARKED_ASK_MAX + 1};
    struct bench *bench = *state;
    struct parked *parked = bench->engine.parked;

    for (size_t i = 0; i < LENGTH(counts); i++) {
        struct store *store = store_new("", "", NULL, 0);
        ask(bench, store, NULL);
        for (int n = 1; n <= counts[i]; n++)
            case_set_append(&parked->ready, bench_case(n));
        case_set_append(&parked->ready, bench_case(counts[i]));
        parked->look = true;
        ask(bench, store, NULL);
        assert_int_equal(
            script_array_count(asked_of(store)),
            counts[i] < PARKED_ASK_MAX ? counts[i] : PARKED_ASK_MAX
        );
        assert_int_equal(parked->look, counts[i] > PARKED_ASK_MAX);
        parked_lost(parked);
        parked->ready.count = 0;
        store_destroy(&store);
    }
}

static void knows_from_a_take_over_which_cases_are_ready(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);

    add_ready(bench, rows, 3);
    add_case(bench, rows, 4);
    parked_turn(&bench->engine, store);
    script_answer(store, rows);
    script_answer_all(store);
    parked_turn(&bench->engine, store);
    assert_int_equal(script_array_count(asked_of(store)), 1);
    assert_memory_equal(script_array_at(asked_of(store), 0).at, bench_case(3).b, 16);
    store_destroy(&store);
}

/* A full answer may lack a part of any case that was asked for, and fewer cases fill the next one as well. */
static void asks_again_for_what_a_full_answer_may_lack(void **state)
{
    static const int counts[] = {REPLAY_MAX - 1, REPLAY_MAX};
    struct bench *bench = *state;
    struct parked *parked = bench->engine.parked;

    for (size_t i = 0; i < LENGTH(counts); i++) {
        struct store *store = store_new("", "", NULL, 0);
        struct rows *rows = ARENA_NEW(&bench->arena, struct rows);
        ask(bench, store, NULL);
        for (int n = 1; n <= 9; n++)
            case_set_append(&parked->ready, bench_case(n));
        parked->look = true;
        for (int k = 0; k < counts[i]; k++)
            add_message(bench, rows, k + 1, 1 + k % 2 * (k / (REPLAY_MAX / 2)), "up", TOLD);
        ask(bench, store, rows);
        assert_int_equal(parked->ready.count, counts[i] == REPLAY_MAX ? 9 : 0);
        assert_true(counts[i] < REPLAY_MAX || parked->ask_max < PARKED_ASK_MAX);
        parked->replay_count = 0;
        parked_lost(parked);
        parked->ready.count = 0;
        store_destroy(&store);
    }
}

/* One more than may be known: what is ready is still replayed, and then all is asked for anew. */
static void finds_what_is_ready_also_when_not_all_cases_are_known(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);
    struct rows *message = ARENA_NEW(&bench->arena, struct rows);

    bench->engine.parked->most = 1;
    add_ready(bench, rows, 3);
    add_case(bench, rows, 4);
    add_message(bench, message, 1, 3, "up", TOLD);
    parked_turn(&bench->engine, store);
    script_answer(store, rows);
    script_answer_all(store);
    assert_true(parked_is_over(bench->engine.parked));
    ask(bench, store, message);
    assert_memory_equal(script_array_at(asked_of(store), 0).at, bench_case(3).b, 16);
    parked_gather(&bench->engine, &bench->batch);
    bench->batch.to = bench->batch.count;
    bench->batch.items[0].outcome = OUTCOME_accepted;
    parked_commit(&bench->engine, &bench->batch);
    size_t sent = store->count;
    parked_turn(&bench->engine, store);
    assert_string_equal(store->sent[sent].statement->name, "engine_parked_left");
    script_answer_all(store);
    assert_false(parked_is_over(bench->engine.parked));
    store_destroy(&store);
}

static void looks_again_when_an_operator_has_decided_about_a_letter(void **state)
{
    struct bench *bench = *state;
    struct store *store = store_new("", "", NULL, 0);
    struct uuid id = bench_case(8);

    ask(bench, store, NULL);
    size_t sent = store->count;
    parked_commit(&bench->engine, &bench->batch);
    parked_turn(&bench->engine, store);
    assert_int_equal(store->count, sent);
    table_get(&bench->batch.table, &dead_row_record, (struct bytes){id.b, 16})->changed = true;
    parked_commit(&bench->engine, &bench->batch);
    parked_turn(&bench->engine, store);
    assert_true(store->count > sent);
    store_destroy(&store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(knows_the_cases_that_wait),
        TEST(knows_that_it_does_not_know_all_cases),
        TEST(asks_for_one_case_more_than_it_may_know),
        TEST(adds_cases_beyond_its_limit_until_it_has_asked),
        TEST(knows_whether_a_command_may_wait_as_a_letter),
        TEST(adds_cases_with_a_new_letter_in_any_order),
        TEST(asks_once_what_may_be_replayed),
        TEST(asks_again_when_the_answer_was_lost),
        TEST(replays_events_and_commands_with_their_decisions),
        TEST(gives_what_it_replays_to_one_batch_until_that_is_committed),
        TEST(replays_at_most_replay_max_at_once),
        TEST(counts_letters_without_asking_again),
        TEST(asks_only_about_the_cases_that_may_be_ready),
        TEST(asks_for_so_many_ready_cases_at_a_time),
        TEST(knows_from_a_take_over_which_cases_are_ready),
        TEST(asks_again_for_what_a_full_answer_may_lack),
        TEST(finds_what_is_ready_also_when_not_all_cases_are_known),
        TEST(looks_again_when_an_operator_has_decided_about_a_letter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
