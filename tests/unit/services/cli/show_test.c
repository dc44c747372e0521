/* Tests of services/cli/show.c: results as people and programs read them. */
#include "services/cli/show.h"

#include "proto/messages.h"
#include "tests/support/pack_text.h"
#include "tests/unit/services/cli/captured.h"

static struct arena arena;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static const char *shown(const char *text, const struct map_shape *shape, int indent)
{
    captured_begin(NULL);
    show_map(stdout, pack_text(&arena, text), shape, indent);
    captured_end();
    return captured_out;
}

static const char *json_of(struct bytes value)
{
    captured_begin(NULL);
    show_json(stdout, value, &arena);
    captured_end();
    return captured_out;
}

static const char *span(int64_t ms)
{
    static char text[SHOW_SPAN_BYTES];

    show_span(ms, text);
    return text;
}

static const char *moment(int64_t ms)
{
    static char text[SHOW_TIME_BYTES];

    show_time(ms, text);
    return text;
}

static void shows_instants_in_the_banks_time(void **state UNUSED)
{
    assert_string_equal(moment(INT64_C(1795400000000)), "2026-11-23 10:13:20");
    assert_string_equal(moment(0), "1970-01-01 08:00:00");
    assert_string_equal(moment(INT64_C(1767196799999)), "2025-12-31 23:59:59");
    assert_string_equal(moment(INT64_C(1767196800000)), "2026-01-01 00:00:00");
}

static void shows_spans_in_their_two_largest_units(void **state UNUSED)
{
    assert_string_equal(span(999), "0s");
    assert_string_equal(span(59999), "59s");
    assert_string_equal(span(60000), "1m 0s");
    assert_string_equal(span(3599000), "59m 59s");
    assert_string_equal(span(3600000), "1h 0m");
    assert_string_equal(span(86399000), "23h 59m");
    assert_string_equal(span(86400000), "1d 0h");
    assert_string_equal(span(INT64_C(86400000) * 3 + 3600000 * 4), "3d 4h");
}

static void marks_spans_that_lie_the_other_way(void **state UNUSED)
{
    assert_string_equal(span(-45000), "-45s");
    assert_string_equal(span(-61000), "-1m 1s");
    assert_string_equal(span(-3660000), "-1h 1m");
    assert_string_equal(span(INT64_C(-90000000)), "-1d 1h");
}

static void shows_a_field_with_its_label_and_the_word_with_its_meaning(void **state UNUSED)
{
    const struct field_shape *state_field, *no_field;
    size_t hint = 0;

    state_field = map_shape_find(&case_view_shape, TEXT("state"), &hint);
    no_field = map_shape_find(&case_view_shape, TEXT("case_no"), &hint);
    shown("{case_no: GD1, state: queued}", &case_view_shape, 0);
    assert_string_equal(
        captured_out,
        arena_format(
            &arena,
            "case_no %s: GD1\nstate %s: queued %s\n",
            no_field->meaning_zh,
            state_field->meaning_zh,
            enum_label(&case_state_enum, CASE_STATE_queued).at
        )
            .at
    );
    assert_true(strlen(no_field->meaning_zh) > 0);
    assert_true(enum_label(&case_state_enum, CASE_STATE_queued).length > 0);
}

static void shows_what_the_shape_does_not_know_under_its_own_name(void **state UNUSED)
{
    assert_string_equal(shown("{novel: 5}", &case_view_shape, 0), "novel: 5\n");
    assert_string_equal(shown("{state: queued}", NULL, 0), "state: queued\n");
    assert_string_equal(
        shown("{state: unheard_of}", &case_view_shape, 2),
        arena_format(
            &arena,
            "  state %s: unheard_of\n",
            map_shape_find(&case_view_shape, TEXT("state"), &(size_t){0})->meaning_zh
        )
            .at
    );
}

static void shows_each_type_of_value(void **state UNUSED)
{
    assert_string_equal(shown("{a: -5}", NULL, 0), "a: -5\n");
    assert_string_equal(shown("{a: true, b: false}", NULL, 0), "a: yes 是\nb: no 否\n");
    assert_string_equal(shown("{a: null}", NULL, 0), "a: -\n");
    assert_string_equal(shown("{a: 1.5}", NULL, 0), "a: 1.5\n");
    assert_string_equal(shown("{a: <00ff10>}", NULL, 0), "a: 00ff10\n");
    assert_string_equal(shown("{a: t(1795400000000)}", NULL, 0), "a: 2026-11-23 10:13:20\n");
    assert_string_equal(shown("{a: raw(d40512)}", NULL, 0), "a: 12\n"); /* another extension */
    assert_string_equal(shown("{a: '中文'}", NULL, 0), "a: 中文\n");
}

static void shows_lists_on_one_line_and_maps_below(void **state UNUSED)
{
    assert_string_equal(shown("{a: ['x', 'y', 3]}", NULL, 0), "a: x, y, 3\n");
    assert_string_equal(shown("{a: []}", NULL, 0), "a: -\n");
    assert_string_equal(shown("{a: {b: 1}, c: 2}", NULL, 0), "a: \n  b: 1\nc: 2\n");
}

static void numbers_the_maps_of_a_list(void **state UNUSED)
{
    shown("{notes: [{text: '甲'}, {text: '乙'}], level: 2}", &case_view_shape, 0);
    assert_says(captured_out, ":\x20\n  - 1\n    text");
    assert_says(captured_out, ": 甲\n  - 2\n    text");
    assert_says(captured_out, ": 乙\nlevel ");
    assert_string_equal(
        shown("{notes: []}", &case_view_shape, 0) + strlen(captured_out) - 4,
        ": -\n"
    );
}

static void shows_nothing_of_what_is_no_map(void **state UNUSED)
{
    assert_string_equal(shown("[1]", &case_view_shape, 0), "");
    assert_string_equal(shown("{}", &case_view_shape, 0), "");
}

static void shows_json_on_one_line(void **state UNUSED)
{
    assert_string_equal(
        json_of(pack_text(&arena, "{a: 1, b: ['中', null], at: t(0)}")),
        "{\"a\":1,\"b\":[\"中\",null],\"at\":\"1970-01-01T00:00:00.000Z\"}\n"
    );
    assert_string_equal(json_of((struct bytes){(const uint8_t *)"\xc1", 1}), "\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_instants_in_the_banks_time),
        cmocka_unit_test(shows_spans_in_their_two_largest_units),
        cmocka_unit_test(marks_spans_that_lie_the_other_way),
        cmocka_unit_test(shows_a_field_with_its_label_and_the_word_with_its_meaning),
        cmocka_unit_test(shows_what_the_shape_does_not_know_under_its_own_name),
        cmocka_unit_test(shows_each_type_of_value),
        cmocka_unit_test(shows_lists_on_one_line_and_maps_below),
        cmocka_unit_test(numbers_the_maps_of_a_list),
        cmocka_unit_test(shows_nothing_of_what_is_no_map),
        cmocka_unit_test(shows_json_on_one_line),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
