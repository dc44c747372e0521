/* Prints what services answer, for people or as JSON.
 *
 * For people: a line a field with the label of the definitions in Chinese, the field's name, and the value; the words of
 * enums with their Chinese label; instants in local time of the bank (+08:00). What a result has beyond its shape is
 * printed under its own name. */
#pragma once

#include <stdio.h>

#include "common/arena.h"
#include "common/shape.h"

/* `map` is MessagePack; `indent` blanks before each line. */
void show_map(FILE *out, struct bytes map, const struct map_shape *shape, int indent);

/* One line. */
void show_json(FILE *out, struct bytes value, struct arena *arena);

/* "2026-11-23 10:00:00" in +08:00. */
enum { SHOW_TIME_BYTES = 20 };
void show_time(int64_t ms, char ret_text[SHOW_TIME_BYTES]);

/* "3d 4h", "12m 5s", "45s": how long ago, or how long to go. */
enum { SHOW_SPAN_BYTES = 24 };
void show_span(int64_t ms, char ret_text[SHOW_SPAN_BYTES]);
