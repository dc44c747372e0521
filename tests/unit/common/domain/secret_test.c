/* Tests of common/domain/secret.c (REQUIREMENTS SE-11, 5.14). In the samples the value stands between | and |. */
#include "common/domain/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* The first secret of the text. */
static bool find_first(struct text text, struct secret *ret_secret)
{
    for (size_t at = 0; at < text.length; at++)
        if (secret_find(text, at, ret_secret))
            return true;
    return false;
}

/* The sample without its bars; `ret_marked` is what stands between them. */
static struct text read_sample(const char *sample, char *ret_text, struct secret *ret_marked)
{
    size_t length = 0, bars = 0;

    *ret_marked = (struct secret){0};
    for (; *sample; sample++) {
        if (*sample != '|')
            ret_text[length++] = *sample;
        else if (bars++ == 0)
            ret_marked->at = length;
        else
            ret_marked->end = length;
    }
    ret_text[length] = 0;
    return (struct text){ret_text, length};
}

static void assert_samples(const char *const *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char buffer[256];
        struct secret wanted, found = {0};
        struct text text = read_sample(samples[i], buffer, &wanted);

        if (find_first(text, &found) != (wanted.end > 0) || found.at != wanted.at ||
            found.end != wanted.end)
            fail_msg("%s: found %zu to %zu", samples[i], found.at, found.end);
    }
}

static void finds_values_directly_behind_the_word(void **state UNUSED)
{
    static const char *const samples[] = {
        "密码|123456|帮我看看是不是锁了",
        "密码 |123456|",
        "密码“|123456|”",
        "我的密码|abc123|",
        "密碼|123456|",
        "口令|8765|",
        "PIN码|1234|",
        "pin |1234|",
        "PIN|1234|",
        "PIN number |1234|",
        "password|123|",
        "passcode |998877|.",
        "验证码|123456|，还没到账",
        "驗證碼|123456|",
        "动态码 |12345678|",
        "动态口令|445566|",
        "短信码|4455|",
        "CVV|123|",
        "cvv2 |123|",
        "CVV码|123|",
        "卡背面三位|123|",
        "OTP |123456|!",
        "security code |123|",
        "one-time code |G-445566|",
        "密码|ｐａｓｓ１２３|",
        "ＣＶＶ２　|１２３|",
        "ｐａｓｓｗｏｒｄ　|１２３４５６|",
        "密码 |123 456|",
        "密码|1 2 3 4 5 6|",
        "密码\n|123456|",
        "密码|123456|元宵节",
    };

    assert_samples(LIST(samples));
}

static void finds_values_behind_a_link(void **state UNUSED)
{
    static const char *const samples[] = {
        "密码是|123456|",
        "密码是 |123456|",
        "密码：|123456|",
        "密码:|123456|",
        "密码=|a1b2c3|;",
        "密码为|888888|",
        "密码就是|888888|",
        "密码改成|zhang2026!x|",
        "my pin is |1234|",
        "My PIN is: |1234|",
        "the password was |hunter2|",
        "password: |Tr0ub4dor&3|",
        "password changed to |xyz789|",
        "PASSWORD IS |123456|",
        "otp is |000000|",
        "cvv = |123|",
        "验证码是：|6688|",
        "密码是“|abcdef|”",
        "密码是|abcd|",
        "password is |letmein|",
        "密码→|4321|",
    };

    assert_samples(LIST(samples));
}

static void finds_values_further_on_in_the_clause(void **state UNUSED)
{
    static const char *const samples[] = {
        "密码我上次设的是|123456|",
        "密码好像是|zxcv12|吧",
        "密码不是|123456|吗",
        "验证码我收到的是|6688|",
        "the otp that i received is |123456|",
        "the cvv on the back is |123|",
        "银行卡密码六位数字分别是|1 2 3 4 5 6|",
    };

    assert_samples(LIST(samples));
}

static void finds_digits_that_are_spelled(void **state UNUSED)
{
    static const char *const samples[] = {
        "密码是|一二三四五六|",
        "密码|六八八|",
        "验证码是|幺三五九|",
        "密码是三四",
        "密码一直不对",
        "密码我记得是三四五",
        "密码我记得是|三四五六|",
    };

    assert_samples(LIST(samples));
}

static void leaves_words_that_tell_a_state(void **state UNUSED)
{
    static const char *const samples[] = {
        "密码是错的",
        "密码忘记了怎么办",
        "密码错误 请重置",
        "密码app登录不了",
        "密码是ATM上改的",
        "my password is wrong",
        "my password is WRONG.",
        "the password was rejected",
        "password is expiring soon",
        "password is suddenly gone",
        "password is unacceptable",
        "pin is ok",
        "the pin is not accepted",
        "otp is missing",
        "verification code: please help",
        "密码",
        "密码是",
        "password is ",
        "密码是【已删除】",
        "密码是******",
    };

    assert_samples(LIST(samples));
}

static void leaves_numbers_that_count_something(void **state UNUSED)
{
    static const char *const samples[] = {
        "密码输错了3次",
        "密码100次都不对",
        "密码 2026年设的",
        "密码是6位",
        "密码是123位的",
        "验证码60秒",
        "验证码 120秒内有效",
        "收到验证码5000元就没了",
        "验证码10000元没了",
        "验证码|100000|元没了",
        "密码重置花的是5000元",
        "otp took 300 seconds",
        "pin 100 times",
        "cvv 12",
    };

    assert_samples(LIST(samples));
}

