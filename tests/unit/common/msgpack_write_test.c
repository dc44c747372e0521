/* Tests of common/msgpack_write.c: what is written is the shortest form and reads back. */
#include "common/msgpack.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static struct pack_writer writer;

static int begin(void **state UNUSED)
{
    pack_begin(&writer, &arena, 0);
    return 0;
}

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static struct pack_value read_back(size_t length)
{
    struct bytes bytes = pack_end(&writer);
    struct pack_reader reader = pack_reader_of(bytes);
    struct pack_value value = pack_next(&reader);

    assert_int_equal(bytes.length, length);
    pack_begin(&writer, &arena, 0);
    return value;
}

static void writes_numbers_in_the_shortest_form(void **state UNUSED)
{
    static const struct {
        int64_t number;
        size_t length;
    } rows[] = {
        {0, 1},      {127, 1},    {128, 2},        {255, 2},         {256, 3},
        {65535, 3},  {65536, 5},  {4294967295, 5}, {4294967296, 9},  {INT64_MAX, 9},
        {-1, 1},     {-32, 1},    {-33, 2},        {-128, 2},        {-129, 3},
        {-32768, 3}, {-32769, 5}, {INT32_MIN, 5},  {-2147483649, 9}, {INT64_MIN, 9},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        pack_int(&writer, rows[i].number);
        struct pack_value value = read_back(rows[i].length);
        assert_int_equal(value.type, PACK_int);
        assert_int_equal(value.integer, rows[i].number);
    }
}

static void writes_strings_and_bytes_of_every_length(void **state UNUSED)
{
    static const size_t lengths[] = {0, 1, 31, 32, 255, 256, 65535, 65536};
    static const size_t str_heads[] = {1, 1, 1, 2, 2, 3, 3, 5};
    static const size_t bin_heads[] = {2, 2, 2, 2, 2, 3, 3, 5};
    static char filler[65536];

    memset(filler, 'x', sizeof(filler));
    for (size_t i = 0; i < LENGTH(lengths); i++) {
        pack_str(&writer, (struct text){filler, lengths[i]});
        struct pack_value value = read_back(str_heads[i] + lengths[i]);
        assert_true(value.type == PACK_str && value.bytes.length == lengths[i]);
        assert_non_null(value.bytes.at);
        pack_bin(&writer, (struct bytes){(const uint8_t *)filler, lengths[i]});
        value = read_back(bin_heads[i] + lengths[i]);
        assert_true(value.type == PACK_bin && value.bytes.length == lengths[i]);
    }
}

static void writes_headers_of_arrays_and_maps(void **state UNUSED)
{
    static const struct {
        size_t count, length;
    } rows[] = {{0, 1}, {15, 1}, {16, 3}, {65535, 3}, {65536, 5}};

    for (size_t i = 0; i < LENGTH(rows); i++) {
        pack_array(&writer, rows[i].count);
        assert_int_equal(pack_end(&writer).length, rows[i].length);
        pack_map(&writer, rows[i].count);
        assert_int_equal(pack_end(&writer).length, 2 * rows[i].length);
        for (size_t n = 0; n < rows[i].count * 2; n++)
            pack_nil(&writer);
        struct bytes all = pack_end(&writer);
        struct pack_reader reader = pack_reader_of(all);
        struct pack_value value = pack_next(&reader);
        assert_true(value.type == PACK_array && value.count == rows[i].count);
        value = pack_next(&reader);
        assert_true(value.type == PACK_map && value.count == rows[i].count);
        pack_begin(&writer, &arena, 0);
    }
}

static void writes_times_in_the_shortest_form(void **state UNUSED)
{
    static const struct {
        int64_t ms;
        size_t length;
    } rows[] = {
        {0, 6},
        {1, 10},
        {1000, 6},
        {4294967295000, 6},
        {4294967296000, 10},
        {7258118399999, 10},
        {17179869183999, 10},
        {17179869184000, 15},
        {-1, 15},
        {-1000, 15},
        {-1001, 15},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        int64_t ms = 0;
        pack_time(&writer, rows[i].ms);
        struct pack_value value = read_back(rows[i].length);
        assert_true(pack_timestamp(&value, &ms));
        assert_int_equal(ms, rows[i].ms);
    }
}

static void writes_nil_flags_and_raw_bytes(void **state UNUSED)
{
    const uint8_t raw[] = {0x91, 0x05};

    pack_nil(&writer);
    pack_flag(&writer, true);
    pack_flag(&writer, false);
    pack_raw(&writer, (struct bytes){raw, 2});
    pack_raw(&writer, (struct bytes){NULL, 0});
    pack_string(&writer, "a");
    assert_int_equal(pack_end(&writer).length, 7);
    assert_memory_equal(
        pack_end(&writer).at,
        "\xc0\xc3\xc2\x91\x05\xa1"
        "a",
        7
    );
}

static void keeps_what_was_written_while_it_grows(void **state UNUSED)
{
    for (int64_t i = 0; i < 10000; i++)
        pack_int(&writer, i);
    struct bytes bytes = pack_end(&writer);
    struct pack_reader reader = pack_reader_of(bytes);
    for (int64_t i = 0; i < 10000; i++)
        assert_int_equal(pack_next(&reader).integer, i);
    assert_ptr_equal(reader.at, reader.end);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_numbers_in_the_shortest_form),
        TEST(writes_strings_and_bytes_of_every_length),
        TEST(writes_headers_of_arrays_and_maps),
        TEST(writes_times_in_the_shortest_form),
        TEST(writes_nil_flags_and_raw_bytes),
        TEST(keeps_what_was_written_while_it_grows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
