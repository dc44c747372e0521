/* Tests of common/engine/call.c: the verbs of a decision. */
#include "common/engine/call.h"

#include "tests/unit/common/engine/bench.h"

struct scene {
    struct bench *bench;
    struct deciding deciding;
    struct reply reply;
    struct item item;
    struct call call;
};

static struct scene *begin(struct bench *bench)
{
    struct scene *scene = ARENA_NEW(&bench->arena, struct scene);

    scene->bench = bench;
    scene->deciding.batch = &bench->batch;
    scene->deciding.item = &scene->item;
    scene->deciding.engine = &bench->engine;
    scene->call = (struct call
    ){.now_ms = 1700000000000,
      .message = &scene->item.message,
      .arena = &bench->batch.arena,
      .reply = &scene->reply,
      .deciding = &scene->deciding};
    return scene;
}

static void asks_for_a_record_that_is_not_loaded(void **state)
{
    struct scene *scene = begin(*state);

    assert_null(call_record_id(&scene->call, &counted_record, bench_case(1)));
    assert_true(scene->deciding.wants);
    assert_int_equal(scene->bench->batch.table.wanted, 1);
}

static void gives_the_decision_a_copy_of_its_own(void **state)
{
    struct scene *scene = begin(*state);
    struct uuid id = bench_case(1);
    struct counted row = {.id = id, .has_id = true, .n = 4, .has_n = true};
    struct record_slot *slot =
        table_get(&scene->bench->batch.table, &counted_record, (struct bytes){id.b, 16});
    slot->state = SLOT_loaded;
    slot->now = &row;

    struct counted *copy = call_record_id(&scene->call, &counted_record, id);
    assert_true(copy->head.exists);
    assert_int_equal(copy->n, 4);
    copy->n = 5;
    assert_int_equal(row.n, 4);
    assert_ptr_equal(call_record_id(&scene->call, &counted_record, id), copy);
    assert_false(copy->head.put);
    record_put(copy);
    assert_true(copy->head.put);
    record_remove(copy);
    assert_true(copy->head.removed && !copy->head.put);
    record_put(copy);
    assert_true(copy->head.put && !copy->head.removed);
}

static void gives_a_row_that_does_not_exist_with_its_key_alone(void **state)
{
    struct scene *scene = begin(*state);

    table_get(&scene->bench->batch.table, &worded_record, bytes_of_text(TEXT("key")))->state =
        SLOT_loaded;
    const struct counted *blank = call_record_text(&scene->call, &worded_record, TEXT("key"));
    assert_false(blank->head.exists);
    assert_true(text_is(blank->word, "key"));
    assert_false(blank->has_n);
}

static void looks_for_no_row_of_an_id_that_it_has_made(void **state)
{
    struct scene *scene = begin(*state);
    struct uuid id = call_new_id(&scene->call);

    assert_int_equal(uuid_time_ms(id), 1700000000000);
    const struct counted *fresh = call_record_new(&scene->call, &counted_record, id);
    assert_non_null(fresh);
    assert_false(fresh->head.exists);
    assert_false(scene->deciding.wants);
    assert_int_equal(scene->bench->batch.table.wanted, 0);
}

static void takes_as_many_records_as_fit_into_one_decision(void **state)
{
    struct scene *scene = begin(*state);
    size_t max = LENGTH(scene->deciding.copies);

    for (size_t i = 0; i < max; i++)
        assert_non_null(call_record_new(&scene->call, &counted_record, bench_case((int)i + 1)));
    assert_int_equal(scene->deciding.copy_count, max);
    /* One that is in use already needs no further place. */
    assert_non_null(call_record_id(&scene->call, &counted_record, bench_case(1)));
    assert_int_equal(scene->deciding.copy_count, max);
}

static void asks_for_a_list_once_for_each_key(void **state)
{
    struct scene *scene = begin(*state);
    struct bytes a = bytes_of_text(TEXT("a")), b = bytes_of_text(TEXT("b"));

    assert_null(call_list(&scene->call, &plain_list, a));
    assert_true(scene->deciding.wants);
    assert_null(call_list(&scene->call, &plain_list, a));
    assert_null(call_list(&scene->call, &plain_list, b));
    struct list_slot *slot = scene->bench->batch.lists;
    assert_true(bytes_equal(slot->key, b));
    assert_true(bytes_equal(slot->next->key, a));
    assert_null(slot->next->next);
    slot->loaded = true;
    slot->list.count = 2;
    assert_int_equal(call_list(&scene->call, &plain_list, b)->count, 2);
    assert_null(call_list(&scene->call, &plain_list, a));
}

static void takes_numbers_from_the_block_and_asks_when_it_is_used_up(void **state)
{
    struct scene *scene = begin(*state);

    assert_int_equal(call_number(&scene->call, TEXT("no")), 0);
    assert_true(scene->deciding.wants);
    assert_true(text_is(scene->bench->batch.numbers->sequence, "no"));
    engine_add_numbers(&scene->bench->engine, TEXT("no"), 10, 12);
    assert_int_equal(call_number(&scene->call, TEXT("no")), 10);
    assert_int_equal(call_number(&scene->call, TEXT("no")), 11);
    assert_int_equal(call_number(&scene->call, TEXT("no")), 0);
    assert_null(scene->bench->batch.numbers->next); /* asked for once */
    assert_int_equal(call_number(&scene->call, TEXT("other")), 0);
    assert_true(text_is(scene->bench->batch.numbers->sequence, "other"));
}

