/* See redis.h. hiredis formats and parses; reading and writing is done when the loop says so. */
#include "common/redis.h"

#include <hiredis/hiredis.h>
#include <stdio.h>
#include <sys/socket.h>
#include <errno.h>

#include "common/memory.h"
#include "common/metrics.h"
#include "common/redis_place.h"
#include "common/tls.h"

enum { PENDING_MAX = 4096, TLS_BYTES = 16384 };

struct awaited {
    redis_handler *handler;
    void *context;
};

struct redis {
    enum redis_state state;
    redisContext *context;
    struct tls *tls; /* NULL without it, and until the socket is connected */
    struct awaited awaited[PENDING_MAX]; /* a ring */
    size_t first, count;
    bool wants_write;
    char why[128];
    struct redis_place place;
};

static void break_off(struct redis *redis, const char *why)
{
    snprintf(redis->why, sizeof(redis->why), "%s", why);
    redis->state = REDIS_broken;
    redis->count = 0;
    redis->wants_write = false;
}

static void check_login(void *context, const struct redis_value *value)
{
    struct redis *redis = context;

    if (redis_kind(value) == REDIS_error)
        break_off(redis, "Redis refused the password");
}

static void log_in(struct redis *redis)
{
    const struct redis_place *place = &redis->place;
    struct text words[] = {TEXT("AUTH"), text_of(place->user), text_of(place->password)};

    if (!place->password[0])
        return;
    if (!place->user[0])
        words[1] = words[2];
    redis_send(redis, words, place->user[0] ? 3 : 2, check_login, redis);
}

struct redis *redis_new(const char *url)
{
    struct redis *redis = memory_new(1, sizeof(*redis));
    const struct redis_place *place = &redis->place;
    const char *wrong = redis_place_read(url, &redis->place);

    if (wrong) {
        break_off(redis, wrong);
        return redis;
    }
    redis->context = place->way == REDIS_by_socket
                         ? redisConnectUnixNonBlock(place->path)
                         : redisConnectNonBlock(place->host, place->port);
    if (!redis->context || redis->context->err) {
        break_off(redis, redis->context ? redis->context->errstr : "out of memory");
        return redis;
    }
    redis->wants_write = true;
    log_in(redis);
    return redis;
}

void redis_destroy(struct redis **redis)
{
    if (!*redis)
        return;
    tls_destroy(&(*redis)->tls);
    if ((*redis)->context)
        redisFree((*redis)->context);
    memory_free(*redis);
    *redis = NULL;
}

enum redis_state redis_state(const struct redis *redis)
{
    return redis->state;
}

const char *redis_why(const struct redis *redis)
{
    return redis->why;
}

int redis_fd(const struct redis *redis)
{
    return redis->state == REDIS_broken ? -1 : redis->context->fd;
}

bool redis_wants_write(const struct redis *redis)
{
    if (redis->tls && !tls_is_open(redis->tls))
        return redis->state != REDIS_broken && tls_wants_write(redis->tls);
    return redis->state != REDIS_broken && redis->wants_write;
}

size_t redis_pending(const struct redis *redis)
{
    return redis->count;
}

void redis_send(
    struct redis *redis,
    const struct text *words,
    size_t count,
    redis_handler *handler,
    void *context
)
{
    if (redis->state == REDIS_broken)
        return;
    if (redis->count == PENDING_MAX) {
        break_off(redis, "too much waits for Redis");
        return;
    }
    const char **at = memory_new(count, sizeof(*at));
    size_t *lengths = memory_new(count, sizeof(*lengths));
    for (size_t i = 0; i < count; i++) {
        at[i] = words[i].at ? words[i].at : "";
        lengths[i] = words[i].length;
    }
    int appended = redisAppendCommandArgv(redis->context, (int)count, at, lengths);
    memory_free(at);
    memory_free(lengths);
    if (appended != REDIS_OK) {
        break_off(redis, redis->context->errstr);
        return;
    }
    redis->awaited[(redis->first + redis->count++) % PENDING_MAX] =
        (struct awaited){handler, context};
    redis->wants_write = true;
}

/* Nothing of ours is sent before the server has proved who it is. */
static bool is_greeted(struct redis *redis)
{
    const struct redis_place *place = &redis->place;
    const struct tls_wish wish =
        {place->authority, place->certificate, place->key, place->name};

    if (!redis->tls)
        redis->tls = tls_new(redis->context->fd, &wish);
    if (!tls_greet(redis->tls))
        break_off(redis, tls_why(redis->tls));
    return tls_is_open(redis->tls);
}

