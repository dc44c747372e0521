/* Amounts of money in yuan, from fields to int64 fen. Money is never a floating-point number.
 *
 * Source: REQUIREMENTS 3.8, Amount; PROTOCOL section 1 (money is an integer from 0 to 10^15). */
#pragma once

#include "common/basics.h"

/* 13 digits before the point: 9,999,999,999,999.99 yuan. */
#define AMOUNT_FEN_MAX INT64_C(999999999999999)

/* `^(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$`, with thousand separators only where they belong; trimmed, full width
 * folded. No sign, no exponent, no unit. */
bool amount_from_text(struct text text, int64_t *ret_amount_fen) MUST_CHECK;

/* The upper-case amount of a slip, 壹仟肆佰零玖元伍角: numerals, 元 and 角 and 分, 整 or 正 at the end. It must be spelled
 * out (no shorthand, nothing vague, no figures); the caller compares it with the figures. */
bool amount_from_capitals(struct text text, int64_t *ret_amount_fen) MUST_CHECK;
