/* A batch: the messages that are loaded, decided and committed together.
 *
 * gather → load → decide → (load what was asked for, decide again) → commit → release. A batch keeps its
 * messages until each has an outcome; a transaction takes the range [from, to) of them, so that a batch that
 * fails can be tried again in halves and, after an unclean end, in small groups (attempt.c). */
#pragma once

#include "common/engine/service.h"
#include "common/engine/table.h"
#include "common/random.h"

enum { BATCH_MAX = 1000, BATCH_KEYS = 4096 };

enum item_kind { ITEM_command, ITEM_event, ITEM_chore, ITEM_slice, ITEM_replay };

enum outcome {
    OUTCOME_open,      /* not decided yet */
    OUTCOME_accepted,  /* effects are in the transaction */
    OUTCOME_answered,  /* a query: nothing to commit */
    OUTCOME_duplicate, /* accepted before */
    OUTCOME_rejected,
    OUTCOME_busy,
    OUTCOME_unavailable, /* the sender was told; never decided again */
    OUTCOME_set_aside,   /* becomes a dead letter in this transaction */
    OUTCOME_parked,      /* joins the queue behind its case's dead letter */
};

struct frame;
struct follow;
struct senders;

struct emitted {
    int type;
    struct case_ref of;
    struct bytes data; /* encoded body */
    const struct message *cause;
};

struct item {
    enum item_kind kind;
    enum outcome outcome;
    struct frame *frame;   /* ITEM_command: where the answer goes … */
    size_t element;        /* … and which of its elements it is */
    struct follow *follow; /* ITEM_event */
    const char *stream;    /* ITEM_event, ITEM_replay: where it came from */
    int64_t seq;
    int64_t position; /* ITEM_replay: in the queue of parked messages */
    uint8_t hash[32]; /* ITEM_event: of the chain, at seq */
    const struct chore *chore;
    size_t part; /* of the chore's turn */
    const struct answer *answer;
    const struct reaction *reaction;
    decision *decide;
    const struct record_shape *first;
    struct message message;
    struct reply reply;
    uint8_t key16[16];     /* SHA-256(source ‖ 0 ‖ id), first half */
    uint8_t content16[16]; /* SHA-256(type ‖ 0 ‖ bytes of data), first half */
    bool has_key;
    struct uuid case_id; /* of the event, or named by the command's body */
    bool has_case;
    int rounds;
    const char *set_aside_code; /* not NULL: poison, do not decide */
    bool aside_by_decision;     /* it was decided so: another try may end otherwise */
    const char *set_aside_reason;
    struct bytes stored_reply; /* OUTCOME_duplicate: what was answered then */
    struct bytes stored_envelope;
    struct emitted *emitted;
    size_t emitted_count;
    int64_t first_seq; /* of its first event, 0 when it has none */
    bool replied;
    bool attempted;               /* careful mode: this process has noted that it tries it */
    bool suspect;                 /* … and found that another one has ended meanwhile */
    const struct key_list *slice; /* ITEM_slice: the keys that were read */
    bool more;                    /* a chore that wants another turn at once */
};

/* An event that got its place in the stream. */
struct placed {
    int64_t seq;
    const struct item *item;
    struct uuid case_id;
    bool has_case;
    struct text case_no;
    const char *type;
    struct bytes envelope;
    uint8_t hash[32];
};

struct list_slot {
    const struct list_shape *shape;
    struct bytes key;
    bool asked, loaded;
    struct key_list list;
    size_t size;
    struct list_slot *next;  /* of the batch */
    struct list_slot *chain; /* of those whose keys are alike */
};

struct number_slot {
    struct text sequence;
    bool asked;
    struct number_slot *next;
};

struct cursor_move {
    struct follow *follow;
    int64_t seq;
    uint8_t hash[32];
};

