/* Tests of common/http.c through real connections on loopback (PROTOCOL section 4). */
#include "common/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/metrics.h"

#include <cmocka.h>

enum { CONNECTIONS_MAX = 16 };

static _Atomic int64_t fake_us;

static int64_t fake_clock(void)
{
    return fake_us;
}

static const struct http_sources sources = {"router", "1.2.3", fake_clock};
static struct http *http;
static char reply[256 * 1024];

static int begin(void **state UNUSED)
{
    fake_us = 1000000;
    return http_open(&http, NULL, 0, &sources) == OK ? 0 : -1;
}

static int end(void **state UNUSED)
{
    http_close(&http);
    metrics_done();
    return 0;
}

static int connected(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    struct timeval limit = {.tv_sec = 10};
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_port = htons((uint16_t)http_port(http));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    assert_int_equal(connect(file, (struct sockaddr *)&address, sizeof(address)), 0);
    return file;
}

/* Sends a request as it is and reads the reply to its end; the status. */
static int exchange(const char *request)
{
    int file = connected();
    size_t length = 0;
    int status = 0;

    assert_int_equal(send(file, request, strlen(request), MSG_NOSIGNAL), strlen(request));
    for (ssize_t got; length < sizeof(reply) - 1; length += (size_t)got) {
        got = recv(file, reply + length, sizeof(reply) - 1 - length, 0);
        if (got <= 0)
            break;
    }
    reply[length] = 0;
    close(file);
    assert_int_equal(sscanf(reply, "HTTP/1.1 %d", &status), 1);
    return status;
}

static int get(const char *path)
{
    char request[512];

    snprintf(
        request,
        sizeof(request),
        "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        path
    );
    return exchange(request);
}

static const char *body(void)
{
    const char *at = strstr(reply, "\r\n\r\n");

    assert_non_null(at);
    return at + 4;
}

static void is_not_ready_before_it_is_told_so(void **state UNUSED)
{
    assert_int_equal(get("/readyz"), 503);
    assert_string_equal(body(), "starting\n");
    assert_int_equal(get("/livez"), 200);
}

static void is_ready_or_says_why_not(void **state UNUSED)
{
    http_set_ready(http, NULL);
    assert_int_equal(get("/readyz"), 200);
    assert_string_equal(body(), "ready\n");
    http_set_ready(http, "standby");
    assert_int_equal(get("/readyz"), 503);
    assert_string_equal(body(), "standby\n");
}

static void lists_checks_when_asked_to_and_is_ready_all_the_same(void **state UNUSED)
{
    http_set_ready(http, NULL);
    http_set_check(http, "postgres", true);
    http_set_check(http, "redis", true);
    http_set_check(http, "redis", false);
    assert_int_equal(get("/readyz?verbose"), 200);
    assert_string_equal(body(), "ready\npostgres: ok\nredis: failed\n");
    assert_int_equal(get("/readyz?verbose=1"), 200);
    assert_string_equal(body(), "ready\npostgres: ok\nredis: failed\n");
    assert_int_equal(get("/readyz"), 200);
    assert_string_equal(body(), "ready\n");
}

static void keeps_as_many_checks_as_its_limit(void **state UNUSED)
{
    static char names[HTTP_CHECKS_MAX][8];
    size_t lines = 0;

    for (size_t i = 0; i < HTTP_CHECKS_MAX; i++) {
        snprintf(names[i], sizeof(names[i]), "c%zu", i);
        http_set_check(http, names[i], false);
    }
    for (size_t i = 0; i < HTTP_CHECKS_MAX; i++)
        http_set_check(http, names[i], true);
    get("/readyz?verbose");
    for (const char *at = body(); (at = strstr(at, ": ok\n")) != NULL; at++)
        lines++;
    assert_int_equal(lines, HTTP_CHECKS_MAX);
    assert_null(strstr(reply, "failed"));
}

