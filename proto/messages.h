/* Written by proto/generate.py from the definitions in proto/; change that and run it again.
 * Every message that travels: its type, its struct and its shape; see common/shape.h for the rules. */
#pragma once

#include "common/message.h"

/* clang-format off */

/* In the order of their names; the numbers change when a message is added and are never stored. */
enum message_type {
    MESSAGE_unknown,
    MESSAGE_archive_incomplete_v1, /* a package cannot be built yet */
    MESSAGE_archive_stored_v1, /* the package of a case is built and verified; stops K18 */
    MESSAGE_archive_verify_v1, /* recompute the newest package of a case from what is kept, 250 events at a time */
    MESSAGE_calendar_publish_v1, /* publishes a version of a business calendar */
    MESSAGE_calendar_published_v1, /* a version of a business calendar counts from now on */
    MESSAGE_case_acknowledged_v1, /* the sender was told the number of the case; stops K2 */
    MESSAGE_case_ask_customer_v1, /* asks the customer and waits */
    MESSAGE_case_claim_v1, /* the next case that this actor may have */
    MESSAGE_case_claimed_v1, /* somebody has the case */
    MESSAGE_case_classified_v1, /* type, category and grade of a case, with the reasons */
    MESSAGE_case_close_v1, /* closes early where the rules allow */
    MESSAGE_case_closed_v1, /* all duties are done */
    MESSAGE_case_customer_answered_v1, /* the customer's answer; the case goes on */
    MESSAGE_case_decline_offer_v1, /* declines it; the next one is asked */
    MESSAGE_case_escalated_v1, /* the case goes to a higher line */
    MESSAGE_case_extend_v1, /* renews the lease */
    MESSAGE_case_get_v1, /* a case as this actor may see it */
    MESSAGE_case_handed_on_v1, /* the case was handed to a senior agent */
    MESSAGE_case_lease_extended_v1, /* the lease was renewed */
    MESSAGE_case_merge_v1, /* the same matter as another open case, which goes on (row 51) */
    MESSAGE_case_merged_v1, /* the case goes on in another one (row 51) */
    MESSAGE_case_note_v1, /* a note, or a progress message */
    MESSAGE_case_noted_v1, /* a note, or a progress message to the customer */
    MESSAGE_case_offer_ended_v1, /* an offer ended without a claim; the next one is asked */
    MESSAGE_case_offered_v1, /* the case is offered to somebody who is there */
    MESSAGE_case_overflowed_v1, /* nobody took the case in time: more people may have it now */
    MESSAGE_case_policy_migrated_v1, /* a case follows another version of its rule profile */
    MESSAGE_case_queued_v1, /* a case goes into a work queue */
    MESSAGE_case_received_v1, /* a request was accepted and is a case */
    MESSAGE_case_reclassified_v1, /* router's new answer was applied */
    MESSAGE_case_reclassify_v1, /* wishes another type or category; router decides */
    MESSAGE_case_reclassify_requested_v1, /* a person knows better; router decides */
    MESSAGE_case_regrade_v1, /* changes the grade: up by anyone, down only from L3 on and with a reason */
    MESSAGE_case_regraded_v1, /* the grade changed */
    MESSAGE_case_release_v1, /* gives the case back to its queue */
    MESSAGE_case_released_v1, /* the case went back to its queue */
    MESSAGE_case_reopen_v1, /* back to the queue, graded up */
    MESSAGE_case_reopened_v1, /* the case is back, graded up */
    MESSAGE_case_repeat_found_v1, /* the customer came with the same matter before (WO-08); counts against first contact resolution */
    MESSAGE_case_resolve_v1, /* done, customer told */
    MESSAGE_case_resolved_v1, /* the handler says done, customer told */
    MESSAGE_case_second_line_v1, /* hands the case to a senior agent */
    MESSAGE_case_take_offer_v1, /* takes the case that is offered */
    MESSAGE_case_transfer_v1, /* another body is competent; the customer was told (row 31) */
    MESSAGE_case_transferred_v1, /* another body has it (row 31) */
    MESSAGE_case_triage_needed_v1, /* a person must decide what a case is about */
    MESSAGE_case_withdraw_v1, /* the customer withdraws the matter */
    MESSAGE_case_withdrawn_v1, /* the customer withdrew the matter */
    MESSAGE_clock_extend_v1, /* extends a statutory limit, with proof that the customer was told (rows 35, 36) */
    MESSAGE_clock_extended_v1, /* a statutory limit was extended lawfully */
    MESSAGE_clock_moved_v1, /* a time limit changed: another grade, or a newer calendar */
    MESSAGE_clock_resumed_v1, /* a time limit runs again */
    MESSAGE_clock_started_v1, /* a time limit runs */
    MESSAGE_clock_stopped_v1, /* a time limit ended */
    MESSAGE_clock_suspended_v1, /* a time limit is paused */
    MESSAGE_complaint_accept_v1, /* scope checked, owner named (row 30) */
    MESSAGE_complaint_accepted_v1, /* scope checked, numbered, owner named (row 30) */
    MESSAGE_complaint_approve_v1, /* approves the decision (row 38) */
    MESSAGE_complaint_decided_v1, /* the decision is approved (row 38); stops K8 */
    MESSAGE_complaint_draft_v1, /* findings complete, decision drafted (row 37) */
    MESSAGE_complaint_drafted_v1, /* the decision is drafted (row 37) */
    MESSAGE_complaint_grade_v1, /* fixes the grade with reasons and facets (row 32) */
    MESSAGE_complaint_graded_v1, /* the grade is fixed with reasons (row 32) */
    MESSAGE_complaint_investigate_v1, /* names the investigator (row 33) */
    MESSAGE_complaint_investigation_started_v1, /* an investigator has it (row 33) */
    MESSAGE_complaint_registered_v1, /* the case is a complaint; the statutory clock runs (row 29) */
    MESSAGE_complaint_reject_v1, /* not taken on; the customer was told why and what else there is (row 31) */
    MESSAGE_complaint_rejected_v1, /* a complaint is not taken on (row 31) */
    MESSAGE_complaint_replied_v1, /* the customer was told, with proof (row 40); stops K9 and K11 */
    MESSAGE_complaint_reply_v1, /* the customer was told, with proof (row 40) */
    MESSAGE_complaint_return_v1, /* sends the decision back (row 39) */
    MESSAGE_complaint_returned_v1, /* the decision was sent back (row 39) */
    MESSAGE_complaint_review_v1, /* the customer wants a review (rows 44, 46) */
    MESSAGE_complaint_review_requested_v1, /* the customer wants a review (rows 44, 46); starts K10 */
    MESSAGE_customer_info_received_v1, /* the customer answered; W1 ends */
    MESSAGE_customer_info_requested_v1, /* the customer was asked; W1 begins */
    MESSAGE_dead_drop_v1, /* give a dead letter up and go on with what is parked behind it */
    MESSAGE_dead_dropped_v1, /* a dead letter was given up */
    MESSAGE_dead_list_v1, /* the open dead letters */
    MESSAGE_dead_retried_v1, /* a dead letter and what was parked behind it were processed again */
    MESSAGE_dead_retry_v1, /* process a dead letter, and what is parked behind it, again */
    MESSAGE_dead_set_aside_v1, /* a message was set aside and its case is parked */
    MESSAGE_duty_absence_set_v1, /* a person cannot be called for a time, or can again */
    MESSAGE_duty_called_v1, /* a rung of the ladder calls the person on duty and waits for an answer */
    MESSAGE_duty_roster_v1, /* who has which duty */
    MESSAGE_duty_set_absence_v1, /* a person cannot be called for a time */
    MESSAGE_duty_slot_empty_v1, /* nobody has a duty: whoever was to be called, the next line is at once */
    MESSAGE_duty_slot_filled_v1, /* somebody has the duty again */
    MESSAGE_emergency_started_v1, /* owner accepted and customer told; stops K3 */
    MESSAGE_fact_record_v1, /* says that something happened with a case */
    MESSAGE_fact_recorded_v1, /* something happened with a case */
    MESSAGE_followup_attempt_v1, /* a call-back reached nobody; three that count end it (row 45) */
    MESSAGE_followup_attempted_v1, /* a call-back reached nobody */
    MESSAGE_followup_dissatisfied_v1, /* the customer is not satisfied; survey.recovery_needed says what follows */
    MESSAGE_followup_satisfied_v1, /* the customer is satisfied, or accepts (row 42) */
    MESSAGE_followup_started_v1, /* the call-back is due: a person calls, not the handler (rows 41, 57) */
    MESSAGE_followup_unreachable_v1, /* nobody was reached in three attempts; never counted as satisfied (row 45, SV-10) */
    MESSAGE_host_clock_settled_v1, /* wall clock and the time that counts agree again */
    MESSAGE_host_clock_stepped_v1, /* the host's wall clock was set: the time that counts does not follow until it is clear which is right */
    MESSAGE_incident_case_linked_v1, /* a case belongs to an incident */
    MESSAGE_incident_close_v1, /* an incident is over; from L3 on */
    MESSAGE_incident_closed_v1, /* an incident is over; later cases count anew */
    MESSAGE_incident_get_v1, /* one incident with its cases */
    MESSAGE_incident_list_v1, /* the newest incidents */
    MESSAGE_incident_opened_v1, /* so many cases about the same within so short a time: one cause is presumed */
    MESSAGE_ladder_acknowledge_v1, /* a person who was called takes the matter on */
    MESSAGE_ladder_acknowledged_v1, /* a person who was called takes the matter on; the next rung waits */
    MESSAGE_ledger_day_v1, /* a day of the source that asks */
    MESSAGE_ledger_get_v1, /* the ledger of the service */
    MESSAGE_ledger_ids_v1, /* whether messages of the source that asks were accepted, on any day */
    MESSAGE_playbook_close_v1, /* the emergency is over; from L3 on, with steps left from L4 on */
    MESSAGE_playbook_closed_v1, /* an emergency is over */
    MESSAGE_playbook_get_v1, /* a playbook with its log: which steps are done, when, by whom */
    MESSAGE_playbook_kinds_v1, /* which kinds of emergency there are, and their steps */
    MESSAGE_playbook_list_v1, /* playbooks that are open; not of cases that are a complaint about whoever asks */
    MESSAGE_playbook_start_v1, /* starts the playbook of a kind of emergency for a case or an incident */
    MESSAGE_playbook_started_v1, /* the playbook of an emergency was started */
    MESSAGE_playbook_step_done_v1, /* a step of a playbook was done */
    MESSAGE_playbook_step_overdue_v1, /* a step of a playbook was not done in time; whoever has its duty is named */
    MESSAGE_playbook_tick_v1, /* a step of a playbook is done */
    MESSAGE_policy_adopted_v1, /* from the next decision on this version of a policy counts */
    MESSAGE_policy_migrate_v1, /* moves some open cases to another version of their profile; ask again for the next */
    MESSAGE_policy_preview_v1, /* what another version of a rule profile would move */
    MESSAGE_pool_emptied_v1, /* cases wait and nobody who is there may have them */
    MESSAGE_pool_staffed_v1, /* somebody is there again, or nothing waits any more */
    MESSAGE_protection_failed_v1, /* a protective command is not in force: refused, or not confirmed in time; its ladder goes on until it is */
    MESSAGE_quality_review_needed_v1, /* a case has missed so many limits that its handling is reviewed */
    MESSAGE_request_submitted_v1, /* a customer's request, published by another system */
    MESSAGE_service_reload_v1, /* read policies, the allow-list and keys anew */
    MESSAGE_service_reload_ordered_v1, /* an operator had policies, the allow-list and keys read anew; what changed follows as policy.adopted */
    MESSAGE_sla_breached_v1, /* a time limit was missed */
    MESSAGE_sla_warning_v1, /* part of a time limit has passed */
    MESSAGE_staff_get_v1, /* presence, load and offer of somebody */
    MESSAGE_staff_presence_changed_v1, /* somebody came, went or is not to be disturbed */
    MESSAGE_staff_set_presence_v1, /* says whether somebody can take work */
    MESSAGE_stages_get_v1, /* how long each stage of a case took */
    MESSAGE_survey_answer_v1, /* a customer's answer */
    MESSAGE_survey_answered_v1, /* a customer answered */
    MESSAGE_survey_expired_v1, /* nobody answered in time */
    MESSAGE_survey_invited_v1, /* a customer was asked */
    MESSAGE_survey_recovery_needed_v1, /* the customer is not satisfied: the case is to be reopened */
    MESSAGE_survey_suppressed_v1, /* the customer is not asked */
    MESSAGE_trace_get_v1, /* the events of a trace */
    MESSAGE_why_get_v1, /* why the service decided as it did about a case */
    MESSAGE_words_get_v1, /* what was ordered, by who ordered it */
    MESSAGE_words_order_v1, /* wishes to take out what customers said; roles with `exports` only */
    MESSAGE_words_ordered_v1, /* somebody takes out what customers said; auditors follow it (SE-12, SE-13) */
    MESSAGE_count, /* one more than the last */
};

/* the customer's feedback in a package (反馈材料) */
enum feedback_part {
    FEEDBACK_PART_none,
    FEEDBACK_PART_answered, /* the customer answered a survey (已评价) */
    FEEDBACK_PART_no_feedback, /* the customer was not asked, or did not answer (无反馈) */
};
extern const struct enum_shape feedback_part_enum;

/* why a claimed case went back to its queue (释放原因) */
enum release_cause {
    RELEASE_CAUSE_none,
    RELEASE_CAUSE_asked, /* its owner gave it back (主动释放) */
    RELEASE_CAUSE_lapsed, /* the lease lapsed (租约到期) */
    RELEASE_CAUSE_recused, /* its owner must not handle it (回避) */
    RELEASE_CAUSE_regraded, /* it was taken from its owner by an escalation (升级收回) */
};
extern const struct enum_shape release_cause_enum;

/* why a case is closed (关闭原因) */
enum close_cause {
    CLOSE_CAUSE_none,
    CLOSE_CAUSE_quiet, /* the quiet period is over (静默期满) */
    CLOSE_CAUSE_early, /* closed early where the rules allow (提前关闭) */
    CLOSE_CAUSE_answered, /* the survey is finished (回访完成) */
    CLOSE_CAUSE_withdrawn, /* the customer withdrew (客户撤回) */
    CLOSE_CAUSE_rejected, /* a complaint is not taken on (不予受理) */
    CLOSE_CAUSE_merged, /* it goes on in another case (并案) */
    CLOSE_CAUSE_transferred, /* it was given to the competent body (转出) */
};
extern const struct enum_shape close_cause_enum;

/* why a complaint is not taken on (不予受理原因) */
enum reject_cause {
    REJECT_CAUSE_none,
    REJECT_CAUSE_out_of_scope, /* it is no complaint about the bank's business (不属于受理范围) */
    REJECT_CAUSE_not_concerned, /* who complains is not the person concerned and has no authority (非本人且无授权) */
    REJECT_CAUSE_decided_before, /* the same matter was decided, and nothing is new (已处理且无新情况) */
    REJECT_CAUSE_before_court, /* a court or an arbitrator has it (已诉讼或仲裁) */
};
extern const struct enum_shape reject_cause_enum;

/* who wanted a case back (重开来源) */
enum reopen_cause {
    REOPEN_CAUSE_none,
    REOPEN_CAUSE_customer, /* the customer says it is not solved (客户) */
    REOPEN_CAUSE_staff, /* an employee (员工) */
    REOPEN_CAUSE_survey, /* a low score or the answer not solved (回访) */
};
extern const struct enum_shape reopen_cause_enum;

