/* Tests of common/redis.c against a scripted Redis: what goes over the wire, and what comes back, byte for byte. */
#include "common/redis.h"

#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/metrics.h"

enum { DEADLINE_TURNS = 500, TURN_MS = 10 };

/* The scripted end. */
static char folder[64], path[80], url[256];
static int listening = -1, peer = -1;
static char heard[65536];
static size_t heard_length;

/* What handlers were told, as words. */
static char told[4096];

static int begin(void **state UNUSED)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    snprintf(folder, sizeof(folder), "/tmp/shouli-redis.XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof(path), "%s/s", folder);
    snprintf(url, sizeof(url), "unix:%s", path);
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    listening = socket(AF_UNIX, SOCK_STREAM, 0);
    told[0] = 0;
    heard_length = 0;
    return bind(listening, (struct sockaddr *)&address, sizeof(address)) ||
           listen(listening, 4);
}

static int end(void **state UNUSED)
{
    if (peer >= 0)
        close(peer);
    close(listening);
    peer = listening = -1;
    unlink(path);
    return rmdir(folder);
}

static void note_value(const struct redis_value *value, char *out, size_t size)
{
    size_t length = strlen(out);

    switch (redis_kind(value)) {
    case REDIS_nil:
        snprintf(out + length, size - length, "nil ");
        return;
    case REDIS_int:
        snprintf(out + length, size - length, "%lld ", (long long)redis_int(value));
        return;
    case REDIS_text:
    case REDIS_error:
        snprintf(
            out + length,
            size - length,
            "%s%.*s ",
            redis_kind(value) == REDIS_error ? "!" : "",
            (int)redis_text(value).length,
            redis_text(value).at
        );
        return;
    case REDIS_list:
        snprintf(out + length, size - length, "( ");
        for (size_t i = 0; i < redis_count(value); i++)
            note_value(redis_at(value, i), out, size);
        length = strlen(out);
        snprintf(out + length, size - length, ") ");
    }
}

static void note(void *context, const struct redis_value *value)
{
    const char *name = context;
    size_t length = strlen(told);

    snprintf(told + length, sizeof(told) - length, "%s:", name);
    note_value(value, told, sizeof(told));
}

static void ask(struct redis *redis, const char *word, char *name)
{
    struct text words[] = {text_of(word)};

    redis_send(redis, words, 1, name ? note : NULL, name);
}

/* One turn of both ends. */
static void turn(struct redis *redis)
{
    struct pollfd ends[] = {
        {.fd = redis_fd(redis),
         .events = (short)(POLLIN | (redis_wants_write(redis) ? POLLOUT : 0))},
        {.fd = peer >= 0 ? peer : listening, .events = POLLIN},
    };

    poll(ends, 2, TURN_MS);
    if (peer < 0 && ends[1].revents)
        peer = accept(listening, NULL, NULL);
    else if (ends[1].revents & POLLIN) {
        ssize_t got =
            recv(peer, heard + heard_length, sizeof(heard) - 1 - heard_length, MSG_DONTWAIT);
        heard_length += got > 0 ? (size_t)got : 0;
    }
    heard[heard_length] = 0;
    redis_turn(redis);
}

static void until_heard(struct redis *redis, const char *wanted)
{
    for (int i = 0; i < DEADLINE_TURNS && strcmp(heard, wanted) != 0; i++)
        turn(redis);
    assert_string_equal(heard, wanted);
}

static void until_told(struct redis *redis, const char *wanted)
{
    for (int i = 0; i < DEADLINE_TURNS && strcmp(told, wanted) != 0; i++)
        turn(redis);
    assert_string_equal(told, wanted);
}

static void until_state(struct redis *redis, enum redis_state wanted)
{
    for (int i = 0; i < DEADLINE_TURNS && redis_state(redis) != wanted; i++)
        turn(redis);
    assert_int_equal(redis_state(redis), wanted);
}

static void say(const char *bytes)
{
    assert_int_equal(write(peer, bytes, strlen(bytes)), strlen(bytes));
}

static void sends_words_as_they_are(void **state UNUSED)
{
    AUTO(redis) *redis = redis_new(url);
    const struct text words[] = {TEXT("SET"), {"a\0b\r\n", 5}, {NULL, 0}};

    assert_int_equal(redis_state(redis), REDIS_opening);
    redis_send(redis, words, LENGTH(words), NULL, NULL);
    assert_true(redis_wants_write(redis));
    for (int i = 0; i < DEADLINE_TURNS && heard_length < 30; i++)
        turn(redis);
    assert_memory_equal(heard, "*3\r\n$3\r\nSET\r\n$5\r\na\0b\r\n\r\n$0\r\n\r\n", 30);
    assert_int_equal(heard_length, 30);
    assert_int_equal(redis_pending(redis), 1);
    assert_false(redis_wants_write(redis));
}

