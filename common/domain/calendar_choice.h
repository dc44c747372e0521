/* Which calendar counts for whom: by the queue that a case is in and by the unit that accepted it, so by its region
 * (REQUIREMENTS 4.4: "hours per queue", "branch or region overrides").
 *
 *     name: calendar_choice                 version: 1
 *     choices:
 *       - {id: lhasa, units: [xz-*], calendar: CN-XZ}
 *       - {id: evening, queues: [q.complaint], calendar: CN-EVENING}
 *
 * The first that fits is taken; a condition that is not given holds. `*` at the end stands for anything that follows. At
 * most 64 choices, 16 words a condition. Pure. */
#pragma once

#include "common/yaml.h"

enum { CALENDAR_CHOICES_MAX = 64, CALENDAR_CHOICE_WORDS_MAX = 16 };

struct calendar_words {
    size_t count; /* 0: holds for all */
    struct text at[CALENDAR_CHOICE_WORDS_MAX];
};

struct calendar_choice {
    struct text id;
    struct text calendar;
    struct calendar_words queues, units;
};

struct calendar_choices {
    struct text version;
    size_t count;
    struct calendar_choice list[CALENDAR_CHOICES_MAX];
};

/* ERROR_config with the faults in the document. Lives in its arena. */
enum error
calendar_choices_read(struct yaml *yaml, struct calendar_choices **ret_choices) MUST_CHECK;

/* A word may be absent: then only a choice that does not ask for it fits. */
bool calendar_choice_fits(
    const struct calendar_choice *choice,
    struct text queue,
    struct text unit
);

/* "units xz-*, queues q.complaint q.card" */
struct text calendar_choice_text(struct arena *arena, const struct calendar_choice *choice);
