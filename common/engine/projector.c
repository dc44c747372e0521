/* See projector.h. A rebuild is a new generation that is filled by the list of what is to be applied. */
#include "common/engine/projector_inside.h"

#include <stdio.h>

#include "common/memory.h"

enum { RETRY_US = 100 * 1000, SILENCE_US = 2 * 1000 * 1000 };

/* A generation that was being built and is given up is removed with its sets. */
static const char begin_lua[] =
    "local old = redis.call('GET', ARGV[1] .. ':building')\n"
    "if old and old ~= ARGV[3] and old ~= redis.call('GET', ARGV[1] .. ':active') then\n"
    "  local o = ARGV[1] .. ':' .. old\n"
    "  for _, set in ipairs(redis.call('SMEMBERS', o .. ':sets')) do redis.call('UNLINK', o .. "
    "':z:' .. set) end\n"
    "  for _, set in ipairs(redis.call('ZRANGE', o .. ':z:index', 0, -1)) do "
    "redis.call('UNLINK', "
    "o .. ':z:' .. set) end\n"
    "  redis.call('UNLINK', o .. ':sets', o .. ':z:index', o .. ':state')\n"
    "end\n"
    "redis.call('SET', ARGV[1] .. ':building', ARGV[3])\n"
    "redis.call('HSET', ARGV[1] .. ':' .. ARGV[3] .. ':state', 'epoch', ARGV[2], 'cursor', "
    "ARGV[4])\n"
    "return 'OK'\n";

static const char switch_lua[] =
    "local p = ARGV[1] .. ':' .. ARGV[3]\n"
    "local s = redis.call('HMGET', p .. ':state', 'epoch', 'cursor')\n"
    "if s[1] ~= ARGV[2] or s[2] ~= ARGV[4] then return 'STALE' end\n"
    "local old = redis.call('GET', ARGV[1] .. ':active')\n"
    "redis.call('SET', ARGV[1] .. ':active', ARGV[3])\n"
    "if old and old ~= ARGV[3] then\n"
    "  local o = ARGV[1] .. ':' .. old\n"
    "  for _, set in ipairs(redis.call('SMEMBERS', o .. ':sets')) do redis.call('UNLINK', o .. "
    "':z:' .. set) end\n"
    "  for _, set in ipairs(redis.call('ZRANGE', o .. ':z:index', 0, -1)) do "
    "redis.call('UNLINK', "
    "o .. ':z:' .. set) end\n"
    "  redis.call('UNLINK', o .. ':sets', o .. ':z:index', o .. ':state')\n"
    "end\n"
    "return 'OK'\n";

struct projector *projector_new(struct engine *engine)
{
    struct projector *projector = memory_new(1, sizeof(*projector));

    projector->engine = engine;
    projector->state = PROJECTOR_away;
    return projector;
}

void projector_destroy(struct projector **projector)
{
    if (!*projector)
        return;
    projector_drop_waiting(*projector);
    redis_destroy(&(*projector)->redis);
    arena_done(&(*projector)->scratch);
    memory_free(*projector);
    *projector = NULL;
}

size_t projector_wait(struct projector *projector, struct waited *waited)
{
    if (!projector->redis || redis_fd(projector->redis) < 0)
        return 0;
    *waited = (struct waited
    ){.fd = redis_fd(projector->redis), .want_write = redis_wants_write(projector->redis)};
    return 1;
}

/* Everything in Redis is worthless: the next generation is built from the rows. */
static void begin_rebuild(struct projector *projector, const char *why)
{
    struct engine *engine = projector->engine;

    projector_drop_waiting(projector);
    projector_lists_busy(projector);
    projector->generation = writer_epoch(engine->writer) * 1000000 + ++projector->rebuilds;
    projector->cursor_made = 0;
    projector->state = PROJECTOR_building;
    projector->slice_out = false;
    projector->slices_done = false;
    projector->switch_sent = false;
    projector->after_length = 0;
    projector->rebuild_began_us = clock_monotone_us();
    metric_set(METRIC_shouli_projection_ready, 0);
    metric_set(METRIC_shouli_projection_generation, projector->generation);
    log_info(
        "projection.rebuild",
        LOG_STRING("why", why),
        LOG_INT("generation", projector->generation)
    );
    projector_eval(projector, begin_lua, 0, NULL, 0, projector_take_plain);
}

void projector_eval(
    struct projector *projector,
    const char *lua,
    int64_t cursor,
    const struct text *words,
    size_t count,
    redis_handler *handler
)
{
    struct arena *arena = &projector->scratch;

    arena_reset(arena);
    struct text *all = ARENA_ARRAY(arena, struct text, count + 7);
    all[0] = TEXT("EVAL");
    all[1] = text_of(lua);
    all[2] = TEXT("0");
    all[3] = text_of(projector->engine->stream_name);
    all[4] = arena_format(arena, "%lld", (long long)writer_epoch(projector->engine->writer));
    all[5] = arena_format(arena, "%lld", (long long)projector->generation);
    all[6] = arena_format(arena, "%lld", (long long)cursor);
    if (count)
        memcpy(all + 7, words, count * sizeof(*words));
    redis_send(projector->redis, all, count + 7, handler, projector);
}

/* Only an answer is a sign of life: a server that hangs takes connections, too. */
static void hear(struct projector *projector)
{
    projector->heard_us = clock_monotone_us();
    metric_set(METRIC_shouli_redis_up, 1);
}

bool projector_is_stale(struct projector *projector, const struct redis_value *value)
{
    hear(projector);
    if (redis_kind(value) == REDIS_error) {
        log_limited(LOG_warn, 1, "projection.refused", LOG_TEXT("why", redis_text(value)));
        return true;
    }
    return redis_kind(value) == REDIS_text && text_is(redis_text(value), "STALE");
}

