/* See playbook_policy.h. */
#include "services/escalation/playbook_policy.h"

#include "common/domain/grade.h"
#include "proto/messages.h"
#include "services/escalation/places.h"

enum {
    LEVEL_MIN = 3,
    LEVEL_MAX = 6,
    STEP_KEYS_BYTES = 192 /* names of a step's fields, and the person who has the duty */
};

/* A text of 1 to `most` bytes. */
static struct text
read_words(struct yaml *yaml, const struct yaml_node *map, const char *key, size_t most)
{
    struct text text = yaml_text(yaml, map, key, (struct text){0});

    if (text.at && (!text.length || text.length > most))
        yaml_fault(yaml, map, "'%s' has 1 to %zu bytes", key, most);
    return text;
}

/* A template, which fits its field also with the longest words in its places. */
static struct text
read_template(struct yaml *yaml, const struct yaml_node *map, const char *key)
{
    static const char number[PLAYBOOK_NUMBER_BYTES_MAX] = {0};
    const struct place longest[] = {
        {TEXT(PLAYBOOK_NUMBER), {number, sizeof(number)}},
        {TEXT(PLAYBOOK_TIME), TEXT("2026-03-02T10:00")},
    };
    struct text text = read_words(yaml, map, key, PLAYBOOK_TEMPLATE_BYTES_MAX);
    struct text filled = places_fill(text, longest, LENGTH(longest), yaml->arena);

    if (filled.length > PLAYBOOK_FILLED_BYTES_MAX)
        yaml_fault(
            yaml,
            map,
            "'%s' has at most %d bytes with its places filled in",
            key,
            PLAYBOOK_FILLED_BYTES_MAX
        );
    return text;
}

static bool is_reason(struct text name)
{
    for (int reason = 0; reason < GRADE_REASONS; reason++) {
        if (text_is(name, grade_reason_name((enum grade_reason)reason)))
            return true;
    }
    return false;
}

static bool has_rung(const struct sla_clock *clock, struct text step)
{
    for (size_t i = 0; i < clock->stage_count; i++) {
        for (size_t k = 0; k < clock->stages[i].rung_count; k++) {
            if (text_equal(clock->stages[i].rungs[k].step, step))
                return true;
        }
    }
    return false;
}

static bool is_rung(const struct due_rules *rules, struct text step)
{
    for (size_t i = 0; i < rules->policy_count; i++) {
        const struct sla_policy *profile = rules->policies[i];
        for (size_t k = 0; k < profile->clock_count; k++) {
            if (has_rung(&profile->clocks[k], step))
                return true;
        }
    }
    return false;
}

static bool is_trigger(const struct due_rules *rules, struct text trigger)
{
    static const struct text reason = {"reason:", 7}, fact = {"fact:", 5}, step = {"step:", 5};

    if (text_starts(trigger, reason))
        return is_reason((struct text){trigger.at + 7, trigger.length - 7});
    if (text_starts(trigger, fact))
        return enum_from_text(
                   &recorded_fact_enum,
                   (struct text){trigger.at + 5, trigger.length - 5}
               ) != 0;
    if (text_starts(trigger, step))
        return is_rung(rules, (struct text){trigger.at + 5, trigger.length - 5});
    return text_is(trigger, "incident");
}

static void read_triggers(
    struct yaml *yaml,
    const struct yaml_node *map,
    const struct due_rules *rules,
    struct playbook_rule *rule
)
{
    for (const struct yaml_node *node = yaml_list(yaml, map, "starts_on"); node;
         node = node->next) {
        if (rule->trigger_count == PLAYBOOK_TRIGGERS_MAX) {
            yaml_fault(yaml, node, "'starts_on' has at most %d", PLAYBOOK_TRIGGERS_MAX);
            return;
        }
        if (node->kind != YAML_scalar || !is_trigger(rules, node->text))
            yaml_fault(yaml, node, "'starts_on': there is no such reason, fact or rung");
        rule->triggers[rule->trigger_count++] = node->text;
    }
}

static bool names(const struct playbook_rule *rule, struct text trigger)
{
    for (size_t i = 0; i < rule->trigger_count; i++) {
        if (text_equal(rule->triggers[i], trigger))
            return true;
    }
    return false;
}

