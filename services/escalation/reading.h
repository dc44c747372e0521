/* Who may be told of a case here: as desk has it (REQUIREMENTS 1.21; CL-08), by roles.yaml, staff.yaml and desk.yaml. */
#pragma once

#include "common/engine/service.h"
#include "services/escalation/records.h"

/* Whoever asks is said, and the role reads cases. missing_field, forbidden. */
enum error reading_actor(struct call *call) MUST_CHECK;

/* Whether the case is a complaint about this person or somebody whom the person leads: they are told nothing of it. */
bool reading_hides_from(
    const struct call *call,
    const struct clocked_case *row,
    struct text person
);

/* The same of whoever sent the message. */
bool reading_is_recused(const struct call *call, const struct clocked_case *row);

/* not_found in `field`: the same words for a case that is not there and for one that this actor is not told of. */
enum error reading_no_case(struct call *call, const char *field);

/* That, when there is no such case or this actor is recused from it. */
enum error reading_case(struct call *call, const struct clocked_case *row) MUST_CHECK;
