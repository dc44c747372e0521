/* Tests of common/engine/record_sql.c: what goes out in binary arrays comes back as the same record. */
#include "common/engine/record_sql.h"

#include "tests/unit/common/engine/scripted_store.h"

static struct counted full_record(void)
{
    return (struct counted
    ){.id = bench_case(1),
      .has_id = true,
      .n = -5,
      .has_n = true,
      .at = 1700000000123,
      .has_at = true,
      .flag = true,
      .has_flag = true,
      .word = TEXT("工单"),
      .bytes = bytes_of_text(TEXT("\0\1")),
      .colour = COLOUR_blue};
}

static struct bytes column_of(const struct params *params, int index)
{
    return (struct bytes
    ){(const uint8_t *)params->values[index], (size_t)params->lengths[index]};
}

static void writes_a_column_for_each_field_with_the_type_of_postgresql(void **state)
{
    /* pg_type.h: uuid, int8, timestamptz, bool, text, bytea, text */
    static const int oids[] = {2950, 20, 1184, 16, 25, 17, 25};
    struct bench *bench = *state;
    struct counted one = full_record();
    void *records[] = {&one, &one, &one};
    struct params params;

    params_begin(&params, &bench->arena);
    record_columns(&params, &counted_record, records, 3);
    assert_int_equal(params.count, LENGTH(counted_fields));
    for (int i = 0; i < params.count; i++) {
        assert_int_equal(script_big(column_of(&params, i).at + 8, 4), oids[i]);
        assert_int_equal(script_array_count(column_of(&params, i)), 3);
    }
}

static void gives_back_the_record_that_was_written(void **state)
{
    struct bench *bench = *state;
    struct counted from = full_record();
    void *records[] = {&from};
    struct rows rows = {.count = 1};
    struct params params;

    params_begin(&params, &bench->arena);
    record_columns(&params, &counted_record, records, 1);
    for (int i = 0; i < params.count; i++)
        rows.cells[0][i] = script_array_at(column_of(&params, i), 0);
    const struct counted *to = record_from_row(&counted_record, &rows, 0, &bench->arena);
    assert_true(to->head.exists);
    assert_true(to->has_id && uuid_equal(to->id, from.id));
    assert_true(to->has_n && to->n == -5);
    assert_true(to->has_at && to->at == 1700000000123);
    assert_true(to->has_flag && to->flag);
    assert_true(text_is(to->word, "工单"));
    assert_true(bytes_equal(to->bytes, from.bytes));
    assert_int_equal(to->colour, COLOUR_blue);
    /* The texts are copies: the result is gone after the handler. */
    assert_ptr_not_equal(to->word.at, rows.cells[0][4].at);
}

static void writes_what_is_absent_as_null_and_reads_it_back_as_absent(void **state)
{
    struct bench *bench = *state;
    struct counted from = {.id = bench_case(2), .has_id = true, .n = 7, .flag = true};
    void *records[] = {&from};
    struct rows rows = {.count = 1};
    struct params params;

    params_begin(&params, &bench->arena);
    record_columns(&params, &counted_record, records, 1);
    for (int i = 1; i < params.count; i++)
        assert_null(column_of(&params, i).at); /* a column without a value */
    rows.cells[0][0] = script_array_at(column_of(&params, 0), 0);
    const struct counted *to = record_from_row(&counted_record, &rows, 0, &bench->arena);
    assert_false(to->has_n || to->has_at || to->has_flag);
    assert_int_equal(to->n, 0);
    assert_null(to->word.at);
    assert_null(to->bytes.at);
    assert_int_equal(to->colour, COLOUR_none);
}

static void marks_what_is_absent_in_a_column_that_others_have(void **state)
{
    struct bench *bench = *state;
    struct counted without = {.id = bench_case(2), .has_id = true, .n = 7};
    struct counted with = full_record();
    void *records[] = {&without, &with};
    struct params params;

    params_begin(&params, &bench->arena);
    record_columns(&params, &counted_record, records, 2);
    for (int i = 1; i < params.count; i++) {
        assert_int_equal(script_big(column_of(&params, i).at + 4, 4), 1); /* has nulls */
        assert_null(script_array_at(column_of(&params, i), 0).at);
        assert_non_null(script_array_at(column_of(&params, i), 1).at);
    }
}