static bool is_connected(struct redis *redis)
{
    int error = 0;
    socklen_t length = sizeof(error);

    if (redis->state == REDIS_open)
        return true;
    if (getsockopt(redis->context->fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error) {
        break_off(redis, strerror(error ? error : errno));
        return false;
    }
    if (redis->place.way == REDIS_by_tls && !is_greeted(redis))
        return false;
    redis->state = REDIS_open;
    return true;
}

/* As redisBufferWrite and redisBufferRead do without TLS. */
static bool write_sealed(struct redis *redis)
{
    while (sdslen(redis->context->obuf) > 0) {
        ssize_t put = tls_write(redis->tls, redis->context->obuf, sdslen(redis->context->obuf));
        if (put <= 0)
            return put == 0;
        sdsrange(redis->context->obuf, (int)put, -1);
    }
    redis->wants_write = false;
    return true;
}

static bool read_sealed(struct redis *redis)
{
    char bytes[TLS_BYTES];
    ssize_t got;

    while ((got = tls_read(redis->tls, bytes, sizeof(bytes))) > 0) {
        if (redisReaderFeed(redis->context->reader, bytes, (size_t)got) != REDIS_OK)
            return false;
    }
    return got == 0;
}

static void write_out(struct redis *redis)
{
    int done = 0;

    if (redis->tls) {
        if (!write_sealed(redis))
            break_off(redis, tls_why(redis->tls));
        return;
    }
    while (redis->wants_write && !done) {
        if (redisBufferWrite(redis->context, &done) != REDIS_OK) {
            if (redis->state == REDIS_opening && errno == ENOTCONN)
                return;
            break_off(redis, redis->context->errstr);
            return;
        }
        if (!done)
            return;
        redis->wants_write = false;
    }
}

static bool read_in(struct redis *redis)
{
    if (redis->tls ? read_sealed(redis) : redisBufferRead(redis->context) == REDIS_OK)
        return true;
    break_off(redis, redis->tls ? tls_why(redis->tls) : redis->context->errstr);
    return false;
}

/* By the word that Redis begins its refusals with: OOM, MISCONF, NOPERM, LOADING … */
static void count_refusal(const redisReply *reply)
{
    char code[24];
    size_t length = strspn(reply->str, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    snprintf(code, sizeof(code), "%.*s", (int)length, reply->str);
    metric_add_labelled(
        METRIC_shouli_redis_failures_total,
        1,
        length && length < sizeof(code) ? code : "other"
    );
}

void redis_turn(struct redis *redis)
{
    void *reply = NULL;

    if (redis->state == REDIS_broken || !is_connected(redis))
        return;
    if (redis->wants_write)
        write_out(redis);
    if (redis->state == REDIS_broken)
        return;
    if (!read_in(redis))
        return;
    while (redis->state == REDIS_open && redis->count) {
        if (redisGetReplyFromReader(redis->context, &reply) != REDIS_OK) {
            break_off(redis, redis->context->errstr);
            return;
        }
        if (!reply)
            return;
        struct awaited awaited = redis->awaited[redis->first];
        redis->first = (redis->first + 1) % PENDING_MAX;
        redis->count--;
        if (((const redisReply *)reply)->type == REDIS_REPLY_ERROR)
            count_refusal(reply);
        if (awaited.handler)
            awaited.handler(awaited.context, reply);
        freeReplyObject(reply);
    }
}

static const redisReply *reply_of(const struct redis_value *value)
{
    return (const redisReply *)(const void *)value;
}

enum redis_kind redis_kind(const struct redis_value *value)
{
    switch (reply_of(value)->type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
        return REDIS_text;
    case REDIS_REPLY_INTEGER:
        return REDIS_int;
    case REDIS_REPLY_ARRAY:
        return REDIS_list;
    case REDIS_REPLY_ERROR:
        return REDIS_error;
    default:
        return REDIS_nil;
    }
}

struct text redis_text(const struct redis_value *value)
{
    const redisReply *reply = reply_of(value);

    return (struct text){reply->str, reply->str ? (size_t)reply->len : 0};
}

int64_t redis_int(const struct redis_value *value)
{
    return reply_of(value)->integer;
}

size_t redis_count(const struct redis_value *value)
{
    return reply_of(value)->type == REDIS_REPLY_ARRAY ? reply_of(value)->elements : 0;
}

const struct redis_value *redis_at(const struct redis_value *value, size_t index)
{
    return (const struct redis_value *)(const void *)reply_of(value)->element[index];
}
