/* Tests of common/domain/amount.c (REQUIREMENTS 3.8, Amount). */
#include "common/domain/amount.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_reads(struct text text, int64_t fen)
{
    int64_t read = -1;

    assert_true(amount_from_text(text, &read));
    assert_int_equal(read, fen);
}

static void assert_refuses(struct text text)
{
    int64_t read = -1;

    assert_false(amount_from_text(text, &read));
    assert_int_equal(read, -1);
}

static void reads_decimal_yuan_to_fen(void **state UNUSED)
{
    assert_reads(TEXT("0"), 0);
    assert_reads(TEXT("5"), 500);
    assert_reads(TEXT("0.1"), 10);
    assert_reads(TEXT("0.01"), 1);
    assert_reads(TEXT("1409.50"), 140950);
    assert_reads(TEXT("6007.14"), 600714);
    assert_reads(TEXT(" 100.5\n"), 10050);
    assert_reads(TEXT("１，２３４．５"), 123450);
}

static void reads_thousand_separators_only_where_they_belong(void **state UNUSED)
{
    assert_reads(TEXT("1,234,567.80"), 123456780);
    assert_reads(TEXT("12,345"), 1234500);
    assert_reads(TEXT("123,456"), 12345600);
    assert_refuses(TEXT("1234,567"));
    assert_refuses(TEXT("1,23"));
    assert_refuses(TEXT("1,2345"));
    assert_refuses(TEXT("1,234567"));
    assert_refuses(TEXT("0,123"));
    assert_refuses(TEXT("012,345"));
    assert_refuses(TEXT(",123"));
    assert_refuses(TEXT("1,234,"));
    assert_refuses(TEXT("1,,234"));
    assert_refuses(TEXT("1,234.5,6"));
}

static void refuses_other_forms(void **state UNUSED)
{
    static const struct text others[] = {
        {NULL, 0},   TEXT(""),      TEXT(" "),    TEXT("1.234"), TEXT("01.00"), TEXT("-5"),
        TEXT("+5"),  TEXT("1e3"),   TEXT("5."),   TEXT(".5"),    TEXT("00"),    TEXT("1 000"),
        TEXT("5元"), TEXT("¥5"),    TEXT("五"),   TEXT("0x10"),  TEXT("1.2.3"), TEXT("NaN"),
        TEXT("5\0"), TEXT("5\xFF"), TEXT("1..2"), TEXT("１e３"),
    };

    for (size_t i = 0; i < LENGTH(others); i++)
        assert_refuses(others[i]);
}

static void holds_the_limit_of_thirteen_digits(void **state UNUSED)
{
    assert_reads(TEXT("999999999999"), INT64_C(99999999999900));
    assert_reads(TEXT("9999999999999.99"), AMOUNT_FEN_MAX);
    assert_reads(TEXT("9,999,999,999,999.99"), AMOUNT_FEN_MAX);
    assert_refuses(TEXT("10000000000000"));
    assert_refuses(TEXT("10,000,000,000,000"));
    assert_refuses(TEXT("99999999999999999999999999999999999"));
}

static void reads_back_every_amount_that_is_printed(void **state UNUSED)
{
    uint64_t seed = 38;

    for (int i = 0; i < 2000; i++) {
        char printed[32];
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int64_t fen = (int64_t)(seed >> 14) % (AMOUNT_FEN_MAX >> (seed % 48)) + 1;
        snprintf(printed, sizeof(printed), "%ld.%02ld", (long)(fen / 100), (long)(fen % 100));
        assert_reads(text_of(printed), fen);
    }
}

static void assert_capitals(struct text text, int64_t fen)
{
    int64_t read = -1;

    assert_true(amount_from_capitals(text, &read));
    assert_int_equal(read, fen);
}

