/* See clock_lines.h. */
#include "services/escalation/clock_lines.h"

#include "services/escalation/lines.h"

enum error clock_lines_read(
    struct text lines,
    struct arena *arena,
    struct case_clock **ret_clocks,
    size_t *ret_count
)
{
    size_t most = 1, count = 0;

    for (size_t i = 0; i < lines.length; i++)
        most += lines.at[i] == '\n';
    struct case_clock *clocks = arena_take(arena, most * sizeof(*clocks));
    while (lines.length) {
        struct text line = line_cut(&lines, '\n');
        struct case_clock *clock = &clocks[count++];
        if (!line_read(&case_clock_shape, line, arena, clock) || !clock->clock.at ||
            !clock->has_started_at)
            return ERROR_malformed;
    }
    *ret_clocks = clocks;
    *ret_count = count;
    return OK;
}

struct text
clock_lines_write(const struct case_clock *const *clocks, size_t count, struct arena *arena)
{
    size_t size = 0;

    for (size_t i = 0; i < count; i++)
        size += clocks[i]->has_started_at ? line_size(&case_clock_shape, clocks[i]) : 0;
    if (!size)
        return (struct text){0};
    char *from = arena_take(arena, size), *at = from;
    for (size_t i = 0; i < count; i++) {
        if (!clocks[i]->has_started_at)
            continue;
        if (at != from)
            *at++ = '\n';
        at = line_write(at, &case_clock_shape, clocks[i]);
    }
    return (struct text){from, (size_t)(at - from)};
}
