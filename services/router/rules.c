/* See rules.h. */
#include "services/router/rules.h"

#include "common/text/normalise.h"

static const struct {
    const char *name;
    const char *label;
} tags[TAGS] = {
#define TAG(name, zh, meaning) [TAG_##name] = {#name, zh},
#include "services/router/tags.def"
#undef TAG
};

_Static_assert(TAGS <= 32, "a set of tags is 32 bits");

struct reading {
    struct yaml *yaml;
    struct rules *rules;
    const struct yaml_node *lists;
    struct literal_use *uses[LITERALS_MAX];
};

/* Words may begin or end with a space in the file's quotes; normalise would take it away. */
static bool is_normalised(struct arena *arena, struct text word)
{
    return text_equal(text_normalise(arena, word), word);
}

static void add_word(
    struct reading *reading,
    const struct yaml_node *node,
    uint32_t rule,
    enum rule_slot slot
)
{
    struct arena *arena = reading->yaml->arena;
    uint32_t literal;

    if (node->kind != YAML_scalar) {
        yaml_fault(reading->yaml, node, "a word is expected here");
        return;
    }
    if (!is_normalised(arena, node->text)) {
        yaml_fault(reading->yaml, node, "'%s' is not in normalised form", node->text.at);
        return;
    }
    if (!literals_add(reading->rules->literals, node->text, &literal)) {
        yaml_fault(reading->yaml, node, "'%s' is not a literal", node->text.at);
        return;
    }
    for (const struct literal_use *use = reading->uses[literal]; use; use = use->next) {
        if (use->rule == rule && use->slot == slot)
            return;
    }
    struct literal_use *use = ARENA_NEW(arena, struct literal_use);
    *use = (struct literal_use){rule, slot, reading->uses[literal]};
    reading->uses[literal] = use;
}

/* Adds the words of a list, and of the shared lists that it names (these name no others). */
static size_t add_words(
    struct reading *reading,
    const struct yaml_node *map,
    const char *key,
    uint32_t rule,
    enum rule_slot slot
)
{
    size_t count = 0;

    for (struct yaml_node *node = yaml_list(reading->yaml, map, key); node; node = node->next) {
        count++;
        if (node->kind != YAML_scalar || !text_starts(node->text, TEXT("$"))) {
            add_word(reading, node, rule, slot);
            continue;
        }
        const struct yaml_node *list = yaml_find(reading->lists, node->text.at + 1);
        if (!list || list->kind != YAML_list)
            yaml_fault(reading->yaml, node, "no list '%s'", node->text.at + 1);
        else
            for (const struct yaml_node *word = list->first; word; word = word->next)
                add_word(reading, word, rule, slot);
    }
    return count;
}

static int read_code(struct reading *reading, const struct yaml_node *node)
{
    int code = taxonomy_find(reading->rules->taxonomy, node->text);

    if (code < 0)
        yaml_fault(reading->yaml, node, "no code '%s'", node->text.at ? node->text.at : "");
    return code;
}

static enum matter_type read_type(struct reading *reading, const struct yaml_node *node)
{
    enum matter_type type = matter_type_of(node->text);

    if (type == MATTER_none || type == MATTER_transfer_out)
        yaml_fault(reading->yaml, node, "no type '%s'", node->text.at ? node->text.at : "");
    return type;
}

static void read_limits(struct reading *reading, const struct yaml_node *map, struct rule *rule)
{
    struct yaml *yaml = reading->yaml;

    for (struct yaml_node *node = yaml_list(yaml, map, "when"); node; node = node->next) {
        if (rule->code_count == RULE_CODES_MAX)
            yaml_fault(yaml, node, "more than %d codes", RULE_CODES_MAX);
        else
            rule->codes[rule->code_count++] = (int16_t)read_code(reading, node);
    }
    for (struct yaml_node *node = yaml_list(yaml, map, "types"); node; node = node->next)
        rule->types |= (uint16_t)(1U << read_type(reading, node));
}

