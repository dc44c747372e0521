/* What escalation decides by: deploy/config/escalation.yaml, duty.yaml, incidents.yaml, playbooks.yaml, and the rules that
 * deadlines are computed from (calendars, rule profiles, channels); and who may be told of a case, from desk's roles.yaml,
 * staff.yaml and desk.yaml. Checked together on load. */
#pragma once

#include "common/domain/due_rules.h"
#include "common/domain/readers.h"
#include "common/engine/service.h"
#include "services/escalation/incident_policy.h"
#include "services/escalation/playbook_policy.h"
#include "services/escalation/roster.h"

enum { PROFILE_CHANNELS_MAX = 32 };

struct clock_policy {
    struct text version;
    struct text profile;
    size_t channel_count;
    struct text channels[PROFILE_CHANNELS_MAX], channel_profiles[PROFILE_CHANNELS_MAX];
    bool roll; /* stat_roll is next_day */
    const struct due_rules *rules;
    const struct roster *roster;
    const struct incident_policy *incidents;
    const struct playbook_policy *playbooks;
    struct readers readers;  /* who may be told of a case; decides nothing else */
    int64_t repeat_breaches; /* missed limits of a case that lead to a review and to … */
    int32_t repeat_level;    /* … this line (4.3) */
};

/* ERROR_config with the faults in the document. `rules` must be set before. */
enum error clock_policy_read(struct yaml *yaml, struct clock_policy *policy) MUST_CHECK;

/* The profile of a case that came through this channel; the channel may be absent. */
struct text clock_policy_profile(const struct clock_policy *policy, struct text channel);

/* For struct service. */
enum error clock_policies_load(
    struct arena *arena,
    const char *config_directory,
    struct policy_set *ret_set
) MUST_CHECK;
