/* Tests of common/vault.c (DESIGN section 6, P9). */
#include "common/vault.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/sha256.h"

#include <cmocka.h>

#define KEK_HEX "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static const struct uuid case_id = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};

static struct vault vault_with(uint8_t last)
{
    struct vault vault;
    uint8_t kek[VAULT_KEK_BYTES];

    for (size_t i = 0; i < sizeof(kek); i++)
        kek[i] = (uint8_t)i;
    kek[31] = last;
    vault_init(&vault, kek);
    return vault;
}

static enum error open_with(const char *content, size_t length, struct vault *ret_vault)
{
    char path[] = "/tmp/vault_test.XXXXXX";
    int file = mkstemp(path);

    assert_true(file >= 0);
    assert_int_equal(write(file, content, length), length);
    close(file);
    enum error error = vault_open_file(ret_vault, path);
    unlink(path);
    return error;
}

static enum error open_text(const char *content)
{
    struct vault vault;

    return open_with(content, strlen(content), &vault);
}

/* The digest of the bytes 0 to 31, by sha256sum. */
static void names_the_key_encryption_key_by_its_digest(void **state UNUSED)
{
    struct vault vault = vault_with(31);

    assert_string_equal(vault.kek_id, "630dcd29");
    assert_string_not_equal(vault_with(30).kek_id, "630dcd29");
}

static void reads_the_key_from_a_file(void **state UNUSED)
{
    struct vault expected = vault_with(31);
    struct vault vault;

    assert_int_equal(open_with(KEK_HEX "\n", 65, &vault), OK);
    assert_memory_equal(&vault, &expected, sizeof(vault));
    assert_int_equal(open_with(KEK_HEX, 64, &vault), OK);
    assert_memory_equal(&vault, &expected, sizeof(vault));
    assert_int_equal(open_with(KEK_HEX "\r\n", 66, &vault), OK);
    assert_memory_equal(&vault, &expected, sizeof(vault));
}

static void reads_upper_case_digits_too(void **state UNUSED)
{
    struct vault lower, upper;
    const char *lower_hex = "abcdef0000000000000000000000000000000000000000000000000000000000";
    const char *upper_hex = "ABCDEF0000000000000000000000000000000000000000000000000000000000";

    assert_int_equal(open_with(lower_hex, 64, &lower), OK);
    assert_int_equal(open_with(upper_hex, 64, &upper), OK);
    assert_memory_equal(&lower, &upper, sizeof(lower));
}

