/* A trial: decisions of a service run as the engine runs them, without servers.
 *
 * Records and lists stand in memory; what a decision asks for is found there or is absent. After each message
 * the effects are kept, so that a test plays a history message by message, and Σ emitted events can be looked at. */
#pragma once

#include "common/engine/batch.h"
#include "common/engine/service.h"

struct trial;

/* `keys` of the vault: trials have one of their own. Policies are read from deploy/config. */
struct trial *trial_new(const struct service *service, int64_t now_ms);
void trial_destroy(struct trial **trial);

void trial_set_time(struct trial *trial, int64_t now_ms);
int64_t trial_time(const struct trial *trial);

/* What call->policies is, and others in its place, which outlive the trial: as a bank might have changed them. */
const void *trial_policies(const struct trial *trial);
void trial_set_policies(struct trial *trial, const void *policies);

/* What call_clock answers. */
struct clock_watch *trial_clock(struct trial *trial);

/* What call_upstream_applied answers: every followed stream had applied every other one up to `seq`. */
void trial_set_applied(struct trial *trial, int64_t seq);

/* A row that is there; copied. */
void trial_put(struct trial *trial, const struct record_shape *shape, const void *record);

/* The row as it is now; NULL when there is none. */
const void *
trial_record(struct trial *trial, const struct record_shape *shape, struct bytes key);
const void *
trial_record_id(struct trial *trial, const struct record_shape *shape, struct uuid id);

/* What a list answers from now on; keys are copied. Unscripted lists are empty. `busy`: Redis is away. */
void trial_list(
    struct trial *trial,
    const struct list_shape *shape,
    const struct bytes *keys,
    size_t count,
    bool busy
);

/* A message that the next call decides; the actor may be NULL. */
struct trial_message {
    int type;
    const void *body;
    struct uuid case_id; /* attribute of events; zero: none */
    const char *case_no;
    const char *actorid, *actorrole;
    const char *id;     /* default: a fresh one */
    const char *source; /* default "/test" */
    const char *stream; /* of an event: default the one of the service's reaction */
};

/* The answer lives until the trial ends. outcome tells how it went; reply has faults, case and result. */
const struct item *trial_command(struct trial *trial, const struct trial_message *message);
const struct item *trial_event(struct trial *trial, const struct trial_message *message);
/* Several events in one batch; the items follow each other. */
const struct item *
trial_events(struct trial *trial, const struct trial_message *messages, size_t count);
const struct item *trial_chore(struct trial *trial, const char *name);
/* A part of a wide chore's turn. */
const struct item *trial_chore_part(struct trial *trial, const char *name, size_t part);

/* Events emitted so far, and since the last message. */
size_t trial_event_count(const struct trial *trial);
/* The n-th from the end (0: the last): its type and decoded body; NULL when there are not so many. */
const void *
trial_emitted(struct trial *trial, size_t from_end, int *ret_type, struct case_ref *ret_of);
/* The newest event of a type, or NULL. */
const void *trial_last(struct trial *trial, int type);
