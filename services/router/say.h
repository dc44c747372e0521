/* What router says of a settled case: case.classified and case.queued, or case.triage_needed. */
#pragma once

#include "common/engine/call.h"
#include "services/router/classify.h"
#include "services/router/records.h"

/* What is true of this answer only. */
struct saying {
    const struct classification *found; /* the rules' finding, when it is new; else NULL */
    bool classified; /* the class is new or was wished for: case.classified too */
    bool reopened;
    struct text reason; /* one more reason; absent */
};

/* The row must be settled. */
void say_answer(
    struct call *call,
    const struct classified_case *row,
    const struct saying *saying
);

/* The scores of a row as events carry them. */
struct scores_said {
    const struct score *at;
    size_t count;
};

/* From the row's form, `code AC01=873,type complaint=640`; what has no number is left out. */
struct scores_said scores_said(struct arena *arena, struct text joined);

/* 0.873 as 873. */
int64_t per_mille(double share);
