/* What `shouli due` prints for people: lines in Chinese and English, in the calendar's local time, with the legal basis
 * and every span and wait. A limit at midnight is shown as 24:00 of the day before (REQUIREMENTS 4.7 rule 6). */
#pragma once

#include <stdio.h>

#include "common/domain/due.h"

void due_print_text(
    FILE *out,
    const struct due_request *request,
    const struct due_result *result,
    struct arena *arena
);

void due_print_refusal_text(FILE *out, enum due_error error, const char *field);
