/* Who may be told of a case by a service that is not desk (REQUIREMENTS 1.21, SE-02): roles that read cases, but never the
 * employee complained about nor their leaders (CL-08).
 *
 * Read from the files that desk decides by: roles.yaml, staff.yaml, and `recusal_leaders` of desk.yaml, so that a bank says it
 * once; what else stands in them is desk's to check. Roles that are not there may nothing. Pure after reading. */
#pragma once

#include "common/yaml.h"

/* What is said of a case that is not there, and, in the same words, of one that this actor is not told of: a refusal must not
 * tell whoever is complained about that somebody has complained (CL-08). */
#define NO_CASE_FOR_ACTOR                                                                      \
    "there is no such case, or it is not for this actor / "                                    \
    "没有该工单，或该工单不在您的权限范围内"

enum { READERS_ROLES_MAX = 64, READERS_LEADERS_MAX = 6, READERS_LEADERS_DEFAULT = 1 };

struct readers {
    struct text roles[READERS_ROLES_MAX]; /* those that read */
    size_t role_count;
    const struct yaml_node *people; /* of staff.yaml; may be NULL */
    int64_t leaders;                /* how many upwards are recused with an employee */
};

/* The files it is read from, by their names without .yaml, and how: the tree must outlive the readers, faults are in the
 * yaml. */
struct readers_file {
    const char *name;
    void (*take)(struct yaml *yaml, struct readers *readers);
};
enum { READERS_FILES = 3 };
extern const struct readers_file readers_files[READERS_FILES];

bool readers_may(const struct readers *readers, struct text role);
bool readers_recused(
    const struct readers *readers,
    struct text actor,
    struct text about_employee
);
