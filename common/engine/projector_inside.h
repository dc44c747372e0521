/* Shared by projector.c (connection and rebuild), projector_apply.c (what is applied) and projector_ask.c (lists
 * that Redis answers). */
#pragma once

#include <stdlib.h>

#include "common/engine/engine.h"
#include "common/redis.h"

enum {
    PROJECTOR_IN_FLIGHT_MAX = 64,
    PROJECTOR_WAITING_MAX = 4000,
    PROJECTOR_PIECE_WORDS = 4 * 200
};

enum projector_state { PROJECTOR_away, PROJECTOR_building, PROJECTOR_ready };

/* What one commit or slice changes in Redis. */
struct projection_ops {
    struct projection_ops *next;
    struct arena arena;
    struct text *words; /* op, set, member, score */
    size_t count, size;
    int64_t cursor;
};

struct projector {
    struct engine *engine;
    struct redis *redis;
    enum projector_state state, lost_in;
    bool resuming, stale;
    int64_t generation, rebuilds;
    int64_t cursor_made;
    struct projection_ops *first, *last, *unsent;
    size_t waiting, in_flight;
    bool slice_out, slices_done, switch_sent;
    uint8_t after[64];
    size_t after_length;
    int64_t next_try_us, heard_us, rebuild_began_us;
    struct batch *asking; /* whose lists are asked */
    size_t late;          /* answers to come that concern nobody any more */
    int64_t asked_us;
    struct arena scratch;
};

/* EVAL with service, epoch, generation and cursor before the words. */
void projector_eval(
    struct projector *projector,
    const char *lua,
    int64_t cursor,
    const struct text *words,
    size_t count,
    redis_handler *handler
);
void projector_take_plain(void *context, const struct redis_value *value);

/* Lists that were asked are answered `busy`. */
void projector_lists_busy(struct projector *projector);

/* … also when Redis takes too long. */
void projector_watch_lists(struct projector *projector);

/* True: Redis is not where we left it, or refuses. */
bool projector_is_stale(struct projector *projector, const struct redis_value *value);

/* projector_apply.c */
void projector_drop_waiting(struct projector *projector);
void projector_send_waiting(struct projector *projector);
