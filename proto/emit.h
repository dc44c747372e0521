/* Written by proto/generate.py from the definitions in proto/; change that and run it again.
 * How a decision emits each event: an event of another type does not compile. */
#pragma once

#include "common/engine/call.h"
#include "proto/messages.h"

/* clang-format off */

static inline void
emit_archive_incomplete(struct call *call, struct case_ref of, const struct archive_incomplete *data)
{
    call_emit(call, MESSAGE_archive_incomplete_v1, of, data);
}

static inline void
emit_archive_stored(struct call *call, struct case_ref of, const struct archive_stored *data)
{
    call_emit(call, MESSAGE_archive_stored_v1, of, data);
}

static inline void
emit_calendar_published(struct call *call, struct case_ref of, const struct calendar_published *data)
{
    call_emit(call, MESSAGE_calendar_published_v1, of, data);
}

static inline void
emit_case_acknowledged(struct call *call, struct case_ref of, const struct case_acknowledged *data)
{
    call_emit(call, MESSAGE_case_acknowledged_v1, of, data);
}

static inline void
emit_case_claimed(struct call *call, struct case_ref of, const struct case_claimed *data)
{
    call_emit(call, MESSAGE_case_claimed_v1, of, data);
}

static inline void
emit_case_classified(struct call *call, struct case_ref of, const struct case_classified *data)
{
    call_emit(call, MESSAGE_case_classified_v1, of, data);
}

static inline void
emit_case_closed(struct call *call, struct case_ref of, const struct case_closed *data)
{
    call_emit(call, MESSAGE_case_closed_v1, of, data);
}

static inline void
emit_case_escalated(struct call *call, struct case_ref of, const struct case_escalated *data)
{
    call_emit(call, MESSAGE_case_escalated_v1, of, data);
}

static inline void
emit_case_handed_on(struct call *call, struct case_ref of, const struct case_handed_on *data)
{
    call_emit(call, MESSAGE_case_handed_on_v1, of, data);
}

static inline void
emit_case_lease_extended(struct call *call, struct case_ref of, const struct case_lease_extended *data)
{
    call_emit(call, MESSAGE_case_lease_extended_v1, of, data);
}

static inline void
emit_case_merged(struct call *call, struct case_ref of, const struct case_merged *data)
{
    call_emit(call, MESSAGE_case_merged_v1, of, data);
}

static inline void
emit_case_noted(struct call *call, struct case_ref of, const struct case_noted *data)
{
    call_emit(call, MESSAGE_case_noted_v1, of, data);
}

static inline void
emit_case_offer_ended(struct call *call, struct case_ref of, const struct case_offer_ended *data)
{
    call_emit(call, MESSAGE_case_offer_ended_v1, of, data);
}

static inline void
emit_case_offered(struct call *call, struct case_ref of, const struct case_offered *data)
{
    call_emit(call, MESSAGE_case_offered_v1, of, data);
}

static inline void
emit_case_overflowed(struct call *call, struct case_ref of, const struct case_overflowed *data)
{
    call_emit(call, MESSAGE_case_overflowed_v1, of, data);
}

static inline void
emit_case_policy_migrated(struct call *call, struct case_ref of, const struct case_policy_migrated *data)
{
    call_emit(call, MESSAGE_case_policy_migrated_v1, of, data);
}

static inline void
emit_case_queued(struct call *call, struct case_ref of, const struct case_queued *data)
{
    call_emit(call, MESSAGE_case_queued_v1, of, data);
}

static inline void
emit_case_received(struct call *call, struct case_ref of, const struct case_received *data)
{
    call_emit(call, MESSAGE_case_received_v1, of, data);
}

static inline void
emit_case_reclassified(struct call *call, struct case_ref of, const struct case_reclassified *data)
{
    call_emit(call, MESSAGE_case_reclassified_v1, of, data);
}

static inline void
emit_case_reclassify_requested(struct call *call, struct case_ref of, const struct case_reclassify_requested *data)
{
    call_emit(call, MESSAGE_case_reclassify_requested_v1, of, data);
}

static inline void
emit_case_regraded(struct call *call, struct case_ref of, const struct case_regraded *data)
{
    call_emit(call, MESSAGE_case_regraded_v1, of, data);
}

