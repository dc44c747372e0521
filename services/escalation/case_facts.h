/* One event's facts on their way into a case's journal. */
#pragma once

#include "services/escalation/settle.h"

struct case_facts {
    struct call *call;
    struct clocked_case *row;
    struct clocked_case was; /* the row as it was found */
    struct journal journal;
    bool news; /* a fact that the journal did not have */
};

/* The case that the event is about, empty when it is new; ERROR_need while it is not loaded. */
enum error case_facts_begin(struct call *call, struct case_facts *ret_facts) MUST_CHECK;

void case_facts_add(
    struct case_facts *facts,
    enum fact fact,
    int64_t at_ms,
    int64_t value,
    int64_t version
);

/* Receipt and channel, which several streams tell. */
void case_facts_add_receipt(struct case_facts *facts, int64_t received_ms, struct text channel);

/* Whom the case is a complaint about, which several streams tell; may be absent. */
void case_facts_set_about(struct case_facts *facts, struct text about_employee);

/* The journal in the row; what it has given up is counted, once. */
void case_facts_store(struct call *call, struct clocked_case *row, struct journal *journal);

/* Stores and settles. What was all known before changes nothing: clocks follow from the facts alone, and a newer calendar or
 * policy has a chore of its own. */
enum error case_facts_end(struct case_facts *facts) MUST_CHECK;
