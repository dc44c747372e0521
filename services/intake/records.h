/* Written by proto/generate.py from services/intake/records.def; change that and run it again.
 * The rows that intake owns, as its decisions see them. */
#pragma once

#include "common/engine/record.h"
#include "proto/messages.h"

/* clang-format off */

/* vault.case_key: the key of a case, wrapped under the key-encryption key (工单密钥) */
struct vault_row {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text kek_id; /* which key-encryption key wrapped it */
    struct bytes key_id; /* `k` of the values sealed under it */
    struct bytes wrapped; /* nonce, cipher, tag */
    int64_t created_at; /* when the case was received */
    bool has_created_at;
};
extern const struct record_shape vault_row_record;
