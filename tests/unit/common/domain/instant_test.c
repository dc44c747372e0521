/* Tests of common/domain/instant.c (REQUIREMENTS 4.7 rule 6). */
#include "tests/unit/common/domain/support.h"

static const struct zone *zone_of(const char *name)
{
    struct zone *zone = NULL;

    assert_int_equal(zone_load(&support_arena, NULL, text_of(name), &zone), OK);
    return zone;
}

static int64_t parsed(const char *text)
{
    int64_t ms = -1;

    if (!instant_parse(text_of(text), &ms))
        fail_msg("not read: %s", text);
    return ms;
}

static void reads_times_with_an_offset(void **state UNUSED)
{
    assert_int_equal(parsed("1970-01-01T00:00:00Z"), 0);
    assert_int_equal(parsed("1970-01-01T08:00:00.001+08:00"), 1);
    assert_int_equal(parsed("1969-12-31T19:00:01-05:00"), 1000);
    assert_int_equal(parsed("2026-02-28t23:59:59.9+08:00"), INT64_C(1772294399900));
    assert_int_equal(parsed("2026-02-28 15:59:59.9z"), INT64_C(1772294399900));
}

static void cuts_digits_below_a_millisecond(void **state UNUSED)
{
    assert_int_equal(parsed("1970-01-01T00:00:00.9999999Z"), 999);
    assert_int_equal(parsed("1970-01-01T00:00:00.0009Z"), 0);
    assert_int_equal(parsed("1970-01-01T00:00:00.12Z"), 120);
}

static void refuses_a_time_without_offset_and_other_nonsense(void **state UNUSED)
{
    static const char *const wrong[] = {
        "2026-02-28T23:59:59",
        "2026-02-28",
        "2026-02-28T23:59:59.+08:00",
        "2026-02-28T24:00:00Z",
        "2026-02-28T23:60:00Z",
        "2026-02-28T23:59:60Z",
        "2026-02-29T00:00:00Z",
        "2026-02-28T23:59Z",
        "2026-02-28T23:59:59+8:00",
        "2026-02-28T23:59:59+08",
        "2026-02-28T23:59:59+0800",
        "2026-02-28T23:59:59+24:00",
        "2026-02-28T23:59:59+08:60",
        "2026-02-28T23:59:59Z ",
        " 2026-02-28T23:59:59Z",
        "2026-02-28X23:59:59Z",
        "1969-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "",
        "T",
        "2026-02-28T",
    };
    int64_t ms = 7;

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        if (instant_parse(text_of(wrong[i]), &ms))
            fail_msg("read: %s", wrong[i]);
    }
    assert_int_equal(ms, 7);
    assert_false(instant_parse((struct text){0}, &ms));
}

static void reads_up_to_its_last_instant(void **state UNUSED)
{
    int64_t ms;

    assert_int_equal(parsed("2199-12-31T00:00:00.000Z"), ZONE_LAST_MS);
    assert_false(instant_parse(TEXT("2199-12-31T00:00:00.001Z"), &ms));
}

static void writes_three_decimals_and_the_offset(void **state UNUSED)
{
    int64_t ms = parsed("2026-02-15T16:00:00.007Z");

    assert_string_equal(instant_format_utc(&support_arena, ms).at, "2026-02-15T16:00:00.007Z");
    assert_string_equal(
        instant_format_local(&support_arena, zone_of("Asia/Shanghai"), ms).at,
        "2026-02-16T00:00:00.007+08:00"
    );
    assert_string_equal(
        instant_format_local(&support_arena, zone_of("America/New_York"), ms).at,
        "2026-02-15T11:00:00.007-05:00"
    );
    assert_string_equal(
        instant_format_local(&support_arena, zone_of("America/St_Johns"), ms).at,
        "2026-02-15T12:30:00.007-03:30"
    );
}

static void shows_people_a_limit_at_midnight_as_24_00(void **state UNUSED)
{
    const struct zone *zone = zone_of("Asia/Shanghai");
    int64_t midnight = parsed("2026-02-16T00:00:00+08:00");

    assert_string_equal(
        instant_format_limit(&support_arena, zone, midnight).at,
        "2026-02-15 24:00"
    );
    assert_string_equal(
        instant_format_limit(&support_arena, zone, midnight - 1).at,
        "2026-02-15 23:59:59.999"
    );
    assert_string_equal(
        instant_format_limit(&support_arena, zone, midnight + 1).at,
        "2026-02-16 00:00:00.001"
    );
}

static int drop_arena(void **state UNUSED)
{
    arena_done(&support_arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_times_with_an_offset),
        cmocka_unit_test(cuts_digits_below_a_millisecond),
        cmocka_unit_test(refuses_a_time_without_offset_and_other_nonsense),
        cmocka_unit_test(reads_up_to_its_last_instant),
        cmocka_unit_test(writes_three_decimals_and_the_offset),
        cmocka_unit_test(shows_people_a_limit_at_midnight_as_24_00),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, NULL, drop_arena);
}
