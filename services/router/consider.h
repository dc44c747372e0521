/* What a text makes known of a case: the finding, an amount where the sender told none, the language likewise.
 *
 * The service and `shouli route` come to their answers by this and settle.h, so that a text tried at the command line
 * goes where the same text goes in service. Amounts in Chinese notation are read from the text (REQUIREMENTS 3.8, 4.1)
 * and marked as parsed. */
#pragma once

#include "services/router/policy.h"
#include "services/router/records.h"

/* Writes into the row the members that follow from the text; its texts live in the arena. `hint` is what the sender says
 * it is, or MATTER_none. */
struct classification consider(
    const struct router_policy *policy,
    struct arena *arena,
    struct text text,
    enum matter_type hint,
    struct classified_case *row
);
