/* What is done in an emergency of a kind, by whom, by when, and what starts it: deploy/config/playbooks.yaml (REQUIREMENTS
 * SL-06, SL-07). */
#pragma once

#include "common/domain/due_rules.h"
#include "common/yaml.h"
#include "services/escalation/roster.h"

enum {
    PLAYBOOK_KINDS_MAX = 16, /* these as playbook_kind in proto/escalation.def */
    PLAYBOOK_STEPS_MAX = 16,
    PLAYBOOK_TRIGGERS_MAX = 16,
    PLAYBOOK_STARTS_MAX =
        4, /* kinds that one trigger starts: a decision has room for so many events */
    PLAYBOOK_TEMPLATES_MAX = 32,
    PLAYBOOK_MINUTES_MAX = 10080, /* a week */
    PLAYBOOK_WORD_BYTES_MAX = 32, /* of a kind, a step, a duty, a template's name */
    PLAYBOOK_NAME_BYTES_MAX = 128,
    PLAYBOOK_STEP_BYTES_MAX = 256,
    PLAYBOOK_TEMPLATE_BYTES_MAX = 900,
    PLAYBOOK_FILLED_BYTES_MAX =
        1024, /* with its places filled in: as template_zh in proto/escalation.def */
    PLAYBOOK_NUMBER_BYTES_MAX = 32,       /* of a case or an incident */
    PLAYBOOK_TABLE_BYTES_MAX = 240 * 1024 /* of all kinds as playbook.kinds answers them */
};

/* Places of a template. */
#define PLAYBOOK_NUMBER "{number}"
#define PLAYBOOK_TIME   "{time}"

struct playbook_rule_step {
    struct text step, zh, en;
    struct text who;      /* a duty of the roster */
    struct text template; /* absent: it needs no words */
    int64_t minutes;      /* from the start */
};

struct playbook_rule {
    struct text kind, zh, en;
    int32_t level; /* line that is told when it starts */
    size_t trigger_count, step_count;
    struct text triggers[PLAYBOOK_TRIGGERS_MAX]; /* reason:…, fact:…, step:…, incident */
    struct playbook_rule_step steps[PLAYBOOK_STEPS_MAX];
};

struct playbook_template {
    struct text name, zh, en;
};

struct playbook_policy {
    struct text version;
    size_t kind_count, template_count;
    struct playbook_rule kinds[PLAYBOOK_KINDS_MAX];
    struct playbook_template templates[PLAYBOOK_TEMPLATES_MAX];
};

/* ERROR_config with the faults in the document: duties are the roster's, rungs those of the profiles. */
enum error playbook_policy_read(
    struct yaml *yaml,
    const struct roster *roster,
    const struct due_rules *rules,
    struct playbook_policy *ret_policy
) MUST_CHECK;

/* NULL when there is none. */
const struct playbook_rule *
playbook_rule_find(const struct playbook_policy *policy, struct text kind);
const struct playbook_template *
playbook_template_find(const struct playbook_policy *policy, struct text name);

/* What starts it by itself of this kind ("reason", "fact", "step", "incident") and name; NULL: it does not. `name` is absent
 * where the kind needs none. */
const struct text *
playbook_rule_trigger(const struct playbook_rule *rule, const char *kind, struct text name);