static void stops_at_the_end_of_the_clause(void **state UNUSED)
{
    static const char *const samples[] = {
        "密码忘了，卡号是622202",
        "密码忘了。编号是123456",
        "密码、账号都是我的；是123456",
        "forgot password, it is 123456",
        "密码锁了\n工号是123456",
        "密码错了但是12378打不通",
        "密码错误因为12345",
        "忘记密码，13800138000",
    };

    assert_samples(LIST(samples));
}

static void looks_no_further_than_its_gap(void **state UNUSED)
{
    for (size_t gap = SECRET_GAP_MAX - 2; gap <= SECRET_GAP_MAX + 1; gap++) {
        char text[256] = "密码";
        struct secret found;

        for (size_t i = 0; i < gap; i++)
            memcpy(text + strlen(text), "啊", 4);
        memcpy(text + strlen(text), "是123456", 10);
        assert_int_equal(find_first(text_of(text), &found), gap < SECRET_GAP_MAX);
    }
}

static void leaves_to_the_masks_what_is_known_by_itself(void **state UNUSED)
{
    static const char *const samples[] = {
        "密码重置的手机号是13800138000",
        "验证码发到的手机是13800138000",
        "密码绑定的身份证是11010519491231002X",
        "密码我设的是|1234567890|", /* 10 digits */
        "密码|13800138000|",
    };

    assert_samples(LIST(samples));
}

static void needs_whole_words(void **state UNUSED)
{
    static const char *const samples[] = {
        "shopping 12345",
        "pinned 12345",
        "spin 12345",
        "cotp 1234",
        "passwords 12345",
        "密码器编号1234567",
        "密码锁 123456",
        "密码箱123456",
        "验证 123456",
        "口 123456",
        "the pinterest 12345",
        "安全 123456",
    };

    assert_samples(LIST(samples));
}

static void removes_a_long_value_whole(void **state UNUSED)
{
    char text[600] = "密码是";
    struct secret found;

    memset(text + 9, 'x', 500);
    text[20] = '7';
    assert_true(find_first(text_of(text), &found));
    assert_int_equal(found.at, 9);
    assert_int_equal(found.end, 509);
}

static void goes_on_with_a_list(void **state UNUSED)
{
    struct secret found;

    assert_true(secret_find_more(TEXT("和654321"), 0, &found));
    assert_int_equal(found.at, 3);
    assert_int_equal(found.end, 9);
    assert_true(secret_find_more(TEXT("、abc1"), 0, &found));
    assert_true(secret_find_more(TEXT(" or 1234"), 0, &found));
    assert_true(secret_find_more(TEXT("或者是 1234"), 0, &found));
    assert_false(secret_find_more(TEXT("or 1234"), 0, &found));
    assert_false(secret_find_more(TEXT("，1234"), 0, &found));
    assert_false(secret_find_more(TEXT("和13800138000"), 0, &found));
    assert_false(secret_find_more(TEXT("和3次"), 0, &found));
    assert_false(secret_find_more(TEXT("和5000元"), 0, &found));
    assert_false(secret_find_more(TEXT("和abcd"), 0, &found));
    assert_false(secret_find_more(TEXT(""), 0, &found));
}

static void knows_a_name_behind_the_value(void **state UNUSED)
{
    assert_true(secret_is_named_after(TEXT("123456是密码"), 6));
    assert_true(secret_is_named_after(TEXT("123456就是我的登录密码"), 6));
    assert_true(secret_is_named_after(TEXT("123456 是 验证码"), 6));
    assert_true(secret_is_named_after(TEXT("1234 is my new card pin"), 4));
    assert_true(secret_is_named_after(TEXT("1234 WAS THE PASSWORD"), 4));
    assert_false(secret_is_named_after(TEXT("1234 密码"), 4));
    assert_false(secret_is_named_after(TEXT("1234是我的手机号"), 4));
    assert_false(secret_is_named_after(TEXT("1234 is my pinned"), 4));
    assert_false(secret_is_named_after(TEXT("1234is pin"), 4));
    assert_false(secret_is_named_after(TEXT("1234"), 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_values_directly_behind_the_word),
        cmocka_unit_test(finds_values_behind_a_link),
        cmocka_unit_test(finds_values_further_on_in_the_clause),
        cmocka_unit_test(finds_digits_that_are_spelled),
        cmocka_unit_test(leaves_words_that_tell_a_state),
        cmocka_unit_test(leaves_numbers_that_count_something),
        cmocka_unit_test(stops_at_the_end_of_the_clause),
        cmocka_unit_test(looks_no_further_than_its_gap),
        cmocka_unit_test(leaves_to_the_masks_what_is_known_by_itself),
        cmocka_unit_test(needs_whole_words),
        cmocka_unit_test(removes_a_long_value_whole),
        cmocka_unit_test(goes_on_with_a_list),
        cmocka_unit_test(knows_a_name_behind_the_value),
    };
    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
