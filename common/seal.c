/* See seal.h. The cipher is libsodium's where the processor has the instructions for it, a third of the time of
 * OpenSSL's for values as short as ours; elsewhere OpenSSL's. */
#include "common/seal.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sodium.h>

#include "common/random.h"

enum { BOUND_BYTES_MAX = sizeof(struct uuid) + SEAL_FIELD_BYTES_MAX };

static bool portable; /* asked for by a test */

/* A key ready for use. Making one costs as much as sealing a field; two are kept, because a case is sealed under
 * its own key in turn with the one that wraps it. */
struct expanded {
    uint8_t key[CASE_KEY_BYTES];
    bool is_set;
    crypto_aead_aes256gcm_state state;
};

static struct expanded expanded[2];
static size_t oldest;

static bool has_instructions(void)
{
    static int known = -1;

    if (known < 0)
        known = sodium_init() >= 0 && crypto_aead_aes256gcm_is_available();
    return known && !portable;
}

static const crypto_aead_aes256gcm_state *expand(const uint8_t key[CASE_KEY_BYTES])
{
    for (size_t i = 0; i < LENGTH(expanded); i++) {
        if (expanded[i].is_set && CRYPTO_memcmp(expanded[i].key, key, CASE_KEY_BYTES) == 0) {
            oldest = 1 - i;
            return &expanded[i].state;
        }
    }
    struct expanded *slot = &expanded[oldest];
    oldest = 1 - oldest;
    memcpy(slot->key, key, CASE_KEY_BYTES);
    slot->is_set = true;
    crypto_aead_aes256gcm_beforenm(&slot->state, key);
    return &slot->state;
}

static EVP_CIPHER_CTX *sealing;
static EVP_CIPHER_CTX *opening;

/* Set up with the cipher, so that later only key and nonce change. */
static EVP_CIPHER_CTX *context_new(int encrypts)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();

    if (context &&
        EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, NULL, NULL, encrypts) == 1)
        return context;
    EVP_CIPHER_CTX_free(context);
    return NULL;
}

/* Runs the portable cipher over `bound` and `from`; leaves the tag to the caller. */
static bool
run(EVP_CIPHER_CTX *context,
    const uint8_t *key,
    const uint8_t *nonce,
    struct bytes bound,
    struct bytes from,
    uint8_t *to)
{
    int length;

    if (EVP_CipherInit_ex(context, NULL, NULL, key, nonce, -1) != 1)
        return false;
    if (EVP_CipherUpdate(context, NULL, &length, bound.at, (int)bound.length) != 1)
        return false;
    if (!from.length)
        return true;
    return EVP_CipherUpdate(context, to, &length, from.at, (int)from.length) == 1;
}

static enum error seal_portably(
    const uint8_t key[CASE_KEY_BYTES],
    const uint8_t nonce[SEALED_NONCE_BYTES],
    struct bytes bound,
    struct bytes plain,
    uint8_t *ret_cipher
)
{
    int length;

    if (!sealing)
        sealing = context_new(1);
    if (!sealing || !run(sealing, key, nonce, bound, plain, ret_cipher))
        return ERROR_io;

    uint8_t *tag = ret_cipher + plain.length;
    if (EVP_CipherFinal_ex(sealing, tag, &length) != 1)
        return ERROR_io;
    if (EVP_CIPHER_CTX_ctrl(sealing, EVP_CTRL_AEAD_GET_TAG, SEALED_TAG_BYTES, tag) != 1)
        return ERROR_io;
    return OK;
}

static enum error open_portably(
    const uint8_t key[CASE_KEY_BYTES],
    const uint8_t nonce[SEALED_NONCE_BYTES],
    struct bytes bound,
    struct bytes covered,
    uint8_t *ret_plain
)
{
    int length;
    uint8_t tag[SEALED_TAG_BYTES];

    memcpy(tag, covered.at + covered.length, SEALED_TAG_BYTES);
    if (!opening)
        opening = context_new(0);
    if (!opening || !run(opening, key, nonce, bound, covered, ret_plain))
        return ERROR_io;
    if (EVP_CIPHER_CTX_ctrl(opening, EVP_CTRL_AEAD_SET_TAG, SEALED_TAG_BYTES, tag) != 1)
        return ERROR_io;
    if (EVP_CipherFinal_ex(opening, ret_plain + covered.length, &length) != 1)
        return ERROR_malformed;
    return OK;
}

