/* Tests of common/uuid.c: the example of RFC 9562 (A.6), both text directions, PROTOCOL 3's partition. */
#include "common/uuid.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* RFC 9562, A.6: 2022-02-22 19:22:22 GMT, rand_a 0xCC3, rand_b 0b01, 0x8C4DC0C0C07398F. */
static const char RFC_TEXT[] = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
static const int64_t RFC_MS = 1645557742000;

static struct uuid read_uuid(const char *text)
{
    struct uuid uuid = {{0}};

    assert_true(uuid_from_text(text_of(text), &uuid));
    return uuid;
}

static void makes_the_one_of_the_rfc(void **state UNUSED)
{
    static const uint8_t random[10] =
        {0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f};
    char text[UUID_TEXT_LENGTH + 1];

    uuid_to_text(uuid_make(RFC_MS, random), text);
    assert_string_equal(text, RFC_TEXT);
    assert_int_equal(uuid_time_ms(read_uuid(RFC_TEXT)), RFC_MS);
}

static void puts_version_and_variant_over_any_random_bits(void **state UNUSED)
{
    uint8_t random[10];

    for (int fill = 0; fill < 256; fill++) {
        memset(random, fill, sizeof(random));
        struct uuid uuid = uuid_make(INT64_C(0xffffffffffff), random);
        assert_int_equal(uuid.b[6] >> 4, 7);
        assert_int_equal(uuid.b[8] >> 6, 2);
        assert_int_equal(uuid_time_ms(uuid), INT64_C(0xffffffffffff));
    }
}

static void knows_the_ones_that_say_when_they_were_made(void **state UNUSED)
{
    assert_true(uuid_is_of_time(read_uuid(RFC_TEXT)));
    assert_false(uuid_is_of_time(read_uuid("017f22e2-79b0-4cc3-98c4-dc0c0c07398f")));
    assert_false(uuid_is_of_time(read_uuid("017f22e2-79b0-7cc3-58c4-dc0c0c07398f")));
    assert_false(uuid_is_of_time((struct uuid){{0}}));
}

static void sorts_by_time(void **state UNUSED)
{
    static const uint8_t high[10] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    static const uint8_t low[10];
    struct uuid earlier = uuid_make(RFC_MS, high);
    struct uuid later = uuid_make(RFC_MS + 1, low);

    assert_true(memcmp(earlier.b, later.b, 16) < 0);
}

static void reads_what_it_writes(void **state UNUSED)
{
    char text[UUID_TEXT_LENGTH + 1];

    uuid_to_text(read_uuid("01234567-89ab-cdef-0123-456789abcdef"), text);
    assert_string_equal(text, "01234567-89ab-cdef-0123-456789abcdef");
}

static void refuses_every_other_form(void **state UNUSED)
{
    static const char *const wrong[] = {
        "",
        "017f22e279b07cc398c4dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398 ",
        "017f22e2079b0-7cc3-98c4-dc0c0c07398f",
        "-17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
    };
    struct uuid uuid = {{1, 2, 3}};

    for (size_t i = 0; i < LENGTH(wrong); i++)
        assert_false(uuid_from_text(text_of(wrong[i]), &uuid));
    assert_int_equal(uuid.b[1], 2); /* written on success only */
    assert_false(uuid_from_text((struct text){0}, &uuid));
}

/* Computed apart: 0x98c4dc0c0c07398f = 11008261214138645903. */
static void finds_the_partition_from_the_last_eight_bytes(void **state UNUSED)
{
    struct uuid uuid = read_uuid(RFC_TEXT);

    assert_int_equal(uuid_partition(uuid, 1), 0);
    assert_int_equal(uuid_partition(uuid, 16), 0xf);
    assert_int_equal(uuid_partition(uuid, 65536), 0x398f);
    assert_int_equal(uuid_partition(uuid, 1000), UINT64_C(0x98c4dc0c0c07398f) % 1000);
    uuid.b[0] ^= 255; /* the time does not matter */
    assert_int_equal(uuid_partition(uuid, 65536), 0x398f);
}

static void knows_nothing_from_something(void **state UNUSED)
{
    struct uuid zero = {{0}}, last = {{[15] = 1}};

    assert_true(uuid_is_zero(zero));
    assert_false(uuid_is_zero(last));
    assert_true(uuid_equal(last, last));
    assert_false(uuid_equal(zero, last));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_the_one_of_the_rfc),
        cmocka_unit_test(puts_version_and_variant_over_any_random_bits),
        cmocka_unit_test(knows_the_ones_that_say_when_they_were_made),
        cmocka_unit_test(sorts_by_time),
        cmocka_unit_test(reads_what_it_writes),
        cmocka_unit_test(refuses_every_other_form),
        cmocka_unit_test(finds_the_partition_from_the_last_eight_bytes),
        cmocka_unit_test(knows_nothing_from_something),
    };
    return cmocka_run_group_tests_name("uuid", tests, NULL, NULL);
}