/* result of a complaint's investigation (调查结论) */
enum finding {
    FINDING_none,
    FINDING_established, /* the complaint is right (属实) */
    FINDING_partly, /* it is right in part (部分属实) */
    FINDING_not_established, /* it could not be shown (不属实) */
};
extern const struct enum_shape finding_enum;

/* how it is proven that the customer was told (送达证明) */
enum proof_kind {
    PROOF_KIND_none,
    PROOF_KIND_recorded_call, /* a recorded call (录音电话) */
    PROOF_KIND_sms_receipt, /* delivery receipt of a text message (短信回执) */
    PROOF_KIND_app_receipt, /* delivery receipt in the bank's app (应用内回执) */
    PROOF_KIND_registered_post, /* registered post (挂号信) */
    PROOF_KIND_signed_paper, /* a paper that the customer signed (签收单) */
};
extern const struct enum_shape proof_kind_enum;

/* whether somebody can take work (在岗状态) */
enum presence {
    PRESENCE_none,
    PRESENCE_available, /* there, offers may come (在岗可派) */
    PRESENCE_busy, /* there, but no offers (在岗忙碌) */
    PRESENCE_pause, /* back soon (小休) */
    PRESENCE_away, /* gone (离岗) */
};
extern const struct enum_shape presence_enum;

/* why a presence changed (状态变更原因) */
enum presence_cause {
    PRESENCE_CAUSE_none,
    PRESENCE_CAUSE_asked, /* somebody said so (本人或组长设置) */
    PRESENCE_CAUSE_missed, /* too many offers were missed (连续错过派单) */
};
extern const struct enum_shape presence_cause_enum;

/* how an offer ended without a claim (派单结束原因) */
enum offer_end {
    OFFER_END_none,
    OFFER_END_declined, /* the worker declined (拒绝) */
    OFFER_END_lapsed, /* the worker did not answer in time (超时) */
    OFFER_END_withdrawn, /* the case needs nobody any more, or somebody else (撤回) */
};
extern const struct enum_shape offer_end_enum;

/* what a rung of the overflow ladder does (溢出动作) */
enum widening {
    WIDENING_none,
    WIDENING_levels, /* any level of the skills will do (放宽等级) */
    WIDENING_pool, /* people of the overflow queues may have it too (扩大范围) */
    WIDENING_offer, /* it is offered to whoever is there (主动派单) */
    WIDENING_alarm, /* the owner of the pool is told: nobody takes it (告警) */
};
extern const struct enum_shape widening_enum;

/* why somebody may not have a case (不可派原因) */
enum refusal {
    REFUSAL_none,
    REFUSAL_queue, /* does not work this queue (不在该队列) */
    REFUSAL_line, /* stands in a lower line (层级不足) */
    REFUSAL_skill, /* lacks a skill (缺少技能) */
    REFUSAL_level, /* has the skill, at a lower level (技能等级不足) */
    REFUSAL_expired, /* the skill has expired (技能已过期) */
    REFUSAL_forbidden, /* has a skill that excludes from this work (具有排除技能) */
    REFUSAL_unit, /* belongs to an excluded unit (所属单位回避) */
    REFUSAL_recused, /* is complained about, or leads who is (回避) */
    REFUSAL_capacity, /* has as much work as allowed (工作量已满) */
    REFUSAL_away, /* takes no offers now (不在岗) */
    REFUSAL_shift, /* is off shift (不在班次) */
    REFUSAL_offered, /* has another offer (已有派单) */
    REFUSAL_avoided, /* gave it back, declined or missed it (曾退回或拒绝) */
};
extern const struct enum_shape refusal_enum;

/* what customers' words are taken out for (导出用途) */
enum words_purpose {
    WORDS_PURPOSE_none,
    WORDS_PURPOSE_training, /* a model learns from cases that staff classified anew (模型训练) */
    WORDS_PURPOSE_rehearsal, /* they are played against other rules or another model (规则预演) */
};
extern const struct enum_shape words_purpose_enum;

/* how a clock counts (时钟类型) */
enum clock_kind {
    CLOCK_KIND_none,
    CLOCK_KIND_real_time, /* all hours, 7 x 24 (自然时间) */
    CLOCK_KIND_business_time, /* opening hours of working days (工作时间) */
    CLOCK_KIND_calendar_days, /* calendar days, the day of receipt not counted (自然日) */
};
extern const struct enum_shape clock_kind_enum;

/* how a clock ended (时钟结果) */
enum clock_outcome {
    CLOCK_OUTCOME_none,
    CLOCK_OUTCOME_met, /* in time (按时) */
    CLOCK_OUTCOME_breached, /* late (超时) */
    CLOCK_OUTCOME_cancelled, /* its duty fell away (取消) */
};
extern const struct enum_shape clock_outcome_enum;

/* where an incident stands (事件状态) */
enum incident_state {
    INCIDENT_STATE_none,
    INCIDENT_STATE_open, /* cases are linked to it (进行中) */
    INCIDENT_STATE_closed, /* over (已关闭) */
};
extern const struct enum_shape incident_state_enum;

/* why an incident was closed (事件关闭原因) */
enum incident_cause {
    INCIDENT_CAUSE_none,
    INCIDENT_CAUSE_person, /* somebody said that it is over (人工关闭) */
    INCIDENT_CAUSE_quiet, /* no case for a time (持续无新增) */
};
extern const struct enum_shape incident_cause_enum;

/* where a playbook stands (预案状态) */
enum playbook_state {
    PLAYBOOK_STATE_none,
    PLAYBOOK_STATE_open, /* its steps are being done (执行中) */
    PLAYBOOK_STATE_closed, /* over (已结束) */
};
extern const struct enum_shape playbook_state_enum;

/* why a protective command is not in force (保护未生效原因) */
enum protection_cause {
    PROTECTION_CAUSE_none,
    PROTECTION_CAUSE_silent, /* the core system has not answered in time (核心系统未应答) */
    PROTECTION_CAUSE_refused, /* the core system refused it (核心系统拒绝) */
};
extern const struct enum_shape protection_cause_enum;

/* a stage of the service to a customer (服务阶段) */
enum service_stage {
    SERVICE_STAGE_none,
    SERVICE_STAGE_answering, /* until somebody or something has answered (接线) */
    SERVICE_STAGE_consulting, /* until somebody has taken it on (咨询) */
    SERVICE_STAGE_processing, /* until it is decided or solved (处理) */
    SERVICE_STAGE_feedback, /* until the customer was told (反馈) */
    SERVICE_STAGE_following_up, /* until it is closed (跟进) */
};
extern const struct enum_shape service_stage_enum;

/* what happened with a case (事实) */
enum recorded_fact {
    RECORDED_FACT_none,
    RECORDED_FACT_first_receipt, /* the matter was received earlier elsewhere: merged, split, passed on (首次受理) */
    RECORDED_FACT_new_facts, /* the customer brought new material: the statutory limit counts from it (新事实) */
    RECORDED_FACT_appraisal_begun, /* an outside appraisal began and the customer was told (W3) (外部鉴定开始) */
    RECORDED_FACT_appraisal_ended, /* the outside appraisal ended (外部鉴定结束) */
    RECORDED_FACT_outside_begun, /* waiting for another body began (W3) (等待外部开始) */
    RECORDED_FACT_outside_ended, /* waiting for another body ended (等待外部结束) */
    RECORDED_FACT_protection_requested, /* loss report, freeze or stop was sent to the core system (已请求保护) */
    RECORDED_FACT_protection_active, /* the core system confirmed it (保护生效) */
    RECORDED_FACT_protection_failed, /* the core system refused it: the duty goes on (保护失败) */
    RECORDED_FACT_protection_released, /* it was released (保护解除) */
    RECORDED_FACT_aml_objection, /* the matter is an objection to anti-money-laundering measures (反洗钱措施异议) */
    RECORDED_FACT_loss_temporary_set, /* a temporary loss report holds (临时挂失生效) */
    RECORDED_FACT_loss_formalised, /* the loss report was put in writing (正式挂失) */
    RECORDED_FACT_loss_lapsed, /* the temporary loss report ran out (挂失失效) */
    RECORDED_FACT_authority_order, /* an authority ordered an emergency stop payment (机关止付指令) */
    RECORDED_FACT_dispute_registered, /* a transaction is disputed: evidence must be kept (争议登记) */
    RECORDED_FACT_evidence_preserved, /* the orders to preserve evidence are out (证据已保全) */
    RECORDED_FACT_dispute_assessed, /* the customer has the provisional answer (争议初步答复) */
    RECORDED_FACT_dispute_settled, /* the dispute is concluded (争议了结) */
    RECORDED_FACT_leak_known, /* a leak of personal data became known (信息泄露已知悉) */
    RECORDED_FACT_leak_reported, /* it was reported to the authority (泄露已上报) */
    RECORDED_FACT_leak_reported_internally, /* it was reported inside the bank (泄露已内报) */
    RECORDED_FACT_reported_to_management, /* the major complaint was reported to management (已报管理层) */
    RECORDED_FACT_reported_to_regulator, /* the major complaint was reported to the regulator (已报监管) */
    RECORDED_FACT_task_opened, /* a department was asked for its part (协办已发起) */
    RECORDED_FACT_task_answered, /* the department answered (协办已答复) */
    RECORDED_FACT_materials_received, /* the materials of an application lie before the checker (资料已提交) */
    RECORDED_FACT_materials_accepted, /* they are complete (资料齐全) */
    RECORDED_FACT_materials_missing, /* some are missing; the customer was told (资料不全) */
    RECORDED_FACT_entry_completed, /* the key data are entered; the second person begins (录入完成) */
    RECORDED_FACT_review_passed, /* the second person found the same (复核通过) */
    RECORDED_FACT_review_returned, /* the second person sent it back (复核退回) */
    RECORDED_FACT_approval_requested, /* it lies before the approver (提交审批) */
    RECORDED_FACT_approval_granted, /* approved (审批通过) */
    RECORDED_FACT_approval_refused, /* refused (审批拒绝) */
    RECORDED_FACT_application_completed, /* the business system has done it (办理成功) */
    RECORDED_FACT_application_failed, /* the business system could not do it (办理失败) */
    RECORDED_FACT_followup_started, /* the call-back began (回访开始) */
    RECORDED_FACT_followup_satisfied, /* the customer is satisfied (回访满意) */
    RECORDED_FACT_followup_dissatisfied, /* the customer is not satisfied (回访不满意) */
    RECORDED_FACT_followup_unreachable, /* the customer could not be reached in three tries (回访未接通) */
    RECORDED_FACT_review_decided, /* the superior unit decided on the review and told the customer (核查决定) */
};
extern const struct enum_shape recorded_fact_enum;

/* kind of customer (客户类型) */
enum party {
    PARTY_none,
    PARTY_person, /* a natural person (个人) */
    PARTY_org, /* a company or other organisation (单位) */
    PARTY_internal, /* a unit or employee of the bank (行内) */
};
extern const struct enum_shape party_enum;

/* kind of identity document (证件类型) */
enum id_type {
    ID_TYPE_none,
    ID_TYPE_resident, /* resident identity card, GB 11643 (居民身份证) */
    ID_TYPE_credit_code, /* unified social credit code, GB 32100 (统一社会信用代码) */
    ID_TYPE_passport, /* passport (护照) */
    ID_TYPE_hk_mo_tw, /* permit of residents of Hong Kong, Macao or Taiwan (港澳台居民证件) */
    ID_TYPE_foreigner, /* permanent residence card of a foreigner (外国人永久居留证) */
    ID_TYPE_other, /* another document (其他证件) */
};
extern const struct enum_shape id_type_enum;

/* what the publisher thinks the request is (发布方提示的类型) */
enum request_kind {
    REQUEST_KIND_none,
    REQUEST_KIND_consult, /* a question (咨询) */
    REQUEST_KIND_apply, /* an application (业务办理) */
    REQUEST_KIND_complaint, /* a complaint (投诉) */
    REQUEST_KIND_suggest, /* a suggestion or praise (建议) */
    REQUEST_KIND_dispute, /* a disputed or fraudulent transaction (交易争议) */
    REQUEST_KIND_urgent, /* loss report, stop payment, freeze (挂失止付) */
};
extern const struct enum_shape request_kind_enum;

/* type of a case (工单类型) */
enum case_type {
    CASE_TYPE_none,
    CASE_TYPE_consult, /* consultation (Z) (咨询) */
    CASE_TYPE_apply, /* application (B) (业务办理) */
    CASE_TYPE_complaint, /* complaint (T) (投诉) */
    CASE_TYPE_suggest, /* suggestion or praise (J) (建议) */
    CASE_TYPE_dispute, /* transaction dispute or fraud (D) (交易争议) */
    CASE_TYPE_urgent, /* loss report, stop payment, freeze (U) (挂失止付冻结) */
    CASE_TYPE_transfer_out, /* for another body: whistle-blowing, petition, not this bank (转出) */
};
extern const struct enum_shape case_type_enum;

/* gravity of a case (等级) */
enum case_grade {
    CASE_GRADE_none,
    CASE_GRADE_P1, /* major (重大) */
    CASE_GRADE_P2, /* important or urgent (重要紧急) */
    CASE_GRADE_P3, /* ordinary (一般) */
    CASE_GRADE_P4, /* slight (轻微) */
};
extern const struct enum_shape case_grade_enum;

/* main state of a case (工单状态) */
enum case_state {
    CASE_STATE_none,
    CASE_STATE_received, /* N0: stored durably, numbered, acknowledged (已登记) */
    CASE_STATE_identifying, /* N1: identity not yet established at the needed level (核身中) */
    CASE_STATE_classifying, /* N2: automatic classification runs (分类中) */
    CASE_STATE_triage, /* N3: low confidence or conflict, waits for a person (人工分拣) */
    CASE_STATE_queued, /* N4: in a work queue (待领取) */
    CASE_STATE_in_progress, /* N5: a person owns it (处理中) */
    CASE_STATE_second_line, /* N6: handed to a senior agent (二线处理) */
    CASE_STATE_wait_customer, /* W1: the customer must do something (待客户补充) */
    CASE_STATE_wait_internal, /* W2: a sub-task with another department (部门协办) */
    CASE_STATE_wait_external, /* W3: outside appraisal, clearing house, police (外部鉴定) */
    CASE_STATE_materials_check, /* B1: the checklist is being checked (资料审核) */
    CASE_STATE_materials_missing, /* B2: the customer was told what is missing (待补件) */
    CASE_STATE_entry, /* B3: the maker enters key data (录入) */
    CASE_STATE_dual_review, /* B4: a second person enters again and compares (双人复核) */
    CASE_STATE_approval, /* B5: amount or type needs authority (授权审批) */
    CASE_STATE_processing, /* B6: handed to the business system (办理中) */
    CASE_STATE_cp_registered, /* C1: the statutory clock runs (投诉登记) */
    CASE_STATE_cp_accepted, /* C2: scope checked, numbered, owner named (已受理) */
    CASE_STATE_cp_graded, /* C3: grade fixed with reasons (已定级) */
    CASE_STATE_cp_investigating, /* C4: evidence, interviews, sub-tasks (调查中) */
    CASE_STATE_cp_extension, /* C5: an extension is asked for (延期审批) */
    CASE_STATE_cp_drafted, /* C6: decision drafted, needs approval by grade (拟定处理意见) */
    CASE_STATE_cp_decided, /* C7: decision approved (已作出处理决定) */
    CASE_STATE_cp_replied, /* C8: customer told, delivery proven (已答复) */
    CASE_STATE_cp_review, /* C9: the superior unit reviews (核查中) */
    CASE_STATE_cp_outside, /* C10: mediation, arbitration, court (调解仲裁诉讼中) */
    CASE_STATE_ds_protecting, /* D1: freeze or stop requested (账户保护中) */
    CASE_STATE_ds_evidence, /* D2: preservation orders are out (证据保全) */
    CASE_STATE_ds_investigating, /* D3: facts, chargeback, merchant (争议调查) */
    CASE_STATE_ds_liability, /* D4: who bears the loss (责任认定) */
    CASE_STATE_ds_settled, /* D5: refund or refusal carried out and told (已了结) */
    CASE_STATE_ur_verify, /* U1: reduced verification (快速核身) */
    CASE_STATE_ur_executing, /* U2: command sent to the core system (执行止付) */
    CASE_STATE_ur_temp, /* U3: temporary measure confirmed (临时挂失止付生效) */
    CASE_STATE_ur_formal, /* U4: written application done (正式挂失) */
    CASE_STATE_ur_released, /* U5: released after full check (已解挂解冻) */
    CASE_STATE_ur_lapsed, /* U6: temporary measure ran out (已失效) */
    CASE_STATE_ur_failed, /* U7: command refused or unanswered (执行失败) */
    CASE_STATE_resolved, /* X1: the handler says done, customer told (已办结) */
    CASE_STATE_follow_up, /* X2: call-back or survey runs (回访中) */
    CASE_STATE_closed, /* X3: all duties done (已关闭) */
    CASE_STATE_archived, /* X4: the package is in the archive (已归档) */
    CASE_STATE_destroyed, /* X5: only number, class, dates, hash and certificate remain (已销毁) */
    CASE_STATE_withdrawn, /* T1: ended the day the withdrawal arrives (客户撤回) */
    CASE_STATE_rejected, /* T2: with coded reason and remedies (不予受理) */
    CASE_STATE_merged, /* T3: follows the master case (并案) */
    CASE_STATE_transferred, /* T4: given to the competent body (转出) */
};
extern const struct enum_shape case_state_enum;

