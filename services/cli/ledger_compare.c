/* See ledger_compare.h. */
#include "services/cli/ledger_compare.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

static int by_id(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static int by_entry(const void *a, const void *b)
{
    return text_compare(
        ((const struct ledger_entry *)a)->id,
        ((const struct ledger_entry *)b)->id
    );
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct text trimmed(struct text line)
{
    while (line.length && is_blank(line.at[0])) {
        line.at++;
        line.length--;
    }
    while (line.length && is_blank(line.at[line.length - 1]))
        line.length--;
    return line;
}

static size_t drop_doubles(struct text *ids, size_t count)
{
    size_t kept = 0;

    qsort(ids, count, sizeof(*ids), by_id);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !text_equal(ids[kept - 1], ids[i]))
            ids[kept++] = ids[i];
    }
    return kept;
}

const char *
ledger_ids_read(struct text file, struct arena *arena, struct ledger_ids_list *ret_list)
{
    size_t lines = 1, count = 0;

    for (size_t i = 0; i < file.length; i++)
        lines += file.at[i] == '\n';
    struct text *ids = ARENA_ARRAY(arena, struct text, lines);
    for (size_t from = 0, to; from < file.length; from = to + 1) {
        for (to = from; to < file.length && file.at[to] != '\n';)
            to++;
        struct text id = trimmed((struct text){file.at + from, to - from});
        if (id.length > LEDGER_ID_BYTES_MAX)
            return "an id has at most 128 bytes";
        if (id.length)
            ids[count++] = id;
    }
    count = drop_doubles(ids, count);
    if (count > LEDGER_IDS_MAX)
        return "at most 1000000 ids at a time";
    *ret_list = (struct ledger_ids_list){ids, count};
    return NULL;
}

bool ledger_entries_add(
    struct ledger_entries *entries,
    const struct ledger_entry *more,
    size_t count
)
{
    if (count > LEDGER_IDS_MAX - entries->count)
        return false;
    if (entries->count + count > entries->size) {
        entries->size = size_min(LEDGER_IDS_MAX, 2 * entries->size + count);
        entries->at = memory_resize(entries->at, entries->size, sizeof(*more));
    }
    if (count)
        memcpy(entries->at + entries->count, more, count * sizeof(*more));
    entries->count += count;
    return true;
}

void ledger_entries_done(struct ledger_entries *entries)
{
    memory_free(entries->at);
    *entries = (struct ledger_entries){.at = NULL};
}

void ledger_compare(
    const struct ledger_ids_list *sent,
    struct ledger_entry *accepted,
    size_t accepted_count,
    struct arena *arena,
    struct ledger_difference *ret_difference
)
{
    struct ledger_difference difference = {.matching = 0};
    size_t here = 0, there = 0;

    difference.missing_here.ids = ARENA_ARRAY(arena, struct text, sent->count + 1);
    difference.missing_there =
        ARENA_ARRAY(arena, const struct ledger_entry *, accepted_count + 1);
    if (accepted_count)
        qsort(accepted, accepted_count, sizeof(*accepted), by_entry);
    while (here < accepted_count || there < sent->count) {
        int order = here == accepted_count ? 1
                    : there == sent->count ? -1
                                           : text_compare(accepted[here].id, sent->ids[there]);
        if (order == 0)
            difference.matching++;
        else if (order < 0)
            difference.missing_there[difference.missing_there_count++] = &accepted[here];
        else
            difference.missing_here.ids[difference.missing_here.count++] = sent->ids[there];
        here += order <= 0;
        there += order >= 0;
    }
    *ret_difference = difference;
}