struct batch {
    struct arena arena;
    int64_t now_ms;
    struct item *items;
    size_t count, size;
    size_t from, to; /* the range of the transaction under way */
    size_t decided;  /* items before this one have an outcome */
    size_t
        limit; /* how many a transaction takes at most; halved by failures, doubled by success */
    size_t bad_to; /* what failed lies before this one; 0: nothing did */
    size_t slice;  /* decisions made in one pass, of which a turn makes two; 0: all of them */
    int64_t decide_us; /* that the decisions of the transaction have taken so far */
    struct table table;
    struct list_slot *lists;
    struct list_slot **list_chains; /* the same by their keys; NULL until there is one */
    struct list_slot
        *given; /* of `lists`, those that were there when the batch began: overviews */
    struct number_slot *numbers; /* sequences that ran out */
    struct placed *placed;
    size_t placed_count, placed_size;
    size_t placed_sent;        /* of these the insert is out */
    bool begun;                /* BEGIN is out */
    struct cursor_move *moves; /* one for each stream that is followed */
    size_t move_count;
    /* Hash tables of BATCH_KEYS places, NULL until they are needed: */
    struct item **keys;    /* accepted commands of this transaction by key16 */
    struct item **lookups; /* commands whose key is being looked up */
    struct uuid *held;     /* cases whose later messages are not to be run in this pass */
    struct uuid *aside;    /* cases that have a message set aside in this transaction */
    size_t aside_count;
    const struct batch *before; /* the batch that is being committed before, or NULL */
    size_t unreadable;          /* of its messages were kept although they are none */
    struct senders *senders;    /* what this transaction adds to sender_day, or NULL */
    int64_t *count_deltas;      /* what this transaction adds to the ledger's counts */
    int64_t seq;                /* head after this batch */
    uint8_t hash[32];
    int64_t number;         /* of the transaction; 0 until its statements go out */
    const void *policies;   /* those that were in force when it was gathered, to its end … */
    int policies_turn;      /* … and which set of the engine's they are */
    struct tallies tallies; /* what the transaction under way adds to the metrics */
    bool wants;             /* something is in SLOT_wanted, or a list or number is */
    int64_t started_us;
};

/* One decision under way; struct call points to it. */
struct deciding {
    struct batch *batch;
    struct item *item;
    struct engine *engine;
    void *copies[256]; /* of records, in this decision */
    size_t copy_count;
    struct emitted emitted[DECISION_EVENTS_MAX];
    size_t emitted_count;
    bool wants;
};

void batch_begin(struct batch *batch, int64_t now_ms);
struct item *batch_add(struct batch *batch, enum item_kind kind);

/* A place in a table of BATCH_KEYS, from four bytes that are as good as random. */
size_t batch_key_place(const uint8_t *bytes);

/* Commands of the transaction whose key is looked up, by that key: all with it, one a call, NULL at the end. `tried`
 * begins as 0. */
void batch_begin_lookups(struct batch *batch);
void batch_add_lookup(struct batch *batch, struct item *item);
struct item *batch_lookup(const struct batch *batch, struct bytes key, size_t *tried);

void batch_add_key(struct batch *batch, struct item *item);
void batch_clear_keys(struct batch *batch);

/* True when it is settled because the same (source, id) was accepted or set aside a moment ago: same content, same
 * answer. */
bool batch_settle_by_key(struct batch *batch, struct item *item);

/* Adds it to what the batch asks for; there must be none of that shape and key. */
void batch_add_list(struct batch *batch, struct list_slot *slot);

/* Of what was asked for only `given` is left. */
void batch_keep_given_lists(struct batch *batch);

/* What was asked for under a key; NULL when it was not yet. */
struct list_slot *
batch_find_list(const struct batch *batch, const struct list_shape *shape, struct bytes key);

/* The key of the slot of an accepted command with the same (source, id) in this batch or the one that is being
 * committed; NULL when there is none. */
struct item *batch_find_key(const struct batch *batch, const uint8_t key16[16]);

/* The same (source, id) was accepted with other content: the sender is told; what is replayed has no sender, it
 * becomes a dead letter again (P5). */
void item_refuse_reused(struct item *item, struct arena *arena);

/* The batch before this one is committed and about to be forgotten. The look-up of accepted keys may have been
 * answered from before that commit, so what the two share is settled now. */
void batch_outlive(struct batch *batch);

/* The case of a message that was set aside: later messages of it wait. */
void batch_add_aside(struct batch *batch, const struct item *item);

/* True when the message is settled because its case is parked, or may be. */
bool batch_settle_parked(struct engine *engine, struct batch *batch, struct item *item);

/* Runs the decisions of [decided, to) in order until one needs something; later ones then run only to say
 * what they need. True when all have an outcome; else `wants` tells whether something is to be loaded first, or
 * only the slice is used up. */
bool batch_decide(struct engine *engine, struct batch *batch);

/* Forgets what the transaction under way has decided, so that it can be decided again. */
void batch_undo(struct engine *engine, struct batch *batch);

void batch_done(struct batch *batch);