/* why a customer is not asked (不邀请原因) */
enum suppress_cause {
    SUPPRESS_CAUSE_none,
    SUPPRESS_CAUSE_not_sampled, /* not in the sample (未抽中) */
    SUPPRESS_CAUSE_capped, /* was asked within the last 30 days (频次限制) */
    SUPPRESS_CAUSE_open_complaint, /* has an open complaint (有未结投诉) */
    SUPPRESS_CAUSE_opted_out, /* does not want to be asked (客户拒访) */
    SUPPRESS_CAUSE_excluded, /* the kind of case is never asked about (类型排除) */
    SUPPRESS_CAUSE_unreachable, /* there is no channel to ask on (无联系渠道) */
};
extern const struct enum_shape suppress_cause_enum;

/* why an answer calls for more work (补救原因) */
enum recovery_cause {
    RECOVERY_CAUSE_none,
    RECOVERY_CAUSE_low_score, /* a score of 1 or 2 (低分) */
    RECOVERY_CAUSE_not_solved, /* the customer says it is not solved (未解决) */
    RECOVERY_CAUSE_complaint, /* the comment is a complaint (评论为投诉) */
};
extern const struct enum_shape recovery_cause_enum;

/* an event of the case (归档事件) */
struct archive_part {
    struct text stream; /* the stream it stands in */
    int64_t seq; /* its place there */
    bool has_seq;
    struct text type; /* type of the event */
    int64_t bytes; /* size of its envelope */
    bool has_bytes;
    struct bytes sha256; /* SHA-256 of its envelope */
    struct bytes hash; /* the stream's chain at this place; absent when it was replayed after a dead letter */
};
extern const struct map_shape archive_part_shape;

/* what is in a package (归档清单) */
struct archive_manifest {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    struct text archive_no; /* business code, date of archiving, sequence */
    int64_t version; /* version of the package */
    bool has_version;
    struct text class; /* record class or business code */
    int64_t closed_seq; /* place of the closing in desk's stream */
    bool has_closed_seq;
    int64_t closed_at; /* when the case was closed */
    bool has_closed_at;
    int64_t archived_at; /* when this version was built */
    bool has_archived_at;
    enum feedback_part feedback; /* whether the customer's feedback is in it */
    const struct archive_part *parts; /* the events, by stream and place */
    size_t parts_count;
};
extern const struct map_shape archive_manifest_shape;

/* whether a package is what it was when it was stored (档案校验结果) */
struct archive_verdict {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    struct text archive_no; /* its archive number */
    int64_t version; /* the version that was verified, the newest */
    bool has_version;
    struct bytes sha256; /* what it was verified against; archive.stored.v1 of this version has the same */
    int64_t parts; /* events that the package has */
    bool has_parts;
    bool valid; /* nothing was changed, removed or added */
    bool has_valid;
    struct text fault; /* what is wrong, and with which event; absent: nothing */
    struct text next; /* only the events up to here were proved; ask for those after it */
};
extern const struct map_shape archive_verdict_shape;

/* somebody who was considered and may not have the case (未派候选人) */
struct refused_candidate {
    struct text actor; /* who */
    enum refusal reason; /* why not */
};
extern const struct map_shape refused_candidate_shape;

/* what desk knows of somebody who works the queues (坐席视图) */
struct worker_view {
    struct text actor; /* who */
    enum presence presence; /* presence */
    int64_t since; /* since when */
    bool has_since;
    int64_t held; /* cases in hand */
    bool has_held;
    int64_t load; /* their weight in points */
    bool has_load;
    int64_t capacity; /* points that the actor may have */
    bool has_capacity;
    bool on_shift; /* whether a shift, or none, says the actor works now */
    bool has_on_shift;
    struct uuid offer_case; /* the case that is offered now */
    bool has_offer_case;
    int64_t offer_until; /* when that offer lapses */
    bool has_offer_until;
};
extern const struct map_shape worker_view_shape;

/* a note as its reader may see it (备注) */
struct note_view {
    int64_t at; /* when */
    bool has_at;
    struct text author; /* who */
    struct text text; /* the note, masked as the reader's tier asks */
    bool to_customer; /* the customer got it */
    bool has_to_customer;
};
extern const struct map_shape note_view_shape;

/* a case as this actor may see it (工单视图) */
struct case_view {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    enum case_state state; /* state */
    int64_t version; /* version */
    bool has_version;
    enum case_type case_type; /* type */
    struct text code; /* business code */
    struct text category; /* category key */
    enum case_grade grade; /* grade */
    struct text queue; /* queue */
    struct text owner; /* who has it */
    int64_t lease_until; /* until when */
    bool has_lease_until;
    int64_t due_at; /* next internal deadline */
    bool has_due_at;
    int64_t received_at; /* when the request was received */
    bool has_received_at;
    struct text channel; /* channel */
    struct text unit; /* accepting unit */
    enum party party; /* kind of customer */
    int64_t level; /* level of escalation */
    bool has_level;
    int64_t reopened; /* how often it was reopened */
    bool has_reopened;
    struct text complaint_no; /* number of the complaint */
    struct text outside_no; /* number given by a regulator */
    int64_t outside_due; /* deadline given by a regulator */
    bool has_outside_due;
    int64_t queued_at; /* since when it waits, or waited last */
    bool has_queued_at;
    struct text first_owner; /* first-contact owner */
    int64_t replied_at; /* when the customer was told a decision */
    bool has_replied_at;
    int64_t resolved_at; /* when it was resolved */
    bool has_resolved_at;
    int64_t closed_at; /* when it was closed */
    bool has_closed_at;
    struct text text; /* what the customer said, masked as the reader's tier asks */
    struct text customer_name; /* name, masked */
    struct text phone; /* phone number, masked */
    struct text answer; /* what the customer was told */
    const struct note_view *notes; /* the newest notes, oldest first */
    size_t notes_count;
    struct uuid repeat_of; /* the customer came with the same matter before: that case (WO-08) */
    bool has_repeat_of;
    struct text repeat_no; /* its number */
    bool merge_offered; /* that case is a complaint that is still open: case.merge with it is offered */
    bool has_merge_offered;
    const struct text *legal; /* commands that are legal now */
    size_t legal_count;
};
extern const struct map_shape case_view_shape;

/* a case whose words are asked for (导出对象) */
struct words_case {
    struct uuid case_id; /* the case */
    bool has_case_id;
};
extern const struct map_shape words_case_shape;

/* an order for customers' words (导出申请) */
struct words_order_view {
    struct uuid order_id; /* for words.get */
    bool has_order_id;
    int64_t until; /* when it lapses; a newer one of the same actor ends it too */
    bool has_until;
};
extern const struct map_shape words_order_view_shape;

/* what a customer said (诉求内容) */
struct words_of_case {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text text; /* masked as router saw it; absent when the key is destroyed, or when it may not be taken out */
};
extern const struct map_shape words_of_case_shape;

/* what customers said (诉求内容列表) */
struct words_view {
    struct uuid order_id; /* the order */
    bool has_order_id;
    const struct words_of_case *cases; /* in the order's order */
    size_t cases_count;
    int64_t next; /* where to ask again; absent at the end */
    bool has_next;
};
extern const struct map_shape words_view_shape;

/* until when a ladder waits for the one who answered (升级等待) */
struct ladder_hold {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text clock; /* clock */
    struct text step; /* rung that was answered */
    int64_t level; /* line that was called */
    bool has_level;
    int64_t next_at; /* the next rung, if nothing ends the clock */
    bool has_next_at;
};
extern const struct map_shape ladder_hold_shape;

/* who has which duty at an instant (值班表) */
struct duty_table {
    int64_t at; /* when */
    bool has_at;
    const struct duty_slot *slots; /* every duty */
    size_t slots_count;
};
extern const struct map_shape duty_table_shape;

/* one duty at an instant (值班岗情况) */
struct duty_slot {
    struct text slot; /* duty */
    int64_t level; /* its line */
    bool has_level;
    struct text person; /* who would be called first; absent: nobody */
    const struct text *deputies; /* then these */
    size_t deputies_count;
    const struct text *absent; /* of the shift, but absent */
    size_t absent_count;
    int64_t gap_minutes; /* minutes of the next seven days in which nobody has it */
    bool has_gap_minutes;
};
extern const struct map_shape duty_slot_shape;

/* what case.regrade returns (等级调整结果) */
struct regrade_result {
    struct uuid case_id; /* the case */
    bool has_case_id;
    enum case_grade from_grade; /* grade before */
    enum case_grade grade; /* grade now */
    int64_t due_at; /* next internal deadline */
    bool has_due_at;
};
extern const struct map_shape regrade_result_shape;

/* the newest incidents (事件列表) */
struct incident_page {
    const struct incident_view *incidents; /* the newest first */
    size_t incidents_count;
};
extern const struct map_shape incident_page_shape;

/* an incident (事件) */
struct incident_view {
    struct uuid incident_id; /* the incident */
    bool has_incident_id;
    struct text incident_no; /* its number */
    struct text code; /* what it is about */
    struct text category; /* category key */
    enum incident_state state; /* where it stands */
    int64_t cases; /* cases in all */
    bool has_cases;
    int64_t first_at; /* receipt of the first */
    bool has_first_at;
    int64_t opened_at; /* when it was opened */
    bool has_opened_at;
    int64_t last_at; /* receipt of the newest */
    bool has_last_at;
    int64_t closed_at; /* when it was closed */
    bool has_closed_at;
    struct text closed_by; /* who */
    struct text notice_zh; /* what all of them are told, in Chinese */
    struct text notice_en; /* and in English */
    const struct incident_member *case_ids; /* of incident.get: the first cases, but for complaints about whoever asks */
    size_t case_ids_count;
};
extern const struct map_shape incident_view_shape;

/* a case of an incident (事件工单) */
struct incident_member {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* its number */
};
extern const struct map_shape incident_member_shape;

/* one step of a playbook (预案步骤) */
struct playbook_step {
    struct text step; /* its id */
    struct text zh; /* what is to be done, in Chinese */
    struct text en; /* and in English */
    struct text who; /* duty that does it, such as L4 */
    struct text contact; /* who has that duty now; absent: nobody */
    int64_t minutes; /* of a kind: by when, from the start */
    bool has_minutes;
    int64_t due_at; /* of a playbook that was started: by when */
    bool has_due_at;
    bool overdue; /* it was not done by then, and that was said */
    bool has_overdue;
    int64_t done_at; /* when it was done */
    bool has_done_at;
    struct text done_by; /* by whom */
    struct text proof; /* reference of what proves it */
    struct text template_zh; /* words for it, in Chinese */
    struct text template_en; /* and in English */
};
extern const struct map_shape playbook_step_shape;

/* a playbook that was started, step by step (应急预案) */
struct playbook_view {
    struct text kind; /* kind of emergency */
    struct text zh; /* its name in Chinese */
    struct text en; /* and in English */
    struct uuid case_id; /* the case that it is for */
    bool has_case_id;
    struct text case_no; /* its number */
    struct text incident_no; /* the incident that it is for */
    enum playbook_state state; /* where it stands */
    struct text cause; /* what started it: a trigger, or the code of a person's reason */
    int64_t times; /* how often it was started */
    bool has_times;
    int64_t started_at; /* when */
    bool has_started_at;
    struct text started_by; /* by whom; absent: by its trigger */
    struct text version; /* of the policy that its steps are of */
    int64_t left; /* steps that are not done */
    bool has_left;
    const struct playbook_step *steps; /* in order */
    size_t steps_count;
    int64_t closed_at; /* when it was closed */
    bool has_closed_at;
    struct text closed_by; /* by whom */
};
extern const struct map_shape playbook_view_shape;

/* a kind of emergency, and what is done then (预案类型) */
struct playbook_kind {
    struct text kind; /* its id */
    struct text zh; /* its name in Chinese */
    struct text en; /* and in English */
    int64_t level; /* line that is told when it starts */
    bool has_level;
    const struct text *starts_on; /* what starts it by itself */
    size_t starts_on_count;
    const struct playbook_step *steps; /* in order */
    size_t steps_count;
};
extern const struct map_shape playbook_kind_shape;

/* all kinds of emergency (全部预案) */
struct playbook_table {
    struct text version; /* of the policy */
    const struct playbook_kind *kinds; /* as the policy has them */
    size_t kinds_count;
};
extern const struct map_shape playbook_table_shape;

/* the newest open playbooks (执行中的预案) */
struct playbook_page {
    const struct playbook_view *playbooks; /* the newest first, as many as fit: steps without their words, which playbook.get has */
    size_t playbooks_count;
    bool more; /* others are open besides */
    bool has_more;
};
extern const struct map_shape playbook_page_shape;

/* one stage of a case (阶段时长) */
struct stage_time {
    enum service_stage stage; /* which */
    int64_t from; /* its first instant */
    bool has_from;
    int64_t to; /* the first instant after it; absent: it lasts */
    bool has_to;
    int64_t ms; /* how long, up to now if it lasts */
    bool has_ms;
};
extern const struct map_shape stage_time_shape;

/* the stages of a case, which add up to its time in all (各阶段时长) */
struct stage_times {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* its number */
    const struct stage_time *stages; /* those that it has reached, in order */
    size_t stages_count;
    int64_t total_ms; /* from receipt to the end, or to now */
    bool has_total_ms;
    bool ended; /* the case is closed */
    bool has_ended;
};
extern const struct map_shape stage_times_shape;

/* what was recorded (事实记录结果) */
struct fact_result {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    int64_t clocks; /* clocks that the case has now */
    bool has_clocks;
    int64_t next_due_at; /* the next limit that runs */
    bool has_next_due_at;
};
extern const struct map_shape fact_result_shape;

/* a limit after its extension (延期结果) */
struct extension_result {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    struct text clock; /* clock id */
    int64_t old_due_at; /* the limit before; absent while it is paused */
    bool has_old_due_at;
    int64_t due_at; /* the limit now; absent while it is paused */
    bool has_due_at;
};
extern const struct map_shape extension_result_shape;

