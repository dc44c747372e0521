/* What desk makes of router's events: a case is placed in a queue, for the first time or anew. */
#pragma once

#include "services/desk/case_row.h"

enum error desk_follow_queued(struct call *call, const struct case_queued *body);
enum error desk_follow_triage(struct call *call, const struct case_triage_needed *body);

/* Skills sorted and joined by commas; words that are empty or hold a separator are left out. */
struct text skills_joined(struct arena *arena, const struct text *skills, size_t count);

/* Router's other words on who a case suits, each kind behind its mark: "+wealth,!trainee,@hd-12" (skills.h). Words that
 * cannot travel are left out. */
struct wish {
    char mark;
    const struct text *words;
    size_t count;
};
struct text wishes_joined(struct arena *arena, const struct wish *wishes, size_t count);
