/* See escalation.h. What escalation answers, follows, does by time and keeps. */
#include "services/escalation/escalation.h"

#include "proto/operators.h"
#include "services/escalation/calendars.h"
#include "services/escalation/decide_extend.h"
#include "services/escalation/decide_fact.h"
#include "services/escalation/decide_fire.h"
#include "services/escalation/decide_follow.h"
#include "services/escalation/decide_policy.h"
#include "services/escalation/decide_why.h"
#include "services/escalation/duty.h"
#include "services/escalation/host_clock.h"
#include "services/escalation/incident.h"
#include "services/escalation/ladder.h"
#include "services/escalation/measure.h"
#include "services/escalation/playbook.h"
#include "services/escalation/regrade.h"
#include "services/escalation/stages.h"
#include "services/escalation/timers.h"

#define FOLLOW(stream, event, name)                                                            \
    ON(stream, event, escalation_follow_##name, &clocked_case_record)

/* Commands that give a code as their reason. */
#define REASONED(message_name, function, first)                                                \
    {                                                                                          \
        MESSAGE_##message_name##_v1, DECISION(message_name, function), (first), false,         \
            regrade_check_reason                                                               \
    }

static const struct answer answers[] = {
    ANSWER(why_get, escalation_decide_why, NULL), /* by id or by number */
    ANSWER(calendar_publish, calendars_decide_publish, NULL),
    ANSWER(ladder_acknowledge, ladder_decide_acknowledge, &clocked_case_record),
    REASONED(case_regrade, regrade_decide, &clocked_case_record),
    CHECKED_ANSWER(duty_set_absence, duty_decide_absence, duty_check_absence, NULL),
    ANSWER(duty_roster, duty_decide_roster, NULL),
    REASONED(incident_close, incident_decide_close, NULL),
    ANSWER(incident_get, incident_decide_get, NULL),
    ANSWER(incident_list, incident_decide_list, NULL),
    ANSWER(stages_get, stages_decide_get, &clocked_case_record),
    ANSWER(playbook_kinds, playbook_decide_kinds, NULL),
    ANSWER(playbook_list, playbook_decide_list, NULL),
    ANSWER(playbook_get, playbook_decide_get, NULL),
    REASONED(playbook_start, playbook_decide_start, NULL),
    ANSWER(playbook_tick, playbook_decide_tick, NULL),
    REASONED(playbook_close, playbook_decide_close, NULL),
    CHECKED_ANSWER(
        fact_record,
        escalation_decide_fact,
        escalation_check_fact,
        &clocked_case_record
    ),
    ANSWER(policy_preview, escalation_decide_preview, NULL),
    ANSWER(policy_migrate, escalation_decide_migrate, NULL),
    CHECKED_ANSWER(
        clock_extend,
        escalation_decide_extend,
        escalation_check_extend,
        &clocked_case_record
    ),
    OPERATORS,
};

static const struct reaction reactions[] = {
    FOLLOW(intake, case_received, received),
    FOLLOW(intake, case_acknowledged, acknowledged),
    FOLLOW(router, case_classified, classified),
    FOLLOW(router, case_triage_needed, triage),
    FOLLOW(router, case_queued, queued),
    FOLLOW(desk, case_claimed, claimed),
    FOLLOW(desk, case_released, released),
    FOLLOW(desk, case_handed_on, handed_on),
    FOLLOW(desk, case_noted, noted),
    FOLLOW(desk, customer_info_requested, asked),
    FOLLOW(desk, customer_info_received, answered),
    FOLLOW(desk, case_resolved, resolved),
    FOLLOW(desk, case_closed, closed),
    FOLLOW(desk, case_reopened, reopened),
    FOLLOW(desk, case_withdrawn, withdrawn),
    FOLLOW(desk, complaint_registered, registered),
    FOLLOW(desk, complaint_accepted, accepted),
    FOLLOW(desk, complaint_graded, graded),
    FOLLOW(desk, complaint_decided, decided),
    FOLLOW(desk, complaint_replied, replied),
    FOLLOW(desk, complaint_review_requested, review),
    FOLLOW(survey, survey_invited, invited),
    FOLLOW(survey, survey_suppressed, suppressed),
    FOLLOW(archive, archive_stored, stored),
};

static const struct chore chores[] = {
    CHORE("fire", 200, escalation_fire),             /* what is due */
    CHORE("calendars", 1000, calendars_recalculate), /* limits that a newer calendar moves */
    CHORE("incidents", 1000, incident_raise),        /* linked cases get the incident's grade */
    CHORE("quiet", 15000, incident_watch),           /* incidents that are over */
    CHORE("playbooks", 5000, playbook_watch),        /* steps that were not done in time */
    CHORE("duty", 15000, duty_watch),                /* duties that nobody has */
    CHORE("clock", 1000, host_clock_watch),          /* whether the host's clock was set */
    CHORE("horizon", 60000, calendars_measure),      /* how far the calendars reach */
    /* clocks by state, counted from the rows */
    OVERVIEW("counts", 15000, escalation_measure_clocks, escalation_counts_list, NULL),
    /* clocks that a new calendar may move */
    OVERVIEW(
        "provisional",
        15000,
        escalation_measure_provisional,
        escalation_provisional_list,
        NULL
    ),
    /* playbooks that are open */
    OVERVIEW("playing", 15000, playbook_measure, playbook_count_list, NULL),
    CHORE("sample", 10000, escalation_measure_sample), /* stored limits computed again */
    OPERATOR_CHORES,
};

static const struct record_shape *const records[] = {
    &clocked_case_record,
    &published_calendar_record,
    &duty_book_record,
    &incident_window_record,
    &incident_record,
    &playbook_record,
    &host_clock_record,
};

static const struct list_shape *const lists[] = {
    &escalation_due_list,
    &escalation_slice_list,
    &escalation_by_number_list,
    &escalation_counts_list,
    &escalation_sample_list,
    &escalation_provisional_list,
    &escalation_stale_list,
    &incident_undone_list,
    &incident_open_list,
    &incident_number_list,
    &incident_newest_list,
    &incident_members_list,
    &escalation_of_profile_list,
    &playbook_open_list,
    &playbook_due_list,
    &playbook_count_list,
};

const struct service escalation_service = {
    .name = "escalation",
    .port = 40,
    .patience_ms = 50,
    .company = 600, /* several events of a case, one row */
    .catalogue = &shouli_catalogue,
    .answers = LIST(answers),
    .reactions = LIST(reactions),
    .chores = LIST(chores),
    .wide_chore = &chores[0],
    .wide_parts = FIRE_PARTS,
    .records = LIST(records),
    .lists = LIST(lists),
    .projection = &escalation_projection,
    .policies_load = clock_policies_load,
    .show = measure_show,
};
