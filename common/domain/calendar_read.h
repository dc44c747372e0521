/* Calendars from YAML files, checked on load with line numbers (REQUIREMENTS 4.7 rule 15).
 *
 *     name: CN                              zone: Asia/Shanghai
 *     version: 1                            source: where the arrangement was published
 *     years: [2026]                         the years that are covered
 *     off: [2026-01-01..2026-01-03]         both ends included; one date alone is one day
 *     unconfirmed: [2026-05-27]             off too, but what is counted over it is provisional
 *     makeup: [2026-01-04]                  weekend days that are worked
 *     fixed: [01-01, 05-01]                 holidays of every year, also of those not covered
 *     hours: [["09:00", "17:00"]]           ascending, inside one day, the last may end at 24:00
 *     hours_by_weekday: {friday: [["09:00", "12:00"]]}
 *     examples: [{day: 2026-01-04, is: makeup}]   run by a test, see due_example.h
 *
 * name, zone and years are required; hours default to 09:00-17:00.
 *
 * With `base: CN` in place of a zone the file says only what a region or a queue has of its own (4.4): see
 * calendar_base.h. */
#pragma once

#include "common/domain/calendar.h"
#include "common/yaml.h"

/* ERROR_config with the lines "file:line: what" in `*ret_faults`. The calendar lives in the arena. One that stands upon
 * another is refused: by itself it has no zone. */
enum error calendar_load(
    struct arena *arena,
    const char *path,
    struct text *ret_faults,
    struct calendar **ret_calendar
) MUST_CHECK;

/* The same, also of a calendar that stands upon another and has to be put upon it. */
enum error calendar_load_any(
    struct arena *arena,
    const char *path,
    struct text *ret_faults,
    struct calendar **ret_calendar
) MUST_CHECK;

/* As calendar_load_any from a document already parsed; faults are added to it. */
enum error calendar_read(struct yaml *yaml, struct calendar **ret_calendar) MUST_CHECK;
