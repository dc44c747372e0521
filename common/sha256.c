/* See sha256.h. The low-level functions are used although libcrypto calls them deprecated: the
 * EVP ones look up the algorithm and allocate for each digest, which costs more than hashing a
 * short input. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "common/sha256.h"

#include <assert.h>

#include <openssl/crypto.h>
#include <openssl/sha.h>

enum { BLOCK_BYTES = 64 };

static_assert(sizeof(SHA256_CTX) <= sizeof(struct sha256), "the state fits");
static_assert(_Alignof(SHA256_CTX) <= _Alignof(struct sha256), "the state is aligned");

static SHA256_CTX *context_of(struct sha256 *sum)
{
    return (SHA256_CTX *)(void *)sum->state;
}

void sha256(struct bytes bytes, uint8_t ret_digest[SHA256_BYTES])
{
    struct sha256 sum;

    sha256_begin(&sum);
    sha256_add(&sum, bytes);
    sha256_end(&sum, ret_digest);
}

void sha256_begin(struct sha256 *sum)
{
    *sum = (struct sha256){0};
    SHA256_Init(context_of(sum));
}

void sha256_add(struct sha256 *sum, struct bytes bytes)
{
    if (bytes.length)
        SHA256_Update(context_of(sum), bytes.at, bytes.length);
}

void sha256_end(struct sha256 *sum, uint8_t ret_digest[SHA256_BYTES])
{
    SHA256_Final(ret_digest, context_of(sum));
}

static void begin_with_pad(
    struct sha256 *sum,
    const uint8_t key[BLOCK_BYTES],
    uint8_t pad_byte,
    uint8_t pad[BLOCK_BYTES]
)
{
    for (size_t i = 0; i < BLOCK_BYTES; i++)
        pad[i] = key[i] ^ pad_byte;
    sha256_begin(sum);
    sha256_add(sum, (struct bytes){pad, BLOCK_BYTES});
}

void hmac_sha256(struct bytes key, struct bytes data, uint8_t ret_mac[SHA256_BYTES])
{
    uint8_t block[BLOCK_BYTES] = {0};
    uint8_t pad[BLOCK_BYTES];
    uint8_t inner[SHA256_BYTES];
    struct sha256 sum;

    if (key.length > BLOCK_BYTES)
        sha256(key, block);
    else if (key.length)
        memcpy(block, key.at, key.length);

    begin_with_pad(&sum, block, 0x36, pad);
    sha256_add(&sum, data);
    sha256_end(&sum, inner);

    begin_with_pad(&sum, block, 0x5c, pad);
    sha256_add(&sum, (struct bytes){inner, sizeof(inner)});
    sha256_end(&sum, ret_mac);

    OPENSSL_cleanse(block, sizeof(block));
    OPENSSL_cleanse(pad, sizeof(pad));
    OPENSSL_cleanse(&sum, sizeof(sum));
}
