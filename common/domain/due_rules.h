/* Everything that deadlines are computed from, loaded from one folder of configuration: the calendars, the rule
 * profiles and the channels.
 *
 *     <folder>/channels.yaml     which channels there are, which are synchronous
 *     <folder>/calendars/?.yaml  files of the same calendar are laid over one another by version (4.7 rule 10)
 *     <folder>/calendar_choice.yaml  which region or queue has which calendar, see calendar_choice.h; may be absent
 *     <folder>/policies/?.yaml   several versions of a profile may stand side by side
 *
 * All faults of all files are reported together. The rules live in the arena and never change; a reload makes new ones.
 * At most 64 files a folder. */
#pragma once

#include "common/domain/calendar_choice.h"
#include "common/domain/sla_policy.h"

enum { DUE_FILES_MAX = 64, DUE_CHANNELS_MAX = 64, DUE_CHAIN_MAX = 4 };

struct due_channel {
    struct text name;
    bool sync; /* a person waits at the other end: K1 applies, not K2 (4.7 rule 14) */
    bool requires_outside_no; /* a regulator or an authority sends it (CH-11) */
};

struct due_rules {
    const struct calendar *calendars[DUE_FILES_MAX];
    size_t calendar_count;
    const struct sla_policy *policies[DUE_FILES_MAX];
    size_t policy_count;
    struct due_channel channels[DUE_CHANNELS_MAX];
    size_t channel_count;
    const struct calendar_choices *choices;
};

/* ERROR_config with the lines "file:line: what" in `*ret_faults`. */
enum error due_rules_load(
    struct arena *arena,
    const char *folder,
    struct text *ret_faults,
    struct due_rules **ret_rules
) MUST_CHECK;

const struct calendar *due_rules_calendar(const struct due_rules *rules, struct text name);

/* The calendar of a queue and a unit: the first choice that fits and whose calendar is, or stands upon, the one named;
 * NULL when there is none and the named one counts. A statutory limit is never counted by it: nothing that the bank decides,
 * such as another queue, moves the law's limit. */
const struct calendar_choice *due_rules_choose(
    const struct due_rules *rules,
    struct text calendar,
    struct text queue,
    struct text unit
);
const struct due_channel *due_rules_channel(const struct due_rules *rules, struct text name);

/* The version of a profile that is valid at an instant, by the date in the profile's own zone; of two, the one with the
 * higher version. NULL when there is none. */
const struct sla_policy *
due_rules_policy(const struct due_rules *rules, struct text name, int64_t at_ms);

/* A version of a profile, whenever it was valid: what a case has kept. NULL when it is not there. */
const struct sla_policy *
due_rules_version(const struct due_rules *rules, struct text name, int32_t version);

/* The profiles that have a clock, of this one and those that it inherits from, at most DUE_CHAIN_MAX deep: the one that counts
 * first. Statute comes before contract, customer and team (REQUIREMENTS 3, 4.7 rule 1); of one layer, the nearer. */
size_t due_rules_chain(
    const struct due_rules *rules,
    const struct sla_policy *policy,
    struct text id,
    int64_t at_ms,
    const struct sla_policy *ret_chain[DUE_CHAIN_MAX]
);

/* A profile's clock, the first of its chain; NULL when none has it. `*ret_owner` is the
 * profile that has it. */
const struct sla_clock *due_rules_clock(
    const struct due_rules *rules,
    const struct sla_policy *policy,
    struct text id,
    int64_t at_ms,
    const struct sla_policy **ret_owner
);