void projector_take_plain(void *context, const struct redis_value *value)
{
    struct projector *projector = context;

    if (projector_is_stale(projector, value))
        projector->stale = true;
}

static void take_switched(void *context, const struct redis_value *value)
{
    struct projector *projector = context;

    if (projector_is_stale(projector, value)) {
        projector->stale = true;
        return;
    }
    projector->state = PROJECTOR_ready;
    metric_set(METRIC_shouli_projection_ready, 1);
    log_info(
        "projection.ready",
        LOG_INT("generation", projector->generation),
        LOG_INT("took_ms", (clock_monotone_us() - projector->rebuild_began_us) / 1000)
    );
}

/* The connection is new: is what Redis has where we left it? What it applied without our knowing is dropped. */
static void take_cursor(void *context, const struct redis_value *value)
{
    struct projector *projector = context;
    bool fits = redis_kind(value) == REDIS_list && redis_count(value) == 2 &&
                redis_kind(redis_at(value, 0)) == REDIS_text &&
                redis_kind(redis_at(value, 1)) == REDIS_text;
    int64_t cursor = fits ? strtoll(redis_text(redis_at(value, 1)).at, NULL, 10) : -1;

    projector->resuming = false;
    hear(projector);
    if (!fits || strtoll(redis_text(redis_at(value, 0)).at, NULL, 10) !=
                     writer_epoch(projector->engine->writer)) {
        projector->stale = true;
        return;
    }
    while (projector->first && projector->first->cursor <= cursor) {
        struct projection_ops *done = projector->first;
        projector->first = done->next;
        projector->waiting--;
        arena_done(&done->arena);
        memory_free(done);
    }
    if (!projector->first)
        projector->last = NULL;
    projector->unsent = projector->first;
    projector->in_flight = 0;
    int64_t next = projector->first ? projector->first->cursor : projector->cursor_made + 1;
    if (next != cursor + 1)
        projector->stale = true;
}

static void resume(struct projector *projector)
{
    struct arena *arena = &projector->scratch;

    arena_reset(arena);
    struct text words[] = {
        TEXT("HMGET"),
        arena_format(
            arena,
            "%s:%lld:state",
            projector->engine->stream_name,
            (long long)projector->generation
        ),
        TEXT("epoch"),
        TEXT("cursor"),
    };
    projector->resuming = true;
    projector->in_flight = PROJECTOR_IN_FLIGHT_MAX;
    redis_send(projector->redis, words, LENGTH(words), take_cursor, projector);
}

static void lose(struct projector *projector, const char *why)
{
    log_limited(LOG_warn, 1, "projection.redis_away", LOG_STRING("why", why));
    redis_destroy(&projector->redis);
    projector_lists_busy(projector);
    projector->late = 0;
    projector->next_try_us = clock_monotone_us() + RETRY_US;
    if (projector->state != PROJECTOR_away)
        projector->lost_in = projector->state;
    projector->state = PROJECTOR_away;
    projector->in_flight = 0;
    projector->resuming = false;
    projector->stale = false;
    metric_set(METRIC_shouli_redis_up, 0);
    metric_set(METRIC_shouli_projection_ready, 0);
}

static void connect_again(struct projector *projector)
{
    int64_t now_us = clock_monotone_us();

    if (now_us < projector->next_try_us)
        return;
    if (!projector->redis) {
        projector->redis = redis_new(projector->engine->settings.redis_url.hidden.at);
        projector->heard_us = now_us;
    }
    redis_turn(projector->redis);
    if (redis_state(projector->redis) == REDIS_broken) {
        lose(projector, redis_why(projector->redis));
        return;
    }
    if (redis_state(projector->redis) != REDIS_open) {
        if (now_us - projector->heard_us > SILENCE_US)
            lose(projector, "no greeting");
        return;
    }
    projector->heard_us = now_us;
    if (projector->generation && projector->lost_in == PROJECTOR_ready) {
        projector->state = PROJECTOR_ready;
        metric_set(METRIC_shouli_projection_ready, 1);
        resume(projector);
    } else {
        begin_rebuild(projector, "no generation");
    }
}

static void look_after(struct projector *projector)
{
    int64_t now_us = clock_monotone_us();

    if (redis_state(projector->redis) == REDIS_broken) {
        lose(projector, redis_why(projector->redis));
        return;
    }
    if (redis_pending(projector->redis) == 0)
        projector->heard_us = now_us;
    if (now_us - projector->heard_us > SILENCE_US) {
        lose(projector, "no answer");
        return;
    }
    if (projector->stale) {
        /* On a new connection, so that no late answer is taken for one of the next generation. */
        metric_add(METRIC_shouli_projection_stale_total, 1);
        lose(projector, "stale");
        projector->lost_in = PROJECTOR_away;
        return;
    }
    if (!projector->resuming)
        projector_send_waiting(projector);
    if (projector->state == PROJECTOR_building && projector->slices_done &&
        !projector->waiting && !projector->switch_sent) {
        projector->switch_sent = true;
        projector_eval(projector, switch_lua, projector->cursor_made, NULL, 0, take_switched);
    }
}

void projector_turn(struct engine *engine)
{
    struct projector *projector = engine->projector;

    if (!writer_is_active(engine->writer))
        return;
    if (projector->state == PROJECTOR_away) {
        connect_again(projector);
        return;
    }
    redis_turn(projector->redis);
    look_after(projector);
    projector_watch_lists(projector);
}
