/* The policies that router decides by: taxonomy, rules, classifier with its model, routes, grades, and the bank's own limits
 * with their calendar; and who may ask why.
 *
 * Read and checked together, so that a decision never meets a code without a category or a grade without a limit: each
 * type and grade has an internal clock that gives its first deadline (REQUIREMENTS 4.2), the subcategory of unknown
 * matters is there (5.1), each tag of a text that grading knows is known to it by the same name (4.1). */
#pragma once

#include "common/domain/due.h"
#include "common/domain/grade.h"
#include "common/domain/readers.h"
#include "common/engine/service.h"
#include "proto/messages.h"
#include "services/router/routes.h"

/* The profile of the bank's own limits, and its calendar. */
#define ROUTER_PROFILE  "INTERNAL"
#define ROUTER_CALENDAR "CN"

/* Subcategory of what is not recognisable (REQUIREMENTS 5.1). */
#define ROUTER_UNKNOWN_CODE TEXT("QT06")

enum { ROUTER_FILES_MAX = 8 };

struct router_policy {
    struct taxonomy taxonomy;
    struct rules rules;
    struct classifier classifier;
    struct routes routes;
    const struct grade_policy *grades;
    const struct due_rules *limits;
    int unknown_code;          /* index of ROUTER_UNKNOWN_CODE */
    uint64_t grade_tags[TAGS]; /* what a tag of the text is for grading; 0: nothing */
    struct policy_version versions[ROUTER_FILES_MAX]; /* as events carry them */
    size_t version_count;
    struct text versions_text; /* the same, for `why` */
    struct readers readers;    /* who may ask `why`; decides nothing else */
};

/* Reads every file of the folder; ERROR_config with the faults in `ret_set`. */
enum error router_policies_load(
    struct arena *arena,
    const char *config_directory,
    struct policy_set *ret_set
) MUST_CHECK;

/* The same with the model of another file; NULL: the one that classifier.yaml names. */
enum error router_policies_load_with(
    struct arena *arena,
    const char *config_directory,
    const char *model,
    struct policy_set *ret_set
) MUST_CHECK;

/* The clock of 4.2 that gives the first internal deadline of a type and grade: "K8". */
struct text router_clock(enum case_type type, enum case_grade grade);
