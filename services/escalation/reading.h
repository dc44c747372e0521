/* Who may be told of a case here: as desk has it (REQUIREMENTS 1.21; CL-08), by roles.yaml, staff.yaml and desk.yaml. */
#pragma once

#include "common/engine/service.h"
#include "services/escalation/records.h"

/* Whoever asks is said, and the role reads cases. missing_field, forbidden. */
enum error reading_actor(struct call *call) MUST_CHECK;

/* Whether the case is a complaint about this actor or somebody whom the actor leads: they are told nothing of it. */
bool reading_is_recused(const struct call *call, const struct clocked_case *row);

/* forbidden, when it is. */
enum error reading_case(struct call *call, const struct clocked_case *row) MUST_CHECK;
