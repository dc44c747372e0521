/* From what is known of a case to what it is, how grave, where it goes and until when.
 *
 * Pure: the members of the row that intake, the rules and people gave decide, in whatever order they came (DESIGN P4);
 * the last group of the row is the answer. A person's wish goes before the rules. What a regulator forwards with a clear
 * subject is a complaint (REQUIREMENTS 5.15 rule 11). The grade follows 4.1 and is never below the row's floor; the
 * queue follows routes.yaml; the deadline is that of router_clock, counted from receipt or from the last reopening, or
 * the regulator's own when that is earlier. */
#pragma once

#include "services/router/policy.h"
#include "services/router/records.h"

/* Writes the answer into the row; texts live in the arena. */
void settle(
    const struct router_policy *policy,
    struct arena *arena,
    int64_t now_ms,
    struct classified_case *row
);

/* regulator_nfra, pboc, gov_12345 and petition: the tags of 4.1 that the channel alone gives; 0 of any other. */
uint64_t settle_channel_tags(struct text channel);
