/* Shared by writer.c (states), writer_batches.c (what begins and ends a batch), load.c, attempt.c and letters.c (reads)
 * and commit.c (writes). */
#pragma once

#include "common/engine/engine.h"
#include "common/engine/record_sql.h"
#include "common/engine/records.h"
#include "common/engine/statements.h"
#include "common/store.h"

enum lane_state {
    LANE_idle,
    LANE_retry, /* holds a batch that is to be started (again) */
    LANE_loading,
    LANE_held,       /* decided, but touches rows of the batch before it */
    LANE_filling,    /* its statements are running */
    LANE_waiting,    /* they are done; the batch before it is not known to be committed */
    LANE_committing, /* head and COMMIT are out */
};

enum { LEASES_MAX = 8 };

struct leased {
    char sequence[NUMBER_SEQUENCE_BYTES_MAX];
    int64_t next;
};

/* What an election has read; it counts when its transaction is committed. */
struct taking {
    int64_t epoch_before, number, seq;
    uint8_t hash[32];
    struct text counts;
    bool clean;
};

/* One connection and the batch that it carries. */
struct lane {
    struct engine *engine;
    struct store *store;
    struct batch batch;
    enum lane_state state;
    bool loads_first;    /* the look-up of accepted keys is still to be sent */
    bool load_answered;  /* the group of loads is complete */
    bool suspects;       /* some of its messages must be tried alone: it is started again */
    bool waits_for_list; /* lists are asked only when the batch before is committed */
    bool sync_answered;
    bool committed;      /* the answer of COMMIT was good */
    bool needs_commit;   /* there is something to store */
    bool forgets;        /* its transaction removes all attempts */
    bool guarded;        /* the look-up of accepted keys stands in its transaction: guard.c */
    bool known;          /* … and has found one */
    bool asks;           /* this time it is looked up first */
    struct params guard; /* the keys */
    struct number_block numbers[NUMBER_SEQUENCES_MAX]; /* as they were before it took some */
    struct leased
        leased[LEASES_MAX]; /* blocks of numbers, to be used when their lease is committed */
    size_t leased_count;
    enum error error;
    int64_t since_us; /* of the state */
};

enum writer_state { WRITER_opening, WRITER_electing, WRITER_active };

enum {
    LANES_MAX = 2,
    STATEMENTS_MAX = 160,
    CAREFUL_MESSAGES = 2 * BATCH_MAX,
    CAREFUL_GROUP_MAX = 50
};

struct writer {
    enum writer_state state;
    struct lane lanes[LANES_MAX];
    size_t lane_count;
    const struct statement *statements[STATEMENTS_MAX];
    size_t statement_count;
    bool was_active;
    int64_t epoch;
    int64_t number; /* of the newest transaction whose statements went out */
    int64_t seq;    /* head after it */
    uint8_t hash[32];
    int64_t careful;      /* messages still to be tried with an attempt noted */
    bool forget_attempts; /* careful has ended: the next transaction removes what is left */
    int64_t parts_seq;    /* parts are made up to here */
    int32_t parts_month;
    int64_t next_try_us;
    int64_t backoff_ms;
    int64_t shown_us; /* when the counts were last shown as metrics */
    int64_t idle_commit_us;
    int64_t guard_again_us;  /* until then every batch is looked up first */
    int64_t events_since_us; /* events wait for company since; 0: none */
    bool parts_pending;      /* DDL is under way: nothing may be begun beside it */
    bool taken;              /* this election has taken the stream */
    int64_t asked_us;        /* when the question that is out was sent */
    bool asked;              /* an election question is out */
    bool finishing, finished;
    enum error fatal;
    struct taking taking;
    struct arena scratch;
};

/* writer_statements.c: what every connection prepares, each name once. */
void writer_add_statements(struct writer *writer, const struct service *service);

/* The lane that began before this one and is not finished; NULL when there is none. */
struct lane *lane_before(struct writer *writer, const struct lane *lane);

/* load.c: sends what is wanted; the lane's load_answered tells when all is there. */
void lane_load(struct lane *lane);
bool lane_touches(const struct lane *lane, const struct lane *earlier);

/* attempt.c: how many messages from batch->from on are tried together while the writer is careful, at most `limit`. */
size_t attempt_group(const struct batch *batch, size_t limit);
/* Names a message among the attempts; absent for what leaves no row: chores, slices, queries. */
struct bytes attempt_key(const struct item *item, struct arena *arena);
/* Notes that the range is about to be tried, when the writer is careful. */
void lane_note_attempts(struct lane *lane);

/* guard.c: whether a range that is about to be started may do without a look-up of its own; then the keys are noted. */
bool lane_may_guard(const struct lane *lane);
void lane_begin_guard(struct lane *lane);
/* What the engine's numbers are is what is given back. */
void lane_keep_numbers(struct lane *lane);
/* The first statement of its transaction; nothing when it is not guarded. */
void lane_send_guard(struct lane *lane);
/* One of its messages is known, or nothing of it is to be stored: everything is given back, and it is looked up first. */
void lane_drop_guard(struct engine *engine, struct lane *lane);

/* letters.c: asks which commands of the range wait as a dead letter. */
void lane_ask_letters(struct lane *lane);

/* commit.c: a statement whose failure is that of the lane. */
void lane_send(
    struct lane *lane,
    const struct statement *statement,
    const struct params *params
);
bool lane_has_effects(const struct lane *lane);
/* Between two slices of decisions: PostgreSQL stores the events so far while the rest is decided. */
void lane_fill_ahead(struct lane *lane);
/* Before a load amid decisions: what fill_ahead has sent is rolled back and will be sent again. */
void lane_take_back(struct lane *lane);
void lane_fill(struct lane *lane);
void lane_end(struct lane *lane); /* cursors, head, COMMIT */

/* commit_records.c: what the decisions have changed. A record that the service does not list ends the process. */
void lane_send_records(struct lane *lane);
/* What the other batch has counted already is not this transaction's; NULL when there is none. */
const int64_t *lane_deltas_beside(const struct writer *writer, const struct lane *lane);

/* Notes the first failure of a lane. */
void lane_fail(struct lane *lane, const struct store_failure *failure, const char *during);

/* writer_elect.c */
void writer_elect(struct engine *engine);
void writer_ensure_parts(struct engine *engine);
bool writer_parts_due(struct engine *engine);
/* All open connections reach the same server: an election on one says nothing about another. */
bool writer_lanes_agree(const struct writer *writer);

/* writer.c */
void lane_enter(struct lane *lane, enum lane_state state);
/* Gives the connections up. What was committing is in doubt; the election finds out. */
void writer_give_up(struct engine *engine, const char *why);

/* writer_batches.c: batches that failed come first and alone; then, when there is work, a lane takes some. */
void writer_begin_batches(struct engine *engine);
bool writer_has_work(struct engine *engine, bool beside_another);
/* Suspects were found among its messages: the range is taken anew, without them. */
void lane_begin_again(struct engine *engine, struct lane *lane);
/* A lane that carries a batch, or NULL. */
struct lane *writer_busy_lane(struct writer *writer);
bool lane_is_decided(const struct lane *lane);
/* Replies, events, Redis: in the order of batches, after the commit. */
void lane_release(struct engine *engine, struct lane *lane);
/* A batch that failed: by its data, then in halves until one message is left, which is set aside. */
void lane_failed(struct engine *engine, struct lane *lane);
