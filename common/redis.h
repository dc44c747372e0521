/* One connection to Redis, never waiting: the only place that knows hiredis.
 *
 * Commands are queued, sent when the socket takes them, and answered in order by a handler each. A connection
 * that fails drops its handlers unrun; the owner opens another after a back-off. */
#pragma once

#include "common/basics.h"

enum redis_state { REDIS_opening, REDIS_open, REDIS_broken };

enum redis_kind { REDIS_nil, REDIS_text, REDIS_int, REDIS_list, REDIS_error };

struct redis;
struct redis_value; /* alive during the handler */

typedef void redis_handler(void *context, const struct redis_value *value);

/* By an URL as redis_place.h reads it. With TLS nothing is sent, no password either, before the server has proved who it is. */
struct redis *redis_new(const char *url);
void redis_destroy(struct redis **redis);

enum redis_state redis_state(const struct redis *redis);
const char *redis_why(const struct redis *redis);
int redis_fd(const struct redis *redis);
bool redis_wants_write(const struct redis *redis);
void redis_turn(struct redis *redis);
size_t redis_pending(const struct redis *redis);

/* Words of one command; all are copied. `handler` may be NULL. */
void redis_send(
    struct redis *redis,
    const struct text *words,
    size_t count,
    redis_handler *handler,
    void *context
);

enum redis_kind redis_kind(const struct redis_value *value);
struct text redis_text(const struct redis_value *value);
int64_t redis_int(const struct redis_value *value);
size_t redis_count(const struct redis_value *value);
const struct redis_value *redis_at(const struct redis_value *value, size_t index);
