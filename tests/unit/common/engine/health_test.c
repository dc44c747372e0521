/* Tests of common/engine/health.c against the HTTP server of a service, and against ones that are broken (REQUIREMENTS
 * 1.20: a container's health is asked of the program itself). */
#include "common/engine/health.h"

#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/http.h"
#include "common/metrics.h"

#include <cmocka.h>

static _Atomic int64_t fake_us;
static struct http *http;
static char why[HEALTH_WHY_BYTES_MAX];

static int64_t fake_clock(void)
{
    return fake_us;
}

static int begin_at(const char *address)
{
    static const struct http_sources sources = {"router", "1.2.3", fake_clock};

    fake_us = 1000000;
    memset(why, 0, sizeof(why));
    return http_open(&http, address, 0, &sources) == OK ? 0 : -1;
}

static int begin(void **state UNUSED)
{
    return begin_at("127.0.0.1");
}

static int end(void **state UNUSED)
{
    http_close(&http);
    metrics_done();
    return 0;
}

static bool ask(const char *listen_address)
{
    return health_ask(listen_address, http_port(http), why);
}

static void is_well_when_the_process_is_ready(void **state UNUSED)
{
    http_set_ready(http, NULL);
    assert_true(ask("127.0.0.1"));
    assert_string_equal(why, "ready");
}

/* The second replica must not be restarted for waiting. */
static void is_well_when_the_process_stands_by(void **state UNUSED)
{
    http_set_ready(http, "standby");
    assert_true(ask("127.0.0.1"));
    assert_string_equal(why, "standby");
}

static void is_not_well_for_any_other_reason(void **state UNUSED)
{
    static const char *const reasons[] = {"starting", "draining", "standby, nearly", "stand"};

    for (size_t i = 0; i < LENGTH(reasons); i++) {
        http_set_ready(http, reasons[i]);
        assert_false(ask("127.0.0.1"));
        assert_string_equal(why, reasons[i]);
    }
}

/* /readyz is answered by the library's thread: a loop that hangs shows at /livez alone. */
static void is_not_well_when_the_loop_has_not_turned_for_10_s(void **state UNUSED)
{
    http_set_ready(http, NULL);
    http_tick(http);
    fake_us += HTTP_STALLED_MS * 1000 - 1000;
    assert_true(ask("127.0.0.1"));
    fake_us += 1000;
    assert_false(ask("127.0.0.1"));
    assert_string_not_equal(why, "ready");
}

static void asks_at_loopback_when_the_service_listens_everywhere(void **state UNUSED)
{
    http_set_ready(http, NULL);
    assert_true(ask("0.0.0.0"));
    http_close(&http);
    assert_int_equal(begin_at("::"), 0);
    http_set_ready(http, NULL);
    assert_true(ask("::"));
    assert_true(ask("::1"));
}

static void says_who_does_not_answer(void **state UNUSED)
{
    int port = http_port(http);

    http_close(&http);
    assert_false(health_ask("127.0.0.1", port, why));
    assert_non_null(strstr(why, "127.0.0.1:"));
    assert_non_null(strstr(why, "Connection refused"));
    assert_false(health_ask("no-address", port, why));
    assert_non_null(strstr(why, "no-address"));
}

/* A server that says one thing, or nothing, and closes or waits. */
static const char *said;
static int listening;

static void *serve_once(void *argument UNUSED)
{
    char request[256];
    int peer = accept(listening, NULL, NULL);

    if (said && recv(peer, request, sizeof(request), 0) > 0)
        (void)!write(peer, said, strlen(said));
    if (!said)
        (void)!recv(peer, request, sizeof(request), MSG_WAITALL);
    close(peer);
    return NULL;
}

static bool ask_one_that_says(const char *answer)
{
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof(place);
    pthread_t thread;

    said = answer;
    listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&place, sizeof(place)), 0);
    assert_int_equal(listen(listening, 1), 0);
    assert_int_equal(getsockname(listening, (struct sockaddr *)&place, &length), 0);
    assert_int_equal(pthread_create(&thread, NULL, serve_once, NULL), 0);
    bool well = health_ask("127.0.0.1", ntohs(place.sin_port), why);
    pthread_join(thread, NULL);
    close(listening);
    return well;
}

static void is_not_taken_in_by_something_else_on_the_port(void **state UNUSED)
{
    char long_line[1024] = "HTTP/1.0 503 x\r\n\r\n";

    assert_false(ask_one_that_says("SSH-2.0-OpenSSH\r\n"));
    assert_false(ask_one_that_says(""));
    assert_false(ask_one_that_says("HTTP/1.0 abc\r\n\r\nready"));
    assert_false(ask_one_that_says("HTTP/1.0 404 Not Found\r\n\r\nready"));
    assert_false(ask_one_that_says("HTTP/1.0 200"));
    memset(long_line + strlen(long_line), 'r', 900);
    assert_false(ask_one_that_says(long_line));
    assert_int_equal(strlen(why), HEALTH_WHY_BYTES_MAX - 1);
}

static void waits_no_longer_than_its_limit(void **state UNUSED)
{
    int64_t begun_us = clock_monotone_us();

    assert_false(ask_one_that_says(NULL));
    assert_in_range(
        clock_monotone_us() - begun_us,
        HEALTH_WAIT_S * 1000000 / 2,
        HEALTH_WAIT_S * 1000000 * 3
    );
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(is_well_when_the_process_is_ready),
        TEST(is_well_when_the_process_stands_by),
        TEST(is_not_well_for_any_other_reason),
        TEST(is_not_well_when_the_loop_has_not_turned_for_10_s),
        TEST(asks_at_loopback_when_the_service_listens_everywhere),
        TEST(says_who_does_not_answer),
        TEST(is_not_taken_in_by_something_else_on_the_port),
        TEST(waits_no_longer_than_its_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
