/* Tests of common/domain/zone.c against the C library, which reads the same database by other code. */
#include "tests/unit/common/domain/support.h"

#include <time.h>

static struct arena arena;

static const struct zone *zone_of(const char *name)
{
    struct zone *zone = NULL;

    assert_int_equal(zone_load(&arena, NULL, text_of(name), &zone), OK);
    return zone;
}

static int32_t offset_of_library(int64_t utc_ms)
{
    time_t seconds = (time_t)(utc_ms / 1000);
    struct tm local;

    assert_non_null(localtime_r(&seconds, &local));
    return (int32_t)local.tm_gmtoff;
}

static void use_library_zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

/* Half-hour and 45-minute zones, both hemispheres, changes at odd hours and back in history. */
static const char *const names[] = {
    "Asia/Shanghai",
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "America/Nuuk",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Asia/Tokyo",
    "America/Havana",
};

static void agrees_with_the_c_library_at_two_hundred_years_of_instants(void **state UNUSED)
{
    enum { STEP_MS = 86400000 / 2 + 1234567 };

    for (size_t i = 0; i < LENGTH(names); i++) {
        const struct zone *zone = zone_of(names[i]);
        use_library_zone(names[i]);
        for (int64_t ms = -2000000000000; ms < 4000000000000; ms += STEP_MS)
            assert_int_equal(zone_offset_at(zone, ms), offset_of_library(ms));
    }
    unsetenv("TZ");
    tzset();
}

static void agrees_with_the_c_library_after_the_listed_years(void **state UNUSED)
{
    static const char *const with_rules[] = {
        "Europe/London",
        "America/New_York",
        "Australia/Sydney",
        "Asia/Shanghai",
    };

    for (size_t i = 0; i < LENGTH(with_rules); i++) {
        const struct zone *zone = zone_of(with_rules[i]);
        use_library_zone(with_rules[i]);
        for (int64_t ms = 4000000000000; ms < ZONE_LAST_MS; ms += 86400000)
            assert_int_equal(zone_offset_at(zone, ms), offset_of_library(ms));
    }
    unsetenv("TZ");
    tzset();
}

static void finds_the_instant_of_every_local_time_again(void **state UNUSED)
{
    for (size_t i = 0; i < LENGTH(names); i++) {
        const struct zone *zone = zone_of(names[i]);
        for (int64_t ms = 0; ms < 2000000000000; ms += 3600000 * 7 + 1) {
            struct civil_time local = zone_to_local(zone, ms);
            int64_t back = zone_to_utc(zone, local.day, local.ms);
            struct civil_time again = zone_to_local(zone, back);
            assert_true(back <= ms); /* the first of two */
            assert_int_equal(again.day.days, local.day.days);
            assert_int_equal(again.ms, local.ms);
        }
    }
}

static void takes_the_first_of_two_equal_local_times(void **state UNUSED)
{
    const struct zone *zone = zone_of("America/New_York");

    assert_instant(
        zone_to_utc(zone, day_of("2026-11-01"), 90 * 60000),
        "2026-11-01T01:30:00-04:00"
    );
    assert_instant(
        zone_to_utc(zone, day_of("2026-11-01"), 120 * 60000),
        "2026-11-01T02:00:00-05:00"
    );
}

static void takes_the_change_for_a_local_time_that_is_skipped(void **state UNUSED)
{
    const struct zone *zone = zone_of("America/New_York");

    assert_instant(
        zone_to_utc(zone, day_of("2026-03-08"), 150 * 60000),
        "2026-03-08T03:00:00-04:00"
    );
    assert_instant(
        zone_to_utc(zone, day_of("2026-03-08"), 120 * 60000 - 1),
        "2026-03-08T01:59:59.999-05:00"
    );
    assert_instant(
        zone_to_utc(zone, day_of("2026-03-08"), 180 * 60000),
        "2026-03-08T03:00:00-04:00"
    );
}

