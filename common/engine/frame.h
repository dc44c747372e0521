/* One frame on the command socket from its receipt to its reply: a message, or an array of up to 1000. */
#pragma once

#include "common/engine/batch.h"
#include "common/msgpack.h"
#include "common/socket.h"

enum { FRAME_BYTES_MAX = 1024 * 1024, FRAME_ELEMENTS_MAX = 1000, FRAME_ROUTE_BYTES_MAX = 64 };

struct frame {
    struct frame *next;  /* in the gate's list of waiting ones */
    struct parts parts;  /* parts.user is the sender's public key */
    const char *refused; /* not NULL: the code it was refused with; kept as evidence */
    bool is_array;
    struct bytes *elements; /* of a single message: `one` */
    struct bytes *replies;  /* of an array */
    struct bytes one;
    size_t count;
    size_t taken;    /* elements that are in a batch or answered */
    size_t answered; /* elements that have a reply */
    int64_t received_us;
    int64_t received_ms;
    struct arena arena; /* replies of an array */
};

/* Splits the body into its elements. ERROR_malformed, ERROR_too_large (fault: why), or OK. */
enum error frame_split(struct frame *frame, const char **ret_why) MUST_CHECK;

struct frame *frame_new(struct parts *parts, int64_t now_us, int64_t now_ms);
void frame_destroy(struct frame **frame);

/* Encodes a reply map. `status` is the word of the protocol. */
struct bytes reply_encode(
    const char *status,
    const struct message *message,
    const struct reply *reply,
    struct arena *arena
);

/* What is remembered of an accepted reply: {case_id, case_no, result}; and back. */
struct bytes reply_remember(const struct reply *reply, struct arena *arena);
bool reply_recall(struct bytes remembered, struct reply *ret_reply) MUST_CHECK;

/* The reply's last frame, with the frames before the body echoed. */
enum sent frame_send(struct socket *socket, const struct frame *frame, struct bytes body);
