/* Tests of services/escalation/lines.c: a map as a line of text. What lines of clocks need is tested in clock_lines_test.c. */
#include "services/escalation/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "services/escalation/records.h"

static struct arena arena;

static int end_arena(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct text written(const struct playbook_line *line)
{
    size_t size = line_size(&playbook_line_shape, line);
    char *from = arena_take(&arena, size);
    char *end = line_write(from, &playbook_line_shape, line);

    assert_true((size_t)(end - from) < size);
    return (struct text){from, (size_t)(end - from)};
}

static void a_line_comes_back(void **state)
{
    const struct playbook_line line = {
        .step = TEXT("tell"),
        .zh = TEXT("告知客户"),
        .who = TEXT("L4"),
        .due_at = INT64_C(1795320509000),
        .has_due_at = true,
        .overdue = true,
        .has_overdue = true,
    };
    struct playbook_line read;

    (void)state;
    struct text text = written(&line);
    assert_true(text_is(text, "tell\t告知客户\t\tL4\t1795320509000\t\tt"));
    assert_true(line_read(&playbook_line_shape, text, &arena, &read));
    assert_true(text_equal(read.zh, line.zh));
    assert_null(read.en.at);
    assert_int_equal(read.due_at, line.due_at);
    assert_true(read.overdue);
    assert_false(read.has_done_at);
}

static void no_text_can_break_a_line(void **state)
{
    const struct playbook_line line = {.step = TEXT("a\tb\nc\\d"), .proof = TEXT("\\09")};
    struct playbook_line read;

    (void)state;
    struct text text = written(&line);
    assert_null(memchr(text.at, '\n', text.length));
    assert_true(line_read(&playbook_line_shape, text, &arena, &read));
    assert_true(text_equal(read.step, line.step));
    assert_true(text_equal(read.proof, line.proof));
}

static void a_word_of_another_type_is_said(void **state)
{
    struct playbook_line read;

    (void)state;
    assert_true(line_read(&playbook_line_shape, TEXT("a\t\t\t\t1"), &arena, &read));
    assert_false(line_read(&playbook_line_shape, TEXT("a\t\t\t\tnoon"), &arena, &read));
}

static void is_cut_at_the_separator_or_at_its_end(void **state)
{
    struct text rest = TEXT("one\ntwo");

    (void)state;
    assert_true(text_is(line_cut(&rest, '\n'), "one"));
    assert_true(text_is(line_cut(&rest, '\n'), "two"));
    assert_int_equal(rest.length, 0);
}

#define TEST(name) cmocka_unit_test(name)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_comes_back),
        TEST(no_text_can_break_a_line),
        TEST(a_word_of_another_type_is_said),
        TEST(is_cut_at_the_separator_or_at_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, end_arena);
}
