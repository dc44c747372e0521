/* Tests of services/cli/classify_result.c: figures of a few answers, computed by hand beside them. */
#include "tests/unit/services/cli/measured.h"

#include <math.h>
#include <stdio.h>

static void assert_near(double is, double should)
{
    if (fabs(is - should) > 1e-5)
        fail_msg("%f is not %f", is, should);
}

static void accuracy_f1_and_what_is_mixed_up(void **state UNUSED)
{
    measured_begin(MODEL_one, NULL);
    measured_add("a", 0.9F, 0.05F, 0.05F);
    measured_add("a", 0.2F, 0.7F, 0.1F);
    measured_add("a", 0.2F, 0.6F, 0.2F);
    measured_add("b", 0.1F, 0.8F, 0.1F);
    struct classify_result result = classify_measure_result(&measured);
    assert_int_equal(result.count, 4);
    assert_near(result.accuracy, 0.5);
    assert_near(
        result.macro_f1,
        (2.0 / 4 + 2.0 / 4) / 2
    ); /* a: 1 of 1 said, 3 there; b: 1 of 3, 1 */
    assert_int_equal(result.confusion_count, 1);
    assert_int_equal(result.confusions[0].label, MEASURED_A);
    assert_int_equal(result.confusions[0].guess, MEASURED_B);
    assert_int_equal(result.confusions[0].count, 2);
    assert_near(result.p50_us, 2);
}

static void the_surest_are_covered_first(void **state UNUSED)
{
    measured_begin(MODEL_one, NULL);
    for (int i = 0; i < 95; i++)
        measured_add("a", 0.9F, 0.05F, 0.05F);
    for (int i = 0; i < 5; i++)
        measured_add("a", 0.4F, 0.5F, 0.1F);
    struct classify_result result = classify_measure_result(&measured);
    assert_near(result.coverage_accuracy[0], 0.95);
    assert_near(result.coverage_accuracy[1], 95.0 / 98);
    assert_near(result.coverage_accuracy[2], 1);
}

static void confidence_that_means_what_it_says_has_no_error(void **state UNUSED)
{
    measured_begin(MODEL_one, NULL);
    for (int i = 0; i < 10; i++)
        measured_add(i < 8 ? "a" : "b", 0.8F, 0.15F, 0.05F);
    assert_near(classify_measure_result(&measured).calibration_error, 0);
    measured_begin(MODEL_one, NULL);
    for (int i = 0; i < 10; i++)
        measured_add(i < 5 ? "a" : "b", 0.8F, 0.15F, 0.05F);
    assert_near(classify_measure_result(&measured).calibration_error, 0.3);
}

static void texts_out_of_scope_are_left_while_most_of_the_others_stay(void **state UNUSED)
{
    measured_begin(MODEL_one, NULL);
    for (int i = 0; i < 100; i++)
        measured_add("a", 0.5F + 0.004F * (float)i, 0.05F, 0);
    measured_add("oos", 0.3F, 0.1F, 0.6F);
    measured_add("oos", 0.51F, 0.1F, 0.39F);
    measured_add("oos", 0.8F, 0.1F, 0.1F);
    struct classify_result result = classify_measure_result(&measured);
    assert_int_equal(result.out_of_scope, 3);
    assert_near(result.kept_threshold, 0.52);
    assert_near(result.out_of_scope_left, 2.0 / 3);
    assert_near(result.accuracy, 101.0 / 103);
}

static void a_model_without_such_a_label_is_not_blamed_for_it(void **state UNUSED)
{
    measured_begin(MODEL_one, NULL);
    measured_head.out_of_scope = -1;
    measured_add("a", 0.9F, 0.05F, 0.05F);
    measured_add("out_of_scope", 0.5F, 0.3F, 0.2F);
    struct classify_result result = classify_measure_result(&measured);
    assert_near(result.accuracy, 1);
    assert_near(result.out_of_scope_left, 1);
}

static void a_label_that_the_model_does_not_know_is_a_wrong_answer(void **state UNUSED)
{
    measured_begin(MODEL_one, NULL);
    measured_add("a", 0.9F, 0.05F, 0.05F);
    measured_add("zzz", 0.9F, 0.05F, 0.05F);
    measured_add("zzz", 0.1F, 0.8F, 0.1F);
    measured_add("yyy", 0.9F, 0.05F, 0.05F);
    struct classify_result result = classify_measure_result(&measured);
    assert_near(result.accuracy, 0.25);
    assert_near(result.macro_f1, (2.0 / (3 + 1)) / 3); /* a: 1 of 3 said; zzz and yyy: none */
    assert_int_equal(measured.unknown_texts, 3);
    assert_int_equal(measured.unknown_count, 2);
}

