/* Tests of common/engine/follow.c: connections and cursors of the streams that a service follows (PROTOCOL 3, 4). */
#include "tests/unit/common/engine/upstream.h"

static const char *address_of(struct bench *bench, const char *stream)
{
    follows_close(&bench->engine);
    bench->reactions[0] = (struct reaction){stream, SAMPLE_told, bench_decide, NULL};
    bench->service.reaction_count = 1;
    assert_int_equal(follows_open(&bench->engine), OK);
    return bench->engine.follows->follow[0].socket->address;
}

static void connects_to_the_event_ports_of_the_protocol(void **state)
{
    struct bench *bench = *state;

    assert_string_equal(address_of(bench, "intake"), "tcp://127.0.0.1:5511");
    assert_string_equal(address_of(bench, "router"), "tcp://127.0.0.1:5521");
    assert_string_equal(address_of(bench, "desk"), "tcp://127.0.0.1:5531");
    assert_string_equal(address_of(bench, "escalation"), "tcp://127.0.0.1:5541");
    assert_string_equal(address_of(bench, "archive"), "tcp://127.0.0.1:5551");
    assert_string_equal(address_of(bench, "survey"), "tcp://127.0.0.1:5561");
    assert_string_equal(address_of(bench, "notify"), "tcp://127.0.0.1:5571");
    bench->engine.settings.port_base = 7000;
    assert_string_equal(address_of(bench, "notify"), "tcp://127.0.0.1:7071");
}

static void puts_the_service_into_the_name_of_the_host(void **state)
{
    struct bench *bench = *state;

    bench->engine.settings.peers = TEXT("shouli-{service}.bank");
    assert_string_equal(address_of(bench, "desk"), "tcp://shouli-desk.bank:5531");
}

static void finds_ports_of_streams_that_the_protocol_does_not_name(void **state)
{
    struct bench *bench = *state;

    bench->engine.settings.peer_ports = TEXT("xexample=90,example=70,other=80");
    assert_string_equal(address_of(bench, "example"), "tcp://127.0.0.1:5571");
    assert_string_equal(address_of(bench, "other"), "tcp://127.0.0.1:5581");
    assert_string_equal(address_of(bench, "xexample"), "tcp://127.0.0.1:5591");
}

static void follows_a_stream_once_however_many_reactions_it_has(void **state)
{
    struct bench *bench = *state;

    for (size_t i = 0; i < 3; i++)
        bench->reactions[i] = (struct reaction){"up", SAMPLE_told, bench_decide, NULL};
    bench->reactions[3] = (struct reaction){"down", SAMPLE_told, bench_decide, NULL};
    bench->service.reaction_count = 4;
    assert_int_equal(follows_open(&bench->engine), OK);
    assert_string_equal(follows_name(bench->engine.follows, 0), "up");
    assert_string_equal(follows_name(bench->engine.follows, 1), "down");
    assert_null(follows_name(bench->engine.follows, 2));
    struct waited waited[4];
    assert_int_equal(follows_wait(bench->engine.follows, waited), 2);
    assert_int_equal(script_sockets, 2);
    follows_close(&bench->engine);
    assert_int_equal(script_sockets, 0);
    assert_null(bench->engine.follows);
}

static void takes_the_cursors_that_were_read(void **state)
{
    struct bench *bench = *state;

    (void)upstream_begin(bench);
    follows_set_cursor(&bench->engine, TEXT("up"), 12, (struct bytes){0}, TEXT("{\"a\":1}"));
    follows_set_cursor(&bench->engine, TEXT("gone"), 99, (struct bytes){0}, TEXT("{}"));
    assert_int_equal(follows_cursor(bench->engine.follows, 0), 12);
    assert_null(follows_name(bench->engine.follows, 1));
    assert_string_equal(follow_stream(&bench->engine.follows->follow[0]), "up");
}

