/* See socket.h. */
#include "common/socket.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <zmq.h>

#include "common/clock.h"
#include "common/memory.h"

/* CURVE_BYTES: libzmq holds its limit against the frame on the wire, which CURVE makes longer: name of the
 * command 8, nonce 8, authenticator 16, flags 1 (RFC 26). */
enum { HEARTBEAT_MS = 1000, HEARTBEAT_TIMEOUT_MS = 5000, WAITED_MAX = 64, CURVE_BYTES = 33 };

struct sockets {
    void *context;
};

/* What libzmq's thread has for a socket it tells by a descriptor, once; whatever is done with the socket may take that in
 * without giving a message out. Only what was looked at in vain, and left alone since, is told by the descriptor again. */
struct socket {
    void *handle;
    int fd;
    bool quiet;  /* looked at in vain, and left alone since */
    void *watch; /* where libzmq says that a connection ended; NULL: nobody asked for it */
};

_Static_assert(sizeof(zmq_msg_t) <= 64, "struct parts keeps zmq_msg_t in 64 bytes");

struct sockets *sockets_new(void)
{
    struct sockets *sockets = memory_new(1, sizeof(*sockets));

    sockets->context = zmq_ctx_new();
    return sockets;
}

void sockets_destroy(struct sockets **sockets)
{
    if (!*sockets)
        return;
    zmq_ctx_term((*sockets)->context);
    memory_free(*sockets);
    *sockets = NULL;
}

static void set_int(void *handle, int option, int value)
{
    zmq_setsockopt(handle, option, &value, sizeof(value));
}

static struct socket *make(struct sockets *sockets, int type, int high_water)
{
    struct socket *socket = memory_new(1, sizeof(*socket));
    int64_t bytes_max = SOCKET_BYTES_MAX + CURVE_BYTES;

    socket->handle = zmq_socket(sockets->context, type);
    set_int(socket->handle, ZMQ_LINGER, 200);
    set_int(socket->handle, ZMQ_SNDHWM, high_water);
    set_int(socket->handle, ZMQ_RCVHWM, high_water);
    set_int(socket->handle, ZMQ_HEARTBEAT_IVL, HEARTBEAT_MS);
    set_int(socket->handle, ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS);
    zmq_setsockopt(socket->handle, ZMQ_MAXMSGSIZE, &bytes_max, sizeof(bytes_max));
    size_t length = sizeof(socket->fd);
    zmq_getsockopt(socket->handle, ZMQ_FD, &socket->fd, &length);
    return socket;
}

/* Without a limit: libzmq's thread would wait for room while this one does something else. */
void socket_watch_closed(struct sockets *sockets, struct socket *socket)
{
    char address[64];

    snprintf(address, sizeof(address), "inproc://closing-%p", socket->handle);
    if (zmq_socket_monitor(socket->handle, address, ZMQ_EVENT_DISCONNECTED) != 0)
        return;
    socket->watch = zmq_socket(sockets->context, ZMQ_PAIR);
    set_int(socket->watch, ZMQ_RCVHWM, 0);
    set_int(socket->watch, ZMQ_LINGER, 0);
    zmq_connect(socket->watch, address);
}

int64_t socket_take_closed(struct socket *socket)
{
    uint8_t frame[300];
    int64_t closed = 0;

    if (!socket->watch)
        return 0;
    while (zmq_recv(socket->watch, frame, sizeof(frame), ZMQ_DONTWAIT) >= 0) {
        uint16_t event;
        memcpy(&event, frame, sizeof(event));
        closed += event == ZMQ_EVENT_DISCONNECTED;
        if (zmq_recv(socket->watch, frame, sizeof(frame), 0) < 0) /* the address */
            break;
    }
    return closed;
}

