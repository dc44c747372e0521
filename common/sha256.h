/* SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104) without allocation, fast for the short input
 * that a stream's chain and the idempotency keys have.
 *
 * The state is plain data of fixed size: it may lie on the stack and be copied to keep a common
 * beginning. No function fails; input of any length that fits in memory. */
#pragma once

#include "common/basics.h"

enum { SHA256_BYTES = 32 };

/* A digest in the making; only the functions below look inside. */
struct sha256 {
    uint64_t state[14];
};

void sha256(struct bytes bytes, uint8_t ret_digest[SHA256_BYTES]);

void sha256_begin(struct sha256 *sum);
void sha256_add(struct sha256 *sum, struct bytes bytes);

/* The sum must be begun again before it is used again. */
void sha256_end(struct sha256 *sum, uint8_t ret_digest[SHA256_BYTES]);

/* Keys of any length; intermediate values of the key are erased. */
void hmac_sha256(struct bytes key, struct bytes data, uint8_t ret_mac[SHA256_BYTES]);
