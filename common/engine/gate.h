/* The command socket: frames in, replies out (PROTOCOL section 2), and who may connect (ZAP, RFC 27).
 *
 * Always reads: a frame over the limits, or of a sender over its share, is answered `busy` at once. Frames
 * wait undecoded until a batch takes their messages. The reply of a frame goes out when all its elements
 * have an answer; a frame that waits longer than unavailable_after_ms is answered `unavailable`. */
#pragma once

#include "common/engine/batch.h"
#include "common/socket.h"

struct engine;
struct gate;

/* A batch keeps so many frames that cannot be decoded, the beginning of each; the others are counted. */
enum { KEPT_MALFORMED_MAX = 16, KEPT_BYTES_MAX = 64 * 1024 };

/* Binds; ERROR_io when the address is taken. */
enum error gate_open(struct engine *engine) MUST_CHECK;
void gate_close(struct engine *engine);

/* Sockets to wait for, appended to `waited`; returns how many. */
size_t gate_wait(struct gate *gate, struct waited *waited);

/* Reads what is there. */
void gate_turn(struct engine *engine);

/* Messages that wait to be taken. */
size_t gate_waiting(const struct gate *gate);

/* Decodes up to `max` waiting messages into the batch. Ones that are refused by their form have an outcome. */
void gate_gather(struct engine *engine, struct batch *batch, size_t max);

/* Answers one command; the frame is sent when it was the last. Repeated calls for an item do nothing. */
void gate_answer(struct engine *engine, struct item *item);

/* Answers frames that have waited too long, or all. */
void gate_give_up(struct engine *engine, bool all);

/* Decodes one element of a frame into the batch and looks whether its sender may send it. */
void gate_decode(
    struct engine *engine,
    struct batch *batch,
    struct frame *frame,
    size_t element
);

/* Who answers a command that was read back: sets its decision and its key; decide stays NULL when nobody does. */
void gate_find_decision(struct engine *engine, struct item *item);
