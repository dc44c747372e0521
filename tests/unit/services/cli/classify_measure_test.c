/* Tests of services/cli/classify_measure.c: what is noted of each answer. */
#include "tests/unit/services/cli/measured.h"

static const struct classify_answer *last(void)
{
    return &measured.answers[measured.count - 1];
}

static void notes_the_guess_and_how_sure_it_is(void **state UNUSED)
{
    measured_begin(MODEL_one, NULL);
    measured_add("a", 0.2F, 0.7F, 0.1F);
    assert_int_equal(last()->label, MEASURED_A);
    assert_int_equal(last()->guess, MEASURED_B);
    assert_true(last()->confidence == 0.7F && last()->belongs == 0.7F);
    measured_add("a", 0.2F, 0.1F, 0.7F);
    assert_int_equal(last()->guess, MEASURED_OOS);
    assert_true(last()->belongs == 0.2F);
    measured_add("nobody knows", 0.5F, 0.3F, 0.2F);
    assert_int_equal(last()->label, -1);
    assert_false(last()->out_of_scope);
}

static void knows_what_does_not_belong_by_any_of_its_names(void **state UNUSED)
{
    measured_begin(MODEL_one, NULL);
    measured_add("oos", 0.2F, 0.7F, 0.1F);
    assert_true(last()->out_of_scope);
    measured_add("out_of_scope", 0.2F, 0.7F, 0.1F);
    assert_true(last()->out_of_scope && last()->label == MEASURED_OOS);
    measured_head.out_of_scope = -1;
    measured_add("outofdomain", 0.2F, 0.7F, 0.1F);
    assert_true(last()->out_of_scope && last()->label == -1);
}

static void doubts_a_harmless_guess_by_what_grave_ones_have(void **state UNUSED)
{
    measured_begin(MODEL_one, "b");
    measured_add("a", 0.7F, 0.25F, 0.05F);
    assert_true(last()->confidence > 0.199F && last()->confidence < 0.201F);
    measured_add("a", 0.97F, 0.02F, 0.01F);
    assert_true(last()->confidence > 0.929F && last()->confidence < 0.931F);
    measured_add("a", 0.5F, 0.4F, 0.1F);
    assert_true(last()->confidence == 0);
    measured_add("b", 0.2F, 0.7F, 0.1F);
    assert_true(last()->grave && last()->guess_grave && last()->confidence == 0.7F);
}

static void counts_each_of_many_labels(void **state UNUSED)
{
    measured_begin(MODEL_many, NULL);
    measured_add("a,b", 0.9F, 0.5F, 0.1F); /* both, and nothing else */
    measured_add("a", 0.9F, 0.1F, 0.6F);   /* one too many */
    measured_add("b|oos", 0.1F, 0.2F, 0.9F);
    assert_int_equal(measured.exact, 1);
    assert_int_equal(measured.hit, 4);
    assert_int_equal(measured.said, 5);
    assert_int_equal(measured.there, 5);
    measured_add("a<div>b", 0.9F, 0.499F, 0);
    assert_int_equal(measured.there, 7);
    assert_int_equal(measured.hit, 5);
}

/* A label that no training text had was no miss, so many labels looked better found than one. */
static void one_of_many_that_the_model_does_not_know_is_missed(void **state UNUSED)
{
    measured_begin(MODEL_many, NULL);
    measured_add("a|new", 0.9F, 0.1F, 0.1F);
    assert_int_equal(measured.exact, 0);
    assert_int_equal(measured.there, 2);
    assert_int_equal(measured.hit, 1);
    assert_int_equal(measured.unknown_texts, 1);
    assert_true(text_is(measured.unknown[0], "new"));
    struct classify_result result = classify_measure_result(&measured);
    assert_true(result.macro_f1 == 0.5);
}

static void what_is_a_label_is_not_cut_further(void **state UNUSED)
{
    static const struct text languages[] = {{"C++", 3}, {"C", 1}, {"Java", 4}};

    measured_begin(MODEL_many, NULL);
    measured_head.labels = languages;
    measured_add(" C++ | Java ", 0.9F, 0.1F, 0.9F);
    assert_int_equal(measured.exact, 1);
    assert_int_equal(measured.unknown_texts, 0);
    measured_add("C+Java", 0.1F, 0.9F, 0.9F);
    assert_int_equal(measured.exact, 2);
}

static void labels_are_joined_by_what_is_given(void **state UNUSED)
{
    measured_begin(MODEL_many, NULL);
    measured.separator = TEXT(";");
    measured_add("a;b", 0.9F, 0.9F, 0.1F);
    assert_int_equal(measured.exact, 1);
    measured_add("a|b", 0.9F, 0.9F, 0.1F);
    assert_true(text_is(measured.unknown[0], "a|b"));
    measured.separator = TEXT("");
    measured_add("a;b", 0.9F, 0.9F, 0.1F);
    assert_true(text_is(measured.unknown[1], "a;b"));
}

static void as_many_labels_as_a_line_holds_may_be_joined(void **state UNUSED)
{
    static char cell[64 * 1024];

    for (size_t i = 0; i + 2 < sizeof(cell); i += 2)
        memcpy(cell + i, "a|", 2);
    measured_begin(MODEL_many, NULL);
    measured_add(cell, 0.9F, 0.1F, 0.1F);
    assert_int_equal(measured.exact, 1);
}

static void takes_a_number_and_refuses_what_is_none(void **state UNUSED)
{
    measured_begin(MODEL_value, NULL);
    assert_true(classify_measure_add_value(&measured, TEXT("2.5"), 2, 1));
    assert_false(classify_measure_add_value(&measured, TEXT("much"), 2, 1));
    assert_false(classify_measure_add_value(&measured, TEXT(""), 2, 1));
    assert_false(classify_measure_add_value(&measured, TEXT("1e10"), 2, 1));
    assert_int_equal(measured.count, 1);
    assert_true(measured.off == 0.5);
}

static void takes_more_answers_than_it_first_had_room_for(void **state UNUSED)
{
    measured_begin(MODEL_one, NULL);
    for (int i = 0; i < 3000; i++)
        measured_add(i % 2 ? "a" : "b", 0.6F, 0.3F, 0.1F);
    assert_int_equal(measured.count, 3000);
    assert_int_equal(measured.answers[0].label, MEASURED_B);
    assert_int_equal(measured.answers[2999].label, MEASURED_A);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(notes_the_guess_and_how_sure_it_is, measured_end),
        cmocka_unit_test_teardown(knows_what_does_not_belong_by_any_of_its_names, measured_end),
        cmocka_unit_test_teardown(
            doubts_a_harmless_guess_by_what_grave_ones_have,
            measured_end
        ),
        cmocka_unit_test_teardown(counts_each_of_many_labels, measured_end),
        cmocka_unit_test_teardown(
            one_of_many_that_the_model_does_not_know_is_missed,
            measured_end
        ),
        cmocka_unit_test_teardown(what_is_a_label_is_not_cut_further, measured_end),
        cmocka_unit_test_teardown(labels_are_joined_by_what_is_given, measured_end),
        cmocka_unit_test_teardown(as_many_labels_as_a_line_holds_may_be_joined, measured_end),
        cmocka_unit_test_teardown(takes_a_number_and_refuses_what_is_none, measured_end),
        cmocka_unit_test_teardown(takes_more_answers_than_it_first_had_room_for, measured_end),
    };
    return cmocka_run_group_tests_name("classify_measure", tests, NULL, NULL);
}
