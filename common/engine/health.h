/* What `--health` says: whether the process of this service that listens on this machine is well.
 *
 * For the health check of a container, so that the image needs no other program to ask with. A process is well when its
 * loop turns and it is ready or stands by; one that starts, drains or has lost its lock is not. Waits at most
 * HEALTH_WAIT_S. */
#pragma once

#include "common/basics.h"

enum { HEALTH_WAIT_S = 2, HEALTH_WHY_BYTES_MAX = 128 };

/* Asks /readyz, which the loop's own thread does not answer, and /livez, which says whether that loop turns. `listen` is
 * the address that the service listens on; an unspecified one (0.0.0.0, ::) is asked at loopback. `ret_why` is always
 * written: "ready", "standby", or what is wrong, in one line. */
bool health_ask(const char *listen, int port, char ret_why[HEALTH_WHY_BYTES_MAX]) MUST_CHECK;
