/* See survey.h. What survey follows, answers, does by time and keeps. */
#include "services/survey/survey.h"

#include "common/domain/calendar_read.h"
#include "proto/operators.h"
#include "services/survey/statements.h"

const struct list_shape survey_lapsed_list =
    {"survey_lapsed", &survey_lapsed_statement, true, false};

const struct list_shape survey_due_list = {"survey_due", &survey_due_statement, true, false};

static enum error load_calendar(
    struct arena *arena,
    const char *config_directory,
    struct survey_policy *policy,
    struct policy_set *set
)
{
    struct text name = policy->calendar_name;
    struct calendar *calendar = NULL;
    struct text path = arena_format(
        arena,
        "%s/calendars/%.*s.yaml",
        config_directory,
        (int)name.length,
        name.at
    );

    if (calendar_load(arena, path.at, &set->faults, &calendar) != OK)
        return ERROR_config;
    policy->calendar = calendar;
    struct text version = arena_format(arena, "%d", calendar->version);
    struct text noted = arena_format(arena, "calendar.%.*s", (int)name.length, name.at);
    return policy_note(set, arena, noted.at, version, path.at);
}

/* Desk's own files: who is never told of a case. */
static enum error load_readers(
    struct arena *arena,
    const char *config_directory,
    const struct readers_file *file,
    struct survey_policy *policy,
    struct policy_set *set
)
{
    struct yaml yaml;
    enum error error = policy_open(set, arena, config_directory, file->name, &yaml);

    if (error != OK)
        return error;
    file->take(&yaml, &policy->readers);
    return policy_close(set, config_directory, file->name, &yaml);
}

static enum error
load_policies(struct arena *arena, const char *config_directory, struct policy_set *ret_set)
{
    struct survey_policy *policy = ARENA_NEW(arena, struct survey_policy);
    struct yaml yaml;
    enum error error = policy_open(ret_set, arena, config_directory, "survey", &yaml);

    if (error != OK)
        return error;
    if (survey_policy_read(&yaml, policy) != OK) {
        ret_set->faults = yaml.faults;
        return ERROR_config;
    }
    ret_set->policies = policy;
    error = policy_close(ret_set, config_directory, "survey", &yaml);
    if (error == OK)
        error = load_calendar(arena, config_directory, policy, ret_set);
    for (size_t i = 0; i < READERS_FILES && error == OK; i++)
        error = load_readers(arena, config_directory, &readers_files[i], policy, ret_set);
    return error;
}

static const struct answer answers[] = {
    ANSWER(survey_answer, survey_decide_answer, &invitation_record),
    CHECKED_STAFF_ANSWER(
        followup_attempt,
        survey_decide_attempt,
        DECISION(followup_attempt, survey_check_attempt),
        &invitation_record
    ),
    OPERATORS,
};
static const struct reaction reactions[] = {
    ON(desk, complaint_registered, survey_take_registered, &invitation_record),
    ON(desk, case_reclassified, survey_take_reclassified, &invitation_record),
    ON(desk, complaint_replied, survey_take_replied, &invitation_record),
    ON(desk, case_resolved, survey_take_resolved, &invitation_record),
    ON(desk, complaint_review_requested, survey_take_review, &invitation_record),
    ON(desk, case_closed, survey_take_closed, &invitation_record),
    ON(desk, case_reopened, survey_take_reopened, &invitation_record),
};
static const struct chore chores[] = {
    CHORE("call", 10000, survey_call),
    CHORE("expire", 10000, survey_expire),
    OPERATOR_CHORES,
};
static const struct record_shape *const records[] = {
    &invitation_record,
    &surveyed_customer_record,
    &vault_row_record};
static const struct list_shape *const lists[] = {&survey_lapsed_list, &survey_due_list};

/* An outcome is counted when it is reached; a reopened case is asked about anew, and counted anew. */
void survey_tally(
    struct tallies *tallies,
    const struct record_shape *shape,
    const void *before,
    const void *after
)
{
    const struct invitation *was = before, *is = after;

    if (shape != &invitation_record || !is || is->state == SURVEY_STATE_open ||
        (was && was->state == is->state))
        return;
    tally_add(
        tallies,
        METRIC_shouli_survey_total,
        enum_to_text(&survey_state_enum, (int)is->state)
    );
}

const struct service survey_service = {
    .name = "survey",
    .port = 60,
    .patience_ms = 100,
    .catalogue = &shouli_catalogue,
    .answers = LIST(answers),
    .reactions = LIST(reactions),
    .chores = LIST(chores),
    .records = LIST(records),
    .lists = LIST(lists),
    .tally = survey_tally,
    .policies_load = load_policies,
};
