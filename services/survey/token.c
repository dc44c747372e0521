/* See token.h. */
#include "services/survey/token.h"

void survey_token(
    const struct vault *vault,
    struct uuid survey_id,
    char ret_token[SURVEY_TOKEN_LENGTH + 1]
)
{
    static const char digits[] = "0123456789abcdef";
    char id[UUID_TEXT_LENGTH + 1];
    uint8_t secret[VAULT_HASH_BYTES];

    uuid_to_text(survey_id, id);
    vault_search_hash(vault, "survey_token", text_of(id), secret);
    for (size_t i = 0; i < sizeof(secret); i++) {
        ret_token[2 * i] = digits[secret[i] >> 4];
        ret_token[2 * i + 1] = digits[secret[i] & 15];
    }
    ret_token[SURVEY_TOKEN_LENGTH] = '\0';
}

void survey_token_hash(struct text token, uint8_t ret_hash[SHA256_BYTES])
{
    sha256(bytes_of_text(token), ret_hash);
}
