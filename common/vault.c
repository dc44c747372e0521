/* See vault.h. */
#include "common/vault.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "common/random.h"
#include "common/sha256.h"

enum { KEK_DIGITS = 2 * VAULT_KEK_BYTES };

/* RFC 5869, 2.3, first block: T(1) = HMAC(key, info ‖ 1). The key-encryption key is random, so
 * it needs no extraction. */
static void
derive(const uint8_t kek[VAULT_KEK_BYTES], struct text info, uint8_t ret_key[SHA256_BYTES])
{
    uint8_t input[64];

    assert(info.length < sizeof(input));
    memcpy(input, info.at, info.length);
    input[info.length] = 1;
    hmac_sha256(
        (struct bytes){kek, VAULT_KEK_BYTES},
        (struct bytes){input, info.length + 1},
        ret_key
    );
}

void vault_init(struct vault *vault, const uint8_t kek[VAULT_KEK_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_BYTES];

    sha256((struct bytes){kek, VAULT_KEK_BYTES}, digest);
    for (size_t i = 0; i < VAULT_KEK_ID_LENGTH; i++)
        vault->kek_id[i] = digits[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4];
    vault->kek_id[VAULT_KEK_ID_LENGTH] = 0;
    derive(kek, TEXT("shouli vault: wrap"), vault->wrap_key);
    derive(kek, TEXT("shouli vault: search"), vault->search_key);
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool kek_from_digits(struct text digits, uint8_t ret_kek[VAULT_KEK_BYTES])
{
    if (digits.length != KEK_DIGITS)
        return false;
    for (size_t i = 0; i < VAULT_KEK_BYTES; i++) {
        int high = digit_value(digits.at[2 * i]);
        int low = digit_value(digits.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        ret_kek[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* Unbuffered, so that no copy of the key stays in the library's memory. */
static bool read_file(const char *path, char *to, size_t room, size_t *ret_length)
{
    size_t length = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return false;
    while (length < room) {
        ssize_t got = read(file, to + length, room - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            close(file);
            return false;
        }
        if (got == 0)
            break;
        length += (size_t)got;
    }
    close(file);
    *ret_length = length;
    return true;
}

enum error vault_open_file(struct vault *ret_vault, const char *path)
{
    char
        content[KEK_DIGITS + 3]; /* a line end of two, and one more to see that there is more */
    uint8_t kek[VAULT_KEK_BYTES];
    size_t length = 0;
    bool good = read_file(path, content, sizeof(content), &length);

    if (good && length && content[length - 1] == '\n') {
        length--;
        if (length && content[length - 1] == '\r')
            length--;
    }
    good = good && kek_from_digits((struct text){content, length}, kek);
    if (good)
        vault_init(ret_vault, kek);
    OPENSSL_cleanse(content, sizeof(content));
    OPENSSL_cleanse(kek, sizeof(kek));
    return good ? OK : ERROR_config;
}

void vault_done(struct vault *vault)
{
    OPENSSL_cleanse(vault, sizeof(*vault));
}

/* Derived from the key, so that it also proves that the right key was opened. */
static void name_key(struct case_key *key)
{
    uint8_t digest[SHA256_BYTES];
    struct sha256 sum;

    sha256_begin(&sum);
    sha256_add(&sum, (struct bytes){key->case_id.b, sizeof(key->case_id.b)});
    sha256_add(&sum, (struct bytes){key->key, CASE_KEY_BYTES});
    sha256_end(&sum, digest);
    memcpy(key->key_id, digest, CASE_KEY_ID_BYTES);
    OPENSSL_cleanse(&sum, sizeof(sum));
}

enum error vault_make_key(
    const struct vault *vault,
    struct uuid case_id,
    struct case_key *ret_key,
    struct wrapped_key *ret_wrapped
)
{
    struct case_key key = {.case_id = case_id};

    random_bytes(key.key, CASE_KEY_BYTES);
    name_key(&key);
    enum error error = vault_wrap_key(vault, &key, ret_wrapped);
    if (error == OK)
        *ret_key = key;
    vault_forget_key(&key);
    return error;
}

enum error vault_wrap_key(
    const struct vault *vault,
    const struct case_key *key,
    struct wrapped_key *ret_wrapped
)
{
    struct wrapped_key wrapped;

    memcpy(wrapped.kek_id, vault->kek_id, sizeof(wrapped.kek_id));
    memcpy(wrapped.key_id, key->key_id, CASE_KEY_ID_BYTES);
    random_bytes(wrapped.bytes, SEALED_NONCE_BYTES);
    enum error error = seal_bytes(
        vault->wrap_key,
        wrapped.bytes,
        (struct bytes){key->case_id.b, sizeof(key->case_id.b)},
        (struct bytes){key->key, CASE_KEY_BYTES},
        wrapped.bytes + SEALED_NONCE_BYTES
    );
    if (error == OK)
        *ret_wrapped = wrapped;
    return error;
}

enum error vault_open_key(
    const struct vault *vault,
    struct uuid case_id,
    const struct wrapped_key *wrapped,
    struct case_key *ret_key
)
{
    struct case_key key = {.case_id = case_id};

    if (memcmp(wrapped->kek_id, vault->kek_id, sizeof(vault->kek_id)) != 0)
        return ERROR_not_found;
    enum error error = seal_open_bytes(
        vault->wrap_key,
        wrapped->bytes,
        (struct bytes){case_id.b, sizeof(case_id.b)},
        (struct bytes){
            wrapped->bytes + SEALED_NONCE_BYTES,
            CASE_KEY_BYTES + SEALED_TAG_BYTES,
        },
        key.key
    );
    if (error != OK)
        return error;

    name_key(&key);
    if (!vault_equal(
            (struct bytes){key.key_id, CASE_KEY_ID_BYTES},
            (struct bytes){wrapped->key_id, CASE_KEY_ID_BYTES}
        ))
        error = ERROR_malformed;
    else
        *ret_key = key;
    vault_forget_key(&key);
    return error;
}

void vault_forget_key(struct case_key *key)
{
    OPENSSL_cleanse(key, sizeof(*key));
}

void vault_search_hash(
    const struct vault *vault,
    const char *kind,
    struct text normalised,
    uint8_t ret_hash[VAULT_HASH_BYTES]
)
{
    /* hmac over pieces: a key over the kind first, then the text under that key */
    uint8_t kind_key[SHA256_BYTES];
    uint8_t mac[SHA256_BYTES];
    struct bytes search_key = {vault->search_key, sizeof(vault->search_key)};

    hmac_sha256(search_key, bytes_of_text(text_of(kind)), kind_key);
    hmac_sha256((struct bytes){kind_key, sizeof(kind_key)}, bytes_of_text(normalised), mac);
    memcpy(ret_hash, mac, VAULT_HASH_BYTES);
    OPENSSL_cleanse(kind_key, sizeof(kind_key));
}

bool vault_equal(struct bytes a, struct bytes b)
{
    return a.length == b.length && (a.length == 0 || CRYPTO_memcmp(a.at, b.at, a.length) == 0);
}
