/* Phone numbers as customers and switchboards write them, to E.164.
 *
 * What comes out can be called back: short numbers (95588, 12345, 110) are refused as a customer's contact. The
 * number as entered is for the caller to keep beside it. Source: REQUIREMENTS 3.8, Phones; CH-04. */
#pragma once

#include "common/basics.h"

enum { PHONE_E164_MAX = 16 /* + and 15 digits */, PHONE_EXTENSION_MAX = 6 };

enum phone_result {
    PHONE_ok,
    PHONE_bad_form,     /* no number that can be called */
    PHONE_short_number, /* a service's own number, never a customer's */
};

enum phone_kind {
    PHONE_mobile,    /* mainland, 1[3-9] and 9 digits */
    PHONE_fixed,     /* mainland, with area code */
    PHONE_service,   /* 400 and 800 numbers */
    PHONE_hong_kong, /* +852, 8 digits */
    PHONE_macao,     /* +853, 8 digits */
    PHONE_taiwan,    /* +886, 9 digits */
    PHONE_foreign,   /* any other country, 7 to 15 digits with its code */
};

struct phone {
    char e164[PHONE_E164_MAX + 1];
    char extension[PHONE_EXTENSION_MAX + 1]; /* empty for most */
    enum phone_kind kind;
};

/* Folds full width, takes out spaces, brackets and (except before the extension) hyphens; understands +86, 0086
 * and 86, and + or 00 before other countries. At most 47 characters as entered. */
enum phone_result phone_read(struct text entered, struct phone *ret_phone) MUST_CHECK;

/* 11 ASCII digits, `^1[3-9][0-9]{9}$`. */
bool phone_is_mobile(const char *digits, size_t count);

/* ASCII digits of a mainland fixed line with its area code and nothing else: `^0(10|2[0-9]|[3-9][0-9]{2})[1-9][0-9]{6,7}$`. */
bool phone_is_fixed(const char *digits, size_t count);
