/* A YAML file as a tree with line numbers: how every policy is read.
 *
 * The tree lives in the arena that it is given. Reading functions never fail: they note what is wrong
 * in the document's list of faults, with file and line, and give a default back, so that one
 * pass over a policy reports all its faults at once; the caller looks at yaml_ok at the end. Aliases and
 * merge keys are refused: a policy shows what it says. At most 1 MiB, depth 32, 100,000 nodes, 4,096 keys a
 * map. */
#pragma once

#include "common/arena.h"
#include "common/error.h"

enum yaml_kind { YAML_scalar, YAML_list, YAML_map };

struct yaml_node {
    enum yaml_kind kind;
    int line;               /* 1-based */
    struct text key;        /* of an entry of a map, absent elsewhere */
    struct text text;       /* of a scalar */
    struct yaml_node *next; /* sibling, in the order of the file */
    struct yaml_node *first;
    size_t count; /* children */
};

struct yaml {
    struct arena *arena;
    struct text file;
    struct yaml_node *root;
    struct text faults; /* lines "file:line: what", joined; absent when there is none */
    size_t fault_count; /* at most 32 are listed, all are counted */
};

/* Reads a file or a text; ERROR_config with the fault listed when it is not YAML. */
enum error yaml_read_file(struct yaml *yaml, struct arena *arena, const char *path) MUST_CHECK;
enum error yaml_read_text(struct yaml *yaml, struct arena *arena, struct text text) MUST_CHECK;

bool yaml_ok(const struct yaml *yaml);

/* Adds a fault of the caller's own at the node's line. */
void yaml_fault(struct yaml *yaml, const struct yaml_node *node, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* The entry of a map, or NULL (yaml_find), or a fault and NULL (yaml_get). */
struct yaml_node *yaml_find(const struct yaml_node *map, const char *key);
struct yaml_node *yaml_get(struct yaml *yaml, const struct yaml_node *map, const char *key);

/* Every key of `map` must be one of `keys` (ended by NULL); others are faults. */
void yaml_allow(struct yaml *yaml, const struct yaml_node *map, const char *const *keys);

/* The value of an entry; with a missing entry the default, or a fault when `fallback` is absent. */
struct text yaml_text(
    struct yaml *yaml,
    const struct yaml_node *map,
    const char *key,
    struct text fallback
);
int64_t yaml_int(
    struct yaml *yaml,
    const struct yaml_node *map,
    const char *key,
    int64_t min,
    int64_t max,
    int64_t fallback
);
double yaml_number(
    struct yaml *yaml,
    const struct yaml_node *map,
    const char *key,
    double min,
    double max,
    double fallback
);
bool yaml_flag(struct yaml *yaml, const struct yaml_node *map, const char *key, bool fallback);

/* Children of an entry that must be a list (a missing one is an empty list): for (n = …; n; n = n->next). */
struct yaml_node *yaml_list(struct yaml *yaml, const struct yaml_node *map, const char *key);
