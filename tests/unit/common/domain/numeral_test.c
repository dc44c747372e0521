/* Tests of common/domain/numeral.c (REQUIREMENTS 3.8, Amount). */
#include "common/domain/numeral.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "common/domain/amount.h"

/* What is read of the text from its beginning. */
static void assert_reads(const char *text, const char *numeral, int64_t fen)
{
    struct numeral read = {0};
    bool holds = numeral_read(text_of(text), 0, &read);

    if (!holds || read.end != strlen(numeral) || read.amount_fen != fen)
        fail_msg("%s: %d, %zu bytes, %ld fen", text, holds, read.end, (long)read.amount_fen);
}

static void assert_refuses(const char *text)
{
    struct numeral read = {.end = 77};

    if (numeral_read(text_of(text), 0, &read) || read.end != 77)
        fail_msg("%s: %zu bytes, %ld fen", text, read.end, (long)read.amount_fen);
}

static void reads_figures(void **state UNUSED)
{
    struct numeral read;

    assert_reads("5", "5", 500);
    assert_reads("5000", "5000", 500000);
    assert_reads("１２．５", "１２．５", 1250);
    assert_reads("1,234.50", "1,234.50", 123450);
    assert_reads("1,234,5678", "1,234", 123400);
    assert_reads("1234,567", "1234", 123400);
    assert_reads("12.", "12", 1200);
    assert_int_equal(numeral_read(TEXT("1,234.50"), 0, &read), true);
    assert_int_equal(read.digits, 4);
    assert_int_equal(read.decimals, 2);
    assert_true(read.separated);
    assert_int_equal(read.unit, 1);
}

static void reads_figures_with_units(void **state UNUSED)
{
    assert_reads("3千", "3千", 300000);
    assert_reads("2w", "2w", 2000000);
    assert_reads("2W5", "2W5", 2500000);
    assert_reads("2wan", "2", 200);
    assert_reads("5k", "5k", 500000);
    assert_reads("1.5万", "1.5万", 1500000);
    assert_reads("0.12345亿", "0.12345亿", 1234500000);
    assert_reads("3千5", "3千5", 350000);
    assert_reads("3万5千6百", "3万5千6百", 3560000);
    assert_reads("1万2000", "1万2000", 1200000);
    assert_reads("1万20000", "1万", 1000000);
    assert_reads("1万2.5", "1万", 1000000);
    assert_reads("20多万", "20多万", 20000000);
}

static void reads_chinese_numerals(void **state UNUSED)
{
    assert_reads("五", "五", 500);
    assert_reads("十", "十", 1000);
    assert_reads("十五", "十五", 1500);
    assert_reads("二十五", "二十五", 2500);
    assert_reads("一百零五", "一百零五", 10500);
    assert_reads("一百一十五", "一百一十五", 11500);
    assert_reads("两百五", "两百五", 25000);
    assert_reads("三千五", "三千五", 350000);
    assert_reads("三千零五", "三千零五", 300500);
    assert_reads("三千零五十", "三千零五十", 305000);
    assert_reads("一万二", "一万二", 1200000);
    assert_reads("十五万", "十五万", 15000000);
    assert_reads("一百二十万", "一百二十万", 120000000);
    assert_reads("一千万", "一千万", 1000000000);
    assert_reads("一亿二", "一亿二", 12000000000);
    assert_reads("一亿零二", "一亿零二", 10000000200);
    assert_reads("一万亿", "一万亿", 100000000000000);
    assert_reads("壹仟肆佰零玖", "壹仟肆佰零玖", 140900);
    assert_reads("兩萬", "兩萬", 2000000);
}

