/* Tests of common/engine/gate.c over real CURVE sockets: every limit below, at and above, every frame answered
 * (PROTOCOL section 2; DESIGN section 3, back-pressure). */
#include "common/engine/gate.h"

#include "tests/unit/common/engine/loopback.h"

static void send_numbered(int client, int from, int to)
{
    for (int i = from; i <= to; i++)
        loop_send(client, loop_command(i, "count"));
}

static void hear_status(int client, const char *wanted)
{
    struct parts parts;

    assert_true(loop_hear(client, &parts));
    assert_word(parts.frame[parts.count - 1], "status", wanted);
    parts_done(&parts);
}

static void hear_fault(int client, const char *code)
{
    struct parts parts;

    assert_true(loop_hear(client, &parts));
    struct bytes body = parts.frame[parts.count - 1];
    assert_word(body, "status", "rejected");
    struct pack_reader reader = {loop_value(body, "errors").from, body.at + body.length};
    assert_int_equal(pack_next(&reader).count, 1);
    assert_word((struct bytes){reader.at, (size_t)(reader.end - reader.at)}, "code", code);
    parts_done(&parts);
}

static void lets_as_many_wait_as_there_is_room_for(void **state UNUSED)
{
    loop_connect(0, 0);
    send_numbered(0, 1, 9);
    assert_true(loop_wait_waiting(9));
    send_numbered(0, 10, 10);
    assert_true(loop_wait_waiting(10));
    struct parts parts;
    assert_false(socket_receive(loop.clients[0], &parts));
}

static void the_message_above_the_room_is_told_busy_at_once(void **state UNUSED)
{
    struct parts parts;

    loop_connect(0, 0);
    send_numbered(0, 1, 11);
    assert_true(loop_hear(0, &parts));
    assert_word(parts.frame[0], "status", "busy");
    assert_word(parts.frame[0], "id", "c-11");
    assert_int_equal(loop_value(parts.frame[0], "retry_after_ms").integer, 200);
    parts_done(&parts);
    assert_int_equal(gate_waiting(loop.engine->gate), 10);
    assert_int_equal(counts_value(loop.engine->counts, "apart/busy"), 1);
}

static void a_sender_over_its_share_is_busy_while_others_are_not(void **state UNUSED)
{
    loop_connect(0, 0);
    loop_connect(1, 0);
    send_numbered(1, 1, 4);
    assert_true(loop_wait_waiting(4));
    send_numbered(1, 5, 5);
    assert_true(loop_wait_waiting(5));
    send_numbered(1, 6, 6);
    hear_status(1, "busy");
    send_numbered(0, 7, 7);
    assert_true(loop_wait_waiting(6));
    assert_int_equal(allow_find(loop.engine->allow, loop.keys[1].public_key)->waiting, 5);
}

static struct bytes array_of(int count)
{
    struct pack_writer writer;

    pack_begin(&writer, &loop.arena, 1024);
    pack_array(&writer, (size_t)count);
    for (int i = 1; i <= count; i++)
        pack_raw(&writer, loop_command(i, "count"));
    return pack_end(&writer);
}

static void an_array_that_does_not_fit_is_busy_as_a_whole(void **state UNUSED)
{
    struct parts parts;

    loop_connect(0, 0);
    loop_send(0, array_of(11));
    assert_true(loop_hear(0, &parts));
    struct pack_reader reader = pack_reader_of(parts.frame[0]);
    assert_int_equal(pack_next(&reader).count, 11);
    for (int i = 0; i < 11; i++)
        assert_word(pack_skip(&reader, 32), "status", "busy");
    parts_done(&parts);
    assert_int_equal(gate_waiting(loop.engine->gate), 0);
    loop_send(0, array_of(10));
    assert_true(loop_wait_waiting(10));
}

