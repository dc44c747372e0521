/* A map as a line of text: how a row keeps a list of maps in one column.
 *
 * A line has the fields of the map's shape in their order, separated by tabs: words and texts as they are, times in Unix ms,
 * flags as t and f, nothing for what is absent; absent fields at the end are left out. A tab, a line end, and a backslash in
 * a text stand as \09, \0a, \5c. Fields are only added at the end, so lines of before can be read. Texts, enumerations,
 * flags, numbers and times only. */
#pragma once

#include "common/arena.h"
#include "common/shape.h"

/* False when a word is none of its field's type. Texts are views into `line` where they can be. */
bool line_read(
    const struct map_shape *shape,
    struct text line,
    struct arena *arena,
    void *ret_map
) MUST_CHECK;

/* At most so many bytes are written of it, with the end of the line. */
size_t line_size(const struct map_shape *shape, const void *map);

/* The end of what was written; the line's end is the caller's. */
char *line_write(char *at, const struct map_shape *shape, const void *map);

/* What stands before the separator, which goes with it. */
struct text line_cut(struct text *rest, char separator);