static void hands_every_kind_of_answer_to_its_handler_in_order(void **state UNUSED)
{
    AUTO(redis) *redis = redis_new(url);
    static char a[] = "a", b[] = "b", c[] = "c", d[] = "d", e[] = "e";

    ask(redis, "A", a);
    ask(redis, "B", b);
    ask(redis, "N", NULL);
    ask(redis, "C", c);
    ask(redis, "D", d);
    ask(redis, "E", e);
    until_state(redis, REDIS_open);
    for (int i = 0; i < DEADLINE_TURNS && peer < 0; i++)
        turn(redis);
    say("+OK\r\n:-5\r\n+ignored\r\n$-1\r\n-STALE old\r\n*3\r\n$2\r\nxy\r\n*0\r\n:1\r\n");
    until_told(redis, "a:OK b:-5 c:nil d:!STALE old e:( xy ( ) 1 ) ");
    assert_int_equal(redis_pending(redis), 0);
}

static int64_t refusals(const char *code)
{
    return metric_value_labelled(METRIC_shouli_redis_failures_total, code);
}

static void counts_refusals_by_their_first_word(void **state UNUSED)
{
    AUTO(redis) *redis = redis_new(url);
    static char a[] = "a";

    for (int i = 0; i < 5; i++)
        ask(redis, "A", i < 4 ? NULL : a);
    until_heard(
        redis,
        "*1\r\n$1\r\nA\r\n*1\r\n$1\r\nA\r\n*1\r\n$1\r\nA\r\n*1\r\n$1\r\nA\r\n*1\r\n$1\r\nA\r\n"
    );
    say("-OOM command not allowed\r\n-OOM again\r\n-no word\r\n-AAAAAAAAAAAAAAAAAAAAAAAA "
        "long\r\n+OK\r\n");
    until_told(redis, "a:OK ");
    assert_int_equal(refusals("OOM"), 2);
    assert_int_equal(refusals("other"), 2);
}

static void waits_for_the_rest_of_an_answer(void **state UNUSED)
{
    AUTO(redis) *redis = redis_new(url);
    static char name[] = "a";

    ask(redis, "A", name);
    until_heard(redis, "*1\r\n$1\r\nA\r\n");
    say("$6\r\nfir");
    for (int i = 0; i < 3; i++)
        turn(redis);
    assert_string_equal(told, "");
    say("st!\r\n");
    until_told(redis, "a:first! ");
}

static void logs_in_before_anything_else(void **state UNUSED)
{
    snprintf(url, sizeof(url), "unix:%s?pass word", path);
    AUTO(redis) *redis = redis_new(url);
    static char name[] = "a";

    ask(redis, "A", name);
    until_heard(redis, "*2\r\n$4\r\nAUTH\r\n$9\r\npass word\r\n*1\r\n$1\r\nA\r\n");
    say("+OK\r\n+fine\r\n");
    until_told(redis, "a:fine ");
}

static void breaks_off_when_the_password_is_refused(void **state UNUSED)
{
    snprintf(url, sizeof(url), "unix:%s?wrong", path);
    AUTO(redis) *redis = redis_new(url);
    static char name[] = "a";

    ask(redis, "A", name);
    for (int i = 0; i < DEADLINE_TURNS && !heard_length; i++)
        turn(redis);
    say("-WRONGPASS invalid\r\n-NOAUTH\r\n");
    until_state(redis, REDIS_broken);
    assert_string_equal(redis_why(redis), "Redis refused the password");
    assert_string_equal(told, "");
    assert_int_equal(redis_pending(redis), 0);
    assert_int_equal(redis_fd(redis), -1);
}

static void drops_handlers_unrun_when_the_connection_is_lost(void **state UNUSED)
{
    AUTO(redis) *redis = redis_new(url);
    static char name[] = "a";

    ask(redis, "A", name);
    ask(redis, "B", name);
    until_heard(redis, "*1\r\n$1\r\nA\r\n*1\r\n$1\r\nB\r\n");
    say("+one\r\n");
    until_told(redis, "a:one ");
    close(peer);
    peer = -1;
    until_state(redis, REDIS_broken);
    assert_int_equal(redis_pending(redis), 0);
    assert_string_equal(told, "a:one ");
    ask(redis, "C", name); /* and takes no more */
    assert_int_equal(redis_pending(redis), 0);
    assert_false(redis_wants_write(redis));
}

static void breaks_off_when_it_does_not_understand(void **state UNUSED)
{
    AUTO(redis) *redis = redis_new(url);
    static char name[] = "a";

    ask(redis, "A", name);
    until_heard(redis, "*1\r\n$1\r\nA\r\n");
    say("HTTP/1.1 400 Bad Request\r\n");
    until_state(redis, REDIS_broken);
    assert_string_equal(told, "");
}