/* a limit before and after (时限变化) */
struct policy_move {
    struct text clock; /* clock id */
    int64_t old_due_at; /* the limit before; absent: it did not exist, or is paused */
    bool has_old_due_at;
    int64_t due_at; /* the limit after; absent: it no longer exists, or is paused */
    bool has_due_at;
};
extern const struct map_shape policy_move_shape;

/* what a case's limits would be (工单时限变化) */
struct policy_case {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    bool kept; /* it keeps its version: a statutory limit would move later */
    bool has_kept;
    const struct policy_move *moves; /* limits that change */
    size_t moves_count;
};
extern const struct map_shape policy_case_shape;

/* some open cases of a version (一批工单) */
struct policy_slice {
    const struct policy_case *cases; /* in order of their id */
    size_t cases_count;
    struct uuid next; /* go on after this one; absent: there are no more */
    bool has_next;
};
extern const struct map_shape policy_slice_shape;

/* who asks; all optional, each checked when present (客户) */
struct customer {
    struct text ref; /* the publisher's own reference */
    enum party type; /* kind of customer */
    struct text name; /* name */
    enum id_type id_type; /* kind of identity document */
    struct text id_no; /* number of the document */
    struct text phone; /* phone number */
    struct text email; /* e-mail address */
    struct text account; /* account or card number */
    struct text unit; /* unit of the customer, for organisations and staff */
};
extern const struct map_shape customer_shape;

/* a document by reference (材料) */
struct material {
    struct text code; /* code of the checklist item */
    struct text name; /* name of the file or document */
    struct text uri; /* where it lies */
    struct text sha256; /* digest, 64 hexadecimal digits */
    int64_t bytes; /* size */
    bool has_bytes;
    struct text media_type; /* media type */
};
extern const struct map_shape material_shape;

/* the contact in which the request was made (联络) */
struct contact {
    struct text call_id; /* id in the telephone or chat system */
    int64_t ring_at; /* when the customer began to wait */
    bool has_ring_at;
    int64_t answered_at; /* when a person or approved bot answered */
    bool has_answered_at;
    int64_t ended_at; /* when it ended */
    bool has_ended_at;
    struct text agent; /* employee who answered */
    struct text recording_uri; /* where the recording lies */
};
extern const struct map_shape contact_shape;

/* who asks; what names the customer is sealed (客户（加密）) */
struct sealed_customer {
    struct sealed_value ref; /* the publisher's own reference */
    enum party type; /* kind of customer */
    struct sealed_value name; /* name */
    enum id_type id_type; /* kind of identity document */
    struct sealed_value id_no; /* number of the document, normalised */
    struct sealed_value phone; /* phone number, normalised */
    struct sealed_value email; /* e-mail address */
    struct sealed_value account; /* account or card number, normalised */
    struct text unit; /* unit of the customer */
};
extern const struct map_shape sealed_customer_shape;

/* a document by reference; its name and place are sealed (材料（加密）) */
struct sealed_material {
    struct text code; /* code of the checklist item */
    struct sealed_value name; /* name of the file or document */
    struct sealed_value uri; /* where it lies */
    struct text sha256; /* digest, 64 hexadecimal digits */
    int64_t bytes; /* size */
    bool has_bytes;
    struct text media_type; /* media type */
};
extern const struct map_shape sealed_material_shape;

/* the contact in which the request was made (联络（加密）) */
struct sealed_contact {
    struct text call_id; /* id in the telephone or chat system */
    int64_t ring_at; /* when the customer began to wait */
    bool has_ring_at;
    int64_t answered_at; /* when a person or approved bot answered */
    bool has_answered_at;
    int64_t ended_at; /* when it ended */
    bool has_ended_at;
    struct text agent; /* employee who answered */
    struct sealed_value recording_uri; /* where the recording lies */
};
extern const struct map_shape sealed_contact_shape;

/* what was taken out of the text before it was stored (脱敏统计) */
struct redactions {
    int64_t secrets; /* passwords and codes removed */
    bool has_secrets;
    int64_t cards; /* card numbers masked */
    bool has_cards;
    int64_t ids; /* identity numbers masked */
    bool has_ids;
    int64_t phones; /* phone numbers masked */
    bool has_phones;
    int64_t emails; /* e-mail addresses masked */
    bool has_emails;
};
extern const struct map_shape redactions_shape;

/* an accepted message of a source (已受理消息) */
struct ledger_entry {
    struct text id; /* its id at the source */
    struct uuid case_id; /* the case that it became */
    bool has_case_id;
    struct text case_no; /* number of the case */
    int64_t at; /* when it was received */
    bool has_at;
};
extern const struct map_shape ledger_entry_shape;

/* what was accepted of a source on a day, and what was not (当日台账) */
struct ledger_day_view {
    const struct ledger_entry *accepted; /* in order of receipt */
    size_t accepted_count;
    struct uuid next; /* there is more behind this case; ask with it as `after` */
    bool has_next;
    int64_t duplicate; /* messages of the day that were accepted before */
    bool has_duplicate;
    int64_t rejected; /* messages of the day that were refused; they are not remembered one by one */
    bool has_rejected;
};
extern const struct map_shape ledger_day_view_shape;

/* which of these messages were ever accepted (受理情况) */
struct ledger_ids_view {
    const struct ledger_entry *accepted; /* those that were; of the others nothing is known here */
    size_t accepted_count;
};
extern const struct map_shape ledger_ids_view_shape;

/* how sure the classifier is of one answer (评分) */
struct score {
    struct text what; /* `code AC01`, `type complaint`, `emotion` */
    int64_t per_mille; /* probability, per mille; of emotion the level in thousandths */
    bool has_per_mille;
};
extern const struct map_shape score_shape;

/* what router would do with a text, as `shouli route --json` prints it (试派结果) */
struct routed_text {
    struct text code; /* business code of the subcategory */
    enum case_type case_type; /* type */
    struct text category; /* category key */
    enum case_grade grade; /* grade */
    struct text outcome; /* routed, triage or out_of_scope */
    int64_t confidence; /* confidence, per mille */
    bool has_confidence;
    int64_t margin; /* distance to the second best, per mille */
    bool has_margin;
    struct text second_code; /* business code of the second best */
    struct text queue; /* queue */
    struct text route; /* id of the route that chose the queue */
    const struct text *skills; /* skills that the work needs */
    size_t skills_count;
    const struct text *preferred; /* skills that are better to have */
    size_t preferred_count;
    const struct text *forbidden; /* skills that exclude a worker */
    size_t forbidden_count;
    const struct text *reasons; /* codes of the triggers that gave the grade */
    size_t reasons_count;
    const struct text *tags; /* tags found in the text */
    size_t tags_count;
    const struct text *linked; /* business codes of further intents */
    size_t linked_count;
    int64_t emotion; /* level of emotion */
    bool has_emotion;
    int64_t amount_fen; /* amount found in the text, in fen */
    bool has_amount_fen;
    const struct text *rule_hits; /* rules that hit, with the word that made them */
    size_t rule_hits_count;
    const struct score *scores; /* what the classifier holds likely */
    size_t scores_count;
    const struct text *ngrams; /* n-grams that spoke most for the code */
    size_t ngrams_count;
};
extern const struct map_shape routed_text_shape;

/* a policy and the version of it that decided (策略版本) */
struct policy_version {
    struct text name; /* name of the policy file */
    struct text version; /* version named in the file */
};
extern const struct map_shape policy_version_shape;

/* what desk's commands return (工单处理结果) */
struct case_result {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    enum case_state state; /* state after the command */
    int64_t version; /* version after the command, for the condition of the next one */
    bool has_version;
    int64_t lease_epoch; /* of a claim: to be sent with commands on the case */
    bool has_lease_epoch;
    int64_t lease_until; /* of a claim or extension: when the lease lapses */
    bool has_lease_until;
};
extern const struct map_shape case_result_shape;

/* a message that could not be processed and was set aside (死信) */
struct dead_letter {
    struct uuid dead_id; /* the dead letter */
    bool has_dead_id;
    int64_t at; /* when it was set aside */
    bool has_at;
    struct text origin; /* `commands`, or the stream it came from */
    struct text source; /* source of the message */
    struct text id; /* id of the message */
    struct text type; /* type of the message */
    int64_t seq; /* position in the stream it came from */
    bool has_seq;
    struct uuid case_id; /* the case that is parked behind it */
    bool has_case_id;
    struct text code; /* stable code of the reason */
    struct text reason; /* the reason in words */
    struct text state; /* open, retried or dropped */
};
extern const struct map_shape dead_letter_shape;

/* dead letters, oldest first (死信列表) */
struct dead_letters {
    const struct dead_letter *letters; /* open ones, at most 200 */
    size_t letters_count;
};
extern const struct map_shape dead_letters_shape;

/* one count of the ledger (台账计数) */
struct ledger_count {
    struct text name; /* in/<type>/<outcome>, event/<type> or state/<state> */
    int64_t count; /* the count since the beginning */
    bool has_count;
};
extern const struct map_shape ledger_count_shape;

/* what was applied of another stream (消费位置) */
struct ledger_cursor {
    struct text stream; /* the stream that is followed */
    int64_t seq; /* the last event applied */
    bool has_seq;
    const struct ledger_count *counts; /* applied events by type */
    size_t counts_count;
};
extern const struct map_shape ledger_cursor_shape;

/* a service's ledger: received, sent and held must balance (台账) */
struct ledger_view {
    struct text stream; /* the service's own stream */
    int64_t seq; /* its last event */
    bool has_seq;
    const struct ledger_count *counts; /* kept by the writer */
    size_t counts_count;
    const struct ledger_cursor *cursors; /* kept for each stream that is followed */
    size_t cursors_count;
    const struct ledger_count *rows; /* records by state, counted now */
    size_t rows_count;
    int64_t imbalance; /* sum of all differences; must be 0 */
    bool has_imbalance;
};
extern const struct map_shape ledger_view_shape;

/* one event of a trace (链路事件) */
struct trace_event {
    struct text id; /* the event, as others name it in causationid */
    struct text type; /* its type */
    int64_t at; /* when it was decided */
    bool has_at;
    struct uuid case_id; /* the case it is about */
    bool has_case_id;
    struct text case_no; /* number of the case */
    struct text traceparent; /* its trace and its span */
    struct text causationid; /* id of the message that caused it */
    struct text actor; /* who acted */
};
extern const struct map_shape trace_event_shape;

/* what a service did because of a trace (链路) */
struct trace_view {
    const struct trace_event *events; /* in order of the stream */
    size_t events_count;
    int64_t next; /* there are more behind this position; ask with it as `after` */
    bool has_next;
};
extern const struct map_shape trace_view_shape;

/* one stored fact that explains a decision (依据) */
struct why_fact {
    int64_t at; /* when it was decided */
    bool has_at;
    struct text what; /* what was decided: the type of the event */
    struct text because; /* the reason in words, without personal data */
};
extern const struct map_shape why_fact_shape;

/* why a case is where it is, by the facts this service stored (决策依据) */
struct why_view {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    const struct why_fact *facts; /* in order of time */
    size_t facts_count;
};
extern const struct map_shape why_view_shape;

/* where a call-back stands (回访进度) */
struct followup_view {
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    int64_t attempts; /* attempts that count and reached nobody */
    bool has_attempts;
    bool over; /* it was the last one: the customer counts as unreachable */
    bool has_over;
};
extern const struct map_shape followup_view_shape;

/* archive.incomplete.v1, event by archive: a package cannot be built yet (档案不完整) */
struct archive_incomplete {
    const struct text *missing; /* what is missing */
    size_t missing_count;
    int64_t tries; /* how often it was tried */
    bool has_tries;
};
extern const struct map_shape archive_incomplete_shape;

/* archive.stored.v1, event by archive: the package of a case is built and verified; stops K18 (工单已归档) */
struct archive_stored {
    struct text archive_no; /* business code, date of archiving, sequence */
    int64_t version; /* version of the package */
    bool has_version;
    struct text class; /* record class or business code */
    struct bytes sha256; /* of the package */
    int64_t bytes; /* size of the package */
    bool has_bytes;
    int64_t events; /* events in it */
    bool has_events;
    int64_t stored_at; /* when */
    bool has_stored_at;
    int64_t closed_at; /* when the case was closed */
    bool has_closed_at;
    int64_t retain_until; /* end of retention; absent: unknown trigger or permanent */
    bool has_retain_until;
};
extern const struct map_shape archive_stored_shape;

/* archive.verify.v1, query to archive: recompute the newest package of a case from what is kept, 250 events at a time (校验档案) */
struct archive_verify {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text after; /* `next` of the answer before, for the events behind it; absent: from the first */
};
extern const struct map_shape archive_verify_shape;

/* calendar.publish.v1, command to escalation: publishes a version of a business calendar (发布工作日历) */
struct calendar_publish {
    struct text name; /* name of the calendar */
    struct text version; /* version, newer than the one before */
    struct text content; /* the calendar as YAML */
};
extern const struct map_shape calendar_publish_shape;

/* calendar.published.v1, event by escalation: a version of a business calendar counts from now on (工作日历已发布) */
struct calendar_published {
    struct text name; /* name of the calendar */
    struct text version; /* version */
    struct bytes sha256; /* of the content */
    int64_t first_year; /* first year covered */
    bool has_first_year;
    int64_t last_year; /* last year covered */
    bool has_last_year;
    struct text content; /* the calendar as YAML */
};
extern const struct map_shape calendar_published_shape;

/* case.acknowledged.v1, event by intake: the sender was told the number of the case; stops K2 (已回执) */
struct case_acknowledged {
    struct text channel; /* channel */
    int64_t received_at; /* when it was received */
    bool has_received_at;
    int64_t acknowledged_at; /* when the number was given */
    bool has_acknowledged_at;
};
extern const struct map_shape case_acknowledged_shape;