/* Of a kind that was read last: with it no trigger may start too many. */
static void check_starts(
    struct yaml *yaml,
    const struct yaml_node *node,
    const struct playbook_policy *policy
)
{
    const struct playbook_rule *last = &policy->kinds[policy->kind_count - 1];

    for (size_t i = 0; i < last->trigger_count; i++) {
        size_t count = 0;
        for (size_t k = 0; k < policy->kind_count; k++)
            count += names(&policy->kinds[k], last->triggers[i]);
        if (count > PLAYBOOK_STARTS_MAX)
            yaml_fault(
                yaml,
                node,
                "%.*s starts more than %d kinds",
                (int)last->triggers[i].length,
                last->triggers[i].at,
                PLAYBOOK_STARTS_MAX
            );
    }
}

static const struct playbook_rule_step *
step_find(const struct playbook_rule *rule, struct text step)
{
    for (size_t i = 0; i < rule->step_count; i++) {
        if (text_equal(rule->steps[i].step, step))
            return &rule->steps[i];
    }
    return NULL;
}

static void read_step(
    struct yaml *yaml,
    const struct yaml_node *node,
    const struct roster *roster,
    const struct playbook_policy *policy,
    struct playbook_rule *rule
)
{
    static const char *const keys[] = {"step", "who", "minutes", "zh", "en", "template", NULL};
    struct playbook_rule_step *step = &rule->steps[rule->step_count];

    yaml_allow(yaml, node, keys);
    struct text id = read_words(yaml, node, "step", PLAYBOOK_WORD_BYTES_MAX);
    if (step_find(rule, id))
        yaml_fault(yaml, node, "the step is there twice");
    step->step = id;
    step->zh = read_words(yaml, node, "zh", PLAYBOOK_STEP_BYTES_MAX);
    step->en = read_words(yaml, node, "en", PLAYBOOK_STEP_BYTES_MAX);
    step->who = read_words(yaml, node, "who", PLAYBOOK_WORD_BYTES_MAX);
    step->minutes = yaml_int(yaml, node, "minutes", 1, PLAYBOOK_MINUTES_MAX, -1);
    if (step->minutes < 0)
        yaml_fault(yaml, node, "'minutes' is missing");
    if (step->who.at && !roster_duty(roster, step->who))
        yaml_fault(yaml, node, "'who': duty.yaml has no such duty");
    if (yaml_find(node, "template")) {
        step->template = yaml_text(yaml, node, "template", (struct text){0});
        if (!playbook_template_find(policy, step->template))
            yaml_fault(yaml, node, "'template': there is none of that name");
    }
    rule->step_count++;
}

static void read_kind(
    struct yaml *yaml,
    const struct yaml_node *node,
    const struct roster *roster,
    const struct due_rules *rules,
    struct playbook_policy *policy
)
{
    static const char *const keys[] = {"kind", "zh", "en", "level", "starts_on", "steps", NULL};
    struct playbook_rule *rule = &policy->kinds[policy->kind_count];

    yaml_allow(yaml, node, keys);
    struct text kind = read_words(yaml, node, "kind", PLAYBOOK_WORD_BYTES_MAX);
    if (playbook_rule_find(policy, kind))
        yaml_fault(yaml, node, "the kind is there twice");
    rule->kind = kind;
    rule->zh = read_words(yaml, node, "zh", PLAYBOOK_NAME_BYTES_MAX);
    rule->en = read_words(yaml, node, "en", PLAYBOOK_NAME_BYTES_MAX);
    rule->level = (int32_t)yaml_int(yaml, node, "level", LEVEL_MIN, LEVEL_MAX, 4);
    read_triggers(yaml, node, rules, rule);
    for (const struct yaml_node *step = yaml_list(yaml, node, "steps"); step;
         step = step->next) {
        if (rule->step_count == PLAYBOOK_STEPS_MAX) {
            yaml_fault(yaml, step, "'steps' has at most %d", PLAYBOOK_STEPS_MAX);
            break;
        }
        read_step(yaml, step, roster, policy, rule);
    }
    if (!rule->step_count)
        yaml_fault(yaml, node, "a playbook has a step");
    policy->kind_count++;
    check_starts(yaml, node, policy);
}

