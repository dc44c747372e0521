/* What customers said, taken out to train a model or to rehearse, by an order that says whose, what for and why.
 *
 * An order is a command, so it stands in desk's stream, where auditors follow it, before a word is shown (REQUIREMENTS
 * SE-07, SE-12, SE-13); the words come by a query, because what a command answers is remembered in clear. Only the newest
 * order of an actor counts, for WORDS_ORDER_MS. Roles with `exports` that read cases have this; of each case only what the
 * actor may read anyway (decide_words.h), never about themselves or whom they lead (CL-08), never of one whose skills stay
 * here (tier T4), nothing when its key is destroyed. */
#pragma once

#include "services/desk/case_row.h"

enum {
    WORDS_ORDER_MS = 600000,
    WORDS_ORDER_CASES = 100,
    WORDS_PAGE_CASES = 64,         /* an answer reads three records of each */
    WORDS_PAGE_BYTES = 160 * 1024, /* of text in an answer, but one text always */
};

/* Refused: missing_field, reason_required, forbidden. */
enum error desk_decide_order_words(struct call *call, const struct words_order *body);

/* Refused: missing_field, forbidden, not_found: it is not the newest of this actor, or has lapsed. */
enum error desk_decide_get_words(struct call *call, const struct words_get *body);