enum error socket_bind_router(
    struct sockets *sockets,
    const char *address,
    const struct curve_pair *server,
    int high_water,
    struct socket **ret_socket
)
{
    struct socket *socket = make(sockets, ZMQ_ROUTER, high_water);

    set_int(socket->handle, ZMQ_ROUTER_MANDATORY, 1);
    set_int(socket->handle, ZMQ_ROUTER_HANDOVER, 0);
    set_int(socket->handle, ZMQ_BACKLOG, 1024);
    set_int(socket->handle, ZMQ_CURVE_SERVER, 1);
    zmq_setsockopt(socket->handle, ZMQ_CURVE_SECRETKEY, server->secret_key, CURVE_TEXT_LENGTH);
    zmq_setsockopt(socket->handle, ZMQ_ZAP_DOMAIN, "shouli", 6);
    if (zmq_bind(socket->handle, address) != 0) {
        int saved = errno;
        socket_destroy(&socket);
        errno = saved;
        return ERROR_io;
    }
    *ret_socket = socket;
    return OK;
}

enum error socket_connect_dealer(
    struct sockets *sockets,
    const char *address,
    const char *server_key,
    const struct curve_pair *client,
    int high_water,
    struct socket **ret_socket
)
{
    struct socket *socket = make(sockets, ZMQ_DEALER, high_water);

    set_int(socket->handle, ZMQ_RECONNECT_IVL, 50);
    set_int(socket->handle, ZMQ_RECONNECT_IVL_MAX, 500);
    zmq_setsockopt(socket->handle, ZMQ_CURVE_SERVERKEY, server_key, CURVE_TEXT_LENGTH);
    zmq_setsockopt(socket->handle, ZMQ_CURVE_PUBLICKEY, client->public_key, CURVE_TEXT_LENGTH);
    zmq_setsockopt(socket->handle, ZMQ_CURVE_SECRETKEY, client->secret_key, CURVE_TEXT_LENGTH);
    if (zmq_connect(socket->handle, address) != 0) {
        socket_destroy(&socket);
        return ERROR_io;
    }
    *ret_socket = socket;
    return OK;
}

enum error socket_bind_zap(struct sockets *sockets, struct socket **ret_socket)
{
    struct socket *socket = make(sockets, ZMQ_ROUTER, 10000);

    if (zmq_bind(socket->handle, "inproc://zeromq.zap.01") != 0) {
        socket_destroy(&socket);
        return ERROR_io;
    }
    *ret_socket = socket;
    return OK;
}

void socket_destroy(struct socket **socket)
{
    if (!*socket)
        return;
    if ((*socket)->watch) {
        zmq_socket_monitor((*socket)->handle, NULL, 0);
        zmq_close((*socket)->watch);
    }
    zmq_close((*socket)->handle);
    memory_free(*socket);
    *socket = NULL;
}

static zmq_msg_t *message_at(struct parts *parts, int index)
{
    return (zmq_msg_t *)(void *)parts->storage[index];
}

static bool receive_frame(struct socket *socket, struct parts *parts, bool *ret_more)
{
    zmq_msg_t extra;
    bool keep = parts->count < SOCKET_PARTS_MAX;
    zmq_msg_t *message = keep ? message_at(parts, parts->count) : &extra;

    zmq_msg_init(message);
    if (zmq_msg_recv(message, socket->handle, ZMQ_DONTWAIT) < 0) {
        zmq_msg_close(message);
        return false;
    }
    *ret_more = zmq_msg_more(message) != 0;
    if (!keep) {
        parts->too_many = true;
        zmq_msg_close(message);
        return true;
    }
    parts->frame[parts->count++] = (struct bytes){zmq_msg_data(message), zmq_msg_size(message)};
    return true;
}

bool socket_receive(struct socket *socket, struct parts *ret_parts)
{
    bool more = true;

    ret_parts->count = 0;
    ret_parts->too_many = false;
    ret_parts->user[0] = 0;
    socket->quiet = false;
    while (more) {
        if (!receive_frame(socket, ret_parts, &more)) {
            socket->quiet = errno == EAGAIN;
            parts_done(ret_parts);
            return false;
        }
    }
    const char *user = zmq_msg_gets(message_at(ret_parts, ret_parts->count - 1), "User-Id");
    snprintf(ret_parts->user, sizeof(ret_parts->user), "%s", user ? user : "");
    return true;
}

void parts_done(struct parts *parts)
{
    for (int i = 0; i < parts->count; i++)
        zmq_msg_close(message_at(parts, i));
    parts->count = 0;
}