enum error seal_bytes(
    const uint8_t key[CASE_KEY_BYTES],
    const uint8_t nonce[SEALED_NONCE_BYTES],
    struct bytes bound,
    struct bytes plain,
    uint8_t *ret_cipher
)
{
    if (!has_instructions())
        return seal_portably(key, nonce, bound, plain, ret_cipher);
    crypto_aead_aes256gcm_encrypt_detached_afternm(
        ret_cipher,
        ret_cipher + plain.length,
        NULL,
        plain.at,
        plain.length,
        bound.at,
        bound.length,
        NULL,
        nonce,
        expand(key)
    );
    return OK;
}

enum error seal_open_bytes(
    const uint8_t key[CASE_KEY_BYTES],
    const uint8_t nonce[SEALED_NONCE_BYTES],
    struct bytes bound,
    struct bytes cipher,
    uint8_t *ret_plain
)
{
    assert(cipher.length >= SEALED_TAG_BYTES);
    struct bytes covered = {cipher.at, cipher.length - SEALED_TAG_BYTES};
    enum error error = OK;

    if (!has_instructions())
        error = open_portably(key, nonce, bound, covered, ret_plain);
    else if (crypto_aead_aes256gcm_decrypt_detached_afternm(
                 ret_plain,
                 NULL,
                 covered.at,
                 covered.length,
                 covered.at + covered.length,
                 bound.at,
                 bound.length,
                 nonce,
                 expand(key)
             ) != 0)
        error = ERROR_malformed;
    if (error == ERROR_malformed)
        OPENSSL_cleanse(ret_plain, covered.length);
    return error;
}

void seal_portably_only(bool wanted)
{
    portable = wanted;
}

/* The case id has a fixed length, so that id and path cannot be read in another way. */
static struct bytes
bound_of(const struct case_key *key, struct text field, uint8_t buffer[BOUND_BYTES_MAX])
{
    memcpy(buffer, key->case_id.b, sizeof(key->case_id.b));
    if (field.length)
        memcpy(buffer + sizeof(key->case_id.b), field.at, field.length);
    return (struct bytes){buffer, sizeof(key->case_id.b) + field.length};
}

enum error seal(
    const struct case_key *key,
    struct text field,
    struct bytes plain,
    struct arena *arena,
    struct sealed_value *ret_sealed
)
{
    uint8_t bound[BOUND_BYTES_MAX];

    if (plain.length > SEAL_PLAIN_BYTES_MAX || field.length > SEAL_FIELD_BYTES_MAX)
        return ERROR_too_large;

    size_t cipher_bytes = plain.length + SEALED_TAG_BYTES;
    uint8_t *key_id = arena_take(arena, CASE_KEY_ID_BYTES + SEALED_NONCE_BYTES + cipher_bytes);
    uint8_t *nonce = key_id + CASE_KEY_ID_BYTES;
    uint8_t *cipher = nonce + SEALED_NONCE_BYTES;
    memcpy(key_id, key->key_id, CASE_KEY_ID_BYTES);
    random_bytes(nonce, SEALED_NONCE_BYTES);

    enum error error = seal_bytes(key->key, nonce, bound_of(key, field, bound), plain, cipher);
    if (error != OK)
        return error;
    *ret_sealed = (struct sealed_value){
        .key_id = {key_id, CASE_KEY_ID_BYTES},
        .nonce = {nonce, SEALED_NONCE_BYTES},
        .cipher = {cipher, cipher_bytes},
    };
    return OK;
}

enum error seal_open(
    const struct case_key *key,
    struct text field,
    const struct sealed_value *sealed,
    struct arena *arena,
    struct bytes *ret_plain
)
{
    uint8_t bound[BOUND_BYTES_MAX];
    struct bytes key_id = {key->key_id, CASE_KEY_ID_BYTES};

    if (sealed->key_id.length != CASE_KEY_ID_BYTES ||
        sealed->nonce.length != SEALED_NONCE_BYTES ||
        sealed->cipher.length < SEALED_TAG_BYTES ||
        sealed->cipher.length > SEAL_PLAIN_BYTES_MAX + SEALED_TAG_BYTES ||
        field.length > SEAL_FIELD_BYTES_MAX)
        return ERROR_malformed;
    if (!bytes_equal(sealed->key_id, key_id))
        return ERROR_not_found;

    size_t plain_bytes = sealed->cipher.length - SEALED_TAG_BYTES;
    uint8_t *plain = arena_take(arena, plain_bytes + 1);
    enum error error = seal_open_bytes(
        key->key,
        sealed->nonce.at,
        bound_of(key, field, bound),
        sealed->cipher,
        plain
    );
    if (error != OK)
        return error;
    plain[plain_bytes] = 0;
    *ret_plain = (struct bytes){plain, plain_bytes};
    return OK;
}
