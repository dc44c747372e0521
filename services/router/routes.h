/* Says which queue a classified case goes to, read from deploy/config/routes.yaml (REQUIREMENTS
 * CL-04, 5.1).
 *
 * A table of routes; the first whose conditions all hold wins. The last has no conditions and
 * names a queue, which the loader insists on, so there is always an answer. A condition is a
 * list of which one must fit; a language fits by its first part (en fits en-GB), a unit that
 * ends in `*` by its beginning. `becomes` changes the type, the only way to transfer_out (5.15
 * rule 14). A route also says whom the work suits (`preferred`) and whom it must not reach:
 * holders of a `forbidden` skill, staff of `exclude`d units, where `about_unit` is the unit that
 * is complained about (CL-08). A skill may have a level from 1 to 5 behind a colon: the least that is
 * needed or preferred, or the one from which on it is forbidden. At most 64 routes; texts live in the
 * arena of the loading. */
#pragma once

#include "services/router/classify.h"

enum { ROUTES_MAX = 64, ROUTE_LIST_MAX = 16 };

struct route_words {
    struct text at[ROUTE_LIST_MAX];
    size_t count; /* 0 is no condition */
};

struct route {
    struct text id;
    uint32_t outcomes;   /* bits; 0 is no condition, as for the others */
    uint32_t types;      /* bits */
    uint64_t categories; /* bits by index */
    uint32_t grades;     /* bits 1..4 for P1..P4 */
    uint32_t tags;       /* one of them */
    struct route_words codes, parties, channels, languages, units;
    enum matter_type becomes; /* MATTER_none: stays */
    struct text queue;        /* absent: that of the category */
    struct text_list skills;  /* absent where the queue is: those of the category */
    struct text_list preferred;
    bool prefers_category; /* the skills of the category first */
    struct text_list forbidden;
    struct text_list excluded;
    bool excludes_about_unit;
};

struct routes {
    int64_t version;
    const struct taxonomy *taxonomy;
    struct route routes[ROUTES_MAX];
    size_t count;
};

/* What is known of a case; texts may be absent. */
struct routed_matter {
    enum verdict outcome;
    enum matter_type type;
    int code;      /* index of a subcategory; -1 */
    int grade;     /* 1..4 for P1..P4; 0 when not graded */
    uint32_t tags; /* TAG_BIT */
    struct text party, channel, language, unit, about_unit;
};

struct place {
    enum matter_type type; /* as given, or what the route makes of it */
    struct text queue;
    struct text_list skills;         /* a worker needs all */
    struct text_list preferred;      /* better if the worker has them */
    struct text_list forbidden;      /* a worker must have none */
    struct text_list excluded_units; /* a worker must be of none */
    struct text route;               /* id of the route: why */
    size_t number;                   /* its place in the table, from 1 */
};

/* ERROR_config with all faults listed in `yaml`; `taxonomy` must outlive the routes. */
enum error
routes_from_yaml(struct yaml *yaml, const struct taxonomy *taxonomy, struct routes *ret_routes)
    MUST_CHECK;

/* Never fails. */
struct place routes_find(const struct routes *routes, const struct routed_matter *matter);
