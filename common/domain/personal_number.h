/* Finds out whether digits in free text are a card, an identity number or a phone of the mainland, and masks them.
 *
 * A run of digits is judged as a whole, never a part of it: a payment reference of 28 digits holds dozens of
 * sequences that pass Luhn. 13 to 19 digits that pass Luhn count as a card, written together or in groups; so does
 * one reference in ten, which is the price of never storing a card. Case numbers (GD and 14 digits) are left
 * alone. Source: REQUIREMENTS SE-11, 3.4, 3.6, 3.8. */
#pragma once

#include "common/arena.h"
#include "common/basics.h"

enum personal_number_kind {
    PERSONAL_NUMBER_none,
    PERSONAL_NUMBER_card,
    PERSONAL_NUMBER_id, /* resident identity number; 18 digits with region and birth date suffice */
    PERSONAL_NUMBER_phone, /* mobile, or fixed line with area code */
    PERSONAL_NUMBER_track, /* what a card's magnetic stripe holds: a secret */
};

struct personal_number {
    enum personal_number_kind kind;
    size_t length;    /* bytes it takes; for `none`, of the digits of one width; at least 1 */
    struct text mask; /* what to show instead; absent for `none` and `track` */
};

/* `at` is the first digit (half or full width) of a run: no digit of its width stands before it. */
struct personal_number personal_number_at(struct text text, size_t at, struct arena *arena);
