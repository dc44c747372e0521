/* Tests of common/basics.h: texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "common/basics.h"

static void a_list_has_its_parts_and_nothing_of_them(void **state)
{
    static const char *const parts[] = {"K2", "K2.ack1bd", "K20"};
    static const char *const others[] =
        {"K", "2", "K2.", "ack1bd", "0", "K2 K2.ack1bd K20 ", "K9"};
    struct text list = TEXT("K2 K2.ack1bd K20");

    (void)state;
    for (size_t i = 0; i < LENGTH(parts); i++)
        assert_true(text_lists(list, ' ', text_of(parts[i])));
    for (size_t i = 0; i < LENGTH(others); i++)
        assert_false(text_lists(list, ' ', text_of(others[i])));
    assert_false(text_lists(list, '|', TEXT("K2")));
    assert_true(text_lists(TEXT("day 8|day 12"), '|', TEXT("day 12")));
    assert_true(text_lists(TEXT("K9"), ' ', TEXT("K9")));
    assert_false(text_lists((struct text){0}, ' ', TEXT("K9")));
}

static void texts_are_ordered_by_bytes_and_the_shorter_first(void **state)
{
    (void)state;
    assert_int_equal(text_compare(TEXT("ab"), TEXT("ab")), 0);
    assert_int_equal(text_compare((struct text){0}, (struct text){0}), 0);
    assert_true(text_compare((struct text){0}, TEXT("a")) < 0);
    assert_true(text_compare(TEXT("a"), (struct text){0}) > 0);
    assert_true(text_compare(TEXT("ab"), TEXT("abc")) < 0);
    assert_true(text_compare(TEXT("abc"), TEXT("ab")) > 0);
    assert_true(text_compare(TEXT("b"), TEXT("abc")) > 0);
    assert_true(text_compare(TEXT("a"), TEXT("\xe5")) < 0);
}

static void a_text_is_copied_whole_or_not_at_all(void **state UNUSED)
{
    static const bool fits[] = {true, true, false, false};
    static const char *const texts[] = {"", "abc", "abcd", "abcde"};
    char to[4];

    for (size_t i = 0; i < LENGTH(texts); i++) {
        memcpy(to, "xyz", 4);
        assert_int_equal(text_to_c(text_of(texts[i]), to, sizeof(to)), fits[i]);
        assert_string_equal(to, fits[i] ? texts[i] : "xyz");
    }
    assert_true(text_to_c((struct text){0}, to, sizeof(to)));
    assert_string_equal(to, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_copied_whole_or_not_at_all),
        cmocka_unit_test(a_list_has_its_parts_and_nothing_of_them),
        cmocka_unit_test(texts_are_ordered_by_bytes_and_the_shorter_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
