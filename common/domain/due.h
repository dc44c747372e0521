/* When something is due, when to warn, whom to tell, and why: the one function that computes deadlines
 * (DESIGN 5, promise P11; REQUIREMENTS 4.2 to 4.5 and 4.7).
 *
 * Escalation, router and `shouli due` all call due_compute, so that a case, a printed explanation and a recomputed
 * sample can never differ. It is pure: the rules, the request and nothing else decide. A request that breaks a rule of
 * 4.7 is refused with a code and the name of the field. Limits are inclusive: at the due instant one is in time, a
 * millisecond later late. */
#pragma once

#include "common/domain/course.h"
#include "common/domain/due_rules.h"

enum { DUE_PAUSES_MAX = 1000, DUE_EXTENSIONS_MAX = 16 };

/* DUE_ERROR(name): the wire's code is the name. */
#define DUE_ERRORS(DUE_ERROR)                                                                  \
    DUE_ERROR(ok)                                                                              \
    DUE_ERROR(unknown_profile)                                                                 \
    DUE_ERROR(unknown_clock)                                                                   \
    DUE_ERROR(unknown_grade)                                                                   \
    DUE_ERROR(no_limit)                                                                        \
    DUE_ERROR(invalid_field)                                                                   \
    DUE_ERROR(invalid_time)                                                                    \
    DUE_ERROR(invalid_pause)                                                                   \
    DUE_ERROR(pause_overlap)                                                                   \
    DUE_ERROR(pause_limit)                                                                     \
    DUE_ERROR(extension_not_allowed)

enum due_error {
#define DUE_ERROR(name) DUE_##name,
    DUE_ERRORS(DUE_ERROR)
#undef DUE_ERROR
};

const char *due_error_code(enum due_error error);

/* [from, to) in which the case waited; `to_ms` COURSE_OPEN while it still does. A wait for the customer begins when the
 * question was delivered, one for an appraisal not before the customer was told: see due_wait_begin. */
struct due_pause {
    int64_t from_ms, to_ms;
    enum wait_reason reason;
};

/* What an outside authority asked for: an instant, or the end of a day. */
struct due_outside {
    enum { DUE_OUTSIDE_none, DUE_OUTSIDE_instant, DUE_OUTSIDE_day } kind;
    int64_t instant_ms;
    struct civil_day day;
};

struct due_request {
    struct text profile; /* "CN-NFRA-2020" */
    int32_t version;     /* of the profile, which a case keeps; 0: the one valid at receipt */
    struct text clock;   /* "K9" */
    const struct sla_clock *found; /* the clock, where the caller has looked it up … */
    const struct sla_policy
        *found_in; /* … and the policy that it comes from; NULL: both are looked up */
    enum grade grade;
    int64_t
        received_ms; /* what the clock counts from: receipt, or the start of its stage or task */
    struct text channel;             /* absent: K1 and K2 are both given */
    const struct calendar *calendar; /* NULL: the queue's or unit's, else the profile's own */
    struct text queue, unit;         /* absent: no calendar is chosen by them */
    bool roll;                       /* the setting stat_roll is next_day */
    struct due_outside outside;
    const struct due_pause *pauses; /* in any order */
    size_t pause_count;
    const int32_t *extensions; /* new totals, in the order granted */
    size_t extension_count;
};

struct due_warning {
    int32_t percent;
    int64_t at_ms;
};

struct due_rung {
    struct text step, who;
    int64_t at_ms;
    bool provisional;
};

/* What became of a wait, for `why`. */
enum due_effect {
    DUE_EFFECT_stopped,       /* the clock stood still */
    DUE_EFFECT_does_not_stop, /* such a wait never stops this clock */
    DUE_EFFECT_no_effect      /* nothing was counted then, or the limit had passed */
};

struct due_wait {
    struct due_pause pause;
    enum due_effect effect;
};

struct due_result {
    const char *field;               /* of a refusal: the option's name; NULL otherwise */
    const struct sla_policy *policy; /* that the clock comes from */
    const struct sla_clock *clock;
    const struct calendar *calendar;
    const struct calendar_choice
        *choice; /* that gave it by queue or unit; NULL: the profile's, or the caller's */
    struct limit limit; /* of the stage reached, with the number that an extension gave */
    bool paused;        /* stands still now: no due instant, only what remains */
    int64_t due_ms;
    int64_t remaining_ms;   /* counted time not used; of a paused clock that counts time */
    int32_t remaining_days; /* days still to count; of a paused clock in calendar days */
    bool provisional;
    struct due_warning
        *warnings; /* each in order of time; of a paused clock those that have been reached */
    size_t warning_count;
    struct due_rung *rungs;
    size_t rung_count;
    struct course_span *spans;
    size_t span_count;
    struct due_wait *waits;
    size_t wait_count;
};

/* Lists live in the arena. On a refusal only `field` is set. */
enum due_error due_compute(
    const struct due_rules *rules,
    const struct due_request *request,
    struct arena *arena,
    struct due_result *ret_result
) MUST_CHECK;

/* Inclusive: false at the limit, true a millisecond after it. A paused clock is never late. */
bool due_is_late(const struct due_result *result, int64_t at_ms);

/* Where a clock is after a regrade at `at_ms`, `result` being computed with the new grade from the old start (4.7 rule 12):
 * true when the new limit has passed; then the breach is at the moment of the regrade, not earlier. */
bool due_regrade_breaches(
    const struct due_result *result,
    int64_t at_ms,
    int64_t *ret_breach_ms
);

/* A wait stops a clock from when it began, but not before the customer was told (4.5 rules 2 and 4). */
static inline int64_t due_wait_begin(int64_t began_ms, int64_t told_ms)
{
    return int64_max(began_ms, told_ms);
}

/* Merged cases and complaints passed on by the central bank count from the earlier receipt (4.5 rule 9, 4.7 rule 13). */
static inline int64_t due_earlier_receipt(int64_t a_ms, int64_t b_ms)
{
    return int64_min(a_ms, b_ms);
}
