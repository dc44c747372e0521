/* A reply of a service, read: PROTOCOL.md section 2.
 *
 * Unknown keys are passed over, as a client must. Texts are views into the bytes, lists live in the arena; at most
 * FAULTS_MAX faults and ANSWER_LEGAL_MAX legal commands are kept. */
#pragma once

#include "common/message.h"

enum { ANSWER_LEGAL_MAX = 64 };

struct answer {
    struct text id, status;
    struct text case_id, case_no;
    struct bytes result; /* a map, or absent */
    struct fault faults[FAULTS_MAX];
    size_t fault_count;
    struct text legal[ANSWER_LEGAL_MAX]; /* of illegal_transition */
    size_t legal_count;
    int64_t retry_after_ms;
    struct bytes raw; /* the whole reply */
};

/* False when the bytes are no reply. */
bool answer_read(struct bytes raw, struct arena *arena, struct answer *ret_answer) MUST_CHECK;

/* Why it was refused, one line a fault, on stderr. */
void answer_complain(const struct answer *answer);
