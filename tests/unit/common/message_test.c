/* Tests of common/message.c: the catalogue, faults, and the structure of a value. */
#include "common/message_parts.h"

#include "tests/support/pack_text.h"
#include "tests/support/sample_shapes.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void finds_every_message_of_a_catalogue_by_name(void **state UNUSED)
{
    for (size_t i = 0; i < sample_catalogue.count; i++) {
        const struct message_shape *shape = &sample_catalogue.messages[i];
        assert_ptr_equal(catalogue_find(&sample_catalogue, text_of(shape->name)), shape);
    }
}

static void finds_no_message_of_another_name(void **state UNUSED)
{
    static const char *const names[] =
        {"", "a", "idle", "idle.v", "idle.v11", "sample.v2", "z"};

    for (size_t i = 0; i < LENGTH(names); i++)
        assert_null(catalogue_find(&sample_catalogue, text_of(names[i])));
    assert_null(catalogue_find(&sample_catalogue, (struct text){NULL, 0}));
    assert_null(catalogue_find(&(struct catalogue){NULL, 0}, TEXT("idle.v1")));
}

static void lists_at_most_32_faults(void **state UNUSED)
{
    struct faults faults = {.count = 0};

    for (int i = 0; i < FAULTS_MAX + 1; i++) {
        assert_int_equal(faults.count, i);
        faults_add(&faults, &arena, "conflict", TEXT("data.x"), "number %d", i);
    }
    assert_int_equal(faults.count, FAULTS_MAX);
    assert_string_equal(faults.list[0].code, "conflict");
    assert_true(text_is(faults.list[0].field, "data.x"));
    assert_true(text_is(faults.list[FAULTS_MAX - 1].message, "number 31"));
}

static void cuts_a_fault_that_is_too_long(void **state UNUSED)
{
    struct faults faults = {.count = 0};

    faults_add(&faults, &arena, "conflict", (struct text){NULL, 0}, "%0300d", 1);
    assert_int_equal(faults.list[0].message.length, 255);
    assert_null(faults.list[0].field.at);
}

/* A client that is told something that is no UTF-8 cannot read the reply at all (PROTOCOL sections 1 and 2). */
static void a_fault_has_whole_characters_only(void **state UNUSED)
{
    struct faults faults = {.count = 0};
    char long_text[300] =
        "a"; /* the limit cuts through a character, for 254 is no multiple of 3 */

    for (size_t at = 1; at + 3 < sizeof(long_text); at += 3)
        memcpy(long_text + at, "投", 4);
    faults_add(&faults, &arena, "conflict", TEXT("data.x"), "%s", long_text);
    assert_int_equal(faults.list[0].message.length, 253);
    assert_memory_equal(faults.list[0].message.at, long_text, 253);
    assert_int_equal(faults.list[0].message.at[253], '\0');
    faults_add(&faults, &arena, "conflict", TEXT("data.x"), "%.*s / 投诉", 4, "投诉");
    assert_true(text_is(faults.list[1].message, "投 / 投诉"));
}

static void measures_the_first_value(void **state UNUSED)
{
    const uint8_t bytes[] = {0x81, 0xa1, 'a', 0x92, 1, 2, 0xc3};

    assert_int_equal(message_value_length((struct bytes){bytes, 7}), 6);
    assert_int_equal(message_value_length((struct bytes){bytes, 5}), 0);
    assert_int_equal(message_value_length((struct bytes){bytes + 6, 1}), 1);
    assert_int_equal(message_value_length((struct bytes){bytes, 0}), 0);
}

/* `depth` arrays in each other around nil. */
static struct bytes nested(int depth)
{
    static uint8_t bytes[32];

    memset(bytes, 0x91, sizeof(bytes));
    bytes[depth] = 0xc0;
    return (struct bytes){bytes, (size_t)depth + 1};
}

static void measures_a_value_up_to_depth_16(void **state UNUSED)
{
    assert_int_equal(message_value_length(nested(15)), 16);
    assert_int_equal(message_value_length(nested(16)), 17);
    assert_int_equal(message_value_length(nested(17)), 0);
}

static bool is_sound(const char *text)
{
    return structure_fault(pack_text(&arena, text), &arena) == NULL;
}

static void accepts_sound_structure(void **state UNUSED)
{
    assert_true(is_sound("{}"));
    assert_true(is_sound("null"));
    assert_true(is_sound("{a: {a: 1}, b: [{a: 1}, {a: 1}]}"));
}

static void refuses_a_duplicate_key_at_any_level(void **state UNUSED)
{
    assert_false(is_sound("{a: 1, a: 1}"));
    assert_false(is_sound("{a: {b: 1, c: 2, b: 3}}"));
    assert_false(is_sound("[[{b: 1, b: 2}]]"));
    assert_false(is_sound("{'': 1, '': 2}"));
    assert_true(is_sound("{ab: 1, a: 1, b: 2}"));
}

