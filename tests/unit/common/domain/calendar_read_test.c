/* Tests of common/domain/calendar_read.c (REQUIREMENTS 4.7 rule 15). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/calendar_read.h"

#define BASE "name: T\nzone: Asia/Shanghai\nyears: [2026]\n"

static struct calendar *calendar_of(const char *text)
{
    struct calendar *calendar = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text_of(text)), OK);
    if (calendar_read(&yaml, &calendar) != OK)
        fail_msg("refused: %s", yaml.faults.at);
    return calendar;
}

static void assert_fault(const char *text, const char *fault)
{
    struct calendar *calendar = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text_of(text)), OK);
    assert_int_equal(calendar_read(&yaml, &calendar), ERROR_config);
    assert_null(calendar);
    if (!strstr(yaml.faults.at, fault))
        fail_msg("'%s' is not in: %s", fault, yaml.faults.at);
}

static bool works(const struct calendar *calendar, const char *day)
{
    return calendar_day(calendar, day_of(day)).is_work;
}

static void needs_only_name_zone_and_years(void **state UNUSED)
{
    struct calendar *calendar = calendar_of(BASE);

    assert_true(text_is(calendar->name, "T"));
    assert_int_equal(calendar->version, 1);
    assert_true(text_is(zone_name(calendar->zone), "Asia/Shanghai"));
    assert_instant(calendar_opening(calendar, day_of("2026-03-02")), "2026-03-02T09:00:00");
    assert_instant(calendar_closing(calendar, day_of("2026-03-02")), "2026-03-02T17:00:00");
    assert_true(works(calendar, "2026-01-01"));
    assert_false(works(calendar, "2026-01-03"));
    assert_false(calendar_day(calendar, day_of("2026-12-31")).provisional);
    assert_true(calendar_day(calendar, day_of("2027-01-01")).provisional);
    assert_fault("zone: Asia/Shanghai\nyears: [2026]\n", "'name' is missing");
    assert_fault("name: T\nyears: [2026]\n", "'zone' is missing");
    assert_fault("name: T\nzone: Asia/Shanghai\n", "'years' is missing");
}

static void reads_ranges_and_single_days(void **state UNUSED)
{
    struct calendar *calendar = calendar_of(
        BASE "off: [2026-03-02..2026-03-04, 2026-03-06]\nmakeup: [2026-03-07]\nversion: 3\n"
    );

    assert_false(works(calendar, "2026-03-02"));
    assert_false(works(calendar, "2026-03-04"));
    assert_true(works(calendar, "2026-03-05"));
    assert_false(works(calendar, "2026-03-06"));
    assert_true(works(calendar, "2026-03-07"));
    assert_false(works(calendar, "2026-03-08"));
    assert_int_equal(calendar->version, 3);
}

static void refuses_days_that_contradict(void **state UNUSED)
{
    assert_fault(BASE "off: [2026-03-04..2026-03-02]\n", "text:4: a date or from..to");
    assert_fault(BASE "off: [2026-02-30]\n", "a date or from..to");
    assert_fault(BASE "off: [2026-03-02...2026-03-04]\n", "a date or from..to");
    assert_fault(BASE "off: [[2026-03-02]]\n", "a date or from..to");
    assert_fault(BASE "off: 2026-03-02\n", "'off' must be a list");
    assert_fault(BASE "off: [2027-03-02]\n", "not among 'years'");
    assert_fault(BASE "off: [2026-12-30..2027-01-02]\n", "not among 'years'");
    assert_fault(
        BASE "off: [2026-03-06..2026-03-08]\nmakeup: [2026-03-07]\n",
        "text:5: a day cannot be both off and worked"
    );
}

static void knows_fixed_days_in_every_year(void **state UNUSED)
{
    struct calendar *calendar =
        calendar_of(BASE "fixed: [05-01, 05-09, 02-29]\nmakeup: [2026-05-09]\n");

    assert_false(works(calendar, "2026-05-01"));
    assert_true(works(calendar, "2026-05-09")); /* what the arrangement says goes first */
    assert_false(works(calendar, "2028-05-01"));
    assert_false(works(calendar, "2029-05-09"));
    assert_false(works(calendar, "2028-02-29"));
    assert_true(works(calendar, "2029-02-28"));
    assert_fault(BASE "fixed: [13-01]\n", "a month and day");
    assert_fault(BASE "fixed: [05-1]\n", "a month and day");
    assert_fault(BASE "fixed: [2026-05-01]\n", "a month and day");
}