static void an_array_is_answered_when_its_last_element_is(void **state UNUSED)
{
    struct bench *bench = loop.bench;
    struct parts parts;

    loop_connect(0, 0);
    loop_send(0, array_of(3));
    assert_true(loop_wait_waiting(3));
    gate_gather(loop.engine, &bench->batch, 2);
    assert_int_equal(bench->batch.count, 2);
    assert_int_equal(gate_waiting(loop.engine->gate), 1);
    gate_gather(loop.engine, &bench->batch, 100);
    assert_int_equal(bench->batch.count, 3);
    for (int i = 0; i < 3; i++)
        bench->batch.items[i].outcome = i == 1 ? OUTCOME_rejected : OUTCOME_accepted;
    gate_answer(loop.engine, &bench->batch.items[2]);
    gate_answer(loop.engine, &bench->batch.items[1]);
    gate_answer(loop.engine, &bench->batch.items[1]);
    loop_turn();
    assert_false(socket_receive(loop.clients[0], &parts));
    gate_answer(loop.engine, &bench->batch.items[0]);
    assert_true(loop_hear(0, &parts));
    struct pack_reader reader = pack_reader_of(parts.frame[0]);
    assert_int_equal(pack_next(&reader).count, 3);
    assert_word(pack_skip(&reader, 32), "status", "accepted");
    assert_word(pack_skip(&reader, 32), "status", "rejected");
    assert_word(pack_skip(&reader, 32), "id", "c-3");
    parts_done(&parts);
    assert_int_equal(allow_find(loop.engine->allow, loop.keys[0].public_key)->waiting, 0);
}

static void says_each_outcome_in_the_word_of_the_protocol(void **state UNUSED)
{
    static const struct {
        enum outcome outcome;
        const char *word;
    } words[] = {
        {OUTCOME_accepted, "accepted"},
        {OUTCOME_answered, "accepted"},
        {OUTCOME_duplicate, "duplicate"},
        {OUTCOME_rejected, "rejected"},
        {OUTCOME_set_aside, "rejected"},
        {OUTCOME_parked, "rejected"},
        {OUTCOME_busy, "busy"},
        {OUTCOME_unavailable, "unavailable"},
        {OUTCOME_open, "unavailable"},
    };

    loop_connect(0, 0);
    send_numbered(0, 1, LENGTH(words));
    assert_true(loop_wait_waiting(LENGTH(words)));
    gate_gather(loop.engine, &loop.bench->batch, 100);
    for (size_t i = 0; i < LENGTH(words); i++) {
        loop.bench->batch.items[i].outcome = words[i].outcome;
        gate_answer(loop.engine, &loop.bench->batch.items[i]);
        hear_status(0, words[i].word);
    }
}

/* DESIGN section 3: a sender knows within a second whether it must send again. */
static void a_frame_that_waits_too_long_is_told_unavailable(void **state UNUSED)
{
    struct parts parts;

    loop_connect(0, 0);
    send_numbered(0, 1, 1);
    assert_true(loop_wait_waiting(1));
    gate_give_up(loop.engine, false);
    assert_int_equal(gate_waiting(loop.engine->gate), 1);
    loop.engine->settings.unavailable_after_ms = 50;
    for (int i = 0; i < LOOP_TURNS_MAX && gate_waiting(loop.engine->gate); i++) {
        loop_turn();
        gate_give_up(loop.engine, false);
    }
    assert_true(loop_hear(0, &parts));
    assert_word(parts.frame[0], "status", "unavailable");
    assert_word(parts.frame[0], "id", "c-1");
    parts_done(&parts);
}

static void a_process_that_ends_gives_up_all_that_wait(void **state UNUSED)
{
    loop_connect(0, 0);
    send_numbered(0, 1, 2);
    assert_true(loop_wait_waiting(2));
    gate_give_up(loop.engine, true);
    assert_int_equal(gate_waiting(loop.engine->gate), 0);
    hear_status(0, "unavailable");
    hear_status(0, "unavailable");
    assert_int_equal(counts_value(loop.engine->counts, "apart/unavailable"), 2);
}

