/* What the customer said and who it is, for those who may read it (REQUIREMENTS 1.21, tier T2).
 *
 * Intake's event brings the fields sealed; they are kept sealed and opened for an answer only, with the name and the
 * phone number masked (P9). Numbers in the text were masked before it was stored. When the case's key is destroyed nothing
 * of it can be read any more. */
#pragma once

#include "services/desk/case_row.h"

/* Keeps them. An own row, which nobody else writes: so it does not matter which stream is heard first (P4). */
enum error desk_follow_received(struct call *call, const struct case_received *body);

/* Whether this actor may read content and masked personal data of the case: who has it or investigates it, who might have it
 * (queue, line, skills: so no first line reads complaints, CP-14), the leader of who has it, the reception and L4 of the unit
 * that accepted it, L5 and above, and auditors; never who is recused or of an excluded unit. Others see the header alone (tier
 * T1). */
bool words_may_read(
    const struct desk_policy *policy,
    const struct actor *actor,
    const struct queued_case *row,
    int64_t now_ms
);

/* What the customer said alone; absent as above. ERROR_need. */
enum error
words_said(struct call *call, const struct queued_case *row, struct text *ret_said) MUST_CHECK;

/* Fills text, customer_name and phone of the view; they stay absent where there are none or the key is gone. ERROR_need. */
enum error
words_show(struct call *call, const struct queued_case *row, struct case_view *view) MUST_CHECK;
