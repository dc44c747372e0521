/* Tests of common/domain/calendar.c: the business calendar of 2026 (REQUIREMENTS 4.4) and of uncovered years (4.7 rule 10). */
#include "tests/unit/common/domain/support.h"

#include <time.h>

static const char *const zones[] = {NULL, "UTC", "America/New_York"};

static void set_host_zone(const char *name)
{
    if (name)
        setenv("TZ", name, 1);
    else
        unsetenv("TZ");
    tzset();
}

static void assert_day(struct civil_day actual, const char *expected)
{
    struct civil_date date = civil_date_of(actual);
    char text[64];

    snprintf(text, sizeof(text), "%04d-%02d-%02d", date.year, date.month, date.day);
    assert_string_equal(text, expected);
}

static void adds_working_days_as_the_vectors_say(void **state UNUSED)
{
    static const struct {
        const char *from;
        int32_t n;
        const char *to;
    } vectors[] = {
        {"2026-02-13", 1, "2026-02-14"},
        {"2026-02-13", 2, "2026-02-24"},
        {"2026-02-14", 1, "2026-02-24"},
        {"2026-02-25", 3, "2026-02-28"},
        {"2026-09-18", 3, "2026-09-22"},
        {"2026-09-24", 2, "2026-09-29"},
        {"2026-09-29", 5, "2026-10-12"},
        {"2026-04-30", 3, "2026-05-08"},
        {"2026-05-08", 2, "2026-05-11"},
        {"2026-01-01", 1, "2026-01-04"},
        {"2026-10-03", 2, "2026-10-09"},
        {"2026-10-03", 0, "2026-10-03"},
    };

    for (size_t zone = 0; zone < LENGTH(zones); zone++) {
        set_host_zone(zones[zone]);
        for (size_t i = 0; i < LENGTH(vectors); i++) {
            bool provisional = false;
            assert_day(
                calendar_add_workdays(
                    calendar_named("CN"),
                    day_of(vectors[i].from),
                    vectors[i].n,
                    &provisional
                ),
                vectors[i].to
            );
            assert_false(provisional);
        }
    }
    set_host_zone(NULL);
}

static void adds_business_minutes_as_the_vectors_say(void **state UNUSED)
{
    static const struct {
        const char *from;
        int32_t minutes;
        const char *to;
    } vectors[] = {
        {"2026-09-30T16:30:00", 240, "2026-10-08T12:30:00"},
        {"2026-02-14T16:00:00", 120, "2026-02-24T10:00:00"},
        {"2026-02-15T10:00:00", 60, "2026-02-24T10:00:00"},
        {"2026-11-20T16:59:00", 2, "2026-11-23T09:01:00"},
        {"2026-11-20T17:00:00", 1, "2026-11-23T09:01:00"},
        {"2026-10-10T08:00:00", 480, "2026-10-10T17:00:00"},
        {"2026-05-01T00:00:00", 480, "2026-05-06T17:00:00"},
    };

    for (size_t zone = 0; zone < LENGTH(zones); zone++) {
        set_host_zone(zones[zone]);
        for (size_t i = 0; i < LENGTH(vectors); i++) {
            bool provisional = false;
            int64_t due = calendar_add_business_ms(
                calendar_named("CN"),
                at(vectors[i].from),
                vectors[i].minutes * 60000,
                &provisional
            );
            assert_instant(due, vectors[i].to);
            assert_false(provisional);
        }
    }
    set_host_zone(NULL);
}

static void finds_statutory_days_as_the_vectors_say(void **state UNUSED)
{
    static const struct {
        const char *from;
        int32_t n;
        const char *none, *next_day;
        bool provisional;
    } vectors[] = {
        {"2026-01-31", 15, "2026-02-15", "2026-02-24", false},
        {"2026-02-06", 15, "2026-02-21", "2026-02-24", false},
        {"2026-02-06", 30, "2026-03-08", "2026-03-09", false},
        {"2026-09-16", 15, "2026-10-01", "2026-10-08", false},
        {"2026-09-16", 60, "2026-11-15", "2026-11-16", false},
        {"2026-09-25", 15, "2026-10-10", "2026-10-10", false},
        {"2026-03-05", 30, "2026-04-04", "2026-04-07", false},
        {"2026-03-05", 60, "2026-05-04", "2026-05-06", false},
        {"2026-11-21", 15, "2026-12-06", "2026-12-07", false},
        {"2026-11-21", 30, "2026-12-21", "2026-12-21", false},
        {"2026-11-21", 60, "2027-01-20", "2027-01-20", true},
        {"2026-03-18", 5, "2026-03-23", "2026-03-23", false},
    };

    for (size_t i = 0; i < LENGTH(vectors); i++) {
        struct civil_day from = day_of(vectors[i].from);
        bool provisional = false;
        assert_day(
            calendar_stat_due(calendar_named("CN"), from, vectors[i].n, false, &provisional),
            vectors[i].none
        );
        assert_false(provisional);
        assert_day(
            calendar_stat_due(calendar_named("CN"), from, vectors[i].n, true, &provisional),
            vectors[i].next_day
        );
        assert_int_equal(provisional, vectors[i].provisional);
    }
}

