/* The follower's own count of what it has applied, by type, kept in its cursor's row (P10). */
#include "common/engine/follow_inside.h"

#include <jansson.h>
#include <stdio.h>

struct follow_count *follow_count_of(struct follow *follow, const char *type)
{
    for (size_t i = 0; i < follow->type_count; i++) {
        if (strcmp(follow->counts[i].type, type) == 0)
            return &follow->counts[i];
    }
    if (follow->type_count == FOLLOW_TYPES_MAX)
        return &follow->counts[FOLLOW_TYPES_MAX - 1];
    struct follow_count *count = &follow->counts[follow->type_count++];
    *count = (struct follow_count){.value = 0};
    snprintf(count->type, sizeof(count->type), "%s", type);
    return count;
}

void follow_counts_read(struct follow *follow, struct text json)
{
    json_t *read = json_loadb(json.at, json.length, 0, NULL);
    const char *type;
    json_t *value;

    follow->type_count = 0;
    json_object_foreach(read, type, value)
    {
        follow_count_of(follow, type)->value = json_integer_value(value);
    }
    json_decref(read);
}

static struct text counts_text(const struct follow *follow, struct arena *arena)
{
    json_t *object = json_object();

    for (size_t i = 0; i < follow->type_count; i++) {
        int64_t value = follow->counts[i].value + follow->counts[i].delta;
        json_object_set_new(object, follow->counts[i].type, json_integer(value));
    }
    char *dumped = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
    struct text copy = arena_text(arena, text_of(dumped));
    json_decref(object);
    memory_free(dumped);
    return copy;
}

struct text follow_counts(struct follow *follow, const struct batch *batch, struct arena *arena)
{
    for (size_t i = 0; i < follow->type_count; i++)
        follow->counts[i].delta = 0;
    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        if (item->kind == ITEM_event && item->follow == follow && item->message.shape)
            follow_count_of(follow, item->message.shape->name)->delta++;
    }
    return counts_text(follow, arena);
}

bool follows_count(
    const struct follows *follows,
    size_t cursor,
    size_t index,
    struct text *ret_type,
    int64_t *ret_count
)
{
    const struct follow *follow = &follows->follow[cursor];

    if (index >= follow->type_count)
        return false;
    *ret_type = text_of(follow->counts[index].type);
    *ret_count = follow->counts[index].value;
    return true;
}