/* Havana goes back from 01:00 to 00:00, and forward from 00:00 to 01:00. */
static void knows_days_that_begin_twice_or_late(void **state UNUSED)
{
    const struct zone *zone = zone_of("America/Havana");

    assert_instant(zone_to_utc(zone, day_of("2025-11-02"), 0), "2025-11-02T00:00:00-04:00");
    assert_instant(zone_to_utc(zone, day_of("2025-03-09"), 0), "2025-03-09T01:00:00-04:00");
}

static void takes_24_00_as_the_next_midnight(void **state UNUSED)
{
    const struct zone *zone = zone_of("Asia/Shanghai");

    assert_int_equal(
        zone_to_utc(zone, day_of("2026-02-15"), DAY_MS),
        zone_to_utc(zone, day_of("2026-02-16"), 0)
    );
    assert_instant(zone_to_utc(zone, day_of("2026-02-15"), DAY_MS), "2026-02-15T16:00:00Z");
}

static void ignores_the_environment(void **state UNUSED)
{
    static const char *const host[] = {"UTC", "America/New_York", "Asia/Shanghai"};
    const struct zone *zone = zone_of("Asia/Shanghai");

    for (size_t i = 0; i < LENGTH(host); i++) {
        use_library_zone(host[i]);
        /* REQUIREMENTS 4.4, night edge */
        struct civil_time local = zone_to_local(zone, at("2026-02-28T15:59:59.9Z"));
        assert_int_equal(local.day.days, day_of("2026-02-28").days);
        assert_int_equal(local.ms, DAY_MS - 100);
    }
    unsetenv("TZ");
    tzset();
}

static void refuses_names_that_are_no_zones(void **state UNUSED)
{
    static const char *const wrong[] = {
        "",
        "Asia",
        "Asia/Nowhere",
        "/etc/passwd",
        "../zoneinfo/UTC",
        "Asia/Shang hai",
        "zone.tab",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    struct zone *zone = NULL;

    for (size_t i = 0; i < LENGTH(wrong); i++)
        assert_int_equal(zone_load(&arena, NULL, text_of(wrong[i]), &zone), ERROR_not_found);
    assert_null(zone);
}

static void refuses_files_that_are_no_zones(void **state UNUSED)
{
    char folder[] = "/tmp/shouli-zone-XXXXXX";
    struct zone *zone = NULL;
    uint8_t content[8192];

    assert_non_null(mkdtemp(folder));
    FILE *file = fopen("/usr/share/zoneinfo/Europe/London", "r");
    assert_non_null(file);
    size_t whole = fread(content, 1, sizeof(content), file);
    fclose(file);
    for (size_t length = 0; length < whole; length += length < 64 ? 1 : 97) {
        char path[64];
        snprintf(path, sizeof(path), "%s/cut", folder);
        file = fopen(path, "w");
        assert_non_null(file);
        fwrite(content, 1, length, file);
        fclose(file);
        assert_int_equal(zone_load(&arena, folder, TEXT("cut"), &zone), ERROR_malformed);
        assert_int_equal(remove(path), 0);
    }
    assert_int_equal(remove(folder), 0);
    assert_null(zone);
}

static int drop_arena(void **state UNUSED)
{
    arena_done(&arena);
    arena_done(&support_arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_c_library_at_two_hundred_years_of_instants),
        cmocka_unit_test(agrees_with_the_c_library_after_the_listed_years),
        cmocka_unit_test(finds_the_instant_of_every_local_time_again),
        cmocka_unit_test(takes_the_first_of_two_equal_local_times),
        cmocka_unit_test(takes_the_change_for_a_local_time_that_is_skipped),
        cmocka_unit_test(knows_days_that_begin_twice_or_late),
        cmocka_unit_test(takes_24_00_as_the_next_midnight),
        cmocka_unit_test(ignores_the_environment),
        cmocka_unit_test(refuses_names_that_are_no_zones),
        cmocka_unit_test(refuses_files_that_are_no_zones),
    };
    return cmocka_run_group_tests_name("zone", tests, NULL, drop_arena);
}