static inline void
emit_case_released(struct call *call, struct case_ref of, const struct case_released *data)
{
    call_emit(call, MESSAGE_case_released_v1, of, data);
}

static inline void
emit_case_reopened(struct call *call, struct case_ref of, const struct case_reopened *data)
{
    call_emit(call, MESSAGE_case_reopened_v1, of, data);
}

static inline void
emit_case_repeat_found(struct call *call, struct case_ref of, const struct case_repeat_found *data)
{
    call_emit(call, MESSAGE_case_repeat_found_v1, of, data);
}

static inline void
emit_case_resolved(struct call *call, struct case_ref of, const struct case_resolved *data)
{
    call_emit(call, MESSAGE_case_resolved_v1, of, data);
}

static inline void
emit_case_transferred(struct call *call, struct case_ref of, const struct case_transferred *data)
{
    call_emit(call, MESSAGE_case_transferred_v1, of, data);
}

static inline void
emit_case_triage_needed(struct call *call, struct case_ref of, const struct case_triage_needed *data)
{
    call_emit(call, MESSAGE_case_triage_needed_v1, of, data);
}

static inline void
emit_case_withdrawn(struct call *call, struct case_ref of, const struct case_withdrawn *data)
{
    call_emit(call, MESSAGE_case_withdrawn_v1, of, data);
}

static inline void
emit_clock_extended(struct call *call, struct case_ref of, const struct clock_extended *data)
{
    call_emit(call, MESSAGE_clock_extended_v1, of, data);
}

static inline void
emit_clock_moved(struct call *call, struct case_ref of, const struct clock_moved *data)
{
    call_emit(call, MESSAGE_clock_moved_v1, of, data);
}

static inline void
emit_clock_resumed(struct call *call, struct case_ref of, const struct clock_resumed *data)
{
    call_emit(call, MESSAGE_clock_resumed_v1, of, data);
}

static inline void
emit_clock_started(struct call *call, struct case_ref of, const struct clock_started *data)
{
    call_emit(call, MESSAGE_clock_started_v1, of, data);
}

static inline void
emit_clock_stopped(struct call *call, struct case_ref of, const struct clock_stopped *data)
{
    call_emit(call, MESSAGE_clock_stopped_v1, of, data);
}

static inline void
emit_clock_suspended(struct call *call, struct case_ref of, const struct clock_suspended *data)
{
    call_emit(call, MESSAGE_clock_suspended_v1, of, data);
}

static inline void
emit_complaint_accepted(struct call *call, struct case_ref of, const struct complaint_accepted *data)
{
    call_emit(call, MESSAGE_complaint_accepted_v1, of, data);
}

static inline void
emit_complaint_decided(struct call *call, struct case_ref of, const struct complaint_decided *data)
{
    call_emit(call, MESSAGE_complaint_decided_v1, of, data);
}

static inline void
emit_complaint_drafted(struct call *call, struct case_ref of, const struct complaint_drafted *data)
{
    call_emit(call, MESSAGE_complaint_drafted_v1, of, data);
}

static inline void
emit_complaint_graded(struct call *call, struct case_ref of, const struct complaint_graded *data)
{
    call_emit(call, MESSAGE_complaint_graded_v1, of, data);
}

static inline void
emit_complaint_investigation_started(struct call *call, struct case_ref of, const struct complaint_investigation_started *data)
{
    call_emit(call, MESSAGE_complaint_investigation_started_v1, of, data);
}

static inline void
emit_complaint_registered(struct call *call, struct case_ref of, const struct complaint_registered *data)
{
    call_emit(call, MESSAGE_complaint_registered_v1, of, data);
}

static inline void
emit_complaint_rejected(struct call *call, struct case_ref of, const struct complaint_rejected *data)
{
    call_emit(call, MESSAGE_complaint_rejected_v1, of, data);
}

static inline void
emit_complaint_replied(struct call *call, struct case_ref of, const struct complaint_replied *data)
{
    call_emit(call, MESSAGE_complaint_replied_v1, of, data);
}