static void takes_as_many_fixed_days_as_its_limit(void **state UNUSED)
{
    char text[512] = BASE "fixed: [";
    char over[600];

    for (int day = 1; day <= CALENDAR_FIXED_MAX; day++) {
        size_t length = strlen(text);
        snprintf(
            text + length,
            sizeof(text) - length,
            "%02d-%02d,",
            1 + day / 30,
            1 + day % 28
        );
    }
    snprintf(over, sizeof(over), "%s12-31]\n", text);
    text[strlen(text) - 1] = ']';
    assert_int_equal(calendar_of(text)->fixed_count, CALENDAR_FIXED_MAX);
    assert_fault(over, "at most 32 fixed days");
}

static void reads_windows_up_to_midnight(void **state UNUSED)
{
    struct calendar *calendar = calendar_of(
        BASE "hours: [[\"00:00\", \"01:30\"], [\"01:30\", \"12:00\"], [\"20:00\", \"24:00\"]]\n"
    );
    bool provisional = false;

    assert_int_equal(calendar_open_ms(calendar, day_of("2026-03-02")), 16 * 3600000);
    assert_instant(calendar_closing(calendar, day_of("2026-03-02")), "2026-03-03T00:00:00");
    assert_instant(
        calendar_add_business_ms(
            calendar,
            at("2026-03-02T11:00:00"),
            6 * 3600000,
            &provisional
        ),
        "2026-03-03T01:00:00"
    );
}

static void refuses_windows_that_do_not_ascend_inside_one_day(void **state UNUSED)
{
    assert_fault(BASE "hours: [[\"09:00\", \"09:00\"]]\n", "text:4: windows must ascend");
    assert_fault(BASE "hours: [[\"17:00\", \"09:00\"]]\n", "windows must ascend");
    assert_fault(
        BASE "hours: [[\"13:00\", \"17:00\"], [\"09:00\", \"12:00\"]]\n",
        "must ascend"
    );
    assert_fault(
        BASE "hours: [[\"09:00\", \"12:01\"], [\"12:00\", \"17:00\"]]\n",
        "must ascend"
    );
    assert_fault(BASE "hours: [[\"09:00\", \"24:01\"]]\n", "[HH:MM, HH:MM] is expected");
    assert_fault(BASE "hours: [[\"09:60\", \"12:00\"]]\n", "[HH:MM, HH:MM] is expected");
    assert_fault(BASE "hours: [[\"9:00\", \"12:00\"]]\n", "[HH:MM, HH:MM] is expected");
    assert_fault(BASE "hours: [[\"09:00\"]]\n", "[HH:MM, HH:MM] is expected");
    assert_fault(BASE "hours: [\"09:00\", \"17:00\"]\n", "[HH:MM, HH:MM] is expected");
    assert_fault(BASE "hours: 8\n", "a list of [from, to]");
    assert_fault(BASE "hours: []\n", "no hours at all");
}

static void takes_as_many_windows_as_its_limit(void **state UNUSED)
{
    char text[512] = BASE "hours: [";
    char over[600];

    for (int hour = 1; hour <= CALENDAR_WINDOWS_MAX; hour++) {
        size_t length = strlen(text);
        snprintf(
            text + length,
            sizeof(text) - length,
            "[\"%02d:00\",\"%02d:30\"],",
            hour,
            hour
        );
    }
    snprintf(over, sizeof(over), "%s[\"20:00\",\"21:00\"]]\n", text);
    text[strlen(text) - 1] = ']';
    assert_int_equal(calendar_open_ms(calendar_of(text), day_of("2026-03-02")), 4 * 3600000);
    assert_fault(over, "at most 8 windows");
}