static void asks_once_and_then_reads_what_comes(void **state)
{
    static const char *const texts[] = {"count", "count"};
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32];

    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_true(text_is(script_text(script_said(follow->socket, 0), "op"), "follow"));
    assert_int_equal(follow->socket->sent_count, 1);
    stream_first_hash("up", chain);
    script_give(follow->socket, "", "", upstream_events(&bench->arena, 1, texts, 2, chain));
    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_int_equal(follows_waiting(bench->engine.follows), 2);
    assert_int_equal(follow->socket->sent_count, 1);
    assert_int_equal(metric_value_labelled(METRIC_shouli_follow_lag_events, "up"), 2);
}

static void ends_the_process_at_a_fork(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);

    script_give(
        follow->socket,
        "",
        "",
        pack_text(&bench->arena, "{op: 'error', code: 'forked'}")
    );
    assert_int_equal(follows_turn(&bench->engine), ERROR_fenced);
}

/* PROTOCOL section 3: a follower that hears nothing for 5 s reconnects and follows from its cursor + 1. */
static void connects_again_after_five_seconds_of_silence(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);

    assert_int_equal(follows_turn(&bench->engine), OK);
    follow->heard_us = clock_monotone_us() - (FOLLOW_SILENCE_MS - 1000) * 1000;
    follow->asked_us = 5;
    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_int_equal(follow->asked_us, 5);
    follow->received = 8;
    follow->heard_us = clock_monotone_us() - (FOLLOW_SILENCE_MS + 1) * 1000;
    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_int_equal(follow->socket->sent_count, 1); /* a fresh socket, asked at once */
    assert_int_equal(script_int(script_said(follow->socket, 0), "from"), 9);
    assert_int_equal(script_sockets, 1);
}

/* P5: after what cannot be read it reads nothing more of that connection, and makes another within a second. */
static void connects_again_when_upstream_cannot_be_read(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    static const char *const texts[] = {"count"};
    uint8_t chain[32];

    assert_int_equal(follows_turn(&bench->engine), OK);
    stream_first_hash("up", chain);
    script_give(follow->socket, "", "", pack_text(&bench->arena, "{op: 'events', events: 1}"));
    script_give(follow->socket, "", "", upstream_events(&bench->arena, 1, texts, 1, chain));
    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_int_equal(follow->received, 0);
    assert_int_equal(follow->socket->sent_count, 1); /* not in a tight loop */
    assert_int_equal(follow->socket->taken, 1);
    follow->connected_us = clock_monotone_us() - 501 * 1000;
    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_int_equal(follow->socket->sent_count, 1); /* a fresh socket, asked at once */
    assert_int_equal(follow->socket->taken, 0);
    assert_int_equal(script_int(script_said(follow->socket, 0), "from"), 1);
    assert_int_equal(script_sockets, 1);
    assert_false(follow->broken);
}

static void gives_credit_twice_a_second_or_when_half_is_used(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);

    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_int_equal(follow->socket->sent_count, 1);
    follow->credit = FOLLOW_CREDIT / 2;
    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_int_equal(follow->socket->sent_count, 1);
    follow->credit = FOLLOW_CREDIT / 2 - 1;
    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_int_equal(follow->socket->sent_count, 2);
    assert_int_equal(script_int(script_said(follow->socket, 0), "n"), FOLLOW_CREDIT / 2 + 1);
    follow->credited_us = clock_monotone_us() - (FOLLOW_CREDIT_EVERY_MS + 1) * 1000;
    assert_int_equal(follows_turn(&bench->engine), OK);
    assert_int_equal(follow->socket->sent_count, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(connects_to_the_event_ports_of_the_protocol),
        TEST(puts_the_service_into_the_name_of_the_host),
        TEST(finds_ports_of_streams_that_the_protocol_does_not_name),
        TEST(follows_a_stream_once_however_many_reactions_it_has),
        TEST(takes_the_cursors_that_were_read),
        TEST(asks_once_and_then_reads_what_comes),
        TEST(ends_the_process_at_a_fork),
        TEST(connects_again_after_five_seconds_of_silence),
        TEST(connects_again_when_upstream_cannot_be_read),
        TEST(gives_credit_twice_a_second_or_when_half_is_used),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
