/* The worked examples of a calendar, see due_example.h. Pure. */
#pragma once

#include "common/domain/calendar.h"
#include "common/yaml.h"

/* "workday", "weekend", "holiday" or "makeup". */
struct text calendar_kind_text(enum day_kind kind);

/* "2026-02-14" */
struct text calendar_day_text(struct arena *arena, struct civil_day day);

/* Every example that does not hold is a fault of the document. */
void calendar_examples_run(const struct calendar *calendar, struct yaml *yaml);
