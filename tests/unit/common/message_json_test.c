/* Tests of common/message_json.c. */
#include "common/message.h"

#include "tests/support/pack_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static bool prints(const char *given, const char *wanted)
{
    struct text json = message_to_json(pack_text(&arena, given), &arena);

    if (text_is(json, wanted))
        return true;
    print_message("%s became %.*s\n", given, (int)json.length, json.at);
    return false;
}

static void prints_scalars(void **state UNUSED)
{
    assert_true(prints("null", "null"));
    assert_true(prints("true", "true"));
    assert_true(prints("false", "false"));
    assert_true(prints("-5", "-5"));
    assert_true(prints("raw(d38000000000000000)", "-9223372036854775808"));
    assert_true(prints("raw(cfffffffffffffffff)", "18446744073709551615"));
    assert_true(prints("1.5", "1.5"));
    assert_true(prints("'受理'", "\"受理\""));
}

static void prints_what_json_has_no_number_for_as_null(void **state UNUSED)
{
    assert_true(prints("raw(ca7fc00000)", "null"));
    assert_true(prints("raw(cb7ff0000000000000)", "null"));
}

static void prints_maps_and_arrays(void **state UNUSED)
{
    assert_true(prints("{}", "{}"));
    assert_true(prints("[]", "[]"));
    assert_true(prints("{a: [1, {b: 2}], c: null}", "{\"a\":[1,{\"b\":2}],\"c\":null}"));
}

static void escapes_what_json_wants_escaped(void **state UNUSED)
{
    assert_true(prints("raw(a6615c22620a63)", "\"a\\\\\\\"b\\u000ac\""));
    assert_true(prints("raw(a3007f1f)", "\"\\u0000\\u007f\\u001f\""));
    assert_true(prints("{raw(a122): 1}", "{\"\\\"\":1}"));
}

static void prints_binary_as_base64(void **state UNUSED)
{
    assert_true(prints("<>", "\"\""));
    assert_true(prints("<66>", "\"Zg==\""));
    assert_true(prints("<666f>", "\"Zm8=\""));
    assert_true(prints("<666f6f>", "\"Zm9v\""));
    assert_true(prints("<666f6f62>", "\"Zm9vYg==\""));
    assert_true(prints("<fbffff>", "\"+///\""));
}

static void prints_broken_text_as_base64(void **state UNUSED)
{
    assert_true(prints("raw(a2ff66)", "\"/2Y=\""));
}

static void prints_timestamps_as_rfc_3339(void **state UNUSED)
{
    assert_true(prints("t(0)", "\"1970-01-01T00:00:00.000Z\""));
    assert_true(prints("t(1795268651123)", "\"2026-11-21T13:44:11.123Z\""));
    assert_true(prints("t(7258118399999)", "\"2199-12-31T23:59:59.999Z\""));
}

static void prints_other_extensions_as_their_bytes(void **state UNUSED)
{
    assert_true(prints("raw(d40566)", "\"Zg==\""));
    assert_true(prints("raw(d4ff66)", "\"Zg==\""));
    assert_true(prints("raw(d7ff00000001b0f7dc00)", "\"AAAAAbD33AA=\""));
}

static void prints_a_sealed_value_as_it_is(void **state UNUSED)
{
    assert_true(
        prints("{k: <01>, n: <02>, c: <03>}", "{\"k\":\"AQ==\",\"n\":\"Ag==\",\"c\":\"Aw==\"}")
    );
}

static void makes_strings_of_other_keys(void **state UNUSED)
{
    assert_true(prints("{5: 1}", "{\"5\":1}"));
    assert_true(prints("{null: 1}", "{\"null\":1}"));
    assert_true(prints("{<66>: 1}", "{\"\\\"Zg==\\\"\":1}"));
    assert_true(prints("{{a: 1}: 2}", "{\"?\":2}"));
    assert_true(prints("{[1, [2]]: 2}", "{\"?\":2}"));
}

static void prints_nothing_for_what_is_not_one_value(void **state UNUSED)
{
    assert_null(message_to_json(pack_text(&arena, "raw(c1)"), &arena).at);
    assert_null(message_to_json(pack_text(&arena, "raw(c0c0)"), &arena).at);
    assert_null(message_to_json(pack_text(&arena, "raw(81a161)"), &arena).at);
    assert_null(message_to_json((struct bytes){NULL, 0}, &arena).at);
}

static void prints_depth_16_and_no_more(void **state UNUSED)
{
    assert_true(prints("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"));
    assert_null(
        message_to_json(pack_text(&arena, "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]"), &arena).at
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_scalars),
        cmocka_unit_test(prints_what_json_has_no_number_for_as_null),
        cmocka_unit_test(prints_maps_and_arrays),
        cmocka_unit_test(escapes_what_json_wants_escaped),
        cmocka_unit_test(prints_binary_as_base64),
        cmocka_unit_test(prints_broken_text_as_base64),
        cmocka_unit_test(prints_timestamps_as_rfc_3339),
        cmocka_unit_test(prints_other_extensions_as_their_bytes),
        cmocka_unit_test(prints_a_sealed_value_as_it_is),
        cmocka_unit_test(makes_strings_of_other_keys),
        cmocka_unit_test(prints_nothing_for_what_is_not_one_value),
        cmocka_unit_test(prints_depth_16_and_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
