/* See amount_find.h. Each number is read once, then judged by what stands around it. */
#include "common/domain/amount_find.h"

#include "common/domain/currency.h"
#include "common/domain/folded.h"
#include "common/domain/numeral.h"

enum {
    SPELLED_UNIT_MIN = 100, /* 二十 may be anything, 三百 is asked what it counts */
    BARE_DIGITS_MIN = 2,    /* 扣了5000 */
    BARE_DIGITS_MAX = 9,
    LINKS_MAX = 4,
    CARD_GROUP_MIN = 3,
};

/* Right before a number these say that it is money. */
static const struct text signs[] = {
    TEXT("¥"),
    TEXT("￥"),
    TEXT("RMB"),
    TEXT("rmb"),
    TEXT("CNY"),
    TEXT("cny"),
    TEXT("人民币"),
};

static const struct text money_words[] = {
    TEXT("金额"),   TEXT("余额"),   TEXT("总额"),    TEXT("限额"),   TEXT("额度"),
    TEXT("本金"),   TEXT("利息"),   TEXT("工资"),    TEXT("年费"),   TEXT("罚息"),
    TEXT("违约金"), TEXT("手续费"), TEXT("转了"),    TEXT("转账"),   TEXT("转出"),
    TEXT("转走"),   TEXT("汇了"),   TEXT("汇款"),    TEXT("扣了"),   TEXT("扣款"),
    TEXT("扣除"),   TEXT("扣走"),   TEXT("多扣"),    TEXT("被扣"),   TEXT("取了"),
    TEXT("取款"),   TEXT("存了"),   TEXT("存款"),    TEXT("花了"),   TEXT("刷了"),
    TEXT("盗刷"),   TEXT("刷走"),   TEXT("付了"),    TEXT("付款"),   TEXT("支付"),
    TEXT("还了"),   TEXT("还款"),   TEXT("借了"),    TEXT("借款"),   TEXT("贷款"),
    TEXT("欠了"),   TEXT("欠款"),   TEXT("收了"),    TEXT("收费"),   TEXT("消费"),
    TEXT("赔偿"),   TEXT("退了"),   TEXT("退款"),    TEXT("充了"),   TEXT("充值"),
    TEXT("损失"),   TEXT("被骗"),   TEXT("骗了"),    TEXT("骗走"),   TEXT("少了"),
    TEXT("多了"),   TEXT("amount"), TEXT("balance"), TEXT("Amount"), TEXT("Balance"),
};

/* May stand between such a word and the number. */
static const struct text linking_words[] = {
    TEXT("差不多"), TEXT("大概"), TEXT("大约"), TEXT("将近"), TEXT("人民币"), TEXT("接近"),
    TEXT("了"),     TEXT("我"),   TEXT("约"),   TEXT("是"),   TEXT("为"),     TEXT("有"),
    TEXT("近"),     TEXT("共"),   TEXT("到"),   TEXT("掉"),   TEXT("走"),     TEXT(":"),
    TEXT("："),     TEXT("is"),   TEXT("of"),   TEXT("was"),  TEXT(" "),
};

/* Behind a number: it counts these. Foreign money is in currency.h. */
static const struct text counted_words[] = {
    TEXT("个"),   TEXT("人"), TEXT("位"),   TEXT("次"),   TEXT("遍"),   TEXT("天"),
    TEXT("年"),   TEXT("月"), TEXT("日"),   TEXT("号"),   TEXT("周"),   TEXT("时"),
    TEXT("小时"), TEXT("分"), TEXT("秒"),   TEXT("点"),   TEXT("岁"),   TEXT("条"),
    TEXT("笔"),   TEXT("张"), TEXT("家"),   TEXT("名"),   TEXT("户"),   TEXT("米"),
    TEXT("公里"), TEXT("里"), TEXT("斤"),   TEXT("公斤"), TEXT("吨"),   TEXT("件"),
    TEXT("页"),   TEXT("字"), TEXT("辆"),   TEXT("台"),   TEXT("只"),   TEXT("种"),
    TEXT("倍"),   TEXT("度"), TEXT("层"),   TEXT("级"),   TEXT("强"),   TEXT("股"),
    TEXT("份"),   TEXT("句"), TEXT("回"),   TEXT("趟"),   TEXT("段"),   TEXT("群"),
    TEXT("平"),   TEXT("亩"), TEXT("间"),   TEXT("套"),   TEXT("克"),   TEXT("积分"),
    TEXT("步"),   TEXT("粉"), TEXT("里程"), TEXT("单"),   TEXT("本"),   TEXT("封"),
    TEXT("通"),   TEXT("声"), TEXT("成"),   TEXT("折"),   TEXT("期"),   TEXT("兆"),
    TEXT("行"),   TEXT("楼"), TEXT("室"),   TEXT("%"),    TEXT("‰"),    TEXT("字节"),
    TEXT("代"),   TEXT("届"), TEXT("多个"), TEXT("余人"), TEXT("英里"), TEXT("摄氏"),
    TEXT("赫兹"), TEXT("只"),
};

/* Before a Chinese numeral: 第三百, 百分之五, 星期三. */
static bool is_ordinal(uint32_t before)
{
    return before == 0x7B2C /* 第 */ || before == 0x4E4B /* 之 */ ||
           before == 0x671F /* 期 */ || before == 0x5468 /* 周 */ || before == 0x521D /* 初 */;
}

