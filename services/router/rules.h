/* The rules by which a text is classified, read from deploy/config/rules.yaml.
 *
 * A rule fires when each of its word lists (`any`, `with`, `and`) has a word in the text and
 * `without` has none, and adds its weight to a subcategory, to a type, or sets tags. Words are
 * literals (literals.h) in normalised form. A `negatable` rule does not count a word with a
 * negation before it. A `mask` hides the shorter words that it contains. Lists may name shared
 * lists as `$name`. Every rule has an id, so that each result can say why (DESIGN P7). At most
 * 1,500 rules. Lives in the arena of its loading. */
#pragma once

#include "common/yaml.h"
#include "services/router/literals.h"
#include "services/router/taxonomy.h"

enum {
    RULES_MAX = 1500,
    RULE_SET_WORDS = (RULES_MAX + 63) / 64,
    RULE_CODES_MAX = 24, /* codes that a rule may be limited to */
    RULE_WEIGHT_MAX = 9,
};

enum tag {
#define TAG(name, zh, meaning) TAG_##name,
#include "services/router/tags.def"
#undef TAG
    TAGS
};

/* A set of tags is a bit set. */
#define TAG_BIT(tag) (UINT32_C(1) << (tag))

/* The lists of a rule, and the two that belong to no rule. */
enum rule_slot {
    SLOT_any,
    SLOT_with,
    SLOT_and,
    SLOT_without,
    SLOT_mask,
    SLOT_negation,
    SLOT_link
};

struct rule {
    struct text id;
    int code;                      /* subcategory that gains; -1 */
    int weight;                    /* what it gains; may be negative */
    enum matter_type type;         /* type that gains; MATTER_none */
    int type_weight;               /* may be negative */
    uint32_t tags;                 /* set when the rule fires */
    int emotion;                   /* 0..3 */
    bool decided;                  /* its code and type go before all but urgent rules */
    bool urgent;                   /* decides at once: type urgent, this code */
    bool out_of_scope;             /* speaks of what is not addressed to a bank */
    bool negatable;                /* a negation before a word of `any` undoes it */
    uint8_t needed;                /* bit for each of any, with, and that has words */
    uint16_t types;                /* bit for each type it is limited to; 0 is no limit */
    int16_t codes[RULE_CODES_MAX]; /* subcategories it is limited to */
    size_t code_count;             /* 0 is no limit */
};

/* A set of rules, a bit for each. */
struct rule_set {
    uint64_t words[RULE_SET_WORDS];
};

static inline void rule_set_add(struct rule_set *set, uint32_t rule)
{
    set->words[rule / 64] |= UINT64_C(1) << rule % 64;
}

/* One use of a literal by a rule; uses of a literal form a list. */
struct literal_use {
    uint32_t rule;
    enum rule_slot slot;
    const struct literal_use *next;
};

struct rules {
    int64_t version;
    const struct taxonomy *taxonomy;
    struct rule *rules;
    size_t count;
    struct rule_set wordless; /* those that need no word: only codes */
    struct literals *literals;
    const struct literal_use **uses; /* by literal */
};

/* Reads and builds; `taxonomy` must outlive the rules. ERROR_config with all faults listed in
 * `yaml`: an unknown key, code, type, tag or list, a word that is not in normalised form, an id
 * that stands twice. */
enum error
rules_from_yaml(struct yaml *yaml, const struct taxonomy *taxonomy, struct rules *ret_rules)
    MUST_CHECK;

/* life_threat … and its Chinese label. */
const char *tag_name(enum tag tag);
const char *tag_label(enum tag tag);
/* False when there is no such tag. */
bool tag_find(struct text name, enum tag *ret_tag) MUST_CHECK;
