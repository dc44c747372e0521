/* Unified social credit codes of organisations, GB 32100-2015 (统一社会信用代码).
 *
 * 18 characters of an alphabet of 31 (no I O S V Z): authority, class, 6 region, 9 organisation code, check.
 * The organisation code has a check of its own (GB 11714), with another table of values; old registers hold
 * codes where it fails, so that is a warning and not a refusal. Source: REQUIREMENTS 3.7. */
#pragma once

#include "common/basics.h"

enum { CREDIT_CODE_LENGTH = 18 };

enum credit_code_result {
    CREDIT_CODE_ok,
    CREDIT_CODE_bad_form,  /* another length, or a letter outside the alphabet */
    CREDIT_CODE_bad_check, /* a typing error: the check character is another */
};

struct credit_code {
    char text[CREDIT_CODE_LENGTH + 1]; /* normalised */
    bool inner_is_wrong; /* the organisation code at positions 9-17 fails its check */
};

/* Trims, folds full width and lower case. */
enum credit_code_result
credit_code_read(struct text entered, struct credit_code *ret_code) MUST_CHECK;

/* The 18th character for the first 17, which must be of the alphabet. */
char credit_code_check(const char code[CREDIT_CODE_LENGTH - 1]);

/* GB 11714: the 9th character of an organisation code for the first 8, digits and A-Z. */
char organisation_code_check(const char code[8]);
