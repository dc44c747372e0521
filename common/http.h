/* The small HTTP server of every service: GET /metrics, /livez, /readyz, /version (PROTOCOL
 * section 4).
 *
 * It has the library's own thread, which only reads atomics that the work thread sets; it can
 * neither call into the service nor make it wait. /livez answers 503 when the loop has not
 * ticked for 10 s, /readyz when a reason says so. At most 16 connections, 8 KiB a request, 5 s
 * of silence; other paths are 404, other methods than GET and HEAD 405. All signals are blocked
 * in its thread, so that signalfd of the loop sees them. */
#pragma once

#include "common/error.h"
#include "common/basics.h"

enum { HTTP_CHECKS_MAX = 16, HTTP_STALLED_MS = 10 * 1000 };

struct http;

/* Borrowed for the life of the server, strings included. */
struct http_sources {
    const char *service;
    const char *version;
    int64_t (*monotone_us)(void
    ); /* NULL: clock_monotone_us; must be callable from another thread */
};

/* `address` is a numeric IPv4 or IPv6 address, NULL for 127.0.0.1; `port` 0 takes any free one.
 * Begins not ready, with the reason "starting", and alive. ERROR_config for a bad address or
 * port, ERROR_io when it cannot be bound. */
enum error http_open(
    struct http **ret_http,
    const char *address,
    int port,
    const struct http_sources *sources
) MUST_CHECK;

int http_port(const struct http *http);

/* NULL: ready. The reason, one line such as "standby", must outlive the server (a literal); it
 * alone decides /readyz. */
void http_set_ready(struct http *http, const char *reason);

/* A line of /readyz?verbose, such as "redis"; informs, does not decide (Redis away is no reason
 * to refuse work). The name must outlive the server; the same text is the same check; names
 * over HTTP_CHECKS_MAX are a programmer error (assert). */
void http_set_check(struct http *http, const char *name, bool ok);

/* The loop has turned; call it at least once a second. */
void http_tick(struct http *http);

/* Stops the thread and closes all connections; NULL inside is fine. */
void http_close(struct http **http);