static void is_alive_until_the_loop_has_not_ticked_for_ten_seconds(void **state UNUSED)
{
    fake_us += HTTP_STALLED_MS * INT64_C(1000) - 1000;
    assert_int_equal(get("/livez"), 200);
    assert_string_equal(body(), "alive\n");
    fake_us += 1000;
    assert_int_equal(get("/livez"), 503);
    assert_string_equal(body(), "the loop has not turned for 10 s\n");
    http_tick(http);
    assert_int_equal(get("/livez"), 200);
}

static void serves_metrics_in_the_format_asked_for(void **state UNUSED)
{
    metric_add(METRIC_shouli_malformed_total, 3);
    assert_int_equal(get("/metrics"), 200);
    assert_non_null(strstr(reply, "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
    );
    assert_non_null(strstr(body(), "# TYPE shouli_malformed_total counter\n"));
    assert_int_equal(
        exchange("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                 "Accept: application/openmetrics-text; version=1.0.0\r\n\r\n"),
        200
    );
    assert_non_null(strstr(
        reply,
        "Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n"
    ));
    assert_non_null(strstr(body(), "# TYPE shouli_malformed counter\n"));
    assert_non_null(strstr(body(), "\n# EOF\n"));
}

static void tells_service_and_version(void **state UNUSED)
{
    assert_int_equal(get("/version"), 200);
    assert_string_equal(body(), "router 1.2.3\n");
    assert_non_null(strstr(reply, "Content-Type: text/plain; charset=utf-8\r\n"));
}

static void does_not_know_other_paths(void **state UNUSED)
{
    static const char *const paths[] = {"/", "/metrics/", "/Metrics", "/livez/../x", "/%00"};

    for (size_t i = 0; i < LENGTH(paths); i++)
        assert_int_equal(get(paths[i]), 404);
    assert_int_equal(exchange("POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 404);
}

static void refuses_other_methods_and_names_its_own(void **state UNUSED)
{
    static const char *const methods[] = {"POST", "PUT", "DELETE", "OPTIONS", "get"};
    char request[256];

    for (size_t i = 0; i < LENGTH(methods); i++) {
        snprintf(
            request,
            sizeof(request),
            "%s /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            methods[i]
        );
        assert_int_equal(exchange(request), 405);
        assert_non_null(strstr(reply, "Allow: GET, HEAD\r\n"));
    }
}

static void answers_before_a_body_has_come(void **state UNUSED)
{
    assert_int_equal(
        exchange("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n"),
        405
    );
}

static void answers_head_without_a_body(void **state UNUSED)
{
    assert_int_equal(
        exchange("HEAD /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        200
    );
    assert_non_null(strstr(reply, "Content-Length: 13\r\n"));
    assert_string_equal(body(), "");
}

/* The status of a request with one header of `length` bytes. */
static int exchange_with_header(size_t length)
{
    static char request[20000];

    snprintf(
        request,
        sizeof(request),
        "GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: %0*d\r\n\r\n",
        (int)length,
        0
    );
    return exchange(request);
}

static void refuses_a_request_over_its_limit(void **state UNUSED)
{
    assert_int_equal(exchange_with_header(4 * 1024), 200);
    assert_in_range(exchange_with_header(8 * 1024), 400, 499);
    assert_in_range(exchange_with_header(16 * 1024), 400, 499);
}

/* DESIGN P6. A connection over the limit is closed at once, others go on, and a closed one makes
 * room. */
static void takes_as_many_connections_as_its_limit(void **state UNUSED)
{
    int files[CONNECTIONS_MAX];
    char byte;
    const char *request = "GET /version HTTP/1.1\r\nHost: x\r\n\r\n";

    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        files[i] = connected();
        assert_true(send(files[i], request, strlen(request), MSG_NOSIGNAL) > 0);
        assert_int_equal(recv(files[i], &byte, 1, 0), 1);
    }
    int over = connected();
    assert_true(recv(over, &byte, 1, 0) <= 0);
    close(over);
    assert_true(send(files[0], request, strlen(request), MSG_NOSIGNAL) > 0);
    assert_true(recv(files[0], reply, sizeof(reply), 0) > 0);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++)
        close(files[i]);
    int again = 0;
    for (int tries = 0; tries < 1000 && again <= 0; tries++) {
        int file = connected();
        send(file, request, strlen(request), MSG_NOSIGNAL);
        again = (int)recv(file, reply, sizeof(reply), 0);
        close(file);
    }
    assert_true(again > 0);
}

static void leaves_signals_to_the_loop(void **state UNUSED)
{
    sigset_t term, before, pending;

    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &term, &before);
    assert_int_equal(
        kill(getpid(), SIGTERM),
        0
    ); /* would end the test, were it open in a thread */
    assert_int_equal(get("/livez"), 200);
    sigpending(&pending);
    assert_true(sigismember(&pending, SIGTERM));
    int number;
    assert_int_equal(sigwait(&term, &number), 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void says_what_is_wrong_with_an_address_or_a_port(void **state UNUSED)
{
    struct http *other = NULL;

    assert_int_equal(http_open(&other, "localhost", 0, &sources), ERROR_config);
    assert_int_equal(http_open(&other, "", 0, &sources), ERROR_config);
    assert_int_equal(http_open(&other, "1.2.3", 0, &sources), ERROR_config);
    assert_int_equal(http_open(&other, NULL, -1, &sources), ERROR_config);
    assert_int_equal(http_open(&other, NULL, 65536, &sources), ERROR_config);
    assert_int_equal(http_open(&other, "192.0.2.1", 0, &sources), ERROR_io);
    assert_int_equal(http_open(&other, NULL, http_port(http), &sources), ERROR_io);
    assert_null(other);
    http_close(&other);
}

/* A machine may have no IPv6 at all; the address is understood nevertheless. */
static void understands_ipv6_addresses(void **state UNUSED)
{
    struct http *other = NULL;
    enum error error = http_open(&other, "::1", 0, &sources);

    assert_true(error == OK || error == ERROR_io);
    assert_true(error != OK || http_port(other) > 0);
    http_close(&other);
}

static void listens_on_the_address_given_and_closes_it(void **state UNUSED)
{
    struct http *other = NULL;

    assert_int_equal(http_open(&other, "0.0.0.0", 0, &sources), OK);
    int port = http_port(other);
    assert_in_range(port, 1, 65535);
    http_close(&other);
    assert_null(other);
    assert_int_equal(http_open(&other, "127.0.0.1", port, &sources), OK);
    assert_int_equal(http_port(other), port);
    http_close(&other);
}

static void measures_silence_by_the_real_clock_when_none_is_given(void **state UNUSED)
{
    static const struct http_sources real = {.service = "router", .version = "1"};
    struct http *kept = http;

    assert_int_equal(http_open(&http, "127.0.0.1", 0, &real), OK);
    assert_int_equal(get("/livez"), 200);
    http_close(&http);
    http = kept;
}

#define HTTP_CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HTTP_CASE(is_not_ready_before_it_is_told_so),
        HTTP_CASE(is_ready_or_says_why_not),
        HTTP_CASE(lists_checks_when_asked_to_and_is_ready_all_the_same),
        HTTP_CASE(keeps_as_many_checks_as_its_limit),
        HTTP_CASE(is_alive_until_the_loop_has_not_ticked_for_ten_seconds),
        HTTP_CASE(serves_metrics_in_the_format_asked_for),
        HTTP_CASE(tells_service_and_version),
        HTTP_CASE(does_not_know_other_paths),
        HTTP_CASE(refuses_other_methods_and_names_its_own),
        HTTP_CASE(answers_before_a_body_has_come),
        HTTP_CASE(answers_head_without_a_body),
        HTTP_CASE(refuses_a_request_over_its_limit),
        HTTP_CASE(takes_as_many_connections_as_its_limit),
        HTTP_CASE(leaves_signals_to_the_loop),
        HTTP_CASE(says_what_is_wrong_with_an_address_or_a_port),
        HTTP_CASE(understands_ipv6_addresses),
        HTTP_CASE(listens_on_the_address_given_and_closes_it),
        HTTP_CASE(measures_silence_by_the_real_clock_when_none_is_given),
    };
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