static void has_the_working_days_of_each_month_of_2026(void **state UNUSED)
{
    static const int32_t wanted[] = {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23};
    int32_t found[12] = {0}, sum = 0;
    bool provisional = false;

    for (struct civil_day day = day_of("2026-01-01"); day.days <= day_of("2026-12-31").days;
         day = civil_day_add(day, 1))
        found[civil_date_of(day).month - 1] +=
            calendar_is_workday(calendar_named("CN"), day, &provisional);
    for (size_t i = 0; i < 12; i++) {
        assert_int_equal(found[i], wanted[i]);
        sum += found[i];
    }
    assert_int_equal(sum, 248);
    assert_false(provisional);
}

static void tells_the_kinds_of_days_apart(void **state UNUSED)
{
    const struct calendar *calendar = calendar_named("CN");

    assert_int_equal(calendar_day(calendar, day_of("2026-02-13")).kind, DAY_workday);
    assert_int_equal(calendar_day(calendar, day_of("2026-02-14")).kind, DAY_makeup);
    assert_int_equal(calendar_day(calendar, day_of("2026-02-15")).kind, DAY_holiday);
    assert_int_equal(calendar_day(calendar, day_of("2026-02-23")).kind, DAY_holiday);
    assert_int_equal(calendar_day(calendar, day_of("2026-03-01")).kind, DAY_weekend);
}

/* 4.7 rule 10 */
static void takes_a_year_without_calendar_as_weekdays_less_fixed_days(void **state UNUSED)
{
    static const char *const fixed[] = {
        "2027-01-01",
        "2029-05-01",
        "2029-05-02",
        "2027-10-01",
        "2029-10-02",
        "2029-10-03",
    };
    const struct calendar *calendar = calendar_named("CN");
    bool provisional = false;

    for (size_t i = 0; i < LENGTH(fixed); i++)
        assert_false(calendar_is_workday(calendar, day_of(fixed[i]), &provisional));
    assert_true(provisional);
    assert_true(calendar_is_workday(calendar, day_of("2027-10-04"), &provisional));
    assert_true(calendar_is_workday(calendar, day_of("2025-02-03"), &provisional));
    assert_false(calendar_is_workday(calendar, day_of("2027-01-02"), &provisional));
}

static void is_provisional_only_when_it_asked_about_an_uncovered_day(void **state UNUSED)
{
    const struct calendar *calendar = calendar_named("CN");
    bool provisional = false;

    assert_day(
        calendar_add_workdays(calendar, day_of("2026-12-30"), 1, &provisional),
        "2026-12-31"
    );
    assert_false(provisional);
    assert_day(
        calendar_add_workdays(calendar, day_of("2025-12-31"), 1, &provisional),
        "2026-01-04"
    );
    assert_false(provisional);
    assert_day(
        calendar_add_workdays(calendar, day_of("2026-12-31"), 1, &provisional),
        "2027-01-04"
    );
    assert_true(provisional);
}

static void ends_at_closing_what_is_used_up_at_closing(void **state UNUSED)
{
    const struct calendar *calendar = calendar_named("CN");
    bool provisional = false;
    int64_t start = at("2026-12-31T16:00:00");

    assert_instant(
        calendar_add_business_ms(calendar, start, 3600000 - 1, &provisional),
        "2026-12-31T16:59:59.999"
    );
    assert_instant(
        calendar_add_business_ms(calendar, start, 3600000, &provisional),
        "2026-12-31T17:00:00"
    );
    assert_false(provisional);
    assert_instant(
        calendar_add_business_ms(calendar, start, 3600000 + 1, &provisional),
        "2027-01-04T09:00:00.001"
    );
    assert_true(provisional);
}

static void measures_opening_hours_between_two_instants(void **state UNUSED)
{
    const struct calendar *calendar = calendar_named("CN");

    assert_int_equal(
        calendar_open_ms_between(
            calendar,
            at("2026-02-14T16:00:00"),
            at("2026-02-24T10:00:00")
        ),
        2 * 3600000
    );
    assert_int_equal(
        calendar_open_ms_between(
            calendar,
            at("2026-02-14T17:00:00"),
            at("2026-02-24T09:00:00")
        ),
        0
    );
    assert_int_equal(calendar_open_ms(calendar, day_of("2026-02-14")), 8 * 3600000);
    assert_int_equal(calendar_longest_day_ms(calendar), 8 * 3600000);
    assert_instant(calendar_opening(calendar, day_of("2026-02-14")), "2026-02-14T09:00:00");
    assert_instant(calendar_closing(calendar, day_of("2026-02-14")), "2026-02-14T17:00:00");
}

