/* What staff said anew of cases, gathered from desk's stream: the labels that a model learns from (REQUIREMENTS CL-09).
 *
 * A wish says the type, the subject, or both; what was not wished for was not judged, so it is no label. A type counts as
 * wished; a subject by the business code that router made of it, which desk's case.reclassified tells: when the wish named
 * that code. Of a category router chooses one of its codes, of a subject that it does not know it keeps the one that it had
 * found: neither is a label. The last wish about a case counts. Pure. */
#pragma once

#include "common/arena.h"
#include "proto/messages.h"

enum { RELABELLED_MAX = 2000000, RELABELLED_CODE_BYTES = 8 };

struct relabelled {
    struct uuid case_id;
    int64_t seq;         /* of the event */
    enum case_type type; /* CASE_TYPE_none: not judged */
    bool is_wish;        /* what a person asked, not the answer */
    bool wishes_subject; /* the last wish named one */
    bool is_named;       /* of an answer: the wish named the code */
    uint64_t subject;    /* fingerprint of what was wished, or of the answer's code */
    char code[RELABELLED_CODE_BYTES + 1]; /* empty: not judged, or not known yet */
};

struct relabelled_list {
    struct relabelled *at; /* of the heap */
    size_t count, size;
};

void relabelled_done(struct relabelled_list *list);

/* Takes case.reclassify_requested and case.reclassified, in the stream's order; others are passed over. False: more than
 * RELABELLED_MAX. */
bool relabelled_add(struct relabelled_list *list, int64_t seq, const struct message *message)
    MUST_CHECK;

/* One entry a case, ordered by case; those without a label are gone. */
void relabelled_settle(struct relabelled_list *list);

/* Z B T J D U, as the training files have it; '-' where it was not judged. What is transferred out is a complaint. */
char relabelled_letter(const struct relabelled *one);
