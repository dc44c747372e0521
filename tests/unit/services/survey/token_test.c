/* Tests of services/survey/token.c: REQUIREMENTS 4.6, at least 128 bits, no person data. */
#include "tests/unit/services/survey/support.h"

static void has_128_bits_that_depend_on_key_and_invitation(void **state UNUSED)
{
    static const uint8_t keks[2][VAULT_KEK_BYTES] = {{7}, {8}};
    char tokens[3][SURVEY_TOKEN_LENGTH + 1];
    struct vault vaults[2];

    vault_init(&vaults[0], keks[0]);
    vault_init(&vaults[1], keks[1]);
    survey_token(&vaults[0], case_id(1), tokens[0]);
    survey_token(&vaults[0], case_id(2), tokens[1]);
    survey_token(&vaults[1], case_id(1), tokens[2]);
    assert_int_equal(strlen(tokens[0]), 32);
    assert_int_equal(strspn(tokens[0], "0123456789abcdef"), 32);
    assert_string_not_equal(tokens[0], tokens[1]);
    assert_string_not_equal(tokens[0], tokens[2]);
    survey_token(&vaults[0], case_id(1), tokens[1]);
    assert_string_equal(tokens[0], tokens[1]); /* whoever sends the link makes it again */
    vault_done(&vaults[0]);
    vault_done(&vaults[1]);
}

static void is_kept_as_its_hash(void **state UNUSED)
{
    uint8_t hash[SHA256_BYTES];
    uint8_t expected[SHA256_BYTES];

    survey_token_hash(TEXT("abc"), hash);
    sha256(bytes_of_text(TEXT("abc")), expected);
    assert_memory_equal(hash, expected, sizeof(hash));
    assert_int_equal(hash[0], 0xba); /* FIPS 180-4 example */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_128_bits_that_depend_on_key_and_invitation),
        cmocka_unit_test(is_kept_as_its_hash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
