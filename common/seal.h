/* Sealing of one personal field under the key of its case: AES-256-GCM (NIST SP 800-38D), as
 * the value {k, n, c} that stands in records and events (DESIGN section 6, REQUIREMENTS SE-05,
 * SE-06).
 *
 * The field's path and the case id are authenticated with the value: moved to another field or
 * another case it does not open. Nonces are random, 96 bits; a case key seals a few hundred
 * values, far from the 2^32 that random nonces allow. When the case's key is destroyed the
 * value is unreadable for ever. For the work thread of a process. */
#pragma once

#include "common/arena.h"
#include "common/error.h"
#include "common/sealed_value.h"
#include "common/uuid.h"

enum {
    CASE_KEY_BYTES = 32, /* AES-256 */
    CASE_KEY_ID_BYTES = 8,
    SEAL_FIELD_BYTES_MAX = 256,
    SEAL_PLAIN_BYTES_MAX = 256 * 1024 /* as an envelope, PROTOCOL section 1 */
};

/* Made and opened by vault.h; lies where it can be erased (vault_forget_key). */
struct case_key {
    struct uuid case_id;
    uint8_t key_id[CASE_KEY_ID_BYTES];
    uint8_t key[CASE_KEY_BYTES];
};

/* `field` is the path under which the value is opened again, such as "customer.name". An empty
 * plain text is sealed too. The result lies in the arena. ERROR_too_large for a plain text or a
 * path over its limit. */
enum error seal(
    const struct case_key *key,
    struct text field,
    struct bytes plain,
    struct arena *arena,
    struct sealed_value *ret_sealed
) MUST_CHECK;

/* The plain text, in the arena. ERROR_not_found when it was sealed under another key,
 * ERROR_malformed when a length is impossible or key, field, case and bytes do not belong
 * together; no byte of the plain text is given then. */
enum error seal_open(
    const struct case_key *key,
    struct text field,
    const struct sealed_value *sealed,
    struct arena *arena,
    struct bytes *ret_plain
) MUST_CHECK;

/* The bare cipher, for keys that wrap keys. `ret_cipher` has room for the plain text and
 * SEALED_TAG_BYTES; a nonce is never used twice under one key. ERROR_io when the cipher library
 * fails. */
enum error seal_bytes(
    const uint8_t key[CASE_KEY_BYTES],
    const uint8_t nonce[SEALED_NONCE_BYTES],
    struct bytes bound,
    struct bytes plain,
    uint8_t *ret_cipher
) MUST_CHECK;

/* `cipher` has at least SEALED_TAG_BYTES; `ret_plain` is SEALED_TAG_BYTES shorter and zeroed on
 * failure. ERROR_malformed when anything was changed. */
enum error seal_open_bytes(
    const uint8_t key[CASE_KEY_BYTES],
    const uint8_t nonce[SEALED_NONCE_BYTES],
    struct bytes bound,
    struct bytes cipher,
    uint8_t *ret_plain
) MUST_CHECK;

/* For tests: the cipher of processors without the instructions. Both make the same bytes. */
void seal_portably_only(bool wanted);
