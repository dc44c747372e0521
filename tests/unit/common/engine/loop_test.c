/* Tests of common/engine/loop.c: stand-by, service, drain, end, with scripted sockets and connections (DESIGN section
 * 3, hot standby). Signals are data that the test writes. */
#include "common/engine/loop.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/signalfd.h>

#include "tests/unit/common/engine/writer_bench.h"

static struct bench *playing;
static int signals; /* the end that the test writes to */
static int turns, turn_of_signal, closed_turns;
static bool answering, was_open, leader;

static void raise_signal(int number)
{
    struct signalfd_siginfo info = {.ssi_signo = (uint32_t)number};

    assert_int_equal(write(signals, &info, sizeof(info)), sizeof(info));
}

/* What the world does while the loop waits. */
static void play(void)
{
    struct engine *engine = &playing->engine;

    assert_true(++turns < 500);
    was_open = was_open || engine->open;
    closed_turns += !engine->open;
    if (engine->writer->state == WRITER_electing && leader)
        bench_elect(playing, 0, 0, true);
    if (engine->writer->state == WRITER_active && answering)
        script_answer_all(bench_store(playing, 0));
    if (turns == turn_of_signal || turns == turn_of_signal + 20)
        raise_signal(SIGTERM);
}

static enum error run(struct bench *bench)
{
    static const struct http_sources sources = {"bench", "1", NULL};
    struct engine *engine = &bench->engine;
    int ends[2];

    playing = bench;
    script_wait = play;
    turns = closed_turns = 0;
    was_open = false;
    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    engine->signal_fd = ends[0];
    signals = ends[1];
    bench_allow(bench, "clients: []\n");
    engine->settings.connections = 1;
    engine->settings.database_url.hidden = TEXT("scripted");
    engine->settings.listen = TEXT("127.0.0.1");
    engine->settings.batch_max = 10;
    engine->settings.store_timeout_ms = 60000;
    engine->settings.drain_ms = 60000;
    engine->settings.unavailable_after_ms = 800;
    engine->chore_due_ms = memory_new(1, sizeof(int64_t));
    assert_int_equal(http_open(&engine->http, "127.0.0.1", 0, &sources), OK);
    assert_int_equal(socket_bind_zap(NULL, &engine->zap), OK);
    engine->writer = writer_new(engine);
    enum error error = engine_loop(engine);
    serve_close(engine);
    socket_destroy(&engine->zap);
    http_close(&engine->http);
    close(ends[0]);
    close(ends[1]);
    script_wait = NULL;
    return error;
}

static void serves_drains_and_ends_clean_at_a_signal(void **state)
{
    struct bench *bench = *state;

    leader = answering = true;
    turn_of_signal = 30;
    assert_int_equal(run(bench), OK);
    assert_true(was_open);
    assert_true(turns < 50); /* the second signal was not needed */
    const struct script_sent *head =
        script_sent(bench_store(bench, 0), "engine_stream_advance");
    assert_int_equal(script_param(head, 5).at[0], 1); /* clean */
}

/* A process binds its sockets only while it holds the lock. */
static void opens_no_socket_while_it_stands_by(void **state)
{
    struct bench *bench = *state;

    leader = false;
    answering = true;
    turn_of_signal = 10;
    assert_int_equal(run(bench), OK);
    assert_false(was_open);
    assert_int_equal(closed_turns, turns);
}

static void ends_at_once_at_a_second_signal(void **state)
{
    struct bench *bench = *state;

    leader = true;
    answering = false; /* PostgreSQL hangs: the drain cannot finish */
    turn_of_signal = 30;
    assert_int_equal(run(bench), OK);
    assert_int_equal(turns, 50);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_close)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(serves_drains_and_ends_clean_at_a_signal),
        TEST(opens_no_socket_while_it_stands_by),
        TEST(ends_at_once_at_a_second_signal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
