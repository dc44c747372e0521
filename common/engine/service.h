/* A service is a table and the functions it names; main.c shows all of it.
 *
 * The engine does the rest: sockets, security, batches, transactions, idempotency, the stream of events,
 * following other streams, dead letters, stand-by, drain, metrics, health. See DESIGN.md section 3. */
#pragma once

#include "common/engine/call.h"
#include "common/engine/tallies.h"
#include "common/yaml.h"

typedef enum error decision(struct call *call, const void *body);

/* A command or query that the service answers. */
struct answer {
    int type;
    decision *decide;
    const struct record_shape *first; /* loaded ahead by the case the body names; may be NULL */
    bool by_staff; /* actorid and actorrole are required (PROTOCOL section 7) */
    /* What `decide` refuses by the body alone. Run on message->read, where anything may be absent, when the codec has
     * refused fields, so that the sender learns of all faults at once. Neither loads nor emits. May be NULL. */
    decision *check;
};

/* An event of another stream that it follows; the first that fits counts. Of any type: only its envelope is decoded, the
 * body that the decision gets is NULL, or may be, and an event whose body cannot be read is as good as any other. */
struct reaction {
    const char *stream;
    int type; /* 0: any */
    decision *decide;
    const struct record_shape *first; /* loaded ahead by caseid; may be NULL */
};

/* Something done by time; `more` of the call's reply.busy asks for another turn at once. A list that is slow to read
 * (it counts many rows) is asked beside the writer, see overview.h, under `key` of the service's stream; without one
 * under the empty key. */
struct chore {
    const char *name;
    int64_t every_ms;
    enum error (*decide)(struct call *call);
    const struct list_shape *overview; /* NULL: the chore reads nothing slow */
    struct bytes (*overview_key)(struct arena *arena, const char *stream);
};

#define CHORE(name, every_ms, decide)                                                          \
    {                                                                                          \
        (name), (every_ms), (decide), NULL, NULL                                               \
    }
#define OVERVIEW(name, every_ms, decide, list, key)                                            \
    {                                                                                          \
        (name), (every_ms), (decide), &(list), (key)                                           \
    }

/* Typed entries: a function for another message does not compile. The cast is between functions that differ
 * in the type of a data pointer only. */
#define DECISION(message_name, function)                                                       \
    ((decision                                                                                 \
          *)(1 ? (function) : (enum error(*)(struct call *, const struct message_name *))NULL) \
    )
#define ANSWER(message_name, function, first_record)                                           \
    {                                                                                          \
        MESSAGE_##message_name##_v1, DECISION(message_name, function), (first_record), false,  \
            NULL                                                                               \
    }
#define CHECKED_ANSWER(message_name, function, check_function, first_record)                   \
    {                                                                                          \
        MESSAGE_##message_name##_v1, DECISION(message_name, function), (first_record), false,  \
            DECISION(message_name, check_function)                                             \
    }
#define STAFF_ANSWER(message_name, function, first_record)                                     \
    {                                                                                          \
        MESSAGE_##message_name##_v1, DECISION(message_name, function), (first_record), true,   \
            NULL                                                                               \
    }
/* The check is a decision: one that looks at any message, or DECISION of one. */
#define CHECKED_STAFF_ANSWER(message_name, function, check, first_record)                      \
    {                                                                                          \
        MESSAGE_##message_name##_v1, DECISION(message_name, function), (first_record), true,   \
            (check)                                                                            \
    }
#define ON(stream_name, message_name, function, first_record)                                  \
    {                                                                                          \
#stream_name, MESSAGE_##message_name##_v1, DECISION(message_name, function),           \
            (first_record)                                                                     \
    }

/* What Redis holds of a service's rows: sorted sets of members with a score. */
struct projection_ops;

/* The vault's key, for decisions that seal, open and search personal fields. */
struct vault;
const struct vault *call_vault(const struct call *call);

/* Whether the host's clock was set; see clock_watch.h. */
struct clock_watch;
const struct clock_watch *call_clock(const struct call *call);

/* The policies in force, for the chore that announces them. */
const struct policy_set *call_policy_set(const struct call *call);

/* The ledger's two counts, by index from 0; false at the end. Names as in counts.h; of a followed stream, types. */
bool call_count(
    const struct call *call,
    size_t index,
    struct text *ret_name,
    int64_t *ret_count
);
const char *call_cursor(const struct call *call, size_t index, int64_t *ret_seq);
bool call_cursor_count(
    const struct call *call,
    size_t cursor,
    size_t index,
    struct text *ret_type,
    int64_t *ret_count
);
const char *call_stream(const struct call *call, int64_t *ret_seq);

