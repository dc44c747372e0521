/* What makes a number yuan: 元, 块, 圆, 人民币, yuan, rmb, cny behind it, and 角 and 分 behind those. */
#pragma once

#include "common/basics.h"
#include "common/domain/numeral.h"

/* True if the numeral is followed by a word for yuan; then its value and its end are those of all, so that
 * 壹仟肆佰零玖 with 元伍角 behind it is 140950 fen. 块五 is 5 角. 一块 without 钱 is "together" or "a piece". */
bool currency_read(struct text text, struct numeral *numeral) MUST_CHECK;

/* 5角, 伍角陆分, 零叁分 at `at`: the bytes they take, or 0. */
size_t currency_read_minor(struct text text, size_t at, int64_t *ret_fen);

/* Bytes of a word for foreign money at `at`, or 0. */
size_t currency_is_foreign(struct text text, size_t at);
