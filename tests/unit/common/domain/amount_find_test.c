/* Tests of common/domain/amount_find.c (REQUIREMENTS 3.8, 4.1, 5.14). */
#include "common/domain/amount_find.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The text holds exactly one amount, which is written `number`. */
struct sample {
    const char *text;
    const char *number;
    int64_t fen;
};

static void assert_samples(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct amount_found found[2] = {0};
        struct text text = text_of(samples[i].text), number = text_of(samples[i].number);
        size_t amounts = amount_find_in_text(text, found, LENGTH(found));

        if (amounts != 1 || found[0].amount_fen != samples[i].fen ||
            !text_equal((struct text){text.at + found[0].at, found[0].length}, number))
            fail_msg(
                "%s: %zu amounts, %ld fen at %zu, %zu bytes",
                samples[i].text,
                amounts,
                (long)found[0].amount_fen,
                found[0].at,
                found[0].length
            );
    }
}

static void assert_none(const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct amount_found found[2] = {0};
        size_t amounts = amount_find_in_text(text_of(texts[i]), found, LENGTH(found));

        if (amounts != 0)
            fail_msg(
                "%s: %ld fen at %zu, %zu bytes",
                texts[i],
                (long)found[0].amount_fen,
                found[0].at,
                found[0].length
            );
    }
}

static void reads_the_forms_that_the_requirements_name(void **state UNUSED)
{
    static const struct sample samples[] = {
        {"少了3千", "3千", 300000},
        {"被骗五万", "五万", 5000000},
        {"转走2w", "2w", 2000000},
        {"大概1.5万元吧", "1.5万元", 1500000},
        {"扣了我三千五", "三千五", 350000},
        {"5000块没了", "5000块", 500000},
        {"ｔｒａｎｓｆｅｒ没到账，５０００块", "５０００块", 500000},
        {"壹仟肆佰零玖元伍角", "壹仟肆佰零玖元伍角", 140950},
        {"收到陆仟零柒元壹角肆分整", "陆仟零柒元壹角肆分整", 600714},
    };

    assert_samples(LIST(samples));
}

static void reads_numbers_with_a_word_for_yuan(void **state UNUSED)
{
    static const struct sample samples[] = {
        {"5元", "5元", 500},
        {"只剩0.5元", "0.5元", 50},
        {"1,234,567.80元", "1,234,567.80元", 123456780},
        {"5000 元", "5000 元", 500000},
        {"5000块钱呢", "5000块钱", 500000},
        {"五块五", "五块五", 550},
        {"5块8毛", "5块8毛", 580},
        {"三块五毛钱", "三块五毛钱", 350},
        {"12元3角4分", "12元3角4分", 1234},
        {"一块钱", "一块钱", 100},
        {"三千多块", "三千多块", 300000},
        {"两百五十块", "两百五十块", 25000},
        {"三点五万", "三点五万", 3500000},
        {"5000人民币", "5000人民币", 500000},
        {"5,000 yuan please", "5,000 yuan", 500000},
        {"500 RMB.", "500 RMB", 50000},
        {"¥3000", "3000", 300000},
        {"￥ 99.90", "99.90", 9990},
        {"RMB 5000 was lost", "5000", 500000},
        {"人民币5000", "5000", 500000},
        {"9999999999999.99元", "9999999999999.99元", 999999999999999},
    };

    assert_samples(LIST(samples));
}

static void reads_numbers_with_a_large_unit(void **state UNUSED)
{
    static const struct sample samples[] = {
        {"丢了十万", "十万", 10000000},
        {"损失一百二十万", "一百二十万", 120000000},
        {"一亿二千万", "一亿二千万", 12000000000},
        {"20多万", "20多万", 20000000},
        {"十几万呢", "十几万", 11000000},
        {"几十万", "几十万", 10000000},
        {"好几千", "几千", 100000},
        {"数万元", "数万元", 1000000},
        {"两三千吧", "两三千", 200000},
        {"2w5", "2w5", 2500000},
        {"3万5千", "3万5千", 3500000},
        {"1万2", "1万2", 1200000},
        {"3万零5百", "3万零5百", 3050000},
        {"五万左右", "五万", 5000000},
        {"10W", "10W", 10000000},
        {"about 5k", "5k", 500000},
        {"三百", "三百", 30000},
    };

    assert_samples(LIST(samples));
}

static void leaves_out_what_may_belong_to_the_next_word(void **state UNUSED)
{
    static const struct sample samples[] = {
        {"工资一万一个月", "一万", 1000000},
        {"交了三万一年", "三万", 3000000},
        {"存5万2026年到期", "5万", 5000000},
        {"大概3-5万", "5万", 5000000},
    };

    assert_samples(LIST(samples));
}

