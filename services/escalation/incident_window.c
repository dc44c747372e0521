/* See incident_window.h. */
#include "services/escalation/incident_window.h"

#include <stdio.h>

enum { LINE_BYTES_MAX = 64 };

static bool read_line(struct text line, struct incident_entry *ret_entry)
{
    char text[LINE_BYTES_MAX], id[UUID_TEXT_LENGTH + 1];
    long long ms;

    if (!text_to_c(line, text, sizeof(text)))
        return false;
    if (sscanf(text, "%lld %36s", &ms, id) != 2)
        return false;
    ret_entry->received_ms = ms;
    return uuid_from_text(text_of(id), &ret_entry->case_id);
}

void incident_window_read(struct text text, struct incident_window_list *ret_list)
{
    struct incident_entry entry;

    ret_list->count = 0;
    for (size_t from = 0; from < text.length;) {
        const char *end = memchr(text.at + from, '\n', text.length - from);
        size_t length = end ? (size_t)(end - text.at) - from : text.length - from;
        if (read_line((struct text){text.at + from, length}, &entry))
            incident_window_add(ret_list, entry);
        from += length + 1;
    }
}

struct text incident_window_write(const struct incident_window_list *list, struct arena *arena)
{
    size_t size = list->count * LINE_BYTES_MAX + 1, used = 0;
    char *at = arena_take(arena, size), id[UUID_TEXT_LENGTH + 1];

    for (size_t i = 0; i < list->count; i++) {
        uuid_to_text(list->at[i].case_id, id);
        used += (size_t
        )snprintf(at + used, size - used, "%lld %s\n", (long long)list->at[i].received_ms, id);
    }
    return (struct text){at, used};
}

static void remove_at(struct incident_window_list *list, size_t at)
{
    list->count--;
    memmove(&list->at[at], &list->at[at + 1], (list->count - at) * sizeof(list->at[0]));
}

void incident_window_remove(struct incident_window_list *list, struct uuid case_id)
{
    for (size_t i = list->count; i-- > 0;) {
        if (uuid_equal(list->at[i].case_id, case_id))
            remove_at(list, i);
    }
}

void incident_window_add(struct incident_window_list *list, struct incident_entry entry)
{
    incident_window_remove(list, entry.case_id);
    if (list->count == INCIDENT_WINDOW_MAX) {
        if (entry.received_ms < list->at[0].received_ms)
            return;
        remove_at(list, 0);
    }
    size_t at = list->count;
    while (at > 0 && list->at[at - 1].received_ms > entry.received_ms)
        at--;
    memmove(&list->at[at + 1], &list->at[at], (list->count - at) * sizeof(list->at[0]));
    list->at[at] = entry;
    list->count++;
}

int incident_window_find(
    const struct incident_window_list *list,
    int32_t cases,
    int64_t window_ms
)
{
    for (size_t last = (size_t)cases - 1; last < list->count; last++) {
        size_t first = last + 1 - (size_t)cases;
        if (list->at[last].received_ms - list->at[first].received_ms <= window_ms)
            return (int)first;
    }
    return -1;
}
