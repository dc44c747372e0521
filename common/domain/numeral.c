/* See numeral.h. A number is a row of terms (figures, or one Chinese figure) with units behind them; units below 万
 * fall within a section, 万 and 亿 close it. All sums are in fen and checked. */
#include "common/domain/numeral.h"

#include "common/domain/amount.h"
#include "common/domain/folded.h"

enum { FEN = 100, WAN = 10000, YI = 100000000 };

/* Figures, or one Chinese figure. */
struct term {
    size_t end; /* 0 if there is none */
    int64_t mantissa;
    size_t digits; /* 0 for a Chinese figure */
    size_t decimals;
    bool separated;
    bool some; /* 几, 数 */
};

struct sum {
    int64_t total;   /* what 万 and 亿 have closed */
    int64_t section; /* below the next 万 */
    int64_t last;    /* the unit before, 0 at the beginning */
    int64_t big;     /* the last of 万 and 亿 */
    bool zero;       /* 零 stands since then */
};

enum outcome { OUTCOME_more, OUTCOME_end, OUTCOME_wrong };

int numeral_figure(uint32_t code)
{
    switch (code) {
    case 0x96F6: /* 零 */
    case 0x3007: /* 〇 */
        return 0;
    case 0x4E00: /* 一 */
    case 0x58F9: /* 壹 */
        return 1;
    case 0x4E8C: /* 二 */
    case 0x4E24: /* 两 */
    case 0x8D30: /* 贰 */
    case 0x5169: /* 兩 */
        return 2;
    case 0x4E09: /* 三 */
    case 0x53C1: /* 叁 */
        return 3;
    case 0x56DB: /* 四 */
    case 0x8086: /* 肆 */
        return 4;
    case 0x4E94: /* 五 */
    case 0x4F0D: /* 伍 */
        return 5;
    case 0x516D: /* 六 */
    case 0x9646: /* 陆 */
    case 0x9678: /* 陸 */
        return 6;
    case 0x4E03: /* 七 */
    case 0x67D2: /* 柒 */
        return 7;
    case 0x516B: /* 八 */
    case 0x634C: /* 捌 */
        return 8;
    case 0x4E5D: /* 九 */
    case 0x7396: /* 玖 */
        return 9;
    default:
        return -1;
    }
}

/* 0 for anything else. */
static int64_t unit_of(uint32_t code, bool after_figures)
{
    switch (code) {
    case 0x5341: /* 十 */
    case 0x62FE: /* 拾 */
        return 10;
    case 0x767E: /* 百 */
    case 0x4F70: /* 佰 */
        return 100;
    case 0x5343: /* 千 */
    case 0x4EDF: /* 仟 */
        return 1000;
    case 0x4E07: /* 万 */
    case 0x842C: /* 萬 */
        return 10000;
    case 0x4EBF: /* 亿 */
    case 0x5104: /* 億 */
        return 100000000;
    case 'k':
        return after_figures ? 1000 : 0;
    case 'w':
        return after_figures ? 10000 : 0;
    default:
        return 0;
    }
}

static bool is_some(uint32_t code)
{
    return code == 0x51E0 /* 几 */ || code == 0x6570 /* 数 */ || code == 0x5E7E /* 幾 */;
}

bool numeral_begins(uint32_t code)
{
    return numeral_figure(code) > 0 || unit_of(code, false) == 10 || is_some(code);
}

/* ",234" at `at`, not followed by a fourth figure. */
static bool is_thousand_group(struct text text, size_t at, size_t *ret_end)
{
    uint32_t code = 0;
    size_t bytes = folded_step(text, at, &code);

    if (bytes == 0 || code != ',')
        return false;
    at += bytes;
    for (int i = 0; i < 3; i++, at += bytes) {
        bytes = folded_step(text, at, &code);
        if (bytes == 0 || !code_is_digit(code))
            return false;
    }
    *ret_end = at;
    return !code_is_digit(folded_at(text, at));
}

/* Appends figures to the mantissa; what is above `max` is counted and left out. */
static size_t
take_figures(struct text text, size_t at, size_t max, int64_t *mantissa, size_t *count)
{
    size_t bytes;
    uint32_t code;

    for (; (bytes = folded_step(text, at, &code)) > 0 && code_is_digit(code); at += bytes)
        if ((*count)++ < max)
            *mantissa = *mantissa * 10 + (int64_t)(code - '0');
    return at;
}

static struct term read_figures(struct text text, size_t at)
{
    struct term term = {0};
    size_t group;
    uint32_t code = 0;

