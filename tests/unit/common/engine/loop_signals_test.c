/* Tests of common/engine/loop.c: from standby to the end, with real signals and sockets; PostgreSQL is played. */
#include "common/engine/loop.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>

#include "tests/unit/common/engine/writer_play.h"

enum { ALARM_SECONDS = 60 };

static int raise_at_active[2]; /* signals that come when the process is active, one a turn */
static size_t raised;
static bool binds_anew,
    was_closed; /* the second signal comes when the sockets are open again */

/* Runs within the loop, once a turn of each connection. */
static void turn_of_store(struct store *store)
{
    struct engine *engine = play.engine;

    play_answers(store);
    was_closed = was_closed || (raised && !engine->open);
    if (binds_anew && raised == 1 && !(was_closed && engine->open))
        return;
    if (engine->phase == PHASE_active && raised < LENGTH(raise_at_active) &&
        raise_at_active[raised])
        kill(getpid(), raise_at_active[raised++]);
}

static int begin(void **state)
{
    static const struct http_sources sources = {"bench", "test", NULL};
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    if (play_begin(state) != 0)
        return -1;
    struct engine *engine = play.engine;
    gate_close(engine);
    serve_close(engine);
    follows_close(engine);
    engine->open = false;
    engine->phase = PHASE_standby;
    engine->settings.drain_ms = 20000;
    engine->settings.keys_dir = TEXT("/nowhere");
    engine->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    raised = 0;
    binds_anew = was_closed = false;
    memset(raise_at_active, 0, sizeof(raise_at_active));
    script_turn = turn_of_store;
    alarm(ALARM_SECONDS); /* a loop that does not end is a failure */
    return http_open(&engine->http, NULL, 0, &sources);
}

static int end(void **state)
{
    alarm(0);
    script_turn = NULL;
    close(play.engine->signal_fd);
    http_close(&play.engine->http);
    return play_end(state);
}

static bool ended_clean(void)
{
    const struct script_sent *sent = script_sent(play_store(0), "engine_stream_advance");

    return sent && script_param(sent, 5).at[0] == 1;
}

static void a_signal_in_standby_ends_at_once_and_opens_nothing(void **state UNUSED)
{
    play.lock = false;
    kill(getpid(), SIGTERM);
    assert_int_equal(engine_loop(play.engine), OK);
    assert_int_equal(play.engine->phase, PHASE_ended);
    assert_false(play.engine->open);
    assert_null(play.engine->gate);
}

static void a_signal_while_active_drains_and_stores_a_clean_end(void **state UNUSED)
{
    raise_at_active[0] = SIGTERM;
    play_chores_due(1);
    assert_int_equal(engine_loop(play.engine), OK);
    assert_true(play.engine->open);
    assert_int_equal(play.engine->phase, PHASE_ended);
    assert_true(ended_clean());
}

static void an_interrupt_from_the_keyboard_drains_too(void **state UNUSED)
{
    raise_at_active[0] = SIGINT;
    assert_int_equal(engine_loop(play.engine), OK);
    assert_true(ended_clean());
}

static void a_drain_that_takes_too_long_is_cut_off(void **state UNUSED)
{
    play.engine->settings.drain_ms = 200;
    play_say("engine_commit")->never = true;
    raise_at_active[0] = SIGTERM;
    assert_int_equal(engine_loop(play.engine), OK);
    assert_int_equal(play.engine->phase, PHASE_ended);
    assert_false(writer_is_idle(play.writer));
    assert_true(clock_monotone_us() / 1000 > play.engine->drain_until_ms);
}

static void a_hang_up_reads_policies_again_and_goes_on(void **state UNUSED)
{
    raise_at_active[0] = SIGHUP;
    raise_at_active[1] = SIGTERM;
    assert_int_equal(engine_loop(play.engine), OK);
    assert_int_equal(play.engine->policies_turn, 1);
    /* The list could not be read: the old one stays. */
    assert_non_null(allow_find(play.engine->allow, loop.keys[0].public_key));
    assert_true(ended_clean());
}

static void put_pair(const char *folder, const char *name, const struct curve_pair *pair)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fprintf(
        file,
        "curve\n    public-key = \"%s\"\n    secret-key = \"%s\"\n",
        pair->public_key,
        pair->secret_key
    );
    fclose(file);
}

/* PROTOCOL 5: a key of the servers is changed without an end of the process and without an election. */
static void a_hang_up_with_a_new_key_of_the_servers_binds_anew(void **state UNUSED)
{
    char folder[] = "/tmp/shouli-loop.XXXXXX", path[128], command[128];
    const struct curve_pair *fresh = &loop.keys[2];

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/services", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "services/%s.key_secret", play.engine->service->name);
    put_pair(folder, path, &loop.keys[0]);
    put_pair(folder, "server.key_secret", fresh);
    snprintf(path, sizeof(path), "%s/allow.yaml", folder);
    FILE *list = fopen(path, "we");
    fputs("clients: []\n", list);
    fclose(list);
    play.engine->settings.keys_dir = text_of(folder);
    binds_anew = true;
    raise_at_active[0] = SIGHUP;
    raise_at_active[1] = SIGTERM;
    assert_int_equal(engine_loop(play.engine), OK);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
    assert_true(was_closed);
    assert_true(play.engine->open);
    assert_string_equal(play.engine->server_keys.public_key, fresh->public_key);
    assert_int_equal(play.engine->writer->epoch, 5); /* of the one election there was */
    assert_true(ended_clean());
}

