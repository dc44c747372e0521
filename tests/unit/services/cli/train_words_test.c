/* Tests of services/cli/train_words.c. */
#include "services/cli/train_words.h"

#include "common/model/features.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void numbers_n_grams_in_the_order_in_which_they_come(void **state UNUSED)
{
    struct arena arena = {0};
    struct train_words words;

    train_words_init(&words, &arena);
    assert_int_equal(train_words_take(&words, 77), 0);
    assert_int_equal(train_words_take(&words, 5), 1);
    assert_int_equal(train_words_take(&words, 77), 0);
    train_words_see(&words, 1);
    train_words_see(&words, 1);
    assert_int_equal(words.seen_by[0], 0);
    assert_int_equal(words.seen_by[1], 2);
    assert_int_equal(words.count, 2);
    arena_done(&arena);
}

static void keeps_numbers_when_it_grows(void **state UNUSED)
{
    struct arena arena = {0};
    struct train_words words;

    train_words_init(&words, &arena);
    size_t room = words.room;
    for (uint64_t i = 0; i < room + 2; i++) {
        assert_int_equal(train_words_take(&words, i * UINT64_C(0x100000001)), i);
        train_words_see(&words, (uint32_t)i);
    }
    assert_true(words.room > room);
    for (uint64_t i = 0; i < room + 2; i++) {
        assert_int_equal(train_words_take(&words, i * UINT64_C(0x100000001)), i);
        assert_int_equal(words.seen_by[i], 1);
    }
    arena_done(&arena);
}

static void knows_of_which_view_what_was_marked_is(void **state UNUSED)
{
    struct arena arena = {0};
    struct train_words words;

    train_words_init(&words, &arena);
    size_t room = words.room;
    assert_int_equal(train_words_take(&words, UINT64_MAX), 0);
    train_words_mark(&words, UINT64_MAX, FEATURE_pairs);
    train_words_mark(&words, UINT64_MAX - 1, FEATURE_units_1);
    for (uint64_t i = 0; i < room; i++)
        (void)train_words_take(&words, i * UINT64_C(0x100000001));
    assert_true(words.room > room);
    assert_int_equal(words.views[0], FEATURE_pairs);
    assert_int_equal(words.views[1], FEATURE_units_1);
    assert_int_equal(words.views[2], 0);
    assert_int_equal(words.seen_by[1], 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_n_grams_in_the_order_in_which_they_come),
        cmocka_unit_test(keeps_numbers_when_it_grows),
        cmocka_unit_test(knows_of_which_view_what_was_marked_is),
    };
    return cmocka_run_group_tests_name("train_words", tests, NULL, NULL);
}
