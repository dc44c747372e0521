/* Tests of common/msgpack.c: the reader, against the specification of MessagePack. */
#include "common/msgpack.h"

#include "common/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* On the heap in its exact size, so that the sanitizer sees a read beyond the end. */
#define READ(...)                                                                              \
    const uint8_t bytes_[] = {__VA_ARGS__};                                                    \
    uint8_t *heap = memory_new(1, sizeof(bytes_));                                             \
    memcpy(heap, bytes_, sizeof(bytes_));                                                      \
    struct pack_reader reader = {heap, heap + sizeof(bytes_)};                                 \
    struct pack_value value UNUSED = pack_next(&reader)

static void check_int(const uint8_t *bytes, size_t length, int64_t wanted)
{
    struct pack_reader reader = {bytes, bytes + length};
    struct pack_value value = pack_next(&reader);

    assert_int_equal(value.type, PACK_int);
    assert_int_equal(value.integer, wanted);
    assert_ptr_equal(reader.at, reader.end);
    for (size_t cut = 0; cut < length; cut++) {
        struct pack_reader shorter = {bytes, bytes + cut};
        assert_int_equal(pack_next(&shorter).type, PACK_broken);
    }
}

#define INT(wanted, ...)                                                                       \
    check_int((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}), wanted)

static void reads_whole_numbers_of_every_width(void **state UNUSED)
{
    INT(0, 0x00);
    INT(127, 0x7f);
    INT(-1, 0xff);
    INT(-32, 0xe0);
    INT(255, 0xcc, 0xff);
    INT(65535, 0xcd, 0xff, 0xff);
    INT(4294967295, 0xce, 0xff, 0xff, 0xff, 0xff);
    INT(INT64_MAX, 0xcf, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    INT(-128, 0xd0, 0x80);
    INT(-32768, 0xd1, 0x80, 0x00);
    INT(INT32_MIN, 0xd2, 0x80, 0x00, 0x00, 0x00);
    INT(INT64_MIN, 0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0);
    INT(5, 0xd3, 0, 0, 0, 0, 0, 0, 0, 5);
}

static void tells_a_number_above_int64_apart(void **state UNUSED)
{
    READ(0xcf, 0x80, 0, 0, 0, 0, 0, 0, 0);

    assert_int_equal(value.type, PACK_uint);
    assert_true((uint64_t)value.integer == UINT64_C(1) << 63);
    memory_free(heap);
}

static void reads_nil_true_false_and_floats(void **state UNUSED)
{
    READ(0xc0, 0xc2, 0xc3, 0xca, 0x3f, 0xc0, 0, 0, 0xcb, 0xbf, 0xf0, 0, 0, 0, 0, 0, 0);

    assert_int_equal(value.type, PACK_nil);
    value = pack_next(&reader);
    assert_true(value.type == PACK_bool && !value.flag);
    value = pack_next(&reader);
    assert_true(value.type == PACK_bool && value.flag);
    value = pack_next(&reader);
    assert_true(value.type == PACK_float && value.real > 1.49 && value.real < 1.51);
    value = pack_next(&reader);
    assert_true(value.type == PACK_float && value.real > -1.01 && value.real < -0.99);
    assert_int_equal(pack_next(&reader).type, PACK_broken);
    memory_free(heap);
}

/* A form with a length of `width` bytes around a payload of 3. */
static void check_form(uint8_t first, size_t width, enum pack_type type, bool has_ext_type)
{
    uint8_t bytes[16] = {first};
    size_t length = 1 + width;
    struct pack_reader reader = {bytes, bytes};

    bytes[length - 1] = 3;
    if (has_ext_type)
        bytes[length++] = 0xfb;
    memcpy(bytes + length, "abc", 3);
    length += 3;
    reader.end = bytes + length;
    struct pack_value value = pack_next(&reader);
    assert_int_equal(value.type, type);
    assert_int_equal(value.bytes.length, 3);
    assert_memory_equal(value.bytes.at, "abc", 3);
    assert_ptr_equal(value.from, bytes);
    if (has_ext_type)
        assert_int_equal(value.ext_type, -5);
    for (size_t cut = 0; cut < length; cut++) {
        struct pack_reader shorter = {bytes, bytes + cut};
        assert_int_equal(pack_next(&shorter).type, PACK_broken);
    }
}

static void reads_str_bin_and_ext_with_every_width_of_length(void **state UNUSED)
{
    check_form(0xd9, 1, PACK_str, false);
    check_form(0xda, 2, PACK_str, false);
    check_form(0xdb, 4, PACK_str, false);
    check_form(0xc4, 1, PACK_bin, false);
    check_form(0xc5, 2, PACK_bin, false);
    check_form(0xc6, 4, PACK_bin, false);
    check_form(0xc7, 1, PACK_ext, true);
    check_form(0xc8, 2, PACK_ext, true);
    check_form(0xc9, 4, PACK_ext, true);
}

static void reads_the_fixed_forms(void **state UNUSED)
{
    READ(0xa2, 'h', 'i', 0xd4, 7, 'x', 0x92, 1, 2, 0x81, 0xa0, 3);

    assert_true(value.type == PACK_str && text_is(text_of_bytes(value.bytes), "hi"));
    value = pack_next(&reader);
    assert_true(value.type == PACK_ext && value.ext_type == 7 && value.bytes.length == 1);
    value = pack_next(&reader);
    assert_true(value.type == PACK_array && value.count == 2);
    pack_next(&reader);
    pack_next(&reader);
    value = pack_next(&reader);
    assert_true(value.type == PACK_map && value.count == 1);
    assert_true(pack_next(&reader).bytes.at != NULL);
    memory_free(heap);
}

static void reads_fixed_extensions_of_every_size(void **state UNUSED)
{
    for (unsigned i = 0; i < 5; i++) {
        uint8_t bytes[18] = {(uint8_t)(0xd4 + i), 9};
        struct pack_reader reader = {bytes, bytes + 2 + (1u << i)};
        assert_int_equal(pack_next(&reader).bytes.length, 1u << i);
        assert_ptr_equal(reader.at, reader.end);
        reader = (struct pack_reader){bytes, bytes + 1 + (1u << i)};
        assert_int_equal(pack_next(&reader).type, PACK_broken);
    }
}

static void never_believes_a_count_beyond_the_bytes(void **state UNUSED)
{
    READ(0xdd, 0xff, 0xff, 0xff, 0xff, 1, 2);
    assert_int_equal(value.type, PACK_broken);
    memory_free(heap);

    const uint8_t map_of_two[] = {0x82, 0xa0, 1, 0xa0}, array_of_two[] = {0x92, 1, 2};
    reader = (struct pack_reader){map_of_two, map_of_two + 4};
    assert_int_equal(pack_next(&reader).type, PACK_broken);
    reader = (struct pack_reader){array_of_two, array_of_two + 3};
    assert_int_equal(pack_next(&reader).type, PACK_array);
    reader = (struct pack_reader){array_of_two, array_of_two + 2};
    assert_int_equal(pack_next(&reader).type, PACK_broken);
}

static void stays_broken_once_broken(void **state UNUSED)
{
    READ(0xc1, 1, 2, 3);

    assert_int_equal(value.type, PACK_broken);
    assert_int_equal(pack_next(&reader).type, PACK_broken);
    memory_free(heap);
}

static void skips_a_value_and_gives_its_span(void **state UNUSED)
{
    const uint8_t bytes[] = {0x82, 0xa1, 'a', 0x93, 1, 2, 3, 0xa1, 'b', 0xc0, 7};
    struct pack_reader reader = {bytes, bytes + sizeof(bytes)};
    struct bytes span = pack_skip(&reader, 2);

    assert_ptr_equal(span.at, bytes);
    assert_int_equal(span.length, 10);
    assert_int_equal(pack_next(&reader).integer, 7);
}

static void skips_what_is_as_deep_as_allowed_and_no_deeper(void **state UNUSED)
{
    uint8_t nested[18];

    memset(nested, 0x91, 17);
    nested[17] = 0xc0;
    for (int depth = 15; depth <= 17; depth++) {
        struct pack_reader reader = {nested + 17 - depth, nested + 18};
        assert_int_equal(pack_skip(&reader, 16).length, depth <= 16 ? depth + 1 : 0);
    }
    struct pack_reader scalar = {nested + 17, nested + 18};
    assert_int_equal(pack_skip(&scalar, 0).length, 1);
}

static void gives_no_span_for_what_is_cut_off(void **state UNUSED)
{
    const uint8_t bytes[] = {0x92, 1, 0xa3, 'a', 'b'};
    struct pack_reader reader = {bytes, bytes + sizeof(bytes)};
    struct bytes span = pack_skip(&reader, 16);

    assert_null(span.at);
    assert_int_equal(span.length, 0);
    assert_int_equal(pack_next(&reader).type, PACK_broken);
}

static void reads_timestamps_of_all_three_sizes(void **state UNUSED)
{
    int64_t ms = 0;
    READ(0xd6, 0xff, 0, 0, 0, 2);

    assert_true(pack_timestamp(&value, &ms));
    assert_int_equal(ms, 2000);
    memory_free(heap);
    /* 999,999,999 ns: digits below a millisecond are cut off. */
    const uint8_t wide[] = {0xd7, 0xff, 0xee, 0x6b, 0x27, 0xfc, 0, 0, 0, 3};
    reader = (struct pack_reader){wide, wide + sizeof(wide)};
    value = pack_next(&reader);
    assert_true(pack_timestamp(&value, &ms));
    assert_int_equal(ms, 3999);
    const uint8_t widest[] =
        {0xc7, 12, 0xff, 0, 0x1e, 0x84, 0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    reader = (struct pack_reader){widest, widest + sizeof(widest)};
    value = pack_next(&reader);
    assert_true(pack_timestamp(&value, &ms));
    assert_int_equal(ms, -998);
}

static bool is_timestamp(int8_t type, const uint8_t *at, size_t length)
{
    struct pack_value value = {.type = PACK_ext, .ext_type = type, .bytes = {at, length}};
    int64_t ms;

    return pack_timestamp(&value, &ms);
}

static void refuses_what_is_no_timestamp(void **state UNUSED)
{
    const uint8_t zeros[16] = {0};
    const uint8_t full_second[8] = {0xee, 0x6b, 0x28, 0x00};
    const uint8_t far[12] = {0, 0, 0, 0, 0x7f, 0xff};

    assert_true(is_timestamp(-1, zeros, 8));
    assert_false(is_timestamp(-2, zeros, 8));
    assert_false(is_timestamp(-1, zeros, 5));
    assert_false(is_timestamp(-1, zeros, 16));
    assert_false(is_timestamp(-1, full_second, 8));
    assert_false(is_timestamp(-1, far, 12));
}

static void skips_a_value_of_any_depth_without_recursion(void **state UNUSED)
{
    enum { LEVELS = 1000000 };
    uint8_t *nested = memory_new(LEVELS + 3, 1);
    struct pack_reader reader = {nested, nested + LEVELS + 3};

    memset(nested, 0x91, LEVELS);
    nested[LEVELS] = nested[LEVELS + 1] = 0x07;
    nested[LEVELS + 2] = 0x92; /* promises two values that are not there */
    assert_int_equal(pack_skip_any(&reader).length, LEVELS + 1);
    assert_int_equal(pack_skip_any(&reader).length, 1);
    assert_null(pack_skip_any(&reader).at);
    assert_ptr_equal(reader.at, reader.end);
    memory_free(nested);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skips_a_value_of_any_depth_without_recursion),
        cmocka_unit_test(reads_whole_numbers_of_every_width),
        cmocka_unit_test(tells_a_number_above_int64_apart),
        cmocka_unit_test(reads_nil_true_false_and_floats),
        cmocka_unit_test(reads_str_bin_and_ext_with_every_width_of_length),
        cmocka_unit_test(reads_the_fixed_forms),
        cmocka_unit_test(reads_fixed_extensions_of_every_size),
        cmocka_unit_test(never_believes_a_count_beyond_the_bytes),
        cmocka_unit_test(stays_broken_once_broken),
        cmocka_unit_test(skips_a_value_and_gives_its_span),
        cmocka_unit_test(skips_what_is_as_deep_as_allowed_and_no_deeper),
        cmocka_unit_test(gives_no_span_for_what_is_cut_off),
        cmocka_unit_test(reads_timestamps_of_all_three_sizes),
        cmocka_unit_test(refuses_what_is_no_timestamp),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
