/* Tests of common/engine/table.c. */
#include "common/engine/table.h"

#include "tests/unit/common/engine/bench.h"

static struct bytes key_of(const struct uuid *id)
{
    return (struct bytes){id->b, 16};
}

static void finds_a_slot_by_type_and_key(void **state)
{
    struct bench *bench = *state;
    struct table table;
    struct uuid one = bench_case(1), two = bench_case(2);

    table_begin(&table, &bench->arena);
    assert_null(table_find(&table, &counted_record, key_of(&one)));
    struct record_slot *slot = table_get(&table, &counted_record, key_of(&one));
    assert_int_equal(slot->state, SLOT_wanted);
    assert_ptr_equal(table_get(&table, &counted_record, key_of(&one)), slot);
    assert_ptr_equal(table_find(&table, &counted_record, key_of(&one)), slot);
    assert_null(table_find(&table, &counted_record, key_of(&two)));
    assert_null(table_find(&table, &worded_record, key_of(&one)));
    assert_int_equal(table.wanted, 1);
    assert_int_equal(table.count, 1);
}

static void copies_the_key(void **state)
{
    struct bench *bench = *state;
    struct table table;
    char key[] = "abc";

    table_begin(&table, &bench->arena);
    struct record_slot *slot = table_get(&table, &worded_record, bytes_of_text(text_of(key)));
    key[0] = 'x';
    assert_true(text_is(text_of_bytes(slot->key), "abc"));
    assert_ptr_equal(table_find(&table, &worded_record, bytes_of_text(TEXT("abc"))), slot);
}

/* It grows when it is half full: 127, 128, 129 of 256, and far beyond. */
static void keeps_slots_in_their_place_and_order_when_it_grows(void **state)
{
    static const int counts[] = {127, 128, 129, 5000};
    struct bench *bench = *state;

    for (size_t k = 0; k < LENGTH(counts); k++) {
        struct table table;
        table_begin(&table, &bench->arena);
        struct record_slot **slots =
            ARENA_ARRAY(&bench->arena, struct record_slot *, (size_t)counts[k]);
        for (int i = 0; i < counts[k]; i++) {
            struct uuid id = bench_case(i);
            slots[i] = table_get(&table, &counted_record, key_of(&id));
        }
        assert_int_equal(table.count, counts[k]);
        struct record_slot *slot = table.first;
        for (int i = 0; i < counts[k]; i++, slot = slot->next) {
            struct uuid id = bench_case(i);
            assert_ptr_equal(slot, slots[i]);
            assert_ptr_equal(table_find(&table, &counted_record, key_of(&id)), slot);
        }
        assert_null(slot);
    }
}

static void copies_a_record_with_its_texts(void **state)
{
    struct bench *bench = *state;
    char word[] = "word";
    uint8_t bytes[] = {1, 2};
    struct counted from = {
        .id = bench_case(1),
        .has_id = true,
        .n = 5,
        .has_n = true,
        .word = text_of(word),
        .bytes = {bytes, 2},
        .colour = COLOUR_blue};

    const struct counted *copy = record_copy(&counted_record, &from, &bench->arena);
    word[0] = 'x';
    bytes[0] = 9;
    assert_true(text_is(copy->word, "word"));
    assert_int_equal(copy->bytes.at[0], 1);
    assert_int_equal(copy->n, 5);
    assert_int_equal(copy->colour, COLOUR_blue);
    assert_true(uuid_equal(copy->id, bench_case(1)));
    assert_null(record_copy(&counted_record, NULL, &bench->arena));
}

static void keeps_an_absent_text_absent_in_a_copy(void **state)
{
    struct bench *bench = *state;
    struct counted from = {.n = 1};

    const struct counted *copy = record_copy(&counted_record, &from, &bench->arena);
    assert_null(copy->word.at);
    assert_null(copy->bytes.at);
}

static void makes_a_blank_record_that_has_nothing_but_its_key(void **state)
{
    struct bench *bench = *state;
    struct uuid id = bench_case(7);
    struct counted nothing = {.n = 0};

    struct counted *by_id = record_blank(&counted_record, key_of(&id), &bench->arena);
    assert_true(by_id->has_id && uuid_equal(by_id->id, id));
    assert_true(bytes_equal(record_key(&counted_record, by_id), key_of(&id)));
    by_id->id = nothing.id;
    by_id->has_id = false;
    assert_memory_equal(by_id, &nothing, sizeof(nothing));

    struct counted *by_word =
        record_blank(&worded_record, bytes_of_text(TEXT("key")), &bench->arena);
    assert_true(text_is(by_word->word, "key"));
    assert_false(by_word->has_id);
    assert_true(text_is(text_of_bytes(record_key(&worded_record, by_word)), "key"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_a_slot_by_type_and_key),
        TEST(copies_the_key),
        TEST(keeps_slots_in_their_place_and_order_when_it_grows),
        TEST(copies_a_record_with_its_texts),
        TEST(keeps_an_absent_text_absent_in_a_copy),
        TEST(makes_a_blank_record_that_has_nothing_but_its_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
