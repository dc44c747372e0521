/* Tests of common/text/normalise.c: REQUIREMENTS CL-03. */
#include "common/text/normalise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

static void assert_becomes(const char *original, const char *expected)
{
    struct arena arena = {0};
    struct text text = text_normalise(&arena, text_of(original));

    if (!text_is(text, expected))
        fail_msg("'%s' became '%s', not '%s'", original, text.at, expected);
    arena_done(&arena);
}

struct row {
    const char *original;
    const char *expected;
};

static void assert_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_becomes(rows[i].original, rows[i].expected);
}

static void folds_full_width_to_half_width(void **state UNUSED)
{
    static const struct row rows[] = {
        {"ｔｒａｎｓｆｅｒ没到账，５０００块", "transfer没到账,5000块"},
        {"ＡＢＣ！？（）", "abc!?()"},
        {"ﾃｽﾄ", "テスト"},
        {"人民币￥１２．５０", "人民币¥12.50"},
    };
    assert_rows(LIST(rows));
}

static void folds_traditional_to_simplified(void **state UNUSED)
{
    static const struct row rows[] = {
        {"帳戶被凍結，請儘快處理", "账户被冻结,请尽快处理"},
        {"信用卡被偷刷，我要投訴你們", "信用卡被偷刷,我要投诉你们"},
        {"我要掛失", "我要挂失"},
        {"轉帳還沒有到帳，銀行櫃檯說要等", "转账还没有到账,银行柜台说要等"},
        {"貸款審批進度", "贷款审批进度"},
        {"驗證碼收不到", "验证码收不到"},
    };
    assert_rows(LIST(rows));
}

static void takes_care_of_digits(void **state UNUSED)
{
    static const struct row rows[] = {
        {"5000①", "5000(1)"},
        {"①开户②销户", "(1)开户(2)销户"},
        {"10²", "10^2"},
        {"H₂O", "h^2o"},
        {"1½", "1 1/2"},
        {"100000000", "100000000"},
        {"一一一零零零", "一一一零零零"},
        {"１１１", "111"},
        {"1,234,567.80", "1,234,567.80"},
        {"６２２２ ０２１２", "6222 0212"},
    };
    assert_rows(LIST(rows));
}

static void strips_what_cannot_be_seen(void **state UNUSED)
{
    static const struct row rows[] = {
        {"挂\u200b失\ufeff", "挂失"},
        {"挂\ue000失\U000f0000", "挂失"},
        {"挂\001\002失\x7f", "挂失"},
        {"挂\u202e失", "挂失"},
        {"z\u0301a\u0327lgo", "zalgo"},
        {"好\ufe0f", "好"},
    };
    assert_rows(LIST(rows));
}

static void drops_pinyin_in_brackets_after_its_characters(void **state UNUSED)
{
    static const struct row rows[] = {
        {"客(ke)户(hu)投(tou)诉(su)", "客户投诉"},
        {"挂失（guà shī）", "挂失"},
        {"处(chǔ)理(li3)", "处理"},
        {"重(chóng)新(xin)", "重新"},
        {"西安(xi'an)", "西安"},
        {"處（chu）理", "处理"},
    };
    assert_rows(LIST(rows));
}

static void keeps_brackets_that_are_not_pinyin(void **state UNUSED)
{
    static const struct row rows[] = {
        {"手机银行(APP)", "手机银行(app)"},
        {"自助机(ATM)", "自助机(atm)"},
        {"(guashi)", "(guashi)"},
        {"卡(gua shi)", "卡(gua shi)"},
        {"金额(5000)", "金额(5000)"},
        {"卡()", "卡()"},
        {"账户(尾号8812)", "账户(尾号8812)"},
    };
    assert_rows(LIST(rows));
}

static void collapses_stretched_repeats(void **state UNUSED)
{
    static const struct row rows[] = {
        {"啊啊啊啊啊快点!!!", "啊快点!"},
        {"急急急！！！！", "急!"},
        {"谢谢，天天打电话", "谢谢,天天打电话"},
        {"到底…………", "到底."},
        {"？？？", "?"},
        {"sooooo bad", "so bad"},
        {"啊啊啊啊", "啊"},
        {"啊啊", "啊啊"},
        {"啊啊啊", "啊"},
    };
    assert_rows(LIST(rows));
}

static void removes_spaces_beside_chinese_only(void **state UNUSED)
{
    static const struct row rows[] = {
        {"我 要 挂 失 !!!", "我要挂失!"},
        {"挂 shi", "挂shi"},
        {"  I  lost\tmy\r\ncard ", "i lost my card"},
        {"转 了 5000 块", "转了5000块"},
        {"我　要　开户", "我要开户"},
    };
    assert_rows(LIST(rows));
}

static void lowers_latin_letters(void **state UNUSED)
{
    assert_becomes("HELLO Ä É Ü İ", "hello a e u i");
    assert_becomes("𝐀𝐁𝐂", "abc");
}

static void survives_text_that_is_not_utf8(void **state UNUSED)
{
    static const struct row rows[] = {
        {"卡\xff丢\xc3了", "卡丢了"},
        {"\x80\x81\xfe", ""},
        {"卡\xe5\x8d", "卡"},
        {"\xc0\xaf", ""},
        {"\xed\xa0\x80卡", "卡"},
        {"\xf4\x90\x80\x80卡", "卡"},
        {"\xf8\x88\x80\x80\x80", ""},
    };
    assert_rows(LIST(rows));
}

