/* A service is a table and the functions it names; main.c shows all of it.
 *
 * The engine does the rest: sockets, security, batches, transactions, idempotency, the stream of events,
 * following other streams, dead letters, stand-by, drain, metrics, health. See DESIGN.md section 3. */
#pragma once

#include "common/engine/call.h"
#include "common/yaml.h"

typedef enum error decision(struct call *call, const void *body);

/* A command or query that the service answers. */
struct answer {
    int type;
    decision *decide;
    const struct record_shape *first; /* loaded ahead by the case the body names; may be NULL */
};

/* An event of another stream that it follows. */
struct reaction {
    const char *stream;
    int type;
    decision *decide;
    const struct record_shape *first; /* loaded ahead by caseid; may be NULL */
};

/* Something done by time; `more` of the call's reply.busy asks for another turn at once. */
struct chore {
    const char *name;
    int64_t every_ms;
    enum error (*decide)(struct call *call);
};

/* Typed entries: a function for another message does not compile. The cast is between functions that differ
 * in the type of a data pointer only. */
#define ANSWER(message_name, function, first_record)                                                   \
    {                                                                                                  \
        MESSAGE_##message_name##_v1,                                                                   \
            (decision                                                                                  \
                 *)(1 ? (function) : (enum error(*)(struct call *, const struct message_name *))NULL), \
            (first_record)                                                                             \
    }
#define ON(stream_name, message_name, function, first_record)                                          \
    {                                                                                                  \
#stream_name, MESSAGE_##message_name##_v1,                                                     \
            (decision                                                                                  \
                 *)(1 ? (function) : (enum error(*)(struct call *, const struct message_name *))NULL), \
            (first_record)                                                                             \
    }

/* What Redis holds of a service's rows: sorted sets of members with a score. */
struct projection_ops;

/* Member `member` belongs into `set` with `score`, or into none; later words about one member win. */
void projection_add(
    struct projection_ops *ops,
    const char *set,
    struct bytes member,
    int64_t score
);
void projection_remove(struct projection_ops *ops, const char *set, struct bytes member);

struct projection {
    const struct record_shape *record;
    const struct statement
        *slice; /* $1 text: after this key, $2 bigint limit → keys, ascending */
    /* before and after are NULL where there was or is no row. Pure. */
    void (*project)(struct projection_ops *ops, const void *before, const void *after);
    const char *propose_lua; /* answers list_shapes with `redis`; NULL when there are none */
};

/* A policy file: parsed into the service's own struct. */
struct policy {
    const char *name; /* "routes": <config dir>/routes.yaml */
    const char *file;
};

struct service {
    const char *name;
    int port; /* offset from SHOULI_PORT_BASE: 10, 20 … */
    const struct catalogue *catalogue;
    const struct answer *answers;
    size_t answer_count;
    const struct reaction *reactions;
    size_t reaction_count;
    const struct chore *chores;
    size_t chore_count;
    const struct record_shape *const *records;
    size_t record_count;
    const struct list_shape *const *lists;
    size_t list_count;
    const struct projection *projection; /* NULL: no Redis */
    const struct policy *policies;
    size_t policy_count;
    /* Reads all policy files; the result is given to decisions as call->policies until the next reload.
     * NULL with the faults in `yaml` when one is wrong. */
    const void *(*policies_load
    )(struct arena *arena, const char *config_directory, struct text *ret_faults);
    /* Called once in the process before the first decision, e.g. to open the vault; may be NULL. */
    enum error (*start)(const char *keys_directory, struct text *ret_fault);
};

/* The main function of every service: options --help, --check-config, --version, --settings. */
int service_main(const struct service *service, int argc, char **argv);
