/* A personal field as it travels: encrypted under a key that belongs to one case (DESIGN section 6).
 *
 * The codec carries it without being able to open it; on the wire it is the map {k: bin, n: bin 12, c: bin}. */
#pragma once

#include "common/basics.h"

enum { SEALED_KEY_ID_BYTES_MAX = 64, SEALED_NONCE_BYTES = 12, SEALED_TAG_BYTES = 16 };

struct sealed_value {
    struct bytes key_id; /* 1 to SEALED_KEY_ID_BYTES_MAX bytes */
    struct bytes nonce;  /* SEALED_NONCE_BYTES */
    struct bytes
        cipher; /* as long as the plain bytes, then the tag; absent: the whole value is */
};