    at = take_figures(text, at, NUMERAL_DIGITS_MAX, &term.mantissa, &term.digits);
    if (term.digits <= 3) {
        while (is_thousand_group(text, at, &group)) {
            at += folded_step(text, at, &code);
            at = take_figures(text, at, NUMERAL_DIGITS_MAX, &term.mantissa, &term.digits);
            term.separated = true;
        }
    }
    size_t point = folded_step(text, at, &code);
    if (point > 0 && code == '.' && code_is_digit(folded_at(text, at + point)))
        at = take_figures(
            text,
            at + point,
            NUMERAL_DECIMALS_MAX,
            &term.mantissa,
            &term.decimals
        );
    term.end = at;
    return term;
}

/* 三点五万: figures behind 点 count only before a large unit or 元, else it is a time. */
static void read_chinese_decimals(struct text text, struct term *term)
{
    struct term longer = *term;
    size_t bytes;
    uint32_t code = 0;

    if (folded_at(text, term->end) != 0x70B9 /* 点 */)
        return;
    longer.end += 3;
    for (; (bytes = folded_step(text, longer.end, &code)) > 0; longer.end += bytes) {
        int figure = numeral_figure(code);
        if (figure < 0 || longer.decimals == NUMERAL_DECIMALS_MAX)
            break;
        longer.mantissa = longer.mantissa * 10 + figure;
        longer.decimals++;
    }
    if (longer.decimals > 0 && (unit_of(code, false) >= WAN || code == 0x5143 /* 元 */))
        *term = longer;
}

static struct term read_term(struct text text, size_t at, bool first)
{
    struct term term = {0};
    uint32_t code = 0;
    size_t bytes = folded_step(text, at, &code);

    if (bytes == 0)
        return term;
    if (code_is_digit(code))
        return read_figures(text, at);
    term.end = at + bytes;
    if (is_some(code) && (code != 0x6570 /* 数 */ || first)) {
        term.mantissa = 1;
        term.some = true;
        return term;
    }
    int figure = numeral_figure(code);
    if (figure <= 0)
        return (struct term){0};
    term.mantissa = figure;
    read_chinese_decimals(text, &term);
    return term;
}

/* The exact value of the term times `unit`. */
static bool term_fen(const struct term *term, int64_t unit, int64_t *ret_fen)
{
    int64_t fen;

    if (__builtin_mul_overflow(term->mantissa, unit, &fen) ||
        __builtin_mul_overflow(fen, FEN, &fen))
        return false;
    for (size_t i = 0; i < term->decimals; i++) {
        if (fen % 10 != 0)
            return false;
        fen /= 10;
    }
    *ret_fen = fen;
    return fen <= AMOUNT_FEN_MAX;
}

static enum outcome set_value(struct numeral *numeral, const struct sum *sum, size_t end)
{
    numeral->amount_fen = sum->total + sum->section;
    numeral->end = end;
    return numeral->amount_fen <= AMOUNT_FEN_MAX ? OUTCOME_more : OUTCOME_wrong;
}

/* 万 and 亿 count everything before them. */
static enum outcome close_section(struct sum *sum, const struct term *term, int64_t unit)
{
    int64_t fen, closed = unit == YI ? sum->total + sum->section : sum->section;

    if (sum->big != 0 && sum->big <= unit && !(sum->big == WAN && unit == YI))
        return OUTCOME_end;
    if (term->mantissa > 0 && sum->last > 10 && sum->last < WAN && !sum->zero)
        return OUTCOME_end; /* 三千五万 is 三千 and 五万 */
    if (!term_fen(term, unit, &fen) || __builtin_mul_overflow(closed, unit, &closed) ||
        closed > AMOUNT_FEN_MAX)
        return OUTCOME_wrong;
    sum->total = (unit == YI ? 0 : sum->total) + closed + fen;
    sum->section = 0;
    sum->big = unit;
    return OUTCOME_more;
}

static enum outcome apply_unit(struct sum *sum, const struct term *term, int64_t unit)
{
    int64_t fen;

    if (unit >= WAN) {
        enum outcome outcome = close_section(sum, term, unit);
        if (outcome != OUTCOME_more)
            return outcome;
    } else {
        if (sum->last != 0 && unit >= sum->last)
            return OUTCOME_end;
        if (!term_fen(term, unit, &fen))
            return OUTCOME_wrong;
        sum->section += fen;
    }
    sum->zero = false;
    sum->last = unit;
    return OUTCOME_more;
}

