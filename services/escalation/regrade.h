/* Grades after the first one (REQUIREMENTS 4.1, SL-10): escalation alone changes them, up by anyone and by a missed limit or
 * an incident, down only from L3 on with a reason, never for what a regulator sent. All limits follow (4.7 rule 12). */
#pragma once

#include "services/escalation/clocks.h"

struct regrade {
    enum grade to;
    enum fact fact;     /* raised: by the system; set: by a person */
    struct text reason; /* code */
    struct text clock;  /* whose limit was missed; absent otherwise */
    struct text by;     /* who did it; absent otherwise */
    struct uuid incident_id;
};

/* Clocks that are loaded get the grade, are settled, and case.regraded is said. */
void regrade(struct clocks *clocks, const struct regrade *wish);

/* Command case.regrade. */
enum error regrade_decide(struct call *call, const struct case_regrade *wish);

/* Refused: invalid_field, a reason that is no code (1 to 64 letters, digits, _ and -). */
enum error regrade_reason(struct call *call, struct text reason) MUST_CHECK;
/* The check of all commands that give one, told together with what the codec refuses (PROTOCOL section 2). */
enum error regrade_check_reason(struct call *call, const void *body) MUST_CHECK;
