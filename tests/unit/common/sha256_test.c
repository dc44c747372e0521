/* Tests of common/sha256.c: vectors of FIPS 180-4 and RFC 4231, the input cut everywhere. */
#include "common/sha256.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_hex(const uint8_t digest[SHA256_BYTES], const char *expected)
{
    static const char digits[] = "0123456789abcdef";
    char text[2 * SHA256_BYTES + 1] = {0};

    for (size_t i = 0; i < SHA256_BYTES; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 15];
    }
    assert_string_equal(text, expected);
}

static void assert_sum(const char *text, const char *expected)
{
    uint8_t digest[SHA256_BYTES];

    sha256(bytes_of_text(text_of(text)), digest);
    assert_hex(digest, expected);
}

static void assert_mac(struct bytes key, struct bytes data, const char *expected)
{
    uint8_t mac[SHA256_BYTES];

    hmac_sha256(key, data, mac);
    assert_hex(mac, expected);
}

static struct bytes filled(uint8_t *buffer, uint8_t byte, size_t length)
{
    memset(buffer, byte, length);
    return (struct bytes){buffer, length};
}

static void gives_the_digests_of_the_standard(void **state UNUSED)
{
    uint8_t digest[SHA256_BYTES];

    assert_sum("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sum("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_sum(
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    );
    sha256((struct bytes){0}, digest);
    assert_hex(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void adds_up_a_million_bytes(void **state UNUSED)
{
    uint8_t buffer[1000];
    uint8_t digest[SHA256_BYTES];
    struct sha256 sum;

    sha256_begin(&sum);
    for (int i = 0; i < 1000; i++)
        sha256_add(&sum, filled(buffer, 'a', sizeof(buffer)));
    sha256_end(&sum, digest);
    assert_hex(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void gives_the_same_however_the_input_is_cut(void **state UNUSED)
{
    uint8_t buffer[200];
    uint8_t whole[SHA256_BYTES];
    uint8_t cut[SHA256_BYTES];

    for (size_t i = 0; i < sizeof(buffer); i++)
        buffer[i] = (uint8_t)i;
    sha256((struct bytes){buffer, sizeof(buffer)}, whole);
    for (size_t at = 0; at <= sizeof(buffer); at++) {
        struct sha256 sum;
        sha256_begin(&sum);
        sha256_add(&sum, (struct bytes){buffer, at});
        sha256_add(&sum, (struct bytes){buffer + at, sizeof(buffer) - at});
        sha256_end(&sum, cut);
        assert_memory_equal(cut, whole, SHA256_BYTES);
    }
}

static void can_be_copied_to_keep_a_common_beginning(void **state UNUSED)
{
    uint8_t digest[SHA256_BYTES];
    struct sha256 sum, copy;

    sha256_begin(&sum);
    sha256_add(&sum, bytes_of_text(TEXT("ab")));
    copy = sum;
    sha256_add(&sum, bytes_of_text(TEXT("x")));
    sha256_end(&sum, digest);
    assert_hex(digest, "b2bdab4230154046ad0b7dfa830a9260caa5bd6ae230e582a2244ab4bf0b4ca5");
    sha256_add(&copy, bytes_of_text(TEXT("c")));
    sha256_end(&copy, digest);
    assert_hex(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* RFC 4231, 4.2 to 4.5, 4.7 and 4.8. */
static void gives_the_macs_of_the_standard(void **state UNUSED)
{
    uint8_t key[131];
    uint8_t data[50];

    assert_mac(
        filled(key, 0x0b, 20),
        bytes_of_text(TEXT("Hi There")),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    );
    assert_mac(
        bytes_of_text(TEXT("Jefe")),
        bytes_of_text(TEXT("what do ya want for nothing?")),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    assert_mac(
        filled(key, 0xaa, 20),
        filled(data, 0xdd, 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    );
    for (size_t i = 0; i < 25; i++)
        key[i] = (uint8_t)(i + 1);
    assert_mac(
        (struct bytes){key, 25},
        filled(data, 0xcd, 50),
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    );
    assert_mac(
        filled(key, 0xaa, 131),
        bytes_of_text(TEXT("Test Using Larger Than Block-Size Key - Hash Key First")),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    );
    assert_mac(
        filled(key, 0xaa, 131),
        bytes_of_text(
            TEXT("This is a test using a larger than block-size key and a larger than block-si"
                 "ze data. The key needs to be hashed before being used by the HMAC algorithm.")
        ),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    );
}

/* Expected values by Python hmac. */
static void takes_keys_around_the_block_size_and_empty_ones(void **state UNUSED)
{
    uint8_t key[65];
    struct bytes data = bytes_of_text(TEXT("data"));

    assert_mac(
        filled(key, 0x42, 63),
        data,
        "4653aeadc69f93c796023ce8ab4a1022f13d559655d719ca91d4be428a86ea3a"
    );
    assert_mac(
        filled(key, 0x42, 64),
        data,
        "525dfcf93690cb28f33a523c920db005d0eaf24412f5c8b1834781cff8a5a40f"
    );
    assert_mac(
        filled(key, 0x42, 65),
        data,
        "0c900caaef01838d23d2875c4f49953b50e31c984270c54d776254bd061031b4"
    );
    assert_mac(
        (struct bytes){0},
        (struct bytes){0},
        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_digests_of_the_standard),
        cmocka_unit_test(adds_up_a_million_bytes),
        cmocka_unit_test(gives_the_same_however_the_input_is_cut),
        cmocka_unit_test(can_be_copied_to_keep_a_common_beginning),
        cmocka_unit_test(gives_the_macs_of_the_standard),
        cmocka_unit_test(takes_keys_around_the_block_size_and_empty_ones),
    };
    return cmocka_run_group_tests_name("sha256", tests, NULL, NULL);
}
