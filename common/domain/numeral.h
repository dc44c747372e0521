/* Numbers in free text: 5000, 1,234.50, 1.5万, 2w5, 三千五, 十几万, 壹仟肆佰零玖.
 *
 * Figures and Chinese numerals, in any mixture that people write, are read to an exact value in fen; what does not
 * come out exactly or is above AMOUNT_FEN_MAX is no number. Vague numbers (几千, 20多万) give their lower bound, so
 * that a grade that depends on them is never too high. This only reads; whether a number is money is for
 * amount_find.h to say. Source: REQUIREMENTS 3.8, Amount. */
#pragma once

#include "common/basics.h"

enum { NUMERAL_DIGITS_MAX = 13, NUMERAL_DECIMALS_MAX = 5 };

struct numeral {
    size_t end;         /* byte behind it */
    int64_t amount_fen; /* its value, times 100 */
    int64_t
        unit; /* the largest of 10, 100 ... 10^8 that was spelled out; 1 for plain figures */
    size_t digits; /* figures before the decimal point, 0 if it begins with a Chinese numeral */
    size_t decimals; /* figures behind the point */
    bool separated;  /* 1,234 */
    bool shorthand;  /* 三千五 is 3500 */
    bool vague;      /* 几, 多, 两三 */
    size_t
        head_end; /* without the last figures, which may belong to what follows (一万|一个月); 0: none such */
    int64_t head_fen;
};

/* A number begins at `at`, which is a figure or a Chinese numeral. False for anything else, for sequences of Chinese
 * figures without units (二〇二六) and beyond the limits. */
bool numeral_read(struct text text, size_t at, struct numeral *ret_numeral) MUST_CHECK;

/* 0 to 9, or -1 for what is no Chinese figure. */
int numeral_figure(uint32_t code);

/* A Chinese figure above 0, 十, 几 or 数. */
bool numeral_begins(uint32_t code);
