/* The allow-list of a fresh installation: who may connect, and what each may do (PROTOCOL 5).
 *
 * Three kinds of clients: the publisher of other systems, the operator with every right, and the
 * services, which follow each other's events and send nothing. */
#pragma once

#include <stdio.h>

#include "common/basics.h"

enum allow_kind { ALLOW_publisher, ALLOW_operator, ALLOW_service };

struct allow_client {
    enum allow_kind kind;
    const char *name;
    const char *key; /* public, Z85, 40 characters */
};

/* False when the stream has taken an error. */
bool allow_write(FILE *file, const struct allow_client *clients, size_t count) MUST_CHECK;
