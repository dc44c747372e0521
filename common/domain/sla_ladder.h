/* Ladders of a rule profile: who is told when (REQUIREMENTS 4.3, 4.7 rule 11).
 *
 * Read from entries such as {step: E3, at: 90 %, who: L3}, with `at` one of "90 %" (of the limit counted),
 * "10 min" (after the start), "day 8 09:00" (local time of the n-th counted day), "workday 3 opening",
 * "limit + 1 bd" (closing of the n-th working day after the limit's date). */
#pragma once

#include "common/domain/sla_policy.h"

/* Reads the ladder `name` of the document's map `ladders` into a stage; faults go to the document. */
void sla_ladder_read(
    struct yaml *yaml,
    const struct yaml_node *reference,
    struct sla_stage *stage
);

/* False when the text is no such time. */
bool sla_rung_parse(struct text at, struct sla_rung *rung) MUST_CHECK;
