/* Tests of common/seal.c (REQUIREMENTS SE-05, SE-06; DESIGN P9). */
#include "common/seal.h"

#include <setjmp.h>
#include <stdarg.h>

#include "common/memory.h"

#include <cmocka.h>

static const struct case_key key = {
    .case_id = {{1, 2, 3, 4}},
    .key_id = {9, 8, 7, 6, 5, 4, 3, 2},
    .key = {11, 22, 33, 44},
};

static struct arena arena;

static int clean_arena(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static struct sealed_value sealed_as(struct text field, struct text plain)
{
    struct sealed_value sealed;

    assert_int_equal(seal(&key, field, bytes_of_text(plain), &arena, &sealed), OK);
    return sealed;
}

static enum error
try_open(const struct case_key *with, const char *field, const struct sealed_value *sealed)
{
    struct bytes plain = {NULL, 4711};
    enum error error = seal_open(with, text_of(field), sealed, &arena, &plain);

    if (error != OK) {
        assert_null(plain.at);
        assert_int_equal(plain.length, 4711);
    }
    return error;
}

static uint8_t nibble(char c)
{
    return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static struct bytes from_hex(const char *hex)
{
    size_t length = strlen(hex) / 2;
    uint8_t *bytes = arena_take(&arena, length);

    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
    return (struct bytes){bytes, length};
}

/* McGrew and Viega, The Galois/Counter Mode of Operation, test case 16. */
static void gives_the_bytes_of_the_published_vector(void **state UNUSED)
{
    struct bytes vector_key =
        from_hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    struct bytes nonce = from_hex("cafebabefacedbaddecaf888");
    struct bytes bound = from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    struct bytes plain = from_hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a31"
                                  "8a721c3c0c95956809532fcf0e2449a6b5"
                                  "25b16aedf5aa0de657ba637b39");
    struct bytes expected =
        from_hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590db"
                 "b3da7b08b1056828838"
                 "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
    uint8_t cipher[60 + SEALED_TAG_BYTES];
    uint8_t opened[60];
    struct bytes made = {cipher, sizeof(cipher)};

    assert_int_equal(plain.length, 60);
    assert_int_equal(seal_bytes(vector_key.at, nonce.at, bound, plain, cipher), OK);
    assert_true(bytes_equal(made, expected));
    assert_int_equal(seal_open_bytes(vector_key.at, nonce.at, bound, made, opened), OK);
    assert_memory_equal(opened, plain.at, plain.length);
}

static void opens_what_it_sealed_at_any_length(void **state UNUSED)
{
    static const size_t lengths[] = {0, 1, 15, 16, 17, 100, SEAL_PLAIN_BYTES_MAX};
    uint8_t *plain = memory_new(SEAL_PLAIN_BYTES_MAX, 1);

    memset(plain, 'x', SEAL_PLAIN_BYTES_MAX);
    for (size_t i = 0; i < LENGTH(lengths); i++) {
        struct bytes in = {plain, lengths[i]};
        struct bytes out = {0};
        struct sealed_value sealed;
        assert_int_equal(seal(&key, TEXT("customer.name"), in, &arena, &sealed), OK);
        assert_int_equal(sealed.cipher.length, lengths[i] + SEALED_TAG_BYTES);
        assert_int_equal(seal_open(&key, TEXT("customer.name"), &sealed, &arena, &out), OK);
        assert_non_null(out.at);
        assert_true(bytes_equal(in, out));
    }
    memory_free(plain);
}

static void refuses_a_plain_text_or_a_path_over_its_limit(void **state UNUSED)
{
    char path[SEAL_FIELD_BYTES_MAX + 1];
    uint8_t *plain = memory_new(SEAL_PLAIN_BYTES_MAX + 1, 1);
    struct sealed_value sealed;
    struct text at_limit = {path, SEAL_FIELD_BYTES_MAX};
    struct text over_limit = {path, SEAL_FIELD_BYTES_MAX + 1};
    struct bytes big = {plain, SEAL_PLAIN_BYTES_MAX + 1};
    struct bytes small = {plain, 1};
    struct bytes opened;

    memset(path, 'p', sizeof(path));
    assert_int_equal(seal(&key, TEXT("f"), big, &arena, &sealed), ERROR_too_large);
    assert_int_equal(seal(&key, over_limit, small, &arena, &sealed), ERROR_too_large);
    assert_int_equal(seal(&key, at_limit, small, &arena, &sealed), OK);
    assert_int_equal(seal_open(&key, at_limit, &sealed, &arena, &opened), OK);
    assert_int_equal(seal_open(&key, over_limit, &sealed, &arena, &opened), ERROR_malformed);
    memory_free(plain);
}

static void hides_the_plain_text_and_never_seals_the_same_way_twice(void **state UNUSED)
{
    struct sealed_value first = sealed_as(TEXT("customer.phone"), TEXT("13800138000"));
    struct sealed_value second = sealed_as(TEXT("customer.phone"), TEXT("13800138000"));

    assert_null(memmem(first.cipher.at, first.cipher.length, "138001", 6));
    assert_false(bytes_equal(first.nonce, second.nonce));
    assert_false(bytes_equal(first.cipher, second.cipher));
    assert_true(bytes_equal(first.key_id, (struct bytes){key.key_id, CASE_KEY_ID_BYTES}));
}

static void does_not_open_under_another_field(void **state UNUSED)
{
    struct sealed_value sealed = sealed_as(TEXT("customer.phone"), TEXT("13800138000"));

    assert_int_equal(try_open(&key, "customer.phone", &sealed), OK);
    assert_int_equal(try_open(&key, "customer.phon", &sealed), ERROR_malformed);
    assert_int_equal(try_open(&key, "customer.account", &sealed), ERROR_malformed);
    assert_int_equal(try_open(&key, "", &sealed), ERROR_malformed);
}

static void does_not_open_in_another_case(void **state UNUSED)
{
    struct sealed_value sealed = sealed_as(TEXT("customer.phone"), TEXT("13800138000"));
    struct case_key other = key;

    other.case_id.b[15] ^= 1;
    assert_int_equal(try_open(&other, "customer.phone", &sealed), ERROR_malformed);
}

static void does_not_open_with_another_key(void **state UNUSED)
{
    struct sealed_value sealed = sealed_as(TEXT("customer.phone"), TEXT("13800138000"));
    struct case_key other = key;

    other.key[31] ^= 1;
    assert_int_equal(try_open(&other, "customer.phone", &sealed), ERROR_malformed);
    other = key;
    other.key_id[7] ^= 1;
    assert_int_equal(try_open(&other, "customer.phone", &sealed), ERROR_not_found);
}

static void notices_a_change_of_any_bit(void **state UNUSED)
{
    struct sealed_value sealed = sealed_as(TEXT("f"), TEXT("6222021234567890123"));
    uint8_t nonce[SEALED_NONCE_BYTES];
    uint8_t cipher[64];

    memcpy(nonce, sealed.nonce.at, sizeof(nonce));
    memcpy(cipher, sealed.cipher.at, sealed.cipher.length);
    sealed.nonce.at = nonce;
    sealed.cipher.at = cipher;
    for (size_t bit = 0; bit < sealed.cipher.length * 8; bit++) {
        cipher[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(try_open(&key, "f", &sealed), ERROR_malformed);
        cipher[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t bit = 0; bit < sizeof(nonce) * 8; bit++) {
        nonce[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(try_open(&key, "f", &sealed), ERROR_malformed);
        nonce[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    assert_int_equal(try_open(&key, "f", &sealed), OK);
}

static void refuses_impossible_lengths(void **state UNUSED)
{
    struct sealed_value good = sealed_as(TEXT("f"), TEXT(""));
    struct sealed_value sealed = good;

    assert_int_equal(good.cipher.length, SEALED_TAG_BYTES);
    sealed.cipher.length = SEALED_TAG_BYTES - 1;
    assert_int_equal(try_open(&key, "f", &sealed), ERROR_malformed);
    sealed.cipher = (struct bytes){0};
    assert_int_equal(try_open(&key, "f", &sealed), ERROR_malformed);
    sealed = good;
    sealed.nonce.length = SEALED_NONCE_BYTES - 1;
    assert_int_equal(try_open(&key, "f", &sealed), ERROR_malformed);
    sealed = good;
    sealed.key_id.length = CASE_KEY_ID_BYTES - 1;
    assert_int_equal(try_open(&key, "f", &sealed), ERROR_malformed);
}

static void refuses_a_cipher_over_the_limit_before_it_takes_memory(void **state UNUSED)
{
    struct sealed_value sealed = sealed_as(TEXT("f"), TEXT("x"));
    size_t used = arena.used;

    sealed.cipher.length = SEAL_PLAIN_BYTES_MAX + SEALED_TAG_BYTES + 1;
    assert_int_equal(try_open(&key, "f", &sealed), ERROR_malformed);
    assert_int_equal(arena.used, used);
}

static void leaves_no_plain_text_of_a_changed_value(void **state UNUSED)
{
    static const uint8_t zeros[11];
    uint8_t cipher[11 + SEALED_TAG_BYTES];
    uint8_t plain[11 + SEALED_TAG_BYTES];
    uint8_t nonce[SEALED_NONCE_BYTES] = {1};
    struct bytes secret = bytes_of_text(TEXT("13800138000"));

    memset(plain, 'x', sizeof(plain));
    assert_int_equal(seal_bytes(key.key, nonce, (struct bytes){0}, secret, cipher), OK);
    cipher[11] ^= 1;
    assert_int_equal(
        seal_open_bytes(
            key.key,
            nonce,
            (struct bytes){0},
            (struct bytes){cipher, sizeof(cipher)},
            plain
        ),
        ERROR_malformed
    );
    assert_memory_equal(plain, zeros, sizeof(zeros));
}

/* More keys than are kept ready, in any order: each value opens under its own. */
static void keeps_apart_values_of_many_keys_in_turn(void **state UNUSED)
{
    enum { KEYS = 5, ROUNDS = 4 };
    struct case_key keys[KEYS];
    struct sealed_value sealed[ROUNDS][KEYS];
    struct bytes plain;

    for (size_t i = 0; i < KEYS; i++) {
        keys[i] = key;
        keys[i].key[31] = (uint8_t)i;
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < KEYS; i++)
            assert_int_equal(
                seal(
                    &keys[i],
                    TEXT("a"),
                    bytes_of_text(TEXT("secret")),
                    &arena,
                    &sealed[round][i]
                ),
                OK
            );
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < KEYS; i++) {
            assert_int_equal(
                seal_open(&keys[i], TEXT("a"), &sealed[round][i], &arena, &plain),
                OK
            );
            assert_memory_equal(plain.at, "secret", 6);
            assert_int_equal(
                seal_open(&keys[(i + 1) % KEYS], TEXT("a"), &sealed[round][i], &arena, &plain),
                ERROR_malformed
            );
        }
    }
}

static void reads_with_either_cipher_what_the_other_has_sealed(void **state UNUSED)
{
    struct bytes plain;
    struct sealed_value sealed;

    for (int first = 0; first < 2; first++) {
        seal_portably_only(first);
        sealed = sealed_as(TEXT("text"), TEXT("转账没有到账"));
        seal_portably_only(!first);
        assert_int_equal(seal_open(&key, TEXT("text"), &sealed, &arena, &plain), OK);
        assert_string_equal(plain.at, "转账没有到账");
    }
    seal_portably_only(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(gives_the_bytes_of_the_published_vector, clean_arena),
        cmocka_unit_test_teardown(opens_what_it_sealed_at_any_length, clean_arena),
        cmocka_unit_test_teardown(refuses_a_plain_text_or_a_path_over_its_limit, clean_arena),
        cmocka_unit_test_teardown(
            hides_the_plain_text_and_never_seals_the_same_way_twice,
            clean_arena
        ),
        cmocka_unit_test_teardown(does_not_open_under_another_field, clean_arena),
        cmocka_unit_test_teardown(does_not_open_in_another_case, clean_arena),
        cmocka_unit_test_teardown(does_not_open_with_another_key, clean_arena),
        cmocka_unit_test_teardown(notices_a_change_of_any_bit, clean_arena),
        cmocka_unit_test_teardown(refuses_impossible_lengths, clean_arena),
        cmocka_unit_test_teardown(
            refuses_a_cipher_over_the_limit_before_it_takes_memory,
            clean_arena
        ),
        cmocka_unit_test_teardown(leaves_no_plain_text_of_a_changed_value, clean_arena),
        cmocka_unit_test_teardown(keeps_apart_values_of_many_keys_in_turn, clean_arena),
    };
    const struct CMUnitTest both[] = {
        cmocka_unit_test_teardown(
            reads_with_either_cipher_what_the_other_has_sealed,
            clean_arena
        ),
    };
    int failed = cmocka_run_group_tests_name("seal", tests, NULL, NULL);

    failed += cmocka_run_group_tests_name("seal, either cipher", both, NULL, NULL);
    seal_portably_only(true);
    return failed + cmocka_run_group_tests_name("seal, portably", tests, NULL, NULL);
}