static void
read_effects(struct reading *reading, const struct yaml_node *map, struct rule *rule)
{
    struct yaml *yaml = reading->yaml;
    const struct yaml_node *code = yaml_find(map, "code");
    const struct yaml_node *type = yaml_find(map, "type");

    rule->code = code ? read_code(reading, code) : -1;
    rule->type = type ? read_type(reading, type) : MATTER_none;
    rule->weight = (int)yaml_int(yaml, map, "weight", -RULE_WEIGHT_MAX, RULE_WEIGHT_MAX, 2);
    rule->type_weight = (int
    )yaml_int(yaml, map, "type_weight", -RULE_WEIGHT_MAX, RULE_WEIGHT_MAX, rule->weight);
    rule->emotion = (int)yaml_int(yaml, map, "emotion", 0, 3, 0);
    rule->decided = yaml_flag(yaml, map, "decided", false);
    rule->urgent = yaml_flag(yaml, map, "urgent", false);
    rule->out_of_scope = yaml_flag(yaml, map, "out_of_scope", false);
    rule->negatable = yaml_flag(yaml, map, "negatable", false);
    for (struct yaml_node *node = yaml_list(yaml, map, "tags"); node; node = node->next) {
        enum tag tag;
        if (tag_find(node->text, &tag))
            rule->tags |= TAG_BIT(tag);
        else
            yaml_fault(yaml, node, "no tag '%s'", node->text.at ? node->text.at : "");
    }
    if (rule->decided && rule->code < 0 && rule->type == MATTER_none)
        yaml_fault(yaml, map, "a rule that decides needs a code or a type");
    if (rule->urgent && rule->code < 0)
        yaml_fault(yaml, map, "an urgent rule needs a code");
}

static void read_rule(struct reading *reading, const struct yaml_node *map)
{
    static const char *const keys[] = {
        "id",
        "any",
        "with",
        "and",
        "without",
        "when",
        "types",
        "code",
        "type",
        "tags",
        "emotion",
        "decided",
        "urgent",
        "out_of_scope",
        "negatable",
        "type_weight",
        "weight",
        NULL};
    struct rules *rules = reading->rules;
    struct text none = {0};

    yaml_allow(reading->yaml, map, keys);
    if (rules->count == RULES_MAX) {
        yaml_fault(reading->yaml, map, "more than %d rules", RULES_MAX);
        return;
    }
    uint32_t index = (uint32_t)rules->count;
    struct rule *rule = &rules->rules[rules->count];
    rule->id = yaml_text(reading->yaml, map, "id", none);
    for (size_t i = 0; i < index; i++) {
        if (text_equal(rules->rules[i].id, rule->id))
            yaml_fault(reading->yaml, map, "rule '%s' stands twice", rule->id.at);
    }
    rules->count++;
    read_effects(reading, map, rule);
    read_limits(reading, map, rule);
    static const char *const lists[] = {"any", "with", "and"};
    for (enum rule_slot slot = SLOT_any; slot <= SLOT_and; slot++) {
        if (add_words(reading, map, lists[slot], index, slot))
            rule->needed |= (uint8_t)(1U << slot);
    }
    add_words(reading, map, "without", index, SLOT_without);
    if (rule->needed == 0)
        rule_set_add(&rules->wordless, index);
    if (rule->needed == 0 && rule->code_count == 0)
        yaml_fault(reading->yaml, map, "a rule needs words or codes");
}

enum error
rules_from_yaml(struct yaml *yaml, const struct taxonomy *taxonomy, struct rules *ret_rules)
{
    static const char *const keys[] =
        {"version", "lists", "masks", "negations", "links", "rules", NULL};

    *ret_rules = (struct rules){
        .taxonomy = taxonomy,
        .rules = ARENA_ARRAY(yaml->arena, struct rule, RULES_MAX),
        .literals = literals_new(yaml->arena),
    };
    struct reading *reading = ARENA_NEW(yaml->arena, struct reading);
    *reading = (struct reading){
        .yaml = yaml,
        .rules = ret_rules,
        .lists = yaml_find(yaml->root, "lists"),
    };
    yaml_allow(yaml, yaml->root, keys);
    ret_rules->version = yaml_int(yaml, yaml->root, "version", 1, INT32_MAX, 1);
    add_words(reading, yaml->root, "masks", UINT32_MAX, SLOT_mask);
    add_words(reading, yaml->root, "negations", UINT32_MAX, SLOT_negation);
    add_words(reading, yaml->root, "links", UINT32_MAX, SLOT_link);
    struct yaml_node *node = yaml_list(yaml, yaml->root, "rules");
    if (!node)
        yaml_fault(yaml, yaml->root, "'rules' is missing");
    for (; node; node = node->next)
        read_rule(reading, node);
    if (!yaml_ok(yaml))
        return ERROR_config;
    literals_build(ret_rules->literals);
    size_t count = literals_count(ret_rules->literals);
    ret_rules->uses = ARENA_ARRAY(yaml->arena, const struct literal_use *, count + 1);
    for (size_t i = 0; i < count; i++)
        ret_rules->uses[i] = reading->uses[i];
    return OK;
}

const char *tag_name(enum tag tag)
{
    return tag < TAGS ? tags[tag].name : "";
}

const char *tag_label(enum tag tag)
{
    return tag < TAGS ? tags[tag].label : "";
}

bool tag_find(struct text name, enum tag *ret_tag)
{
    for (enum tag tag = 0; tag < TAGS; tag++) {
        if (text_is(name, tags[tag].name)) {
            *ret_tag = tag;
            return true;
        }
    }
    return false;
}