/* My durable cursor of `stream` has reached a position at which `stream` had applied `of` up to `seq`: whatever
 * `stream` does because of it is known here (DESIGN.md section 3, `applied`). */
bool call_upstream_applied(
    const struct call *call,
    const char *stream,
    const char *of,
    int64_t seq
);

enum { PROJECTION_SLICE = 200 };

/* Member `member` belongs into `set` with `score`, or into none; later words about one member win. */
void projection_add(
    struct projection_ops *ops,
    const char *set,
    struct bytes member,
    int64_t score
);
void projection_remove(struct projection_ops *ops, const char *set, struct bytes member);

/* The same with a set whose name is a letter and a number: while it has members the sorted set `index` holds its name with
 * that number as score. */
void projection_add_numbered(
    struct projection_ops *ops,
    const char *set,
    struct bytes member,
    int64_t score
);
void projection_remove_numbered(
    struct projection_ops *ops,
    const char *set,
    struct bytes member
);

struct projection {
    const struct record_shape *record;
    /* Rebuilding: its key is the last key of the slice before ("" first), it answers the next PROJECTION_SLICE keys (or
     * slice_keys) in ascending order, fewer at the end. */
    const struct list_shape *slice;
    /* before and after are NULL where there was or is no row. Pure. */
    void (*project)(struct projection_ops *ops, const void *before, const void *after);
    /* Lua that answers list_shapes with `redis`, see projector.h; NULL when there are none. */
    const char *propose_lua;
    size_t slice_keys; /* 0: PROJECTION_SLICE */
    /* Not NULL: the slice's rows are whole records of this shape, for project_slice; else `record` is loaded by key. */
    const struct record_shape *slice_record;
    void (*project_slice)(struct projection_ops *ops, const void *record);
};

/* A policy file that was read: what policy.adopted says of it. */
struct policy_file {
    struct text name;
    struct text version;
    uint8_t sha256[32];
};

enum { POLICY_FILES_MAX = 48 }; /* all are adopted in one decision, an event each */

/* All policies of a service, read and checked together; they change together, between two batches. */
struct policy_set {
    const void *policies; /* the service's own struct; decisions get it as call->policies */
    struct policy_file file[POLICY_FILES_MAX];
    size_t count;
    struct text faults; /* lines; absent when all is well */
};

/* Notes a file that was read: its SHA-256 is taken here. ERROR_config when it cannot be read. */
enum error policy_note(
    struct policy_set *set,
    struct arena *arena,
    const char *name,
    struct text version,
    const char *path
) MUST_CHECK;

/* Opens `folder`/`name`.yaml, to be read by whoever knows it; ERROR_config with the faults in the set. */
enum error policy_open(
    struct policy_set *set,
    struct arena *arena,
    const char *folder,
    const char *name,
    struct yaml *ret_yaml
) MUST_CHECK;

/* After that: notes the file with its `version`; ERROR_config with what was found wrong in it. */
enum error
policy_close(struct policy_set *set, const char *folder, const char *name, struct yaml *yaml)
    MUST_CHECK;

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
    /* Events may wait so long for company, so that a trickle does not cost a transaction each, until so many are together
     * (0: as many as are worth a second transaction, overlap_min). Commands never wait. */
    int patience_ms;
    size_t company;
    /* What a decision's change of a row counts; before and after are NULL where there was or is no row. Pure. NULL: the
     * service counts nothing of its own. */
    void (*tally
    )(struct tallies *tallies,
      const struct record_shape *shape,
      const void *before,
      const void *after);
    /* A chore whose turn, when it asked for one at once, is decided in so many parts (call->part 0, 1 …), each a decision
     * of its own in the same batch. */
    const struct chore *wide_chore;
    size_t wide_parts;
    /* Reads all policy files; ERROR_config with the faults. NULL: the service has none. */
    enum error (*policies_load
    )(struct arena *arena, const char *config_directory, struct policy_set *ret_set);
    /* Shows as 0 the counters of the service that alerts look at, as watch_begin does those of all; a standby too, so that
     * what it counts when it takes over has risen. NULL: it has none. */
    void (*show)(void);
};

/* The main function of every service: options --help, --check-config, --health, --version, --settings. */
int service_main(const struct service *service, int argc, char **argv);
