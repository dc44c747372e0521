/* Written by proto/generate.py from tests/example/records.def; change that and run it again.
 * The rows that example owns, as its decisions see them. */
#pragma once

#include "common/engine/record.h"
#include "proto/messages.h"

/* clang-format off */

/* noted_case: notes of one case (示例) */
struct noted_case {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t notes; /* how many */
    bool has_notes;
    int64_t number; /* from a leased block */
    bool has_number;
    int64_t runs; /* turns of the chore */
    bool has_runs;
};
extern const struct record_shape noted_case_record;
