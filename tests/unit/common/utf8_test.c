/* Tests of common/utf8.c. */
#include "common/utf8.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void reads_back_every_code_point_that_it_writes(void **state UNUSED)
{
    for (uint32_t code = 0; code <= UTF8_CODE_MAX; code++) {
        char bytes[UTF8_BYTES_MAX];
        size_t length = utf8_put(code, bytes);
        struct text text = {bytes, length};
        uint32_t read = 0;

        if (code >= 0xD800 && code <= 0xDFFF) {
            assert_int_equal(length, 0);
            continue;
        }
        assert_int_equal(utf8_next(text, 0, &read), length);
        assert_int_equal(read, code);
        assert_true(utf8_valid(text));
        text.length--;
        assert_int_equal(utf8_valid(text), text.length == 0);
    }
}

static void uses_the_shortest_form_at_each_edge(void **state UNUSED)
{
    static const struct {
        uint32_t code;
        size_t bytes;
    } edges[] = {
        {0x00, 1},
        {0x7F, 1},
        {0x80, 2},
        {0x7FF, 2},
        {0x800, 3},
        {0xD7FF, 3},
        {0xE000, 3},
        {0xFFFF, 3},
        {0x10000, 4},
        {0x10FFFF, 4},
        {0xD800, 0},
        {0xDFFF, 0},
        {0x110000, 0},
        {UINT32_MAX, 0},
    };

    for (size_t i = 0; i < LENGTH(edges); i++) {
        char bytes[UTF8_BYTES_MAX];
        assert_int_equal(utf8_put(edges[i].code, bytes), edges[i].bytes);
    }
}

static void refuses_what_rfc_3629_calls_malformed(void **state UNUSED)
{
    static const struct text malformed[] = {
        TEXT("\x80"), /* a continuation alone */
        TEXT("\xBF"),
        TEXT("\xC0\x80"), /* overlong zero */
        TEXT("\xC1\xBF"),
        TEXT("\xE0\x9F\xBF"),     /* overlong, three bytes */
        TEXT("\xF0\x8F\xBF\xBF"), /* overlong, four bytes */
        TEXT("\xED\xA0\x80"),     /* surrogates */
        TEXT("\xED\xBF\xBF"),
        TEXT("\xF4\x90\x80\x80"), /* above U+10FFFF */
        TEXT("\xF5\x80\x80\x80"),
        TEXT("\xFF"),
        TEXT("\xE4\xBD"), /* cut off */
        TEXT("\xF0\x9F\x98"),
        TEXT("\xC3"),
        TEXT("\xC3("), /* continuation missing */
        TEXT("\xE4(\xA0"),
        TEXT("\xE4\xBD("),
        TEXT("\xF0\x9F\x98("),
        TEXT("\xF0(\x98\x80"),
        TEXT("sixteen ASCII...\xFE"),
        TEXT("\xE4\xBD\xA0 and then \xA0"),
    };

    for (size_t i = 0; i < LENGTH(malformed); i++)
        assert_false(utf8_valid(malformed[i]));
}

static void accepts_valid_text_of_each_width(void **state UNUSED)
{
    assert_true(utf8_valid((struct text){0}));
    assert_true(utf8_valid(TEXT("")));
    assert_true(utf8_valid(TEXT("a\0b")));
    assert_true(utf8_valid(TEXT("twenty-four ASCII bytes!")));
    assert_true(utf8_valid(TEXT("é 受理 𠮷 😀 and more ASCII 受")));
    assert_true(utf8_valid(TEXT("\xF4\x8F\xBF\xBF")));
    assert_true(utf8_valid(TEXT("\xED\x9F\xBF\xEE\x80\x80")));
}

static void finds_a_bad_byte_at_any_position(void **state UNUSED)
{
    char bytes[40];

    for (size_t bad = 0; bad < sizeof(bytes); bad++) {
        memset(bytes, 'a', sizeof(bytes));
        bytes[bad] = (char)0xFF;
        assert_false(utf8_valid((struct text){bytes, sizeof(bytes)}));
        assert_true(utf8_valid((struct text){bytes, bad}));
    }
}

static void counts_code_points_and_malformed_bytes(void **state UNUSED)
{
    assert_int_equal(utf8_count((struct text){0}), 0);
    assert_int_equal(utf8_count(TEXT("张三 zhang")), 8);
    assert_int_equal(utf8_count(TEXT("𠮷😀")), 2);
    assert_int_equal(utf8_count(TEXT("a\xFF\xE4\xBD")), 4);
}

static void steps_over_malformed_bytes_one_by_one(void **state UNUSED)
{
    struct text text = TEXT("\xE4\xBDz");
    uint32_t code = 7;

    assert_int_equal(utf8_next(text, 0, &code), 0);
    assert_int_equal(code, 7);
    assert_int_equal(utf8_step(text, 0, &code), 1);
    assert_int_equal(code, UTF8_REPLACEMENT);
    assert_int_equal(utf8_step(text, 1, &code), 1);
    assert_int_equal(utf8_step(text, 2, &code), 1);
    assert_int_equal(code, 'z');
    assert_int_equal(utf8_step(text, 3, &code), 0);
    assert_int_equal(utf8_next(text, 99, &code), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_back_every_code_point_that_it_writes),
        cmocka_unit_test(uses_the_shortest_form_at_each_edge),
        cmocka_unit_test(refuses_what_rfc_3629_calls_malformed),
        cmocka_unit_test(accepts_valid_text_of_each_width),
        cmocka_unit_test(finds_a_bad_byte_at_any_position),
        cmocka_unit_test(counts_code_points_and_malformed_bytes),
        cmocka_unit_test(steps_over_malformed_bytes_one_by_one),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
