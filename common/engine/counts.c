/* See counts.h. A name is found through a small hash of its text; a batch remembers its own share. */
#include "common/engine/counts.h"

#include <jansson.h>
#include <stdio.h>

#include "common/engine/batch.h"
#include "common/memory.h"
#include "common/metrics.h"

enum { NAME_BYTES = 128, PLACES = 2 * COUNTS_MAX, KNOWN = 64 };

/* Names are made of words that live as long as the program; their addresses find them without printing. */
struct known {
    const void *first, *second;
    size_t index;
};

struct counts {
    char names[COUNTS_MAX][NAME_BYTES];
    int64_t values[COUNTS_MAX];
    int16_t places[PLACES]; /* index + 1 */
    size_t count;
    bool dirty;
    struct known known[KNOWN]; /* what was looked up last, by the addresses of its words */
};

struct counts *counts_new(void)
{
    return memory_new(1, sizeof(struct counts));
}

void counts_destroy(struct counts **counts)
{
    memory_free(*counts);
    *counts = NULL;
}

static size_t index_of(struct counts *counts, const char *name)
{
    uint32_t hash = 2166136261u;

    for (const char *c = name; *c; c++)
        hash = (hash ^ (uint8_t)*c) * 16777619u;
    size_t place = hash % PLACES;
    while (counts->places[place]) {
        size_t index = (size_t)counts->places[place] - 1;
        if (strcmp(counts->names[index], name) == 0)
            return index;
        place = (place + 1) % PLACES;
    }
    if (counts->count == COUNTS_MAX)
        return COUNTS_MAX - 1;
    snprintf(counts->names[counts->count], NAME_BYTES, "%s", name);
    counts->places[place] = (int16_t)(counts->count + 1);
    return counts->count++;
}

static size_t
index_for(struct counts *counts, const char *group, struct text name, const char *outcome)
{
    char full[NAME_BYTES];

    snprintf(
        full,
        sizeof(full),
        "%s/%.*s%s%s",
        group,
        (int)size_min(name.length, 96),
        name.at ? name.at : "",
        outcome ? "/" : "",
        outcome ? outcome : ""
    );
    return index_of(counts, full);
}

static size_t
known_index(struct counts *counts, const char *group, struct text name, const char *outcome)
{
    uintptr_t mixed = (uintptr_t)name.at * 31 + (uintptr_t)outcome * 7 + (uintptr_t)group;
    struct known *known = &counts->known[(mixed >> 4) % KNOWN];

    if (known->first != name.at || known->second != (outcome ? outcome : group)) {
        *known = (struct known
        ){name.at, outcome ? outcome : group, index_for(counts, group, name, outcome)};
    }
    return known->index;
}

void counts_read(struct counts *counts, struct text json)
{
    json_t *object = json_loadb(json.at, json.length, 0, NULL);
    const char *name;
    json_t *value;

    *counts = (struct counts){.dirty = false};
    json_object_foreach(object, name, value)
    {
        counts->values[index_of(counts, name)] = json_integer_value(value);
    }
    json_decref(object);
}

static void count(struct counts *counts, struct batch *batch, size_t index, int64_t by)
{
    counts->dirty = true;
    counts->values[index] += by;
    batch->count_deltas[index] += by;
}

static const char *outcome_name(const struct item *item)
{
    switch (item->outcome) {
    case OUTCOME_accepted:
        return "accepted";
    case OUTCOME_duplicate:
        return "duplicate";
    case OUTCOME_rejected:
        return "rejected";
    case OUTCOME_set_aside:
        return "set_aside";
    case OUTCOME_parked:
        return "parked";
    case OUTCOME_open:
    case OUTCOME_answered:
    case OUTCOME_busy:
    case OUTCOME_unavailable:
        break;
    }
    return NULL;
}

