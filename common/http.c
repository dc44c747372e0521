/* See http.h. The only file that knows libmicrohttpd. What the two threads share is in the
 * atomics of struct http. */
#include "common/http.h"

#include <arpa/inet.h>
#include <assert.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdatomic.h>

#include "common/clock.h"
#include "common/memory.h"
#include "common/metrics.h"
#include "common/text_page.h"

enum {
    CONNECTIONS_MAX = 16,
    CONNECTION_BYTES_MAX = 8 * 1024,
    SILENCE_SECONDS = 5,
    STATUS_OK = 200,
    STATUS_NOT_FOUND = 404,
    STATUS_NOT_ALLOWED = 405,
    STATUS_UNAVAILABLE = 503
};

/* One line of /readyz?verbose; the name is published last. */
struct check {
    _Atomic(const char *) name;
    atomic_bool ok;
};

struct http {
    struct MHD_Daemon *daemon;
    const struct http_sources *sources;
    _Atomic(const char *) reason; /* NULL: ready */
    _Atomic int64_t ticked_us;
    struct check checks[HTTP_CHECKS_MAX];
};

/* What is answered; the text is given to the library, which frees it. */
struct answer {
    unsigned status;
    const char *type;
    const char *allow; /* of 405 */
    struct text_page page;
};

struct route {
    const char *path;
    void (*answer)(struct http *http, struct MHD_Connection *connection, struct answer *answer);
};

static const char plain[] = "text/plain; charset=utf-8";

static int64_t now_us(const struct http *http)
{
    return http->sources->monotone_us ? http->sources->monotone_us() : clock_monotone_us();
}

static void answer_metrics(
    struct http *http UNUSED,
    struct MHD_Connection *connection,
    struct answer *answer
)
{
    const char *accept =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT);
    enum metrics_format format = metrics_format_for(accept);

    answer->type = metrics_content_type(format);
    metrics_write(format, &answer->page.at, &answer->page.length);
}

static void
answer_livez(struct http *http, struct MHD_Connection *connection UNUSED, struct answer *answer)
{
    int64_t silent_ms = (now_us(http) - atomic_load(&http->ticked_us)) / 1000;

    if (silent_ms < HTTP_STALLED_MS) {
        text_page_print(&answer->page, "alive\n");
        return;
    }
    answer->status = STATUS_UNAVAILABLE;
    text_page_print(
        &answer->page,
        "the loop has not turned for %lld s\n",
        (long long)silent_ms / 1000
    );
}

static void list_checks(struct http *http, struct text_page *page)
{
    for (size_t i = 0; i < HTTP_CHECKS_MAX; i++) {
        const char *name = atomic_load(&http->checks[i].name);
        if (name)
            text_page_print(
                page,
                "%s: %s\n",
                name,
                atomic_load(&http->checks[i].ok) ? "ok" : "failed"
            );
    }
}

static void
answer_readyz(struct http *http, struct MHD_Connection *connection, struct answer *answer)
{
    const char *reason = atomic_load(&http->reason);
    const char *verbose = NULL;
    size_t verbose_bytes;

    answer->status = reason ? STATUS_UNAVAILABLE : STATUS_OK;
    text_page_print(&answer->page, "%s\n", reason ? reason : "ready");
    if (MHD_lookup_connection_value_n(
            connection,
            MHD_GET_ARGUMENT_KIND,
            "verbose",
            strlen("verbose"),
            &verbose,
            &verbose_bytes
        ) == MHD_YES)
        list_checks(http, &answer->page);
}

static void answer_version(
    struct http *http,
    struct MHD_Connection *connection UNUSED,
    struct answer *answer
)
{
    text_page_print(&answer->page, "%s %s\n", http->sources->service, http->sources->version);
}

static const struct route routes[] = {
    {"/metrics", answer_metrics},
    {"/livez", answer_livez},
    {"/readyz", answer_readyz},
    {"/version", answer_version},
};