static inline void
emit_complaint_returned(struct call *call, struct case_ref of, const struct complaint_returned *data)
{
    call_emit(call, MESSAGE_complaint_returned_v1, of, data);
}

static inline void
emit_complaint_review_requested(struct call *call, struct case_ref of, const struct complaint_review_requested *data)
{
    call_emit(call, MESSAGE_complaint_review_requested_v1, of, data);
}

static inline void
emit_customer_info_received(struct call *call, struct case_ref of, const struct customer_info_received *data)
{
    call_emit(call, MESSAGE_customer_info_received_v1, of, data);
}

static inline void
emit_customer_info_requested(struct call *call, struct case_ref of, const struct customer_info_requested *data)
{
    call_emit(call, MESSAGE_customer_info_requested_v1, of, data);
}

static inline void
emit_dead_dropped(struct call *call, struct case_ref of, const struct dead_dropped *data)
{
    call_emit(call, MESSAGE_dead_dropped_v1, of, data);
}

static inline void
emit_dead_retried(struct call *call, struct case_ref of, const struct dead_retried *data)
{
    call_emit(call, MESSAGE_dead_retried_v1, of, data);
}

static inline void
emit_dead_set_aside(struct call *call, struct case_ref of, const struct dead_set_aside *data)
{
    call_emit(call, MESSAGE_dead_set_aside_v1, of, data);
}

static inline void
emit_duty_absence_set(struct call *call, struct case_ref of, const struct duty_absence_set *data)
{
    call_emit(call, MESSAGE_duty_absence_set_v1, of, data);
}

static inline void
emit_duty_called(struct call *call, struct case_ref of, const struct duty_called *data)
{
    call_emit(call, MESSAGE_duty_called_v1, of, data);
}

static inline void
emit_duty_slot_empty(struct call *call, struct case_ref of, const struct duty_slot_empty *data)
{
    call_emit(call, MESSAGE_duty_slot_empty_v1, of, data);
}

static inline void
emit_duty_slot_filled(struct call *call, struct case_ref of, const struct duty_slot_filled *data)
{
    call_emit(call, MESSAGE_duty_slot_filled_v1, of, data);
}

static inline void
emit_emergency_started(struct call *call, struct case_ref of, const struct emergency_started *data)
{
    call_emit(call, MESSAGE_emergency_started_v1, of, data);
}

static inline void
emit_fact_recorded(struct call *call, struct case_ref of, const struct fact_recorded *data)
{
    call_emit(call, MESSAGE_fact_recorded_v1, of, data);
}

static inline void
emit_followup_attempted(struct call *call, struct case_ref of, const struct followup_attempted *data)
{
    call_emit(call, MESSAGE_followup_attempted_v1, of, data);
}

static inline void
emit_followup_dissatisfied(struct call *call, struct case_ref of, const struct followup_dissatisfied *data)
{
    call_emit(call, MESSAGE_followup_dissatisfied_v1, of, data);
}

static inline void
emit_followup_satisfied(struct call *call, struct case_ref of, const struct followup_satisfied *data)
{
    call_emit(call, MESSAGE_followup_satisfied_v1, of, data);
}

static inline void
emit_followup_started(struct call *call, struct case_ref of, const struct followup_started *data)
{
    call_emit(call, MESSAGE_followup_started_v1, of, data);
}

static inline void
emit_followup_unreachable(struct call *call, struct case_ref of, const struct followup_unreachable *data)
{
    call_emit(call, MESSAGE_followup_unreachable_v1, of, data);
}

static inline void
emit_host_clock_settled(struct call *call, struct case_ref of, const struct host_clock_settled *data)
{
    call_emit(call, MESSAGE_host_clock_settled_v1, of, data);
}

static inline void
emit_host_clock_stepped(struct call *call, struct case_ref of, const struct host_clock_stepped *data)
{
    call_emit(call, MESSAGE_host_clock_stepped_v1, of, data);
}

static inline void
emit_incident_case_linked(struct call *call, struct case_ref of, const struct incident_case_linked *data)
{
    call_emit(call, MESSAGE_incident_case_linked_v1, of, data);
}

static inline void
emit_incident_closed(struct call *call, struct case_ref of, const struct incident_closed *data)
{
    call_emit(call, MESSAGE_incident_closed_v1, of, data);
}

