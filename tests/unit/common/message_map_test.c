/* Tests of common/message_map.c: maps, arrays and sealed values by their shapes. */
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

static enum error decode(enum decode_manner manner, const char *text)
{
    struct bytes raw = pack_text(&arena, text);

    faults.count = 0;
    memset(&sample, 0x55, sizeof(sample));
    return map_decode(raw, &sample_shape, manner, "data", &arena, &faults, &sample);
}

static bool takes(const char *text)
{
    return decode(DECODE_strict, text) == OK && faults.count == 0;
}

/* Refused with exactly this one fault. */
static bool refuses(const char *text, const char *code, const char *path)
{
    return decode(DECODE_strict, text) == ERROR_refused && faults.count == 1 &&
           strcmp(faults.list[0].code, code) == 0 && text_is(faults.list[0].field, path);
}

static void takes_a_field_of_every_type(void **state UNUSED)
{
    assert_true(takes("{key: '0193e6a1-7c3b-7abc-8def-0123456789ab', text: 'hello', at: t(7),"
                      " number: 8, colour: 'red', flag: true, bytes: <0102>,"
                      " secret: {k: <01>, n: <000102030405060708090a0b>,"
                      " c: <000102030405060708090a0b0c0d0e0f>}, part: {name: 'p', count: 3},"
                      " words: ['a', 'b'], parts: [{name: 'x'}, {name: 'y', count: 0}]}"));
    for (size_t i = 0; i < sample_shape.count; i++)
        assert_true(field_is_present(&sample_shape.fields[i], &sample));
    assert_int_equal(sample.secret.cipher.length, 16);
    assert_int_equal(sample.part->count, 3);
    assert_int_equal(sample.words_count, 2);
    assert_true(text_is(sample.words[1], "b"));
    assert_int_equal(sample.parts_count, 2);
    assert_true(text_is(sample.parts[0].name, "x") && !sample.parts[0].has_count);
    assert_true(sample.parts[1].has_count && sample.parts[1].count == 0);
}

static void takes_keys_in_any_order(void **state UNUSED)
{
    assert_true(takes("{number: 1, flag: false, text: 'z', bytes: <0102>}"));
    assert_true(text_is(sample.text, "z") && sample.number == 1);
}

static void starts_from_a_zeroed_struct(void **state UNUSED)
{
    assert_true(takes("{text: 'z'}"));
    assert_false(sample.has_number || sample.has_key || sample.parts || sample.parts_count);
}

static void reports_a_missing_field(void **state UNUSED)
{
    assert_true(refuses("{}", "missing_field", "data.text"));
    assert_true(refuses("{text: null}", "missing_field", "data.text"));
    assert_true(refuses("{text: 'a', part: {}}", "missing_field", "data.part.name"));
    assert_true(refuses(
        "{text: 'a', parts: [{name: 'a'}, {count: 1}]}",
        "missing_field",
        "data.parts[1].name"
    ));
}

static void does_not_call_a_refused_field_missing(void **state UNUSED)
{
    assert_true(refuses("{text: 5}", "invalid_field", "data.text"));
}

static void refuses_unknown_keys_when_strict(void **state UNUSED)
{
    assert_true(refuses("{text: 'a', tex: 1}", "unknown_field", "data.tex"));
    assert_true(refuses("{text: 'a', tex: null}", "unknown_field", "data.tex"));
    assert_true(refuses("{text: 'a', more: {text: [1, {b: 2}]}}", "unknown_field", "data.more")
    );
    assert_true(refuses("{text: 'a', part: {name: 'a', x: 1}}", "unknown_field", "data.part.x")
    );
    assert_true(refuses("{text: 'a', raw(a1ff): 1}", "unknown_field", "data.?"));
}

static void ignores_unknown_keys_when_lenient(void **state UNUSED)
{
    assert_int_equal(
        decode(DECODE_lenient, "{new: {deep: [1, 2]}, text: 'a', part: {name: 'b', new: 1}}"),
        OK
    );
    assert_true(text_is(sample.text, "a") && text_is(sample.part->name, "b"));
    assert_int_equal(decode(DECODE_lenient, "{text: 5}"), ERROR_refused);
    assert_int_equal(decode(DECODE_lenient, "{}"), ERROR_refused);
}