static void reads_the_upper_case_amounts_of_slips(void **state UNUSED)
{
    assert_capitals(TEXT("壹仟肆佰零玖元伍角"), 140950);
    assert_capitals(TEXT("壹仟肆佰零玖元伍角整"), 140950);
    assert_capitals(TEXT("陆仟零柒元壹角肆分"), 600714);
    assert_capitals(TEXT("壹拾万元正"), 10000000);
    assert_capitals(TEXT("拾万元整"), 10000000);
    assert_capitals(TEXT("壹亿零叁佰圆整"), 10000030000);
    assert_capitals(TEXT("伍元零叁分"), 503);
    assert_capitals(TEXT("伍角整"), 50);
    assert_capitals(TEXT("伍角陆分"), 56);
    assert_capitals(TEXT("叁分"), 3);
    assert_capitals(TEXT("零元整"), 0);
    assert_capitals(TEXT("零元伍角"), 50);
}

static void refuses_capitals_that_are_not_spelled_out(void **state UNUSED)
{
    static const struct text others[] = {
        {NULL, 0},
        TEXT(""),
        TEXT("元"),
        TEXT("整"),
        TEXT("壹仟"),
        TEXT("壹仟伍元"), /* shorthand for 1500, or 1005? */
        TEXT("几仟元"),
        TEXT("壹仟多元"),
        TEXT("壹仟元伍角陆"),
        TEXT("壹仟元整整"),
        TEXT("壹仟元a"),
        TEXT("1409元5角"),
        TEXT("壹仟元5角"),
        TEXT(" 壹仟元"),
        TEXT("壹贰叁元"),
        TEXT("壹仟美元"),
        TEXT("壹仟元\xFF"),
    };
    int64_t read = -1;

    for (size_t i = 0; i < LENGTH(others); i++)
        assert_false(amount_from_capitals(others[i], &read));
    assert_int_equal(read, -1);
}

/* The figures of a section below 万, with 零 where a unit is left out. */
static void spell_section(char *text, int64_t section, bool after)
{
    static const char *const figures[] =
        {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    static const char *const units[] = {"仟", "佰", "拾", ""};
    bool zero = false;

    for (int i = 0, by = 1000; i < 4; i++, by /= 10) {
        int figure = (int)(section / by % 10);
        if (figure == 0) {
            zero = true;
            continue;
        }
        if (zero && after)
            memcpy(text + strlen(text), "零", 4);
        zero = false;
        after = true;
        memcpy(text + strlen(text), figures[figure], 4);
        memcpy(text + strlen(text), units[i], strlen(units[i]) + 1);
    }
}

static void reads_back_every_amount_that_is_spelled(void **state UNUSED)
{
    uint64_t seed = 409;

    for (int i = 0; i < 2000; i++) {
        char text[256] = "";
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int64_t yuan = (int64_t)(seed >> 20) % (INT64_C(999999999999) >> (seed % 40)) + 1;
        int64_t yi = yuan / 100000000, wan = yuan / 10000 % 10000, rest = yuan % 10000;

        spell_section(text, yi, false);
        if (yi > 0)
            memcpy(text + strlen(text), "亿", 4);
        if (yi > 0 && wan == 0 && rest >= 1000)
            memcpy(text + strlen(text), "零", 4);
        spell_section(text, wan, yi > 0);
        if (wan > 0)
            memcpy(text + strlen(text), "万", 4);
        spell_section(text, rest, yi > 0 || wan > 0);
        memcpy(text + strlen(text), "元整", 7);
        assert_capitals(text_of(text), yuan * 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_decimal_yuan_to_fen),
        cmocka_unit_test(reads_thousand_separators_only_where_they_belong),
        cmocka_unit_test(refuses_other_forms),
        cmocka_unit_test(holds_the_limit_of_thirteen_digits),
        cmocka_unit_test(reads_back_every_amount_that_is_printed),
        cmocka_unit_test(reads_the_upper_case_amounts_of_slips),
        cmocka_unit_test(refuses_capitals_that_are_not_spelled_out),
        cmocka_unit_test(reads_back_every_amount_that_is_spelled),
    };
    return cmocka_run_group_tests_name("amount", tests, NULL, NULL);
}
