/* The forms of what a request holds beside identity numbers: mail addresses, addresses of documents, digests,
 * languages, account and case numbers. Pure; each reads what people type (full width, blanks around) and gives back
 * what is stored. */
#pragma once

#include "common/arena.h"

enum {
    ACCOUNT_DIGITS_MIN = 6,
    ACCOUNT_DIGITS_MAX = 32,
    DOCUMENT_LENGTH_MIN = 4,
    DOCUMENT_LENGTH_MAX = 32,
    MAIL_BYTES_MAX = 254, /* RFC 5321, 4.5.3.1 as corrected by erratum 1690 */
    MAIL_LOCAL_BYTES_MAX = 64,
    DIGEST_DIGITS = 64
};

/* Nothing that can be seen: white space of any script, control characters, zero-width characters. */
bool form_is_blank(struct text text);

/* One @, a local part of atoms (RFC 5322 dot-atom, RFC 6531 characters), a domain of at least two labels, which
 * comes out in lower case. */
bool form_mail(struct text entered, struct arena *arena, struct text *ret_mail) MUST_CHECK;

/* 6 to 32 digits, not all of them 0; spaces and hyphens are taken out. Not a card: no check digit, for account
 * numbers of passbooks and companies have none (REQUIREMENTS 3.8). */
bool form_account(struct text entered, char ret_account[ACCOUNT_DIGITS_MAX + 1]) MUST_CHECK;

/* The number of any document without a rule of its own: 4 to 32 letters, digits, hyphens, brackets and slashes, one
 * of them a digit; upper case. */
bool form_document(struct text entered, char ret_document[DOCUMENT_LENGTH_MAX + 1]) MUST_CHECK;

/* An absolute URI (RFC 3986, 4.3): a scheme, a colon and something, without blanks. */
bool form_uri(struct text text) MUST_CHECK;

/* 64 hexadecimal digits, either case; lower case comes out. */
bool form_digest(struct text text, char ret_digest[DIGEST_DIGITS + 1]) MUST_CHECK;

/* The well-formed language tag of BCP 47 (RFC 5646, 2.1), without its registry: zh, zh-Hant-HK, en-GB, x-house. */
bool form_language(struct text text) MUST_CHECK;

/* GD, a day that exists, 6 digits, or 7 not beginning with 0 (PROTOCOL 6). */
bool form_case_number(struct text text) MUST_CHECK;
