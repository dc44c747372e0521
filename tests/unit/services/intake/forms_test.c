/* Tests of services/intake/forms.c. */
#include "services/intake/forms.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static void blank_is_what_nobody_can_see_in_any_script(void **state UNUSED)
{
    static const char *const blank[] = {
        "",
        " \t\r\n",
        "　",
        "\xc2\xa0",
        "\xe2\x80\x8b\xe2\x80\x8d",
        "\xef\xbb\xbf",
        "\x01\x7f",
        "\xe3\x85\xa4"};
    static const char *const seen[] = {".", " a", "　中", "\xc2\xa1", "😀"};

    for (size_t i = 0; i < LENGTH(blank); i++)
        assert_true(form_is_blank(text_of(blank[i])));
    for (size_t i = 0; i < LENGTH(seen); i++)
        assert_false(form_is_blank(text_of(seen[i])));
    assert_true(form_is_blank((struct text){0}));
}

static void takes_mail_addresses_as_they_are_used(void **state UNUSED)
{
    static const struct {
        const char *entered, *stored;
    } good[] = {
        {"a@b.cn", "a@b.cn"},
        {" First.Last+tag@Mail.Example.COM\n", "First.Last+tag@mail.example.com"},
        {"ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "zhang@example.com"},
        {"张三@例子.中国", "张三@例子.中国"},
        {"o'neil_1@x-y.example", "o'neil_1@x-y.example"},
    };

    for (size_t i = 0; i < LENGTH(good); i++) {
        struct text mail;
        assert_true(form_mail(text_of(good[i].entered), &arena, &mail));
        assert_true(text_is(mail, good[i].stored));
    }
}

static void refuses_what_is_no_mail_address(void **state UNUSED)
{
    static const char *const bad[] = {
        "",        "a",       "@b.cn",     "a@",       "a@b",      "a@@b.cn",   "a@b@c.cn",
        ".a@b.cn", "a.@b.cn", "a..b@c.cn", "a@.b.cn",  "a@b..cn",  "a@b.cn.",   "a b@c.cn",
        "a@-b.cn", "a@b-.cn", "a@b_c.cn",  "a@b.cn,c", "<a@b.cn>", "a@\xff.cn", "a@b.c\x01n",
    };
    struct text mail;

    for (size_t i = 0; i < LENGTH(bad); i++) {
        if (form_mail(text_of(bad[i]), &arena, &mail))
            fail_msg("'%s' is taken for a mail address", bad[i]);
    }
}

static void a_mail_address_has_64_bytes_before_the_sign_and_254_in_all(void **state UNUSED)
{
    char mail[300];
    struct text found;

    memset(mail, 'a', sizeof(mail));
    for (size_t local = 63; local <= 65; local++) {
        memset(mail, 'a', sizeof(mail));
        memcpy(mail + local, "@b.cn", 5);
        assert_int_equal(
            form_mail((struct text){mail, local + 5}, &arena, &found),
            local <= 64
        );
    }
    for (size_t length = 253; length <= 255; length++) {
        memset(mail, 'a', sizeof(mail));
        mail[60] = '@';
        for (size_t at = 110; at < length - 2; at += 50)
            mail[at] = '.';
        assert_int_equal(form_mail((struct text){mail, length}, &arena, &found), length <= 254);
    }
    for (size_t label = 62; label <= 64; label++) {
        memset(mail, 'a', sizeof(mail));
        mail[1] = '@';
        mail[2 + label] = '.';
        assert_int_equal(
            form_mail((struct text){mail, label + 5}, &arena, &found),
            label <= 63
        );
    }
}

static void an_account_is_digits_with_blanks_and_hyphens_taken_out(void **state UNUSED)
{
    char account[ACCOUNT_DIGITS_MAX + 1];

    assert_true(form_account(TEXT(" 6222-0212 3456 "), account));
    assert_string_equal(account, "622202123456");
    assert_true(form_account(TEXT("６２２２０２"), account));
    assert_string_equal(account, "622202");
    assert_false(form_account(TEXT("622a02"), account));
    assert_false(form_account(TEXT("000000"), account));
    assert_false(form_account(TEXT("- - -"), account));
    assert_false(form_account(TEXT("账号622202"), account));
}

static void a_document_is_letters_digits_and_a_few_signs_in_upper_case(void **state UNUSED)
{
    char document[DOCUMENT_LENGTH_MAX + 1];

    assert_true(form_document(TEXT(" a12-3(4)/5 "), document));
    assert_string_equal(document, "A12-3(4)/5");
    assert_false(form_document(TEXT("a_1234"), document));
    assert_false(form_document(TEXT("a12 34"), document));
    assert_false(form_document(TEXT("abcd"), document));
    assert_false(form_document(TEXT(""), document));
}

static void an_uri_has_a_scheme_and_no_blanks(void **state UNUSED)
{
    static const char *const good[] = {
        "s3://bucket/a.pdf",
        "https://x/y?z=1#f",
        "urn:x",
        "file:///a",
        "a+b-c.1:x",
        "oss://桶/文件"};
    static const char *const bad[] = {
        "",
        "a.pdf",
        "/a/b",
        "//host/a",
        ":x",
        "http:",
        "1http://x",
        "http://a b",
        "http://<a>",
        "ht tp://x",
        "http://a\nb"};

    for (size_t i = 0; i < LENGTH(good); i++)
        assert_true(form_uri(text_of(good[i])));
    for (size_t i = 0; i < LENGTH(bad); i++) {
        if (form_uri(text_of(bad[i])))
            fail_msg("'%s' is taken for an URI", bad[i]);
    }
}

static void a_digest_is_64_digits_of_16(void **state UNUSED)
{
    char entered[66], digest[DIGEST_DIGITS + 1];

    memset(entered, 'F', sizeof(entered));
    for (size_t length = 63; length <= 65; length++)
        assert_int_equal(form_digest((struct text){entered, length}, digest), length == 64);
    assert_true(form_digest((struct text){entered, 64}, digest));
    assert_int_equal(strspn(digest, "f"), 64);
    entered[0] = 'g';
    assert_false(form_digest((struct text){entered, 64}, digest));
}

/* RFC 5646, 2.1 and Appendix A */
static void takes_language_tags_that_are_well_formed(void **state UNUSED)
{
    static const char *const good[] = {
        "zh",
        "en",
        "zh-CN",
        "zh-Hant-HK",
        "zh-cmn-Hans-CN",
        "es-419",
        "sl-rozaj-biske",
        "de-1901",
        "en-US-u-islamcal",
        "x-whatever",
        "zh-CN-a-myext-x-private",
        "de-CH-x-phonebk",
        "yue",
        "ZH-hant"};
    static const char *const bad[] = {
        "",
        "-",
        "z",
        "zh-",
        "-zh",
        "zh--CN",
        "zh_CN",
        "419",
        "chinese please",
        "abcdefghi",
        "en-abcdefghi",
        "en-a",
        "en-a-b-cc",
        "x",
        "x-",
        "en-x",
        "中文"};

    for (size_t i = 0; i < LENGTH(good); i++) {
        if (!form_language(text_of(good[i])))
            fail_msg("'%s' is refused", good[i]);
    }
    for (size_t i = 0; i < LENGTH(bad); i++) {
        if (form_language(text_of(bad[i])))
            fail_msg("'%s' is taken for a language", bad[i]);
    }
}

static void a_case_number_holds_a_day_that_exists_and_6_or_7_digits(void **state UNUSED)
{
    static const char *const good[] =
        {"GD20261121000001", "GD20261121999999", "GD202611211000000", "GD20280229000001"};
    static const char *const bad[] = {
        "",
        "GD2026112100001",
        "GD202611210000001",
        "GD2026112110000000",
        "gd20261121000001",
        "GD20260230000001",
        "GD20261301000001",
        "GD20270229000001",
        "GD2026112100000x",
        "XX20261121000001",
        "20261121000001"};

    for (size_t i = 0; i < LENGTH(good); i++)
        assert_true(form_case_number(text_of(good[i])));
    for (size_t i = 0; i < LENGTH(bad); i++) {
        if (form_case_number(text_of(bad[i])))
            fail_msg("'%s' is taken for a case number", bad[i]);
    }
}

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blank_is_what_nobody_can_see_in_any_script),
        cmocka_unit_test(takes_mail_addresses_as_they_are_used),
        cmocka_unit_test(refuses_what_is_no_mail_address),
        cmocka_unit_test(a_mail_address_has_64_bytes_before_the_sign_and_254_in_all),
        cmocka_unit_test(an_account_is_digits_with_blanks_and_hyphens_taken_out),
        cmocka_unit_test(a_document_is_letters_digits_and_a_few_signs_in_upper_case),
        cmocka_unit_test(an_uri_has_a_scheme_and_no_blanks),
        cmocka_unit_test(a_digest_is_64_digits_of_16),
        cmocka_unit_test(takes_language_tags_that_are_well_formed),
        cmocka_unit_test(a_case_number_holds_a_day_that_exists_and_6_or_7_digits),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
