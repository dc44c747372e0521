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
enum { LAPSED_A_TURN = 50 }; /* as lapsed.sql */

/* What desk says: complaints are counted while they are open; a closing asks or says why not; a reopening makes the
 * invitation void. */
enum error survey_take_registered(struct call *call, const struct complaint_registered *event);
enum error survey_take_reclassified(struct call *call, const struct case_reclassified *event);
enum error survey_take_closed(struct call *call, const struct case_closed *event);
enum error survey_take_reopened(struct call *call, const struct case_reopened *event);

/* A customer's answer, by the link's secret; or what was said in a call-back, by an employee who is not the one that
 * handled the case (SV-04). Refused: not_found (nobody asked), conflict (answered), illegal_transition (too late),
 * forbidden (a wrong secret, or the handler), missing_field (neither secret nor employee). */
enum error survey_decide_answer(struct call *call, const struct survey_answer *answer);

/* Chore: nobody answered in time. */
enum error survey_expire(struct call *call);

/* The case counts among its customer's open complaints, or no more; `customer` may be NULL. */
void invitation_set_complaint(
    struct invitation *invitation,
    struct surveyed_customer *customer,
    bool is_open
);