/* case.ask_customer.v1, command to desk: asks the customer and waits (询问客户) */
struct case_ask_customer {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    struct text text; /* the question */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_ask_customer_shape;

/* case.claim.v1, command to desk: the next case that this actor may have (领取工单) */
struct case_claim {
    const struct text *queues; /* only from these queues */
    size_t queues_count;
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_claim_shape;

/* case.claimed.v1, event by desk: somebody has the case (工单已领取) */
struct case_claimed {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text owner; /* who has it */
    struct text role; /* role of the owner */
    struct text owner_unit; /* unit of the owner */
    int64_t lease_epoch; /* number of the lease */
    bool has_lease_epoch;
    int64_t lease_until; /* when the lease lapses */
    bool has_lease_until;
    struct text queue; /* the queue it came from */
    enum case_type case_type; /* type */
    enum case_grade grade; /* grade */
    int64_t queued_at; /* since when it waited */
    bool has_queued_at;
};
extern const struct map_shape case_claimed_shape;

/* case.classified.v1, event by router: type, category and grade of a case, with the reasons (工单已分类) */
struct case_classified {
    enum case_type case_type; /* type */
    struct text code; /* business code of the subcategory */
    struct text category; /* category key */
    int64_t confidence; /* confidence, per mille */
    bool has_confidence;
    int64_t margin; /* distance to the second best, per mille */
    bool has_margin;
    struct text second_code; /* business code of the second best */
    enum case_grade grade; /* grade */
    const struct text *reasons; /* codes of the triggers that gave the grade */
    size_t reasons_count;
    const struct text *rule_hits; /* ids of the rules that hit */
    size_t rule_hits_count;
    const struct text *tags; /* tags found in the text */
    size_t tags_count;
    const struct text *linked; /* business codes of further intents */
    size_t linked_count;
    int64_t emotion; /* level of emotion */
    bool has_emotion;
    bool manual; /* a person decided */
    bool has_manual;
    const struct policy_version *policies; /* versions that decided */
    size_t policies_count;
    int64_t received_at; /* when the request was received */
    bool has_received_at;
    struct text channel; /* channel */
    enum party party; /* kind of customer */
    struct text unit; /* accepting unit */
    struct text about_unit; /* unit complained about */
    struct text about_employee; /* employee complained about */
    int64_t complainants; /* number of people complaining jointly */
    bool has_complainants;
    int64_t amount_fen; /* amount at stake, in fen */
    bool has_amount_fen;
    struct text outside_no; /* number given by a regulator */
    int64_t outside_due; /* deadline given by a regulator */
    bool has_outside_due;
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
    const struct score *scores; /* what the classifier holds likely, best first: codes, types, emotion */
    size_t scores_count;
    const struct text *ngrams; /* n-grams that spoke most for the code */
    size_t ngrams_count;
};
extern const struct map_shape case_classified_shape;

/* case.close.v1, command to desk: closes early where the rules allow (关闭工单) */
struct case_close {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_close_shape;

/* case.closed.v1, event by desk: all duties are done (工单已关闭) */
struct case_closed {
    enum case_state state; /* state afterwards: closed, or the way it ended */
    int64_t version; /* version afterwards */
    bool has_version;
    enum close_cause cause; /* why it is closed */
    int64_t closed_at; /* when */
    bool has_closed_at;
    int64_t received_at; /* when the request was received */
    bool has_received_at;
    enum case_type case_type; /* type */
    struct text code; /* business code */
    struct text category; /* category key */
    enum case_grade grade; /* grade */
    struct text resolved_by; /* who resolved it */
    int64_t resolved_at; /* when */
    bool has_resolved_at;
    struct text channel; /* channel */
    enum party party; /* kind of customer */
    struct text unit; /* accepting unit */
    int64_t reopened; /* how often it was reopened */
    bool has_reopened;
    struct text complaint_no; /* number of the complaint */
    struct text outside_no; /* number given by a regulator */
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
};
extern const struct map_shape case_closed_shape;

/* case.customer_answered.v1, command to desk: the customer's answer; the case goes on (客户答复) */
struct case_customer_answered {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text text; /* the answer */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_customer_answered_shape;

/* case.decline_offer.v1, command to desk: declines it; the next one is asked (拒绝派单) */
struct case_decline_offer {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t offer_no; /* from the offer */
    bool has_offer_no;
    struct text reason; /* why; reason_required without one */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_decline_offer_shape;

/* case.escalated.v1, event by escalation: the case goes to a higher line (工单已升级) */
struct case_escalated {
    int64_t from_level; /* level before */
    bool has_from_level;
    int64_t level; /* level now */
    bool has_level;
    struct text clock; /* clock that caused it */
    struct text step; /* rung of the ladder */
    struct text reason; /* code of the reason */
    bool take_over; /* the higher line takes ownership */
    bool has_take_over;
    struct text person; /* who has the duty of that line */
};
extern const struct map_shape case_escalated_shape;

/* case.extend.v1, command to desk: renews the lease (续租) */
struct case_extend {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_extend_shape;

/* case.get.v1, query to desk: a case as this actor may see it (查询工单) */
struct case_get {
    struct uuid case_id; /* the case; this or its number is required */
    bool has_case_id;
    struct text case_no; /* number of the case */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_get_shape;

/* case.handed_on.v1, event by desk: the case was handed to a senior agent (已转二线) */
struct case_handed_on {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text by; /* who handed it on; stays first-contact owner */
    struct sealed_value reason; /* why */
    struct text queue; /* the queue it is in */
    int64_t due_at; /* next internal deadline */
    bool has_due_at;
};
extern const struct map_shape case_handed_on_shape;

/* case.lease_extended.v1, event by desk: the lease was renewed (租约已续) */
struct case_lease_extended {
    int64_t version; /* version afterwards */
    bool has_version;
    struct text owner; /* who has it */
    int64_t lease_epoch; /* number of the lease */
    bool has_lease_epoch;
    int64_t lease_until; /* when it lapses now */
    bool has_lease_until;
};
extern const struct map_shape case_lease_extended_shape;

/* case.merge.v1, command to desk: the same matter as another open case, which goes on (row 51) (并案) */
struct case_merge {
    struct uuid case_id; /* the case that ends */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    struct uuid master_id; /* the case that goes on */
    bool has_master_id;
    struct text reason; /* why; reason_required without one */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_merge_shape;

/* case.merged.v1, event by desk: the case goes on in another one (row 51) (工单已并案) */
struct case_merged {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text merged_by; /* who */
    struct uuid master_id; /* the case that goes on */
    bool has_master_id;
    struct text master_no; /* its number */
    struct sealed_value reason; /* why it is the same matter */
    int64_t merged_at; /* when */
    bool has_merged_at;
};
extern const struct map_shape case_merged_shape;

/* case.note.v1, command to desk: a note, or a progress message (备注) */
struct case_note {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    struct text text; /* the note */
    bool to_customer; /* the customer gets it as a progress message */
    bool has_to_customer;
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_note_shape;

/* case.noted.v1, event by desk: a note, or a progress message to the customer (已备注) */
struct case_noted {
    int64_t version; /* version afterwards */
    bool has_version;
    struct text author; /* who wrote it */
    struct sealed_value text; /* the note */
    bool to_customer; /* the customer gets it: K7 begins anew */
    bool has_to_customer;
};
extern const struct map_shape case_noted_shape;

/* case.offer_ended.v1, event by desk: an offer ended without a claim; the next one is asked (派单结束) */
struct case_offer_ended {
    int64_t version; /* version afterwards */
    bool has_version;
    struct text to; /* to whom it was offered */
    int64_t offer_no; /* number of the offer */
    bool has_offer_no;
    enum offer_end cause; /* how it ended */
    struct sealed_value reason; /* why, in the words of who declined */
};
extern const struct map_shape case_offer_ended_shape;

/* case.offered.v1, event by desk: the case is offered to somebody who is there (工单已派) */
struct case_offered {
    int64_t version; /* version afterwards */
    bool has_version;
    struct text to; /* to whom */
    int64_t offer_no; /* number of the offer */
    bool has_offer_no;
    int64_t until; /* when it lapses */
    bool has_until;
    struct text queue; /* queue */
    enum case_grade grade; /* grade */
    enum case_type case_type; /* type */
    int64_t weight; /* points it takes */
    bool has_weight;
    bool first_contact; /* it goes back to the first-contact owner */
    bool has_first_contact;
    bool interrupts; /* urgent: it comes on top of a full load */
    bool has_interrupts;
    const struct refused_candidate *refused; /* who was considered and may not have it */
    size_t refused_count;
};
extern const struct map_shape case_offered_shape;

/* case.overflowed.v1, event by desk: nobody took the case in time: more people may have it now (工单溢出) */
struct case_overflowed {
    int64_t version; /* version afterwards */
    bool has_version;
    int64_t rung; /* rung of the ladder, from 1 */
    bool has_rung;
    int64_t rungs; /* how many there are */
    bool has_rungs;
    enum widening widening; /* what the rung does */
    struct text queue; /* queue */
    int64_t queued_at; /* since when it waits */
    bool has_queued_at;
    int64_t due_at; /* next internal deadline */
    bool has_due_at;
    struct text owner; /* who answers for the pool */
};
extern const struct map_shape case_overflowed_shape;

/* case.policy_migrated.v1, event by escalation: a case follows another version of its rule profile (工单已迁移规则) */
struct case_policy_migrated {
    struct text profile; /* rule profile */
    int64_t from_version; /* version before */
    bool has_from_version;
    int64_t version; /* version now */
    bool has_version;
    struct text reason; /* why */
    struct text migrated_by; /* who */
    const struct policy_move *moves; /* limits before and after */
    size_t moves_count;
};
extern const struct map_shape case_policy_migrated_shape;

/* case.queued.v1, event by router: a case goes into a work queue (工单入队) */
struct case_queued {
    struct text queue; /* queue */
    const struct text *skills; /* skills that the work needs */
    size_t skills_count;
    enum case_type case_type; /* type */
    struct text code; /* business code of the subcategory */
    struct text category; /* category key */
    enum case_grade grade; /* grade */
    const struct text *tags; /* tags found in the text */
    size_t tags_count;
    int64_t due_at; /* first internal deadline */
    bool has_due_at;
    bool manual; /* a person decided */
    bool has_manual;
    bool reopened; /* the case was closed or resolved before */
    bool has_reopened;
    const struct policy_version *policies; /* versions that decided */
    size_t policies_count;
    int64_t received_at; /* when the request was received */
    bool has_received_at;
    struct text channel; /* channel */
    enum party party; /* kind of customer */
    struct text unit; /* accepting unit */
    struct text about_unit; /* unit complained about */
    struct text about_employee; /* employee complained about */
    int64_t complainants; /* number of people complaining jointly */
    bool has_complainants;
    struct text outside_no; /* number given by a regulator */
    int64_t outside_due; /* deadline given by a regulator */
    bool has_outside_due;
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
    const struct text *preferred; /* skills that are better to have */
    size_t preferred_count;
    const struct text *forbidden; /* skills that exclude a worker */
    size_t forbidden_count;
    const struct text *excluded_units; /* units whose staff may not have it */
    size_t excluded_units_count;
    struct text route; /* id of the route that chose the queue */
    bool code_named; /* a person named this very code, not only its category */
    bool has_code_named;
};
extern const struct map_shape case_queued_shape;

/* case.received.v1, event by intake: a request was accepted and is a case (工单已登记) */
struct case_received {
    struct text channel; /* channel */
    int64_t received_at; /* when it was received; all clocks start here */
    bool has_received_at;
    struct text publisher; /* source of the request */
    struct text request_id; /* id of the request at its source */
    struct sealed_value text; /* what the customer said, redacted */
    const struct redactions *redactions; /* what the redaction took out */
    enum request_kind kind; /* the publisher's own hint */
    struct text business; /* the publisher's own business or category key */
    const struct sealed_customer *customer; /* who asks */
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
    int64_t amount_fen; /* amount at stake, in fen */
    bool has_amount_fen;
    int64_t occurred_at; /* when the thing happened */
    bool has_occurred_at;
    struct text unit; /* accepting unit */
    struct text about_unit; /* unit complained about */
    struct text about_employee; /* employee complained about */
    int64_t complainants; /* number of people complaining jointly */
    bool has_complainants;
    const struct sealed_material *materials; /* documents by reference */
    size_t materials_count;
    const struct sealed_contact *contact; /* the contact in which it was made */
    struct text outside_no; /* number given by a regulator */
    int64_t outside_due; /* deadline given by a regulator */
    bool has_outside_due;
    struct text related_case; /* number of a case this belongs to */
    struct text lang; /* language, BCP 47 */
};
extern const struct map_shape case_received_shape;

/* case.reclassified.v1, event by desk: router's new answer was applied (已改分类) */
struct case_reclassified {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    enum case_type from_type; /* type before */
    struct text from_code; /* business code before */
    enum case_type case_type; /* type now */
    struct text code; /* business code now */
    struct text category; /* category now */
    enum case_grade grade; /* grade now */
    struct text queue; /* queue now */
    int64_t received_at; /* when the request was received: a statutory clock starts there */
    bool has_received_at;
    struct text channel; /* channel */
    bool code_named; /* a person named this very code, not only its category */
    bool has_code_named;
};
extern const struct map_shape case_reclassified_shape;

/* case.reclassify.v1, command to desk: wishes another type or category; router decides (申请改分类) */
struct case_reclassify {
    struct uuid case_id; /* the case */
    bool has_case_id;
    enum case_type type; /* the type wished for */
    struct text category; /* the category or business code wished for */
    struct text reason; /* why; reason_required without one */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_reclassify_shape;

/* case.reclassify_requested.v1, event by desk: a person knows better; router decides (已申请改分类) */
struct case_reclassify_requested {
    int64_t version; /* version afterwards */
    bool has_version;
    struct text asked_by; /* who wishes it */
    enum case_type wished_type; /* the type wished for */
    struct text wished_category; /* the category or business code wished for */
    struct sealed_value reason; /* why */
    enum case_type case_type; /* type now */
    struct text code; /* business code now */
    struct text category; /* category now */
    enum case_grade grade; /* grade now */
    int64_t received_at; /* when the request was received */
    bool has_received_at;
    struct text channel; /* channel */
    enum party party; /* kind of customer */
    struct text unit; /* accepting unit */
    struct text about_unit; /* unit complained about */
    struct text about_employee; /* employee complained about */
    struct text outside_no; /* number given by a regulator */
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
};
extern const struct map_shape case_reclassify_requested_shape;

/* case.regrade.v1, command to escalation: changes the grade: up by anyone, down only from L3 on and with a reason (调整等级) */
struct case_regrade {
    struct uuid case_id; /* the case */
    bool has_case_id;
    enum case_grade grade; /* grade wished for */
    struct text reason; /* code of the reason: letters, digits, _ and - */
};
extern const struct map_shape case_regrade_shape;

/* case.regraded.v1, event by escalation: the grade changed (等级已调整) */
struct case_regraded {
    enum case_grade from_grade; /* grade before */
    enum case_grade grade; /* grade now */
    const struct text *reasons; /* codes of the triggers */
    size_t reasons_count;
    struct text clock; /* clock that caused it */
    int64_t due_at; /* next internal deadline under the new grade */
    bool has_due_at;
    struct text regraded_by; /* the person who did it; absent when a limit or an incident did */
    struct uuid incident_id; /* incident that caused it */
    bool has_incident_id;
};
extern const struct map_shape case_regraded_shape;

/* case.release.v1, command to desk: gives the case back to its queue (释放工单) */
struct case_release {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    struct text reason; /* why; reason_required without one */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_release_shape;

/* case.released.v1, event by desk: the case went back to its queue (工单已释放) */
struct case_released {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    enum release_cause cause; /* why */
    struct sealed_value reason; /* why, in the owner's words */
    struct text owner; /* who had it */
    int64_t lease_epoch; /* number of the lease that ended */
    bool has_lease_epoch;
    struct text queue; /* the queue it is in */
};
extern const struct map_shape case_released_shape;

/* case.reopen.v1, command to desk: back to the queue, graded up (重开工单) */
struct case_reopen {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text reason; /* why; reason_required without one */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_reopen_shape;

/* case.reopened.v1, event by desk: the case is back, graded up (工单已重开) */
struct case_reopened {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    enum reopen_cause cause; /* who wanted it */
    struct sealed_value reason; /* why */
    int64_t times; /* how often it was reopened, with this time */
    bool has_times;
    enum case_type case_type; /* type */
    struct text code; /* business code */
    struct text category; /* category key */
    enum case_grade grade; /* grade before it is graded up */
    int64_t received_at; /* when the request was received */
    bool has_received_at;
    struct text channel; /* channel */
    enum party party; /* kind of customer */
    struct text unit; /* accepting unit */
    struct text about_unit; /* unit complained about */
    struct text about_employee; /* employee complained about */
    struct text outside_no; /* number given by a regulator */
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
};
extern const struct map_shape case_reopened_shape;

/* case.repeat_found.v1, event by desk: the customer came with the same matter before (WO-08); counts against first contact resolution (发现重复来件) */
struct case_repeat_found {
    struct uuid repeat_of; /* the earlier case */
    bool has_repeat_of;
    struct text repeat_no; /* its number */
    struct text category; /* category of both */
    int64_t earlier_received_at; /* when the earlier one was received */
    bool has_earlier_received_at;
    struct text earlier_owner; /* who answered the earlier one, or had it first */
    bool merge_offered; /* the earlier case is a complaint that is still open */
    bool has_merge_offered;
};
extern const struct map_shape case_repeat_found_shape;

/* case.resolve.v1, command to desk: done, customer told (办结) */
struct case_resolve {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    struct text answer; /* what the customer was told */
    struct text kb_ref; /* article of the knowledge base */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_resolve_shape;

/* case.resolved.v1, event by desk: the handler says done, customer told (工单已办结) */
struct case_resolved {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text resolved_by; /* who resolved it */
    int64_t resolved_at; /* when */
    bool has_resolved_at;
    struct sealed_value answer; /* what the customer was told */
    struct text kb_ref; /* article of the knowledge base */
    enum case_type case_type; /* type */
    struct text code; /* business code */
    enum case_grade grade; /* grade */
    struct text channel; /* channel */
    int64_t received_at; /* when the request was received */
    bool has_received_at;
    struct text unit; /* accepting unit */
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
    enum party party; /* kind of customer */
};
extern const struct map_shape case_resolved_shape;

/* case.second_line.v1, command to desk: hands the case to a senior agent (转二线) */
struct case_second_line {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    struct text reason; /* why; reason_required without one */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_second_line_shape;

/* case.take_offer.v1, command to desk: takes the case that is offered (接受派单) */
struct case_take_offer {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t offer_no; /* from the offer */
    bool has_offer_no;
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_take_offer_shape;

/* case.transfer.v1, command to desk: another body is competent; the customer was told (row 31) (转出工单) */
struct case_transfer {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    struct text body; /* the competent body */
    struct text reason; /* why; reason_required without one */
    int64_t told_at; /* when the customer was told; absent: now */
    bool has_told_at;
    struct text proof; /* reference of the proof that the customer was told */
    enum proof_kind proof_kind; /* kind of the proof */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_transfer_shape;

/* case.transferred.v1, event by desk: another body has it (row 31) (工单已转出) */
struct case_transferred {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text transferred_by; /* who */
    struct text body; /* the competent body */
    struct sealed_value reason; /* why */
    int64_t told_at; /* when the customer was told */
    bool has_told_at;
    struct text proof; /* reference of the proof */
    enum proof_kind proof_kind; /* kind of the proof */
};
extern const struct map_shape case_transferred_shape;

/* case.triage_needed.v1, event by router: a person must decide what a case is about (需人工分拣) */
struct case_triage_needed {
    struct text queue; /* queue of the triage */
    const struct text *skills; /* skills that the triage needs */
    size_t skills_count;
    enum case_type case_type; /* best guess of the type */
    struct text code; /* best guess of the business code */
    struct text category; /* best guess of the category */
    int64_t confidence; /* confidence, per mille */
    bool has_confidence;
    int64_t margin; /* distance to the second best, per mille */
    bool has_margin;
    struct text second_code; /* business code of the second best */
    const struct text *reasons; /* why a person is needed */
    size_t reasons_count;
    const struct text *rule_hits; /* ids of the rules that hit */
    size_t rule_hits_count;
    const struct text *tags; /* tags found in the text */
    size_t tags_count;
    enum case_grade grade; /* grade */
    int64_t due_at; /* first internal deadline */
    bool has_due_at;
    const struct policy_version *policies; /* versions that decided */
    size_t policies_count;
    int64_t received_at; /* when the request was received */
    bool has_received_at;
    struct text channel; /* channel */
    enum party party; /* kind of customer */
    struct text unit; /* accepting unit */
    struct text about_unit; /* unit complained about */
    struct text about_employee; /* employee complained about */
    int64_t complainants; /* number of people complaining jointly */
    bool has_complainants;
    struct text outside_no; /* number given by a regulator */
    int64_t outside_due; /* deadline given by a regulator */
    bool has_outside_due;
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
    const struct text *preferred; /* skills that are better to have */
    size_t preferred_count;
    const struct text *forbidden; /* skills that exclude a worker */
    size_t forbidden_count;
    const struct text *excluded_units; /* units whose staff may not have it */
    size_t excluded_units_count;
    struct text route; /* id of the route that chose the queue */
};
extern const struct map_shape case_triage_needed_shape;

/* case.withdraw.v1, command to desk: the customer withdraws the matter (客户撤回) */
struct case_withdraw {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text reason; /* why, and how the customer was identified */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape case_withdraw_shape;

/* case.withdrawn.v1, event by desk: the customer withdrew the matter (客户已撤回) */
struct case_withdrawn {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text recorded_by; /* who recorded it */
    struct sealed_value reason; /* why, and how the customer was identified */
    int64_t withdrawn_at; /* when */
    bool has_withdrawn_at;
};
extern const struct map_shape case_withdrawn_shape;

/* clock.extend.v1, command to escalation: extends a statutory limit, with proof that the customer was told (rows 35, 36) (批准延期) */
struct clock_extend {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text clock; /* clock id; K9 without it */
    int64_t days; /* new total, counted from receipt */
    bool has_days;
    struct text reason; /* code of the reason, such as complex */
    int64_t told_at; /* when the customer was told; before the old limit ends */
    bool has_told_at;
    struct text proof; /* reference of the proof that the customer was told */
};
extern const struct map_shape clock_extend_shape;

/* clock.extended.v1, event by escalation: a statutory limit was extended lawfully (时限已延期) */
struct clock_extended {
    struct text clock; /* clock id */
    int64_t days; /* new total, counted from receipt */
    bool has_days;
    struct text reason; /* code of the reason */
    struct text approved_by; /* who approved */
    int64_t line; /* line of who approved */
    bool has_line;
    int64_t told_at; /* when the customer was told */
    bool has_told_at;
    struct text proof; /* reference of the proof */
    int64_t old_due_at; /* the limit before; absent while it is paused */
    bool has_old_due_at;
    int64_t due_at; /* the limit now; absent while it is paused */
    bool has_due_at;
};
extern const struct map_shape clock_extended_shape;

/* clock.moved.v1, event by escalation: a time limit changed: another grade, or a newer calendar (时限变更) */
struct clock_moved {
    struct text clock; /* clock id */
    enum case_grade grade; /* the grade that it follows */
    int64_t old_due_at; /* the limit before */
    bool has_old_due_at;
    int64_t due_at; /* the limit now */
    bool has_due_at;
    struct text reason; /* grade, policy, calendar or facts */
    bool provisional; /* a year without calendar was asked about */
    bool has_provisional;
    const struct policy_version *policies; /* policy and calendar versions */
    size_t policies_count;
};
extern const struct map_shape clock_moved_shape;

/* clock.resumed.v1, event by escalation: a time limit runs again (时限恢复) */
struct clock_resumed {
    struct text clock; /* clock id */
    int64_t at; /* since when it runs again */
    bool has_at;
    int64_t due_at; /* the limit now */
    bool has_due_at;
};
extern const struct map_shape clock_resumed_shape;

/* clock.started.v1, event by escalation: a time limit runs (时限开始) */
struct clock_started {
    struct text clock; /* clock id, such as K9 */
    struct text profile; /* profile that owns it */
    enum clock_kind kind; /* how it counts */
    enum case_grade grade; /* grade it was computed for */
    int64_t started_at; /* where it starts */
    bool has_started_at;
    int64_t due_at; /* the limit; absent while it cannot be computed */
    bool has_due_at;
    struct text limit_text; /* the limit with its unit */
    bool statutory; /* given by law */
    bool has_statutory;
    bool provisional; /* a year without calendar was asked about */
    bool has_provisional;
    const struct policy_version *policies; /* policy and calendar versions */
    size_t policies_count;
};
extern const struct map_shape clock_started_shape;

/* clock.stopped.v1, event by escalation: a time limit ended (时限结束) */
struct clock_stopped {
    struct text clock; /* clock id */
    enum clock_outcome outcome; /* how it ended */
    int64_t stopped_at; /* when */
    bool has_stopped_at;
    int64_t due_at; /* the limit */
    bool has_due_at;
    struct text cause; /* type of the event that stopped it */
};
extern const struct map_shape clock_stopped_shape;

/* clock.suspended.v1, event by escalation: a time limit is paused (时限暂停) */
struct clock_suspended {
    struct text clock; /* clock id */
    int64_t from; /* since when it is paused */
    bool has_from;
    struct text reason; /* code of the wait, such as W1 */
    int64_t remaining_ms; /* counted time not yet used */
    bool has_remaining_ms;
    int64_t remaining_days; /* days still to count */
    bool has_remaining_days;
};
extern const struct map_shape clock_suspended_shape;

/* complaint.accept.v1, command to desk: scope checked, owner named (row 30) (受理投诉) */
struct complaint_accept {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    int64_t told_at; /* when the customer was told */
    bool has_told_at;
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape complaint_accept_shape;

/* complaint.accepted.v1, event by desk: scope checked, numbered, owner named (row 30) (投诉已受理) */
struct complaint_accepted {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text complaint_no; /* number of the complaint */
    struct text owner; /* the complaint specialist */
    int64_t accepted_at; /* when */
    bool has_accepted_at;
    int64_t told_at; /* when the customer was told */
    bool has_told_at;
    int64_t first_received_at; /* first receipt of the matter */
    bool has_first_received_at;
};
extern const struct map_shape complaint_accepted_shape;

/* complaint.approve.v1, command to desk: approves the decision (row 38) (批准处理意见) */
struct complaint_approve {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape complaint_approve_shape;

/* complaint.decided.v1, event by desk: the decision is approved (row 38); stops K8 (处理决定已作出) */
struct complaint_decided {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text decided_by; /* who approved */
    int64_t decided_at; /* when */
    bool has_decided_at;
    enum case_grade grade; /* grade */
    enum finding finding; /* result of the investigation */
};
extern const struct map_shape complaint_decided_shape;

/* complaint.draft.v1, command to desk: findings complete, decision drafted (row 37) (拟定处理意见) */
struct complaint_draft {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    struct text answer; /* the decision as the customer will read it */
    enum finding finding; /* result of the investigation */
    struct text basis; /* what it rests on */
    struct text remedies; /* what the customer can do next */
    struct text root_cause; /* root cause, for established complaints */
    struct text responsible_unit; /* unit that is responsible */
    struct text responsible_employee; /* employee who is responsible */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape complaint_draft_shape;

/* complaint.drafted.v1, event by desk: the decision is drafted (row 37) (处理意见已拟定) */
struct complaint_drafted {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text drafted_by; /* who */
    struct sealed_value answer; /* the decision as the customer will read it */
    enum finding finding; /* result of the investigation */
    struct sealed_value basis; /* what it rests on */
    struct text remedies; /* what the customer can do next */
    struct sealed_value root_cause; /* root cause */
    struct text responsible_unit; /* unit that is responsible */
    struct text responsible_employee; /* employee who is responsible */
};
extern const struct map_shape complaint_drafted_shape;

/* complaint.grade.v1, command to desk: fixes the grade with reasons and facets (row 32) (投诉定级) */
struct complaint_grade {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    enum case_grade grade; /* grade */
    const struct text *reasons; /* codes of the triggers */
    size_t reasons_count;
    struct text facet_channel; /* facet A of JR/T 0169: channel */
    struct text facet_business; /* facet B: business */
    struct text facet_cause; /* facet C: cause */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape complaint_grade_shape;

/* complaint.graded.v1, event by desk: the grade is fixed with reasons (row 32) (投诉已定级) */
struct complaint_graded {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    enum case_grade grade; /* grade */
    const struct text *reasons; /* codes of the triggers */
    size_t reasons_count;
    struct text facet_channel; /* facet A of JR/T 0169: channel */
    struct text facet_business; /* facet B: business */
    struct text facet_cause; /* facet C: cause */
    struct text graded_by; /* who */
};
extern const struct map_shape complaint_graded_shape;

/* complaint.investigate.v1, command to desk: names the investigator (row 33) (指定调查人) */
struct complaint_investigate {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    struct text investigator; /* the investigator; without one it is the actor */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape complaint_investigate_shape;

/* complaint.investigation_started.v1, event by desk: an investigator has it (row 33) (调查已开始) */
struct complaint_investigation_started {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text investigator; /* the investigator */
    int64_t started_at; /* when */
    bool has_started_at;
};
extern const struct map_shape complaint_investigation_started_shape;

/* complaint.registered.v1, event by desk: the case is a complaint; the statutory clock runs (row 29) (投诉已登记) */
struct complaint_registered {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    int64_t first_received_at; /* first receipt of the matter: the statutory clock starts here */
    bool has_first_received_at;
    struct text channel; /* channel */
    struct text code; /* business code */
    struct text category; /* category key */
    enum case_grade grade; /* grade */
    enum party party; /* kind of customer */
    struct text unit; /* accepting unit */
    struct text about_unit; /* unit complained about */
    struct text about_employee; /* employee complained about */
    int64_t complainants; /* number of people complaining jointly */
    bool has_complainants;
    struct text outside_no; /* number given by a regulator */
    int64_t outside_due; /* deadline given by a regulator */
    bool has_outside_due;
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
};
extern const struct map_shape complaint_registered_shape;

/* complaint.reject.v1, command to desk: not taken on; the customer was told why and what else there is (row 31) (不予受理投诉) */
struct complaint_reject {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    enum reject_cause cause; /* coded reason */
    struct text reason; /* the reason as the customer was told; reason_required without one */
    struct text remedies; /* what the customer can do next */
    int64_t told_at; /* when the customer was told; absent: now */
    bool has_told_at;
    struct text proof; /* reference of the proof that the customer was told */
    enum proof_kind proof_kind; /* kind of the proof */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape complaint_reject_shape;

/* complaint.rejected.v1, event by desk: a complaint is not taken on (row 31) (投诉不予受理) */
struct complaint_rejected {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text rejected_by; /* who */
    enum reject_cause cause; /* coded reason */
    struct sealed_value reason; /* the reason as the customer was told */
    struct text remedies; /* what the customer can do next */
    int64_t told_at; /* when the customer was told */
    bool has_told_at;
    struct text proof; /* reference of the proof */
    enum proof_kind proof_kind; /* kind of the proof */
};
extern const struct map_shape complaint_rejected_shape;

/* complaint.replied.v1, event by desk: the customer was told, with proof (row 40); stops K9 and K11 (已答复投诉人) */
struct complaint_replied {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text replied_by; /* who */
    int64_t replied_at; /* when the customer was told */
    bool has_replied_at;
    struct text proof; /* reference of the proof */
    enum proof_kind proof_kind; /* kind of the proof */
    struct text complaint_no; /* number of the complaint */
    enum case_grade grade; /* grade */
    struct text channel; /* channel */
    struct text handler; /* who handled it: must not make the call-back */
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
    struct text code; /* business code */
    enum party party; /* kind of customer */
};
extern const struct map_shape complaint_replied_shape;

/* complaint.reply.v1, command to desk: the customer was told, with proof (row 40) (答复投诉人) */
struct complaint_reply {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t lease_epoch; /* from the claim */
    bool has_lease_epoch;
    struct text proof; /* reference of the proof that the customer was told */
    enum proof_kind proof_kind; /* kind of the proof */
    int64_t told_at; /* when the customer was told */
    bool has_told_at;
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape complaint_reply_shape;

/* complaint.return.v1, command to desk: sends the decision back (row 39) (退回处理意见) */
struct complaint_return {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text reason; /* why; reason_required without one */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape complaint_return_shape;

/* complaint.returned.v1, event by desk: the decision was sent back (row 39) (处理意见已退回) */
struct complaint_returned {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text returned_by; /* who */
    struct sealed_value reason; /* why */
};
extern const struct map_shape complaint_returned_shape;

/* complaint.review.v1, command to desk: the customer wants a review (rows 44, 46) (申请核查) */
struct complaint_review {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text reason; /* what the customer objects to */
    int64_t version; /* only when the case has this version */
    bool has_version;
};
extern const struct map_shape complaint_review_shape;

/* complaint.review_requested.v1, event by desk: the customer wants a review (rows 44, 46); starts K10 (已申请核查) */
struct complaint_review_requested {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    int64_t requested_at; /* when */
    bool has_requested_at;
    struct sealed_value reason; /* what the customer objects to */
};
extern const struct map_shape complaint_review_requested_shape;

/* customer.info_received.v1, event by desk: the customer answered; W1 ends (客户已答复) */
struct customer_info_received {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    int64_t answered_at; /* when the answer arrived */
    bool has_answered_at;
    struct sealed_value text; /* the answer */
};
extern const struct map_shape customer_info_received_shape;

/* customer.info_requested.v1, event by desk: the customer was asked; W1 begins (已询问客户) */
struct customer_info_requested {
    enum case_state state; /* state afterwards */
    int64_t version; /* version afterwards */
    bool has_version;
    struct text asked_by; /* who asked */
    int64_t asked_at; /* when the question was delivered */
    bool has_asked_at;
    bool allowed; /* third line or above asked: the wait counts beyond the number and the days allowed (4.5 rule 3) */
    bool has_allowed;
    struct sealed_value text; /* the question */
};
extern const struct map_shape customer_info_requested_shape;

/* dead.drop.v1, command to every service: give a dead letter up and go on with what is parked behind it (丢弃死信) */
struct dead_drop {
    struct uuid dead_id; /* the dead letter */
    bool has_dead_id;
    struct text reason; /* why it is given up */
};
extern const struct map_shape dead_drop_shape;

/* dead.dropped.v1, event by every service: a dead letter was given up (死信已丢弃) */
struct dead_dropped {
    struct uuid dead_id; /* the dead letter */
    bool has_dead_id;
    struct text reason; /* why the operator did it */
    int64_t replayed; /* messages that were parked behind it */
    bool has_replayed;
};
extern const struct map_shape dead_dropped_shape;

/* dead.list.v1, query to every service: the open dead letters (查询死信) */
struct dead_list {
    char nothing; /* there are no fields */
};
extern const struct map_shape dead_list_shape;

/* dead.retried.v1, event by every service: a dead letter and what was parked behind it were processed again (死信已重试) */
struct dead_retried {
    struct uuid dead_id; /* the dead letter */
    bool has_dead_id;
    struct text reason; /* why the operator did it */
    int64_t replayed; /* messages that were parked behind it */
    bool has_replayed;
};
extern const struct map_shape dead_retried_shape;

/* dead.retry.v1, command to every service: process a dead letter, and what is parked behind it, again (重试死信) */
struct dead_retry {
    struct uuid dead_id; /* the dead letter */
    bool has_dead_id;
    struct text reason; /* why it should work now */
};
extern const struct map_shape dead_retry_shape;

/* dead.set_aside.v1, event by every service: a message was set aside and its case is parked (消息已搁置) */
struct dead_set_aside {
    struct uuid dead_id; /* the dead letter */
    bool has_dead_id;
    struct text origin; /* `commands`, or the stream it came from */
    struct text source; /* source of the message */
    struct text id; /* id of the message */
    struct text type; /* type of the message */
    int64_t seq; /* position in the stream it came from */
    bool has_seq;
    struct text code; /* stable code of the reason */
    struct text reason; /* the reason in words */
};
extern const struct map_shape dead_set_aside_shape;

/* duty.absence_set.v1, event by escalation: a person cannot be called for a time, or can again (缺勤已登记) */
struct duty_absence_set {
    struct text person; /* who */
    int64_t from; /* first instant */
    bool has_from;
    int64_t to; /* first instant after it; `from` itself: taken back */
    bool has_to;
    struct text set_by; /* who said so */
};
extern const struct map_shape duty_absence_set_shape;

/* duty.called.v1, event by escalation: a rung of the ladder calls the person on duty and waits for an answer (值班呼叫) */
struct duty_called {
    struct text clock; /* clock */
    struct text step; /* rung */
    struct text slot; /* duty, such as L4 or core_duty */
    int64_t level; /* its line */
    bool has_level;
    struct text person; /* who is called */
    bool deputy; /* a deputy: those before are absent or did not answer */
    bool has_deputy;
    int64_t called_at; /* when */
    bool has_called_at;
    int64_t answer_by; /* then the next deputy is called */
    bool has_answer_by;
};
extern const struct map_shape duty_called_shape;

/* duty.roster.v1, query to escalation: who has which duty (查询值班) */
struct duty_roster {
    int64_t at; /* when; absent: now */
    bool has_at;
};
extern const struct map_shape duty_roster_shape;

/* duty.set_absence.v1, command to escalation: a person cannot be called for a time (登记缺勤) */
struct duty_set_absence {
    struct text person; /* who */
    int64_t from; /* first instant */
    bool has_from;
    int64_t to; /* first instant after it; not after `from`: the absence that begins there is taken back */
    bool has_to;
};
extern const struct map_shape duty_set_absence_shape;

/* duty.slot_empty.v1, event by escalation: nobody has a duty: whoever was to be called, the next line is at once (值班空缺) */
struct duty_slot_empty {
    struct text slot; /* duty */
    int64_t level; /* its line */
    bool has_level;
    int64_t at; /* when */
    bool has_at;
    int64_t next_level; /* line that is called instead; absent: found by the watch, or there is none */
    bool has_next_level;
    struct text clock; /* clock whose ladder found it */
    struct text step; /* its rung */
};
extern const struct map_shape duty_slot_empty_shape;

/* duty.slot_filled.v1, event by escalation: somebody has the duty again (值班恢复) */
struct duty_slot_filled {
    struct text slot; /* duty */
    int64_t level; /* its line */
    bool has_level;
    int64_t at; /* when */
    bool has_at;
    struct text person; /* who */
};
extern const struct map_shape duty_slot_filled_shape;

/* emergency.started.v1, event by escalation: owner accepted and customer told; stops K3 (应急流程已启动) */
struct emergency_started {
    struct text owner; /* who accepted */
    int64_t started_at; /* when */
    bool has_started_at;
    int64_t due_at; /* the limit of K3 */
    bool has_due_at;
    int64_t level; /* line of the owner */
    bool has_level;
    enum clock_outcome outcome; /* in time or late */
};
extern const struct map_shape emergency_started_shape;

/* fact.record.v1, command to escalation: says that something happened with a case (记录事实) */
struct fact_record {
    struct uuid case_id; /* the case */
    bool has_case_id;
    enum recorded_fact fact; /* what happened */
    int64_t at; /* when */
    bool has_at;
    int64_t told_at; /* when the customer was told; an appraisal stops no clock before */
    bool has_told_at;
    int64_t number; /* of a task: which one; 1 without it */
    bool has_number;
    struct text proof; /* reference of what proves it: an answer, an order, a letter, a call */
};
extern const struct map_shape fact_record_shape;

/* fact.recorded.v1, event by escalation: something happened with a case (事实已记录) */
struct fact_recorded {
    enum recorded_fact fact; /* what happened */
    int64_t at; /* when */
    bool has_at;
    int64_t told_at; /* when the customer was told */
    bool has_told_at;
    int64_t number; /* of a task: which one */
    bool has_number;
    struct text proof; /* reference of what proves it */
    struct text recorded_by; /* who says so */
};
extern const struct map_shape fact_recorded_shape;

/* followup.attempt.v1, command to survey: a call-back reached nobody; three that count end it (row 45) (登记回访未联系上) */
struct followup_attempt {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t tried_at; /* when it was tried; absent: now */
    bool has_tried_at;
};
extern const struct map_shape followup_attempt_shape;

/* followup.attempted.v1, event by survey: a call-back reached nobody (回访未联系上) */
struct followup_attempted {
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    int64_t attempt; /* number of the attempt */
    bool has_attempt;
    int64_t tried_at; /* when */
    bool has_tried_at;
    struct text tried_by; /* who called */
};
extern const struct map_shape followup_attempted_shape;

/* followup.dissatisfied.v1, event by survey: the customer is not satisfied; survey.recovery_needed says what follows (回访不满意) */
struct followup_dissatisfied {
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    int64_t score; /* satisfaction, 5 is best */
    bool has_score;
    struct text called_by; /* who called; absent: the customer answered by the link */
    int64_t answered_at; /* when */
    bool has_answered_at;
};
extern const struct map_shape followup_dissatisfied_shape;

/* followup.satisfied.v1, event by survey: the customer is satisfied, or accepts (row 42) (回访满意) */
struct followup_satisfied {
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    int64_t score; /* satisfaction, 5 is best */
    bool has_score;
    struct text called_by; /* who called; absent: the customer answered by the link */
    int64_t answered_at; /* when */
    bool has_answered_at;
    int64_t case_version; /* version of the case with the answer or end that it is about */
    bool has_case_version;
};
extern const struct map_shape followup_satisfied_shape;

/* followup.started.v1, event by survey: the call-back is due: a person calls, not the handler (rows 41, 57) (回访已开始) */
struct followup_started {
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    struct text handler; /* who handled the case: must not call */
    int64_t started_at; /* when it was due */
    bool has_started_at;
    int64_t expires_at; /* until when it can be done */
    bool has_expires_at;
    int64_t case_version; /* version of the case with the answer or end that it is about */
    bool has_case_version;
};
extern const struct map_shape followup_started_shape;

/* followup.unreachable.v1, event by survey: nobody was reached in three attempts; never counted as satisfied (row 45, SV-10) (回访无法联系) */
struct followup_unreachable {
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    int64_t attempts; /* how often it was tried */
    bool has_attempts;
    int64_t ended_at; /* when it was given up */
    bool has_ended_at;
    int64_t case_version; /* version of the case with the answer or end that it is about */
    bool has_case_version;
};
extern const struct map_shape followup_unreachable_shape;

/* host.clock_settled.v1, event by escalation: wall clock and the time that counts agree again (主机时钟恢复) */
struct host_clock_settled {
    int64_t settled_at; /* when */
    bool has_settled_at;
    int64_t moved_ms; /* how far the time that counts was moved; 0: the wall clock was set back */
    bool has_moved_ms;
};
extern const struct map_shape host_clock_settled_shape;

/* host.clock_stepped.v1, event by escalation: the host's wall clock was set: the time that counts does not follow until it is clear which is right (主机时钟跳变) */
struct host_clock_stepped {
    int64_t step_ms; /* by how much; negative: back */
    bool has_step_ms;
    int64_t detected_at; /* by the time that counts */
    bool has_detected_at;
    int64_t wall_at; /* by the wall clock */
    bool has_wall_at;
};
extern const struct map_shape host_clock_stepped_shape;

/* incident.case_linked.v1, event by escalation: a case belongs to an incident (工单已关联事件) */
struct incident_case_linked {
    struct uuid incident_id; /* the incident */
    bool has_incident_id;
    struct text incident_no; /* its number */
    struct text code; /* what it is about */
    bool late; /* came when the incident was open already */
    bool has_late;
    int64_t cases; /* cases so far */
    bool has_cases;
};
extern const struct map_shape incident_case_linked_shape;

/* incident.close.v1, command to escalation: an incident is over; from L3 on (关闭事件) */
struct incident_close {
    struct uuid incident_id; /* the incident; this or its number is required */
    bool has_incident_id;
    struct text incident_no; /* its number */
    struct text reason; /* code of the reason: letters, digits, _ and - */
};
extern const struct map_shape incident_close_shape;

/* incident.closed.v1, event by escalation: an incident is over; later cases count anew (重大事件已关闭) */
struct incident_closed {
    struct uuid incident_id; /* the incident */
    bool has_incident_id;
    struct text incident_no; /* its number */
    struct text code; /* what it was about */
    int64_t cases; /* cases in all */
    bool has_cases;
    int64_t opened_at; /* when it was opened */
    bool has_opened_at;
    int64_t closed_at; /* when it was closed */
    bool has_closed_at;
    enum incident_cause cause; /* why */
    struct text closed_by; /* who */
    struct text reason; /* code of the reason */
};
extern const struct map_shape incident_closed_shape;

/* incident.get.v1, query to escalation: one incident with its cases (查询事件) */
struct incident_get {
    struct uuid incident_id; /* the incident; this or its number is required */
    bool has_incident_id;
    struct text incident_no; /* its number */
};
extern const struct map_shape incident_get_shape;

/* incident.list.v1, query to escalation: the newest incidents (事件列表) */
struct incident_list {
    char nothing; /* there are no fields */
};
extern const struct map_shape incident_list_shape;

/* incident.opened.v1, event by escalation: so many cases about the same within so short a time: one cause is presumed (重大事件已开启) */
struct incident_opened {
    struct uuid incident_id; /* the incident */
    bool has_incident_id;
    struct text incident_no; /* its number */
    struct text code; /* what the cases are about */
    struct text category; /* category key */
    int64_t cases; /* cases that opened it */
    bool has_cases;
    int64_t first_at; /* receipt of the first */
    bool has_first_at;
    int64_t opened_at; /* when */
    bool has_opened_at;
    struct text notice_zh; /* what all of them are told, in Chinese */
    struct text notice_en; /* and in English */
    int64_t level; /* line that is told */
    bool has_level;
    struct text person; /* who has the duty of that line */
};
extern const struct map_shape incident_opened_shape;

/* ladder.acknowledge.v1, command to escalation: a person who was called takes the matter on (升级应答) */
struct ladder_acknowledge {
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text clock; /* clock whose ladder called */
    struct text step; /* only when this rung is the newest */
};
extern const struct map_shape ladder_acknowledge_shape;

/* ladder.acknowledged.v1, event by escalation: a person who was called takes the matter on; the next rung waits (升级已应答) */
struct ladder_acknowledged {
    struct text clock; /* clock */
    struct text step; /* rung that was answered */
    int64_t level; /* line that was called */
    bool has_level;
    struct text acknowledged_by; /* who */
    int64_t called_at; /* when the line was called */
    bool has_called_at;
    int64_t acknowledged_at; /* when it answered */
    bool has_acknowledged_at;
    int64_t next_at; /* the next rung */
    bool has_next_at;
};
extern const struct map_shape ladder_acknowledged_shape;

/* ledger.day.v1, query to intake: a day of the source that asks (查询来源当日台账) */
struct ledger_day {
    struct text day; /* the day in +08:00, such as 2026-11-21 */
    struct uuid after; /* only cases behind this one */
    bool has_after;
};
extern const struct map_shape ledger_day_shape;

/* ledger.get.v1, query to every service: the ledger of the service (查询台账) */
struct ledger_get {
    char nothing; /* there are no fields */
};
extern const struct map_shape ledger_get_shape;

/* ledger.ids.v1, query to intake: whether messages of the source that asks were accepted, on any day (查询消息受理情况) */
struct ledger_ids {
    const struct text *ids; /* ids at the source */
    size_t ids_count;
};
extern const struct map_shape ledger_ids_shape;

/* playbook.close.v1, command to escalation: the emergency is over; from L3 on, with steps left from L4 on (结束预案) */
struct playbook_close {
    struct text kind; /* kind of emergency */
    struct uuid case_id; /* the case; this or the incident is required */
    bool has_case_id;
    struct text incident_no; /* the incident */
    struct text reason; /* code of the reason: letters, digits, _ and - */
};
extern const struct map_shape playbook_close_shape;

/* playbook.closed.v1, event by escalation: an emergency is over (预案已结束) */
struct playbook_closed {
    struct text kind; /* kind of emergency */
    struct text incident_no; /* the incident that it was for; absent: a case */
    int64_t started_at; /* when it was started */
    bool has_started_at;
    int64_t closed_at; /* when it was closed */
    bool has_closed_at;
    struct text closed_by; /* by whom */
    struct text reason; /* code of the reason */
    int64_t left; /* steps that were not done */
    bool has_left;
};
extern const struct map_shape playbook_closed_shape;

/* playbook.get.v1, query to escalation: a playbook with its log: which steps are done, when, by whom (查询预案) */
struct playbook_get {
    struct text kind; /* kind of emergency */
    struct uuid case_id; /* the case; this or the incident is required */
    bool has_case_id;
    struct text incident_no; /* the incident */
};
extern const struct map_shape playbook_get_shape;

/* playbook.kinds.v1, query to escalation: which kinds of emergency there are, and their steps (查询预案类型) */
struct playbook_kinds {
    char nothing; /* there are no fields */
};
extern const struct map_shape playbook_kinds_shape;

/* playbook.list.v1, query to escalation: playbooks that are open; not of cases that are a complaint about whoever asks (查询执行中的预案) */
struct playbook_list {
    char nothing; /* there are no fields */
};
extern const struct map_shape playbook_list_shape;

/* playbook.start.v1, command to escalation: starts the playbook of a kind of emergency for a case or an incident (启动预案) */
struct playbook_start {
    struct text kind; /* kind of emergency */
    struct uuid case_id; /* the case; this or the incident is required */
    bool has_case_id;
    struct text incident_no; /* the incident */
    struct text reason; /* code of the reason: letters, digits, _ and - */
};
extern const struct map_shape playbook_start_shape;

/* playbook.started.v1, event by escalation: the playbook of an emergency was started (预案已启动) */
struct playbook_started {
    struct text kind; /* kind of emergency */
    struct text zh; /* its name in Chinese */
    struct text en; /* and in English */
    struct text incident_no; /* the incident that it is for; absent: a case */
    struct text cause; /* what started it: a trigger, or the code of a person's reason */
    int64_t times; /* how often it was started for this case or incident */
    bool has_times;
    int64_t started_at; /* when */
    bool has_started_at;
    struct text started_by; /* by whom; absent: by its trigger */
    int64_t level; /* line that is told */
    bool has_level;
    struct text person; /* who has the duty of that line */
    struct text version; /* of the policy */
    const struct playbook_step *steps; /* what is to be done, by whom and when */
    size_t steps_count;
};
extern const struct map_shape playbook_started_shape;

/* playbook.step_done.v1, event by escalation: a step of a playbook was done (预案步骤已完成) */
struct playbook_step_done {
    struct text kind; /* kind of emergency */
    struct text incident_no; /* the incident that it is for; absent: a case */
    struct text step; /* which step */
    int64_t due_at; /* by when it was to be done */
    bool has_due_at;
    int64_t done_at; /* when it was done */
    bool has_done_at;
    struct text done_by; /* by whom */
    struct text proof; /* reference of what proves it */
    bool late; /* after it was due */
    bool has_late;
    int64_t left; /* steps that are not done */
    bool has_left;
};
extern const struct map_shape playbook_step_done_shape;

/* playbook.step_overdue.v1, event by escalation: a step of a playbook was not done in time; whoever has its duty is named (预案步骤超时) */
struct playbook_step_overdue {
    struct text kind; /* kind of emergency */
    struct text incident_no; /* the incident that it is for; absent: a case */
    struct text step; /* which step */
    struct text who; /* duty that does it */
    struct text person; /* who has it now; absent: nobody */
    int64_t due_at; /* by when it was to be done */
    bool has_due_at;
};
extern const struct map_shape playbook_step_overdue_shape;

/* playbook.tick.v1, command to escalation: a step of a playbook is done (完成预案步骤) */
struct playbook_tick {
    struct text kind; /* kind of emergency */
    struct uuid case_id; /* the case; this or the incident is required */
    bool has_case_id;
    struct text incident_no; /* the incident */
    struct text step; /* which step */
    struct text proof; /* reference of what proves it: a call, a letter, a report */
};
extern const struct map_shape playbook_tick_shape;

/* policy.adopted.v1, event by every service: from the next decision on this version of a policy counts (策略已生效) */
struct policy_adopted {
    struct text name; /* name of the policy file */
    struct text version; /* version named in the file */
    struct bytes sha256; /* of the file */
};
extern const struct map_shape policy_adopted_shape;

/* policy.migrate.v1, command to escalation: moves some open cases to another version of their profile; ask again for the next (执行规则迁移) */
struct policy_migrate {
    struct text profile; /* rule profile */
    int64_t from_version; /* version that the cases have */
    bool has_from_version;
    int64_t version; /* version that they get, newer or older */
    bool has_version;
    struct text reason; /* why */
    struct uuid after; /* cases after this one */
    bool has_after;
};
extern const struct map_shape policy_migrate_shape;

/* policy.preview.v1, query to escalation: what another version of a rule profile would move (预览规则迁移) */
struct policy_preview {
    struct text profile; /* rule profile */
    int64_t from_version; /* version that the cases have */
    bool has_from_version;
    int64_t version; /* version that they would get, newer or older */
    bool has_version;
    struct uuid after; /* cases after this one */
    bool has_after;
};
extern const struct map_shape policy_preview_shape;

/* pool.emptied.v1, event by desk: cases wait and nobody who is there may have them (岗位池空缺) */
struct pool_emptied {
    struct text queue; /* queue */
    const struct text *needs; /* skills with levels, and skills that exclude */
    size_t needs_count;
    int64_t line; /* line that is needed */
    bool has_line;
    int64_t cases; /* how many wait */
    bool has_cases;
    int64_t oldest_at; /* since when the oldest waits */
    bool has_oldest_at;
    struct text owner; /* who answers for the pool */
};
extern const struct map_shape pool_emptied_shape;

/* pool.staffed.v1, event by desk: somebody is there again, or nothing waits any more (岗位池恢复) */
struct pool_staffed {
    struct text queue; /* queue */
    int64_t emptied_at; /* since when it was empty */
    bool has_emptied_at;
    struct text owner; /* who was told */
};
extern const struct map_shape pool_staffed_shape;

/* protection.failed.v1, event by escalation: a protective command is not in force: refused, or not confirmed in time; its ladder goes on until it is (保护未生效) */
struct protection_failed {
    struct text clock; /* clock id */
    struct text step; /* rung of the ladder */
    enum protection_cause cause; /* why */
    int64_t requested_at; /* when the command was sent */
    bool has_requested_at;
    int64_t at; /* when the rung was reached */
    bool has_at;
    int64_t level; /* line that is called */
    bool has_level;
};
extern const struct map_shape protection_failed_shape;

/* quality.review_needed.v1, event by escalation: a case has missed so many limits that its handling is reviewed (需质量复核) */
struct quality_review_needed {
    int64_t breaches; /* limits that were missed */
    bool has_breaches;
    const struct text *clocks; /* which */
    size_t clocks_count;
    int64_t level; /* line that is told */
    bool has_level;
    struct text owner; /* who has the case */
};
extern const struct map_shape quality_review_needed_shape;

/* request.submitted.v1, command to intake: a customer's request, published by another system (客户请求) */
struct request_submitted {
    struct text channel; /* a channel from the configuration */
    struct text text; /* what the customer said, in the customer's words */
    enum request_kind kind; /* the publisher's own hint */
    struct text business; /* the publisher's own business or category key */
    const struct customer *customer; /* who asks */
    int64_t amount_fen; /* amount at stake, in fen */
    bool has_amount_fen;
    int64_t occurred_at; /* when the thing happened */
    bool has_occurred_at;
    struct text unit; /* accepting unit */
    struct text about_unit; /* unit complained about */
    struct text about_employee; /* employee complained about */
    int64_t complainants; /* number of people complaining jointly */
    bool has_complainants;
    const struct material *materials; /* documents by reference */
    size_t materials_count;
    const struct contact *contact; /* the contact in which it was made */
    struct text outside_no; /* number given by a regulator */
    int64_t outside_due; /* deadline given by a regulator */
    bool has_outside_due;
    struct text related_case; /* number of a case this belongs to */
    struct text lang; /* language, BCP 47 */
};
extern const struct map_shape request_submitted_shape;

/* service.reload.v1, command to every service: read policies, the allow-list and keys anew (重新读取策略、名单与密钥) */
struct service_reload {
    struct text reason; /* what was changed, and why */
};
extern const struct map_shape service_reload_shape;

/* service.reload_ordered.v1, event by every service: an operator had policies, the allow-list and keys read anew; what changed follows as policy.adopted (已下令重新读取) */
struct service_reload_ordered {
    struct text reason; /* what was changed, and why */
};
extern const struct map_shape service_reload_ordered_shape;

/* sla.breached.v1, event by escalation: a time limit was missed (时限超期) */
struct sla_breached {
    struct text clock; /* clock id */
    int64_t due_at; /* the limit */
    bool has_due_at;
    bool statutory; /* given by law */
    bool has_statutory;
    int64_t level; /* line that is told */
    bool has_level;
    struct text owner; /* who has the case */
    enum case_grade grade; /* grade */
    int64_t breaches; /* limits that the case has missed, with this one */
    bool has_breaches;
    bool late; /* fired later than it should have */
    bool has_late;
    int64_t lag_ms; /* by how much */
    bool has_lag_ms;
};
extern const struct map_shape sla_breached_shape;

/* sla.warning.v1, event by escalation: part of a time limit has passed (时限预警) */
struct sla_warning {
    struct text clock; /* clock id */
    int64_t percent; /* share of the limit that has passed */
    bool has_percent;
    struct text step; /* rung of the ladder, such as E2 or day 8 */
    int64_t at; /* the instant that was reached */
    bool has_at;
    int64_t due_at; /* the limit */
    bool has_due_at;
    int64_t level; /* line that is told */
    bool has_level;
    struct text owner; /* who has the case */
    enum case_grade grade; /* grade */
    bool late; /* fired later than it should have */
    bool has_late;
    int64_t lag_ms; /* by how much */
    bool has_lag_ms;
    struct text person; /* who has the duty of that line */
};
extern const struct map_shape sla_warning_shape;

/* staff.get.v1, query to desk: presence, load and offer of somebody (查询坐席) */
struct staff_get {
    struct text actor; /* whose; without one the sender's own. For others: L3 and above */
    struct text role; /* role of that other; without one the role they had last */
};
extern const struct map_shape staff_get_shape;

/* staff.presence_changed.v1, event by desk: somebody came, went or is not to be disturbed (在岗状态变更) */
struct staff_presence_changed {
    struct text actor; /* who */
    enum presence presence; /* presence now */
    enum presence before; /* presence before */
    enum presence_cause cause; /* why */
    struct text by; /* who said so */
    int64_t at; /* when */
    bool has_at;
};
extern const struct map_shape staff_presence_changed_shape;

/* staff.set_presence.v1, command to desk: says whether somebody can take work (设置在岗状态) */
struct staff_set_presence {
    enum presence presence; /* presence */
    struct text actor; /* whose; without one the sender's own. For others: L3 and above */
    struct text role; /* role of that other; without one the role they had last */
};
extern const struct map_shape staff_set_presence_shape;

/* stages.get.v1, query to escalation: how long each stage of a case took (查询各阶段时长) */
struct stages_get {
    struct uuid case_id; /* the case */
    bool has_case_id;
};
extern const struct map_shape stages_get_shape;

/* survey.answer.v1, command to survey: a customer's answer (提交满意度) */
struct survey_answer {
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t score; /* satisfaction, 5 is best */
    bool has_score;
    bool solved; /* the problem is solved */
    bool has_solved;
    struct text comment; /* free text */
    struct text token; /* from the invitation's link */
};
extern const struct map_shape survey_answer_shape;

/* survey.answered.v1, event by survey: a customer answered (已评价) */
struct survey_answered {
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    int64_t score; /* satisfaction, 5 is best */
    bool has_score;
    bool solved; /* the problem is solved */
    bool has_solved;
    struct sealed_value comment; /* free text */
    struct text questions; /* version of the question set */
    int64_t answered_at; /* when */
    bool has_answered_at;
};
extern const struct map_shape survey_answered_shape;

/* survey.expired.v1, event by survey: nobody answered in time (评价已过期) */
struct survey_expired {
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    int64_t expired_at; /* when */
    bool has_expired_at;
    int64_t case_version; /* version of the case with the answer or end that it is about */
    bool has_case_version;
};
extern const struct map_shape survey_expired_shape;

/* survey.invited.v1, event by survey: a customer was asked (已邀请评价) */
struct survey_invited {
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    struct text channel; /* channel it goes out on */
    struct text questions; /* version of the question set */
    int64_t send_at; /* when it may go out: quiet hours are kept */
    bool has_send_at;
    int64_t expires_at; /* until when it can be answered */
    bool has_expires_at;
    struct bytes token_hash; /* SHA-256 of the link's secret */
    bool call_back; /* a person calls; the case is followed up before it is closed (row 67) */
    bool has_call_back;
    int64_t case_version; /* version of the case with the answer or end that it is about */
    bool has_case_version;
};
extern const struct map_shape survey_invited_shape;

/* survey.recovery_needed.v1, event by survey: the customer is not satisfied: the case is to be reopened (需要补救) */
struct survey_recovery_needed {
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    enum recovery_cause cause; /* why */
    int64_t score; /* satisfaction, 5 is best */
    bool has_score;
    bool solved; /* the problem is solved */
    bool has_solved;
    int64_t due_at; /* until when desk should have reopened it */
    bool has_due_at;
};
extern const struct map_shape survey_recovery_needed_shape;

/* survey.suppressed.v1, event by survey: the customer is not asked (不邀请评价) */
struct survey_suppressed {
    enum suppress_cause cause; /* why */
};
extern const struct map_shape survey_suppressed_shape;

/* trace.get.v1, query to every service: the events of a trace (查询链路) */
struct trace_get {
    struct text trace; /* trace id, 32 hexadecimal digits, or a case's id without hyphens */
    int64_t after; /* only events behind this position */
    bool has_after;
};
extern const struct map_shape trace_get_shape;

/* why.get.v1, query to every service: why the service decided as it did about a case (查询决策依据) */
struct why_get {
    struct uuid case_id; /* the case; this or its number is required */
    bool has_case_id;
    struct text case_no; /* number of the case */
    struct text clock; /* only this time limit, such as K9; who has no clocks ignores it */
};
extern const struct map_shape why_get_shape;

/* words.get.v1, query to desk: what was ordered, by who ordered it (导出诉求内容) */
struct words_get {
    struct uuid order_id; /* the order */
    bool has_order_id;
    int64_t begin; /* from this place on */
    bool has_begin;
};
extern const struct map_shape words_get_shape;

/* words.order.v1, command to desk: wishes to take out what customers said; roles with `exports` only (申请导出诉求内容) */
struct words_order {
    enum words_purpose purpose; /* what for */
    struct text reason; /* why */
    const struct words_case *cases; /* whose words */
    size_t cases_count;
};
extern const struct map_shape words_order_shape;

/* words.ordered.v1, event by desk: somebody takes out what customers said; auditors follow it (SE-12, SE-13) (已申请导出诉求内容) */
struct words_ordered {
    struct uuid order_id; /* the order */
    bool has_order_id;
    struct text ordered_by; /* who */
    struct text role; /* role of who ordered */
    enum words_purpose purpose; /* what for */
    struct text reason; /* why */
    const struct words_case *cases; /* whose words */
    size_t cases_count;
    int64_t until; /* when the order lapses */
    bool has_until;
};
extern const struct map_shape words_ordered_shape;

extern const struct catalogue shouli_catalogue;

/* `type` is neither MESSAGE_unknown nor MESSAGE_count. */
const struct message_shape *message_shape_of(enum message_type type);
