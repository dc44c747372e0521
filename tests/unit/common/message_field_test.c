/* Tests of common/message_field.c: the rules of PROTOCOL section 1 for single values, each limit below, at and
 * above. Times and forms follow REQUIREMENTS 3.8 (dates) where the contract leaves room. */
#include "common/message.h"

#include "tests/support/pack_text.h"
#include "tests/support/sample_shapes.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static struct faults faults;
static struct sample sample;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

/* Decodes {text: 'x', <field>: <value>}; true when it was taken. */
static bool takes(const char *field, const char *value)
{
    struct text text = arena_format(&arena, "{text: 'x', %s: %s}", field, value);

    faults.count = 0;
    return map_decode(
               pack_text(&arena, text.at),
               &sample_shape,
               DECODE_strict,
               "data",
               &arena,
               &faults,
               &sample
           ) == OK;
}

/* Refused, for this field, with this code, and with nothing else. */
static bool refuses(const char *field, const char *value)
{
    if (takes(field, value) || faults.count != 1)
        return false;
    struct text path = arena_format(&arena, "data.%s", field);
    return strcmp(faults.list[0].code, "invalid_field") == 0 &&
           text_equal(faults.list[0].field, path) && faults.list[0].message.length > 0;
}

static bool takes_text(const char *value)
{
    struct text text = arena_format(&arena, "{text: %s}", value);

    faults.count = 0;
    return map_decode(
               pack_text(&arena, text.at),
               &sample_shape,
               DECODE_strict,
               "data",
               &arena,
               &faults,
               &sample
           ) == OK;
}

static void counts_the_length_of_text_in_bytes(void **state UNUSED)
{
    assert_false(takes_text("''"));
    assert_true(takes_text("'x'"));
    assert_true(takes_text("'1234567'"));
    assert_true(takes_text("'12345678'"));
    assert_false(takes_text("'123456789'"));
    assert_true(takes_text("'受理'"));
    assert_false(takes_text("'受理受'"));
}

static void refuses_text_that_is_not_a_str(void **state UNUSED)
{
    static const char *const rows[] =
        {"<616263>", "5", "1.5", "true", "['a']", "{a: 1}", "t(0)", "raw(d40561)"};

    for (size_t i = 0; i < LENGTH(rows); i++) {
        assert_false(takes_text(rows[i]));
        assert_int_equal(faults.count, 1);
        assert_string_equal(faults.list[0].code, "invalid_field");
        assert_true(text_is(faults.list[0].field, "data.text"));
    }
}

static void refuses_text_that_is_not_utf8(void **state UNUSED)
{
    assert_false(takes_text("raw(a1ff)"));
    assert_false(takes_text("raw(a2c080)"));
    assert_false(takes_text("raw(a3eda080)"));
    assert_false(takes_text("raw(a2e58f)"));
    assert_true(takes_text("raw(a4f09f9880)"));
    assert_true(text_is(sample.text, "😀"));
}

static void refuses_the_zero_character(void **state UNUSED)
{
    assert_false(takes_text("raw(a3610062)"));
    assert_true(takes_text("raw(a3610162)"));
}

static void takes_nil_for_absent(void **state UNUSED)
{
    for (size_t i = 0; i < sample_shape.count; i++) {
        const struct field_shape *field = &sample_shape.fields[i];
        if (field->flags & FIELD_REQUIRED)
            continue;
        assert_true(takes(field->name, "null"));
        assert_false(field_is_present(field, &sample));
    }
    assert_false(takes_text("null"));
    assert_string_equal(faults.list[0].code, "missing_field");
}

static void takes_whole_numbers_within_their_bounds(void **state UNUSED)
{
    assert_true(refuses("number", "-6"));
    assert_true(takes("number", "-5"));
    assert_int_equal(sample.number, -5);
    assert_true(takes("number", "-4"));
    assert_true(takes("number", "999"));
    assert_true(takes("number", "1000"));
    assert_int_equal(sample.number, 1000);
    assert_true(sample.has_number);
    assert_true(refuses("number", "1001"));
    assert_true(refuses("number", "raw(cfffffffffffffffff)"));
    assert_true(refuses("number", "raw(d38000000000000000)"));
}

static void takes_a_number_in_any_width(void **state UNUSED)
{
    assert_true(takes("number", "raw(cf0000000000000007)"));
    assert_int_equal(sample.number, 7);
    assert_true(takes("number", "raw(d1fffb)"));
    assert_int_equal(sample.number, -5);
}

static void refuses_floats_and_text_for_numbers(void **state UNUSED)
{
    assert_true(refuses("number", "1.0"));
    assert_true(refuses("number", "raw(ca3f800000)"));
    assert_true(refuses("number", "'1'"));
    assert_true(refuses("number", "true"));
    assert_true(refuses("number", "[1]"));
}

