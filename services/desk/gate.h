/* What every command on a case passes before it is decided: actor, case, version, lease, table, role.
 *
 * The order is that of PROTOCOL section 7: who acts (missing_field, forbidden), whether there is such a case
 * (not_found; also for whoever the complaint is about and who leads them, in the same words), whether it is still the one the sender saw (conflict), whether the lease is still the sender's
 * (lease_lost), whether the table has such a step (illegal_transition with `legal`), whether this actor may
 * take it (forbidden). */
#pragma once

#include "services/desk/case_row.h"
#include "services/desk/transitions.h"

/* What a command says of the case that it is about. */
struct asked {
    struct uuid case_id;
    const struct text *case_no; /* for the message of not_found; may be NULL */
    int64_t version;
    bool has_version;
    int64_t lease_epoch;
    bool has_lease_epoch;
};

/* From the body of any command that has these members. */
#define ASKED(body)                                                                            \
    (&(struct asked                                                                            \
    ){.case_id = (body)->case_id,                                                              \
      .version = (body)->version,                                                              \
      .has_version = (body)->has_version})
#define ASKED_WITH_LEASE(body)                                                                 \
    (&(struct asked                                                                            \
    ){.case_id = (body)->case_id,                                                              \
      .version = (body)->version,                                                              \
      .has_version = (body)->has_version,                                                      \
      .lease_epoch = (body)->lease_epoch,                                                      \
      .has_lease_epoch = (body)->has_lease_epoch})

/* A command that passed. */
struct passed {
    struct queued_case *row;
    struct actor actor;
    const struct transition *transition;
};

/* actorid and actorrole of the message. ERROR_refused. */
enum error gate_actor(struct call *call, struct actor *ret_actor) MUST_CHECK;

/* All of it. ERROR_need, ERROR_refused. */
enum error
gate_pass(struct call *call, const struct asked *asked, struct passed *ret_passed) MUST_CHECK;

/* Whether this actor is whom the table names, recusal apart. */
bool gate_may(
    const struct queued_case *row,
    const struct actor *actor,
    enum doer doer,
    int64_t now_ms
);

/* Whether this actor hears that there is no such case: there is none that router has placed, or the actor is recused (CL-08),
 * who must not learn from a refusal that somebody has complained. */
bool gate_hides(
    const struct call *call,
    const struct queued_case *row,
    const struct actor *actor
);

/* not_found; the engine adds when to try again for an id that was just made (PROTOCOL section 2). */
enum error gate_not_found(struct call *call);

/* conflict when the sender has seen another version of the row; NULL: it named none. */
enum error
gate_version(struct call *call, const struct queued_case *row, const int64_t *version);

/* illegal_transition, with what is legal; why in both languages, the state is added. */
enum error gate_illegal(
    struct call *call,
    const struct queued_case *row,
    const char *why,
    const char *why_zh
);

/* The step of the table is taken: state, version, stored; then the reply. */
void gate_step(struct call *call, const struct passed *passed);
void gate_reply(struct call *call, const struct queued_case *row, bool with_lease);

/* row_seal for commands: refuses with not_found when the case's key is gone. */
enum error gate_seal(
    struct call *call,
    const struct queued_case *row,
    const char *path,
    struct text plain,
    struct sealed_value *ret_sealed
) MUST_CHECK;

/* The same, and nobody owns the case any more: the last question of a step that hands it on or ends it. */
enum error gate_seal_and_take(
    struct call *call,
    struct queued_case *row,
    const char *path,
    struct text plain,
    struct sealed_value *ret_sealed
) MUST_CHECK;

/* row_close, then the reply. */
void gate_end(
    struct call *call,
    const struct passed *passed,
    enum case_state state,
    enum close_cause cause
);

/* A reason that is only blanks is none. */
enum error gate_reason(struct call *call, struct text reason) MUST_CHECK;

/* The same for the field `reason` of the message that is answered: the check of all commands that ask for one, so that it is
 * missed together with what the codec misses (PROTOCOL section 2). */
enum error gate_check_reason(struct call *call, const void *body) MUST_CHECK;
