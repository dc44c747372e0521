/* See told.h. Each number is read once, then judged by what stands around it. */
#include "services/router/told.h"

#include "common/domain/folded.h"
#include "common/domain/numeral.h"

enum { AGE_WITHOUT_UNIT_MIN = 60, FEN = 100 };

static const struct text years[] =
    {TEXT("岁"), TEXT(" years old"), TEXT("-year-old"), TEXT(" year old")};

/* Behind an age: it is a limit, nobody's age. */
static const struct text limits[] = {
    TEXT("以上"),
    TEXT("以下"),
    TEXT("以内"),
    TEXT("及以"),
    TEXT("才能"),
    TEXT("能不能"),
    TEXT("可以")};

/* Of whom "is 83 now" says an age, with the words that may stand between. */
static const struct text elders[] = {
    TEXT("爸"),   TEXT("妈"),     TEXT("爹"),     TEXT("娘"),     TEXT("爷"),
    TEXT("奶"),   TEXT("公"),     TEXT("婆"),     TEXT("姥"),     TEXT("父亲"),
    TEXT("母亲"), TEXT("老人"),   TEXT("老太太"), TEXT("老爷子"), TEXT("老头"),
    TEXT("老伴"), TEXT("老人家"), TEXT("我本人"), TEXT("aged"),   TEXT("aged "),
};
static const struct text between[] =
    {TEXT("今年"), TEXT("已经"), TEXT("都"), TEXT("快"), TEXT("也"), TEXT("有"), TEXT(",")};

static const struct text people[] = {
    TEXT("个客户"), TEXT("名客户"), TEXT("位客户"),     TEXT("个储户"),  TEXT("名储户"),
    TEXT("位储户"), TEXT("个人"),   TEXT("个业主"),     TEXT("名业主"),  TEXT("位业主"),
    TEXT("个投资"), TEXT("名投资"), TEXT("位投资"),     TEXT("个老人"),  TEXT("位老人"),
    TEXT("名老人"), TEXT("个受害"), TEXT("名受害"),     TEXT("位受害"),  TEXT("个同事"),
    TEXT("名员工"), TEXT("个家庭"), TEXT("户"),         TEXT("人"),      TEXT("家"),
    TEXT("名"),     TEXT("位"),     TEXT(" customers"), TEXT(" people"), TEXT(" of us"),
};
static const struct text jointly[] = {
    TEXT("联名"),
    TEXT("联合"),
    TEXT("集体"),
    TEXT("共同"),
    TEXT("一起"),
    TEXT("一块"),
    TEXT("都被"),
    TEXT("全被"),
    TEXT("维权"),
    TEXT("大家都"),
    TEXT("together"),
    TEXT("all of us"),
    TEXT("jointly"),
};
static const struct text queueing[] = {
    TEXT("排队"),
    TEXT("前面"),
    TEXT("排在"),
    TEXT("叫号"),
    TEXT("取号"),
    TEXT("queue"),
    TEXT("发工资"),
    TEXT("代发"),
};
static const struct text more[] = {TEXT("多"), TEXT("余"), TEXT("来"), TEXT("几")};

static size_t ends_with_any(struct text text, size_t at, const struct text *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i].length <= at &&
            memcmp(text.at + at - words[i].length, words[i].at, words[i].length) == 0)
            return words[i].length;
    }
    return 0;
}

static bool has_any(struct text text, const struct text *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text.length && memmem(text.at, text.length, words[i].at, words[i].length))
            return true;
    }
    return false;
}

/* 我爸都八十三了: no word for years, but an elder before and a 了 behind. */
static bool is_age_of_elder(struct text text, size_t at, size_t end, int64_t number)
{
    static const struct text now[] = {TEXT("了")};

    if (number < AGE_WITHOUT_UNIT_MIN || folded_match_any(text, end, LIST(now)) == 0)
        return false;
    for (size_t bytes; (bytes = ends_with_any(text, at, LIST(between))) > 0;)
        at -= bytes;
    return ends_with_any(text, at, LIST(elders)) > 0;
}

static bool is_age(struct text text, size_t at, size_t end, int64_t number)
{
    end += folded_match_any(text, end, LIST(more));
    size_t unit = folded_match_any(text, end, LIST(years));
    if (number < 1 || number > TOLD_AGE_MAX)
        return false;
    if (unit == 0)
        return is_age_of_elder(text, at, end, number) ||
               ends_with_any(text, at, elders + LENGTH(elders) - 2, 2) > 0;
    return folded_match_any(text, end + unit, LIST(limits)) == 0;
}

static void take_age(struct told *told, int32_t age)
{
    if (told->oldest == TOLD_NOTHING || age > told->oldest)
        told->oldest = age;
    if (told->youngest == TOLD_NOTHING || age < told->youngest)
        told->youngest = age;
}

/* People who are counted, and said to act together: by a word anywhere, or by 都 right behind them. */
static bool are_together(struct text text, size_t end, bool joint)
{
    static const struct text all[] = {TEXT("都"), TEXT("全")};

    end += folded_match_any(text, end, LIST(more));
    size_t counted = folded_match_any(text, end, LIST(people));
    return counted > 0 && (joint || folded_match_any(text, end + counted, LIST(all)) > 0);
}

static bool is_figure(uint32_t code)
{
    return (code >= '0' && code <= '9') || numeral_figure(code) >= 0;
}

/* A card's number is no number; its last figures are none either. */
static size_t behind_figures(struct text text, size_t at)
{
    size_t bytes;
    uint32_t code;

    while ((bytes = folded_step(text, at, &code)) > 0 && is_figure(code))
        at += bytes;
    return at;
}

struct told told_in_text(struct text text)
{
    struct told told = {TOLD_NOTHING, TOLD_NOTHING, TOLD_NOTHING};
    bool queue = has_any(text, LIST(queueing));
    bool joint = has_any(text, LIST(jointly));
    size_t bytes;
    uint32_t code;

    for (size_t at = 0; (bytes = folded_step(text, at, &code)) > 0;) {
        struct numeral numeral;
        if (!is_figure(code) && !numeral_begins(code)) {
            at += bytes;
            continue;
        }
        if (!numeral_read(text, at, &numeral)) {
            at = behind_figures(text, at + bytes);
            continue;
        }
        int64_t number = numeral.amount_fen / FEN;
        if (numeral.decimals == 0 && is_age(text, at, numeral.end, number))
            take_age(&told, (int32_t)number);
        else if (numeral.decimals == 0 && !queue && number > told.together &&
                 number <= TOLD_PEOPLE_MAX && are_together(text, numeral.end, joint))
            told.together = (int32_t)number;
        at = numeral.end;
    }
    return told;
}