static void bytes_that_are_no_message_are_refused_and_kept_as_a_dead_letter(void **state UNUSED)
{
    loop_connect(0, 0);
    loop_send(0, bytes_of_text(TEXT("\xc1\xc1")));
    hear_fault(0, "malformed");
    assert_int_equal(gate_waiting(loop.engine->gate), 1);
    gate_gather(loop.engine, &loop.bench->batch, 100);
    const struct item *item = &loop.bench->batch.items[0];
    assert_int_equal(loop.bench->batch.count, 1);
    assert_string_equal(item->set_aside_code, "malformed");
    assert_true(item->replied);
    assert_true(bytes_equal(item->message.envelope, bytes_of_text(TEXT("\xc1\xc1"))));
    assert_true(text_is(item->message.actorid, loop.keys[0].public_key));
    assert_int_equal(gate_waiting(loop.engine->gate), 0);
}

static void send_large(size_t bytes)
{
    uint8_t *large = arena_zero(&loop.arena, bytes);

    loop_send(0, (struct bytes){large, bytes});
}

/* PROTOCOL section 2: up to 4 MiB are read and answered too_large; the letter says so, and keeps the beginning. */
static void a_frame_over_its_limit_is_kept_as_what_it_is(void **state UNUSED)
{
    loop_connect(0, 0);
    send_large(FRAME_BYTES_MAX); /* zeros: within the limit, but no message */
    hear_fault(0, "malformed");
    send_large(FRAME_BYTES_MAX + 1);
    hear_fault(0, "too_large");
    gate_gather(loop.engine, &loop.bench->batch, 100);
    const struct item *items = loop.bench->batch.items;
    assert_int_equal(loop.bench->batch.count, 2);
    assert_string_equal(items[0].set_aside_code, "malformed");
    assert_string_equal(items[1].set_aside_code, "too_large");
    assert_int_equal(items[1].message.envelope.length, 64 * 1024);
    assert_int_equal(counts_value(loop.engine->counts, "apart/too_large"), 1);
}

static void all_malformed_frames_are_answered_but_sixteen_are_kept(void **state UNUSED)
{
    loop_connect(0, 0);
    for (int i = 0; i < 17; i++)
        loop_send(0, bytes_of_text(TEXT("x")));
    for (int i = 0; i < 17; i++)
        hear_fault(0, "malformed");
    assert_int_equal(gate_waiting(loop.engine->gate), 16);
    assert_int_equal(counts_value(loop.engine->counts, "apart/malformed"), 17);
}

static void send_routed(int routes, size_t bytes)
{
    static uint8_t route[FRAME_ROUTE_BYTES_MAX + 1];
    struct bytes frames[8];

    for (int i = 0; i < routes; i++)
        frames[i] = (struct bytes){route, bytes};
    frames[routes] = loop_command(1, "count");
    assert_int_equal(socket_send(loop.clients[0], frames, (size_t)routes + 1), SENT_fine);
}

static void echoes_up_to_four_frames_that_stand_before_the_body(void **state UNUSED)
{
    struct parts parts;

    loop_connect(0, 0);
    send_routed(4, FRAME_ROUTE_BYTES_MAX);
    assert_true(loop_wait_waiting(1));
    gate_give_up(loop.engine, true);
    assert_true(loop_hear(0, &parts));
    assert_int_equal(parts.count, 5);
    for (int i = 0; i < 4; i++)
        assert_int_equal(parts.frame[i].length, FRAME_ROUTE_BYTES_MAX);
    assert_word(parts.frame[4], "status", "unavailable");
    parts_done(&parts);
}

static void refuses_five_frames_before_the_body(void **state UNUSED)
{
    loop_connect(0, 0);
    send_routed(5, 4);
    hear_fault(0, "malformed");
}

