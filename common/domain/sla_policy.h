/* A rule profile: the clocks of one regime with their limits, ladders, legal basis and worked examples
 * (REQUIREMENTS 3, 4.2, 4.3, 4.7).
 *
 * No number of section 3 or 4 is compiled in: a profile is a versioned YAML file, and its name, version and
 * SHA-256 identify what a deadline was computed from. A case keeps the version that was valid at its
 * receipt. At most 64 clocks a profile, 8 stages a clock, 32 rungs a ladder. */
#pragma once

#include "common/domain/civil_date.h"
#include "common/domain/grade.h"
#include "common/domain/limit.h"

enum {
    SLA_CLOCKS_MAX = 64,
    SLA_PLACES = 256, /* a power of two, four times as many */
    SLA_STAGES_MAX = 8,
    SLA_RUNGS_MAX = 32,
    SLA_PERCENTS_MAX = 8,
    SLA_ENDS_MAX = 8,
    SLA_CODES_MAX = 16,
    SLA_TYPES_MAX = 8
};

/* What a case may wait for (2.2, 4.7 rule 7). */
enum wait_reason {
    WAIT_customer,         /* W1 */
    WAIT_customer_allowed, /* W1!: as W1, and L3 allowed it beyond the number and the 20 days */
    WAIT_internal,         /* W2 */
    WAIT_appraisal,        /* W3.appraisal */
    WAIT_outside,          /* W3.other */
    WAIT_closed, /* closed, until it was reopened: an internal clock goes on where it stopped (4.5 rule 8) */
    WAIT_REASONS
};

/* "W1", "W3.appraisal" … */
struct text wait_reason_text(enum wait_reason reason);

/* What people may give as a reason: not "closed", which only a reopening makes. */
bool wait_reason_find(struct text name, enum wait_reason *ret_reason) MUST_CHECK;

enum rung_kind {
    RUNG_percent, /* of the limit counted; 100 is the limit */
    RUNG_elapsed, /* so long after the start */
    RUNG_day,     /* at a local time of the n-th counted day */
    RUNG_workday, /* at opening of the n-th working day after the start */
    RUNG_after    /* closing of the n-th working day after the limit's date */
};

struct sla_rung {
    struct text step;
    struct text who; /* "owner", "L3", "L3, L4" … */
    enum rung_kind kind;
    int32_t number;  /* percent or n */
    int32_t time_ms; /* of the day, for RUNG_day */
    int64_t elapsed_ms;
};

/* The first stage is the limit itself, the others what it may be extended to. */
struct sla_stage {
    struct limit limits[GRADES];
    int32_t approver; /* the lowest line that may grant this extension, 1 to 6 */
    bool exact;       /* the extension must be exactly the limit, not at most */
    struct sla_rung *rungs;
    size_t rung_count;
};

enum sla_channels { SLA_CHANNELS_any, SLA_CHANNELS_sync, SLA_CHANNELS_async };

struct sla_clock {
    struct text id;
    struct text zh, en;             /* what it measures */
    struct text starts;             /* the fact that starts it */
    struct text ends[SLA_ENDS_MAX]; /* the facts that stop it */
    size_t end_count;
    struct text codes[SLA_CODES_MAX]; /* only cases with one of these business codes */
    size_t code_count;                /* 0: all cases */
    struct text types[SLA_TYPES_MAX]; /* only cases of these types, such as "dispute" */
    size_t type_count;                /* 0: those that the clock has everywhere */
    enum sla_channels channels;
    bool outside; /* an outside authority may give an earlier date (K11) */
    bool
        statutory; /* of a law, not of the bank: a reopening does not give it the closed time */
    bool rolls;    /* the setting stat_roll applies (4.7 rule 9) */
    bool stopped_by[WAIT_REASONS];
    int32_t percents[SLA_PERCENTS_MAX]; /* warnings */
    size_t percent_count;
    size_t stage_count;
    struct sla_stage stages[SLA_STAGES_MAX];
};

/* Who says so. Where several profiles of one chain have a clock, the first of these counts. */
enum sla_layer { LAYER_statute, LAYER_contract, LAYER_customer, LAYER_team };

/* "statute", "contract", "customer" or "team". */
struct text sla_layer_text(enum sla_layer layer);

struct sla_policy {
    struct text name;
    enum sla_layer layer;
    int64_t
        effective_ms; /* not for what is received before; INT64_MIN: from its first day on */
    int64_t rolled_back_ms; /* nor from then on: it was taken back; INT64_MAX: it was not */
    struct text file;       /* that it was loaded from; absent when it was read from a text */
    int32_t version;
    char sha256[65];                       /* of the file, hexadecimal */
    struct civil_day valid_from, valid_to; /* local days, both included */
    struct text calendar;
    struct text inherits; /* the profile that has the clocks which this one lacks; absent */
    struct text basis_zh, basis_en;
    struct sla_clock *clocks;
    size_t clock_count;
    uint8_t places[SLA_PLACES];       /* clocks by a hash of their id: index + 1, 0 is free */
    const struct yaml_node *examples; /* run by a test, see due_example.h */
};

/* ERROR_config with the lines "file:line: what" in `*ret_faults`. The policy lives in the arena. */
enum error sla_policy_load(
    struct arena *arena,
    const char *path,
    struct text *ret_faults,
    struct sla_policy **ret_policy
) MUST_CHECK;

/* The same from a document already parsed; sha256 stays empty. */
enum error sla_policy_read(struct yaml *yaml, struct sla_policy **ret_policy) MUST_CHECK;

/* Copies it behind the others; there must be room in `clocks`, and none of that id. */
void sla_policy_add(struct sla_policy *policy, const struct sla_clock *clock);

/* Own clocks only, that were added; NULL when there is none. */
const struct sla_clock *sla_policy_find(const struct sla_policy *policy, struct text id);
