/* Tests of common/engine/batch_lists.c: what a batch asks for is found again by shape and key. */
#include "common/engine/batch.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MANY = 1000 };

static const struct list_shape one = {"one", NULL, true, false};
static const struct list_shape other = {"other", NULL, true, false};
static struct batch batch;

static int begin(void **state UNUSED)
{
    batch_begin(&batch, 1700000000000);
    return 0;
}

static int end(void **state UNUSED)
{
    batch_done(&batch);
    batch = (struct batch){.count = 0};
    return 0;
}

static struct bytes key_of(size_t n)
{
    return bytes_of_text(arena_format(&batch.arena, "key %zu", n));
}

static struct list_slot *add(const struct list_shape *shape, size_t n)
{
    struct list_slot *slot = ARENA_NEW(&batch.arena, struct list_slot);

    slot->shape = shape;
    slot->key = key_of(n);
    batch_add_list(&batch, slot);
    return slot;
}

static void finds_each_of_as_many_as_a_batch_has_messages(void **state UNUSED)
{
    struct list_slot *added[MANY];
    size_t count = 0;

    assert_null(batch_find_list(&batch, &one, key_of(0)));
    for (size_t i = 0; i < MANY; i++) {
        assert_null(batch_find_list(&batch, &one, key_of(i)));
        added[i] = add(&one, i);
    }
    for (size_t i = 0; i < MANY; i++)
        assert_ptr_equal(batch_find_list(&batch, &one, key_of(i)), added[i]);
    assert_null(batch_find_list(&batch, &one, key_of(MANY)));
    for (const struct list_slot *slot = batch.lists; slot; slot = slot->next)
        assert_ptr_equal(slot, added[MANY - ++count]); /* the newest first */
    assert_int_equal(count, MANY);
}

static void tells_lists_of_one_key_apart_by_their_shape(void **state UNUSED)
{
    struct list_slot *first = add(&one, 7);

    assert_null(batch_find_list(&batch, &other, key_of(7)));
    struct list_slot *second = add(&other, 7);
    assert_ptr_equal(batch_find_list(&batch, &one, key_of(7)), first);
    assert_ptr_equal(batch_find_list(&batch, &other, key_of(7)), second);
    struct list_slot *empty = ARENA_NEW(&batch.arena, struct list_slot);
    empty->shape = &one;
    batch_add_list(&batch, empty);
    assert_ptr_equal(batch_find_list(&batch, &one, (struct bytes){0}), empty);
}

/* So many that some of them share a chain. */
static void tells_many_shapes_of_one_key_apart(void **state UNUSED)
{
    static struct list_shape shapes[MANY];
    struct list_slot *added[MANY];

    for (size_t i = 0; i < MANY; i++) {
        assert_null(batch_find_list(&batch, &shapes[i], key_of(7)));
        added[i] = add(&shapes[i], 7);
    }
    for (size_t i = 0; i < MANY; i++)
        assert_ptr_equal(batch_find_list(&batch, &shapes[i], key_of(7)), added[i]);
}

/* Overviews are there when the batch begins, and again when it is decided anew; what else was asked for is not. */
static void keeps_what_was_given_and_forgets_the_rest(void **state UNUSED)
{
    struct list_slot given = {.shape = &one, .key = key_of(1), .loaded = true};

    batch.given = &given;
    for (int i = 0; i < 2; i++) {
        batch_keep_given_lists(&batch);
        assert_ptr_equal(batch.lists, &given);
        assert_ptr_equal(batch_find_list(&batch, &one, key_of(1)), &given);
        assert_null(batch_find_list(&batch, &one, key_of(2)));
        (void)add(&one, 2);
        assert_non_null(batch_find_list(&batch, &one, key_of(2)));
        assert_ptr_equal(batch.lists->next, &given);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_each_of_as_many_as_a_batch_has_messages),
        TEST(tells_lists_of_one_key_apart_by_their_shape),
        TEST(tells_many_shapes_of_one_key_apart),
        TEST(keeps_what_was_given_and_forgets_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
