/* Tests of common/domain/calendar_base.c: what a region or a queue has of its own, upon the calendar of all
 * (REQUIREMENTS 4.4, 4.7 rules 10 and 15). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/calendar_base.h"
#include "common/domain/calendar_read.h"

#define ALL                                                                                    \
    "name: C\nzone: Asia/Shanghai\nversion: 7\nyears: [2026, 2027]\n"                          \
    "off: [2026-05-01..2026-05-05]\nmakeup: [2026-05-09]\nfixed: [01-01]\n"                    \
    "hours: [[\"09:00\", \"17:00\"]]\nhours_by_weekday: {friday: [[\"09:00\", \"16:00\"]]}\n"
#define REGION "name: R\nbase: C\nversion: 3\nyears: [2026]\n"

static const struct calendar *calendar_of(const char *text)
{
    struct calendar *calendar = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text_of(text)), OK);
    if (calendar_read(&yaml, &calendar) != OK)
        fail_msg("refused: %s", yaml.faults.at);
    return calendar;
}

static const struct calendar *both_of(const char *region)
{
    return calendar_put_upon(&support_arena, calendar_of(region), calendar_of(ALL));
}

static void assert_day(
    const struct calendar *calendar,
    const char *day,
    enum day_kind kind,
    bool provisional
)
{
    struct calendar_day found = calendar_day(calendar, day_of(day));

    if (found.kind != kind || found.provisional != provisional)
        fail_msg("%s is %d, provisional %d", day, (int)found.kind, found.provisional);
}

static void a_day_that_it_does_not_name_is_what_the_base_says(void **state UNUSED)
{
    const struct calendar *both =
        both_of(REGION "off: [2026-03-20, 2026-05-09]\nmakeup: [2026-05-04]\nfixed: [03-28]\n");

    assert_day(both, "2026-03-20", DAY_holiday, false);
    assert_day(both, "2026-05-09", DAY_holiday, false);
    assert_day(both, "2026-05-04", DAY_makeup, false);
    assert_day(both, "2026-05-01", DAY_holiday, false);
    assert_day(both, "2026-01-01", DAY_holiday, false);
    assert_day(both, "2026-03-28", DAY_holiday, false);
    assert_day(both, "2026-03-19", DAY_workday, false);
    assert_day(both, "2026-03-21", DAY_weekend, false);
    assert_true(text_is(zone_name(both->zone), "Asia/Shanghai"));
    /* where neither has the year, the fixed days of both */
    assert_day(both, "2028-03-28", DAY_holiday, true);
    assert_day(both, "2029-01-01", DAY_holiday, true);
}

static void a_day_that_nobody_confirmed_is_off_and_provisional(void **state UNUSED)
{
    const struct calendar *both = both_of(REGION "unconfirmed: [2026-05-27..2026-05-29]\n");
    bool provisional = false;

    assert_day(both, "2026-05-26", DAY_workday, false);
    assert_day(both, "2026-05-27", DAY_holiday, true);
    assert_day(both, "2026-05-29", DAY_holiday, true);
    assert_int_equal(
        calendar_add_workdays(both, day_of("2026-05-25"), 1, &provisional).days,
        day_of("2026-05-26").days
    );
    assert_false(provisional);
    assert_int_equal(
        calendar_add_workdays(both, day_of("2026-05-26"), 1, &provisional).days,
        day_of("2026-06-01").days
    );
    assert_true(provisional);
}

static void a_year_that_only_the_base_has_is_provisional_in_the_region(void **state UNUSED)
{
    const struct calendar *both = both_of(REGION "off: [2026-03-20]\nfixed: [03-28]\n");

    assert_day(both, "2027-03-26", DAY_workday, true);
    assert_day(both, "2027-01-01", DAY_holiday, true);
    assert_day(both, "2027-03-28", DAY_holiday, true);
    assert_int_equal(calendar_horizon_days(both, day_of("2026-12-30")), 1);
    assert_int_equal(calendar_horizon_days(both, day_of("2027-01-01")), 0);
    /* hours alone: there is nothing that could be missing */
    const struct calendar *hours =
        both_of("name: Q\nbase: C\nhours: [[\"08:30\", \"12:00\"], [\"13:30\", \"18:00\"]]\n");
    assert_day(hours, "2027-03-26", DAY_workday, false);
    assert_int_equal(calendar_horizon_days(hours, day_of("2026-12-30")), 366);
}

