/* What a case can be about, read from deploy/config/taxonomy.yaml (REQUIREMENTS 5.1 to 5.13).
 *
 * Two independent answers make up a classification: the type (what the customer wants) and
 * the subcategory, named by its code, which belongs to one category. Types are part of the
 * program, because each has a flow of its own; categories and subcategories are data. At most
 * 64 categories with 64 subcategories each. Texts live in the arena of the loading. */
#pragma once

#include "common/yaml.h"

enum {
    CATEGORIES_MAX = 64,
    SUBCATEGORIES_MAX = 256, /* all categories together */
    TAXONOMY_LIST_MAX = 8,   /* skills, business keys, causes of a category */
};

/* REQUIREMENTS 0.2. The letters of section 5 in their order: Z B T J D U; transfer_out is set
 * by routing, never by text (5.15 rule 14). */
enum matter_type {
    MATTER_none,
    MATTER_consult,
    MATTER_apply,
    MATTER_complaint,
    MATTER_suggest,
    MATTER_dispute,
    MATTER_urgent,
    MATTER_transfer_out,
    MATTER_TYPES,
};

struct text_list {
    struct text at[TAXONOMY_LIST_MAX];
    size_t count;
};

struct category {
    struct text key;         /* accounts_deposits */
    struct text short_key;   /* ACC */
    struct text zh, en;      /* labels */
    struct text queue;       /* q.account */
    struct text_list skills; /* what the worker must know */
    struct text_list jrt;    /* JR/T 0169-2018 facet B */
    struct text_list causes; /* facet C */
};

struct subcategory {
    struct text code;   /* AC01; two capitals, two digits */
    struct text key;    /* account_open */
    struct text zh, en; /* labels */
    uint16_t category;  /* index */
};

struct taxonomy {
    int64_t version;
    struct category categories[CATEGORIES_MAX];
    size_t category_count;
    struct subcategory subcategories[SUBCATEGORIES_MAX];
    size_t subcategory_count;
};

/* Reads the tree; ERROR_config with every fault listed in `yaml`. */
enum error taxonomy_from_yaml(struct yaml *yaml, struct taxonomy *ret_taxonomy) MUST_CHECK;

/* Index of a subcategory by its code, -1 when there is none. */
int taxonomy_find(const struct taxonomy *taxonomy, struct text code);

/* Index of a category by its key, -1 when there is none. */
int taxonomy_find_category(const struct taxonomy *taxonomy, struct text key);

/* consult, apply … as on the wire; "" for MATTER_none. */
const char *matter_type_name(enum matter_type type);

/* Z B T J D U; what is passed on to another body is shown as a complaint, of a text with no type as a question. */
char matter_type_letter(enum matter_type type);

/* The type of a word or of a letter of section 5; MATTER_none when it is neither. */
enum matter_type matter_type_of(struct text text);
