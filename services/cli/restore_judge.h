/* Whether the schemas of a restored database belong to one instant. Pure: looks at what restore_check.c has read.
 *
 * Each stream ends where its row says, with the hash that its row says; no remembered command is behind the end; each
 * follower has applied what the stream still has, with the same hash. One write-ahead log holds all schemas, so a
 * cluster that was restored as a whole passes; a schema that was restored alone, or several clusters restored to
 * different instants, do not. A follower that is behind is no fault: it catches up after the start. */
#pragma once

#include "common/basics.h"

enum { RESTORE_HEADS_MAX = 64, RESTORE_CURSORS_MAX = 512, RESTORE_FAULT_BYTES = 320 };

struct restored_head {
    struct text stream;
    int64_t seq;
    struct text hash;
    int64_t event_seq; /* of the newest event; 0: there is none */
    struct text event_hash;
    int64_t accepted_seq; /* the newest that a remembered command has caused; 0: none */
};

struct restored_cursor {
    struct text follower; /* the service whose cursor it is */
    struct text stream;
    int64_t seq;
    struct text hash;       /* absent: none was kept */
    struct text event_hash; /* of that event in its stream; absent: it is not there */
};

struct restored {
    struct restored_head heads[RESTORE_HEADS_MAX];
    size_t head_count;
    struct restored_cursor cursors[RESTORE_CURSORS_MAX];
    size_t cursor_count;
};

/* A sentence in Chinese and in English for the person who restores. */
struct restore_fault {
    char zh[RESTORE_FAULT_BYTES], en[RESTORE_FAULT_BYTES];
};

struct restore_result {
    struct restore_fault faults[RESTORE_HEADS_MAX * 2 + RESTORE_CURSORS_MAX];
    size_t fault_count;
    int64_t behind; /* events that followers will apply after the start */
};

void restore_judge(const struct restored *restored, struct restore_result *ret_result);
