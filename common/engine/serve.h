/* The event socket: other programs follow this service's stream (PROTOCOL section 3).
 *
 * Live followers are served from the ring, late ones from PostgreSQL by a connection of its own, one query
 * at a time; both by credit. A slow follower waits alone: nothing is queued for it beyond SERVE_HIGH_WATER
 * messages of at most SERVE_BYTES_MAX. One that is silent for 10 s is forgotten. */
#pragma once

#include "common/error.h"
#include "common/socket.h"

struct engine;
struct serve;

enum {
    SERVE_FOLLOWERS_MAX = 1024,
    SERVE_CREDIT_MAX = 65536,
    SERVE_HIGH_WATER = 8,
    SERVE_BYTES_MAX = 512 * 1024,
    SERVE_SILENCE_MS = 10000,
    SERVE_POSITION_MS = 500,
};

enum error serve_open(struct engine *engine) MUST_CHECK;
void serve_close(struct engine *engine);
size_t serve_wait(struct serve *serve, struct waited *waited);

/* True when a follower's pipe is full: it must be tried again soon. */
bool serve_is_pressed(const struct serve *serve);

/* Reads requests, then sends what credit allows. */
void serve_turn(struct engine *engine);
