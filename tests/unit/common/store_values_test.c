/* Tests of common/store_values.c: PostgreSQL's binary format as its manual and array_recv have it, both ways. */
#include "common/store.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <libpq-fe.h>

static struct arena arena;
static struct params params;

static int begin(void **state UNUSED)
{
    arena_reset(&arena);
    params_begin(&params, &arena);
    return 0;
}

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void assert_parameter(int index, const void *wanted, size_t length)
{
    assert_true(index < params.count);
    assert_int_equal(params.lengths[index], length);
    assert_memory_equal(params.values[index], wanted, length);
}

#define ASSERT_PARAMETER(index, literal) assert_parameter(index, literal, sizeof(literal) - 1)

static void writes_whole_numbers_big_endian(void **state UNUSED)
{
    params_int(&params, 1);
    params_int(&params, -2);
    params_int(&params, INT64_MAX);
    ASSERT_PARAMETER(0, "\0\0\0\0\0\0\0\1");
    ASSERT_PARAMETER(1, "\xff\xff\xff\xff\xff\xff\xff\xfe");
    ASSERT_PARAMETER(2, "\x7f\xff\xff\xff\xff\xff\xff\xff");
    params_int32(&params, 202612);
    params_int32(&params, -1);
    ASSERT_PARAMETER(3, "\0\x03\x17\x74");
    ASSERT_PARAMETER(4, "\xff\xff\xff\xff");
}

/* timestamptz: microseconds since 2000-01-01 00:00 UTC, which is 946684800 s after 1970. */
static void writes_times_as_microseconds_since_2000(void **state UNUSED)
{
    params_time(&params, INT64_C(946684800000));
    params_time(&params, INT64_C(946684800001));
    params_time(&params, INT64_C(946684799999));
    ASSERT_PARAMETER(0, "\0\0\0\0\0\0\0\0");
    ASSERT_PARAMETER(1, "\0\0\0\0\0\0\x03\xe8");
    ASSERT_PARAMETER(2, "\xff\xff\xff\xff\xff\xff\xfc\x18");
}

static void tells_empty_from_null(void **state UNUSED)
{
    params_text(&params, (struct text){0});
    params_bytes(&params, (struct bytes){0});
    params_null(&params);
    assert_non_null(params.values[0]);
    assert_int_equal(params.lengths[0], 0);
    assert_non_null(params.values[1]);
    assert_null(params.values[2]);
    assert_int_equal(params.count, 3);
}

static void writes_texts_flags_and_identifiers(void **state UNUSED)
{
    const struct uuid uuid = {{1, [15] = 9}};

    params_text(&params, TEXT("工"));
    params_flag(&params, true);
    params_flag(&params, false);
    params_uuid(&params, uuid);
    ASSERT_PARAMETER(0, "\xe5\xb7\xa5");
    ASSERT_PARAMETER(1, "\1");
    ASSERT_PARAMETER(2, "\0");
    assert_parameter(3, uuid.b, 16);
}

/* Dimensions, whether there are nulls, type, length, lower bound; then length and bytes of each. */
static void writes_an_array_with_its_header(void **state UNUSED)
{
    struct array array;

    array_begin(&array, &arena, ARRAY_int, 2);
    array_int(&array, 7);
    array_null(&array);
    array_end(&array, &params);
    ASSERT_PARAMETER(
        0,
        "\0\0\0\1\0\0\0\1\0\0\0\x14\0\0\0\2\0\0\0\1"
        "\0\0\0\x08\0\0\0\0\0\0\0\7\xff\xff\xff\xff"
    );
}

/* unnest takes NULL as so many NULLs as the other columns have values, and reads none of them. */
static void an_array_of_nothing_but_nulls_is_null(void **state UNUSED)
{
    struct array array;

    array_begin(&array, &arena, ARRAY_text, 2);
    array_null(&array);
    array_null(&array);
    array_end(&array, &params);
    assert_int_equal(params.count, 1);
    assert_null(params.values[0]);
    array_begin(&array, &arena, ARRAY_text, 2);
    array_null(&array);
    array_bytes(&array, (struct bytes){(const uint8_t *)"", 0});
    array_end(&array, &params);
    assert_non_null(params.values[1]);
}

