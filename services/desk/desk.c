/* See desk.h. */
#include "services/desk/desk.h"

#include "proto/operators.h"
#include "services/desk/compare.h"
#include "services/desk/decide_away.h"
#include "services/desk/decide_chores.h"
#include "services/desk/measure.h"
#include "services/desk/decide_claim.h"
#include "services/desk/decide_complaint.h"
#include "services/desk/decide_decision.h"
#include "services/desk/decide_end.h"
#include "services/desk/decide_get.h"
#include "services/desk/decide_handle.h"
#include "services/desk/decide_offer.h"
#include "services/desk/decide_others.h"
#include "services/desk/decide_pools.h"
#include "services/desk/decide_presence.h"
#include "services/desk/decide_router.h"
#include "services/desk/decide_words.h"
#include "services/desk/decide_words_order.h"
#include "services/desk/decide_why.h"
#include "services/desk/propose.h"

/* A step that nobody takes without saying why. */
#define REASONED(message_name, function)                                                       \
    CHECKED_STAFF_ANSWER(message_name, function, gate_check_reason, &queued_case_record)

static const struct answer answers[] = {
    STAFF_ANSWER(case_claim, desk_decide_claim, NULL), /* which case is not known before */
    STAFF_ANSWER(case_extend, desk_decide_extend, &queued_case_record),
    REASONED(case_release, desk_decide_release),
    STAFF_ANSWER(case_note, desk_decide_note, &queued_case_record),
    STAFF_ANSWER(case_ask_customer, desk_decide_ask_customer, &queued_case_record),
    STAFF_ANSWER(case_customer_answered, desk_decide_customer_answered, &queued_case_record),
    REASONED(case_second_line, desk_decide_second_line),
    STAFF_ANSWER(case_resolve, desk_decide_resolve, &queued_case_record),
    STAFF_ANSWER(case_close, desk_decide_close, &queued_case_record),
    REASONED(case_withdraw, desk_decide_withdraw),
    REASONED(complaint_reject, desk_decide_reject),
    REASONED(case_transfer, desk_decide_transfer),
    REASONED(case_merge, desk_decide_merge),
    REASONED(case_reopen, desk_decide_reopen),
    REASONED(case_reclassify, desk_decide_reclassify),
    /* by id or by number */
    CHECKED_STAFF_ANSWER(case_get, desk_decide_get, DECISION(case_get, desk_check_get), NULL),
    CHECKED_STAFF_ANSWER(words_order, desk_decide_order_words, gate_check_reason, NULL),
    STAFF_ANSWER(words_get, desk_decide_get_words, NULL),
    STAFF_ANSWER(case_take_offer, desk_decide_take_offer, &queued_case_record),
    REASONED(case_decline_offer, desk_decide_decline_offer),
    STAFF_ANSWER(staff_set_presence, desk_decide_set_presence, NULL),
    STAFF_ANSWER(staff_get, desk_decide_get_worker, NULL),
    STAFF_ANSWER(why_get, desk_decide_why, NULL), /* by id or by number */
    STAFF_ANSWER(complaint_accept, desk_decide_accept, &queued_case_record),
    STAFF_ANSWER(complaint_grade, desk_decide_grade, &queued_case_record),
    STAFF_ANSWER(complaint_investigate, desk_decide_investigate, &queued_case_record),
    STAFF_ANSWER(complaint_draft, desk_decide_draft, &queued_case_record),
    STAFF_ANSWER(complaint_approve, desk_decide_approve, &queued_case_record),
    REASONED(complaint_return, desk_decide_return),
    STAFF_ANSWER(complaint_reply, desk_decide_reply, &queued_case_record),
    REASONED(complaint_review, desk_decide_review),
    OPERATORS, /* dead letters, ledger */
};

static const struct reaction reactions[] = {
    ON(intake, case_received, desk_follow_received, NULL
    ), /* what the customer said, for case.get */
    ON(router, case_queued, desk_follow_queued, &queued_case_record),
    ON(router, case_triage_needed, desk_follow_triage, &queued_case_record),
    ON(escalation, case_regraded, desk_follow_regraded, &queued_case_record),
    ON(escalation, case_escalated, desk_follow_escalated, &queued_case_record),
    ON(survey, survey_recovery_needed, desk_follow_recovery, &queued_case_record),
    ON(survey, survey_invited, desk_follow_invited, &queued_case_record),
    ON(survey, followup_started, desk_follow_started, &queued_case_record),
    ON(survey, followup_satisfied, desk_follow_satisfied, &queued_case_record),
    ON(survey, followup_unreachable, desk_follow_unreachable, &queued_case_record),
    ON(survey, survey_expired, desk_follow_expired, &queued_case_record),
};

static const struct chore chores[] = {
    OPERATOR_CHORES,
    /* lapsed leases, quiet periods, offers, the ladder */
    CHORE("awake", 1000, desk_decide_awake),
    /* work that nobody who is there may have */
    OVERVIEW("pools", 30000, desk_decide_pools, desk_waiting_pools_list, NULL),
    /* what waits, counted from the rows */
    OVERVIEW("depth", 15000, desk_decide_depth, desk_depth_list, NULL),
    /* what has not ended, likewise */
    OVERVIEW("cases", 15000, desk_measure_cases, desk_cases_list, NULL),
    CHORE("compare", 15000, desk_compare), /* whether Redis holds what waits */
};

static const struct record_shape *const records[] = {
    &queued_case_record,
    &worker_record,
    &case_words_record,
    &ordered_words_record,
    &pool_record,
    &matter_record,
    &wrapped_case_key_record,
};

static const struct list_shape *const lists[] = {
    &desk_candidates_list,
    &desk_slice_list,
    &desk_by_number_list,
    &desk_awake_list,
    &desk_depth_list,
    &desk_waiting_list,
    &desk_cases_list,
    &desk_present_list,
    &desk_waiting_pools_list,
    &desk_empty_pools_list,
};

/* A case enters a queue when it begins to wait in it, and is done when no work on it is going on any more. */
void desk_tally(
    struct tallies *tallies,
    const struct record_shape *shape,
    const void *before,
    const void *after
)
{
    const struct queued_case *was = before, *is = after;

    if (shape != &queued_case_record || !is)
        return;
    if (row_is_waiting(is) &&
        !(was && row_is_waiting(was) && text_equal(was->queue, is->queue)))
        tally_add(tallies, METRIC_shouli_queue_arrivals_total, is->queue);
    if (is->queue.at && row_is_settled(is) && !(was && row_is_settled(was)))
        tally_add(tallies, METRIC_shouli_queue_completions_total, is->queue);
}

const struct service desk_service = {
    .name = "desk",
    .port = 30,
    .patience_ms = 5,
    .catalogue = &shouli_catalogue,
    .answers = answers,
    .answer_count = LENGTH(answers),
    .reactions = reactions,
    .reaction_count = LENGTH(reactions),
    .chores = chores,
    .chore_count = LENGTH(chores),
    .records = records,
    .record_count = LENGTH(records),
    .lists = lists,
    .list_count = LENGTH(lists),
    .projection = &desk_projection,
    .tally = desk_tally,
    .policies_load = desk_policies_load,
    .show = desk_show,
};
