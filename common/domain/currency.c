/* See currency.h. */
#include "common/domain/currency.h"

#include "common/domain/folded.h"

static const struct text yuan_words[] = {
    TEXT("元"),
    TEXT("圆"),
    TEXT("圓"),
    TEXT("人民币"),
    TEXT("yuan"),
    TEXT("rmb"),
    TEXT("cny"),
};

static const struct text piece_words[] = {TEXT("块"), TEXT("塊")};

/* Ideographs with 元 or 块 in front that are other words: 元旦, 元月, 元素, 块儿. */
static const struct text other_words[] = {
    TEXT("元旦"),
    TEXT("元月"),
    TEXT("元素"),
    TEXT("元宵"),
    TEXT("块儿"),
    TEXT("块去"),
};

static const struct text foreign_words[] = {
    TEXT("美"),     TEXT("港"),   TEXT("欧"),      TEXT("日元"),   TEXT("日币"),  TEXT("英镑"),
    TEXT("镑"),     TEXT("韩"),   TEXT("澳"),      TEXT("加元"),   TEXT("加币"),  TEXT("新币"),
    TEXT("新加坡"), TEXT("台币"), TEXT("新台"),    TEXT("卢布"),   TEXT("泰铢"),  TEXT("刀"),
    TEXT("瑞士"),   TEXT("法郎"), TEXT("越南盾"),  TEXT("usd"),    TEXT("hkd"),   TEXT("eur"),
    TEXT("gbp"),    TEXT("jpy"),  TEXT("dollar"),  TEXT("euro"),   TEXT("pound"), TEXT("$"),
    TEXT("€"),      TEXT("£"),    TEXT("bitcoin"), TEXT("比特币"),
};

/* One figure, Chinese or not; -1 for none. */
static int one_figure(struct text text, size_t at, size_t *ret_bytes)
{
    uint32_t code = 0;

    *ret_bytes = folded_step(text, at, &code);
    if (*ret_bytes == 0)
        return -1;
    return code_is_digit(code) ? (int)(code - '0') : numeral_figure(code);
}

size_t currency_read_minor(struct text text, size_t at, int64_t *ret_fen)
{
    static const struct text jiao[] = {TEXT("角"), TEXT("毛")};
    size_t from = at, bytes;
    int64_t fen = 0;
    int figure = one_figure(text, at, &bytes);

    if (figure > 0) {
        size_t unit = folded_match_any(text, at + bytes, LIST(jiao));
        if (unit > 0) {
            fen = figure * 10;
            at += bytes + unit;
            figure = one_figure(text, at, &bytes);
        }
    }
    size_t start = at;
    if (figure == 0 && numeral_figure(folded_at(text, at)) == 0) { /* 零叁分 */
        start += bytes;
        figure = one_figure(text, start, &bytes);
    }
    size_t unit = figure > 0 ? folded_match(text, start + bytes, TEXT("分")) : 0;
    if (unit > 0) {
        fen += figure;
        at = start + bytes + unit;
    }
    if (at > from)
        *ret_fen = fen;
    return at - from;
}

/* 五块五, 5块8: one figure and nothing that it could count. */
static size_t read_bare_jiao(struct text text, size_t at, int64_t *ret_fen)
{
    size_t bytes, more;
    int figure = one_figure(text, at, &bytes);
    uint32_t next = folded_at(text, at + bytes);
    static const struct text after[] = {
        TEXT("钱"),
        TEXT("的"),
        TEXT("了"),
        TEXT("左右"),
        TEXT("，"),
        TEXT("。"),
        TEXT("、"),
    };

    if (figure <= 0 || one_figure(text, at + bytes, &more) >= 0 || code_is_letter(next) ||
        (next > 0x7F && !folded_match_any(text, at + bytes, LIST(after))))
        return 0;
    *ret_fen = figure * 10;
    return bytes;
}

static size_t currency_word(struct text text, size_t at, bool *ret_piece)
{
    size_t bytes = folded_match_any(text, at, LIST(piece_words));

    *ret_piece = bytes > 0;
    if (folded_match_any(text, at, LIST(other_words)))
        return 0;
    if (bytes == 0)
        bytes = folded_match_any(text, at, LIST(yuan_words));
    if (bytes > 0 && code_is_letter(folded_at(text, at)) &&
        code_is_letter(folded_at(text, at + bytes)))
        return 0;
    return bytes;
}

bool currency_read(struct text text, struct numeral *numeral)
{
    static const struct text more[] = {TEXT("多"), TEXT("余"), TEXT("来"), TEXT("几")};
    static const struct text ends[] = {TEXT("钱"), TEXT("整"), TEXT("正")};
    size_t at = numeral->end + folded_white(text, numeral->end);
    size_t vague = folded_match_any(text, at, LIST(more)), minor;
    int64_t fen = 0;
    bool piece;
    size_t bytes = currency_word(text, at + vague, &piece);

    if (bytes == 0)
        return false;
    at += vague + bytes;
    minor = currency_read_minor(text, at, &fen);
    if (minor == 0 && piece)
        minor = read_bare_jiao(text, at, &fen);
    bytes = folded_match_any(text, at + minor, LIST(ends));
    if (piece && minor + bytes == 0 && numeral->digits == 0 && numeral->amount_fen == 100)
        return false;
    if (numeral->amount_fen % 100 == 0)
        numeral->amount_fen += fen;
    numeral->vague |= vague > 0;
    numeral->end = at + minor + bytes;
    return true;
}

size_t currency_is_foreign(struct text text, size_t at)
{
    return folded_match_any(text, at + folded_white(text, at), LIST(foreign_words));
}