static void refuses_a_file_that_holds_anything_else(void **state UNUSED)
{
    struct vault vault;

    assert_int_equal(open_text(""), ERROR_config);
    assert_int_equal(open_text("\n"), ERROR_config);
    assert_int_equal(open_text("0001"), ERROR_config);
    assert_int_equal(open_with(KEK_HEX, 63, &vault), ERROR_config);
    assert_int_equal(open_text(KEK_HEX "0"), ERROR_config);
    assert_int_equal(open_text(KEK_HEX "00"), ERROR_config);
    assert_int_equal(open_text(KEK_HEX "\n\n"), ERROR_config);
    assert_int_equal(open_text(KEK_HEX "\n" KEK_HEX "\n"), ERROR_config);
    assert_int_equal(
        open_text("g00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
        ERROR_config
    );
    assert_int_equal(
        open_text(" 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f "),
        ERROR_config
    );
    assert_int_equal(vault_open_file(&vault, "/nonexistent/kek"), ERROR_config);
    assert_int_equal(vault_open_file(&vault, "/tmp"), ERROR_config);
}

static void opens_the_key_that_it_made(void **state UNUSED)
{
    struct vault vault = vault_with(31);
    struct case_key made, opened;
    struct wrapped_key wrapped;

    assert_int_equal(vault_make_key(&vault, case_id, &made, &wrapped), OK);
    assert_true(uuid_equal(made.case_id, case_id));
    assert_string_equal(wrapped.kek_id, vault.kek_id);
    assert_memory_equal(wrapped.key_id, made.key_id, CASE_KEY_ID_BYTES);
    assert_int_equal(vault_open_key(&vault, case_id, &wrapped, &opened), OK);
    assert_memory_equal(&made, &opened, sizeof(made));
}

static void makes_another_key_each_time(void **state UNUSED)
{
    struct vault vault = vault_with(31);
    struct case_key first, second;
    struct wrapped_key wrapped;

    assert_int_equal(vault_make_key(&vault, case_id, &first, &wrapped), OK);
    assert_int_equal(vault_make_key(&vault, case_id, &second, &wrapped), OK);
    assert_memory_not_equal(first.key, second.key, CASE_KEY_BYTES);
    assert_memory_not_equal(first.key_id, second.key_id, CASE_KEY_ID_BYTES);
}

static void keeps_the_key_out_of_its_wrapping(void **state UNUSED)
{
    struct vault vault = vault_with(31);
    struct case_key key;
    struct wrapped_key wrapped;

    assert_int_equal(vault_make_key(&vault, case_id, &key, &wrapped), OK);
    for (size_t i = 0; i + 4 <= CASE_KEY_BYTES; i++)
        assert_null(memmem(&wrapped, sizeof(wrapped), key.key + i, 4));
}

static void does_not_open_a_key_for_another_case(void **state UNUSED)
{
    struct vault vault = vault_with(31);
    struct case_key key, opened;
    struct wrapped_key wrapped;
    struct uuid other = case_id;

    other.b[15] ^= 1;
    assert_int_equal(vault_make_key(&vault, case_id, &key, &wrapped), OK);
    assert_int_equal(vault_open_key(&vault, other, &wrapped, &opened), ERROR_malformed);
}

static void does_not_open_under_another_key_encryption_key(void **state UNUSED)
{
    struct vault vault = vault_with(31), other = vault_with(30);
    struct case_key key, opened;
    struct wrapped_key wrapped;

    assert_int_equal(vault_make_key(&vault, case_id, &key, &wrapped), OK);
    assert_int_equal(vault_open_key(&other, case_id, &wrapped, &opened), ERROR_not_found);
    memcpy(wrapped.kek_id, other.kek_id, sizeof(wrapped.kek_id));
    assert_int_equal(vault_open_key(&other, case_id, &wrapped, &opened), ERROR_malformed);
}

static void notices_a_change_of_any_bit_of_a_wrapped_key(void **state UNUSED)
{
    struct vault vault = vault_with(31);
    struct case_key key, opened;
    struct wrapped_key wrapped;

    assert_int_equal(vault_make_key(&vault, case_id, &key, &wrapped), OK);
    for (size_t bit = 0; bit < sizeof(wrapped.bytes) * 8; bit++) {
        wrapped.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(vault_open_key(&vault, case_id, &wrapped, &opened), ERROR_malformed);
        wrapped.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    wrapped.key_id[0] ^= 1;
    assert_int_equal(vault_open_key(&vault, case_id, &wrapped, &opened), ERROR_malformed);
    wrapped.key_id[0] ^= 1;
    assert_int_equal(vault_open_key(&vault, case_id, &wrapped, &opened), OK);
}

static void moves_a_key_to_a_new_key_encryption_key(void **state UNUSED)
{
    struct vault before = vault_with(31), after = vault_with(30);
    struct case_key key, opened;
    struct wrapped_key wrapped;

    assert_int_equal(vault_make_key(&before, case_id, &key, &wrapped), OK);
    assert_int_equal(vault_wrap_key(&after, &key, &wrapped), OK);
    assert_int_equal(vault_open_key(&after, case_id, &wrapped, &opened), OK);
    assert_memory_equal(&key, &opened, sizeof(key));
}

static void shreds_what_was_sealed_when_its_key_is_gone(void **state UNUSED)
{
    struct vault vault = vault_with(31);
    struct arena arena = {0};
    struct case_key key, another;
    struct wrapped_key wrapped;
    struct sealed_value sealed;
    struct bytes plain;

    assert_int_equal(vault_make_key(&vault, case_id, &key, &wrapped), OK);
    assert_int_equal(
        seal(&key, TEXT("customer.name"), bytes_of_text(TEXT("张三")), &arena, &sealed),
        OK
    );
    assert_int_equal(vault_make_key(&vault, case_id, &another, &wrapped), OK);
    assert_int_equal(
        seal_open(&another, TEXT("customer.name"), &sealed, &arena, &plain),
        ERROR_not_found
    );
    assert_int_equal(seal_open(&key, TEXT("customer.name"), &sealed, &arena, &plain), OK);
    assert_true(text_is(text_of_bytes(plain), "张三"));
    arena_done(&arena);
}

static void erases_keys_that_are_no_longer_needed(void **state UNUSED)
{
    static const struct vault no_vault;
    static const struct case_key no_key;
    struct vault vault = vault_with(31);
    struct case_key key;
    struct wrapped_key wrapped;

    assert_int_equal(vault_make_key(&vault, case_id, &key, &wrapped), OK);
    vault_forget_key(&key);
    assert_memory_equal(&key, &no_key, sizeof(key));
    vault_done(&vault);
    assert_memory_equal(&vault, &no_vault, sizeof(vault));
}

static void hashes_equal_texts_of_one_kind_equally(void **state UNUSED)
{
    struct vault vault = vault_with(31), other = vault_with(30);
    uint8_t hash[VAULT_HASH_BYTES], again[VAULT_HASH_BYTES];

    vault_search_hash(&vault, "phone", TEXT("13800138000"), hash);
    vault_search_hash(&vault, "phone", TEXT("13800138000"), again);
    assert_memory_equal(hash, again, sizeof(hash));
    vault_search_hash(&vault, "phone", TEXT("13800138001"), again);
    assert_memory_not_equal(hash, again, sizeof(hash));
    vault_search_hash(&vault, "account", TEXT("13800138000"), again);
    assert_memory_not_equal(hash, again, sizeof(hash));
    vault_search_hash(&other, "phone", TEXT("13800138000"), again);
    assert_memory_not_equal(hash, again, sizeof(hash));
}

/* Rows keep these hashes for years. Expected values by Python hmac and hashlib. */
static void keeps_its_derivations_for_ever(void **state UNUSED)
{
    struct vault vault = vault_with(31);
    uint8_t hash[VAULT_HASH_BYTES];
    char hex[2 * VAULT_HASH_BYTES + 1];

    vault_search_hash(&vault, "phone", TEXT("13800138000"), hash);
    for (size_t i = 0; i < sizeof(hash); i++)
        snprintf(hex + 2 * i, 3, "%02x", hash[i]);
    assert_string_equal(hex, "3a2195f1bf5a1f8169e85500539e8212");
    for (size_t i = 0; i < VAULT_HASH_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", vault.wrap_key[i]);
    assert_string_equal(hex, "ca21fa4bac460223b6a2f79d03aa2420");
}

static void compares_bytes_of_equal_length_only(void **state UNUSED)
{
    struct bytes a = bytes_of_text(TEXT("abcd")), b = bytes_of_text(TEXT("abce"));

    assert_true(vault_equal(a, bytes_of_text(TEXT("abcd"))));
    assert_false(vault_equal(a, b));
    assert_false(vault_equal(a, (struct bytes){a.at, 3}));
    assert_true(vault_equal((struct bytes){0}, (struct bytes){a.at, 0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_key_encryption_key_by_its_digest),
        cmocka_unit_test(reads_the_key_from_a_file),
        cmocka_unit_test(reads_upper_case_digits_too),
        cmocka_unit_test(refuses_a_file_that_holds_anything_else),
        cmocka_unit_test(opens_the_key_that_it_made),
        cmocka_unit_test(makes_another_key_each_time),
        cmocka_unit_test(keeps_the_key_out_of_its_wrapping),
        cmocka_unit_test(does_not_open_a_key_for_another_case),
        cmocka_unit_test(does_not_open_under_another_key_encryption_key),
        cmocka_unit_test(notices_a_change_of_any_bit_of_a_wrapped_key),
        cmocka_unit_test(moves_a_key_to_a_new_key_encryption_key),
        cmocka_unit_test(shreds_what_was_sealed_when_its_key_is_gone),
        cmocka_unit_test(erases_keys_that_are_no_longer_needed),
        cmocka_unit_test(hashes_equal_texts_of_one_kind_equally),
        cmocka_unit_test(keeps_its_derivations_for_ever),
        cmocka_unit_test(compares_bytes_of_equal_length_only),
    };
    return cmocka_run_group_tests_name("vault", tests, NULL, NULL);
}
