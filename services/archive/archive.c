/* See archive.h. What archive takes, does by time and keeps. */
#include "services/archive/archive.h"

#include "proto/operators.h"
#include "services/archive/statements.h"

const struct list_shape archive_waiting_list =
    {"archive_waiting", &archive_waiting_statement, true, false};
const struct list_shape archive_parts_list =
    {"archive_parts", &archive_parts_statement, false, false};
const struct list_shape archive_kept_list =
    {"archive_kept_of_case", &archive_kept_of_case_statement, true, false};
const struct list_shape archive_bundles_list =
    {"archive_bundles_of_case", &archive_bundles_of_case_statement, false, false};

/* There is no policy file of its own, but the days are those of a zone. */
static enum error load_policies(
    struct arena *arena,
    const char *config_directory UNUSED,
    struct policy_set *ret_set
)
{
    struct archive_policies *policies = ARENA_NEW(arena, struct archive_policies);
    struct zone *zone = NULL;

    if (zone_load(arena, NULL, TEXT("Asia/Shanghai"), &zone) != OK) {
        ret_set->faults = TEXT("the time zone Asia/Shanghai is not installed (package tzdata)");
        return ERROR_config;
    }
    policies->zone = zone;
    ret_set->policies = policies;
    return OK;
}

/* Every event is kept as it is; what is read are those that say where a package stands. */
static const struct reaction reactions[] = {
    {"desk", MESSAGE_case_closed_v1, archive_take, &package_record},         /* it begins */
    {"desk", MESSAGE_case_reopened_v1, archive_take, &package_record},       /* not yet */
    {"escalation", MESSAGE_clock_stopped_v1, archive_take, &package_record}, /* its own echo? */
    {"intake", 0, archive_take, &package_record},     /* the request itself */
    {"router", 0, archive_take, &package_record},     /* what it is about */
    {"desk", 0, archive_take, &package_record},       /* what was done */
    {"escalation", 0, archive_take, &package_record}, /* in which limits */
    {"survey", 0, archive_take, &package_record},     /* what the customer says of it */
};
static const struct answer answers[] = {
    ANSWER(archive_verify, archive_decide_verify, NULL), /* is it still what was stored? */
    OPERATORS,
};
static const struct chore chores[] = {CHORE("package", 200, archive_package), OPERATOR_CHORES};
static const struct record_shape *const records[] = {
    &package_record,
    &kept_bundle_record,
    &kept_event_record,
    &manifest_record,
    &number_series_record};
static const struct list_shape *const lists[] =
    {&archive_waiting_list, &archive_parts_list, &archive_kept_list, &archive_bundles_list};

/* Each version of a package is one that was written. */
void archive_tally(
    struct tallies *tallies,
    const struct record_shape *shape,
    const void *before,
    const void *after
)
{
    const struct package *was = before, *is = after;

    if (shape == &package_record && is && is->version > (was ? was->version : 0))
        tally_add(tallies, METRIC_shouli_archive_packages_total, (struct text){0});
}

const struct service archive_service = {
    .name = "archive",
    .port = 50,
    .patience_ms = 100,
    .company = 1000, /* nobody waits for it, and the events of a case come in clusters */
    .catalogue = &shouli_catalogue,
    .answers = LIST(answers),
    .reactions = LIST(reactions),
    .chores = LIST(chores),
    .records = LIST(records),
    .lists = LIST(lists),
    .tally = archive_tally,
    .policies_load = load_policies,
};
