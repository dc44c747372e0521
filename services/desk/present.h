/* Who is there: the people that a case may be offered to, or that may be expected to claim it (RO-11).
 *
 * One line a worker, the least loaded first, at most PRESENT_MAX; the role's and the person's rules are looked up in the
 * policy. Somebody is there who said so, or who said nothing and took work lately; off shift nobody is there. */
#pragma once

#include "services/desk/fit.h"

enum { PRESENT_MAX = 1000 }; /* as in present.sql */

extern const struct list_shape desk_present_list;

struct present {
    struct actor actor;
    enum presence presence;
    int64_t taken;   /* points, with those of an offer that stands */
    bool has_offer;  /* one stands */
    int64_t seen_ms; /* when they last did something; 0: never */
};

/* A line as present.sql writes it; false when it is not that, or nobody has such a role any more. */
bool present_read(
    const struct desk_policy *policy,
    struct text line,
    struct present *ret_present
) MUST_CHECK;

/* All of a list, in its order; what is no such line is left out. In the arena. */
struct present *present_read_all(
    const struct desk_policy *policy,
    const struct key_list *lines,
    struct arena *arena,
    size_t *ret_count
);

/* Will take work that waits: claims it or is offered it. */
bool present_is_there(
    const struct desk_policy *policy,
    const struct present *present,
    int64_t now_ms
);

/* REFUSAL_none: the case may be offered to them now. */
enum refusal present_refusal(
    const struct desk_policy *policy,
    const struct present *present,
    const struct queued_case *row,
    int64_t now_ms
);

/* Of two that may have the case, the better one: first contact, preferred skills, less load, longer idle. */
bool present_is_better(
    const struct present *one,
    const struct present *other,
    const struct queued_case *row,
    int64_t now_ms
);
