/* Tests of common/domain/currency.c (REQUIREMENTS 3.8, Amount). */
#include "common/domain/currency.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_money(const char *text, const char *money, int64_t fen)
{
    struct numeral numeral;

    assert_true(numeral_read(text_of(text), 0, &numeral));
    bool holds = currency_read(text_of(text), &numeral);
    if (!holds || numeral.end != strlen(money) || numeral.amount_fen != fen)
        fail_msg(
            "%s: %d, %zu bytes, %ld fen",
            text,
            holds,
            numeral.end,
            (long)numeral.amount_fen
        );
}

static void assert_no_money(const char *text)
{
    struct numeral numeral, before;

    assert_true(numeral_read(text_of(text), 0, &numeral));
    before = numeral;
    assert_false(currency_read(text_of(text), &numeral));
    assert_int_equal(numeral.end, before.end);
    assert_int_equal(numeral.amount_fen, before.amount_fen);
}

static void reads_each_word_for_yuan(void **state UNUSED)
{
    assert_money("5元", "5元", 500);
    assert_money("5圆", "5圆", 500);
    assert_money("5圓", "5圓", 500);
    assert_money("5块", "5块", 500);
    assert_money("5塊", "5塊", 500);
    assert_money("5人民币", "5人民币", 500);
    assert_money("5 Yuan.", "5 Yuan", 500);
    assert_money("5RMB", "5RMB", 500);
    assert_money("5 CNY", "5 CNY", 500);
    assert_money("5000多元", "5000多元", 500000);
}

static void reads_jiao_and_fen_behind_it(void **state UNUSED)
{
    assert_money("伍元叁角整", "伍元叁角整", 530);
    assert_money("伍元叁角贰分", "伍元叁角贰分", 532);
    assert_money("伍元零贰分", "伍元零贰分", 502);
    assert_money("5元2分", "5元2分", 502);
    assert_money("5块8毛钱", "5块8毛钱", 580);
    assert_money("5块8", "5块8", 580);
    assert_money("五块五的", "五块五", 550);
    assert_money("5块12", "5块", 500);
    assert_money("5块3个", "5块", 500);
    assert_money("5元8", "5元", 500);
}

static void leaves_other_words(void **state UNUSED)
{
    assert_no_money("1元旦");
    assert_no_money("2026元月");
    assert_no_money("一块");
    assert_no_money("一块去");
    assert_no_money("两块儿");
    assert_no_money("5美元");
    assert_no_money("5 yuanxiao");
    assert_no_money("5");
    assert_money("一块钱", "一块钱", 100);
    assert_money("1块", "1块", 100);
}

static void reads_jiao_and_fen_alone(void **state UNUSED)
{
    int64_t fen = -1;

    assert_int_equal(currency_read_minor(TEXT("伍角陆分"), 0, &fen), 12);
    assert_int_equal(fen, 56);
    assert_int_equal(currency_read_minor(TEXT("x3分"), 1, &fen), 4);
    assert_int_equal(fen, 3);
    assert_int_equal(currency_read_minor(TEXT("5角零"), 0, &fen), 4);
    assert_int_equal(fen, 50);
    assert_int_equal(currency_read_minor(TEXT("5元"), 0, &fen), 0);
    assert_int_equal(currency_read_minor(TEXT(""), 0, &fen), 0);
    assert_int_equal(fen, 50);
}

static void knows_foreign_money(void **state UNUSED)
{
    assert_true(currency_is_foreign(TEXT("美元"), 0) > 0);
    assert_true(currency_is_foreign(TEXT(" USD"), 0) > 0);
    assert_true(currency_is_foreign(TEXT("5港币"), 1) > 0);
    assert_int_equal(currency_is_foreign(TEXT("元"), 0), 0);
    assert_int_equal(currency_is_foreign(TEXT(""), 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_word_for_yuan),
        cmocka_unit_test(reads_jiao_and_fen_behind_it),
        cmocka_unit_test(leaves_other_words),
        cmocka_unit_test(reads_jiao_and_fen_alone),
        cmocka_unit_test(knows_foreign_money),
    };
    return cmocka_run_group_tests_name("currency", tests, NULL, NULL);
}
