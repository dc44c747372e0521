/* Tests of common/domain/redact.c (REQUIREMENTS SE-11, 3.4; DESIGN P9). */
#include "common/domain/redact.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "common/domain/card_number.h"
#include "common/utf8.h"

static struct arena arena;

static int release(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static struct redaction assert_redacts(struct text text, const char *wanted)
{
    struct redaction found;
    struct text redacted = redact(text, &arena, &found);

    assert_string_equal(arena_text(&arena, redacted).at, wanted);
    assert_true(redacted.length <= REDACTED_BYTES_MAX(text.length));
    return found;
}

static void assert_unchanged(struct text text)
{
    struct redaction found;
    struct text redacted = redact(text, &arena, &found);

    assert_true(text_equal(redacted, text));
    assert_ptr_equal(redacted.at, text.at);
    assert_int_equal(found.secrets + found.cards + found.ids + found.phones + found.mails, 0);
}

static void takes_out_each_kind_and_counts_it(void **state UNUSED)
{
    struct redaction found = assert_redacts(
        TEXT(
            "我是张三，身份证11010519491231002X，手机13800138000，卡号6222 0212 3456 7890 128，"
            "邮箱zhang@example.com，密码是123456，验证码654321"
        ),
        "我是张三，身份证110***********2X，手机138****8000，卡号****0128，"
        "邮箱z***@example.com，密码是" REDACT_MARK "，验证码" REDACT_MARK
    );

    assert_int_equal(found.secrets, 2);
    assert_int_equal(found.cards, 1);
    assert_int_equal(found.ids, 1);
    assert_int_equal(found.phones, 1);
    assert_int_equal(found.mails, 1);
}

static void leaves_a_text_without_personal_data_as_it_is(void **state UNUSED)
{
    assert_unchanged((struct text){0});
    assert_unchanged(TEXT(""));
    assert_unchanged(TEXT("我要挂失，卡丢了😀𠮷"));
    assert_unchanged(TEXT("昨天在ATM取了5000元，2026-02-03 12:30 还没到账，打95588没人接"));
    assert_unchanged(TEXT("Please transfer 1,234,567.80 CNY, ref 20260203."));
    assert_unchanged(TEXT("忘记密码了，怎么重置"));
    assert_unchanged(TEXT("@ 请看 @我 a@b @c.d me@ "));
    assert_unchanged(TEXT("流水号2026020312345678901234567890"));
}

static void masks_mail_addresses_of_every_form(void **state UNUSED)
{
    assert_redacts(TEXT("a@b.cn"), "a***@b.cn");
    assert_redacts(TEXT("发到13800138000@qq.com吧"), "发到1***@qq.com吧");
    assert_redacts(TEXT("x.y+z_1%-2@mail.example.com.cn。"), "x***@mail.example.com.cn。");
    assert_redacts(TEXT("ｚｈａｎｇ＠ｑｑ．ｃｏｍ"), "ｚ***＠ｑｑ．ｃｏｍ");
    assert_redacts(TEXT("a@b.c@d.e"), "a***@b***@d.e");
    assert_redacts(TEXT("邮箱:me@4111111111111111.com"), "邮箱:m***@****1111.com");
    assert_redacts(TEXT("pin123@qq.com"), "p***@qq.com");
}

static void takes_out_a_secret_that_is_named_behind_it(void **state UNUSED)
{
    assert_redacts(TEXT("123456是我的密码"), REDACT_MARK "是我的密码");
    assert_redacts(TEXT("abc123就是登录密码"), REDACT_MARK "就是登录密码");
    assert_redacts(TEXT("so 1234 is my PIN ok"), "so " REDACT_MARK " is my PIN ok");
    assert_redacts(TEXT("123是密码456"), REDACT_MARK "是密码" REDACT_MARK);
    assert_unchanged(TEXT("95588是你们的电话吗，密码忘了"));
    assert_unchanged(TEXT("12是密码的位数"));
}

static void looks_at_what_stands_between_the_word_and_the_secret(void **state UNUSED)
{
    struct redaction found = assert_redacts(
        TEXT("密码和手机13800138000设的是abc123"),
        "密码和手机138****8000设的是" REDACT_MARK
    );

    assert_int_equal(found.secrets, 1);
    assert_int_equal(found.phones, 1);
    assert_redacts(TEXT("密码卡4111111111111111=294521217"), "密码卡" REDACT_MARK);
    assert_redacts(
        TEXT("密码验证码4455和那个是667788"),
        "密码验证码" REDACT_MARK "和那个是" REDACT_MARK
    );
    found = assert_redacts(
        TEXT("密码密码密码密码密码密码密码密码密码密码是8899"),
        "密码密码密码密码密码密码密码密码密码密码是" REDACT_MARK
    );
    assert_int_equal(found.secrets, 1);
}

static void leaves_case_numbers_and_ids_readable(void **state UNUSED)
{
    assert_true(luhn_holds("20260203000019", 14)); /* else this test could not fail */
    assert_redacts(TEXT("20260203000019"), "****0019");
    assert_unchanged(TEXT("工单GD20260203000019和gd20260203000027怎么样了"));
    assert_unchanged(TEXT("工单ＧＤ２０２６０２０３００００１９"));
    assert_redacts(TEXT("AD20260203000019"), "AD****0019");
    assert_unchanged(TEXT("案件01890a5d-ac96-774b-bcce-138001380000的进度"));
    assert_unchanged(TEXT("01890a5d-ac96-7740-8000-13800138000a"));
}

static void keeps_bytes_that_are_not_utf8(void **state UNUSED)
{
    assert_redacts(TEXT("\xFF 13800138000 \xE5\xAF"), "\xFF 138****8000 \xE5\xAF");
    assert_redacts(TEXT("\xE5\xAF密码123456\x80"), "\xE5\xAF密码" REDACT_MARK "\x80");
}

static void handles_zero_bytes_as_characters(void **state UNUSED)
{
    struct redaction found;
    struct text text = TEXT("a\0"
                            "13800138000\0");
    struct text redacted = redact(text, &arena, &found);

    assert_int_equal(redacted.length, text.length);
    assert_memory_equal(
        redacted.at,
        "a\0"
        "138****8000\0",
        redacted.length
    );
}

/* The shortest secrets grow most; a long row of them stays below the limit. */
static void grows_no_more_than_its_limit(void **state UNUSED)
{
    static const char *rows[] = {
        "pin123 ",
        "pin:123,",
        "a@b.c ",
        "密码123、456、789、",
        "otp 123 or 456 or 789 ",
        "123是密码456 ",
        "010-6234567 ",
    };
    char text[7000];

    for (size_t row = 0; row < LENGTH(rows); row++) {
        size_t length = strlen(rows[row]);
        for (size_t i = 0; i < sizeof(text); i++)
            text[i] = rows[row][i % length];

        struct redaction found;
        struct text whole = {text, sizeof(text) - sizeof(text) % length};
        struct text redacted = redact(whole, &arena, &found);
        assert_true(redacted.length <= REDACTED_BYTES_MAX(whole.length));
        assert_true(utf8_valid(redacted));
        assert_true(found.secrets + found.mails + found.phones >= sizeof(text) / length);
    }
}

static void finds_the_same_thing_only_once(void **state UNUSED)
{
    static const struct text texts[] = {
        TEXT("密码是123456，pin 1234, cvv2: 123；123456是密码"),
        TEXT("卡6222 0212 3456 7890 "
             "128，证11010519491231002X，机138-0013-8000，座机(010)62345678"),
        TEXT("a@b.c 13800138000@qq.com"),
    };

    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct redaction found;
        struct text once = redact(texts[i], &arena, &found);
        assert_ptr_not_equal(once.at, texts[i].at);
        assert_unchanged(once);
    }
}