static void refuses_a_frame_before_the_body_of_sixty_five_bytes(void **state UNUSED)
{
    loop_connect(0, 0);
    send_routed(1, FRAME_ROUTE_BYTES_MAX + 1);
    hear_fault(0, "malformed");
}

/* A map {"x": bytes} of exactly `length` bytes. */
static struct bytes map_of_length(size_t length)
{
    static const uint8_t head[] = {0x81, 0xa1, 'x', 0xc6};
    uint8_t *at = arena_take(&loop.arena, length);
    size_t rest = length - 8;

    memset(at, 0, length);
    memcpy(at, head, sizeof(head));
    for (int i = 0; i < 4; i++)
        at[4 + i] = (uint8_t)(rest >> (24 - 8 * i));
    return (struct bytes){at, length};
}

static void takes_a_frame_of_one_mebibyte(void **state UNUSED)
{
    loop_connect(0, 0);
    loop_send(0, map_of_length(FRAME_BYTES_MAX - 1));
    assert_true(loop_wait_waiting(1));
    loop_send(0, map_of_length(FRAME_BYTES_MAX));
    assert_true(loop_wait_waiting(2));
}

static void refuses_a_frame_of_a_byte_more_and_keeps_its_beginning(void **state UNUSED)
{
    loop_connect(0, 0);
    loop_send(0, map_of_length(FRAME_BYTES_MAX + 1));
    hear_fault(0, "too_large");
    gate_gather(loop.engine, &loop.bench->batch, 100);
    assert_int_equal(loop.bench->batch.items[0].message.envelope.length, 64 * 1024);
}

static void a_key_that_nobody_knows_gets_no_connection(void **state UNUSED)
{
    int64_t before = metric_value(METRIC_shouli_forbidden_total);

    loop_connect(2, 0);
    loop_connect(0, 0);
    loop_send(2, loop_command(1, "count"));
    for (int i = 0; i < LOOP_TURNS_MAX && metric_value(METRIC_shouli_forbidden_total) == before;
         i++)
        loop_turn();
    assert_true(metric_value(METRIC_shouli_forbidden_total) > before);
    send_numbered(0, 2, 2);
    assert_true(loop_wait_waiting(1));
    gate_gather(loop.engine, &loop.bench->batch, 100);
    assert_true(text_is(loop.bench->batch.items[0].message.id, "c-2"));
}

static void a_taken_port_is_an_error_and_not_the_end(void **state UNUSED)
{
    struct gate *gate = loop.engine->gate;

    assert_int_equal(gate_open(loop.engine), ERROR_io);
    gate_close(loop.engine);
    assert_null(loop.engine->gate);
    loop.engine->gate = gate;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, loop_begin, loop_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lets_as_many_wait_as_there_is_room_for),
        TEST(the_message_above_the_room_is_told_busy_at_once),
        TEST(a_sender_over_its_share_is_busy_while_others_are_not),
        TEST(an_array_that_does_not_fit_is_busy_as_a_whole),
        TEST(an_array_is_answered_when_its_last_element_is),
        TEST(says_each_outcome_in_the_word_of_the_protocol),
        TEST(a_frame_that_waits_too_long_is_told_unavailable),
        TEST(a_process_that_ends_gives_up_all_that_wait),
        TEST(bytes_that_are_no_message_are_refused_and_kept_as_a_dead_letter),
        TEST(a_frame_over_its_limit_is_kept_as_what_it_is),
        TEST(all_malformed_frames_are_answered_but_sixteen_are_kept),
        TEST(echoes_up_to_four_frames_that_stand_before_the_body),
        TEST(refuses_five_frames_before_the_body),
        TEST(refuses_a_frame_before_the_body_of_sixty_five_bytes),
        TEST(takes_a_frame_of_one_mebibyte),
        TEST(refuses_a_frame_of_a_byte_more_and_keeps_its_beginning),
        TEST(a_key_that_nobody_knows_gets_no_connection),
        TEST(a_taken_port_is_an_error_and_not_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
