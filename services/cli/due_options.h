/* Options of `shouli due`, read into a request. */
#pragma once

#include "common/domain/due.h"

struct due_options {
    struct due_request request;
    struct text calendar; /* a file; absent */
    bool json;
};

/* Lists live in the arena, texts are those of argv. On a refusal `*ret_field` is the option's name, and the options are
 * as far as they were read, `json` in any case. */
enum due_error due_options_read(
    int argc,
    char **argv,
    struct arena *arena,
    struct due_options *ret_options,
    const char **ret_field
) MUST_CHECK;
