/* What a message is known by for ever: PROTOCOL.md section 2. First halves of SHA-256, so that a row stays small. */
#pragma once

#include "common/basics.h"

/* SHA-256(source ‖ 0 ‖ id). */
void idempotency_key(struct text source, struct text id, uint8_t ret_key16[16]);

/* SHA-256(type ‖ 0 ‖ bytes of data). */
void idempotency_content(struct text type, struct bytes data, uint8_t ret_content16[16]);