/* Bytes of the word of the list that ends at `at`, or 0. */
static size_t word_before(struct text text, size_t at, const struct text *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (words[i].length <= at &&
            memcmp(text.at + at - words[i].length, words[i].at, words[i].length) == 0)
            return words[i].length;
    return 0;
}

static bool follows_money_word(struct text text, size_t at)
{
    for (int i = 0; i <= LINKS_MAX; i++) {
        if (word_before(text, at, LIST(money_words)))
            return true;
        size_t link = word_before(text, at, LIST(linking_words));
        if (link == 0)
            return false;
        at -= link;
    }
    return false;
}

static bool follows_sign(struct text text, size_t at)
{
    while (at > 0 && text.at[at - 1] == ' ')
        at--;
    return word_before(text, at, LIST(signs)) > 0;
}

static bool is_joint(uint32_t code)
{
    return code > 0 && code < 0x80 && strchr("-/:._,~@", (int)code);
}

/* A figure and a joint end at `at`: 2026- */
static bool is_joined_before(struct text text, size_t at)
{
    size_t start = at;

    if (!is_joint(folded_before(text, at)))
        return false;
    do {
        start--;
    } while (start > 0 && ((uint8_t)text.at[start] & 0xC0) == 0x80);
    return code_is_digit(folded_before(text, start));
}

/* Part of a date, a time, a phone, a version: 2026-02-03, 12:30, 6222 0212. */
static bool is_joined(struct text text, size_t at, size_t end)
{
    uint32_t behind = 0, code;
    size_t joint = folded_step(text, end, &behind), digits = 0, bytes;

    if (is_joined_before(text, at) || code_is_letter(behind))
        return true;
    for (size_t next = end + joint; (bytes = folded_step(text, next, &code)) > 0;
         next += bytes) {
        if (!code_is_digit(code))
            break;
        digits++;
    }
    return (is_joint(behind) && digits > 0) || (behind == ' ' && digits >= CARD_GROUP_MIN);
}

static bool is_phone(const struct numeral *numeral)
{
    static const int64_t first = INT64_C(1300000000000), last = INT64_C(1999999999999);

    return numeral->digits == 11 && !numeral->separated && numeral->decimals == 0 &&
           numeral->unit == 1 && numeral->amount_fen >= first && numeral->amount_fen <= last;
}

/* 95588 and its like are called, not paid. */
static bool is_hotline(const struct numeral *numeral)
{
    int64_t number = numeral->amount_fen / 100;

    return numeral->decimals == 0 && !numeral->separated &&
           ((number >= 95000 && number <= 95999) || (number >= 955000 && number <= 955999));
}

static bool counts_something(struct text text, size_t end)
{
    static const struct text more[] = {TEXT("多"), TEXT("余"), TEXT("来"), TEXT("几")};

    end += folded_match_any(text, end, LIST(more));
    end += folded_white(text, end);
    return folded_match_any(text, end, LIST(counted_words)) > 0 ||
           currency_is_foreign(text, end);
}

/* Figures with nothing at them but what stands before. */
static bool is_bare_money(struct text text, size_t at, const struct numeral *numeral)
{
    if (numeral->digits < BARE_DIGITS_MIN || numeral->digits > BARE_DIGITS_MAX ||
        folded_at(text, at) == '0' || is_joined(text, at, numeral->end))
        return false;
    if (numeral->separated && numeral->decimals == 2)
        return true;
    return !is_hotline(numeral) && follows_money_word(text, at);
}

/* Judges the number that begins at `at`; may lengthen or shorten it. */
static bool is_money(struct text text, size_t at, struct numeral *numeral)
{
    uint32_t before = folded_before(text, at);
    bool sign = numeral->digits > 0 && follows_sign(text, at);

    if (is_phone(numeral) || (numeral->digits == 0 && is_ordinal(before)))
        return false;
    if (numeral->digits > 0 && !sign &&
        (code_is_letter(before) || before == '.' || before == '_'))
        return false;
    if (currency_read(text, numeral))
        return true;
    if (counts_something(text, numeral->end)) {
        if (numeral->head_end == 0 || numeral->unit < SPELLED_UNIT_MIN)
            return false;
        numeral->end = numeral->head_end;
        numeral->amount_fen = numeral->head_fen;
        return true;
    }
    if (sign)
        return true;
    if (numeral->unit >= SPELLED_UNIT_MIN)
        return !code_is_letter(folded_at(text, numeral->end));
    return is_bare_money(text, at, numeral);
}

/* Behind what is no number: all of its figures. */
static size_t skip_figures(struct text text, size_t at)
{
    size_t bytes;
    uint32_t code;

    while ((bytes = folded_step(text, at, &code)) > 0 &&
           (code_is_digit(code) || numeral_figure(code) >= 0))
        at += bytes;
    return at;
}

size_t amount_find_in_text(struct text text, struct amount_found *ret_found, size_t max)
{
    size_t count = 0, bytes;
    uint32_t code;

    for (size_t at = 0; count < max && (bytes = folded_step(text, at, &code)) > 0;) {
        struct numeral numeral;
        if (!code_is_digit(code) && !numeral_begins(code)) {
            at += bytes;
            continue;
        }
        if (!numeral_read(text, at, &numeral)) {
            at = size_max(at + bytes, skip_figures(text, at));
            continue;
        }
        if (is_money(text, at, &numeral) && numeral.amount_fen > 0)
            ret_found[count++] =
                (struct amount_found){numeral.amount_fen, at, numeral.end - at, numeral.vague};
        at = numeral.end;
    }
    return count;
}