static void reports_all_faults_at_once(void **state UNUSED)
{
    enum error error = decode(
        DECODE_strict,
        "{number: 1.5, what: 1, flag: 2, part: {name: 'toolong'}, words: [1, 'a']}"
    );

    assert_int_equal(error, ERROR_refused);
    assert_int_equal(faults.count, 6);
    assert_true(text_is(faults.list[0].field, "data.number"));
    assert_true(text_is(faults.list[1].field, "data.what"));
    assert_true(text_is(faults.list[2].field, "data.flag"));
    assert_true(text_is(faults.list[3].field, "data.part.name"));
    assert_true(text_is(faults.list[4].field, "data.words[0]"));
    assert_true(text_is(faults.list[5].field, "data.text"));
}

static void stops_listing_at_32_faults(void **state UNUSED)
{
    struct pack_writer writer;

    pack_begin(&writer, &arena, 0);
    pack_map(&writer, 40);
    for (int i = 0; i < 40; i++) {
        pack_str(&writer, arena_format(&arena, "u%d", i));
        pack_int(&writer, i);
    }
    faults.count = 0;
    assert_int_equal(
        map_decode(
            pack_end(&writer),
            &sample_shape,
            DECODE_strict,
            NULL,
            &arena,
            &faults,
            &sample
        ),
        ERROR_refused
    );
    assert_int_equal(faults.count, FAULTS_MAX);
    assert_true(text_is(faults.list[0].field, "u0"));
}

static void takes_as_many_elements_as_allowed(void **state UNUSED)
{
    assert_true(takes("{text: 'a', words: []}"));
    assert_true(sample.words != NULL && sample.words_count == 0);
    assert_true(takes("{text: 'a', words: ['a', 'b']}"));
    assert_true(takes("{text: 'a', words: ['a', 'b', 'c']}"));
    assert_true(
        refuses("{words: ['a', 'b', 'c', 'd'], text: 'a'}", "invalid_field", "data.words")
    );
    assert_true(takes("{text: 'a', parts: [{name: 'a'}]}"));
    assert_true(takes("{text: 'a', parts: [{name: 'a'}, {name: 'b'}]}"));
    assert_true(refuses(
        "{parts: [{name: 'a'}, {name: 'b'}, {name: 'c'}], text: 'a'}",
        "invalid_field",
        "data.parts"
    ));
}

static void checks_each_element(void **state UNUSED)
{
    assert_true(takes("{text: 'a', words: ['1', '1234', '12345']}"));
    assert_true(refuses("{words: ['123456'], text: 'a'}", "invalid_field", "data.words[0]"));
    assert_true(refuses("{words: ['a', ''], text: 'a'}", "invalid_field", "data.words[1]"));
    assert_true(refuses("{words: ['a', null], text: 'a'}", "invalid_field", "data.words[1]"));
    assert_true(refuses("{words: [['b']], text: 'a'}", "invalid_field", "data.words[0]"));
    assert_true(refuses("{parts: [[1, 2]], text: 'a'}", "invalid_field", "data.parts[0]"));
    assert_true(refuses("{parts: [null], text: 'a'}", "invalid_field", "data.parts[0]"));
    assert_true(refuses(
        "{parts: [{name: 'a', count: 11}], text: 'a'}",
        "invalid_field",
        "data.parts[0].count"
    ));
}

static void refuses_other_types_for_maps_and_arrays(void **state UNUSED)
{
    assert_true(refuses("{part: [1], text: 'a'}", "invalid_field", "data.part"));
    assert_true(refuses("{part: 'a', text: 'a'}", "invalid_field", "data.part"));
    assert_true(refuses("{words: {a: 1}, text: 'a'}", "invalid_field", "data.words"));
    assert_true(refuses("{parts: {name: 'a'}, text: 'a'}", "invalid_field", "data.parts"));
    assert_true(refuses("{parts: 7, text: 'a'}", "invalid_field", "data.parts"));
    assert_true(refuses("{secret: <00>, text: 'a'}", "invalid_field", "data.secret"));
    assert_true(refuses("{number: [1, [2]], text: 'a'}", "invalid_field", "data.number"));
}

#define NONCE "n: <000102030405060708090a0b>"
#define TAG   "000102030405060708090a0b0c0d0e0f"