static void counts_the_days_to_its_horizon(void **state UNUSED)
{
    assert_int_equal(calendar_horizon_days(calendar_named("CN"), day_of("2026-11-21")), 40);
    assert_int_equal(calendar_horizon_days(calendar_named("CN"), day_of("2026-12-31")), 0);
    assert_int_equal(calendar_horizon_days(calendar_named("CN"), day_of("2027-01-01")), 0);
    assert_int_equal(calendar_horizon_days(calendar_named("UK"), day_of("2026-12-31")), 365);
}

/* The days that 4.7 rule 15 names; all fall on Monday to Friday. */
static void knows_the_holidays_abroad(void **state UNUSED)
{
    static const struct {
        const char *calendar;
        int32_t year;
        int32_t holidays;
    } years[] = {
        {"UK", 2026, 8},
        {"UK", 2027, 8},
        {"US", 2026, 10},
        {"US", 2027, 9},
        {"AU", 2026, 9},
        {"AU", 2027, 9},
    };

    for (size_t i = 0; i < LENGTH(years); i++) {
        struct civil_day day = civil_day_of((struct civil_date){years[i].year, 1, 1});
        int32_t holidays = 0;
        for (; civil_date_of(day).year == years[i].year; day = civil_day_add(day, 1)) {
            struct calendar_day fact = calendar_day(calendar_named(years[i].calendar), day);
            enum weekday weekday = civil_day_weekday(day);
            bool weekend = weekday == WEEKDAY_saturday || weekday == WEEKDAY_sunday;
            assert_int_equal(fact.is_work, !weekend && fact.kind == DAY_workday);
            holidays += fact.kind == DAY_holiday && !weekend;
        }
        assert_int_equal(holidays, years[i].holidays);
    }
}

/* A day of the United States' change to summer time: opening hours are lived time. */
static void counts_lived_time_when_summer_time_begins(void **state UNUSED)
{
    struct calendar always = *calendar_named("US");
    struct calendar_hours day_and_night = {1, {{0, DAY_MS}}};
    bool provisional = false;

    for (size_t i = 0; i < WEEKDAYS; i++)
        always.hours[i] = day_and_night;
    assert_int_equal(calendar_open_ms(&always, day_of("2026-03-08")), 23 * 3600000);
    assert_int_equal(calendar_open_ms(&always, day_of("2026-11-01")), 25 * 3600000);
    assert_instant(
        calendar_closing(&always, day_of("2026-03-06")),
        "2026-03-07T00:00:00-05:00"
    );
    assert_instant(
        calendar_add_business_ms(
            &always,
            at("2026-03-06T23:00:00-05:00"),
            2 * 3600000,
            &provisional
        ),
        "2026-03-09T01:00:00-04:00"
    );
}

/* 4.7 rule 10: a later version adds a year, or corrects one; an earlier one corrects nothing. */
static void takes_years_from_the_newest_version(void **state UNUSED)
{
    static struct calendar_year of_2027 = {.version = 2}, old_2026 = {.version = 0};
    struct calendar calendar = *calendar_named("CN");
    struct calendar newer = calendar, older = calendar;
    bool provisional = false;

    newer.version = 2;
    newer.years[2026 - CALENDAR_YEAR_FIRST] = NULL;
    newer.years[2027 - CALENDAR_YEAR_FIRST] = &of_2027;
    older.version = 0;
    older.years[2026 - CALENDAR_YEAR_FIRST] = &old_2026;

    calendar_overlay(&calendar, &newer);
    assert_int_equal(calendar.version, 2);
    assert_false(calendar_is_workday(&calendar, day_of("2026-02-16"), &provisional));
    assert_true(calendar_is_workday(&calendar, day_of("2027-01-02"), &provisional));
    assert_false(provisional);
    calendar_overlay(&calendar, &older);
    assert_int_equal(calendar.version, 2);
    assert_false(calendar_is_workday(&calendar, day_of("2026-02-16"), &provisional));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_working_days_as_the_vectors_say),
        cmocka_unit_test(adds_business_minutes_as_the_vectors_say),
        cmocka_unit_test(finds_statutory_days_as_the_vectors_say),
        cmocka_unit_test(has_the_working_days_of_each_month_of_2026),
        cmocka_unit_test(tells_the_kinds_of_days_apart),
        cmocka_unit_test(takes_a_year_without_calendar_as_weekdays_less_fixed_days),
        cmocka_unit_test(is_provisional_only_when_it_asked_about_an_uncovered_day),
        cmocka_unit_test(ends_at_closing_what_is_used_up_at_closing),
        cmocka_unit_test(measures_opening_hours_between_two_instants),
        cmocka_unit_test(counts_the_days_to_its_horizon),
        cmocka_unit_test(knows_the_holidays_abroad),
        cmocka_unit_test(counts_lived_time_when_summer_time_begins),
        cmocka_unit_test(takes_years_from_the_newest_version),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, load_rules, drop_rules);
}
