/* Survey: asks customers how satisfied they are once a case is closed, and has the case taken up again when they are
 * not (REQUIREMENTS 1.14, 4.6). */
#pragma once

#include "common/engine/service.h"
#include "services/survey/policy.h"
#include "services/survey/records.h"

extern const struct service survey_service;

/* What a change of a row adds to shouli_survey_total. */
void survey_tally(
    struct tallies *tallies,
    const struct record_shape *shape,
    const void *before,
    const void *after
);

/* Invitations that nobody answered in time; key "". */
extern const struct list_shape survey_lapsed_list;
/* Call-backs that are due and have not begun; key "". */
extern const struct list_shape survey_due_list;
enum { LAPSED_A_TURN = 50, DUE_A_TURN = 50 }; /* as lapsed.sql, due.sql */
enum { CALL_ATTEMPTS = 3 };                   /* 4.6 */

/* What desk says: complaints are counted while they are open; an answer to a complaint, or the end of another case that is
 * called back, plans the call; a closing asks whoever was not asked yet, or says why not; a reopening or a review makes the
 * invitation void. */
enum error survey_take_registered(struct call *call, const struct complaint_registered *event);
enum error survey_take_reclassified(struct call *call, const struct case_reclassified *event);
enum error survey_take_replied(struct call *call, const struct complaint_replied *event);
enum error survey_take_resolved(struct call *call, const struct case_resolved *event);
enum error
survey_take_review(struct call *call, const struct complaint_review_requested *event);
enum error survey_take_closed(struct call *call, const struct case_closed *event);
enum error survey_take_reopened(struct call *call, const struct case_reopened *event);

/* A customer's answer, by the link's secret; or what was said in a call-back, by an employee who is not the one that
 * handled the case (SV-04). Refused: not_found (nobody asked; the actor is complained about, CL-08), conflict (answered),
 * illegal_transition (too late), forbidden (a wrong secret, or the handler), missing_field (neither secret nor employee). */
enum error survey_decide_answer(struct call *call, const struct survey_answer *answer);

/* A call that reached nobody, recorded by an employee who did not handle the case. Attempts count on different days, in
 * different parts of the day (morning, afternoon, evening), in the hours of call-backs (4.6); the third ends it. Refused
 * like an answer; conflict for an attempt that does not count, invalid_field for a time to come or before the call was due. */
enum error survey_decide_attempt(struct call *call, const struct followup_attempt *wish);
/* What it refuses by the body alone: a time to come. */
enum error survey_check_attempt(struct call *call, const struct followup_attempt *wish);

/* What an answer and an attempt ask of the invitation, and of who calls. */
enum error invitation_check_state(struct call *call, const struct invitation *invitation);
enum error invitation_check_caller(struct call *call, const struct invitation *invitation);

/* Chore: call-backs that are due begin (row 41). */
enum error survey_call(struct call *call);

/* Chore: nobody answered in time. */
enum error survey_expire(struct call *call);

/* The case counts among its customer's open complaints, or no more; `customer` may be NULL. */
void invitation_set_complaint(
    struct invitation *invitation,
    struct surveyed_customer *customer,
    bool is_open
);
