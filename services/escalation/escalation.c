/* See escalation.h. What escalation answers, follows, does by time and keeps. */
#include "services/escalation/escalation.h"

#include "proto/operators.h"
#include "services/escalation/calendars.h"
#include "services/escalation/decide_fire.h"
#include "services/escalation/decide_follow.h"
#include "services/escalation/decide_why.h"
#include "services/escalation/measure.h"
#include "services/escalation/timers.h"

#define FOLLOW(stream, event, name)                                                            \
    ON(stream, event, escalation_follow_##name, &clocked_case_record)

static const struct answer answers[] = {
    ANSWER(why_get, escalation_decide_why, NULL), /* by id or by number */
    ANSWER(calendar_publish, calendars_decide_publish, NULL),
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
};

static const struct chore chores[] = {
    {"fire", 200, escalation_fire},               /* what is due */
    {"calendars", 1000, calendars_recalculate},   /* limits that a newer calendar moves */
    {"horizon", 60000, calendars_measure},        /* how far the calendars reach */
    {"counts", 15000, escalation_measure_clocks}, /* clocks by state, counted from the rows */
    {"sample", 10000, escalation_measure_sample}, /* stored limits computed again */
    OPERATOR_CHORES,
};

static const struct record_shape *const records[] = {
    &clocked_case_record,
    &case_clock_record,
    &published_calendar_record,
};

static const struct list_shape *const lists[] = {
    &escalation_due_list,
    &escalation_slice_list,
    &escalation_by_number_list,
    &escalation_counts_list,
    &escalation_sample_list,
    &escalation_stale_list,
};

const struct service escalation_service = {
    .name = "escalation",
    .port = 40,
    .patience_ms = 10,
    .catalogue = &shouli_catalogue,
    .answers = LIST(answers),
    .reactions = LIST(reactions),
    .chores = LIST(chores),
    .records = LIST(records),
    .lists = LIST(lists),
    .projection = &escalation_projection,
    .policies_load = clock_policies_load,
};
