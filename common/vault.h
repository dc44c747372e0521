/* Keys of cases: made here, wrapped under the key-encryption key, opened again; and keyed
 * hashes for exact search.
 *
 * The pure part of the vault; the table of wrapped keys lies elsewhere. Deleting a wrapped key
 * shreds every value sealed under it, in streams, archives and backups (DESIGN section 6, P9).
 * A wrapped key is bound to its case and to its key-encryption key; from the latter two keys
 * are derived (RFC 5869, expand), one wraps, one hashes, so that neither use weakens the other.
 * Random nonces limit one key-encryption key to 2^32 wrapped keys (NIST SP 800-38D, 8.3). */
#pragma once

#include "common/error.h"
#include "common/seal.h"
#include "common/uuid.h"

enum {
    VAULT_KEK_BYTES = 32,
    VAULT_KEK_ID_LENGTH = 8,
    VAULT_WRAPPED_BYTES = SEALED_NONCE_BYTES + CASE_KEY_BYTES + SEALED_TAG_BYTES,
    VAULT_HASH_BYTES = 16
};

struct vault {
    char kek_id[VAULT_KEK_ID_LENGTH + 1]; /* begin of the SHA-256 of the key, in hex */
    uint8_t wrap_key[32];
    uint8_t search_key[32];
};

/* What a row of the vault stores beside the case id. */
struct wrapped_key {
    char kek_id[VAULT_KEK_ID_LENGTH + 1];
    uint8_t key_id[CASE_KEY_ID_BYTES];  /* `k` of the values sealed under it */
    uint8_t bytes[VAULT_WRAPPED_BYTES]; /* nonce, cipher, tag */
};

/* From a file with 64 hex digits, either case, and at most one line end
 * (SHOULI_VAULT_KEK_FILE). ERROR_config when the file cannot be read or holds anything else. */
enum error vault_open_file(struct vault *ret_vault, const char *path) MUST_CHECK;

/* From the key itself. */
void vault_init(struct vault *vault, const uint8_t kek[VAULT_KEK_BYTES]);

/* Erases the keys. */
void vault_done(struct vault *vault);

/* A new random key for a case; each call makes another one. ERROR_io when the cipher library
 * fails. */
enum error vault_make_key(
    const struct vault *vault,
    struct uuid case_id,
    struct case_key *ret_key,
    struct wrapped_key *ret_wrapped
) MUST_CHECK;

/* Wraps a key that is already known: the other half of changing the key-encryption key. */
enum error vault_wrap_key(
    const struct vault *vault,
    const struct case_key *key,
    struct wrapped_key *ret_wrapped
) MUST_CHECK;

/* ERROR_not_found when it was wrapped under another key-encryption key, ERROR_malformed when it
 * was changed or belongs to another case. */
enum error vault_open_key(
    const struct vault *vault,
    struct uuid case_id,
    const struct wrapped_key *wrapped,
    struct case_key *ret_key
) MUST_CHECK;

/* Erases a case key that is no longer needed. */
void vault_forget_key(struct case_key *key);

/* First 16 bytes of HMAC-SHA-256 of the text under a key for the kind, which is HMAC-SHA-256 of
 * the kind: equal for equal texts of one kind, useless without the key. `kind` is a word such
 * as "phone"; the caller has normalised the text. */
void vault_search_hash(
    const struct vault *vault,
    const char *kind,
    struct text normalised,
    uint8_t ret_hash[VAULT_HASH_BYTES]
);

/* Compares in a time that depends on the lengths only. */
bool vault_equal(struct bytes a, struct bytes b);