/* Figures with no unit behind them end the number. */
static enum outcome
apply_tail(struct sum *sum, const struct term *term, struct numeral *numeral)
{
    bool one = term->digits <= 1 && term->decimals == 0;
    int64_t fen;

    if (term->some)
        return sum->last == 0 ? OUTCOME_wrong : OUTCOME_end;
    if (!term_fen(term, 1, &fen))
        return sum->last == 0 ? OUTCOME_wrong : OUTCOME_end;
    if (sum->last != 0) {
        if (term->decimals > 0 || fen >= sum->last * FEN)
            return OUTCOME_end;
        if (one && !sum->zero && sum->last > 10) {
            fen *= sum->last / 10;
            numeral->shorthand = true;
        }
        if (!one || (term->digits == 0 && term->mantissa == 1)) {
            numeral->head_end = numeral->end;
            numeral->head_fen = numeral->amount_fen;
        }
    }
    sum->section += fen;
    return set_value(numeral, sum, term->end);
}

/* Behind a Chinese figure: 两三千 is vague and counts as 两千. False for 二〇二六, which is no number. */
static bool pass_second_figure(struct text text, struct term *term)
{
    uint32_t code = 0;
    size_t bytes = folded_step(text, term->end, &code);

    if (term->digits > 0 || term->decimals > 0 || bytes == 0 || numeral_figure(code) < 0)
        return true;
    if (numeral_figure(code) == 0 || unit_of(folded_at(text, term->end + bytes), false) == 0)
        return false;
    term->end += bytes;
    term->some = true;
    return true;
}

/* The unit at `at`, and 多, 余 or 来 before it: 20多万. */
static int64_t read_unit(struct text text, size_t *at, bool after_figures, bool *ret_vague)
{
    uint32_t code = 0;
    size_t start = *at, bytes = folded_step(text, start, &code);
    bool vague = code == 0x591A /* 多 */ || code == 0x4F59 /* 余 */ || code == 0x6765 /* 来 */;

    if (bytes > 0 && vague) {
        start += bytes;
        bytes = folded_step(text, start, &code);
    }
    int64_t unit = bytes > 0 ? unit_of(code, after_figures) : 0;
    if (unit == 0 || (code_is_letter(code) && code_is_letter(folded_at(text, start + bytes))))
        return 0;
    *ret_vague |= vague;
    *at = start + bytes;
    return unit;
}

/* One term with its unit. */
static enum outcome
read_part(struct text text, size_t at, struct sum *sum, struct numeral *numeral)
{
    struct term term = read_term(text, at, sum->last == 0);
    if (term.digits > NUMERAL_DIGITS_MAX || term.decimals > NUMERAL_DECIMALS_MAX ||
        (term.end > 0 && !pass_second_figure(text, &term)))
        return sum->last == 0 ? OUTCOME_wrong : OUTCOME_end;
    if (sum->last == 0) {
        numeral->digits = term.digits;
        numeral->decimals = term.decimals;
        numeral->separated = term.separated;
    }

    size_t end = term.end > 0 ? term.end : at;
    int64_t unit = read_unit(text, &end, term.digits > 0, &term.some);
    if (term.end == 0) { /* 十 alone is 一十; 万 and 亿 may follow a unit */
        if (unit == 10)
            term.mantissa = 1;
        else if (unit < WAN || sum->last == 0)
            return sum->last == 0 ? OUTCOME_wrong : OUTCOME_end;
    }
    if (unit == 0) {
        enum outcome outcome = apply_tail(sum, &term, numeral);
        return outcome == OUTCOME_more ? OUTCOME_end : outcome;
    }
    enum outcome outcome = apply_unit(sum, &term, unit);
    if (outcome != OUTCOME_more)
        return sum->last == 0 ? OUTCOME_wrong : outcome;
    numeral->unit = int64_max(numeral->unit, unit);
    numeral->vague |= term.some;
    return set_value(numeral, sum, end);
}

bool numeral_read(struct text text, size_t at, struct numeral *ret_numeral)
{
    struct numeral numeral = {.unit = 1};
    struct sum sum = {0};
    enum outcome outcome;
    uint32_t code;

    do {
        size_t bytes = folded_step(text, at, &code);
        if (bytes > 0 && sum.last != 0 && numeral_figure(code) == 0) {
            sum.zero = true;
            at += bytes;
        }
        outcome = read_part(text, at, &sum, &numeral);
        at = numeral.end;
    } while (outcome == OUTCOME_more);
    if (outcome == OUTCOME_wrong)
        return false;
    *ret_numeral = numeral;
    return true;
}
