/* Tests of common/domain/iso_date.c (REQUIREMENTS 3.8, Dates). */
#include "common/domain/iso_date.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_reads(struct text entered, const char *iso)
{
    struct iso_date date;
    char text[ISO_DATE_LENGTH + 1];

    assert_true(iso_date_from_text(entered, &date));
    iso_date_to_text(date, text);
    assert_string_equal(text, iso);
}

static void assert_refuses(struct text entered)
{
    struct iso_date date = {1, 2, 3};

    assert_false(iso_date_from_text(entered, &date));
    assert_int_equal(date.year, 1);
}

static void reads_the_forms_in_use_and_stores_iso(void **state UNUSED)
{
    assert_reads(TEXT("2026/2/3"), "2026-02-03");
    assert_reads(TEXT("2026年2月3日"), "2026-02-03");
    assert_reads(TEXT("2026-02-03"), "2026-02-03");
    assert_reads(TEXT("２０２６／０２／０３"), "2026-02-03");
    assert_reads(TEXT("２０２６年１２月３１日"), "2026-12-31");
    assert_reads(TEXT(" 2026-2-28\n"), "2026-02-28");
    assert_reads(TEXT("0001-01-01"), "0001-01-01");
    assert_reads(TEXT("9999/12/31"), "9999-12-31");
}

static void refuses_days_that_do_not_exist(void **state UNUSED)
{
    assert_refuses(TEXT("2026-02-30"));
    assert_refuses(TEXT("2026-02-29"));
    assert_reads(TEXT("2028-02-29"), "2028-02-29");
    assert_reads(TEXT("2000-02-29"), "2000-02-29");
    assert_refuses(TEXT("1900-02-29"));
    assert_refuses(TEXT("2026-04-31"));
    assert_refuses(TEXT("2026-00-10"));
    assert_refuses(TEXT("2026-13-10"));
    assert_refuses(TEXT("2026-12-00"));
    assert_refuses(TEXT("2026-12-32"));
    assert_refuses(TEXT("0000-12-31"));
}

static void refuses_other_forms(void **state UNUSED)
{
    static const struct text others[] = {
        {NULL, 0},
        TEXT(""),
        TEXT("20260203"),
        TEXT("2026-02/03"),
        TEXT("2026/02-03"),
        TEXT("26-02-03"),
        TEXT("12026-2-3"),
        TEXT("2026-002-03"),
        TEXT("2026-2-003"),
        TEXT("2026-2"),
        TEXT("2026-2-"),
        TEXT("2026年2月3"),
        TEXT("2026年2-3日"),
        TEXT("2026-2-3日"),
        TEXT("2026-2-3x"),
        TEXT("x2026-2-3"),
        TEXT("2026--2-3"),
        TEXT("-2026-2-3"),
        TEXT("2026"),
        TEXT("二〇二六年二月三日"),
        TEXT("2026-2-3\0"),
        TEXT("2026\xFF"
             "2-3"),
        TEXT("2026月2年3日"),
    };

    for (size_t i = 0; i < LENGTH(others); i++)
        assert_refuses(others[i]);
}

static void compares_and_counts_full_years(void **state UNUSED)
{
    struct iso_date born = {1949, 12, 31}, leapling = {2000, 2, 29};

    assert_int_equal(iso_date_age(born, (struct iso_date){2026, 12, 30}), 76);
    assert_int_equal(iso_date_age(born, (struct iso_date){2026, 12, 31}), 77);
    assert_int_equal(iso_date_age(leapling, (struct iso_date){2026, 2, 28}), 25);
    assert_int_equal(iso_date_age(leapling, (struct iso_date){2026, 3, 1}), 26);
    assert_true(iso_date_compare(born, leapling) < 0);
    assert_true(iso_date_compare(leapling, born) > 0);
    assert_true(iso_date_compare(leapling, (struct iso_date){2000, 3, 1}) < 0);
    assert_true(iso_date_compare(leapling, (struct iso_date){2000, 2, 28}) > 0);
    assert_int_equal(iso_date_compare(born, born), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_forms_in_use_and_stores_iso),
        cmocka_unit_test(refuses_days_that_do_not_exist),
        cmocka_unit_test(refuses_other_forms),
        cmocka_unit_test(compares_and_counts_full_years),
    };
    return cmocka_run_group_tests_name("iso_date", tests, NULL, NULL);
}
