/* Tests of services/cli/fields.c. */
#include "services/cli/fields.h"

#include "common/message.h"
#include "proto/messages.h"
#include "tests/unit/services/cli/run_cli.h"

static struct arena arena;

static int drop(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

/* The data as JSON; "" when it was refused. */
static const char *packed(enum message_type type, int argc, const char *const *argv)
{
    struct arguments arguments = {.command = "x"};
    struct bytes data;

    for (int i = 0; i + 1 < argc; i += 2)
        arguments_give(&arguments, argv[i], argv[i + 1]);
    if (!fields_pack(&arguments, message_shape_of(type)->data, &arena, &data))
        return "";
    return arguments_end(&arguments, 0) ? message_to_json(data, &arena).at : "";
}

#define PACKED(type, ...)                                                                      \
    packed(                                                                                    \
        type,                                                                                  \
        (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)),                    \
        (const char *const[]){__VA_ARGS__}                                                     \
    )

#define ASSERT_JSON(given, expected) assert_memory_equal(given, expected, sizeof(expected) - 1)

static void options_become_fields_by_their_type(void **state UNUSED)
{
    ASSERT_JSON(
        PACKED(MESSAGE_case_note_v1, "lease-epoch", "3", "to-customer", "true", "text", "好"),
        "{\"lease_epoch\":3,\"text\":\"好\",\"to_customer\":true}"
    );
    ASSERT_JSON(
        PACKED(MESSAGE_case_claim_v1, "queues", "q.card,q.loan"),
        "{\"queues\":[\"q.card\",\"q.loan\"]}"
    );
}

static void a_field_of_a_map_has_the_map_before_its_name(void **state UNUSED)
{
    ASSERT_JSON(
        PACKED(
            MESSAGE_request_submitted_v1,
            "channel",
            "app",
            "text",
            "x",
            "customer-id-no",
            "1",
            "customer-type",
            "person",
            "amount-fen",
            "500"
        ),
        "{\"channel\":\"app\",\"text\":\"x\",\"customer\":{\"type\":\"person\",\"id_no\":\"1\"}"
        ","
        "\"amount_fen\":500}"
    );
}

static void what_was_not_given_is_absent(void **state UNUSED)
{
    struct arguments arguments = {.command = "x"};
    struct bytes data;

    assert_true(
        fields_pack(&arguments, message_shape_of(MESSAGE_case_claim_v1)->data, &arena, &data)
    );
    ASSERT_JSON(message_to_json(data, &arena).at, "{}");
}

static void refuses_what_is_no_field_no_number_no_flag(void **state UNUSED)
{
    assert_string_equal(PACKED(MESSAGE_case_note_v1, "nothing", "1"), "");
    assert_string_equal(PACKED(MESSAGE_case_note_v1, "lease-epoch", "3x"), "");
    assert_string_equal(PACKED(MESSAGE_case_note_v1, "lease-epoch", ""), "");
    assert_string_equal(PACKED(MESSAGE_case_note_v1, "to-customer", "perhaps"), "");
    assert_string_equal(
        PACKED(MESSAGE_case_note_v1, "lease-epoch", "99999999999999999999"),
        ""
    );
}

static const char *from_json(const char *json)
{
    struct text why = {0};
    struct bytes data = fields_from_json(text_of(json), &arena, &why);

    return data.at ? message_to_json(data, &arena).at : why.at;
}

static void json_goes_through_as_it_is(void **state UNUSED)
{
    ASSERT_JSON(
        from_json("{\"a\": [1, -2, null, true], \"b\": {\"c\": \"文\"}}"),
        "{\"a\":[1,-2,null,true],\"b\":{\"c\":\"文\"}}"
    );
}

static void refuses_json_that_the_contract_does_not_know(void **state UNUSED)
{
    assert_non_null(strstr(from_json("[1]"), "object"));
    assert_non_null(strstr(from_json("{"), "line 1"));
    assert_non_null(strstr(from_json("{\"a\": 1.5}"), "whole"));
    assert_non_null(strstr(from_json("{\"a\":1,\"a\":2}"), "line 1"));
}

/* 15, 16 and 17 levels, the outermost map is one. */
static void json_is_at_most_16_deep(void **state UNUSED)
{
    for (int depth = 15; depth <= 17; depth++) {
        char json[64] = "{\"a\":";
        for (int i = 1; i < depth; i++)
            strncat(json, "[", sizeof(json) - strlen(json) - 1);
        for (int i = 1; i < depth; i++)
            strncat(json, "]", sizeof(json) - strlen(json) - 1);
        strncat(json, "}", sizeof(json) - strlen(json) - 1);
        struct text why = {0};
        struct bytes data = fields_from_json(text_of(json), &arena, &why);
        assert_int_equal(data.at != NULL, depth <= 16);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_become_fields_by_their_type),
        cmocka_unit_test(a_field_of_a_map_has_the_map_before_its_name),
        cmocka_unit_test(what_was_not_given_is_absent),
        cmocka_unit_test(refuses_what_is_no_field_no_number_no_flag),
        cmocka_unit_test(json_goes_through_as_it_is),
        cmocka_unit_test(refuses_json_that_the_contract_does_not_know),
        cmocka_unit_test(json_is_at_most_16_deep),
    };

    return cmocka_run_group_tests(tests, NULL, drop);
}
