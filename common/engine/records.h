/* Written by proto/generate.py from common/engine/records.def; change that and run it again.
 * The rows that engine owns, as its decisions see them. */
#pragma once

#include "common/engine/record.h"
#include "common/uuid.h"

/* clang-format off */

/* what became of a dead letter (死信状态) */
enum dead_state {
    DEAD_STATE_none,
    DEAD_STATE_open, /* waits for an operator (待处理) */
    DEAD_STATE_retried, /* was put back at the head of its case's queue (已重试) */
    DEAD_STATE_dropped, /* was given up (已丢弃) */
    DEAD_STATE_kept, /* could not be read as a message; kept as evidence (留存) */
};
extern const struct enum_shape dead_state_enum;

/* dead_letter: a message that was set aside (死信) */
struct dead_row {
    struct record_head head; /* kept by the engine */
    struct uuid id; /* the dead letter */
    bool has_id;
    int64_t at; /* when it was set aside */
    bool has_at;
    struct text origin; /* `commands`, or the stream it came from */
    struct text sender; /* public key of its sender */
    struct text source; /* source of the message */
    struct text message_id; /* id of the message */
    struct bytes key16; /* of a command: hash of source and id */
    struct bytes content16; /* of a command: hash of type and data */
    struct text type; /* type of the message */
    int64_t seq; /* position in the stream it came from */
    bool has_seq;
    struct uuid case_id; /* the case that is parked behind it */
    bool has_case_id;
    struct text code; /* stable code of the reason */
    struct text reason; /* the reason in words */
    struct bytes body; /* the message, sealed */
    enum dead_state state; /* what became of it */
    struct text actor; /* who decided */
    struct text why; /* why */
    int64_t decided_at; /* when */
    bool has_decided_at;
};
extern const struct record_shape dead_row_record;

/* adopted_policy: a policy in force (生效策略) */
struct adopted_policy {
    struct record_head head; /* kept by the engine */
    struct text name; /* name of the policy file */
    struct text version; /* version named in the file */
    struct bytes sha256; /* of the file */
    int64_t adopted_at; /* since when */
    bool has_adopted_at;
};
extern const struct record_shape adopted_policy_record;
