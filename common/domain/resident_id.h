/* Resident identity numbers, GB 11643-1999 (公民身份号码): 6 region, 8 birth date, 3 sequence, 1 check.
 *
 * A number that reads `ok` has the right form and check character, a region prefix in use and a birth date
 * that exists, is not in the future and not more than 130 years ago (that limit is policy, not the
 * standard). It says nothing about whether the person exists. Source: REQUIREMENTS 3.6. */
#pragma once

#include "common/basics.h"
#include "common/domain/iso_date.h"

enum { RESIDENT_ID_LENGTH = 18, RESIDENT_ID_AGE_MAX = 130 };

/* The first reason that holds, in this order. */
enum resident_id_result {
    RESIDENT_ID_ok,
    RESIDENT_ID_bad_form,    /* not 17 digits and a digit or X, nor the old 15 digits */
    RESIDENT_ID_bad_check,   /* a typing error: the check character is another */
    RESIDENT_ID_bad_region,  /* no such province */
    RESIDENT_ID_bad_date,    /* the birth date does not exist */
    RESIDENT_ID_future_date, /* born after today */
    RESIDENT_ID_too_old,     /* older than RESIDENT_ID_AGE_MAX */
};

struct resident_id {
    char text[RESIDENT_ID_LENGTH + 1]; /* normalised */
    struct iso_date born;
    bool male; /* odd sequence number */
};

/* Trims, folds full width, x to X, and turns the old 15 digits (19xx births, no check character) into 18. */
enum resident_id_result
resident_id_read(struct text entered, struct iso_date today, struct resident_id *ret_id)
    MUST_CHECK;

/* The 18th character for the first 17, which must be digits: ISO 7064 MOD 11-2. */
char resident_id_check(const char digits[RESIDENT_ID_LENGTH - 1]);

/* True if 17 digits and a digit or X have a region and a birth date from 1900 to 2099, whatever the check
 * character: a mistyped number still tells who it is, so masking asks this. `digits` needs no zero. */
bool resident_id_resembles(const char digits[RESIDENT_ID_LENGTH]);
