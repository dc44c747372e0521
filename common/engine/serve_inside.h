/* Shared by serve.c (sends) and serve_request.c (reads what followers ask for). */
#pragma once

#include "common/engine/engine.h"
#include "common/store.h"

enum {
    SERVE_TYPES_MAX = 32,
    SERVE_TYPE_BYTES_MAX = 96,
    SERVE_PEER_BYTES_MAX = 255,
    SERVE_PICK_MAX = 4096
};

struct follower {
    uint8_t peer[SERVE_PEER_BYTES_MAX];
    size_t peer_length;
    char key[CURVE_TEXT_LENGTH + 1];
    int64_t next; /* the first event not yet sent or passed over */
    size_t credit;
    int64_t cursor; /* as the follower says it has applied durably */
    char types[SERVE_TYPES_MAX][SERVE_TYPE_BYTES_MAX + 1];
    bool exact[SERVE_TYPES_MAX]; /* the key may follow this type, but not all that start so */
    size_t type_count;
    uint32_t partition, partitions;
    int64_t heard_us;
    int64_t position_us;
    bool position_due;
    bool hungry;      /* its next event is not in memory */
    bool check_after; /* `after` is not yet compared: event next - 1 must be read first */
    uint8_t after[32];
};

struct serve {
    struct socket *events;
    struct follower *followers[SERVE_FOLLOWERS_MAX];
    size_t count;
    size_t turn; /* whose replay comes next */
    struct store *store;
    bool asking;
    bool pressed;
    struct follower *replaying;
    const struct follower *replayed_for;
    int64_t replayed_from;
    size_t replayed_count;
    struct kept_event *replayed;
    struct arena scratch, replay;
};

void serve_forget(struct engine *engine, size_t index, const char *why);
void serve_error(
    struct engine *engine,
    const struct follower *follower,
    const char *code,
    const char *message
);
enum sent serve_send(struct engine *engine, const struct follower *follower, struct bytes body);

/* One message of a client on the event socket. */
void serve_request(struct engine *engine, const struct parts *parts);

/* Type and case of an event that was read back. */
void serve_read_event(struct engine *engine, struct kept_event *event);
