/* The secret of an invitation's link: 128 bits as 32 hexadecimal digits (REQUIREMENTS 4.6).
 *
 * It is a keyed hash of the invitation's id under the vault's search key, so it stands in no row and no event, holds
 * no person data, and whoever sends the link makes it again from the same key. */
#pragma once

#include "common/sha256.h"
#include "common/uuid.h"
#include "common/vault.h"

enum { SURVEY_TOKEN_LENGTH = 2 * VAULT_HASH_BYTES };

void survey_token(
    const struct vault *vault,
    struct uuid survey_id,
    char ret_token[SURVEY_TOKEN_LENGTH + 1]
);

/* What invitation and event keep of it. */
void survey_token_hash(struct text token, uint8_t ret_hash[SHA256_BYTES]);
