/* See intake.h. */
#include "services/intake/intake.h"

#include "proto/operators.h"
#include "services/intake/decide_ledger.h"
#include "services/intake/records.h"

static const struct answer answers[] = {
    /* a request becomes a case */
    CHECKED_ANSWER(request_submitted, intake_decide_request, intake_check_request, NULL),
    /* a publisher proves its day */
    ANSWER(ledger_day, intake_decide_day, NULL),
    ANSWER(ledger_ids, intake_decide_ids, NULL),
    OPERATORS,
};
static const struct chore chores[] = {OPERATOR_CHORES};
static const struct record_shape *const records[] = {&vault_row_record};

static enum error
load_policies(struct arena *arena, const char *config_directory, struct policy_set *ret_set)
{
    const char *path = arena_format(arena, "%s/channels.yaml", config_directory).at;
    struct intake_policies *policies = ARENA_NEW(arena, struct intake_policies);
    struct zone *zone = NULL;
    struct yaml yaml;

    if (yaml_read_file(&yaml, arena, path) != OK ||
        channels_read(&yaml, &policies->channels) != OK) {
        ret_set->faults = yaml.faults;
        return ERROR_config;
    }
    if (zone_load(arena, NULL, TEXT("Asia/Shanghai"), &zone) != OK) {
        ret_set->faults = TEXT("Asia/Shanghai: no such zone; is the package tzdata installed?");
        return ERROR_config;
    }
    policies->zone = zone;
    ret_set->policies = policies;
    return policy_note(ret_set, arena, "channels", policies->channels.version, path);
}

const struct service intake_service = {
    .name = "intake",
    .port = 10,
    .catalogue = &shouli_catalogue,
    .answers = LIST(answers),
    .chores = LIST(chores),
    .records = LIST(records),
    .policies_load = load_policies,
};
