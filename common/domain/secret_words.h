/* The words around secrets that common/domain/secret.c reads, and nobody else. Lower case and half width; a word
 * that is the beginning of another stands behind it. */
#pragma once

#include "common/basics.h"

/* Secrets of any characters. */
static const struct text password_words[] = {
    TEXT("密码"),
    TEXT("密碼"),
    TEXT("口令"),
    TEXT("passphrase"),
    TEXT("password"),
    TEXT("passcode"),
    TEXT("passwd"),
    TEXT("pwd"),
    TEXT("pin"),
};

/* Secrets of digits. */
static const struct text code_words[] = {
    TEXT("验证码"),        TEXT("驗證碼"),
    TEXT("校验码"),        TEXT("校驗碼"),
    TEXT("动态码"),        TEXT("動態碼"),
    TEXT("安全码"),        TEXT("安全碼"),
    TEXT("短信码"),        TEXT("背面三位"),
    TEXT("背面3位"),       TEXT("背面后三位"),
    TEXT("背面后3位"),     TEXT("背面的三位"),
    TEXT("背面的3位"),     TEXT("verification code"),
    TEXT("security code"), TEXT("one-time code"),
    TEXT("one time code"), TEXT("auth code"),
    TEXT("cvv2"),          TEXT("cvv"),
    TEXT("cvc2"),          TEXT("cvc"),
    TEXT("cvn2"),          TEXT("cvn"),
    TEXT("otp"),
};

/* 密码器 is a device, 密码锁 and 密码箱 are goods. */
static const struct text device_words[] = {TEXT("器"), TEXT("锁"), TEXT("鎖"), TEXT("箱")};

/* May stand before the value. */
static const struct text filler_words[] = {
    TEXT("号码"), TEXT("码"), TEXT("碼"),   TEXT("数字"), TEXT("number"), TEXT("code"),
    TEXT("no."),  TEXT("“"),  TEXT("”"),    TEXT("‘"),    TEXT("’"),      TEXT("\""),
    TEXT("'"),    TEXT("「"), TEXT("『"),   TEXT("("),    TEXT("["),      TEXT("<"),
    TEXT("就"),   TEXT("都"), TEXT("分别"),
};

/* Say that the value comes now. */
static const struct text link_words[] = {
    TEXT("是"),
    TEXT("为"),
    TEXT("為"),
    TEXT("改成"),
    TEXT("设成"),
    TEXT("换成"),
    TEXT("改到"),
    TEXT("叫"),
    TEXT(":"),
    TEXT("="),
    TEXT("->"),
    TEXT("→"),
    TEXT("is"),
    TEXT("was"),
    TEXT("changed to"),
    TEXT("set to"),
    TEXT("reset to"),
};

/* End in a link when one stands behind them, and are none: 因为, 但是. */
static const uint32_t unlinking[] = {
    0x56E0 /* 因 */,
    0x4EE5 /* 以 */,
    0x8BA4 /* 认 */,
    0x4F5C /* 作 */,
    0x884C /* 行 */,
    0x4F46 /* 但 */,
    0x53EF /* 可 */,
    0x4E8E /* 于 */,
    0x8981 /* 要 */,
    0x603B /* 总 */,
    0x8001 /* 老 */,
};

/* Behind up to 5 digits: a number of something, not a secret. */
static const struct text unit_words[] = {
    TEXT("元"),
    TEXT("块"),
    TEXT("次"),
    TEXT("位"),
    TEXT("小时"),
    TEXT("分钟"),
    TEXT("秒"),
    TEXT("%"),
    TEXT("遍"),
    TEXT("yuan"),
    TEXT("rmb"),
    TEXT("times"),
    TEXT("days"),
    TEXT("hours"),
    TEXT("minutes"),
    TEXT("seconds"),
    TEXT("digits"),
    TEXT("characters"),
};

/* Between two secrets of a list. */
static const struct text list_words[] = {
    TEXT("、"),
    TEXT("和"),
    TEXT("或者"),
    TEXT("或"),
    TEXT("还有"),
    TEXT("跟"),
    TEXT("及"),
};
static const struct text spaced_list_words[] = {TEXT("or "), TEXT("and ")};

/* 123456 是 <owner> 密码. */
static const struct text naming_links[] = {TEXT("就是"), TEXT("是"), TEXT("为"), TEXT("為")};
static const struct text spaced_naming_links[] = {TEXT("is "), TEXT("was ")};
static const struct text owner_words[] = {
    TEXT("我的"),  TEXT("我"),     TEXT("您的"), TEXT("你的"), TEXT("这个"), TEXT("银行卡"),
    TEXT("卡"),    TEXT("信用卡"), TEXT("取款"), TEXT("登录"), TEXT("登陆"), TEXT("交易"),
    TEXT("支付"),  TEXT("查询"),   TEXT("短信"), TEXT("手机"), TEXT("新"),   TEXT("旧"),
    TEXT("的"),    TEXT("my "),    TEXT("the "), TEXT("our "), TEXT("new "), TEXT("old "),
    TEXT("card "), TEXT("login "), TEXT("atm "),
};

/* "password is <state>": letters that tell no secret. Words in -ed, -ing and -ly need not be listed. */
static const struct text state_words[] = {
    TEXT("wrong"),  TEXT("lost"),    TEXT("invalid"), TEXT("correct"), TEXT("incorrect"),
    TEXT("right"),  TEXT("known"),   TEXT("unknown"), TEXT("stolen"),  TEXT("forgotten"),
    TEXT("frozen"), TEXT("gone"),    TEXT("safe"),    TEXT("unsafe"),  TEXT("secure"),
    TEXT("weak"),   TEXT("strong"),  TEXT("empty"),   TEXT("case"),    TEXT("still"),
    TEXT("always"), TEXT("never"),   TEXT("also"),    TEXT("just"),    TEXT("what"),
    TEXT("this"),   TEXT("that"),    TEXT("your"),    TEXT("about"),   TEXT("access"),
    TEXT("please"), TEXT("change"),  TEXT("reset"),   TEXT("unlock"),  TEXT("login"),
    TEXT("make"),   TEXT("have"),    TEXT("been"),    TEXT("same"),    TEXT("different"),
    TEXT("fine"),   TEXT("visible"), TEXT("online"),  TEXT("offline"), TEXT("again"),
    TEXT("null"),   TEXT("none"),    TEXT("used"),    TEXT("hidden"),  TEXT("compromised"),
};
