/* Tests of services/router/words.c. */
#include "services/router/words.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static void joins_and_splits_to_the_same_words(void **state UNUSED)
{
    const struct text words[] = {TEXT("AC01"), TEXT("LS01"), TEXT("x")};
    struct text joined = words_join(&arena, words, 3, 64);

    assert_true(text_is(joined, "AC01,LS01,x"));
    struct words split = words_split(&arena, joined);
    assert_int_equal(split.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(text_equal(split.at[i], words[i]));
}

static void an_empty_list_is_absent_and_splits_to_nothing(void **state UNUSED)
{
    const struct text words[] = {TEXT(""), {0}};

    assert_null(words_join(&arena, words, 2, 64).at);
    assert_null(words_join(&arena, NULL, 0, 64).at);
    assert_int_equal(words_split(&arena, (struct text){0}).count, 0);
}

static void leaves_out_what_does_not_fit_whole(void **state UNUSED)
{
    const struct text words[] = {TEXT("abc"), TEXT("defg"), TEXT("h")};

    assert_true(text_is(words_join(&arena, words, 3, 10), "abc,defg,h"));
    assert_true(text_is(words_join(&arena, words, 3, 9), "abc,defg"));
    assert_true(text_is(words_join(&arena, words, 3, 8), "abc,defg"));
    assert_true(text_is(words_join(&arena, words, 3, 7), "abc,h"));
}

static void splits_into_no_more_than_its_limit(void **state UNUSED)
{
    char many[2 * (WORDS_MAX + 1)];

    for (size_t words = WORDS_MAX - 1; words <= WORDS_MAX + 1; words++) {
        for (size_t i = 0; i < words; i++)
            memcpy(many + 2 * i, "a,", 2);
        size_t count = words_split(&arena, (struct text){many, 2 * words - 1}).count;
        assert_int_equal(count, size_min(words, WORDS_MAX));
    }
}

static int forget(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(joins_and_splits_to_the_same_words),
        cmocka_unit_test(an_empty_list_is_absent_and_splits_to_nothing),
        cmocka_unit_test(leaves_out_what_does_not_fit_whole),
        cmocka_unit_test(splits_into_no_more_than_its_limit),
    };

    return cmocka_run_group_tests(tests, NULL, forget);
}
