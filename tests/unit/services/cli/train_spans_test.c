/* Tests of services/cli/train_spans.c: an n-gram goes with the units that it is made of (REQUIREMENTS 5.1). */
#include "services/cli/train_spans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct train_span spans[FEATURES_MAX];

/* The spans of a text of one view; the number of its units. */
static size_t read_spans(const char *text, unsigned views, size_t *ret_units)
{
    return train_spans(text_of(text), views, ret_units, spans);
}

static void a_word_goes_with_its_letters_and_nothing_else(void **state UNUSED)
{
    size_t units = 0;
    size_t count = read_spans("my card", FEATURE_letters, &units);
    size_t of_first = 0;

    assert_int_equal(units, 2);
    assert_true(count > 10);
    for (size_t i = 0; i < count; i++) {
        assert_true(spans[i].units == 1 || spans[i].units == 2);
        assert_int_equal(spans[i].view, FEATURE_letters);
        of_first += spans[i].units == 1;
    }
    assert_true(of_first > 0 && of_first < count);
}

static void an_n_gram_needs_every_unit_that_it_lies_over(void **state UNUSED)
{
    size_t units = 0;

    assert_int_equal(read_spans("我的卡丢", FEATURE_units_1 | FEATURE_units_2, &units), 7);
    assert_int_equal(units, 4);
    assert_int_equal(spans[0].units, 1);
    assert_int_equal(spans[0].view, FEATURE_units_1);
    assert_int_equal(spans[3].units, 8);
    assert_int_equal(spans[4].units, 3);
    assert_int_equal(spans[4].view, FEATURE_units_2);
    assert_int_equal(spans[6].units, 12);
    assert_int_equal(read_spans("我的卡丢", FEATURE_units_3, &units), 2);
    assert_int_equal(spans[1].units, 14);
    assert_int_equal(read_spans("我的卡丢", FEATURE_ends, &units), 2);
    assert_int_equal(spans[1].units, 8);
}

static void what_stands_between_two_that_are_apart_may_go(void **state UNUSED)
{
    size_t units = 0;

    assert_int_equal(read_spans("我的卡", FEATURE_skip, &units), 1);
    assert_int_equal(spans[0].units, 5);
    assert_int_equal(read_spans("我的卡", FEATURE_pairs, &units), 3);
    assert_int_equal(spans[1].units, 5);
}

static void units_after_the_64th_have_no_bit(void **state UNUSED)
{
    char text[4 * (TRAIN_SPAN_UNITS + 2)] = "";
    size_t units = 0;

    for (int i = 0; i < TRAIN_SPAN_UNITS - 1; i++)
        snprintf(text + 3 * i, 4, "%02d ", i);
    assert_int_equal(read_spans(text, FEATURE_units_1, &units), TRAIN_SPAN_UNITS - 1);
    assert_int_equal(units, TRAIN_SPAN_UNITS - 1);
    for (int i = TRAIN_SPAN_UNITS - 1; i <= TRAIN_SPAN_UNITS; i++)
        snprintf(text + 3 * i, 4, "%02d ", i);
    assert_int_equal(read_spans(text, FEATURE_units_1, &units), TRAIN_SPAN_UNITS + 1);
    assert_int_equal(units, TRAIN_SPAN_UNITS);
    assert_true(spans[TRAIN_SPAN_UNITS - 1].units == UINT64_C(1) << 63);
    assert_true(spans[TRAIN_SPAN_UNITS].units == 0);
}

static void no_text_has_no_spans_and_a_long_one_no_more_than_fit(void **state UNUSED)
{
    static char text[3 * FEATURES_MAX];
    size_t units = 1;

    assert_int_equal(read_spans("", FEATURES_all, &units), 0);
    assert_int_equal(units, 0);
    for (size_t i = 0; i + 2 < sizeof(text); i += 2)
        memcpy(text + i, "a ", 2);
    assert_int_equal(read_spans(text, FEATURES_all, &units), FEATURES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_goes_with_its_letters_and_nothing_else),
        cmocka_unit_test(an_n_gram_needs_every_unit_that_it_lies_over),
        cmocka_unit_test(what_stands_between_two_that_are_apart_may_go),
        cmocka_unit_test(units_after_the_64th_have_no_bit),
        cmocka_unit_test(no_text_has_no_spans_and_a_long_one_no_more_than_fit),
    };
    return cmocka_run_group_tests_name("train_spans", tests, NULL, NULL);
}
