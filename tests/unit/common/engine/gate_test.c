/* Tests of common/engine/gate.c: frames in, replies out (PROTOCOL section 2; P5, P6). */
#include "tests/unit/common/engine/allow_text.h"
#include "tests/unit/common/engine/scripted_socket.h"

#include "common/engine/frame.h"

static struct socket *begin(struct bench *bench)
{
    struct engine *engine = &bench->engine;

    bench_allow(
        bench,
        "clients:\n"
        "  - {name: a, key: \"" KEY_A "\", sources: [/], send: [\"*\"]}\n"
        "  - {name: b, key: \"" KEY_B "\", sources: [/], send: [\"*\"], share: 0.5}\n"
    );
    engine->settings.listen = TEXT("127.0.0.1");
    engine->settings.waiting_max = 8;
    engine->settings.unavailable_after_ms = 800;
    bench->service.answer_count = 2;
    bench->service.port = 30;
    assert_int_equal(gate_open(engine), OK);
    return script_last_socket;
}

static int end(void **state)
{
    struct bench *bench = *state;

    for (size_t i = 0; i < bench->batch.count; i++) {
        bench->batch.items[i].outcome = OUTCOME_unavailable;
        gate_answer(&bench->engine, &bench->batch.items[i]);
    }
    gate_close(&bench->engine);
    assert_int_equal(script_sockets, 0);
    return bench_end(state);
}

#define ONE "{specversion: '1.0', id: 'm', source: '/a', type: 'sample.v1', data: {text: 'a'}}"

static void give(struct bench *bench, const char *user, const char *text)
{
    script_give(script_last_socket, "peer", user, pack_text(&bench->arena, text));
    gate_turn(&bench->engine);
}

static void listens_at_the_port_of_its_service(void **state)
{
    struct bench *bench = *state;

    assert_string_equal(begin(bench)->address, "tcp://127.0.0.1:5530");
    gate_close(&bench->engine);
    script_address_taken = true;
    assert_int_equal(gate_open(&bench->engine), ERROR_io);
    script_address_taken = false;
}

static void answers_a_command_once(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = begin(bench);

    give(bench, KEY_A, ONE);
    assert_int_equal(gate_waiting(bench->engine.gate), 1);
    gate_gather(&bench->engine, &bench->batch, 10);
    assert_int_equal(gate_waiting(bench->engine.gate), 0);
    struct item *item = &bench->batch.items[0];
    item->outcome = OUTCOME_accepted;
    assert_int_equal(allow_find(bench->engine.allow, KEY_A)->waiting, 1);
    gate_answer(&bench->engine, item);
    gate_answer(&bench->engine, item);
    assert_int_equal(socket->sent_count, 1);
    assert_true(text_is(script_text(script_said(socket, 0), "status"), "accepted"));
    assert_true(text_is(script_text(script_said(socket, 0), "id"), "m"));
    assert_int_equal(allow_find(bench->engine.allow, KEY_A)->waiting, 0);
}

static void says_each_outcome_in_the_words_of_the_protocol(void **state)
{
    static const struct {
        enum outcome outcome;
        const char *status;
    } cases[] = {
        {OUTCOME_accepted, "accepted"},
        {OUTCOME_answered, "accepted"},
        {OUTCOME_duplicate, "duplicate"},
        {OUTCOME_rejected, "rejected"},
        {OUTCOME_set_aside, "rejected"},
        {OUTCOME_busy, "busy"},
        {OUTCOME_unavailable, "unavailable"},
        {OUTCOME_open, "unavailable"},
    };
    struct bench *bench = *state;
    struct socket *socket = begin(bench);

    for (size_t i = 0; i < LENGTH(cases); i++) {
        give(bench, KEY_A, ONE);
        gate_gather(&bench->engine, &bench->batch, 10);
        bench->batch.items[i].outcome = cases[i].outcome;
        gate_answer(&bench->engine, &bench->batch.items[i]);
        struct bytes said = script_said(socket, 0);
        assert_true(text_is(script_text(said, "status"), cases[i].status));
        bool retry = script_value(said, "retry_after_ms").at != NULL;
        assert_int_equal(
            retry,
            strcmp(cases[i].status, "busy") == 0 || strcmp(cases[i].status, "unavailable") == 0
        );
    }
    assert_int_equal(counts_value(bench->engine.counts, "apart/busy"), 1);
    assert_int_equal(counts_value(bench->engine.counts, "apart/unavailable"), 2);
}

/* An array is not a transaction; the reply has equal length and the same order. */
static void answers_an_array_when_its_last_element_has_its_answer(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = begin(bench);

    give(bench, KEY_A, "[" ONE ", 5, " ONE "]");
    gate_gather(&bench->engine, &bench->batch, 2); /* over two batches */
    assert_int_equal(bench->batch.count, 2);
    assert_int_equal(gate_waiting(bench->engine.gate), 1);
    gate_gather(&bench->engine, &bench->batch, 2);
    struct item *items = bench->batch.items;
    items[0].outcome = OUTCOME_accepted;
    items[2].outcome = OUTCOME_duplicate;
    gate_answer(&bench->engine, &items[2]);
    gate_answer(&bench->engine, &items[1]);
    assert_int_equal(socket->sent_count, 0);
    gate_answer(&bench->engine, &items[0]);
    assert_int_equal(socket->sent_count, 1);
    struct pack_reader reader = pack_reader_of(script_said(socket, 0));
    assert_int_equal(pack_next(&reader).count, 3);
    static const char *const expected[] = {"accepted", "rejected", "duplicate"};
    for (size_t i = 0; i < 3; i++)
        assert_true(text_is(script_text(pack_skip(&reader, 64), "status"), expected[i]));
}

