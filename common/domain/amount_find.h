/* Finds amounts of money in what customers write: 5000块, 2w, 1.5万元, 三千五, ¥1,234.50, 被扣了3000.
 *
 * A number is money if a word or sign for yuan stands at it, if it is spelled with 百 千 万 亿 (or k, w) and counts nothing else
 * (三千人, 5万次, 2万美元), or if a word such as 扣了, 转账, 金额 stands right before it. Phones, cards, identity numbers, dates, times,
 * percentages, 95588, years and codes are none. Used for grading only, marked as parsed (REQUIREMENTS 4.1): the field
 * of the request comes first. Source: REQUIREMENTS 3.8, 5.14. */
#pragma once

#include "common/basics.h"

enum { AMOUNTS_FOUND_MAX = 32 };

struct amount_found {
    int64_t amount_fen; /* the lower bound if vague: 几万, 20多万 */
    size_t at;          /* first byte of the number */
    size_t length;      /* with the unit and the word for yuan behind it */
    bool vague;
};

/* The first `max` amounts in the order of the text; returns how many. Zero amounts are not reported; of a range
 * (3-5万, 3到5万) only the second number has its unit and is found. */
size_t amount_find_in_text(struct text text, struct amount_found *ret_found, size_t max);