static void reads_hours_by_weekday(void **state UNUSED)
{
    struct calendar *calendar = calendar_of(
        BASE
        "hours_by_weekday: {friday: [[\"09:00\", \"12:00\"]], Sat: [[\"10:00\", \"11:00\"]], "
        "wed: []}\nmakeup: [2026-03-07]\n"
    );

    assert_int_equal(calendar_open_ms(calendar, day_of("2026-03-05")), 8 * 3600000);
    assert_int_equal(calendar_open_ms(calendar, day_of("2026-03-06")), 3 * 3600000);
    assert_true(works(calendar, "2026-03-07"));
    assert_int_equal(calendar_open_ms(calendar, day_of("2026-03-07")), 3600000);
    assert_false(works(calendar, "2026-03-04"));
    assert_int_equal(calendar_longest_day_ms(calendar), 8 * 3600000);
    assert_fault(BASE "hours_by_weekday: {freitag: []}\n", "monday, tuesday");
    assert_fault(BASE "hours_by_weekday: []\n", "a map of weekdays");
    assert_fault(
        BASE "hours_by_weekday: {mon: [], tue: [], wed: [], thu: [], fri: []}\n",
        "no hours at all"
    );
}

static void refuses_other_years_zones_and_keys(void **state UNUSED)
{
    assert_fault("name: T\nzone: Asia/Shanghai\nyears: [26]\n", "a year is expected");
    assert_fault("name: T\nzone: Asia/Shanghai\nyears: [20260]\n", "a year is expected");
    assert_fault("name: T\nzone: Asia/Shanghai\nyears: [1969]\n", "from 1970 to 2199");
    assert_fault("name: T\nzone: Asia/Shanghai\nyears: [2200]\n", "from 1970 to 2199");
    assert_non_null(calendar_of("name: T\nzone: Asia/Shanghai\nyears: [1970, 2199]\n"));
    assert_fault(
        "name: T\nzone: Asia/Nowhere\nyears: [2026]\n",
        "text:2: no zone 'Asia/Nowhere'"
    );
    assert_fault(BASE "holidays: []\n", "unknown key 'holidays'");
    assert_fault(BASE "version: 0\n", "'version' must be a whole number");
}

static void shows_all_faults_of_a_file_at_once(void **state UNUSED)
{
    struct calendar *calendar = NULL;
    struct yaml yaml;

    assert_int_equal(
        yaml_read_text(
            &yaml,
            &support_arena,
            TEXT("name: T\nzone: X\nyears: [1]\noff: [a]\nfixed: [b]\nhours: [c]\n")
        ),
        OK
    );
    assert_int_equal(calendar_read(&yaml, &calendar), ERROR_config);
    assert_true(yaml.fault_count >= 5);
}

static void names_the_file_in_its_faults(void **state UNUSED)
{
    struct calendar *calendar = NULL;
    struct text faults = {0};

    assert_int_equal(
        calendar_load(&support_arena, "deploy/config/calendars/XX.yaml", &faults, &calendar),
        ERROR_config
    );
    assert_non_null(strstr(faults.at, "deploy/config/calendars/XX.yaml:1: "));
    assert_int_equal(
        calendar_load(&support_arena, "deploy/config/calendars/CN.yaml", &faults, &calendar),
        OK
    );
    assert_true(text_is(calendar->name, "CN"));
}

static int drop_arena(void **state UNUSED)
{
    arena_done(&support_arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(needs_only_name_zone_and_years),
        cmocka_unit_test(reads_ranges_and_single_days),
        cmocka_unit_test(refuses_days_that_contradict),
        cmocka_unit_test(knows_fixed_days_in_every_year),
        cmocka_unit_test(takes_as_many_fixed_days_as_its_limit),
        cmocka_unit_test(reads_windows_up_to_midnight),
        cmocka_unit_test(refuses_windows_that_do_not_ascend_inside_one_day),
        cmocka_unit_test(takes_as_many_windows_as_its_limit),
        cmocka_unit_test(reads_hours_by_weekday),
        cmocka_unit_test(refuses_other_years_zones_and_keys),
        cmocka_unit_test(shows_all_faults_of_a_file_at_once),
        cmocka_unit_test(names_the_file_in_its_faults),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, NULL, drop_arena);
}