static void writes_an_array_of_nothing(void **state UNUSED)
{
    struct array array;

    array_begin(&array, &arena, ARRAY_uuid, 0);
    array_end(&array, &params);
    ASSERT_PARAMETER(0, "\0\0\0\1\0\0\0\0\0\0\x0b\x86\0\0\0\0\0\0\0\1");
}

/* The types of pg_type.h: bool 16, bytea 17, int8 20, text 25, timestamptz 1184, uuid 2950. */
static void names_the_type_of_an_array(void **state UNUSED)
{
    static const struct {
        enum array_type type;
        const char *oid;
    } types[] = {
        {ARRAY_flag, "\0\0\0\x10"},
        {ARRAY_bytes, "\0\0\0\x11"},
        {ARRAY_int, "\0\0\0\x14"},
        {ARRAY_text, "\0\0\0\x19"},
        {ARRAY_time, "\0\0\x04\xa0"},
        {ARRAY_uuid, "\0\0\x0b\x86"},
    };

    for (size_t i = 0; i < LENGTH(types); i++) {
        struct array array;
        array_begin(&array, &arena, types[i].type, 0);
        array_end(&array, &params);
        assert_memory_equal(params.values[i] + 8, types[i].oid, 4);
    }
}

static void writes_the_elements_of_each_type(void **state UNUSED)
{
    const struct uuid uuid = {{[15] = 5}};
    struct array array;

    array_begin(&array, &arena, ARRAY_flag, 1);
    array_flag(&array, true);
    array_end(&array, &params);
    assert_memory_equal(params.values[0] + 20, "\0\0\0\1\1", 5);
    array_begin(&array, &arena, ARRAY_time, 1);
    array_time(&array, INT64_C(946684800001));
    array_end(&array, &params);
    assert_memory_equal(params.values[1] + 20, "\0\0\0\x08\0\0\0\0\0\0\x03\xe8", 12);
    array_begin(&array, &arena, ARRAY_uuid, 1);
    array_uuid(&array, uuid);
    array_end(&array, &params);
    assert_memory_equal(params.values[2] + 20, "\0\0\0\x10", 4);
    assert_memory_equal(params.values[2] + 24, uuid.b, 16);
}

static void grows_an_array_beyond_what_was_foreseen(void **state UNUSED)
{
    static const uint8_t large[5000] = {[0] = 1, [4999] = 2};
    struct array array;

    array_begin(&array, &arena, ARRAY_bytes, 1);
    array_bytes(&array, (struct bytes){large, 1});
    array_bytes(&array, (struct bytes){large, sizeof(large)});
    array_bytes(&array, (struct bytes){0});
    array_end(&array, &params);
    assert_int_equal(params.lengths[0], 20 + 5 + 5004 + 4);
    assert_memory_equal(params.values[0] + 12, "\0\0\0\3", 4);
    assert_memory_equal(params.values[0] + 20 + 5 + 4, large, sizeof(large));
}

/* A result of one row, made by hand; a NULL value is SQL's null. */
static struct rows *rows_of(const char *const *values, const int *lengths, int count)
{
    PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    char name[] = "c";
    PGresAttDesc columns[16] = {{0}};

    for (int i = 0; i < count; i++)
        columns[i] = (PGresAttDesc){.name = name, .format = 1};
    assert_true(PQsetResultAttrs(result, count, columns));
    for (int i = 0; i < count; i++) {
        char copy[64];
        if (values[i])
            memcpy(copy, values[i], (size_t)lengths[i]);
        assert_true(
            PQsetvalue(result, 0, i, values[i] ? copy : NULL, values[i] ? lengths[i] : -1)
        );
    }
    return (struct rows *)result;
}

