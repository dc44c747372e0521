/* A connection to Redis that a test plays: commands are kept and answered when the test says so. It stands in the
 * place of common/redis.c, so a test program includes it once. */
#pragma once

#include "common/redis.h"
#include "tests/unit/common/engine/bench.h"

enum { SCRIPT_COMMANDS_MAX = 8192 };

struct redis_value {
    enum redis_kind kind;
    struct text text;
    int64_t number;
    size_t count;
    struct redis_value *values;
};

struct script_command {
    struct text *words;
    size_t count;
    redis_handler *handler;
    void *context;
};

struct redis {
    enum redis_state state;
    struct script_command sent[SCRIPT_COMMANDS_MAX];
    size_t count, answered;
    struct arena arena;
};

static int script_redises;      /* open ones */
static bool script_redis_opens; /* the next ones have not been answered when they are begun */

struct redis *redis_new(const char *url UNUSED)
{
    struct redis *redis = memory_new(1, sizeof(*redis));

    script_redises++;
    redis->state = script_redis_opens ? REDIS_opening : REDIS_open;
    return redis;
}

void redis_destroy(struct redis **redis)
{
    if (!*redis)
        return;
    script_redises--;
    arena_done(&(*redis)->arena);
    memory_free(*redis);
    *redis = NULL;
}

enum redis_state redis_state(const struct redis *redis)
{
    return redis->state;
}

const char *redis_why(const struct redis *redis UNUSED)
{
    return "scripted";
}

int redis_fd(const struct redis *redis UNUSED)
{
    return 77;
}

bool redis_wants_write(const struct redis *redis UNUSED)
{
    return true;
}

void redis_turn(struct redis *redis UNUSED)
{
}

size_t redis_pending(const struct redis *redis)
{
    return redis->count - redis->answered;
}

void redis_send(
    struct redis *redis,
    const struct text *words,
    size_t count,
    redis_handler *handler,
    void *context
)
{
    assert_true(redis->count < SCRIPT_COMMANDS_MAX);
    struct script_command *command = &redis->sent[redis->count++];

    *command = (struct script_command
    ){ARENA_ARRAY(&redis->arena, struct text, count), count, handler, context};
    for (size_t i = 0; i < count; i++)
        command->words[i] = arena_text(&redis->arena, words[i]);
}

enum redis_kind redis_kind(const struct redis_value *value)
{
    return value->kind;
}

struct text redis_text(const struct redis_value *value)
{
    return value->text;
}

int64_t redis_int(const struct redis_value *value)
{
    return value->number;
}

size_t redis_count(const struct redis_value *value)
{
    return value->count;
}

const struct redis_value *redis_at(const struct redis_value *value, size_t index)
{
    return &value->values[index];
}

/* Answers the next command. */
static inline void redis_answer(struct redis *redis, struct redis_value value)
{
    assert_true(redis->answered < redis->count);
    const struct script_command *command = &redis->sent[redis->answered++];

    if (command->handler)
        command->handler(command->context, &value);
}

static inline void redis_say(struct redis *redis, const char *text)
{
    redis_answer(redis, (struct redis_value){.kind = REDIS_text, .text = text_of(text)});
}

static inline void redis_fine(struct redis *redis)
{
    while (redis->answered < redis->count)
        redis_say(redis, "OK");
}

/* A word of the newest command, from 0. */
static inline struct text redis_word(const struct redis *redis, size_t index)
{
    const struct script_command *command = &redis->sent[redis->count - 1];

    return index < command->count ? command->words[index] : (struct text){0};
}