static void a_writer_that_was_overtaken_ends_the_process(void **state UNUSED)
{
    *play_say("engine_stream_advance") =
        (struct play_rule){.name = "engine_stream_advance", .sqlstate = "23514", .times = 1};
    play_chores_due(1);
    assert_int_equal(engine_loop(play.engine), ERROR_fenced);
}

static struct socket *other; /* what holds the port of commands */
static int refused_turns;

static void take_the_port(void)
{
    char address[64];

    other = NULL;
    for (int i = 0; i < LOOP_TURNS_MAX && !other; i++) {
        struct waited waited[] = {{.socket = play.engine->zap}};
        snprintf(
            address,
            sizeof(address),
            "tcp://127.0.0.1:%d",
            (int)play.engine->settings.port_base
        );
        if (socket_bind_router(
                play.engine->sockets,
                address,
                &play.engine->server_keys,
                10,
                &other
            ) != OK)
            sockets_wait(waited, 1, LOOP_TURN_MS);
    }
    assert_non_null(other);
}

/* The port is given back after a while; then the process is told to end. */
static void give_the_port_back(struct store *store)
{
    play_answers(store);
    if (play.engine->bind_again_us && !play.engine->open && ++refused_turns == 60)
        socket_destroy(&other);
    if (play.engine->phase == PHASE_active)
        kill(getpid(), SIGTERM);
}

/* A process that is stopped holds its ports for as long as it is stopped (DESIGN section 3, hot standby). */
static void a_port_that_is_taken_is_waited_for_however_long_it_takes(void **state UNUSED)
{
    take_the_port();
    refused_turns = 0;
    script_turn = give_the_port_back;
    play.engine->open_since_us = clock_monotone_us() - 3600 * INT64_C(1000000);
    assert_int_equal(engine_loop(play.engine), OK);
    assert_true(play.engine->open);
    assert_true(refused_turns >= 60);
    assert_null(other);
}

static void a_process_that_waits_for_ports_can_be_ended(void **state UNUSED)
{
    take_the_port();
    kill(getpid(), SIGTERM);
    play.engine->open_since_us = clock_monotone_us() - 3600 * INT64_C(1000000);
    assert_int_equal(engine_loop(play.engine), OK);
    assert_false(play.engine->open);
    socket_destroy(&other);
}

static void take_the_port_when_it_is_closed(struct store *store)
{
    play_answers(store);
    if (play.engine->phase == PHASE_active && play.engine->open)
        play.engine->bind_anew = true;
    if (play.engine->phase == PHASE_active && !play.engine->open && !other) {
        take_the_port();
        kill(getpid(), SIGTERM);
    }
}

/* What it closed it need not open again to end; that the end was clean is stored all the same. */
static void a_process_that_binds_anew_can_be_ended(void **state UNUSED)
{
    other = NULL;
    play.engine->settings.drain_ms = 5000;
    script_turn = take_the_port_when_it_is_closed;
    int64_t began_us = clock_monotone_us();
    assert_int_equal(engine_loop(play.engine), OK);
    assert_non_null(other);
    assert_false(play.engine->open);
    assert_true(ended_clean());
    assert_in_range(clock_monotone_us() - began_us, 1, 4000 * 1000); /* not cut off */
    socket_destroy(&other);
}

/* TEST-NET-1 (RFC 5737) is no address of this host, and waiting does not make it one. */
static void an_address_that_cannot_be_bound_ends_the_process(void **state UNUSED)
{
    play.engine->settings.listen = TEXT("192.0.2.1");
    play.engine->open_since_us = clock_monotone_us() - 7500 * 1000;
    assert_int_equal(engine_loop(play.engine), ERROR_io);
    assert_true(clock_monotone_us() - play.engine->open_since_us > 8000 * 1000);
    assert_null(play.engine->gate);
    assert_null(play.engine->serve);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_signal_in_standby_ends_at_once_and_opens_nothing),
        TEST(a_signal_while_active_drains_and_stores_a_clean_end),
        TEST(an_interrupt_from_the_keyboard_drains_too),
        TEST(a_drain_that_takes_too_long_is_cut_off),
        TEST(a_hang_up_reads_policies_again_and_goes_on),
        TEST(a_hang_up_with_a_new_key_of_the_servers_binds_anew),
        TEST(a_writer_that_was_overtaken_ends_the_process),
        TEST(a_port_that_is_taken_is_waited_for_however_long_it_takes),
        TEST(a_process_that_waits_for_ports_can_be_ended),
        TEST(a_process_that_binds_anew_can_be_ended),
        TEST(an_address_that_cannot_be_bound_ends_the_process),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
