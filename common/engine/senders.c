/* See senders.h. */
#include "common/engine/senders.h"

#include "common/engine/allow.h"
#include "common/engine/batch.h"
#include "common/store.h"

enum { EAST_MS = 8 * 3600000, DAY_MS = 86400000 };

int64_t senders_day(int64_t ms)
{
    int64_t local = ms + EAST_MS;

    return local / DAY_MS - (local % DAY_MS < 0);
}

static struct sender_count *find(struct senders *senders, struct text source, int64_t day)
{
    for (size_t i = 0; i < senders->count; i++) {
        struct sender_count *count = &senders->waiting[i];
        if (count->day == day &&
            text_equal((struct text){count->source, count->source_length}, source))
            return count;
    }
    return NULL;
}

static struct sender_count *get(struct senders *senders, struct text source, int64_t day)
{
    struct sender_count *count = find(senders, source, day);

    if (!count && senders->count >= SENDERS_MAX) {
        source = TEXT("*");
        count = senders->count > SENDERS_MAX ? &senders->waiting[SENDERS_MAX]
                                             : find(senders, source, day);
    }
    if (count)
        return count;
    count = &senders->waiting[senders->count++];
    *count = (struct sender_count){.day = day};
    count->source_length = size_min(source.length, sizeof(count->source));
    memcpy(count->source, source.at, count->source_length);
    return count;
}

static bool is_forbidden(const struct item *item)
{
    const struct faults *faults = &item->reply.faults;

    return faults->count && strcmp(faults->list[0].code, "forbidden") == 0;
}

bool senders_concern(const struct item *item)
{
    bool is_counted = item->outcome == OUTCOME_duplicate || item->outcome == OUTCOME_rejected ||
                      item->outcome == OUTCOME_set_aside || item->outcome == OUTCOME_parked;

    return item->kind == ITEM_command && is_counted && item->message.source.length;
}

void senders_note(
    struct senders *senders,
    struct client *client,
    const struct item *item,
    int64_t now_ms
)
{
    const struct message *message = &item->message;
    int64_t day = senders_day(now_ms);
    bool is_duplicate = item->outcome == OUTCOME_duplicate;

    if (!senders_concern(item) || is_forbidden(item) || !client ||
        !client_may_use_source(client, message->source) ||
        (message->shape && message->shape->kind == MESSAGE_query))
        return;
    bool is_named = client_count_source(client, message->source, day);
    struct sender_count *count = get(senders, is_named ? message->source : TEXT("*"), day);
    count->duplicate += is_duplicate;
    count->rejected += !is_duplicate;
}

bool senders_dirty(const struct senders *senders)
{
    return senders->count > 0;
}

bool senders_take(struct senders *senders, struct batch *batch, struct params *params)
{
    struct array sources, days, duplicates, rejected;
    size_t count = senders->count;

    if (!count)
        return false;
    batch->senders = ARENA_NEW(&batch->arena, struct senders);
    *batch->senders = *senders;
    senders->count = 0;
    array_begin(&sources, &batch->arena, ARRAY_text, count);
    array_begin(&days, &batch->arena, ARRAY_int, count);
    array_begin(&duplicates, &batch->arena, ARRAY_int, count);
    array_begin(&rejected, &batch->arena, ARRAY_int, count);
    for (size_t i = 0; i < count; i++) {
        const struct sender_count *taken = &batch->senders->waiting[i];
        array_bytes(
            &sources,
            (struct bytes){(const uint8_t *)taken->source, taken->source_length}
        );
        array_int(&days, taken->day);
        array_int(&duplicates, taken->duplicate);
        array_int(&rejected, taken->rejected);
    }
    params_begin(params, &batch->arena);
    array_end(&sources, params);
    array_end(&days, params);
    array_end(&duplicates, params);
    array_end(&rejected, params);
    return true;
}

void senders_give_back(struct senders *senders, struct batch *batch)
{
    for (size_t i = 0; batch->senders && i < batch->senders->count; i++) {
        const struct sender_count *taken = &batch->senders->waiting[i];
        struct text source = {taken->source, taken->source_length};
        struct sender_count *count = get(senders, source, taken->day);
        count->duplicate += taken->duplicate;
        count->rejected += taken->rejected;
    }
    batch->senders = NULL;
}