static void unknown_labels_are_told_apart_up_to_their_limit(void **state UNUSED)
{
    char label[16];

    measured_begin(MODEL_one, NULL);
    for (int i = 0; i < UNKNOWN_LABELS_MAX + 1; i++) {
        snprintf(label, sizeof(label), "u%d", i);
        measured_add(label, 0.9F, 0.05F, 0.05F);
        size_t told = i < UNKNOWN_LABELS_MAX ? (size_t)i + 1 : UNKNOWN_LABELS_MAX;
        assert_int_equal(measured.unknown_count, told);
    }
    assert_int_equal(measured.unknown_texts, UNKNOWN_LABELS_MAX + 1);
}

static void grave_matters_that_pass_for_harmless_are_counted(void **state UNUSED)
{
    measured_begin(MODEL_one, "b");
    for (int i = 0; i < 18; i++)
        measured_add("a", 0.99F, 0.01F, 0);
    measured_add("b", 0.985F, 0.015F, 0); /* accepted as harmless */
    measured_add("b", 0.6F, 0.4F, 0);     /* doubted, and left */
    struct classify_result result = classify_measure_result(&measured);
    assert_int_equal(result.grave, 2);
    assert_near(result.grave_passed, 0.5);
}

static void many_labels_have_a_micro_f1(void **state UNUSED)
{
    measured_begin(MODEL_many, NULL);
    measured_add("a,b", 0.9F, 0.2F, 0.1F);
    measured_add("a", 0.9F, 0.1F, 0.6F);
    struct classify_result result = classify_measure_result(&measured);
    assert_near(result.micro_f1, 2.0 * 2 / (3 + 3));
    assert_near(result.macro_f1, (1.0 + 0) / 2); /* a, b; nothing is oos */
    assert_near(result.accuracy, 0);
}

static void numbers_have_a_correlation_and_a_mean_error(void **state UNUSED)
{
    measured_begin(MODEL_value, NULL);
    assert_true(classify_measure_add_value(&measured, TEXT("0"), 0.5F, 1));
    assert_true(classify_measure_add_value(&measured, TEXT("1"), 1, 1));
    assert_true(classify_measure_add_value(&measured, TEXT("2"), 1.5F, 1));
    struct classify_result result = classify_measure_result(&measured);
    assert_near(result.correlation, 1);
    assert_near(result.mean_error, 1.0 / 3);
}

static void nothing_has_figures_too(void **state UNUSED)
{
    measured_begin(MODEL_one, NULL);
    struct classify_result result = classify_measure_result(&measured);
    assert_int_equal(result.count, 0);
    assert_near(result.accuracy, 0);
    assert_near(result.calibration_error, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(accuracy_f1_and_what_is_mixed_up, measured_end),
        cmocka_unit_test_teardown(the_surest_are_covered_first, measured_end),
        cmocka_unit_test_teardown(
            confidence_that_means_what_it_says_has_no_error,
            measured_end
        ),
        cmocka_unit_test_teardown(
            texts_out_of_scope_are_left_while_most_of_the_others_stay,
            measured_end
        ),
        cmocka_unit_test_teardown(
            a_model_without_such_a_label_is_not_blamed_for_it,
            measured_end
        ),
        cmocka_unit_test_teardown(
            a_label_that_the_model_does_not_know_is_a_wrong_answer,
            measured_end
        ),
        cmocka_unit_test_teardown(
            unknown_labels_are_told_apart_up_to_their_limit,
            measured_end
        ),
        cmocka_unit_test_teardown(
            grave_matters_that_pass_for_harmless_are_counted,
            measured_end
        ),
        cmocka_unit_test_teardown(many_labels_have_a_micro_f1, measured_end),
        cmocka_unit_test_teardown(numbers_have_a_correlation_and_a_mean_error, measured_end),
        cmocka_unit_test_teardown(nothing_has_figures_too, measured_end),
    };
    return cmocka_run_group_tests_name("classify_result", tests, NULL, NULL);
}
