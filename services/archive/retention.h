/* Which record class a case file belongs to, and how long it is kept (REQUIREMENTS 6.1, 6.2).
 *
 * Class and period follow from what the case was at closing. Where the schedule has a longer period for a file with
 * identity or account data, the longer one is taken: the fields are sealed, so archive cannot know that there are
 * none, and a period may be lengthened but never shortened below the floor. Pure. */
#pragma once

#include "common/domain/civil_date.h"
#include "proto/messages.h"

/* A case at its closing; a text that is absent is not known. */
struct case_file {
    enum case_type type;
    struct text code; /* business code of the subcategory */
    enum case_grade grade;
    struct text outside_no; /* number given by a regulator */
};

struct record_class {
    struct text code;
    int32_t
        years; /* from closing; 0: the trigger is not known yet, as an end of a relationship */
};

/* Complaints are filed under TSJG (sent by a regulator), TSZD (major) or TSDA; other cases under their business code;
 * a case that ended before it was classified under JDJL, as a reception record. False for a code that is no code
 * (AR-02). */
bool record_class_of(const struct case_file *file, struct record_class *ret_class) MUST_CHECK;

/* The corresponding day so many years later, or the last day of its month if there is none (Civil Code 202). */
struct civil_date civil_date_add_years(struct civil_date date, int32_t years);
