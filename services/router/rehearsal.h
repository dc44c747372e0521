/* Plays requests of the past against two sets of policies and tells what would change (DESIGN P7).
 *
 * Each request has one line in the decision log, which depends on nothing but the request and the policies: unchanged
 * policies give the same bytes again. What differs is counted by queue, route, grade, type, code and outcome; what would be
 * graver or milder is told apart, because a change that loses an urgent case is another thing than one that finds one. */
#pragma once

#include "services/router/offline.h"

enum { REHEARSAL_MOVES_MAX = 512 /* different changes that are counted by name */ };

/* What may change of a decision. */
enum rehearsed {
    REHEARSED_queue,
    REHEARSED_route,
    REHEARSED_grade,
    REHEARSED_type,
    REHEARSED_code,
    REHEARSED_outcome,
    REHEARSED_ALL,
};

/* From one value to another, and how often. */
struct move {
    enum rehearsed what;
    struct text from, to;
    size_t count;
};

struct rehearsal {
    struct arena *arena; /* of the names */
    size_t requests;
    size_t changed; /* in any of these */
    size_t changes[REHEARSED_ALL];
    size_t graver, milder;
    size_t urgent_lost, urgent_found; /* of the type */
    struct move moves[REHEARSAL_MOVES_MAX];
    size_t move_count;
    size_t moves_left_out;
};

/* The line of the decision log: number of the request, its case if known, then the decision and its reasons. */
struct text rehearsal_log_line(
    struct arena *arena,
    size_t number,
    const struct traffic_request *request,
    const struct offline_answer *answer
);

/* Counts a pair; true when anything differs. */
bool rehearsal_compare(
    struct rehearsal *rehearsal,
    const struct offline_answer *before,
    const struct offline_answer *after
);

/* The counts and moves, most frequent first. */
void rehearsal_print(struct rehearsal *rehearsal, FILE *out);