static const struct route *find_route(const char *path)
{
    for (size_t i = 0; i < LENGTH(routes); i++)
        if (strcmp(routes[i].path, path) == 0)
            return &routes[i];
    return NULL;
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct answer *answer)
{
    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(
        answer->page.length,
        answer->page.at,
        memory_free
    );

    if (!response) {
        memory_free(answer->page.at);
        return MHD_NO;
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    if (answer->allow)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, answer->allow);
    enum MHD_Result result = MHD_queue_response(connection, answer->status, response);
    MHD_destroy_response(response);
    return result;
}

/* Answers at the first call, when only the header has come: no body is ever read. */
static enum MHD_Result handle(
    void *context,
    struct MHD_Connection *connection,
    const char *url,
    const char *method,
    const char *version UNUSED,
    const char *body UNUSED,
    size_t *body_bytes UNUSED,
    void **request UNUSED
)
{
    struct answer answer = {.status = STATUS_OK, .type = plain};
    const struct route *route = find_route(url);

    if (!route) {
        answer.status = STATUS_NOT_FOUND;
        text_page_print(&answer.page, "not found\n");
    } else if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
        answer.status = STATUS_NOT_ALLOWED;
        answer.allow = "GET, HEAD";
        text_page_print(&answer.page, "method not allowed\n");
    } else {
        route->answer(context, connection, &answer);
    }
    return send_answer(connection, &answer);
}

static bool address_from_text(
    const char *address,
    int port,
    struct sockaddr_storage *ret_address,
    unsigned *ret_flags
)
{
    struct sockaddr_in *four = (struct sockaddr_in *)ret_address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret_address;

    *ret_address = (struct sockaddr_storage){0};
    *ret_flags = 0;
    if (port < 0 || port > UINT16_MAX)
        return false;
    if (inet_pton(AF_INET, address ? address : "127.0.0.1", &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons((uint16_t)port);
        return true;
    }
    if (inet_pton(AF_INET6, address, &six->sin6_addr) != 1)
        return false;
    six->sin6_family = AF_INET6;
    six->sin6_port = htons((uint16_t)port);
    *ret_flags = MHD_USE_IPv6;
    return true;
}

/* The thread of the library inherits the mask of its maker: signals are for the loop. */
static struct MHD_Daemon *
start_daemon(struct http *http, unsigned flags, const struct sockaddr_storage *address)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO | flags,
        0,
        NULL,
        NULL,
        handle,
        http,
        MHD_OPTION_SOCK_ADDR,
        (const struct sockaddr *)address,
        MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_BYTES_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)SILENCE_SECONDS,
        MHD_OPTION_END
    );
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return daemon;
}

enum error http_open(
    struct http **ret_http,
    const char *address,
    int port,
    const struct http_sources *sources
)
{
    struct sockaddr_storage socket_address;
    unsigned flags;

    if (!address_from_text(address, port, &socket_address, &flags))
        return ERROR_config;

    struct http *http = memory_new(1, sizeof(*http));
    http->sources = sources;
    atomic_store(&http->reason, "starting");
    http_tick(http);
    http->daemon = start_daemon(http, flags, &socket_address);
    if (!http->daemon) {
        memory_free(http);
        return ERROR_io;
    }
    *ret_http = http;
    return OK;
}

int http_port(const struct http *http)
{
    return MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void http_set_ready(struct http *http, const char *reason)
{
    atomic_store(&http->reason, reason);
}

void http_set_check(struct http *http, const char *name, bool ok)
{
    for (size_t i = 0; i < HTTP_CHECKS_MAX; i++) {
        struct check *check = &http->checks[i];
        const char *taken = atomic_load(&check->name);
        if (taken && strcmp(taken, name) != 0)
            continue;
        atomic_store(&check->ok, ok);
        if (!taken)
            atomic_store(&check->name, name);
        return;
    }
    assert(!"more checks than HTTP_CHECKS_MAX");
}

void http_tick(struct http *http)
{
    atomic_store_explicit(&http->ticked_us, now_us(http), memory_order_relaxed);
}

void http_close(struct http **http)
{
    if (!*http)
        return;
    MHD_stop_daemon((*http)->daemon);
    memory_free(*http);
    *http = NULL;
}
