/* Tests of the chain in services/cli/stream.c: PROTOCOL section 3, DESIGN P8. Following itself is tested against
 * running services in tests/system/cli_test.py. */
#include "services/cli/stream.h"

#include "common/sha256.h"
#include "tests/unit/services/cli/run_cli.h"

static void the_chain_is_the_one_of_the_contract(void **state UNUSED)
{
    static const uint8_t envelope[] = {0x81, 0xa1, 'a', 1};
    uint8_t first[32], next[32], expected[32], joined[32 + 8 + sizeof(envelope)];

    chain_begin("desk", first);
    sha256(bytes_of_text(TEXT("desk")), expected);
    assert_memory_equal(first, expected, 32);
    memcpy(joined, first, 32);
    memcpy(joined + 32, "\x01\x02\x03\x04\x05\x06\x07\x08", 8);
    memcpy(joined + 40, envelope, sizeof(envelope));
    sha256((struct bytes){LIST(joined)}, expected);
    chain_next(first, INT64_C(0x0102030405060708), (struct bytes){LIST(envelope)}, next);
    assert_memory_equal(next, expected, 32);
}

static void any_changed_bit_changes_the_chain(void **state UNUSED)
{
    uint8_t envelope[] = {0x81, 0xa1, 'a', 1}, before[32], one[32], other[32];
    const struct bytes bytes = {LIST(envelope)};

    chain_begin("desk", before);
    chain_next(before, 1, bytes, one);
    chain_next(before, 2, bytes, other);
    assert_memory_not_equal(one, other, 32);
    envelope[3] = 2;
    chain_next(before, 1, bytes, other);
    assert_memory_not_equal(one, other, 32);
    envelope[3] = 1;
    before[31] ^= 1;
    chain_next(before, 1, bytes, other);
    assert_memory_not_equal(one, other, 32);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_chain_is_the_one_of_the_contract),
        cmocka_unit_test(any_changed_bit_changes_the_chain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
