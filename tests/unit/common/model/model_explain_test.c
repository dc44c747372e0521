/* Tests of common/model/model_explain.c: which n-grams speak for a label, and how much (DESIGN P7). */
#include "tests/unit/common/model/small_model.h"

#include <math.h>

static struct arena arena;
static struct model *model;
static struct model_scratch *scratch;

static int set_up(void **state UNUSED)
{
    model = small_model_open(&arena);
    scratch = model_scratch_new(&arena, model);
    return 0;
}

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void the_strongest_come_first_with_what_they_add(void **state UNUSED)
{
    struct text text = TEXT("rain on my card");
    struct model_reason reasons[4];

    model_read(model, text, scratch);
    assert_int_equal(model_explain(model, text, scratch, 0, SMALL_OOS, reasons, 4), 2);
    assert_true(text_is(reasons[0].ngram, "rain"));
    assert_true(reasons[0].ngram.at == text.at);
    assert_true(fabs((double)reasons[0].points - (3 - 1.0) / sqrt(2)) < 0.02);
    assert_true(text_is(reasons[1].ngram, "card"));
    assert_true(fabs((double)reasons[1].points - (-1 - 1.0 / 3) / sqrt(2)) < 0.02);
}

static void no_more_than_asked_for_and_none_without_known_words(void **state UNUSED)
{
    struct text text = TEXT("card loan rain");
    struct model_reason reasons[2];

    model_read(model, text, scratch);
    assert_int_equal(model_explain(model, text, scratch, 0, SMALL_OOS, reasons, 1), 1);
    assert_true(text_is(reasons[0].ngram, "rain"));
    assert_int_equal(model_explain(model, text, scratch, 0, SMALL_OOS, reasons, 0), 0);
    model_read(model, TEXT("weather"), scratch);
    assert_int_equal(model_explain(model, TEXT("weather"), scratch, 0, 0, reasons, 2), 0);
}

static void a_word_that_says_nothing_about_a_head_is_no_reason(void **state UNUSED)
{
    struct text text = TEXT("angry card");
    struct model_reason reasons[4];

    model_read(model, text, scratch);
    assert_int_equal(model_explain(model, text, scratch, 0, SMALL_CARD, reasons, 4), 1);
    assert_true(text_is(reasons[0].ngram, "card"));
    assert_int_equal(model_explain(model, text, scratch, 2, 0, reasons, 4), 1);
    assert_true(text_is(reasons[0].ngram, "angry"));
    assert_true(fabs((double)reasons[0].points - 2.5 / sqrt(2)) < 0.02);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            the_strongest_come_first_with_what_they_add,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(
            no_more_than_asked_for_and_none_without_known_words,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(
            a_word_that_says_nothing_about_a_head_is_no_reason,
            set_up,
            tear_down
        ),
    };
    return cmocka_run_group_tests_name("model_explain", tests, NULL, NULL);
}
