/* See client.h. */
#include "services/cli/client.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/memory.h"
#include "common/msgpack.h"
#include "common/random.h"
#include "services/cli/exits.h"

enum { PORT_BASE = 5500, ID_BYTES = UUID_TEXT_LENGTH + 1 };

const char *const client_services[CLIENT_SERVICES] =
    {"intake", "router", "desk", "escalation", "archive", "survey"};

struct client {
    struct sockets *sockets;
    struct socket *socket;
};

int client_port_of(const char *service)
{
    for (int i = 0; i < CLIENT_SERVICES; i++) {
        if (strcmp(service, client_services[i]) == 0)
            return 10 * (i + 1);
    }
    return 0;
}

static const char *setting(const char *name, const char *fallback)
{
    const char *value = getenv(name);

    return value && *value ? value : fallback;
}

long client_port_base(void)
{
    char *end = NULL;
    const char *text = setting("SHOULI_PORT_BASE", "5500");
    long base = strtol(text, &end, 10);

    return *end || base < 1 || base > 61400 ? PORT_BASE : base;
}

const char *client_host(void)
{
    return setting("SHOULI_HOST", "127.0.0.1");
}

static bool
read_keys(const char *who, struct curve_pair *ret_server, struct curve_pair *ret_own)
{
    const char *folder = setting("SHOULI_KEYS_DIR", "run/keys");
    struct arena arena = {0};
    const char *server = arena_format(&arena, "%s/server.key", folder).at;
    const char *own = arena_format(&arena, "%s/%s.key_secret", folder, who).at;
    bool fine = curve_read(server, ret_server) == OK && curve_read(own, ret_own) == OK;

    if (!fine)
        fprintf(
            stderr,
            "shouli: no keys of %s under %s; start with `make up`, or set SHOULI_KEYS_DIR\n",
            who,
            folder
        );
    arena_done(&arena);
    return fine;
}

bool client_has_keys(const char *who)
{
    struct curve_pair server, own;

    return read_keys(who, &server, &own);
}

struct client *client_new(const char *service, const char *who, int offset)
{
    enum { HIGH_WATER = 1000 };
    struct curve_pair server, own;
    char address[300];
    struct client *client;

    if (!client_port_of(service)) {
        fprintf(stderr, "shouli: there is no service %s\n", service);
        return NULL;
    }
    if (!read_keys(who, &server, &own))
        return NULL;
    client = memory_new(1, sizeof(*client));
    client->sockets = sockets_new();
    snprintf(
        address,
        sizeof(address),
        "tcp://%s:%ld",
        client_host(),
        client_port_base() + client_port_of(service) + offset
    );
    if (socket_connect_dealer(
            client->sockets,
            address,
            server.public_key,
            &own,
            HIGH_WATER,
            &client->socket
        ) != OK) {
        fprintf(stderr, "shouli: cannot connect to %s\n", address);
        client_destroy(&client);
    }
    return client;
}

void client_destroy(struct client **client)
{
    if (!*client)
        return;
    socket_destroy(&(*client)->socket);
    sockets_destroy(&(*client)->sockets);
    memory_free(*client);
    *client = NULL;
}

struct socket *client_socket(struct client *client)
{
    return client->socket;
}

static struct bytes encode(const struct question *question, struct text id, struct arena *arena)
{
    const struct message_shape *shape = message_shape_of(question->type);
    struct pack_writer empty;
    struct message message = {
        .shape = shape,
        .type_name = text_of(shape->name),
        .id = id,
        .source = text_of(question->source ? question->source : "/shouli/cli"),
        .actorid = text_of(question->actor),
        .actorrole = text_of(question->role),
        .actorunit = text_of(question->unit),
        .data = question->data,
    };

    if (!message.data.at) {
        pack_begin(&empty, arena, 8);
        pack_map(&empty, 0);
        message.data = pack_end(&empty);
    }
    return message_encode(&message, arena);
}

static struct text new_id(struct arena *arena)
{
    uint8_t random[10];
    char text[ID_BYTES];

    random_bytes(random, sizeof(random));
    uuid_to_text(uuid_make(clock_now_ms(), random), text);
    return arena_text(arena, text_of(text));
}

/* The reply to `id`; false when the time is over. Late replies to earlier questions are passed over. */
static bool receive(
    struct client *client,
    struct text id,
    int64_t until_us,
    struct arena *arena,
    struct answer *ret_answer
)
{
    struct waited waited = {.socket = client->socket};
    struct parts parts;

    for (int64_t left; (left = until_us - clock_monotone_us()) > 0;) {
        if (!socket_receive(client->socket, &parts)) {
            sockets_wait(&waited, 1, left / 1000 + 1);
            continue;
        }
        struct bytes raw = arena_bytes(arena, parts.frame[parts.count - 1]);
        parts_done(&parts);
        if (answer_read(raw, arena, ret_answer) && text_equal(ret_answer->id, id))
            return true;
    }
    return false;
}

int client_ask(
    struct client *client,
    const struct question *question,
    struct arena *arena,
    struct answer *ret_answer
)
{
    const struct text id = question->id ? text_of(question->id) : new_id(arena);
    const struct bytes frame = encode(question, id, arena);
    const int64_t patience_ms =
        question->patience_ms ? question->patience_ms : CLIENT_PATIENCE_MS;
    const int64_t end_us = clock_monotone_us() + patience_ms * 1000;

    *ret_answer = (struct answer){0};
    for (int64_t now_us; (now_us = clock_monotone_us()) < end_us;) {
        const int64_t again_us = int64_min(end_us, now_us + CLIENT_AGAIN_MS * INT64_C(1000));
        if (socket_send(client->socket, &frame, 1) != SENT_fine ||
            !receive(client, id, again_us, arena, ret_answer))
            continue;
        if (text_is(ret_answer->status, "accepted") || text_is(ret_answer->status, "duplicate"))
            return EXIT_FINE;
        if (text_is(ret_answer->status, "rejected"))
            return EXIT_NOT_DONE;
        struct waited nothing = {.fd = -1};
        sockets_wait(
            &nothing,
            0,
            ret_answer->retry_after_ms > 0 ? ret_answer->retry_after_ms : 50
        );
    }
    *ret_answer = (struct answer){0}; /* what came late or said `busy` is no answer */
    return EXIT_UNAVAILABLE;
}
