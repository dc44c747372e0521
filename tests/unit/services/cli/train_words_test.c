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
    assert_int_equal(train_words_take(&words, 77, FEATURE_letters), 0);
    assert_int_equal(train_words_take(&words, 5, FEATURE_pairs), 1);
    assert_int_equal(train_words_take(&words, 77, FEATURE_letters), 0);
    train_words_see(&words, 1);
    train_words_see(&words, 1);
    assert_int_equal(words.seen_by[0], 0);
    assert_int_equal(words.seen_by[1], 2);
    assert_int_equal(words.views[0], FEATURE_letters);
    assert_int_equal(words.views[1], FEATURE_pairs);
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
        assert_int_equal(train_words_take(&words, i * UINT64_C(0x100000001), FEATURE_pairs), i);
        train_words_see(&words, (uint32_t)i);
    }
    assert_true(words.room > room);
    for (uint64_t i = 0; i < room + 2; i++) {
        assert_int_equal(train_words_take(&words, i * UINT64_C(0x100000001), FEATURE_pairs), i);
        assert_int_equal(words.seen_by[i], 1);
        assert_int_equal(words.views[i], FEATURE_pairs);
    }
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_n_grams_in_the_order_in_which_they_come),
        cmocka_unit_test(keeps_numbers_when_it_grows),
    };
    return cmocka_run_group_tests_name("train_words", tests, NULL, NULL);
}