static void reads_bare_figures_behind_a_word_for_money(void **state UNUSED)
{
    static const struct sample samples[] = {
        {"被扣了3000", "3000", 300000},
        {"我转账50000给他", "50000", 5000000},
        {"金额：1234.56", "1234.56", 123456},
        {"余额还有吗，余额是 88", "88", 8800},
        {"盗刷了大概12000", "12000", 1200000},
        {"amount: 1,500 thanks", "1,500", 150000},
        {"共 1,234,567.80", "1,234,567.80", 123456780},
        {"损失123456789", "123456789", 12345678900},
    };

    assert_samples(LIST(samples));
}

static void takes_no_other_number_for_money(void **state UNUSED)
{
    static const char *const texts[] = {
        "",
        "手机13800138000",
        "转账13800138000元宝",
        "电话010-62345678",
        "打95588没人接",
        "转了95588",
        "转账到6222 0212 3456 7890 128",
        "转账6222 0212 3456 7890 128",
        "转账6222021234567890128",
        "身份证11010519491231002X",
        "2026-02-03",
        "2026/2/3",
        "2026年2月3日",
        "二〇二六年二月三日",
        "两千年",
        "还款2026年",
        "还款15日",
        "12:30",
        "十二点三十分",
        "三点五十",
        "等了30分钟",
        "涨了5%",
        "５％",
        "百分之五",
        "百分之三十五",
        "千分之三",
        "验证码123456",
        "验证码是8888",
        "尾号1234",
        "工单GD20260203000123",
        "12378",
        "GB11643",
        "v1.2.3",
        "192.168.1.1",
        "3.1415926元",
    };

    assert_none(LIST(texts));
}

static void takes_no_count_for_money(void **state UNUSED)
{
    static const char *const texts[] = {
        "三千人",   "5万次",    "一万个",       "三百六十五天", "三千多人", "两百多个客户",
        "千万不要", "万一丢了", "第三百名",     "五百强",       "三千公里", "2万积分",
        "一块去",   "一块儿",   "一块",         "二十",         "500美元",  "5万美元",
        "2万港币",  "$500",     "500 dollars",  "三千日元",     "5000次",   "3个",
        "5月1元旦", "2wifi",    "一二三四五",   "三百五个",     "0元",      "零元",
        "扣了3次",  "取了5",    "转了3000多次", "扣了3000abc",
    };

    assert_none(LIST(texts));
}

static void holds_the_limits_of_bare_figures(void **state UNUSED)
{
    static const char *const texts[] = {"扣了5", "扣了1234567890", "扣了0123"};
    static const struct sample samples[] = {
        {"扣了10", "10", 1000},
        {"扣了123456789", "123456789", 12345678900},
    };

    assert_none(LIST(texts));
    assert_samples(LIST(samples));
}

static void refuses_what_does_not_fit(void **state UNUSED)
{
    static const char *const texts[] = {
        "12345678901234元",
        "99999999999999亿",
        "9999999999999万",
        "1.234元",
        "1.2345678万",
    };

    assert_none(LIST(texts));
}

static void returns_them_in_order_and_no_more_than_asked(void **state UNUSED)
{
    struct text text = TEXT("先扣了5000元，又扣3千，最后2w，手机13800138000");
    struct amount_found found[4];

    assert_int_equal(amount_find_in_text(text, found, 4), 3);
    assert_int_equal(found[0].amount_fen, 500000);
    assert_int_equal(found[1].amount_fen, 300000);
    assert_int_equal(found[2].amount_fen, 2000000);
    assert_int_equal(amount_find_in_text(text, found, 3), 3);
    assert_int_equal(amount_find_in_text(text, found, 2), 2);
    assert_int_equal(amount_find_in_text(text, found, 0), 0);
    assert_int_equal(amount_find_in_text((struct text){0}, found, 4), 0);
}

static void marks_vague_amounts(void **state UNUSED)
{
    static const char *const vague[] = {"几万", "20多万", "三千多块", "两三千", "十几万元"};
    static const char *const exact[] = {"5万", "三千五", "3000元"};
    struct amount_found found[1];

    for (size_t i = 0; i < LENGTH(vague); i++) {
        assert_int_equal(amount_find_in_text(text_of(vague[i]), found, 1), 1);
        assert_true(found[0].vague);
    }
    for (size_t i = 0; i < LENGTH(exact); i++) {
        assert_int_equal(amount_find_in_text(text_of(exact[i]), found, 1), 1);
        assert_false(found[0].vague);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_forms_that_the_requirements_name),
        cmocka_unit_test(reads_numbers_with_a_word_for_yuan),
        cmocka_unit_test(reads_numbers_with_a_large_unit),
        cmocka_unit_test(leaves_out_what_may_belong_to_the_next_word),
        cmocka_unit_test(reads_bare_figures_behind_a_word_for_money),
        cmocka_unit_test(takes_no_other_number_for_money),
        cmocka_unit_test(takes_no_count_for_money),
        cmocka_unit_test(holds_the_limits_of_bare_figures),
        cmocka_unit_test(refuses_what_does_not_fit),
        cmocka_unit_test(returns_them_in_order_and_no_more_than_asked),
        cmocka_unit_test(marks_vague_amounts),
    };
    return cmocka_run_group_tests_name("amount_find", tests, NULL, NULL);
}
