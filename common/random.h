/* Random bytes of the kernel, taken 4 KiB at a time so that an id or a nonce costs no system
 * call.
 *
 * Good for keys and nonces. Bytes given out are erased from the buffer; a child after fork
 * begins with an empty one, so that two processes never give the same bytes. Each thread has
 * its own buffer. Never fails: a kernel that gives none ends the process with one log line. */
#pragma once

#include "common/basics.h"

/* Fills `size` bytes; more than 4 KiB comes straight from the kernel. */
void random_bytes(void *ret_bytes, size_t size);
