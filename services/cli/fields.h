/* From the command line, or JSON, to the `data` of a message.
 *
 * An option is named like the field, with dashes: --lease-epoch 3; a field of a map with the map's name before it:
 * --customer-phone 13800138000; lists take words between commas. What the fields mean is checked by the service; here only
 * that they exist and that numbers and flags are such. */
#pragma once

#include "common/arena.h"
#include "common/shape.h"
#include "common/arguments.h"

/* Takes the options that are fields of `shape`. False after a line on stderr. */
bool fields_pack(
    struct arguments *arguments,
    const struct map_shape *shape,
    struct arena *arena,
    struct bytes *ret_data
) MUST_CHECK;

/* One JSON object; numbers must be whole. Absent, and `*ret_why` says why, when it is not one. */
struct bytes fields_from_json(struct text json, struct arena *arena, struct text *ret_why);
