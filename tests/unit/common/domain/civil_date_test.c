/* Tests of common/domain/civil_date.c. */
#include "tests/unit/common/domain/support.h"

static void agrees_with_a_walk_through_all_days(void **state UNUSED)
{
    static const int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    struct civil_date date = {1900, 1, 1};
    int32_t days = -25567, day_of_year = 0;
    int weekday = WEEKDAY_monday;

    while (date.year < 2201) {
        struct civil_day day = civil_day_of(date);
        struct civil_date back = civil_date_of(day);
        assert_int_equal(day.days, days);
        assert_true(back.year == date.year && back.month == date.month && back.day == date.day);
        assert_int_equal(civil_day_weekday(day), weekday);
        assert_int_equal(civil_day_of_year(day), day_of_year);

        bool leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year == 2000);
        int32_t length = lengths[date.month - 1] + (date.month == 2 && leap);
        days++;
        day_of_year++;
        weekday = (weekday + 1) % 7;
        if (++date.day > length) {
            date.day = 1;
            date.month++;
        }
        if (date.month > 12) {
            date.month = 1;
            date.year++;
            day_of_year = 0;
        }
    }
}

static void knows_days_before_the_epoch(void **state UNUSED)
{
    assert_int_equal(civil_day_of((struct civil_date){1969, 12, 31}).days, -1);
    assert_int_equal(civil_date_of((struct civil_day){-1}).year, 1969);
    assert_int_equal(civil_day_of((struct civil_date){1, 1, 1}).days, -719162);
    assert_int_equal(civil_date_of((struct civil_day){-719162}).year, 1);
    assert_int_equal(civil_day_of((struct civil_date){9999, 12, 31}).days, 2932896);
}

static void refuses_days_that_do_not_exist(void **state UNUSED)
{
    static const char *const wrong[] = {
        "2026-02-29",
        "2100-02-29",
        "2026-04-31",
        "2026-00-10",
        "2026-13-01",
        "2026-01-00",
        "2026-01-32",
        "0000-01-01",
        "2026-1-01",
        "2026/01/01",
        "2026-01-1x",
        "",
        "2026-01-011",
        " 2026-01-1",
        "2026-01--1",
    };
    struct civil_day day = {77};

    for (size_t i = 0; i < LENGTH(wrong); i++)
        assert_false(civil_day_parse(text_of(wrong[i]), &day));
    assert_int_equal(day.days, 77);
    assert_false(civil_day_parse((struct text){0}, &day));
    assert_true(civil_day_parse(TEXT("2024-02-29"), &day));
    assert_true(civil_day_parse(TEXT("2000-02-29"), &day));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_a_walk_through_all_days),
        cmocka_unit_test(knows_days_before_the_epoch),
        cmocka_unit_test(refuses_days_that_do_not_exist),
    };
    return cmocka_run_group_tests_name("civil_date", tests, NULL, NULL);
}