static void takes_both_forms_of_time(void **state UNUSED)
{
    assert_true(takes("at", "t(1795268651123)"));
    assert_int_equal(sample.at, 1795268651123);
    assert_true(takes("at", "'2026-11-21T21:44:11.123+08:00'"));
    assert_int_equal(sample.at, 1795268651123);
    assert_true(sample.has_at);
    assert_true(refuses("at", "'2026-11-21T21:44:11'"));
    assert_true(refuses("at", "1795268651"));
    assert_true(refuses("at", "raw(d60500000001)"));
    assert_true(refuses("at", "<00000001>"));
}

static void takes_times_of_1970_to_2199_in_both_forms(void **state UNUSED)
{
    assert_true(refuses("at", "t(-1)"));
    assert_true(takes("at", "t(0)"));
    assert_true(takes("at", "t(1)"));
    assert_true(takes("at", "t(7258118399998)"));
    assert_true(takes("at", "t(7258118399999)"));
    assert_true(refuses("at", "t(7258118400000)"));
    assert_true(refuses("at", "'1969-12-31T23:59:59.999Z'"));
    assert_true(takes("at", "'1970-01-01T00:00:00Z'"));
    assert_true(takes("at", "'2199-12-31T23:59:59.999Z'"));
    assert_true(refuses("at", "'2200-01-01T00:00:00Z'"));
    assert_true(takes("at", "'2200-01-01T07:59:59.999+08:00'"));
    assert_true(refuses("at", "'1970-01-01T07:59:59.999+08:00'"));
}

static void keeps_times_to_the_millisecond(void **state UNUSED)
{
    assert_true(takes("at", "raw(d7ff00000fa000000001)"));
    assert_int_equal(sample.at, 1000);
    assert_true(takes("at", "raw(d7ffee6b27fc00000001)"));
    assert_int_equal(sample.at, 1999);
    assert_true(refuses("at", "raw(d7ffee6b280000000001)"));
}

static void takes_uuids_of_36_lower_case_characters(void **state UNUSED)
{
    assert_true(takes("key", "'0193e6a1-7c3b-7abc-8def-0123456789ab'"));
    assert_true(sample.has_key);
    assert_int_equal(sample.key.b[0], 0x01);
    assert_int_equal(sample.key.b[15], 0xab);
    assert_true(refuses("key", "'0193E6A1-7C3B-7ABC-8DEF-0123456789AB'"));
    assert_true(refuses("key", "'0193e6a17c3b7abc8def0123456789ab'"));
    assert_true(refuses("key", "'0193e6a1-7c3b-7abc-8def-0123456789a'"));
    assert_true(refuses("key", "'0193e6a1-7c3b-7abc-8def-0123456789abc'"));
    assert_true(refuses("key", "<0193e6a17c3b7abc8def0123456789ab>"));
    assert_false(sample.has_key);
}

static void takes_the_words_of_an_enum(void **state UNUSED)
{
    assert_true(takes("colour", "'blue'"));
    assert_int_equal(sample.colour, COLOUR_blue);
    assert_true(refuses("colour", "'none'"));
    assert_true(refuses("colour", "''"));
    assert_true(refuses("colour", "'BLUE'"));
    assert_true(refuses("colour", "2"));
    assert_true(refuses("colour", "<626c7565>"));
}

static void takes_true_and_false(void **state UNUSED)
{
    assert_true(takes("flag", "false"));
    assert_true(sample.has_flag && !sample.flag);
    assert_true(takes("flag", "true"));
    assert_true(sample.has_flag && sample.flag);
    assert_true(refuses("flag", "1"));
    assert_true(refuses("flag", "'true'"));
}

static void takes_binary_within_its_bounds(void **state UNUSED)
{
    assert_true(refuses("bytes", "<>"));
    assert_true(refuses("bytes", "<01>"));
    assert_true(takes("bytes", "<0102>"));
    assert_true(takes("bytes", "<010203>"));
    assert_true(takes("bytes", "<01020304>"));
    assert_int_equal(sample.bytes.length, 4);
    assert_int_equal(sample.bytes.at[3], 4);
    assert_true(refuses("bytes", "<0102030405>"));
    assert_true(refuses("bytes", "'abc'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_the_length_of_text_in_bytes),
        cmocka_unit_test(refuses_text_that_is_not_a_str),
        cmocka_unit_test(refuses_text_that_is_not_utf8),
        cmocka_unit_test(refuses_the_zero_character),
        cmocka_unit_test(takes_nil_for_absent),
        cmocka_unit_test(takes_whole_numbers_within_their_bounds),
        cmocka_unit_test(takes_a_number_in_any_width),
        cmocka_unit_test(refuses_floats_and_text_for_numbers),
        cmocka_unit_test(takes_both_forms_of_time),
        cmocka_unit_test(takes_times_of_1970_to_2199_in_both_forms),
        cmocka_unit_test(keeps_times_to_the_millisecond),
        cmocka_unit_test(takes_uuids_of_36_lower_case_characters),
        cmocka_unit_test(takes_the_words_of_an_enum),
        cmocka_unit_test(takes_true_and_false),
        cmocka_unit_test(takes_binary_within_its_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
