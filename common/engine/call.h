/* What a decision is given, and the verbs it has: load, emit, project (which follows from put), and reply.
 *
 * A decision is a pure function: it reads the call, records and the message; it changes its own copies of
 * records, emits events, fills the reply. The engine keeps all of that only when the decision returns OK.
 * When something is not loaded yet the loading verb returns NULL and the decision returns ERROR_need; the
 * engine loads it and runs the decision again, at most ROUNDS_MAX times; so a decision that wants several things
 * asks for all of them before it returns. */
#pragma once

#include "common/arena.h"
#include "common/engine/record.h"
#include "common/error.h"
#include "common/message.h"
#include "common/uuid.h"

enum { ROUNDS_MAX = 8, DECISION_EVENTS_MAX = 256 };

/* The case that an event is about; id zero: none. */
struct case_ref {
    struct uuid id;
    struct text no;
};

struct noted; /* see noted.h */

/* What the sender will be told. */
struct reply {
    struct case_ref of;
    struct bytes result; /* a MessagePack map, or absent */
    int64_t retry_after_ms;
    bool busy;   /* status `busy` instead of `rejected` */
    bool reload; /* policies, allow-list and keys are read anew once this is committed */
    struct faults faults;
    const struct text *legal; /* of illegal_transition: what would be legal */
    size_t legal_count;
    const struct noted *noted; /* counted once it is committed */
};

struct deciding; /* the engine's side */

struct call {
    int64_t now_ms;                /* fixed for the batch, monotone */
    const struct message *message; /* NULL for a chore */
    struct arena *arena;           /* lives as long as the batch */
    const void *policies;          /* the service's, pinned for the batch */
    struct reply *reply;
    struct deciding *deciding;
    size_t part; /* of a chore's turn */
};

/* The record with this key (16 bytes of an ID, or the text). NULL: return ERROR_need. A row that does not
 * exist is given zeroed but for its key, with head.exists false. The copy is the decision's own. */
void *call_record(struct call *call, const struct record_shape *shape, struct bytes key);
void *call_record_id(struct call *call, const struct record_shape *shape, struct uuid id);
void *call_record_text(struct call *call, const struct record_shape *shape, struct text key);

/* The record of an id that call_new_id made in this decision: there can be no row, so none is looked for. */
void *call_record_new(struct call *call, const struct record_shape *shape, struct uuid id);

/* The record of a key that only this message can make, such as its own place in its stream. */
void *
call_record_new_text(struct call *call, const struct record_shape *shape, struct text key);

/* The copy is to be stored, or the row removed. */
void record_put(void *record);
void record_remove(void *record);

/* The keys that answer a list; NULL: return ERROR_need. */
const struct key_list *
call_list(struct call *call, const struct list_shape *shape, struct bytes key);

/* The next number of a sequence, from blocks that are leased from PostgreSQL: unique for ever, never
 * repeated, may skip. 0: return ERROR_need. */
int64_t call_number(struct call *call, struct text sequence);

struct uuid call_new_id(struct call *call);

/* Appends an event of the service's stream; `data` is the struct of its type. Actor, trace and extensions of
 * the message that caused it are passed on. A decision has room for DECISION_EVENTS_MAX: one more is a programmer's error and
 * ends the service. */
void call_emit(struct call *call, int type, struct case_ref of, const void *data);

/* Adds a fault to the reply; returns ERROR_refused, so that it can be returned. `field` may be NULL. */
enum error
refuse(struct call *call, const char *code, const char *field, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* Whether the field has a fault already: what hangs on its value cannot be judged. */
bool call_has_refused(const struct call *call, const char *field);

/* A text of the body that is checked, whichever message it is: the message must have a field of that name. */
struct text call_text_of(const struct call *call, const void *body, const char *name);

/* For the sender: the case, and a result map. */
void call_reply_case(struct call *call, struct case_ref of);
void call_reply_result(struct call *call, const struct map_shape *shape, const void *result);

/* The case number or reference of the message that is being decided. */
struct case_ref call_case(const struct call *call);
