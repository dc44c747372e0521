/* Tests of common/engine/idempotency.c: digests made with Python's hashlib from the sentence in PROTOCOL section 2. */
#include "common/engine/idempotency.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_digits(const uint8_t *hash, const char *digits)
{
    char text[33];

    for (size_t i = 0; i < 16; i++)
        snprintf(text + 2 * i, 3, "%02x", hash[i]);
    assert_string_equal(text, digits);
}

static void a_key_is_made_of_source_and_id(void **state UNUSED)
{
    uint8_t hash[16], other[16];

    idempotency_key(TEXT("/bank/app"), TEXT("m-1"), hash);
    assert_digits(hash, "f618ca8b215cd0532355714dcf3926ec");
    idempotency_key(TEXT("/bank/ap"), TEXT("pm-1"), other);
    assert_memory_not_equal(hash, other, 16);
}

static void content_is_type_and_the_bytes_of_data(void **state UNUSED)
{
    uint8_t hash[16], other[16];

    idempotency_content(TEXT("x.v1"), bytes_of_text(TEXT("\x80")), hash);
    assert_digits(hash, "454032fa28ef1087e3611c7926adef47");
    idempotency_content(TEXT("x.v1"), (struct bytes){0}, other);
    assert_digits(other, "5227e9c588e8ff15916bd7388920d772");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_made_of_source_and_id),
        cmocka_unit_test(content_is_type_and_the_bytes_of_data),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