static void bounds_what_waits_for_an_answer(void **state UNUSED)
{
    AUTO(redis) *redis = redis_new(url);

    for (int i = 0; i < 4096; i++)
        ask(redis, "A", NULL);
    assert_int_equal(redis_pending(redis), 4096);
    assert_int_equal(redis_state(redis), REDIS_opening);
    ask(redis, "A", NULL);
    assert_int_equal(redis_state(redis), REDIS_broken);
    assert_string_equal(redis_why(redis), "too much waits for Redis");
}

static void understands_the_ways_to_write_a_path(void **state UNUSED)
{
    char longer[300];

    snprintf(longer, sizeof(longer), "unix://%s", path);
    AUTO(redis) *redis = redis_new(longer);
    ask(redis, "A", NULL);
    until_heard(redis, "*1\r\n$1\r\nA\r\n");
}

/* A TCP port of the test's own; listening or not. */
static int tcp_port(bool listens)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof(address);

    close(listening);
    listening = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&address, sizeof(address)), 0);
    if (listens)
        assert_int_equal(listen(listening, 4), 0);
    assert_int_equal(getsockname(listening, (struct sockaddr *)&address, &length), 0);
    return ntohs(address.sin_port);
}

static void understands_host_port_and_password(void **state UNUSED)
{
    static const char *const forms[] = {
        "redis://:p@ss@127.0.0.1:%d",
        "redis://default:p@ss@localhost:%d",
        "redis://p@ss@127.0.0.1:%d/0",
    };
    int port = tcp_port(true);

    for (size_t i = 0; i < LENGTH(forms); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(url, sizeof(url), forms[i], port);
#pragma GCC diagnostic pop
        AUTO(redis) *redis = redis_new(url);
        heard_length = 0;
        until_heard(redis, "*2\r\n$4\r\nAUTH\r\n$4\r\np@ss\r\n");
        close(peer);
        peer = -1;
    }
}

static void logs_in_as_a_user_that_the_url_names(void **state UNUSED)
{
    int port = tcp_port(true);

    snprintf(url, sizeof(url), "redis://desk:p@ss:w@127.0.0.1:%d", port);
    AUTO(redis) *redis = redis_new(url);
    until_heard(redis, "*3\r\n$4\r\nAUTH\r\n$4\r\ndesk\r\n$6\r\np@ss:w\r\n");
}

static void logs_in_as_a_user_through_a_socket_of_the_file_system(void **state UNUSED)
{
    snprintf(url, sizeof(url), "unix:%s?desk:secret", path);
    AUTO(redis) *redis = redis_new(url);
    until_heard(redis, "*3\r\n$4\r\nAUTH\r\n$4\r\ndesk\r\n$6\r\nsecret\r\n");
}

static void breaks_when_nobody_listens(void **state UNUSED)
{
    snprintf(url, sizeof(url), "redis://127.0.0.1:%d", tcp_port(false));
    AUTO(redis) *redis = redis_new(url);
    static char name[] = "a";

    ask(redis, "A", name);
    until_state(redis, REDIS_broken);
    assert_string_equal(redis_why(redis), "Connection refused");
    assert_string_equal(told, "");
}

static void is_broken_from_the_start_with_a_wrong_url(void **state UNUSED)
{
    static const char *const wrong[] =
        {"", "http://x", "/tmp/redis.sock", "unix:/nowhere/at/all"};

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        AUTO(redis) *redis = redis_new(wrong[i]);
        assert_int_equal(redis_state(redis), REDIS_broken);
        assert_true(strlen(redis_why(redis)) > 0);
        assert_int_equal(redis_fd(redis), -1);
        redis_turn(redis);
        ask(redis, "A", NULL);
        assert_int_equal(redis_pending(redis), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sends_words_as_they_are, begin, end),
        cmocka_unit_test_setup_teardown(
            hands_every_kind_of_answer_to_its_handler_in_order,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(counts_refusals_by_their_first_word, begin, end),
        cmocka_unit_test_setup_teardown(waits_for_the_rest_of_an_answer, begin, end),
        cmocka_unit_test_setup_teardown(logs_in_before_anything_else, begin, end),
        cmocka_unit_test_setup_teardown(logs_in_as_a_user_that_the_url_names, begin, end),
        cmocka_unit_test_setup_teardown(
            logs_in_as_a_user_through_a_socket_of_the_file_system,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(breaks_off_when_the_password_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(
            drops_handlers_unrun_when_the_connection_is_lost,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(breaks_off_when_it_does_not_understand, begin, end),
        cmocka_unit_test_setup_teardown(bounds_what_waits_for_an_answer, begin, end),
        cmocka_unit_test_setup_teardown(understands_the_ways_to_write_a_path, begin, end),
        cmocka_unit_test_setup_teardown(understands_host_port_and_password, begin, end),
        cmocka_unit_test_setup_teardown(breaks_when_nobody_listens, begin, end),
        cmocka_unit_test_setup_teardown(is_broken_from_the_start_with_a_wrong_url, begin, end),
    };
    return cmocka_run_group_tests_name("redis", tests, NULL, NULL);
}
