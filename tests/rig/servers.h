/* A PostgreSQL and a Redis of a test's own, on unix sockets in a throw-away folder.
 *
 * They end with servers_stop, and also when the test dies: they live as long as its pipe. A server that
 * is killed comes back by itself. Tests run from the root of the repository, with build/bin built. */
#pragma once

#include <sys/types.h>

#include "common/basics.h"
#include "common/error.h"

enum { SERVERS_TEXT_BYTES = 512 };

struct servers {
    pid_t pid; /* of the script; 0 when it does not run */
    int input; /* closing it ends the servers */
    char folder[SERVERS_TEXT_BYTES];
    char database_url[SERVERS_TEXT_BYTES]; /* with every right */
    char redis_url[SERVERS_TEXT_BYTES];    /* unix:<path>?<password> */
};

/* Returns when both answer, after about a second. `io` when they do not; stderr says why. */
enum error servers_start(struct servers *ret_servers) MUST_CHECK;

/* Returns when nothing of them is left; a second call does nothing. */
void servers_stop(struct servers *servers);

/* Of "postgres" or "redis" as it is now; 0 while it is down. */
pid_t servers_pid(const struct servers *servers, const char *name);
