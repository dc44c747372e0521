/* ZeroMQ sockets, never waiting: the only place (but the key tools) that knows libzmq.
 *
 * Every TCP socket speaks CURVE; ROUTERs are mandatory, so that a message to a peer that is gone or full
 * is an answer and not silence; heartbeats every second notice a dead peer within five. Frames that are
 * received are borrowed from the message until parts_done. Limits: SOCKET_BYTES_MAX a frame (a larger one
 * closes the connection), SOCKET_PARTS_MAX frames. */
#pragma once

#include "common/basics.h"
#include "common/error.h"

enum {
    SOCKET_BYTES_MAX = 4 * 1024 * 1024,
    SOCKET_PARTS_MAX = 9,
    CURVE_TEXT_LENGTH = 40,
};

struct sockets; /* the context */
struct socket;

/* Z85 text, terminated. */
struct curve_pair {
    char public_key[CURVE_TEXT_LENGTH + 1];
    char secret_key[CURVE_TEXT_LENGTH + 1];
};

/* A received message; frame[0] of a ROUTER is the peer. */
struct parts {
    int count;
    bool too_many; /* frames beyond SOCKET_PARTS_MAX were dropped */
    struct bytes frame[SOCKET_PARTS_MAX];
    char user
        [CURVE_TEXT_LENGTH + 1]; /* of a CURVE peer: what the ZAP handler called it; else "" */
    _Alignas(16) uint8_t storage[SOCKET_PARTS_MAX][64];
};

enum sent { SENT_fine, SENT_full, SENT_gone };

struct sockets *sockets_new(void);
void sockets_destroy(struct sockets **sockets);

/* `high_water` bounds the messages queued for one peer. ERROR_io with the reason in errno. */
enum error socket_bind_router(
    struct sockets *sockets,
    const char *address,
    const struct curve_pair *server,
    int high_water,
    struct socket **ret_socket
) MUST_CHECK;
enum error socket_connect_dealer(
    struct sockets *sockets,
    const char *address,
    const char *server_key,
    const struct curve_pair *client,
    int high_water,
    struct socket **ret_socket
) MUST_CHECK;
/* The end of ZAP (RFC 27) that answers who may connect; bind it before any CURVE server. */
enum error socket_bind_zap(struct sockets *sockets, struct socket **ret_socket) MUST_CHECK;
void socket_destroy(struct socket **socket);

/* False when nothing is there. */
bool socket_receive(struct socket *socket, struct parts *ret_parts);
void parts_done(struct parts *parts);

/* The message moves; `from` is empty afterwards. Small frames lie inside the struct, so it must not be copied. */
void parts_move(struct parts *to, struct parts *from);

/* From now on connections that end are counted, until the socket is destroyed. What is told waits in memory without a limit:
 * whoever begins this calls socket_take_closed in every turn. At most once a socket. */
void socket_watch_closed(struct sockets *sockets, struct socket *socket);

/* How many connections of a watched socket ended since the last call, by whichever side: libzmq says that one ended, never
 * why. A peer that sends a frame over SOCKET_BYTES_MAX is among them, and nothing else tells of it. 0 if not watched. */
int64_t socket_take_closed(struct socket *socket);

/* One message of `count` frames, copied. SENT_gone: a ROUTER does not know the peer. */
enum sent socket_send(struct socket *socket, const struct bytes *frames, size_t count);

/* A key of 32 bytes as Z85 text (RFC 32), as users are named; false for another length. */
bool socket_key_from_raw(struct bytes raw32, char ret_text[CURVE_TEXT_LENGTH + 1]);

/* One thing to wait for: a socket, or a file descriptor. */
struct waited {
    struct socket *socket;
    int fd;
    bool want_write;
    bool ready;
};

/* Waits until one is ready or the time is over; sets `ready`. */
void sockets_wait(struct waited *waited, size_t count, int64_t timeout_ms);

/* Reads a CZMQ certificate file (ZPL): `secret-key` may be missing. ERROR_config when it is not one. */
enum error curve_read(const char *path, struct curve_pair *ret_pair) MUST_CHECK;
