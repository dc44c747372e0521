/* Who may connect: the handler of ZAP 1.0 requests (RFC 27), answered from the allow-list.
 *
 * Ours and not czmq's zauth, because its certificate store aborts on a duplicate key (tried). The reply's user
 * id is the public key, by which every later message is looked up again. */
#pragma once

#include "common/engine/allow.h"

/* Answers all requests that are there. */
void zap_turn(struct socket *zap, struct allow *allow);
