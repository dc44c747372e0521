/* Tests of common/message_encode.c: what is encoded decodes to the same, and encodes to the same bytes again. */
#include "common/message.h"

#include "tests/support/pack_text.h"
#include "tests/support/sample_shapes.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

/* Decodes a map, encodes its struct, and compares with what is wanted. */
static void check_map(const char *given, const char *wanted)
{
    struct faults faults = {.count = 0};
    struct sample sample;

    assert_int_equal(
        map_decode(
            pack_text(&arena, given),
            &sample_shape,
            DECODE_strict,
            NULL,
            &arena,
            &faults,
            &sample
        ),
        OK
    );
    struct bytes bytes = map_encode(&sample_shape, &sample, &arena);
    assert_true(bytes_equal(bytes, pack_text(&arena, wanted)));
}

#define ALL                                                                                    \
    "key: '0193e6a1-7c3b-7abc-8def-0123456789ab', text: 'hello', at: t(7001), number: -5,"     \
    " colour: 'red', flag: false, bytes: <0102>, secret: {k: <01>,"                            \
    " n: <000102030405060708090a0b>, c: <000102030405060708090a0b0c0d0e0f>},"                  \
    " part: {name: 'p', count: 3}, words: ['a', 'b'], parts: [{name: 'x'}, {name: 'y', "       \
    "count: 0}]"

static void encodes_a_field_of_every_type(void **state UNUSED)
{
    check_map("{" ALL "}", "{" ALL "}");
}

static void leaves_absent_fields_out(void **state UNUSED)
{
    check_map("{text: 'a'}", "{text: 'a'}");
    check_map("{text: 'a', number: null, part: null, words: null}", "{text: 'a'}");
}

static void keeps_empty_arrays_and_zeros(void **state UNUSED)
{
    check_map(
        "{text: 'a', number: 0, words: [], parts: []}",
        "{text: 'a', number: 0, words: [], parts: []}"
    );
}

static void writes_fields_in_the_order_of_the_shape_and_in_shortest_form(void **state UNUSED)
{
    check_map(
        "{number: raw(cf0000000000000007), at: '1970-01-01T00:00:01Z', text: raw(d90161)}",
        "{text: 'a', at: t(1000), number: 7}"
    );
}

static void encodes_a_map_without_fields(void **state UNUSED)
{
    struct bytes bytes = map_encode(&idle_shape, &(struct idle){0}, &arena);

    assert_int_equal(bytes.length, 1);
    assert_int_equal(bytes.at[0], 0x80);
}

static struct message decoded(const char *text)
{
    struct message message;
    struct faults faults;

    assert_int_equal(
        message_decode(
            pack_text(&arena, text),
            &sample_catalogue,
            DECODE_strict,
            &arena,
            &faults,
            &message
        ),
        OK
    );
    return message;
}

#define ENVELOPE                                                                               \
    "{specversion: '1.0', id: 'm1', source: '/a', type: 'told.v1', time: t(1795268651123),"    \
    " subject: 's', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',"   \
    " actorid: 'u', actorrole: 'r', actorunit: 'o',"                                           \
    " caseid: '0193e6a1-7c3b-7abc-8def-0123456789ab', caseno: 'GD1', causationid: 'c',"        \
    " correlationid: 'd', tenant: 'x', n: 5, data: {" ALL "}}"

static void gives_the_same_bytes_for_a_decoded_message(void **state UNUSED)
{
    struct message message = decoded(ENVELOPE);
    struct bytes wanted = pack_text(&arena, ENVELOPE);

    assert_true(bytes_equal(message_encode(&message, &arena), wanted));
    message.data = (struct bytes){NULL, 0};
    assert_true(bytes_equal(message_encode(&message, &arena), wanted));
}

static void prefers_the_bytes_of_data_to_the_body(void **state UNUSED)
{
    struct message message = decoded("{specversion: '1.0', id: 'm1', source: '/a', type: "
                                     "'told.v1', data: {number: 1, text: 'a'}}");
    struct bytes as_sent = message_encode(&message, &arena);

    assert_true(bytes_equal(as_sent, message.envelope));
    message.data = (struct bytes){NULL, 0};
    assert_false(bytes_equal(message_encode(&message, &arena), message.envelope));
}

static void leaves_absent_attributes_and_data_out(void **state UNUSED)
{
    struct message message = {.id = TEXT("m"), .source = TEXT("/a"), .type_name = TEXT("x.v1")};
    const char *wanted = "{specversion: '1.0', id: 'm', source: '/a', type: 'x.v1'}";

    assert_true(bytes_equal(message_encode(&message, &arena), pack_text(&arena, wanted)));
}

static void takes_the_types_name_from_the_shape(void **state UNUSED)
{
    const struct idle idle = {0};
    struct message message = {
        .shape = catalogue_find(&sample_catalogue, TEXT("idle.v1")),
        .id = TEXT("m"),
        .source = TEXT("/a"),
        .body = &idle,
    };
    const char *wanted =
        "{specversion: '1.0', id: 'm', source: '/a', type: 'idle.v1', data: {}}";

    assert_true(bytes_equal(message_encode(&message, &arena), pack_text(&arena, wanted)));
}

static void writes_times_of_the_whole_range_as_extension(void **state UNUSED)
{
    static const char *const rows[][2] = {
        {"1970-01-01T00:00:00Z", "t(0)"},
        {"2106-02-07T06:28:16Z", "t(4294967296000)"},
        {"2199-12-31T23:59:59.999Z", "t(7258118399999)"},
    };

    for (size_t i = 0; i < LENGTH(rows); i++)
        check_map(
            arena_format(&arena, "{text: 'a', at: '%s'}", rows[i][0]).at,
            arena_format(&arena, "{text: 'a', at: %s}", rows[i][1]).at
        );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodes_a_field_of_every_type),
        cmocka_unit_test(leaves_absent_fields_out),
        cmocka_unit_test(keeps_empty_arrays_and_zeros),
        cmocka_unit_test(writes_fields_in_the_order_of_the_shape_and_in_shortest_form),
        cmocka_unit_test(encodes_a_map_without_fields),
        cmocka_unit_test(gives_the_same_bytes_for_a_decoded_message),
        cmocka_unit_test(prefers_the_bytes_of_data_to_the_body),
        cmocka_unit_test(leaves_absent_attributes_and_data_out),
        cmocka_unit_test(takes_the_types_name_from_the_shape),
        cmocka_unit_test(writes_times_of_the_whole_range_as_extension),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
