/* Tests of common/domain/zone_rule.c: the rules of POSIX TZ strings. */
#include "tests/unit/common/domain/support.h"

#include "common/domain/zone_rule.h"

static struct zone_rule rule_of(const char *text)
{
    struct zone_rule rule = {0};

    if (!zone_rule_parse(text_of(text), &rule))
        fail_msg("not read: %s", text);
    return rule;
}

static void reads_a_zone_without_summer_time(void **state UNUSED)
{
    struct zone_rule rule = rule_of("CST-8");

    assert_int_equal(rule.standard, 8 * 3600);
    assert_false(rule.has_summer);
    assert_int_equal(rule_of("<+0545>-5:45").standard, 5 * 3600 + 45 * 60);
    assert_int_equal(rule_of("<-01>1").standard, -3600);
}

static void finds_the_changes_of_the_north_and_the_south(void **state UNUSED)
{
    struct zone_rule north = rule_of("EST5EDT,M3.2.0,M11.1.0");
    struct zone_rule south = rule_of("AEST-10AEDT,M10.1.0,M4.1.0/3");

    assert_instant(zone_rule_begin(&north, 2026) * 1000, "2026-03-08T07:00:00Z");
    assert_instant(zone_rule_end(&north, 2026) * 1000, "2026-11-01T06:00:00Z");
    assert_instant(zone_rule_begin(&south, 2026) * 1000, "2026-10-03T16:00:00Z");
    assert_instant(zone_rule_end(&south, 2026) * 1000, "2026-04-04T16:00:00Z");
}

static void takes_week_five_as_the_last(void **state UNUSED)
{
    struct zone_rule rule = rule_of("GMT0BST,M3.5.0/1,M10.5.0");

    assert_instant(zone_rule_begin(&rule, 2026) * 1000, "2026-03-29T01:00:00Z");
    assert_instant(zone_rule_begin(&rule, 2027) * 1000, "2027-03-28T01:00:00Z");
    assert_instant(zone_rule_end(&rule, 2026) * 1000, "2026-10-25T01:00:00Z");
}

static void reads_hours_beyond_the_day(void **state UNUSED)
{
    struct zone_rule rule = rule_of("EET-2EEST,M3.4.4/50,M10.4.4/50");

    assert_instant(zone_rule_begin(&rule, 2026) * 1000, "2026-03-28T02:00:00+02:00");
    struct zone_rule negative = rule_of("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
    assert_instant(zone_rule_begin(&negative, 2026) * 1000, "2026-03-28T23:00:00-02:00");
}

static void counts_julian_days_with_and_without_february_29th(void **state UNUSED)
{
    struct zone_rule julian = rule_of("AAA0BBB,J60/0,J365/0");
    struct zone_rule counted = rule_of("AAA0BBB,59/0,365/0");

    assert_instant(zone_rule_begin(&julian, 2028) * 1000, "2028-03-01T00:00:00Z");
    assert_instant(zone_rule_begin(&julian, 2027) * 1000, "2027-03-01T00:00:00Z");
    assert_instant(zone_rule_begin(&counted, 2028) * 1000, "2028-02-29T00:00:00Z");
    assert_instant(zone_rule_begin(&counted, 2027) * 1000, "2027-03-01T00:00:00Z");
}

static void reads_an_explicit_summer_offset(void **state UNUSED)
{
    struct zone_rule rule = rule_of("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");

    assert_int_equal(rule.standard, 10 * 3600 + 1800);
    assert_int_equal(rule.summer, 11 * 3600);
}

static void refuses_what_is_no_rule(void **state UNUSED)
{
    static const char *const wrong[] = {
        "",
        "CS-8",
        "CST",
        "CST-25",
        "CST-8x",
        "EST5EDT",
        "EST5EDT,M3",
        "EST5EDT,M3.2.0",
        "EST5EDT,M13.1.0,M1.1.0",
        "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,J0,J1",
        "EST5EDT,J366,J1",
        "EST5EDT,366,1",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "<+08-8",
        "EST5EDT,M3.2.0,M11.1.0,",
    };
    struct zone_rule rule;

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        if (zone_rule_parse(text_of(wrong[i]), &rule))
            fail_msg("read: %s", wrong[i]);
    }
    assert_true(zone_rule_parse(TEXT("EST5EDT,M3.2.0/167,M11.1.0"), &rule));
    assert_true(zone_rule_parse(TEXT("EST24"), &rule));
}

static int drop_arena(void **state UNUSED)
{
    arena_done(&support_arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_zone_without_summer_time),
        cmocka_unit_test(finds_the_changes_of_the_north_and_the_south),
        cmocka_unit_test(takes_week_five_as_the_last),
        cmocka_unit_test(reads_hours_beyond_the_day),
        cmocka_unit_test(counts_julian_days_with_and_without_february_29th),
        cmocka_unit_test(reads_an_explicit_summer_offset),
        cmocka_unit_test(refuses_what_is_no_rule),
    };
    return cmocka_run_group_tests_name("zone_rule", tests, NULL, drop_arena);
}