static void takes_sealed_values_within_their_bounds(void **state UNUSED)
{
    assert_true(takes("{text: 'a', secret: {k: <01>, " NONCE ", c: <" TAG ">}}"));
    assert_true(takes("{text: 'a', secret: {k: <01>, " NONCE ", c: <" TAG "0011223344556677>}}")
    );
    assert_int_equal(sample.secret.cipher.length, 24);
    assert_true(refuses(
        "{secret: {k: <01>, " NONCE ", c: <" TAG "001122334455667788>}, text: 'a'}",
        "invalid_field",
        "data.secret.c"
    ));
    assert_true(refuses(
        "{secret: {k: <01>, " NONCE ", c: <000102030405060708090a0b0c0d0e>},"
        " text: 'a'}",
        "invalid_field",
        "data.secret.c"
    ));
    assert_true(refuses(
        "{secret: {k: <01>, n: <0001>, c: <" TAG ">}, text: 'a'}",
        "invalid_field",
        "data.secret.n"
    ));
    assert_true(refuses(
        "{secret: {k: <>, " NONCE ", c: <" TAG ">}, text: 'a'}",
        "invalid_field",
        "data.secret.k"
    ));
}

static void refuses_sealed_values_with_a_part_missing(void **state UNUSED)
{
    assert_true(refuses(
        "{secret: {" NONCE ", c: <" TAG ">}, text: 'a'}",
        "missing_field",
        "data.secret.k"
    ));
    assert_true(refuses(
        "{secret: {k: <01>, c: <" TAG ">}, text: 'a'}",
        "missing_field",
        "data.secret.n"
    ));
    assert_true(
        refuses("{secret: {k: <01>, " NONCE "}, text: 'a'}", "missing_field", "data.secret.c")
    );
    assert_true(refuses(
        "{secret: {k: <01>, " NONCE ", c: <" TAG ">, z: 1}, text: 'a'}",
        "unknown_field",
        "data.secret.z"
    ));
}

static void calls_bytes_malformed_that_are_no_single_map(void **state UNUSED)
{
    static const char *const rows[] =
        {"[]", "null", "raw(81)", "{a: 1, a: 2}", "raw(80c0)", "{1: 2}"};

    for (size_t i = 0; i < LENGTH(rows); i++) {
        assert_int_equal(decode(DECODE_strict, rows[i]), ERROR_malformed);
        assert_int_equal(faults.count, 1);
        assert_string_equal(faults.list[0].code, "malformed");
    }
}

static void takes_a_map_of_a_shape_without_fields(void **state UNUSED)
{
    struct idle idle;

    faults.count = 0;
    assert_int_equal(
        map_decode(
            pack_text(&arena, "{}"),
            &idle_shape,
            DECODE_strict,
            NULL,
            &arena,
            &faults,
            &idle
        ),
        OK
    );
    assert_int_equal(
        map_decode(
            pack_text(&arena, "{a: 1}"),
            &idle_shape,
            DECODE_strict,
            NULL,
            &arena,
            &faults,
            &idle
        ),
        ERROR_refused
    );
    assert_true(text_is(faults.list[0].field, "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_a_field_of_every_type),
        cmocka_unit_test(takes_keys_in_any_order),
        cmocka_unit_test(starts_from_a_zeroed_struct),
        cmocka_unit_test(reports_a_missing_field),
        cmocka_unit_test(does_not_call_a_refused_field_missing),
        cmocka_unit_test(refuses_unknown_keys_when_strict),
        cmocka_unit_test(ignores_unknown_keys_when_lenient),
        cmocka_unit_test(reports_all_faults_at_once),
        cmocka_unit_test(stops_listing_at_32_faults),
        cmocka_unit_test(takes_as_many_elements_as_allowed),
        cmocka_unit_test(checks_each_element),
        cmocka_unit_test(refuses_other_types_for_maps_and_arrays),
        cmocka_unit_test(takes_sealed_values_within_their_bounds),
        cmocka_unit_test(refuses_sealed_values_with_a_part_missing),
        cmocka_unit_test(calls_bytes_malformed_that_are_no_single_map),
        cmocka_unit_test(takes_a_map_of_a_shape_without_fields),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
