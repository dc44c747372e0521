/* Tests of common/shape.c. */
#include "common/shape.h"

#include "tests/support/sample_shapes.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void finds_an_enums_number_for_its_word(void **state UNUSED)
{
    assert_int_equal(enum_from_text(&colour_enum, TEXT("red")), COLOUR_red);
    assert_int_equal(enum_from_text(&colour_enum, TEXT("blue")), COLOUR_blue);
    assert_int_equal(enum_from_text(&colour_enum, TEXT("Red")), 0);
    assert_int_equal(enum_from_text(&colour_enum, TEXT("re")), 0);
    assert_int_equal(enum_from_text(&colour_enum, TEXT("redd")), 0);
    assert_int_equal(enum_from_text(&colour_enum, TEXT("")), 0);
    assert_int_equal(enum_from_text(&colour_enum, (struct text){NULL, 0}), 0);
}

static void never_reads_the_word_none(void **state UNUSED)
{
    assert_int_equal(enum_from_text(&colour_enum, TEXT("none")), 0);
    assert_true(text_is(enum_to_text(&colour_enum, 0), ""));
}

static void gives_word_and_label_of_a_number(void **state UNUSED)
{
    assert_true(text_is(enum_to_text(&colour_enum, COLOUR_blue), "blue"));
    assert_true(text_is(enum_label(&colour_enum, COLOUR_blue), "蓝"));
    assert_true(text_is(enum_to_text(&colour_enum, 3), ""));
    assert_true(text_is(enum_to_text(&colour_enum, -1), ""));
    assert_true(text_is(enum_label(&colour_enum, 3), ""));
    assert_true(text_is(enum_label(&colour_enum, -1), ""));
}

static size_t present(const struct sample *sample)
{
    size_t count = 0;

    for (size_t i = 0; i < sample_shape.count; i++)
        count += field_is_present(&sample_shape.fields[i], sample);
    return count;
}

static void finds_nothing_present_in_a_zeroed_struct(void **state UNUSED)
{
    assert_int_equal(present(&(struct sample){.number = 0}), 0);
}

static void tells_presence_of_every_type_by_its_own_rule(void **state UNUSED)
{
    static const struct part part;
    static const struct text word;
    const struct sample samples[] = {
        {.has_key = true},
        {.text = TEXT("")},
        {.has_at = true},
        {.has_number = true},
        {.colour = COLOUR_red},
        {.has_flag = true},
        {.bytes = {(const uint8_t *)"", 0}},
        {.secret.cipher = {(const uint8_t *)"", 0}},
        {.part = &part},
        {.words = &word},
        {.parts = &part},
    };

    assert_int_equal(LENGTH(samples), sample_shape.count);
    for (size_t i = 0; i < LENGTH(samples); i++) {
        assert_true(field_is_present(&sample_shape.fields[i], &samples[i]));
        assert_int_equal(present(&samples[i]), 1);
    }
}

static void takes_no_value_for_presence(void **state UNUSED)
{
    const struct sample sample =
        {.at = 5, .number = 5, .flag = true, .key = {{1}}, .words_count = 3, .parts_count = 3};

    assert_int_equal(present(&sample), 0);
}

static void finds_fields_by_name_from_any_hint(void **state UNUSED)
{
    for (size_t start = 0; start <= sample_shape.count; start++) {
        for (size_t i = 0; i < sample_shape.count; i++) {
            size_t hint = start;
            struct text name = text_of(sample_shape.fields[i].name);
            assert_ptr_equal(
                map_shape_find(&sample_shape, name, &hint),
                &sample_shape.fields[i]
            );
            assert_int_equal(hint, i + 1);
        }
    }
}

static void finds_no_field_of_another_name(void **state UNUSED)
{
    size_t hint = 3;

    assert_null(map_shape_find(&sample_shape, TEXT("tex"), &hint));
    assert_null(map_shape_find(&sample_shape, TEXT("texts"), &hint));
    assert_null(map_shape_find(&sample_shape, TEXT(""), &hint));
    assert_null(map_shape_find(&idle_shape, TEXT("text"), &hint));
    assert_int_equal(hint, 3);
}

static void knows_whether_a_map_may_be_empty(void **state UNUSED)
{
    assert_true(map_shape_has_required(&sample_shape));
    assert_false(map_shape_has_required(&idle_shape));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_an_enums_number_for_its_word),
        cmocka_unit_test(never_reads_the_word_none),
        cmocka_unit_test(gives_word_and_label_of_a_number),
        cmocka_unit_test(finds_nothing_present_in_a_zeroed_struct),
        cmocka_unit_test(tells_presence_of_every_type_by_its_own_rule),
        cmocka_unit_test(takes_no_value_for_presence),
        cmocka_unit_test(finds_fields_by_name_from_any_hint),
        cmocka_unit_test(finds_no_field_of_another_name),
        cmocka_unit_test(knows_whether_a_map_may_be_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
