/* Tests of common/timestamp.c: RFC 3339 as PROTOCOL section 1 asks for it. */
#include "common/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void reads_instants_with_an_offset(void **state UNUSED)
{
    static const struct {
        const char *text;
        int64_t ms;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01T08:00:00+08:00", 0},
        {"1969-12-31T19:00:00-05:00", 0},
        {"2026-11-21T21:44:11.123+08:00", 1795268651123},
        {"2026-11-21T13:44:11.123Z", 1795268651123},
        {"2026-11-21t13:44:11.123z", 1795268651123},
        {"2199-12-31T23:59:59.999Z", TIMESTAMP_MS_MAX},
        {"2200-01-01T00:00:00Z", TIMESTAMP_MS_MAX + 1},
        {"2000-02-29T00:00:00Z", 951782400000},
        {"2016-12-31T23:59:60Z", 1483228800000},
        {"1970-01-01T00:00:00-00:00", 0},
        {"1969-12-31T23:59:59.999Z", -1},
        {"0000-03-01T00:00:00Z", -62162035200000},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        int64_t ms = 77;
        assert_true(timestamp_from_text(text_of(rows[i].text), &ms));
        assert_int_equal(ms, rows[i].ms);
    }
}

static void cuts_off_digits_below_a_millisecond(void **state UNUSED)
{
    static const struct {
        const char *text;
        int64_t ms;
    } rows[] = {
        {"1970-01-01T00:00:00.1Z", 100},
        {"1970-01-01T00:00:00.12Z", 120},
        {"1970-01-01T00:00:00.1239Z", 123},
        {"1970-01-01T00:00:00.999999999999Z", 999},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        int64_t ms = 77;
        assert_true(timestamp_from_text(text_of(rows[i].text), &ms));
        assert_int_equal(ms, rows[i].ms);
    }
}

static void refuses_what_is_not_rfc_3339(void **state UNUSED)
{
    static const char *const rows[] = {
        "",
        "2026-11-21",
        "2026-11-21T13:44:11",
        "2026-11-21 13:44:11Z",
        "2026-11-21T13:44Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T23:60:00Z",
        "2026-11-21T23:59:61Z",
        "2026-11-21T23:58:60Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2025-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-11-00T00:00:00Z",
        "2026-11-21T13:44:11.Z",
        "2026-11-21T13:44:11,5Z",
        "2026-11-21T13:44:11+0800",
        "2026-11-21T13:44:11+24:00",
        "2026-11-21T13:44:11+08:60",
        "2026-11-21T13:44:11+08",
        "2026-11-21T13:44:11Zx",
        "+2026-11-21T13:44:11Z",
        "26-11-21T13:44:11Z",
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        int64_t ms = 77;
        assert_false(timestamp_from_text(text_of(rows[i]), &ms));
        assert_int_equal(ms, 77);
    }
    int64_t ms;
    assert_false(timestamp_from_text((struct text){"2026-11-21\0T13:44:11Z", 21}, &ms));
}

static void writes_utc_with_three_decimals(void **state UNUSED)
{
    static const struct {
        int64_t ms;
        const char *text;
    } rows[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {1795268651123, "2026-11-21T13:44:11.123Z"},
        {951782400000, "2000-02-29T00:00:00.000Z"},
        {951868800000, "2000-03-01T00:00:00.000Z"},
        {4107542400000, "2100-03-01T00:00:00.000Z"},
        {TIMESTAMP_MS_MAX, "2199-12-31T23:59:59.999Z"},
        {TIMESTAMP_MS_MAX + 1, "2199-12-31T23:59:59.999Z"},
        {-1, "1970-01-01T00:00:00.000Z"},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        char text[TIMESTAMP_TEXT_LENGTH + 1];
        timestamp_to_text(rows[i].ms, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void reads_back_every_day_that_it_writes(void **state UNUSED)
{
    for (int64_t ms = 12345; ms < TIMESTAMP_MS_MAX; ms += 86400000) {
        char text[TIMESTAMP_TEXT_LENGTH + 1];
        int64_t again = 0;
        timestamp_to_text(ms, text);
        assert_true(timestamp_from_text(text_of(text), &again));
        assert_int_equal(again, ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_instants_with_an_offset),
        cmocka_unit_test(cuts_off_digits_below_a_millisecond),
        cmocka_unit_test(refuses_what_is_not_rfc_3339),
        cmocka_unit_test(writes_utc_with_three_decimals),
        cmocka_unit_test(reads_back_every_day_that_it_writes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