static void keeps_events_with_their_cause_until_the_decision_is_final(void **state)
{
    struct scene *scene = begin(*state);
    char no[] = "GD1";
    const struct sample told = {.text = TEXT("told")};
    size_t max = LENGTH(scene->deciding.emitted);

    for (size_t i = 0; i < max; i++)
        call_emit(
            &scene->call,
            SAMPLE_told,
            (struct case_ref){bench_case(1), text_of(no)},
            &told
        );
    assert_int_equal(scene->deciding.emitted_count, max);
    no[0] = 'X';
    const struct emitted *emitted = &scene->deciding.emitted[0];
    assert_true(text_is(emitted->of.no, "GD1"));
    assert_int_equal(emitted->type, SAMPLE_told);
    assert_ptr_equal(emitted->cause, &scene->item.message);
    assert_true(bytes_equal(emitted->data, pack_text(&scene->bench->arena, "{text: 'told'}")));
    assert_int_equal(scene->bench->batch.placed_count, 0);
}

/* PROTOCOL section 2: at most 32 errors, all at once. */
static void refuses_with_up_to_32_reasons(void **state)
{
    struct scene *scene = begin(*state);

    for (size_t i = 1; i <= FAULTS_MAX + 1; i++) {
        assert_int_equal(
            refuse(&scene->call, "conflict", i % 2 ? "data.n" : NULL, "reason %zu", i),
            ERROR_refused
        );
        assert_int_equal(scene->reply.faults.count, i < FAULTS_MAX ? i : FAULTS_MAX);
    }
    assert_true(text_is(scene->reply.faults.list[0].field, "data.n"));
    assert_true(text_is(scene->reply.faults.list[0].message, "reason 1"));
    assert_null(scene->reply.faults.list[1].field.at);
    assert_true(text_is(scene->reply.faults.list[31].message, "reason 32"));
}

static void knows_the_fields_that_were_refused(void **state)
{
    struct scene *scene = begin(*state);

    assert_false(call_has_refused(&scene->call, "data.n"));
    (void)refuse(&scene->call, "conflict", NULL, "the whole");
    (void)refuse(&scene->call, "conflict", "data.name", "a longer name");
    assert_false(call_has_refused(&scene->call, "data.n"));
    (void)refuse(&scene->call, "conflict", "data.n", "this one");
    assert_true(call_has_refused(&scene->call, "data.n"));
    assert_false(call_has_refused(&scene->call, ""));
}

static void cuts_a_reason_that_is_too_long(void **state)
{
    struct scene *scene = begin(*state);

    (void)refuse(&scene->call, "conflict", NULL, "%0254d", 1);
    (void)refuse(&scene->call, "conflict", NULL, "%0255d", 1);
    (void)refuse(&scene->call, "conflict", NULL, "%0256d", 1);
    assert_int_equal(scene->reply.faults.list[0].message.length, 254);
    assert_int_equal(scene->reply.faults.list[1].message.length, 255);
    assert_int_equal(scene->reply.faults.list[2].message.length, 255);
}

static void fills_the_reply(void **state)
{
    struct scene *scene = begin(*state);
    char no[] = "GD2";

    call_reply_case(&scene->call, (struct case_ref){bench_case(2), text_of(no)});
    no[0] = 'X';
    call_reply_result(&scene->call, &part_shape, &(struct part){.name = TEXT("a")});
    assert_true(uuid_equal(scene->reply.of.id, bench_case(2)));
    assert_true(text_is(scene->reply.of.no, "GD2"));
    assert_true(bytes_equal(scene->reply.result, pack_text(&scene->bench->arena, "{name: 'a'}"))
    );
    scene->item.message.case_id = bench_case(3);
    scene->item.message.case_no = TEXT("GD3");
    assert_true(uuid_equal(call_case(&scene->call).id, bench_case(3)));
    assert_true(text_is(call_case(&scene->call).no, "GD3"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(asks_for_a_record_that_is_not_loaded),
        TEST(gives_the_decision_a_copy_of_its_own),
        TEST(gives_a_row_that_does_not_exist_with_its_key_alone),
        TEST(looks_for_no_row_of_an_id_that_it_has_made),
        TEST(takes_as_many_records_as_fit_into_one_decision),
        TEST(asks_for_a_list_once_for_each_key),
        TEST(takes_numbers_from_the_block_and_asks_when_it_is_used_up),
        TEST(keeps_events_with_their_cause_until_the_decision_is_final),
        TEST(refuses_with_up_to_32_reasons),
        TEST(knows_the_fields_that_were_refused),
        TEST(cuts_a_reason_that_is_too_long),
        TEST(fills_the_reply),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
