/* What `shouli classify` prints: a line a text, or what a test came to. */
#pragma once

#include <stdio.h>

#include "services/cli/classify_measure.h"

/* `label TAB confidence TAB text`, further guesses as further columns before the text; with JSON an object. Bytes that are
 * no UTF-8 are shown as U+FFFD in JSON. */
void classify_print_guesses(
    FILE *out,
    const struct classify_groups *groups,
    const struct model_guess *guesses,
    size_t count,
    const struct model_reason *reasons,
    size_t reason_count,
    struct text text,
    bool json
);

void classify_print_value(
    FILE *out,
    struct text name,
    float value,
    struct text text,
    bool json
);

void classify_print_result(
    FILE *out,
    const struct classify_measure *measure,
    const struct classify_result *result,
    bool json
);