static void gives_nothing_for_nothing(void **state UNUSED)
{
    struct arena arena = {0};

    assert_becomes("", "");
    assert_becomes(" \t\n\u3000", "");
    assert_int_equal(text_normalise(&arena, (struct text){0}).length, 0);
    arena_done(&arena);
}

static void keeps_rare_characters_of_four_bytes(void **state UNUSED)
{
    assert_becomes("𠮷 野 家", "𠮷野家");
    assert_becomes("😀", "😀");
}

static size_t length_after(size_t bytes)
{
    struct arena arena = {0};
    char *original = arena_take(&arena, bytes);

    for (size_t i = 0; i < bytes; i++)
        original[i] = i % 2 ? 'b' : 'a';
    size_t length = text_normalise(&arena, (struct text){original, bytes}).length;
    arena_done(&arena);
    return length;
}

static void reads_as_far_as_its_limit(void **state UNUSED)
{
    assert_int_equal(length_after(NORMALISE_BYTES_MAX - 1), NORMALISE_BYTES_MAX - 1);
    assert_int_equal(length_after(NORMALISE_BYTES_MAX), NORMALISE_BYTES_MAX);
    assert_int_equal(length_after(NORMALISE_BYTES_MAX + 1), NORMALISE_BYTES_MAX);
    assert_int_equal(length_after(1024 * 1024), NORMALISE_BYTES_MAX);
}

/* Growth: each of these two-byte characters becomes four bytes or more. */
static void has_room_for_text_that_grows(void **state UNUSED)
{
    struct arena arena = {0};
    char *original = arena_take(&arena, NORMALISE_BYTES_MAX);

    for (size_t i = 0; i < NORMALISE_BYTES_MAX; i += 4)
        memcpy(original + i, "½²", 4);
    struct text text = text_normalise(&arena, (struct text){original, NORMALISE_BYTES_MAX});
    assert_true(text.length > NORMALISE_BYTES_MAX);
    assert_int_equal(text.at[text.length], 0);
    arena_done(&arena);
}

static void gives_the_same_when_done_twice(void **state UNUSED)
{
    static const char *const texts[] = {
        "客(ke)戶 ＡＰＰ  閃退！！！ 啊啊啊",
        "I  LOST my card...",
        "帳戶 凍結 5000①",
    };
    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct arena arena = {0};
        struct text once = text_normalise(&arena, text_of(texts[i]));
        assert_true(text_equal(text_normalise(&arena, once), once));
        arena_done(&arena);
    }
}

/* Random bytes and random code points; the sanitizers watch. */
static void holds_for_random_input(void **state UNUSED)
{
    struct arena arena = {0};
    uint64_t seed = 88172645463325252ULL;

    for (size_t round = 0; round < 3000; round++) {
        char bytes[96];
        for (size_t i = 0; i < sizeof(bytes); i++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            bytes[i] = "()ae \xe5\x8d\xa1\xc2\xb2\xf0\x9f\x98\x80\xff"[seed % 16];
        }
        struct text text = text_normalise(&arena, (struct text){bytes, sizeof(bytes)});
        assert_true(text.length <= 4 * sizeof(bytes));
        arena_reset(&arena);
    }
    arena_done(&arena);
}

static void tells_what_a_hundred_bytes_cost(void **state UNUSED)
{
    static const char *const sample =
        "我昨天在手機銀行轉帳５０００元給朋友，到現在還沒有到帳，請問是怎麼回事？";
    struct arena arena = {0};
    struct timespec begin;
    struct timespec end;
    enum { ROUNDS = 5000 };

    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (size_t i = 0; i < ROUNDS; i++) {
        assert_true(text_normalise(&arena, text_of(sample)).length > 0);
        arena_reset(&arena);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double ns =
        (double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec);
    print_message("normalise: %zu bytes in %.2f us\n", strlen(sample), ns / ROUNDS / 1000);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_full_width_to_half_width),
        cmocka_unit_test(folds_traditional_to_simplified),
        cmocka_unit_test(takes_care_of_digits),
        cmocka_unit_test(strips_what_cannot_be_seen),
        cmocka_unit_test(drops_pinyin_in_brackets_after_its_characters),
        cmocka_unit_test(keeps_brackets_that_are_not_pinyin),
        cmocka_unit_test(collapses_stretched_repeats),
        cmocka_unit_test(removes_spaces_beside_chinese_only),
        cmocka_unit_test(lowers_latin_letters),
        cmocka_unit_test(survives_text_that_is_not_utf8),
        cmocka_unit_test(gives_nothing_for_nothing),
        cmocka_unit_test(keeps_rare_characters_of_four_bytes),
        cmocka_unit_test(reads_as_far_as_its_limit),
        cmocka_unit_test(has_room_for_text_that_grows),
        cmocka_unit_test(gives_the_same_when_done_twice),
        cmocka_unit_test(holds_for_random_input),
        cmocka_unit_test(tells_what_a_hundred_bytes_cost),
    };
    return cmocka_run_group_tests_name("normalise", tests, NULL, NULL);
}