static void hours_that_it_does_not_give_are_the_bases(void **state UNUSED)
{
    const struct calendar *same = both_of(REGION);
    const struct calendar *windows =
        both_of(REGION "hours: [[\"10:00\", \"14:00\"], [\"15:30\", \"19:30\"]]\n");
    const struct calendar *monday =
        both_of(REGION "hours_by_weekday: {monday: [[\"10:00\", \"11:00\"]]}\n");
    bool provisional = false;

    assert_instant(calendar_closing(same, day_of("2026-03-02")), "2026-03-02T17:00:00");
    assert_instant(calendar_closing(same, day_of("2026-03-06")), "2026-03-06T16:00:00");
    assert_int_equal(calendar_open_ms(windows, day_of("2026-03-06")), 8 * 3600000);
    assert_instant(
        calendar_add_business_ms(windows, at("2026-03-06T13:00:00"), 2 * 3600000, &provisional),
        "2026-03-06T16:30:00"
    );
    assert_instant(calendar_closing(monday, day_of("2026-03-02")), "2026-03-02T11:00:00");
    assert_instant(calendar_closing(monday, day_of("2026-03-03")), "2026-03-03T17:00:00");
}

/* 4.7 rule 10: a case is computed again when its calendar's version grows. */
static void its_version_grows_with_either(void **state UNUSED)
{
    const struct calendar *both = both_of(REGION);

    assert_int_equal(both->version, 7003);
    assert_int_equal(both->years[2026 - CALENDAR_YEAR_FIRST]->version, 7003);
    assert_int_equal(calendar_own_version(both), 3);
    assert_int_equal(calendar_own_version(calendar_of(ALL)), 7);
}

static void assert_fault(const char *text, const char *fault)
{
    struct calendar *calendar = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text_of(text)), OK);
    assert_int_equal(calendar_read(&yaml, &calendar), ERROR_config);
    if (!strstr(yaml.faults.at, fault))
        fail_msg("'%s' is not in: %s", fault, yaml.faults.at);
}

static void refuses_what_a_calendar_upon_another_cannot_say(void **state UNUSED)
{
    assert_fault(REGION "zone: Asia/Shanghai\n", "the zone is that of the base");
    assert_fault(REGION "off: [2027-01-04]\n", "the year is not among 'years'");
    assert_fault(REGION "hours_by_weekday: {friday: []}\n", "Monday to Friday keep hours");
    assert_fault(REGION "off: [2026-01-04]\nmakeup: [2026-01-04]\n", "both off and worked");
    assert_fault(
        REGION "unconfirmed: [2026-01-04]\nmakeup: [2026-01-04]\n",
        "both off and worked"
    );
    /* its version, at the limit and above */
    assert_int_equal(calendar_of("name: R\nbase: C\nversion: 999\n")->version, 999);
    assert_fault("name: R\nbase: C\nversion: 1000\n", "version");
    assert_int_equal(
        calendar_of("name: C\nzone: Asia/Shanghai\nyears: [2026]\nversion: 999999\n")->version,
        999999
    );
    assert_fault("name: C\nzone: Asia/Shanghai\nyears: [2026]\nversion: 1000000\n", "version");
}

/* The shipped ones: 2026, by hand. */
static void the_regions_have_their_festivals_and_the_holidays_of_all(void **state UNUSED)
{
    static const struct {
        const char *name, *day;
        bool provisional;
    } festivals[] = {
        {"CN-XZ", "2026-02-24", false},
        {"CN-XZ", "2026-08-12", true},
        {"CN-XJ", "2026-03-20", true},
        {"CN-XJ", "2026-05-29", true},
        {"CN-NX", "2026-05-28", true},
        {"CN-GX", "2026-04-20", true},
    };

    for (size_t i = 0; i < LENGTH(festivals); i++) {
        const struct calendar *region = calendar_named(festivals[i].name);
        assert_day(region, festivals[i].day, DAY_holiday, festivals[i].provisional);
        assert_day(region, "2026-10-01", DAY_holiday, false);
        assert_day(region, "2026-10-10", DAY_makeup, false);
        assert_day(calendar_named("CN"), festivals[i].day, DAY_workday, false);
        assert_int_equal(region->version / CALENDAR_UPON, calendar_named("CN")->version);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_that_it_does_not_name_is_what_the_base_says),
        cmocka_unit_test(a_day_that_nobody_confirmed_is_off_and_provisional),
        cmocka_unit_test(a_year_that_only_the_base_has_is_provisional_in_the_region),
        cmocka_unit_test(hours_that_it_does_not_give_are_the_bases),
        cmocka_unit_test(its_version_grows_with_either),
        cmocka_unit_test(refuses_what_a_calendar_upon_another_cannot_say),
        cmocka_unit_test(the_regions_have_their_festivals_and_the_holidays_of_all),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, load_rules, drop_rules);
}
