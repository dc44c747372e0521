/* The life cycle as one table: which command or trigger leads from which state to which (REQUIREMENTS 2.3).
 *
 * The table is transitions.def. Whatever is not in it is refused with `illegal_transition` and the list of
 * what is legal. Pure. */
#pragma once

#include "common/arena.h"
#include "proto/messages.h"

/* What moves a case without a command. */
enum trigger {
    TRIGGER_none,
    TRIGGER_lease_lapsed,
    TRIGGER_taken_over,
    TRIGGER_quiet_over,
    TRIGGER_recovery_needed,
    TRIGGER_call_back_due,
    TRIGGER_call_back_planned,
    TRIGGER_satisfied,
    TRIGGER_unreachable,
    TRIGGER_survey_expired,
    TRIGGER_offered,
    TRIGGER_offer_lapsed,
};

enum doer {
    DOER_none, /* nobody: a trigger */
    DOER_anyone,
    DOER_line1,
    DOER_line2,
    DOER_line3,
    DOER_line4,
    DOER_line5,
    DOER_owner,
    DOER_specialist,
    DOER_investigator,
    DOER_approver,
    DOER_offered,
};

/* With whom a case is. */
enum holder { HOLDER_nobody, HOLDER_offered, HOLDER_owner };

enum case_kind { CASE_KIND_any, CASE_KIND_general, CASE_KIND_complaint };

struct transition {
    enum case_state from;
    enum message_type command; /* MESSAGE_unknown for a trigger */
    enum trigger trigger;
    enum case_state to; /* CASE_STATE_none: where its work stood */
    enum case_kind kind;
    enum doer doer;
    enum message_type event;
    int row; /* of REQUIREMENTS 2.3; 0: CL-11 */
};

extern const struct transition transitions[];
extern const size_t transition_count;

/* NULL: illegal. */
const struct transition *
transition_find(enum case_state from, enum case_type type, enum message_type command);
const struct transition *
transition_by_itself(enum case_state from, enum case_type type, enum trigger trigger);

/* The types of the commands that are legal, in the order of the table, each once; in the arena. A claim is
 * legal while nobody has the case, taking and declining while it is offered to somebody, what an owner does while somebody
 * has it. */
const struct text *transition_legal(
    enum case_state from,
    enum case_type type,
    enum holder holder,
    struct arena *arena,
    size_t *ret_count
);

/* As the table has it, and as people are told in Chinese. */
const char *doer_name(enum doer doer);
const char *doer_name_zh(enum doer doer);
const char *trigger_name(enum trigger trigger);
