/* The worked examples that stand in rule profiles and calendars, run against what the files say (REQUIREMENTS 3, 4.4).
 *
 * A number of a policy is law or a promise; each is held by an example written by hand, so that changing the number alone
 * is told (tests/mutation changes every one of them).
 *
 * Of a profile: a request of `shouli due` and what must come out.
 *
 *     {clock: K9, grade: P3, received: T, due: T}            or error: CODE
 *     {clock: K6, received: T, dues: {P1: T, P4: no_limit}}   all four grades; those not named have no_limit
 *     further request: version, channel, stat_roll, outside_due, pauses: [FROM/TO/REASON], extend: [30]
 *     further result: warnings: ["50 T"], rungs: ["E1 / T / owner"], approvers: [L4], codes: [CO03]
 *
 * Of a calendar: {day: D, is: workday|weekend|holiday|makeup}, {after: D, workdays: 2, is: D}, {from: T, minutes: 240, is: T},
 * {year: 2026, version: 1, workdays: 248, holidays: 33}; `provisional: true` where a year was asked about that is not covered. Of
 * a calendar of several files the examples of all are run, but those about a year that a newer file says. */
#pragma once

#include "common/domain/due.h"

/* The number of examples that do not hold, each a line "NAME:LINE: what came out" in `*ret_faults`. */
size_t due_examples_run(
    const struct due_rules *rules,
    struct arena *arena,
    struct text *ret_faults,
    size_t *ret_count
);
