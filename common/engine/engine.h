/* The engine's inside: one struct that the files of this folder share. Services include service.h only.
 *
 * Who owns what:  gate – commands in, replies out · allow – who may · stream – head, ring of recent events ·
 * serve – followers of ours · follow – streams we follow · writer – connections, transactions, election ·
 * parked – dead letters and the cases behind them · projection – Redis · counts – the ledger's two counts. */
#pragma once

#include "common/clock.h"
#include "common/clock_watch.h"
#include "common/engine/allow.h"
#include "common/engine/batch.h"
#include "common/engine/counts.h"
#include "common/engine/follow.h"
#include "common/engine/gate.h"
#include "common/engine/overview.h"
#include "common/engine/parked.h"
#include "common/engine/projector.h"
#include "common/engine/senders.h"
#include "common/engine/serve.h"
#include "common/engine/service.h"
#include "common/engine/frame.h"
#include "common/engine/settings.h"
#include "common/engine/stream.h"
#include "common/engine/writer.h"
#include "common/engine/zap.h"
#include "common/http.h"
#include "common/log.h"
#include "common/metrics.h"
#include "common/socket.h"
#include "common/vault.h"

enum { NUMBER_SEQUENCES_MAX = 16, NUMBER_SEQUENCE_BYTES_MAX = 64 };

/* What is left of a leased block of numbers. */
struct number_block {
    char sequence[NUMBER_SEQUENCE_BYTES_MAX];
    int64_t next, end;
};

enum engine_phase { PHASE_standby, PHASE_active, PHASE_draining, PHASE_ended };

struct engine {
    const struct service *service;
    struct engine_settings settings;
    struct text source;      /* of our events: "/shouli/" and the stream's name */
    const char *stream_name; /* service name, or name.k for a partition */
    enum engine_phase phase;
    struct sockets *sockets;
    struct socket *zap;
    struct http *http;
    struct http_sources http_sources; /* borrowed by http for its life */
    struct curve_pair server_keys;    /* what clients know us by */
    struct curve_pair own_keys;       /* what we are as a client of other services */
    struct allow *allow;
    struct gate *gate;
    struct stream *stream;
    struct serve *serve;
    struct follows *follows;
    struct writer *writer;
    size_t store_first; /* which server of the URL is asked first */
    struct parked *parked;
    struct projector *projector; /* NULL: the service has none */
    struct overviews *overviews; /* NULL: no chore has one */
    struct counts *counts;
    struct senders senders;
    struct number_block numbers[NUMBER_SEQUENCES_MAX];
    size_t number_next; /* the block that is overwritten next */
    struct vault vault;
    struct arena policies_arena[2];
    struct policy_set policy_sets[2];
    int policies_turn; /* which of the two is in force */
    bool
        adopts; /* policies were read again: chores say so before anything is decided by them */
    bool reload;           /* SIGHUP came */
    bool bind_anew;        /* the servers' key has changed: once nothing is under way */
    bool open;             /* sockets are bound */
    int64_t open_since_us; /* when binding was first tried … */
    int64_t bind_again_us; /* … and when it is tried next */
    int signal_fd;
    int64_t *chore_due_ms;
    int64_t last_now_ms; /* of the newest batch: time never runs backwards */
    struct clock_watch clock;
    int64_t drain_until_ms;
    int64_t trial_applied; /* tests without streams: what call_upstream_applied compares with */
};

/* A number of the block in memory, 0 when it is used up. */
int64_t engine_take_number(struct engine *engine, struct text sequence);
void engine_add_numbers(struct engine *engine, struct text sequence, int64_t next, int64_t end);

/* By the enum of proto/messages.h; NULL for 0 and unknown ones. */
const struct message_shape *engine_message_shape(const struct engine *engine, int type);

/* yyyymm (UTC): the part of `accepted` that rows of this time go to. */
int32_t engine_month(int64_t ms);

/* The batch's now: the clock, but never earlier than the batch before, and without the steps of a clock that was set
 * (clock_watch.h): these are logged and counted. */
int64_t engine_now_ms(struct engine *engine);