static void refuses_a_duplicate_key_in_another_encoding(void **state UNUSED)
{
    assert_false(is_sound("{a: 1, raw(d90161): 1}"));
    assert_false(is_sound("{raw(da000161): 1, raw(db0000000161): 1}"));
}

/* A map with keys k0 … kn-1, the last one as given. */
static struct bytes wide_map(size_t count, size_t last)
{
    struct pack_writer writer;

    pack_begin(&writer, &arena, 0);
    pack_map(&writer, count);
    for (size_t i = 0; i < count; i++) {
        pack_str(&writer, arena_format(&arena, "k%zu", i + 1 == count ? last : i));
        pack_nil(&writer);
    }
    return pack_end(&writer);
}

static void finds_duplicates_among_any_number_of_keys(void **state UNUSED)
{
    static const size_t counts[] = {2, 23, 24, 25, 26, 1000, 20000};

    for (size_t i = 0; i < LENGTH(counts); i++) {
        size_t count = counts[i];
        assert_null(structure_fault(wide_map(count, count - 1), &arena));
        assert_non_null(structure_fault(wide_map(count, 0), &arena));
        assert_non_null(structure_fault(wide_map(count, count - 2), &arena));
    }
}

static void refuses_keys_that_are_not_strings(void **state UNUSED)
{
    assert_false(is_sound("{1: 2}"));
    assert_false(is_sound("{null: 2}"));
    assert_false(is_sound("{<61>: 2}"));
    assert_false(is_sound("{a: [{true: 2}]}"));
}

static void refuses_depth_17_and_no_less(void **state UNUSED)
{
    assert_null(structure_fault(nested(15), &arena));
    assert_null(structure_fault(nested(16), &arena));
    assert_non_null(structure_fault(nested(17), &arena));
}

static void refuses_what_is_cut_off_or_has_more_behind_it(void **state UNUSED)
{
    struct bytes whole = pack_text(&arena, "{a: [1, 'two', <0003>], b: t(5)}");

    assert_null(structure_fault(whole, &arena));
    for (size_t length = 0; length < whole.length; length++)
        assert_non_null(structure_fault((struct bytes){whole.at, length}, &arena));
    assert_non_null(structure_fault((struct bytes){(const uint8_t *)"\xc0\xc0", 2}, &arena));
    assert_non_null(structure_fault((struct bytes){(const uint8_t *)"\xc1", 1}, &arena));
}

static void names_the_place_of_a_fault_as_a_path(void **state UNUSED)
{
    struct faults faults = {.count = 0};
    const struct decoding decoding = {DECODE_strict, &arena, &faults};
    const struct place data = {.name = TEXT("data")};
    const struct place parts = {.above = &data, .name = TEXT("parts")};
    const struct place element = {.above = &parts, .index = 12, .is_element = true};
    const struct place name = {.above = &element, .name = TEXT("name")};

    assert_false(place_refuse(&decoding, &name, "invalid_field", "no"));
    assert_false(place_refuse(&decoding, &data, "invalid_field", "no"));
    assert_false(place_refuse(&decoding, NULL, "malformed", "no"));
    assert_true(text_is(faults.list[0].field, "data.parts[12].name"));
    assert_true(text_is(faults.list[1].field, "data"));
    assert_null(faults.list[2].field.at);
}

static void shows_only_short_printable_keys(void **state UNUSED)
{
    static const char key[66] =
        "0123456789012345678901234567890123456789012345678901234567890123";

    assert_true(text_is(key_shown(TEXT("note")), "note"));
    assert_true(text_is(key_shown(TEXT("键")), "键"));
    assert_true(text_is(key_shown(TEXT("")), "?"));
    assert_true(text_is(key_shown(TEXT("a\nb")), "?"));
    assert_true(text_is(key_shown(TEXT("a\x7f")), "?"));
    assert_true(text_is(key_shown(TEXT("a\xff")), "?"));
    assert_int_equal(key_shown((struct text){key, 64}).length, 64);
    assert_int_equal(key_shown((struct text){key, 65}).length, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_message_of_a_catalogue_by_name),
        cmocka_unit_test(finds_no_message_of_another_name),
        cmocka_unit_test(lists_at_most_32_faults),
        cmocka_unit_test(cuts_a_fault_that_is_too_long),
        cmocka_unit_test(a_fault_has_whole_characters_only),
        cmocka_unit_test(measures_the_first_value),
        cmocka_unit_test(measures_a_value_up_to_depth_16),
        cmocka_unit_test(accepts_sound_structure),
        cmocka_unit_test(refuses_a_duplicate_key_at_any_level),
        cmocka_unit_test(refuses_a_duplicate_key_in_another_encoding),
        cmocka_unit_test(finds_duplicates_among_any_number_of_keys),
        cmocka_unit_test(refuses_keys_that_are_not_strings),
        cmocka_unit_test(refuses_depth_17_and_no_less),
        cmocka_unit_test(refuses_what_is_cut_off_or_has_more_behind_it),
        cmocka_unit_test(names_the_place_of_a_fault_as_a_path),
        cmocka_unit_test(shows_only_short_printable_keys),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
