/* Tests of common/engine/zap.c: who may connect (RFC 27; PROTOCOL section 5). */
#include "common/engine/zap.h"

#include "tests/unit/common/engine/allow_text.h"
#include "tests/unit/common/engine/scripted_socket.h"

/* The scripted socket writes a raw key of 32 bytes as themselves and eight dashes. */
#define RAW   "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
#define KNOWN RAW "--------"

static struct socket *begin(struct bench *bench)
{
    struct socket *zap = NULL;

    bench_allow(bench, "clients:\n  - {name: a, key: \"" KNOWN "\"}\n");
    assert_int_equal(socket_bind_zap(NULL, &zap), OK);
    return zap;
}

static void ask(struct socket *zap, size_t frames, const char *key)
{
    static const char *const head[] =
        {"peer", "", "1.0", "req-7", "domain", "address", "identity", "CURVE"};
    struct script_message *message = script_give(zap, "peer", "", bytes_of_text(text_of(key)));

    for (size_t i = 0; i + 1 < frames; i++)
        message->frame[i] = bytes_of_text(text_of(head[i]));
    message->frame[frames - 1] = bytes_of_text(text_of(key));
    message->count = frames;
}

static bool answered(const struct socket *zap, const char *status, const char *user)
{
    const struct script_message *sent = &zap->sent[zap->sent_count - 1];

    return sent->count == 8 && text_is(text_of_bytes(sent->frame[0]), "peer") &&
           sent->frame[1].length == 0 && text_is(text_of_bytes(sent->frame[2]), "1.0") &&
           text_is(text_of_bytes(sent->frame[3]), "req-7") &&
           text_is(text_of_bytes(sent->frame[4]), status) &&
           text_equal(text_of_bytes(sent->frame[6]), text_of(user));
}

static void lets_a_known_key_in_under_its_name(void **state)
{
    struct bench *bench = *state;
    struct socket *zap = begin(bench);

    ask(zap, 9, RAW);
    zap_turn(zap, bench->engine.allow);
    assert_int_equal(zap->sent_count, 1);
    assert_true(answered(zap, "200", KNOWN));
    assert_int_equal(metric_value(METRIC_shouli_forbidden_total), 0);
    socket_destroy(&zap);
}

static void refuses_an_unknown_key_and_counts_it(void **state)
{
    static const char *const keys[] = {"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "short", ""};
    struct bench *bench = *state;
    struct socket *zap = begin(bench);

    for (size_t i = 0; i < LENGTH(keys); i++) {
        ask(zap, 9, keys[i]);
        zap_turn(zap, bench->engine.allow);
        assert_true(answered(zap, "400", ""));
        assert_int_equal(metric_value(METRIC_shouli_forbidden_total), (int64_t)i + 1);
    }
    socket_destroy(&zap);
}

static void answers_nothing_to_a_request_without_an_id(void **state)
{
    struct bench *bench = *state;
    struct socket *zap = begin(bench);

    ask(zap, 3, RAW);
    zap_turn(zap, bench->engine.allow);
    assert_int_equal(zap->sent_count, 0);
    assert_int_equal(metric_value(METRIC_shouli_forbidden_total), 1);
    ask(zap, 4, RAW); /* with one, but no more */
    zap_turn(zap, bench->engine.allow);
    assert_int_equal(zap->sent_count, 1);
    socket_destroy(&zap);
}

static void takes_a_reload_of_the_list_at_the_next_request(void **state)
{
    struct bench *bench = *state;
    struct socket *zap = begin(bench);

    bench_allow(bench, "clients: []\n");
    ask(zap, 9, RAW);
    zap_turn(zap, bench->engine.allow);
    assert_true(answered(zap, "400", ""));
    socket_destroy(&zap);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lets_a_known_key_in_under_its_name),
        TEST(refuses_an_unknown_key_and_counts_it),
        TEST(answers_nothing_to_a_request_without_an_id),
        TEST(takes_a_reload_of_the_list_at_the_next_request),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
