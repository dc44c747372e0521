/* Bank card numbers: ISO/IEC 7812-1, 13 to 19 digits, the last a Luhn check (Annex B).
 *
 * For card numbers only: account numbers of passbooks and companies do not follow Luhn. Luhn finds every single
 * wrong digit and every swap of neighbours except 09 with 90, so a valid number may still be the wrong one.
 * Source: REQUIREMENTS 3.8. */
#pragma once

#include "common/basics.h"

enum {
    CARD_NUMBER_LENGTH_MIN = 13,
    CARD_NUMBER_LENGTH_MAX = 19,
    CARD_NUMBER_UNIONPAY_LENGTH_MIN = 16, /* numbers that begin with 62 */
};

enum card_number_result {
    CARD_NUMBER_ok,
    CARD_NUMBER_bad_form, /* something else than digits, a length that no card has, or all zeros */
    CARD_NUMBER_bad_check, /* a typing error */
};

struct card_number {
    char text[CARD_NUMBER_LENGTH_MAX + 1]; /* digits only */
    bool unionpay;                         /* begins with 62 */
};

/* Trims, folds full width, takes out spaces and hyphens between digits. At most 63 characters as entered. */
enum card_number_result
card_number_read(struct text entered, struct card_number *ret_card) MUST_CHECK;

/* The Luhn sum of ASCII digits is divisible by 10 and not all of them are 0. Any count; false for none. */
bool luhn_holds(const char *digits, size_t count);
