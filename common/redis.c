/* See redis.h. hiredis formats and parses; reading and writing is done when the loop says so. */
#include "common/redis.h"

#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <errno.h>

#include "common/memory.h"
#include "common/metrics.h"

enum { PENDING_MAX = 4096 };

struct awaited {
    redis_handler *handler;
    void *context;
};

struct redis {
    enum redis_state state;
    redisContext *context;
    struct awaited awaited[PENDING_MAX]; /* a ring */
    size_t first, count;
    bool wants_write;
    char why[128];
    char user[64];
    char password[256];
};

static void break_off(struct redis *redis, const char *why)
{
    snprintf(redis->why, sizeof(redis->why), "%s", why);
    redis->state = REDIS_broken;
    redis->count = 0;
    redis->wants_write = false;
}

/* `login` is [user:]password. */
static void note_login(struct redis *redis, const char *login, size_t length)
{
    const char *colon = memchr(login, ':', length);
    size_t before = colon ? (size_t)(colon - login) : 0, taken = colon ? before + 1 : 0;

    snprintf(redis->user, sizeof(redis->user), "%.*s", (int)before, login);
    snprintf(
        redis->password,
        sizeof(redis->password),
        "%.*s",
        (int)(length - taken),
        login + taken
    );
    if (strcmp(redis->user, "default") == 0)
        redis->user[0] = 0;
}

static redisContext *connect_unix(struct redis *redis, const char *rest)
{
    char path[256];
    const char *mark = strchr(rest, '?');
    size_t length = mark ? (size_t)(mark - rest) : strlen(rest);

    snprintf(path, sizeof(path), "%.*s", (int)length, rest);
    if (mark)
        note_login(redis, mark + 1, strlen(mark + 1));
    return redisConnectUnixNonBlock(path);
}

static redisContext *connect_tcp(struct redis *redis, const char *rest)
{
    char host[128];
    const char *at = strrchr(rest, '@');

    if (at) {
        note_login(redis, rest, (size_t)(at - rest));
        rest = at + 1;
    }
    const char *colon = strrchr(rest, ':');
    size_t length = colon ? (size_t)(colon - rest) : strcspn(rest, "/");
    snprintf(host, sizeof(host), "%.*s", (int)length, rest);
    if (strcmp(host, "localhost") == 0)
        snprintf(host, sizeof(host), "127.0.0.1");
    return redisConnectNonBlock(host, colon ? (int)strtol(colon + 1, NULL, 10) : 6379);
}

static void check_login(void *context, const struct redis_value *value)
{
    struct redis *redis = context;

    if (redis_kind(value) == REDIS_error)
        break_off(redis, "Redis refused the password");
}

struct redis *redis_new(const char *url)
{
    struct redis *redis = memory_new(1, sizeof(*redis));

    if (strncmp(url, "unix:", 5) == 0)
        redis->context =
            connect_unix(redis, strncmp(url, "unix://", 7) == 0 ? url + 7 : url + 5);
    else if (strncmp(url, "redis://", 8) == 0)
        redis->context = connect_tcp(redis, url + 8);
    if (!redis->context || redis->context->err) {
        break_off(
            redis,
            redis->context ? redis->context->errstr : "the URL is not unix: or redis://"
        );
        return redis;
    }
    redis->wants_write = true;
    if (redis->password[0]) {
        struct text words[] = {
            TEXT("AUTH"),
            text_of(redis->user),
            text_of(redis->password),
        };
        if (!redis->user[0])
            words[1] = words[2];
        redis_send(redis, words, redis->user[0] ? 3 : 2, check_login, redis);
    }
    return redis;
}

void redis_destroy(struct redis **redis)
{
    if (!*redis)
        return;
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
    redis->state = REDIS_open;
    return true;
}

static void write_out(struct redis *redis)
{
    int done = 0;

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
    if (redisBufferRead(redis->context) != REDIS_OK) {
        break_off(redis, redis->context->errstr);
        return;
    }
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
