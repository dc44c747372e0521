/* Tests of common/engine/frame.c: one frame of the command socket (PROTOCOL section 2). */
#include "common/engine/frame.h"

#include "tests/unit/common/engine/scripted_socket.h"

static struct frame *frame_with(struct bytes body)
{
    struct parts parts = {.count = 2, .user = "key"};

    parts.frame[0] = bytes_of_text(TEXT("peer"));
    parts.frame[1] = body;
    return frame_new(&parts, 1, 2);
}

static enum error split(struct bytes body, size_t *ret_count, const char **ret_why)
{
    struct frame *frame = frame_with(body);
    enum error error = frame_split(frame, ret_why);

    *ret_count = frame->count;
    frame_destroy(&frame);
    assert_null(frame);
    return error;
}

static void takes_one_map(void **state)
{
    struct bench *bench = *state;
    struct bytes body = pack_text(&bench->arena, "{id: 'a'}");
    struct frame *frame = frame_with(body);
    const char *why;

    assert_int_equal(frame_split(frame, &why), OK);
    assert_false(frame->is_array);
    assert_int_equal(frame->count, 1);
    assert_true(bytes_equal(frame->elements[0], body));
    assert_string_equal(frame->parts.user, "key");
    assert_int_equal(frame->received_us, 1);
    assert_int_equal(frame->received_ms, 2);
    frame_destroy(&frame);
}

static struct bytes array_of(struct arena *arena, size_t count)
{
    struct pack_writer writer;

    pack_begin(&writer, arena, count + 8);
    pack_array(&writer, count);
    for (size_t i = 0; i < count; i++)
        pack_map(&writer, 0);
    return pack_end(&writer);
}

/* An array of 1 to 1000. */
static void takes_arrays_of_1_to_1000(void **state)
{
    static const struct {
        size_t count;
        enum error error;
    } cases[] = {
        {0, ERROR_malformed},
        {1, OK},
        {2, OK},
        {999, OK},
        {1000, OK},
        {1001, ERROR_malformed}};
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        size_t count;
        const char *why = "";
        struct bytes body = array_of(&bench->arena, cases[i].count);
        assert_int_equal(split(body, &count, &why), cases[i].error);
        if (cases[i].error == OK)
            assert_int_equal(count, cases[i].count);
        else
            assert_non_null(strstr(why, "1 to 1000"));
    }
}

/* What an element is, is the decoder's matter: it is answered in its place. */
static void splits_an_array_whatever_its_elements_are(void **state)
{
    struct bench *bench = *state;
    struct frame *frame =
        frame_with(pack_text(&bench->arena, "[{a: 1}, 5, ['x', {b: 2}], null]"));
    const char *why;

    assert_int_equal(frame_split(frame, &why), OK);
    assert_true(frame->is_array);
    assert_int_equal(frame->count, 4);
    assert_true(bytes_equal(frame->elements[1], pack_text(&bench->arena, "5")));
    assert_true(bytes_equal(frame->elements[2], pack_text(&bench->arena, "['x', {b: 2}]")));
    frame_destroy(&frame);
}

static void refuses_what_is_no_map_or_is_cut_off(void **state)
{
    static const struct {
        struct text body;
        const char *why;
    } cases[] = {
        {{"", 0}, "not a MessagePack map"},
        {{"\x05", 1}, "not a MessagePack map"},
        {{"\xa1x", 2}, "not a MessagePack map"},
        {{"\xc1", 1}, "not a MessagePack map"},
        {{"\x81\xa1x", 3}, "not a MessagePack map"},
        {{"\x92\x80", 2}, ""},
        {{"\x91\xc1", 2}, "not MessagePack"},
        {{"\x80\x80", 2}, "after the value"},
        {{"\x91\x80\xc0", 3}, "after the value"},
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        size_t count;
        const char *why = "-";
        assert_int_equal(split(bytes_of_text(cases[i].body), &count, &why), ERROR_malformed);
        if (!strstr(why, cases[i].why))
            fail_msg("case %zu: %s", i, why);
    }
}

static struct bytes map_of_bytes(struct arena *arena, size_t bytes)
{
    struct pack_writer writer;
    uint8_t *filling = arena_zero(arena, bytes);

    pack_begin(&writer, arena, bytes);
    pack_map(&writer, 1);
    pack_string(&writer, "x");
    pack_bin(&writer, (struct bytes){filling, bytes - 8});
    return pack_end(&writer);
}

/* frame <= 1 MiB */
static void refuses_a_frame_over_one_mebibyte(void **state)
{
    struct bench *bench = *state;
    size_t count;
    const char *why;

    assert_int_equal(map_of_bytes(&bench->arena, FRAME_BYTES_MAX).length, FRAME_BYTES_MAX);
    assert_int_equal(split(map_of_bytes(&bench->arena, FRAME_BYTES_MAX - 1), &count, &why), OK);
    assert_int_equal(split(map_of_bytes(&bench->arena, FRAME_BYTES_MAX), &count, &why), OK);
    assert_int_equal(
        split(map_of_bytes(&bench->arena, FRAME_BYTES_MAX + 1), &count, &why),
        ERROR_too_large
    );
    assert_non_null(strstr(why, "1 MiB"));
}

