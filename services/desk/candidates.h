/* To whom a waiting case may be offered: the best few of those who could be given something in this turn of the chore
 * (CL-08, CL-10, RO-11).
 *
 * Who is there is read once a turn, for all of its cases; who takes no offers now, is off shift, has an offer or has no room for
 * anything is left out there, so that a turn costs nothing where nobody has room. Pure but for the list that it asks for. */
#pragma once

#include "services/desk/present.h"

enum { CANDIDATES_MAX = 3, REFUSED_MAX = 16 };

/* Who can be given something; begins zeroed. Whoever was given an offer in this turn is in it no more. */
struct offer_turn {
    struct present *people;
    size_t count;
    bool is_read;
};

/* Best first; and the first REFUSED_MAX who were considered and may not have the case. */
struct candidates {
    struct present best[CANDIDATES_MAX];
    size_t count;
    struct refused_candidate refused[REFUSED_MAX];
    size_t refused_count;
};

/* Reads who is there, at the first call of a turn. ERROR_need. */
enum error offer_turn_read(struct call *call, struct offer_turn *turn) MUST_CHECK;

/* Leaves out who takes no offers now, is off shift, has an offer or has no room for anything. */
void candidates_keep_able(
    const struct desk_policy *policy,
    struct offer_turn *turn,
    int64_t now_ms
);

/* They were given an offer: nobody gets a second one. */
void offer_turn_leave(struct offer_turn *turn, struct text actor);

/* `only`: this actor alone; absent: everybody. */
void candidates_find(
    const struct call *call,
    const struct queued_case *row,
    const struct offer_turn *turn,
    struct text only,
    struct candidates *ret_candidates
);