static void count_item(struct counts *counts, struct batch *batch, const struct item *item)
{
    const char *outcome = outcome_name(item);

    const struct message_shape *shape = item->message.shape;
    const struct faults *faults = &item->reply.faults;

    if (!outcome || item->kind != ITEM_command ||
        (faults->count && strcmp(faults->list[0].code, "forbidden") == 0))
        return;
    count(
        counts,
        batch,
        known_index(counts, "in", shape ? text_of(shape->name) : TEXT("unknown"), outcome),
        1
    );
}

static void
count_state(struct counts *counts, struct batch *batch, const struct record_slot *slot)
{
    for (size_t i = 0; i < slot->shape->map->count; i++) {
        const struct field_shape *field = &slot->shape->map->fields[i];
        if (!(field->flags & FIELD_STATE))
            continue;
        for (int side = 0; side < 2; side++) {
            const uint8_t *record = side ? slot->now : slot->before;
            if (!record)
                continue;
            int state = *(const int *)(const void *)(record + field->offset);
            count(
                counts,
                batch,
                known_index(counts, "state", enum_to_text(field->choices, state), NULL),
                side ? 1 : -1
            );
        }
    }
}

void counts_add(struct counts *counts, struct batch *batch)
{
    batch->count_deltas = ARENA_ARRAY(&batch->arena, int64_t, COUNTS_MAX);
    for (size_t i = batch->from; i < batch->to; i++)
        count_item(counts, batch, &batch->items[i]);
    for (size_t i = 0; i < batch->placed_count; i++)
        count(
            counts,
            batch,
            known_index(counts, "event", text_of(batch->placed[i].type), NULL),
            1
        );
    for (struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
        if (slot->changed)
            count_state(counts, batch, slot);
    }
}

void counts_undo(struct counts *counts, struct batch *batch)
{
    for (size_t i = 0; batch->count_deltas && i < COUNTS_MAX; i++)
        counts->values[i] -= batch->count_deltas[i];
    batch->count_deltas = NULL;
}

void counts_bump(
    struct counts *counts,
    const char *group,
    struct text name,
    const char *outcome
)
{
    counts->values[index_for(counts, group, name, outcome)]++;
    counts->dirty = true;
}

int64_t counts_value(const struct counts *counts, const char *name)
{
    for (size_t i = 0; i < counts->count; i++) {
        if (strcmp(counts->names[i], name) == 0)
            return counts->values[i];
    }
    return 0;
}

struct text counts_json(const struct counts *counts, const int64_t *deltas, struct arena *arena)
{
    size_t size = 4 + counts->count * (NAME_BYTES + 24);
    char *at = arena_take(arena, size);
    size_t length = 1;

    at[0] = '{';
    for (size_t i = 0; i < counts->count; i++) {
        length += (size_t)snprintf(
            at + length,
            size - length,
            "%s\"%s\":%lld",
            i ? "," : "",
            counts->names[i],
            (long long)(counts->values[i] - (deltas ? deltas[i] : 0))
        );
    }
    at[length++] = '}';
    return (struct text){at, length};
}

bool counts_dirty(const struct counts *counts)
{
    return counts->dirty;
}

void counts_saved(struct counts *counts)
{
    counts->dirty = false;
}

bool counts_at(
    const struct counts *counts,
    size_t index,
    struct text *ret_name,
    int64_t *ret_value
)
{
    if (index >= counts->count)
        return false;
    *ret_name = text_of(counts->names[index]);
    *ret_value = counts->values[index];
    return true;
}

void counts_show(const struct counts *counts, const int64_t *deltas, int64_t seq)
{
    int64_t events = 0;

    for (size_t i = 0; i < counts->count; i++) {
        const char *name = counts->names[i];
        int64_t value = counts->values[i] - (deltas ? deltas[i] : 0);
        if (strncmp(name, "event/", 6) == 0)
            events += value;
        else if (strncmp(name, "state/", 6) == 0)
            metric_set_labelled(METRIC_shouli_cases, value, name + 6);
    }
    metric_set(METRIC_shouli_ledger_imbalance, events > seq ? events - seq : seq - events);
}