static inline void
emit_incident_opened(struct call *call, struct case_ref of, const struct incident_opened *data)
{
    call_emit(call, MESSAGE_incident_opened_v1, of, data);
}

static inline void
emit_ladder_acknowledged(struct call *call, struct case_ref of, const struct ladder_acknowledged *data)
{
    call_emit(call, MESSAGE_ladder_acknowledged_v1, of, data);
}

static inline void
emit_playbook_closed(struct call *call, struct case_ref of, const struct playbook_closed *data)
{
    call_emit(call, MESSAGE_playbook_closed_v1, of, data);
}

static inline void
emit_playbook_started(struct call *call, struct case_ref of, const struct playbook_started *data)
{
    call_emit(call, MESSAGE_playbook_started_v1, of, data);
}

static inline void
emit_playbook_step_done(struct call *call, struct case_ref of, const struct playbook_step_done *data)
{
    call_emit(call, MESSAGE_playbook_step_done_v1, of, data);
}

static inline void
emit_playbook_step_overdue(struct call *call, struct case_ref of, const struct playbook_step_overdue *data)
{
    call_emit(call, MESSAGE_playbook_step_overdue_v1, of, data);
}

static inline void
emit_policy_adopted(struct call *call, struct case_ref of, const struct policy_adopted *data)
{
    call_emit(call, MESSAGE_policy_adopted_v1, of, data);
}

static inline void
emit_pool_emptied(struct call *call, struct case_ref of, const struct pool_emptied *data)
{
    call_emit(call, MESSAGE_pool_emptied_v1, of, data);
}

static inline void
emit_pool_staffed(struct call *call, struct case_ref of, const struct pool_staffed *data)
{
    call_emit(call, MESSAGE_pool_staffed_v1, of, data);
}

static inline void
emit_protection_failed(struct call *call, struct case_ref of, const struct protection_failed *data)
{
    call_emit(call, MESSAGE_protection_failed_v1, of, data);
}

static inline void
emit_quality_review_needed(struct call *call, struct case_ref of, const struct quality_review_needed *data)
{
    call_emit(call, MESSAGE_quality_review_needed_v1, of, data);
}

static inline void
emit_service_reload_ordered(struct call *call, struct case_ref of, const struct service_reload_ordered *data)
{
    call_emit(call, MESSAGE_service_reload_ordered_v1, of, data);
}

static inline void
emit_sla_breached(struct call *call, struct case_ref of, const struct sla_breached *data)
{
    call_emit(call, MESSAGE_sla_breached_v1, of, data);
}

static inline void
emit_sla_warning(struct call *call, struct case_ref of, const struct sla_warning *data)
{
    call_emit(call, MESSAGE_sla_warning_v1, of, data);
}

static inline void
emit_staff_presence_changed(struct call *call, struct case_ref of, const struct staff_presence_changed *data)
{
    call_emit(call, MESSAGE_staff_presence_changed_v1, of, data);
}

static inline void
emit_survey_answered(struct call *call, struct case_ref of, const struct survey_answered *data)
{
    call_emit(call, MESSAGE_survey_answered_v1, of, data);
}

static inline void
emit_survey_expired(struct call *call, struct case_ref of, const struct survey_expired *data)
{
    call_emit(call, MESSAGE_survey_expired_v1, of, data);
}

static inline void
emit_survey_invited(struct call *call, struct case_ref of, const struct survey_invited *data)
{
    call_emit(call, MESSAGE_survey_invited_v1, of, data);
}

static inline void
emit_survey_recovery_needed(struct call *call, struct case_ref of, const struct survey_recovery_needed *data)
{
    call_emit(call, MESSAGE_survey_recovery_needed_v1, of, data);
}

static inline void
emit_survey_suppressed(struct call *call, struct case_ref of, const struct survey_suppressed *data)
{
    call_emit(call, MESSAGE_survey_suppressed_v1, of, data);
}

static inline void
emit_words_ordered(struct call *call, struct case_ref of, const struct words_ordered *data)
{
    call_emit(call, MESSAGE_words_ordered_v1, of, data);
}