static void encodes_a_reply(void **state)
{
    struct bench *bench = *state;
    struct message message = {.id = TEXT("m"), .source = TEXT("/s")};
    struct reply reply = {
        .of = {bench_case(1), TEXT("GD1")},
        .result = pack_text(&bench->arena, "{n: 1}")};
    char expected[200], id[UUID_TEXT_LENGTH + 1];

    uuid_to_text(reply.of.id, id);
    snprintf(
        expected,
        sizeof(expected),
        "{id: 'm', source: '/s', status: 'accepted', case_id: '%s', case_no: 'GD1', "
        "result: {n: 1}}",
        id
    );
    assert_true(bytes_equal(
        reply_encode("accepted", &message, &reply, &bench->arena),
        pack_text(&bench->arena, expected)
    ));
}

static void encodes_what_is_absent_as_nil_and_faults_with_their_field(void **state)
{
    static const struct text legal[] = {TEXT("a"), TEXT("b")};
    struct bench *bench = *state;
    struct message nobody = {.shape = NULL};
    struct reply reply = {.retry_after_ms = 200, .legal = legal, .legal_count = 2};

    faults_add(&reply.faults, &bench->arena, "missing_field", TEXT("data.x"), "is missing");
    faults_add(&reply.faults, &bench->arena, "illegal_transition", (struct text){0}, "no");
    assert_true(bytes_equal(
        reply_encode("rejected", &nobody, &reply, &bench->arena),
        pack_text(
            &bench->arena,
            "{id: null, source: null, status: 'rejected', errors: ["
            "{code: 'missing_field', message: 'is missing', field: 'data.x'}, "
            "{code: 'illegal_transition', message: 'no', legal: ['a', 'b']}], "
            "retry_after_ms: 200}"
        )
    ));
}

static void recalls_what_it_remembered(void **state)
{
    struct bench *bench = *state;
    struct reply full = {
        .of = {bench_case(1), TEXT("GD1")},
        .result = pack_text(&bench->arena, "{n: 1}")};
    struct reply none = {.busy = false}, back;

    assert_true(reply_recall(reply_remember(&full, &bench->arena), &back));
    assert_true(uuid_equal(back.of.id, full.of.id));
    assert_true(text_equal(back.of.no, full.of.no));
    assert_true(bytes_equal(back.result, full.result));
    assert_true(reply_recall(reply_remember(&none, &bench->arena), &back));
    assert_true(uuid_is_zero(back.of.id));
    assert_null(back.result.at);
    full.of.no = (struct text){0};
    full.result = (struct bytes){0};
    assert_true(reply_recall(reply_remember(&full, &bench->arena), &back));
    assert_null(back.of.no.at);
}

static void recalls_nothing_from_damaged_bytes(void **state)
{
    struct bench *bench = *state;
    struct reply back;

    assert_false(reply_recall(pack_text(&bench->arena, "[1]"), &back));
    assert_false(reply_recall(bytes_of_text(TEXT("\x81\xa1x")), &back));
    assert_false(reply_recall(pack_text(&bench->arena, "{case_id: 'no uuid'}"), &back));
}

/* The frames before the body come back unchanged: that covers REQ, DEALER and proxies. */
static void echoes_the_frames_before_the_body(void **state)
{
    struct bench *bench = *state;
    struct parts parts = {.count = 4};
    struct socket *socket = NULL;

    parts.frame[0] = bytes_of_text(TEXT("peer"));
    parts.frame[1] = bytes_of_text(TEXT(""));
    parts.frame[2] = bytes_of_text(TEXT("17"));
    parts.frame[3] = pack_text(&bench->arena, "{}");
    struct frame *frame = frame_new(&parts, 0, 0);
    assert_int_equal(socket_bind_zap(NULL, &socket), OK);
    assert_int_equal(frame_send(socket, frame, bytes_of_text(TEXT("body"))), SENT_fine);
    const struct script_message *sent = &socket->sent[0];
    assert_int_equal(sent->count, 4);
    assert_true(text_is(text_of_bytes(sent->frame[0]), "peer"));
    assert_int_equal(sent->frame[1].length, 0);
    assert_true(text_is(text_of_bytes(sent->frame[2]), "17"));
    assert_true(text_is(text_of_bytes(sent->frame[3]), "body"));
    socket_destroy(&socket);
    frame_destroy(&frame);
    frame_destroy(&frame);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(takes_one_map),
        TEST(takes_arrays_of_1_to_1000),
        TEST(splits_an_array_whatever_its_elements_are),
        TEST(refuses_what_is_no_map_or_is_cut_off),
        TEST(refuses_a_frame_over_one_mebibyte),
        TEST(encodes_a_reply),
        TEST(encodes_what_is_absent_as_nil_and_faults_with_their_field),
        TEST(recalls_what_it_remembered),
        TEST(recalls_nothing_from_damaged_bytes),
        TEST(echoes_the_frames_before_the_body),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
