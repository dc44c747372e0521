/* Tests of common/log_syslog.c against real receivers: unix datagrams, UDP, TCP; nothing of it waits. */
#include "common/log_syslog.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/metrics.h"

#include <cmocka.h>

static char path[64], got[256 * 1024];
static int receiver = -1, real_stderr;

static int begin(void **state UNUSED)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

    real_stderr = dup(STDERR_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
    snprintf(path, sizeof(path), "/tmp/shouli-syslog-%d", getpid());
    (void)unlink(path);
    metrics_done();
    log_init("desk", LOG_info);
    return 0;
}

static int end(void **state UNUSED)
{
    log_syslog_close();
    if (receiver >= 0)
        close(receiver);
    receiver = -1;
    (void)unlink(path);
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    return 0;
}

static void open_to(const char *kind, int port)
{
    char target[128];

    snprintf(target, sizeof(target), "%s:127.0.0.1:%d", kind, port);
    assert_true(log_syslog_open(text_of(target), "shouli-desk"));
}

static int64_t dropped(void)
{
    return metric_value(METRIC_shouli_log_syslog_dropped_total);
}

static void receive_unix(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    receiver = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(receiver, (struct sockaddr *)&address, sizeof(address)), 0);
}

/* Bound to a port that was free, or to `port`. */
static int receive_inet(int type, int port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(address);
    int one = 1;

    receiver = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    setsockopt(receiver, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    assert_int_equal(bind(receiver, (struct sockaddr *)&address, length), 0);
    assert_int_equal(getsockname(receiver, (struct sockaddr *)&address, &length), 0);
    return ntohs(address.sin_port);
}

/* The next datagram, or bytes of a stream; "" after a second of silence. */
static const char *next(int from)
{
    struct pollfd ready = {.fd = from, .events = POLLIN};
    ssize_t length = poll(&ready, 1, 1000) == 1 ? recv(from, got, sizeof(got) - 1, 0) : 0;

    got[length > 0 ? length : 0] = '\0';
    return got;
}

static void knows_the_forms_of_a_target(void **state UNUSED)
{
    static const char *const bad[] = {
        "/dev/log",
        "unix:dev/log",
        "unix:",
        "udp:10.0.0.7",
        "udp:10.0.0.7:0",
        "udp:host:514",
        "udp:10.0.0.7:65536",
        "udp:10.0.0.7: 514",
        "tcp:",
        "tcp:fd00::7:601",
        "tls:10.0.0.7:6514",
        "tcp:10.0.0.7:60x",
        "udp:[]:514",
        "udp:10.0.0.7.8:514"};
    static const char *const good[] =
        {"unix:/dev/log", "udp:127.0.0.1:65535", "udp:[::1]:514", "tcp:127.0.0.1:1", ""};

    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_false(log_syslog_open(text_of(bad[i]), "x"));
    for (size_t i = 0; i < LENGTH(good); i++)
        assert_true(log_syslog_open(text_of(good[i]), "x"));
}

/* A path of a socket has at most 107 bytes: below, at and above. */
static void takes_a_path_as_long_as_a_socket_has(void **state UNUSED)
{
    char target[160] = "unix:/";

    for (size_t length = 106; length <= 108; length++) {
        memset(target + 5, '/', length);
        target[5 + length] = '\0';
        assert_int_equal(log_syslog_open(text_of(target), "x"), length <= 107);
    }
}

static void a_line_goes_to_a_unix_socket_and_to_stderr(void **state UNUSED)
{
    receive_unix();
    assert_true(log_syslog_open(text_of(path), "x") == false);
    char target[80];
    snprintf(target, sizeof(target), "unix:%s", path);
    assert_true(log_syslog_open(text_of(target), "shouli-desk"));
    log_info("service.ready");
    next(receiver);
    assert_memory_equal(got, "<30>1 ", 6);
    assert_non_null(strstr(got, " shouli-desk "));
    assert_non_null(strstr(
        got,
        " service.ready - \xef\xbb\xbf"
        "commands are taken"
    ));
    assert_int_equal(dropped(), 0);
}

static void a_line_is_one_udp_datagram(void **state UNUSED)
{
    open_to("udp", receive_inet(SOCK_DGRAM, 0));
    log_warn("redis.away", LOG_STRING("why", "a]b"));
    log_info("service.ready");
    assert_non_null(strstr(next(receiver), "why=\"a\\]b\"]"));
    assert_non_null(strstr(next(receiver), "service.ready"));
}

/* RFC 6587, 3.4.1: MSG-LEN SP SYSLOG-MSG */
static void tcp_counts_the_octets_of_each_message(void **state UNUSED)
{
    int port = receive_inet(SOCK_STREAM, 0);

    assert_int_equal(listen(receiver, 4), 0);
    open_to("tcp", port);
    log_info("service.ready");
    log_info("service.started", LOG_STRING("version", "1"));
    int connection = accept(receiver, NULL, NULL);
    size_t length = 0;
    for (int i = 0; i < 20 && !strstr(got, "service.started"); i++) {
        log_syslog_turn();
        struct pollfd ready = {.fd = connection, .events = POLLIN};
        if (poll(&ready, 1, 50) == 1)
            length += (size_t)recv(connection, got + length, sizeof(got) - length - 1, 0);
        got[length] = '\0';
    }
    char *end = NULL;
    size_t first = (size_t)strtol(got, &end, 10);
    assert_int_equal(*end, ' ');
    size_t second = (size_t)strtol(end + 1 + first, &end, 10);
    assert_int_equal((size_t)(end + 1 + second - got), length);
    close(connection);
}

static void counts_what_a_receiver_that_is_away_misses(void **state UNUSED)
{
    char target[80];

    snprintf(target, sizeof(target), "unix:%s", path);
    assert_true(log_syslog_open(text_of(target), "shouli-desk"));
    for (int i = 0; i < 3; i++)
        log_info("service.ready");
    assert_int_equal(dropped(), 3);
}

/* A second later it is tried again, by the clock of the process. */
static void finds_a_receiver_that_comes_later(void **state UNUSED)
{
    char target[80];

    snprintf(target, sizeof(target), "unix:%s", path);
    assert_true(log_syslog_open(text_of(target), "shouli-desk"));
    log_info("service.ready");
    receive_unix();
    int64_t end_us = clock_monotone_us() + 5000000;
    struct pollfd ready = {.fd = receiver, .events = POLLIN};
    while (poll(&ready, 1, 50) == 0 && clock_monotone_us() < end_us)
        log_info("service.ready");
    assert_true(dropped() >= 1);
    assert_non_null(strstr(next(receiver), "service.ready"));
}

/* A receiver that does not read: nothing waits, and what has no place is counted. */
static void a_receiver_that_hangs_costs_lines_and_no_time(void **state UNUSED)
{
    enum { LINES = 30000 };
    int port = receive_inet(SOCK_STREAM, 0);
    int64_t began_us = clock_monotone_us();

    assert_int_equal(listen(receiver, 4), 0);
    open_to("tcp", port);
    for (int i = 0; i < LINES; i++)
        log_info(
            "service.started",
            LOG_STRING(
                "version",
                "a line of the usual length, so that buffers fill up; "
                "a line of the usual length, so that buffers fill up; "
                "a line of the usual length, so that buffers fill up; "
            )
        );
    assert_true(clock_monotone_us() - began_us < 10 * 1000000);
    assert_true(dropped() > 0);
    assert_true(dropped() < LINES);
}

/* On a new connection the stream begins with a whole message. */
static void a_new_connection_begins_with_a_whole_message(void **state UNUSED)
{
    static char version[1000];
    int port = receive_inet(SOCK_STREAM, 0);

    assert_int_equal(listen(receiver, 4), 0);
    open_to("tcp", port);
    memset(version, 'v', sizeof(version) - 1);
    while (dropped() == 0)
        log_info("service.started", LOG_STRING("version", version));
    struct linger hard = {1, 0};
    int connection = accept(receiver, NULL, NULL);
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
    close(connection);
    struct pollfd ready = {.fd = receiver, .events = POLLIN};
    int64_t end_us = clock_monotone_us() + 5000000;
    while (poll(&ready, 1, 50) == 0 && clock_monotone_us() < end_us)
        log_syslog_turn();
    assert_int_equal(poll(&ready, 1, 0), 1);
    connection = accept(receiver, NULL, NULL);
    next(connection);
    char *end = NULL;
    long first = strtol(got, &end, 10);
    assert_true(first > 50 && *end == ' ');
    assert_memory_equal(end + 1, "<30>1 ", 6);
    assert_memory_equal(end + 1 + first + (end - got) + 1, "<30>1 ", 6);
    close(connection);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(knows_the_forms_of_a_target),
        TEST(takes_a_path_as_long_as_a_socket_has),
        TEST(a_line_goes_to_a_unix_socket_and_to_stderr),
        TEST(a_line_is_one_udp_datagram),
        TEST(tcp_counts_the_octets_of_each_message),
        TEST(counts_what_a_receiver_that_is_away_misses),
        TEST(finds_a_receiver_that_comes_later),
        TEST(a_receiver_that_hangs_costs_lines_and_no_time),
        TEST(a_new_connection_begins_with_a_whole_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
