/* A client of the services: asks and waits, as PROTOCOL.md section 2 tells any client to.
 *
 * Keys come from SHOULI_KEYS_DIR (default run/keys), ports from SHOULI_PORT_BASE (default 5500), the host from
 * SHOULI_HOST (default 127.0.0.1). A question is sent again with the same id while the service is busy, unavailable or
 * silent, so it has effect once; after CLIENT_PATIENCE_MS it is given up. One question at a time. */
#pragma once

#include "common/socket.h"
#include "proto/messages.h"
#include "services/cli/answer.h"

enum { CLIENT_PATIENCE_MS = 15000, CLIENT_AGAIN_MS = 2000, CLIENT_SERVICES = 6 };

/* In the order of PROTOCOL section 4. */
extern const char *const client_services[CLIENT_SERVICES];

/* 10, 20 …; 0 when there is no such service. */
int client_port_of(const char *service);
long client_port_base(void);
const char *client_host(void);

struct client;

/* Whether there are keys of `who` to speak with. False after one line on stderr: what asks several services asks this
 * first, so that it is said once. */
bool client_has_keys(const char *who);

/* `who` names a key: publisher or operator. `offset` 0 is the command socket, 1 that of events. NULL after a line on
 * stderr. */
struct client *client_new(const char *service, const char *who, int offset);
void client_destroy(struct client **client);
struct socket *client_socket(struct client *client);

struct question {
    enum message_type type;
    struct bytes data;               /* a MessagePack map; absent: none */
    const char *actor, *role, *unit; /* NULL: none */
    const char *source;              /* NULL: /shouli/cli */
    const char *id;                  /* NULL: a new one */
    int64_t patience_ms;             /* 0: CLIENT_PATIENCE_MS */
};

/* EXIT_FINE for accepted and duplicate, EXIT_NOT_DONE for rejected, EXIT_UNAVAILABLE when no such answer came. Texts
 * live in the arena. Prints nothing. */
int client_ask(
    struct client *client,
    const struct question *question,
    struct arena *arena,
    struct answer *ret_answer
);
