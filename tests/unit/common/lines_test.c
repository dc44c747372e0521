/* Tests of common/lines.c: any file as lines, in bounded memory. */
#include "common/lines.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static FILE *file;

static struct lines lines_in(const char *bytes, size_t length)
{
    file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    rewind(file);
    return lines_of(file, &arena);
}

static int close_file(void **state UNUSED)
{
    fclose(file);
    arena_reset(&arena);
    return 0;
}

static void assert_next(struct lines *lines, struct text expected)
{
    struct text line;

    assert_true(lines_next(lines, &line));
    assert_true(text_equal(line, expected));
}

static void gives_one_line_after_the_other(void **state UNUSED)
{
    static const char bytes[] = "one\n\ntwo\r\nthree";
    struct lines lines = lines_in(bytes, sizeof(bytes) - 1);
    struct text line;

    assert_next(&lines, TEXT("one"));
    assert_next(&lines, TEXT(""));
    assert_next(&lines, TEXT("two"));
    assert_int_equal(lines.number, 3);
    assert_next(&lines, TEXT("three"));
    assert_false(lines_next(&lines, &line));
    assert_int_equal(lines.number, 4);
}

static void an_empty_file_has_no_line(void **state UNUSED)
{
    struct lines lines = lines_in("", 0);
    struct text line;

    assert_false(lines_next(&lines, &line));
}

static void a_line_may_hold_zeros(void **state UNUSED)
{
    struct lines lines = lines_in("a\0b\n", 4);

    assert_next(&lines, (struct text){"a\0b", 3});
}

static void a_byte_order_mark_before_the_first_line_is_none_of_it(void **state UNUSED)
{
    static const char bytes[] = "\xef\xbb\xbfone\n\xef\xbb\xbftwo\n";
    struct lines lines = lines_in(bytes, sizeof(bytes) - 1);

    assert_next(&lines, TEXT("one"));
    assert_next(&lines, TEXT("\xef\xbb\xbftwo"));
}

static void a_part_of_a_byte_order_mark_is_text(void **state UNUSED)
{
    struct lines lines = lines_in("\xef\xbb\nx", 4);

    assert_next(&lines, TEXT("\xef\xbb"));
    assert_next(&lines, TEXT("x"));
    assert_false(lines_failed(&lines));
}

static void a_folder_is_no_file_without_lines(void **state UNUSED)
{
    struct text line;

    file = fopen("/tmp", "re");
    assert_non_null(file);
    struct lines lines = lines_of(file, &arena);
    assert_false(lines_next(&lines, &line));
    assert_true(lines_failed(&lines));
}

static void a_line_is_cut_above_its_limit_and_said_to_be(void **state UNUSED)
{
    for (int more = -1; more <= 1; more++) {
        size_t length = (size_t)(LINE_BYTES_MAX + more);
        char *bytes = arena_take(&arena, length + 3);
        struct text line;

        memset(bytes, 'x', length);
        memcpy(bytes + length, "\ny\n", 3);
        struct lines lines = lines_in(bytes, length + 3);
        assert_true(lines_next(&lines, &line));
        assert_int_equal(line.length, more > 0 ? LINE_BYTES_MAX : (int)length);
        assert_int_equal(lines.cut, more > 0);
        assert_next(&lines, TEXT("y"));
        assert_false(lines.cut);
        if (more < 1)
            fclose(file);
    }
}

static void a_cell_loses_the_spaces_around_it_alone(void **state UNUSED)
{
    static const struct {
        struct text cell, bare;
    } cells[] = {
        {TEXT("a b"), TEXT("a b")},
        {TEXT("  a b "), TEXT("a b")},
        {TEXT("\ta"), TEXT("\ta")},
        {TEXT("   "), TEXT("")},
        {TEXT(""), TEXT("")},
    };

    for (size_t i = 0; i < LENGTH(cells); i++) {
        struct text bare = lines_bare_cell(cells[i].cell);
        assert_int_equal(bare.length, cells[i].bare.length);
        assert_memory_equal(bare.at, cells[i].bare.at, bare.length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(gives_one_line_after_the_other, close_file),
        cmocka_unit_test_teardown(an_empty_file_has_no_line, close_file),
        cmocka_unit_test_teardown(a_line_may_hold_zeros, close_file),
        cmocka_unit_test_teardown(
            a_byte_order_mark_before_the_first_line_is_none_of_it,
            close_file
        ),
        cmocka_unit_test_teardown(a_part_of_a_byte_order_mark_is_text, close_file),
        cmocka_unit_test_teardown(a_folder_is_no_file_without_lines, close_file),
        cmocka_unit_test_teardown(a_line_is_cut_above_its_limit_and_said_to_be, close_file),
        cmocka_unit_test(a_cell_loses_the_spaces_around_it_alone),
    };
    int failed = cmocka_run_group_tests_name("lines", tests, NULL, NULL);

    arena_done(&arena);
    return failed;
}