static void ends_where_the_grammar_does(void **state UNUSED)
{
    assert_reads("三千五千", "三千", 300000);
    assert_reads("二万三万", "二万", 2000000);
    assert_reads("三千五万", "三千", 300000);
    assert_reads("三千元", "三千", 300000);
    assert_reads("三千零", "三千", 300000);
    assert_reads("三千五六七", "三千", 300000);
    assert_reads("十二点三十", "十二", 1200);
    assert_reads("三点五", "三", 300);
    assert_reads("三点五元", "三点五", 350);
    assert_reads("三点二五万", "三点二五万", 3250000);
    assert_reads("五百亿亿", "五百亿", 5000000000000);
}

static void reads_vague_numbers_as_their_lower_bound(void **state UNUSED)
{
    static const char *const vague[] =
        {"几千", "数万", "十几万", "20多万", "三百余万", "两三千"};
    struct numeral read;

    assert_reads("几千", "几千", 100000);
    assert_reads("几十万", "几十万", 10000000);
    assert_reads("十几万", "十几万", 11000000);
    assert_reads("两三千", "两三千", 200000);
    assert_reads("七八百", "七八百", 70000);
    assert_reads("三千几", "三千", 300000);
    for (size_t i = 0; i < LENGTH(vague); i++) {
        assert_true(numeral_read(text_of(vague[i]), 0, &read));
        assert_true(read.vague);
    }
    assert_true(numeral_read(TEXT("三千五"), 0, &read));
    assert_false(read.vague);
    assert_true(read.shorthand);
    assert_refuses("几个");
    assert_refuses("数额");
}

static void remembers_what_may_belong_to_the_next_word(void **state UNUSED)
{
    struct numeral read;

    assert_true(numeral_read(TEXT("一万一个月"), 0, &read));
    assert_int_equal(read.amount_fen, 1100000);
    assert_int_equal(read.head_fen, 1000000);
    assert_int_equal(read.head_end, 6);
    assert_true(numeral_read(TEXT("5万2026"), 0, &read));
    assert_int_equal(read.head_fen, 5000000);
    assert_true(numeral_read(TEXT("三千五"), 0, &read));
    assert_int_equal(read.head_end, 0);
}

static void refuses_what_is_no_number(void **state UNUSED)
{
    static const char *const texts[] = {
        "",
        "元",
        "万",
        "百",
        "千万",
        "零",
        "零五",
        "二〇二六",
        "一二三四",
        "，",
        "a",
        "ÿ",
    };

    for (size_t i = 0; i < LENGTH(texts); i++)
        assert_refuses(texts[i]);
}

static void holds_its_limits(void **state UNUSED)
{
    assert_reads("999999999999", "999999999999", 99999999999900);
    assert_reads("9999999999999.99", "9999999999999.99", AMOUNT_FEN_MAX);
    assert_refuses("10000000000000"); /* 14 digits */
    assert_reads("9.12345万", "9.12345万", 9123450);
    assert_refuses("9.123456万"); /* 6 decimals */
    assert_refuses("0.001");      /* a tenth of a fen */
    assert_reads("999999999万", "999999999万", 999999999000000);
    assert_refuses("1000000000万");
    assert_refuses("9999999999999亿");
    assert_refuses("十万亿");
}

static void begins_with_figures_and_ten(void **state UNUSED)
{
    assert_true(numeral_begins(0x4E00) && numeral_begins(0x5341) && numeral_begins(0x51E0));
    assert_false(numeral_begins(0x96F6) || numeral_begins(0x4E07) || numeral_begins('5'));
    assert_int_equal(numeral_figure(0x7396), 9);
    assert_int_equal(numeral_figure(0x3007), 0);
    assert_int_equal(numeral_figure('5'), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_figures),
        cmocka_unit_test(reads_figures_with_units),
        cmocka_unit_test(reads_chinese_numerals),
        cmocka_unit_test(ends_where_the_grammar_does),
        cmocka_unit_test(reads_vague_numbers_as_their_lower_bound),
        cmocka_unit_test(remembers_what_may_belong_to_the_next_word),
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(holds_its_limits),
        cmocka_unit_test(begins_with_figures_and_ten),
    };
    return cmocka_run_group_tests_name("numeral", tests, NULL, NULL);
}
