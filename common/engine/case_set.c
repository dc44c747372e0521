/* See case_set.h. */
#include "common/engine/case_set.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct uuid));
}

void case_set_done(struct case_set *set)
{
    memory_free(set->cases);
    *set = (struct case_set){NULL, 0, 0};
}

void case_set_append(struct case_set *set, struct uuid case_id)
{
    if (set->count == set->size) {
        set->size = set->size ? set->size * 2 : 64;
        set->cases = memory_resize(set->cases, set->size, sizeof(*set->cases));
    }
    set->cases[set->count++] = case_id;
}

void case_set_sort(struct case_set *set)
{
    if (set->count)
        qsort(set->cases, set->count, sizeof(*set->cases), compare);
}

/* Where it stands, or where it belongs. */
static size_t place_of(const struct case_set *set, struct uuid case_id)
{
    size_t from = 0, to = set->count;

    while (from < to) {
        size_t middle = (from + to) / 2;
        if (compare(&set->cases[middle], &case_id) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

bool case_set_has(const struct case_set *set, struct uuid case_id)
{
    size_t place = place_of(set, case_id);

    return place < set->count && uuid_equal(set->cases[place], case_id);
}

bool case_set_add(struct case_set *set, struct uuid case_id)
{
    size_t place = place_of(set, case_id);

    if (place < set->count && uuid_equal(set->cases[place], case_id))
        return false;
    case_set_append(set, case_id);
    memmove(
        &set->cases[place + 1],
        &set->cases[place],
        (set->count - 1 - place) * sizeof(case_id)
    );
    set->cases[place] = case_id;
    return true;
}

void case_set_remove(
    struct case_set *set,
    const struct case_set *gone,
    const struct case_set *still
)
{
    size_t kept = 0;

    for (size_t i = 0; i < set->count; i++) {
        struct uuid case_id = set->cases[i];
        if (!case_set_has(gone, case_id) || case_set_has(still, case_id))
            set->cases[kept++] = case_id;
    }
    set->count = kept;
}
