/* See idempotency.h. */
#include "common/engine/idempotency.h"

#include "common/sha256.h"

static void hash16(struct text first, struct bytes second, uint8_t ret_hash[16])
{
    static const uint8_t zero = 0;
    uint8_t full[SHA256_BYTES];
    struct sha256 sum;

    sha256_begin(&sum);
    sha256_add(&sum, bytes_of_text(first));
    sha256_add(&sum, (struct bytes){&zero, 1});
    sha256_add(&sum, second);
    sha256_end(&sum, full);
    memcpy(ret_hash, full, 16);
}

void idempotency_key(struct text source, struct text id, uint8_t ret_key16[16])
{
    hash16(source, bytes_of_text(id), ret_key16);
}

void idempotency_content(struct text type, struct bytes data, uint8_t ret_content16[16])
{
    hash16(type, data, ret_content16);
}
