/* Tests of common/text_page.c. */
#include "common/text_page.h"

#include <setjmp.h>
#include <stdarg.h>

#include "common/memory.h"

#include <cmocka.h>

static void joins_what_is_added_and_printed(void **state UNUSED)
{
    struct text_page page = {0};

    text_page_add(&page, TEXT("one "));
    text_page_print(&page, "%d %s ", 2, "two");
    text_page_add(&page, (struct text){0});
    text_page_add(&page, TEXT("three"));
    assert_string_equal(page.at, "one 2 two three");
    assert_int_equal(page.length, 15);
    memory_free(page.at);
}

static void is_terminated_even_when_nothing_was_in_what_was_added(void **state UNUSED)
{
    struct text_page added = {0}, printed = {0};

    text_page_add(&added, TEXT(""));
    text_page_print(&printed, "%s", "");
    assert_string_equal(added.at, "");
    assert_string_equal(printed.at, "");
    memory_free(added.at);
    memory_free(printed.at);
}

/* Adds `before` bytes, then prints `more`: the border of the room is passed at every place. */
static void assert_grows(size_t before, int more)
{
    struct text_page page = {0};

    for (size_t i = 0; i < before; i++)
        text_page_add(&page, TEXT("a"));
    text_page_print(&page, "%0*d", more, 7);
    assert_int_equal(page.length, before + (size_t)more);
    assert_int_equal(strlen(page.at), page.length);
    assert_int_equal(page.at[page.length - 1], '7');
    assert_true(before == 0 || page.at[before - 1] == 'a');
    memory_free(page.at);
}

static void grows_at_every_place(void **state UNUSED)
{
    for (size_t before = 4090; before <= 4100; before++)
        for (int more = 1; more <= 12; more++)
            assert_grows(before, more);
    assert_grows(0, 4095);
    assert_grows(0, 4096);
    assert_grows(0, 100000);
}

static void keeps_bytes_of_any_kind(void **state UNUSED)
{
    struct text_page page = {0};

    text_page_add(&page, (struct text){"a\0b", 3});
    assert_int_equal(page.length, 3);
    assert_memory_equal(page.at, "a\0b", 4);
    memory_free(page.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joins_what_is_added_and_printed),
        cmocka_unit_test(is_terminated_even_when_nothing_was_in_what_was_added),
        cmocka_unit_test(grows_at_every_place),
        cmocka_unit_test(keeps_bytes_of_any_kind),
    };
    return cmocka_run_group_tests_name("text_page", tests, NULL, NULL);
}