void parts_move(struct parts *to, struct parts *from)
{
    to->count = from->count;
    to->too_many = from->too_many;
    memcpy(to->user, from->user, sizeof(to->user));
    for (int i = 0; i < from->count; i++) {
        zmq_msg_t *message = message_at(to, i);
        zmq_msg_init(message);
        zmq_msg_move(message, message_at(from, i));
        to->frame[i] = (struct bytes){zmq_msg_data(message), zmq_msg_size(message)};
    }
    from->count = 0;
}

enum sent socket_send(struct socket *socket, const struct bytes *frames, size_t count)
{
    socket->quiet = false;
    for (size_t i = 0; i < count; i++) {
        int flags = ZMQ_DONTWAIT | (i + 1 < count ? ZMQ_SNDMORE : 0);
        if (zmq_send(socket->handle, frames[i].at, frames[i].length, flags) < 0)
            return errno == EAGAIN ? SENT_full : SENT_gone;
    }
    return SENT_fine;
}

bool socket_key_from_raw(struct bytes raw32, char ret_text[CURVE_TEXT_LENGTH + 1])
{
    return raw32.length == 32 && zmq_z85_encode(ret_text, raw32.at, 32) != NULL;
}

static bool has_message(struct socket *socket)
{
    int events = 0;
    size_t length = sizeof(events);

    if (zmq_getsockopt(socket->handle, ZMQ_EVENTS, &events, &length) != 0)
        return true; /* what is wrong with it is told to who receives */
    socket->quiet = !(events & ZMQ_POLLIN);
    return !socket->quiet;
}

/* Messages that the descriptors do not tell of any more. */
static bool look_at_sockets(struct waited *waited, size_t count)
{
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        waited[i].ready =
            waited[i].socket && !waited[i].socket->quiet && has_message(waited[i].socket);
        any = any || waited[i].ready;
    }
    return any;
}

/* A descriptor of a socket may tell of things that are no message. */
static bool take_told(struct waited *waited, const struct pollfd *told, size_t count)
{
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        if (told[i].revents)
            waited[i].ready = !waited[i].socket || has_message(waited[i].socket);
        any = any || waited[i].ready;
    }
    return any;
}

/* Not zmq_poll, which looks at each socket twice and asks the kernel twice before it waits: a message that travels alone
 * wakes a service thrice. */
void sockets_wait(struct waited *waited, size_t count, int64_t timeout_ms)
{
    struct pollfd told[WAITED_MAX];
    size_t used = size_min(count, WAITED_MAX);
    int64_t left_ms = look_at_sockets(waited, used) ? 0 : timeout_ms;
    int64_t until_us = clock_monotone_us() + left_ms * 1000;

    for (size_t i = 0; i < used; i++) {
        const struct waited *one = &waited[i];
        short events = (short)(POLLIN | (one->want_write ? POLLOUT : 0));
        told[i] = (struct pollfd
        ){.fd = one->socket ? one->socket->fd : one->fd,
          .events = one->socket ? POLLIN : events};
    }
    while (poll(told, used, (int)left_ms) > 0 && !take_told(waited, told, used)) {
        left_ms = (until_us - clock_monotone_us()) / 1000;
        if (left_ms <= 0)
            break;
    }
}

static bool quoted_value(const char *line, const char *name, char *ret_value)
{
    const char *at = strstr(line, name);
    const char *from = at ? strchr(at, '"') : NULL;

    if (!from || strlen(from) < CURVE_TEXT_LENGTH + 2 || from[CURVE_TEXT_LENGTH + 1] != '"')
        return false;
    char text[CURVE_TEXT_LENGTH + 1] = {0};
    uint8_t raw[32];
    memcpy(text, from + 1, CURVE_TEXT_LENGTH);
    if (!zmq_z85_decode(raw, text))
        return false;
    memcpy(ret_value, text, sizeof(text));
    return true;
}

enum error curve_read(const char *path, struct curve_pair *ret_pair)
{
    struct curve_pair pair = {{0}, {0}};
    char line[256];
    FILE *file = fopen(path, "re");

    if (!file)
        return ERROR_config;
    while (fgets(line, sizeof(line), file)) {
        if (!quoted_value(line, "public-key", pair.public_key))
            (void)quoted_value(line, "secret-key", pair.secret_key);
    }
    fclose(file);
    if (!pair.public_key[0])
        return ERROR_config;
    *ret_pair = pair;
    return OK;
}