static void keeps_an_empty_text_apart_from_an_absent_one(void **state)
{
    struct bench *bench = *state;
    struct counted from = {.word = TEXT("")};
    void *records[] = {&from};
    struct params params;

    params_begin(&params, &bench->arena);
    record_column(&params, &counted_record, 4, records, 1);
    struct bytes element = script_array_at(column_of(&params, 0), 0);
    assert_non_null(element.at);
    assert_int_equal(element.length, 0);
}

static void keeps_the_order_of_many_records(void **state)
{
    struct bench *bench = *state;
    struct counted *all = ARENA_ARRAY(&bench->arena, struct counted, BATCH_MAX);
    void *records[BATCH_MAX];
    struct params params;

    for (int i = 0; i < BATCH_MAX; i++) {
        all[i] = (struct counted){.n = i, .has_n = i % 3 != 0};
        records[i] = &all[i];
    }
    params_begin(&params, &bench->arena);
    record_column(&params, &counted_record, 1, records, BATCH_MAX);
    assert_int_equal(script_array_count(column_of(&params, 0)), BATCH_MAX);
    for (int i = 0; i < BATCH_MAX; i += 37) {
        struct bytes value = script_array_at(column_of(&params, 0), i);
        assert_int_equal(value.at != NULL, i % 3 != 0);
        if (value.at)
            assert_int_equal(script_big(value.at, value.length), i);
    }
}

static void writes_keys_with_the_type_of_the_key(void **state)
{
    struct bench *bench = *state;
    struct uuid id = bench_case(3);
    struct bytes ids[] = {{id.b, 16}};
    struct bytes words[] = {bytes_of_text(TEXT("a")), bytes_of_text(TEXT("bc"))};
    struct params params;

    params_begin(&params, &bench->arena);
    record_keys(&params, &counted_record, ids, 1);
    record_keys(&params, &worded_record, words, 2);
    assert_int_equal(script_big(column_of(&params, 0).at + 8, 4), 2950);
    assert_true(bytes_equal(script_array_at(column_of(&params, 0), 0), ids[0]));
    assert_int_equal(script_big(column_of(&params, 1).at + 8, 4), 25);
    assert_true(bytes_equal(script_array_at(column_of(&params, 1), 1), words[1]));
}

static void records_are_the_same_when_what_is_stored_is(void **state)
{
    struct counted one = full_record(), other = one;
    char word[] = "工单";

    (void)state;
    other.word = text_of(word); /* other memory, the same word */
    assert_true(record_is_same(&counted_record, &one, &other));
#define DIFFERS(change)                                                                        \
    other = one;                                                                               \
    change;                                                                                    \
    assert_false(record_is_same(&counted_record, &one, &other))
    DIFFERS(other.id = bench_case(2));
    DIFFERS(other.n = -4);
    DIFFERS(other.has_n = false);
    DIFFERS(other.at++);
    DIFFERS(other.flag = false);
    DIFFERS(other.word = TEXT("工 单"));
    DIFFERS(other.word = (struct text){0});
    DIFFERS(other.colour = COLOUR_none);
#undef DIFFERS
    /* What is absent is the same whatever lies beneath. */
    one.has_n = false;
    other = one;
    other.n = 7;
    assert_true(record_is_same(&counted_record, &one, &other));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_a_column_for_each_field_with_the_type_of_postgresql),
        TEST(gives_back_the_record_that_was_written),
        TEST(writes_what_is_absent_as_null_and_reads_it_back_as_absent),
        TEST(marks_what_is_absent_in_a_column_that_others_have),
        TEST(keeps_an_empty_text_apart_from_an_absent_one),
        TEST(keeps_the_order_of_many_records),
        TEST(writes_keys_with_the_type_of_the_key),
        TEST(records_are_the_same_when_what_is_stored_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