static void read_templates(struct yaml *yaml, struct playbook_policy *policy)
{
    static const char *const keys[] = {"zh", "en", NULL};
    const struct yaml_node *map = yaml_find(yaml->root, "templates");

    for (const struct yaml_node *node = map ? map->first : NULL; node; node = node->next) {
        if (policy->template_count == PLAYBOOK_TEMPLATES_MAX) {
            yaml_fault(yaml, node, "'templates' has at most %d", PLAYBOOK_TEMPLATES_MAX);
            return;
        }
        yaml_allow(yaml, node, keys);
        if (node->key.length > PLAYBOOK_WORD_BYTES_MAX)
            yaml_fault(yaml, node, "a name has at most %d bytes", PLAYBOOK_WORD_BYTES_MAX);
        policy->templates[policy->template_count++] = (struct playbook_template){
            .name = node->key,
            .zh = read_template(yaml, node, "zh"),
            .en = read_template(yaml, node, "en"),
        };
    }
}

/* What a step takes in the answer of playbook.kinds, with whoever has its duty. */
static size_t
step_bytes(const struct playbook_policy *policy, const struct playbook_rule_step *step)
{
    const struct playbook_template *words =
        step->template.at ? playbook_template_find(policy, step->template) : NULL;
    size_t bytes = STEP_KEYS_BYTES + step->step.length + step->zh.length + step->en.length +
                   step->who.length;

    return words ? bytes + words->zh.length + words->en.length : bytes;
}

/* The kinds are answered in one reply. */
static void check_table(struct yaml *yaml, const struct playbook_policy *policy)
{
    size_t bytes = 0;

    for (size_t i = 0; i < policy->kind_count; i++) {
        const struct playbook_rule *rule = &policy->kinds[i];
        for (size_t k = 0; k < rule->step_count; k++)
            bytes += step_bytes(policy, &rule->steps[k]);
    }
    if (bytes > PLAYBOOK_TABLE_BYTES_MAX)
        yaml_fault(
            yaml,
            yaml->root,
            "the steps of all kinds, with their words, have at most %d bytes",
            PLAYBOOK_TABLE_BYTES_MAX
        );
}

enum error playbook_policy_read(
    struct yaml *yaml,
    const struct roster *roster,
    const struct due_rules *rules,
    struct playbook_policy *ret_policy
)
{
    static const char *const keys[] = {"name", "version", "kinds", "templates", NULL};

    *ret_policy = (struct playbook_policy){.kind_count = 0};
    yaml_allow(yaml, yaml->root, keys);
    ret_policy->version = read_words(yaml, yaml->root, "version", PLAYBOOK_WORD_BYTES_MAX);
    read_templates(yaml, ret_policy);
    for (const struct yaml_node *node = yaml_list(yaml, yaml->root, "kinds"); node;
         node = node->next) {
        if (ret_policy->kind_count == PLAYBOOK_KINDS_MAX) {
            yaml_fault(yaml, node, "'kinds' has at most %d", PLAYBOOK_KINDS_MAX);
            break;
        }
        read_kind(yaml, node, roster, rules, ret_policy);
    }
    check_table(yaml, ret_policy);
    return yaml_ok(yaml) ? OK : ERROR_config;
}

const struct playbook_rule *
playbook_rule_find(const struct playbook_policy *policy, struct text kind)
{
    for (size_t i = 0; i < policy->kind_count; i++) {
        if (text_equal(policy->kinds[i].kind, kind))
            return &policy->kinds[i];
    }
    return NULL;
}

const struct playbook_template *
playbook_template_find(const struct playbook_policy *policy, struct text name)
{
    for (size_t i = 0; i < policy->template_count; i++) {
        if (text_equal(policy->templates[i].name, name))
            return &policy->templates[i];
    }
    return NULL;
}

const struct text *
playbook_rule_trigger(const struct playbook_rule *rule, const char *kind, struct text name)
{
    size_t length = strlen(kind), prefix = name.at ? length + 1 : length;

    for (size_t i = 0; i < rule->trigger_count; i++) {
        const struct text *trigger = &rule->triggers[i];
        if (trigger->length == prefix + name.length && memcmp(trigger->at, kind, length) == 0 &&
            text_equal(name, (struct text){trigger->at + prefix, name.length}))
            return trigger;
    }
    return NULL;
}
