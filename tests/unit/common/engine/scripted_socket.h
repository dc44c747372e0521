/* ZeroMQ sockets that a test plays: what is sent is kept, what is received is what the test gave. It stands in the
 * place of common/socket.c, so a test program includes it once. */
#pragma once

#include "common/socket.h"
#include "tests/unit/common/engine/bench.h"

enum { SCRIPT_MESSAGES_MAX = 1200 };

struct script_message {
    size_t count;
    struct bytes frame[SOCKET_PARTS_MAX];
    char user[CURVE_TEXT_LENGTH + 1];
};

struct socket {
    struct script_message sent[SCRIPT_MESSAGES_MAX], given[SCRIPT_MESSAGES_MAX];
    size_t sent_count, given_count, taken;
    enum sent answer; /* of socket_send */
    char address[600];
    struct arena arena;
};

static int script_sockets;        /* open ones */
static bool script_address_taken; /* binding fails */
static struct socket *script_last_socket;

static enum error script_open(const char *address, struct socket **ret_socket)
{
    if (script_address_taken)
        return ERROR_io;
    *ret_socket = memory_new(1, sizeof(**ret_socket));
    snprintf((*ret_socket)->address, sizeof((*ret_socket)->address), "%s", address);
    script_last_socket = *ret_socket;
    script_sockets++;
    return OK;
}

struct sockets *sockets_new(void)
{
    return NULL;
}

void sockets_destroy(struct sockets **sockets UNUSED)
{
}

enum error socket_bind_router(
    struct sockets *sockets UNUSED,
    const char *address,
    const struct curve_pair *server UNUSED,
    int high_water UNUSED,
    struct socket **ret_socket
)
{
    return script_open(address, ret_socket);
}

enum error socket_connect_dealer(
    struct sockets *sockets UNUSED,
    const char *address,
    const char *server_key UNUSED,
    const struct curve_pair *client UNUSED,
    int high_water UNUSED,
    struct socket **ret_socket
)
{
    return script_open(address, ret_socket);
}

enum error socket_bind_zap(struct sockets *sockets UNUSED, struct socket **ret_socket)
{
    return script_open("zap", ret_socket);
}

void socket_destroy(struct socket **socket)
{
    if (!*socket)
        return;
    script_sockets--;
    arena_done(&(*socket)->arena);
    memory_free(*socket);
    *socket = NULL;
}

bool socket_receive(struct socket *socket, struct parts *ret_parts)
{
    *ret_parts = (struct parts){.count = 0};
    if (socket->taken == socket->given_count)
        return false;
    const struct script_message *message = &socket->given[socket->taken++];
    ret_parts->count = (int)message->count;
    memcpy(ret_parts->frame, message->frame, sizeof(message->frame));
    memcpy(ret_parts->user, message->user, sizeof(message->user));
    return true;
}

void socket_watch_closed(struct sockets *sockets UNUSED, struct socket *socket UNUSED)
{
}

int64_t socket_take_closed(struct socket *socket UNUSED)
{
    return 0;
}

void parts_done(struct parts *parts)
{
    parts->count = 0;
}

void parts_move(struct parts *to, struct parts *from)
{
    *to = *from;
    from->count = 0;
}

enum sent socket_send(struct socket *socket, const struct bytes *frames, size_t count)
{
    if (socket->answer != SENT_fine)
        return socket->answer;
    assert_true(socket->sent_count < SCRIPT_MESSAGES_MAX);
    struct script_message *message = &socket->sent[socket->sent_count++];
    message->count = count;
    for (size_t i = 0; i < count; i++)
        message->frame[i] = arena_bytes(&socket->arena, frames[i]);
    return SENT_fine;
}

/* Of a test, the text itself. */
bool socket_key_from_raw(struct bytes raw32, char ret_text[CURVE_TEXT_LENGTH + 1])
{
    if (raw32.length != 32)
        return false;
    snprintf(ret_text, CURVE_TEXT_LENGTH + 1, "%.32s--------", (const char *)raw32.at);
    return true;
}

static void (*script_wait)(void); /* what happens while the loop waits */

/* Everything may have something. */
void sockets_wait(struct waited *waited, size_t count, int64_t timeout_ms UNUSED)
{
    if (script_wait)
        script_wait();
    for (size_t i = 0; i < count; i++)
        waited[i].ready = true;
}

enum error curve_read(const char *path UNUSED, struct curve_pair *ret_pair UNUSED)
{
    return ERROR_config;
}

/* The next message that the socket receives; its last frame is the body. */
static inline struct script_message *
script_give(struct socket *socket, const char *peer, const char *user, struct bytes body)
{
    assert_true(socket->given_count < SCRIPT_MESSAGES_MAX);
    struct script_message *message = &socket->given[socket->given_count++];

    message->count = 2;
    message->frame[0] = arena_bytes(&socket->arena, bytes_of_text(text_of(peer)));
    message->frame[1] = arena_bytes(&socket->arena, body);
    snprintf(message->user, sizeof(message->user), "%s", user);
    return message;
}

/* The last frame of what was sent, counted from the end; absent when there is none. */
static inline struct bytes script_said(const struct socket *socket, size_t from_end)
{
    if (from_end >= socket->sent_count)
        return (struct bytes){0};
    const struct script_message *message = &socket->sent[socket->sent_count - 1 - from_end];
    return message->frame[message->count - 1];
}

/* A value of a map by its key, as bytes of MessagePack; absent when it is not there. */
static inline struct bytes script_value(struct bytes map, const char *key)
{
    struct pack_reader reader = pack_reader_of(map);
    struct pack_value head = pack_next(&reader);

    for (uint32_t i = 0; head.type == PACK_map && i < head.count; i++) {
        struct pack_value found = pack_next(&reader);
        struct bytes span = pack_skip(&reader, 64);
        if (found.type == PACK_str && text_is(text_of_bytes(found.bytes), key))
            return span;
    }
    return (struct bytes){0};
}

static inline struct text script_text(struct bytes map, const char *key)
{
    struct pack_reader reader = pack_reader_of(script_value(map, key));

    return text_of_bytes(pack_next(&reader).bytes);
}

static inline int64_t script_int(struct bytes map, const char *key)
{
    struct pack_reader reader = pack_reader_of(script_value(map, key));

    return pack_next(&reader).integer;
}
