/* What `shouli due --json` prints for programs (REQUIREMENTS 4.7 rules 16 to 18). */
#pragma once

#include <stdio.h>

#include "common/domain/due.h"

/* One object. Instants are RFC 3339 in UTC with three decimals, the end of an open span is null. */
void due_print_json(
    FILE *out,
    const struct due_request *request,
    const struct due_result *result,
    struct arena *arena
);

/* {"error": {"code": …, "field": …}} */
void due_print_refusal_json(FILE *out, enum due_error error, const char *field);
