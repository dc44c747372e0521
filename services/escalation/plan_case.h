/* What the facts say of the case itself: its grade, type and business code, and since when.
 *
 * Pure functions of the journal, as the clocks are (plan.h): the order in which streams told the facts cannot matter. */
#pragma once

#include "common/domain/due.h"
#include "services/escalation/journal.h"

/* The grade in force at an instant; before the first was given, the first. GRADE_none when there is none. A raise holds until a person
 * grades (4.1: highest trigger counts, down only by L3). */
enum grade plan_grade(const struct journal *journal, int64_t at_ms);

/* When that grade was given; INT64_MIN when it is the first, or there is none. */
int64_t plan_grade_since(const struct journal *journal, int64_t at_ms);

/* The newest type; 0 when it is not known. */
int64_t plan_type(const struct journal *journal);

/* Whether the newest business code is among the clock's; a clock without codes takes any. */
bool plan_has_code(const struct journal *journal, const struct sla_clock *sla);

/* `start_ms`, or the first time that the case had a grade with this limit if that was later. */
int64_t
plan_since_grade(const struct journal *journal, const struct sla_clock *sla, int64_t start_ms);

/* What the clock of a case's n-th task is called, 1 to 16: "K20", "K20.2" … */
struct text plan_task_id(int32_t number);
