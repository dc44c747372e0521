/* Command fact.record.v1: another system, or a person, says that something happened with a case that no stream tells: the core's
 * answer to a protective command, an authority's order, a task of a department, an appraisal (REQUIREMENTS 2.4, 3.3, 4.2).
 *
 * The fact enters the journal as those of the streams do, so everything about clocks stays one derivation (plan.h).
 * Refused: not_found; invalid_field (in the future, an appraisal without the time at which the customer was told, a number for
 * what is no task); forbidden (no actor; new facts and an earlier receipt below L3, who answers for a statutory
 * limit that moves); conflict (the journal is full). */
#pragma once

#include "common/engine/service.h"
#include "proto/messages.h"

enum { NEW_FACTS_LINE = 3 };

enum error escalation_decide_fact(struct call *call, const struct fact_record *wish);
/* What it refuses by the body alone. */
enum error escalation_check_fact(struct call *call, const struct fact_record *wish);
