/* Tests of services/cli/ledger_compare.c: what a publisher sent against what was accepted. */
#include "services/cli/ledger_compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/memory.h"

static struct arena arena;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static struct ledger_ids_list read(const char *file)
{
    struct ledger_ids_list list;

    assert_null(ledger_ids_read(text_of(file), &arena, &list));
    return list;
}

static void reads_one_id_a_line_each_once(void **state UNUSED)
{
    struct ledger_ids_list list = read("m-2\r\n\n  m-1 \nm-2\nwith blank");

    assert_int_equal(list.count, 3);
    assert_true(text_is(list.ids[0], "m-1"));
    assert_true(text_is(list.ids[1], "m-2"));
    assert_true(text_is(list.ids[2], "with blank"));
    assert_int_equal(read("").count, 0);
}

/* Below, at and above. */
static void refuses_an_id_that_is_too_long(void **state UNUSED)
{
    char text[LEDGER_ID_BYTES_MAX + 2];
    struct ledger_ids_list list;

    for (int length = LEDGER_ID_BYTES_MAX - 1; length <= LEDGER_ID_BYTES_MAX + 1; length++) {
        memset(text, 'x', sizeof(text));
        text[length] = '\0';
        const char *wrong = ledger_ids_read(text_of(text), &arena, &list);
        assert_int_equal(wrong != NULL, length > LEDGER_ID_BYTES_MAX);
    }
}

static void takes_a_million_ids_and_no_more(void **state UNUSED)
{
    enum { LINE = 8 };
    char *text = arena_take(&arena, (LEDGER_IDS_MAX + 1) * LINE + 1);
    struct ledger_ids_list list;

    for (size_t i = 0; i <= LEDGER_IDS_MAX; i++)
        snprintf(text + i * LINE, LINE + 1, "%07zu\n", i);
    struct text file = {text, LEDGER_IDS_MAX * LINE};
    assert_null(ledger_ids_read(file, &arena, &list));
    assert_int_equal(list.count, LEDGER_IDS_MAX);
    file.length += LINE;
    assert_non_null(ledger_ids_read(file, &arena, &list));
}

/* Below, at and above; the memory is the system's, and hardly touched. */
static void keeps_a_million_accepted_messages_and_no_more(void **state UNUSED)
{
    static const struct ledger_entry page[3] = {
        {.id = TEXT("m-1")},
        {.id = TEXT("m-2")},
        {.id = TEXT("m-3")}};
    struct ledger_entries entries = {.at = NULL};

    assert_true(ledger_entries_add(&entries, page, 0));
    assert_int_equal(entries.count, 0);
    assert_true(ledger_entries_add(&entries, page, 3));
    entries.at = memory_resize(entries.at, LEDGER_IDS_MAX, sizeof(*entries.at));
    entries.size = LEDGER_IDS_MAX;
    entries.count = LEDGER_IDS_MAX - 3;
    assert_true(ledger_entries_add(&entries, page, 2));
    assert_false(ledger_entries_add(&entries, page, 2));
    assert_int_equal(entries.count, LEDGER_IDS_MAX - 1);
    assert_true(ledger_entries_add(&entries, page + 2, 1));
    assert_int_equal(entries.count, LEDGER_IDS_MAX);
    assert_true(text_is(entries.at[LEDGER_IDS_MAX - 1].id, "m-3"));
    assert_true(ledger_entries_add(&entries, page, 0));
    assert_false(ledger_entries_add(&entries, page, 1));
    ledger_entries_done(&entries);
    assert_null(entries.at);
}

/* Grown many times, what was kept is still there. */
static void keeps_page_after_page(void **state UNUSED)
{
    struct ledger_entries entries = {.at = NULL};

    for (int64_t i = 0; i < 5000; i++)
        assert_true(ledger_entries_add(&entries, &(struct ledger_entry){.at = i}, 1));
    assert_int_equal(entries.count, 5000);
    for (int64_t i = 0; i < 5000; i++)
        assert_int_equal(entries.at[i].at, i);
    ledger_entries_done(&entries);
}

static void says_what_is_missing_on_either_side(void **state UNUSED)
{
    struct ledger_entry accepted[] = {
        {.id = TEXT("m-9")},
        {.id = TEXT("m-2")},
        {.id = TEXT("m-10")}};
    struct ledger_ids_list sent = read("m-1\nm-10\nm-2\nm-3\n");
    struct ledger_difference found;

    ledger_compare(&sent, accepted, 3, &arena, &found);
    assert_int_equal(found.matching, 2);
    assert_int_equal(found.missing_here.count, 2);
    assert_true(text_is(found.missing_here.ids[0], "m-1"));
    assert_true(text_is(found.missing_here.ids[1], "m-3"));
    assert_int_equal(found.missing_there_count, 1);
    assert_true(text_is(found.missing_there[0]->id, "m-9"));
}

static void compares_with_nothing_too(void **state UNUSED)
{
    struct ledger_entry accepted[] = {{.id = TEXT("m-1")}};
    struct ledger_ids_list none = read(""), one = read("m-1");
    struct ledger_difference found;

    ledger_compare(&none, accepted, 1, &arena, &found);
    assert_int_equal(found.missing_there_count, 1);
    ledger_compare(&one, NULL, 0, &arena, &found);
    assert_int_equal(found.missing_here.count, 1);
    assert_int_equal(found.missing_there_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_one_id_a_line_each_once),
        cmocka_unit_test(refuses_an_id_that_is_too_long),
        cmocka_unit_test(takes_a_million_ids_and_no_more),
        cmocka_unit_test(keeps_a_million_accepted_messages_and_no_more),
        cmocka_unit_test(keeps_page_after_page),
        cmocka_unit_test(says_what_is_missing_on_either_side),
        cmocka_unit_test(compares_with_nothing_too),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