static void refuses_a_frame_that_cannot_be_read_and_keeps_it(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = begin(bench);

    give(bench, KEY_A, "'no map'");
    assert_true(text_is(script_text(script_said(socket, 0), "status"), "rejected"));
    assert_non_null(
        memmem(script_said(socket, 0).at, script_said(socket, 0).length, "malformed", 9)
    );
    assert_int_equal(metric_value(METRIC_shouli_malformed_total), 1);
    assert_int_equal(counts_value(bench->engine.counts, "apart/malformed"), 1);
    assert_int_equal(gate_waiting(bench->engine.gate), 1);
    gate_gather(&bench->engine, &bench->batch, 10);
    bench->batch.to = 1;
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_set_aside);
    gate_answer(&bench->engine, &bench->batch.items[0]);
    assert_int_equal(socket->sent_count, 1); /* it was told already */
}

static void keeps_a_bounded_number_of_malformed_frames(void **state)
{
    static const size_t given[] = {15, 16, 17};
    struct bench *bench = *state;

    begin(bench);
    for (size_t i = 0; i < LENGTH(given); i++) {
        for (size_t k = 0; k < given[i]; k++)
            give(bench, KEY_A, "'no map'");
        assert_int_equal(gate_waiting(bench->engine.gate), given[i] < 16 ? given[i] : 16);
        gate_gather(&bench->engine, &bench->batch, 100);
    }
}

/* Up to 4 frames of <= 64 bytes before the body. */
static void echoes_up_to_four_frames_of_64_bytes(void **state)
{
    static const char bytes65[66] =
        "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww";
    static const struct {
        size_t frames, bytes;
        bool fine;
    } cases[] = {
        {0, 0, true},
        {3, 64, true},
        {4, 63, true},
        {4, 64, true},
        {1, 65, false},
        {5, 1, false}};
    struct bench *bench = *state;
    struct socket *socket = begin(bench);

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct script_message *message =
            script_give(socket, "peer", KEY_A, pack_text(&bench->arena, ONE));
        message->count = cases[i].frames + 2;
        message->frame[message->count - 1] = message->frame[1];
        if (cases[i].frames)
            message->frame[message->count - 1] = pack_text(&bench->arena, ONE);
        for (size_t k = 1; k <= cases[i].frames; k++)
            message->frame[k] = (struct bytes){(const uint8_t *)bytes65, cases[i].bytes};
        size_t sent = socket->sent_count;
        gate_turn(&bench->engine);
        assert_int_equal(socket->sent_count - sent, cases[i].fine ? 0 : 1);
        gate_gather(&bench->engine, &bench->batch, 10);
        struct item *item = &bench->batch.items[bench->batch.count - 1];
        item->outcome = OUTCOME_accepted;
        gate_answer(&bench->engine, item);
        assert_int_equal(socket->sent[socket->sent_count - 1].count, cases[i].frames + 2);
    }
}

/* busy: over capacity, or over this sender's share of it. */
static void says_busy_over_capacity_and_over_a_senders_share(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = begin(bench);

    for (int i = 0; i < 4; i++)
        give(bench, KEY_B, ONE);
    assert_int_equal(socket->sent_count, 0);
    give(bench, KEY_B, ONE); /* half of 8 is its share */
    assert_int_equal(socket->sent_count, 1);
    assert_true(text_is(script_text(script_said(socket, 0), "status"), "busy"));
    assert_int_equal(allow_find(bench->engine.allow, KEY_B)->waiting, 4);
    give(bench, KEY_A, "[" ONE ", " ONE ", " ONE ", " ONE "]");
    assert_int_equal(gate_waiting(bench->engine.gate), 8);
    assert_int_equal(socket->sent_count, 1);
    give(bench, KEY_A, ONE);
    assert_int_equal(socket->sent_count, 2);
    assert_true(text_is(script_text(script_said(socket, 0), "status"), "busy"));
    assert_int_equal(gate_waiting(bench->engine.gate), 8);
}

static void gives_up_what_has_waited_too_long_or_all(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = begin(bench);

    bench->engine.settings.unavailable_after_ms = 60000;
    give(bench, KEY_A, ONE);
    give(bench, KEY_A, ONE);
    gate_give_up(&bench->engine, false);
    assert_int_equal(socket->sent_count, 0);
    bench->engine.settings.unavailable_after_ms = -1;
    gate_give_up(&bench->engine, false);
    assert_int_equal(socket->sent_count, 2);
    assert_true(text_is(script_text(script_said(socket, 0), "status"), "unavailable"));
    assert_int_equal(gate_waiting(bench->engine.gate), 0);
    bench->engine.settings.unavailable_after_ms = 60000;
    give(bench, KEY_A, ONE);
    gate_give_up(&bench->engine, true);
    assert_int_equal(socket->sent_count, 3);
    assert_int_equal(allow_find(bench->engine.allow, KEY_A)->waiting, 0);
}

static void counts_replies_that_reach_nobody(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = begin(bench);

    socket->answer = SENT_gone;
    give(bench, KEY_A, ONE);
    gate_give_up(&bench->engine, true);
    assert_int_equal(metric_value(METRIC_shouli_peers_dropped_total), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(listens_at_the_port_of_its_service),
        TEST(answers_a_command_once),
        TEST(says_each_outcome_in_the_words_of_the_protocol),
        TEST(answers_an_array_when_its_last_element_has_its_answer),
        TEST(refuses_a_frame_that_cannot_be_read_and_keeps_it),
        TEST(keeps_a_bounded_number_of_malformed_frames),
        TEST(echoes_up_to_four_frames_of_64_bytes),
        TEST(says_busy_over_capacity_and_over_a_senders_share),
        TEST(gives_up_what_has_waited_too_long_or_all),
        TEST(counts_replies_that_reach_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
