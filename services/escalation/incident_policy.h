/* When many cases about the same are one incident: deploy/config/incidents.yaml, with the names of what cases can be about
 * from taxonomy.yaml (REQUIREMENTS SL-13, 4.1). */
#pragma once

#include "common/yaml.h"
#include "proto/messages.h"

/* Each case of an incident's opening is said by an event of one decision. */
enum {
    INCIDENT_CASES_MAX = 30,
    INCIDENT_OTHERS_MAX = 64,
    INCIDENT_NAMES_MAX = 256,
    INCIDENT_TYPES = 16
};

struct incident_name {
    struct text code; /* of a subcategory, or key of a category */
    struct text zh, en;
};

struct incident_policy {
    struct text version;
    bool by_category;
    int32_t cases;
    int64_t window_ms;
    bool counts[INCIDENT_TYPES]; /* enum case_type */
    bool raises[INCIDENT_TYPES];
    enum case_grade grade;
    int32_t level;
    int64_t quiet_ms;
    size_t other_count;
    struct text others[INCIDENT_OTHERS_MAX];
    int32_t other_cases[INCIDENT_OTHERS_MAX];
    struct text notice_zh, notice_en;
    size_t name_count;
    struct incident_name names[INCIDENT_NAMES_MAX];
};

/* ERROR_config with the faults in the document; the folder has taxonomy.yaml. */
enum error
incident_policy_read(struct yaml *yaml, const char *folder, struct incident_policy *ret_policy)
    MUST_CHECK;

/* How many cases about it open an incident. */
int32_t incident_cases(const struct incident_policy *policy, struct text code);

/* The notice with {name}, {number} and {time} filled in; a code without a name stands for itself. */
struct text incident_notice(
    const struct incident_policy *policy,
    bool in_english,
    struct text code,
    struct text number,
    struct text time,
    struct arena *arena
);