static void reads_whole_numbers_of_every_width(void **state UNUSED)
{
    struct rows *rows = rows_of(
        (const char *const[]
        ){"\xff\xfe", "\0\0\1\0", "\x80\0\0\0\0\0\0\0", "\0\0\0\0\0\0\0\x7f", NULL},
        (const int[]){2, 4, 8, 8, 0},
        5
    );

    assert_int_equal(rows_count(rows), 1);
    assert_int_equal(rows_int(rows, 0, 0), -2);
    assert_int_equal(rows_int(rows, 0, 1), 256);
    assert_true(rows_int(rows, 0, 2) == INT64_MIN);
    assert_int_equal(rows_int(rows, 0, 3), 127);
    assert_true(rows_null(rows, 0, 4));
    assert_false(rows_null(rows, 0, 3));
    assert_int_equal(rows_int(rows, 0, 4), 0);
    PQclear((PGresult *)rows);
}

/* Cut to the millisecond, always downwards, also before 2000. */
static void reads_times_to_the_millisecond(void **state UNUSED)
{
    struct rows *rows = rows_of(
        (const char *const[]){
            "\0\0\0\0\0\0\0\0",
            "\0\0\0\0\0\0\x03\xe7",
            "\0\0\0\0\0\0\x03\xe8",
            "\xff\xff\xff\xff\xff\xff\xff\xff",
        },
        (const int[]){8, 8, 8, 8},
        4
    );

    assert_true(rows_time(rows, 0, 0) == INT64_C(946684800000));
    assert_true(rows_time(rows, 0, 1) == INT64_C(946684800000));
    assert_true(rows_time(rows, 0, 2) == INT64_C(946684800001));
    assert_true(rows_time(rows, 0, 3) == INT64_C(946684799999));
    PQclear((PGresult *)rows);
}

static void reads_texts_flags_and_identifiers(void **state UNUSED)
{
    static const char uuid[16] = {1, [15] = 9};
    struct rows *rows = rows_of(
        (const char *const[]){"\xe5\xb7\xa5", "\1", "\0", uuid, "short", NULL},
        (const int[]){3, 1, 1, 16, 5, 0},
        6
    );

    assert_true(text_is(rows_text(rows, 0, 0), "工"));
    assert_int_equal(rows_bytes(rows, 0, 0).length, 3);
    assert_true(rows_flag(rows, 0, 1));
    assert_false(rows_flag(rows, 0, 2));
    assert_false(rows_flag(rows, 0, 5));
    assert_memory_equal(rows_uuid(rows, 0, 3).b, uuid, 16);
    assert_true(uuid_is_zero(rows_uuid(rows, 0, 4)));
    assert_true(uuid_is_zero(rows_uuid(rows, 0, 5)));
    PQclear((PGresult *)rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(writes_whole_numbers_big_endian, begin),
        cmocka_unit_test_setup(writes_times_as_microseconds_since_2000, begin),
        cmocka_unit_test_setup(tells_empty_from_null, begin),
        cmocka_unit_test_setup(writes_texts_flags_and_identifiers, begin),
        cmocka_unit_test_setup(writes_an_array_with_its_header, begin),
        cmocka_unit_test_setup(writes_an_array_of_nothing, begin),
        cmocka_unit_test_setup(an_array_of_nothing_but_nulls_is_null, begin),
        cmocka_unit_test_setup(names_the_type_of_an_array, begin),
        cmocka_unit_test_setup(writes_the_elements_of_each_type, begin),
        cmocka_unit_test_setup(grows_an_array_beyond_what_was_foreseen, begin),
        cmocka_unit_test_setup(reads_whole_numbers_of_every_width, begin),
        cmocka_unit_test_setup(reads_times_to_the_millisecond, begin),
        cmocka_unit_test_setup(reads_texts_flags_and_identifiers, begin),
    };
    return cmocka_run_group_tests_name("store_values", tests, NULL, end);
}