/* Random sequences of pieces: the promise of the header, checked on what comes out. */
static void leaves_no_card_number_in_any_mixture(void **state UNUSED)
{
    static const char *pieces[] = {
        "4111111111111111",
        "6222021234567890128",
        "62220212",
        "3456 ",
        "-7890",
        "128",
        "密码",
        "是",
        "pin ",
        "@",
        "qq.com",
        "X",
        "１２",
        "，",
        " ",
        "gd",
        "110105",
        "19491231",
        "002X",
        "^",
        "=",
        "0",
    };
    uint64_t seed = 11;

    for (int round = 0; round < 3000; round++) {
        char text[256];
        size_t length = 0;
        for (int i = 0; i < 10; i++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            const char *piece = pieces[(seed >> 33) % LENGTH(pieces)];
            memcpy(text + length, piece, strlen(piece));
            length += strlen(piece);
        }

        struct redaction found;
        struct text redacted = redact((struct text){text, length}, &arena, &found);
        assert_true(utf8_valid(redacted));
        for (size_t at = 0; at < redacted.length; at++) {
            size_t digits = 0;
            while (at + digits < redacted.length && redacted.at[at + digits] >= '0' &&
                   redacted.at[at + digits] <= '9')
                digits++;
            if (digits >= 16 && digits <= 19)
                assert_false(luhn_holds(redacted.at + at, digits));
            at += digits;
        }
        arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_out_each_kind_and_counts_it),
        cmocka_unit_test(leaves_a_text_without_personal_data_as_it_is),
        cmocka_unit_test(masks_mail_addresses_of_every_form),
        cmocka_unit_test(takes_out_a_secret_that_is_named_behind_it),
        cmocka_unit_test(looks_at_what_stands_between_the_word_and_the_secret),
        cmocka_unit_test(leaves_case_numbers_and_ids_readable),
        cmocka_unit_test(keeps_bytes_that_are_not_utf8),
        cmocka_unit_test(handles_zero_bytes_as_characters),
        cmocka_unit_test(grows_no_more_than_its_limit),
        cmocka_unit_test(finds_the_same_thing_only_once),
        cmocka_unit_test(leaves_no_card_number_in_any_mixture),
    };
    return cmocka_run_group_tests_name("redact", tests, NULL, release);
}
