/* libFuzzer target: any bytes on the HTTP port (common/http.h), over a real connection, and any wish for a format.
 *
 * Whatever comes, an answer is HTTP with one of our statuses, and the server answers the next one at once, also while
 * others have stopped in the middle. Two zero bytes in the input stand for a pause, in which the server reads what came so far. */
#include "common/http.h"
#include "common/metrics.h"
#include "tests/fuzz/fuzz.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PATIENCE_MS = 2000, HALF_REQUEST_MS = 3 };

static struct http *http;

/* From an address of its own, 127.1.0.1 and so on: so many connections would use up the ports of 127.0.0.1, which tests
 * that run beside this one need. */
static int connect_to(int port)
{
    static uint32_t number;
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    struct linger at_once = {.l_onoff = 1};
    int later = 1;
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    must(file >= 0);
    from.sin_addr.s_addr = htonl((INADDR_LOOPBACK | 0x10000) + number++ % 0xfe00);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons((uint16_t)port);
    must(setsockopt(file, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)) == 0);
    must(setsockopt(file, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &later, sizeof(later)) == 0);
    must(bind(file, (struct sockaddr *)&from, sizeof(from)) == 0);
    must(connect(file, (struct sockaddr *)&to, sizeof(to)) == 0);
    return file;
}

static void say(int file, struct bytes what)
{
    for (size_t at = 0; at < what.length;) {
        ssize_t sent = send(file, what.at + at, what.length - at, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* it has had enough and closed */
        at += (size_t)sent;
    }
}

static void say_with_pauses(int file, struct bytes what)
{
    struct input input = {what.at, what.length};

    for (int i = 0; input.left && i < 4; i++) {
        const uint8_t *pause = i < 3 ? memmem(input.at, input.left, "\0\0", 2) : NULL;
        say(file, input_bytes(&input, pause ? (size_t)(pause - input.at) : input.left));
        (void)input_bytes(&input, 2);
        struct pollfd wait = {file, POLLIN, 0};
        if (input.left)
            (void)poll(&wait, 1, 1);
    }
    (void)shutdown(file, SHUT_WR);
}

/* All that is answered until the other end closes, or waits for the rest of a request. */
static struct text hear(int file, int patience_ms)
{
    static char heard[256 * 1024];
    size_t length = 0;

    while (length < sizeof(heard)) {
        struct pollfd wait = {file, POLLIN, 0};
        if (poll(&wait, 1, patience_ms) != 1)
            break;
        ssize_t got = recv(file, heard + length, sizeof(heard) - length, 0);
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    return (struct text){heard, length};
}

static int status_of(struct text heard)
{
    return heard.length > 12 && memcmp(heard.at, "HTTP/1.", 7) == 0
               ? (int)strtol(heard.at + 9, NULL, 10)
               : 0;
}

static struct text exchange(struct bytes said, int patience_ms)
{
    int file = connect_to(http_port(http));

    say_with_pauses(file, said);
    struct text heard = hear(file, patience_ms);
    close(file);
    return heard;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct http_sources sources = {"fuzz", "1.0.0", NULL};
    static const int statuses[] =
        {200, 400, 404, 405, 408, 411, 413, 414, 417, 431, 501, 503, 505};
    static unsigned count;
    char wish[256];

    if (!http) {
        must(http_open(&http, NULL, 0, &sources) == OK);
        http_set_check(http, "redis", false);
        http_set_ready(http, NULL);
    }
    http_tick(http);
    struct text heard = exchange((struct bytes){data, size}, HALF_REQUEST_MS);
    bool known = heard.length == 0;
    for (size_t i = 0; i < LENGTH(statuses); i++)
        known = known || status_of(heard) == statuses[i];
    must(known);
    if (count++ % 64 == 0)
        must(
            status_of(exchange(bytes_of_text(TEXT("GET /livez HTTP/1.0\r\n\r\n")), PATIENCE_MS)
            ) == 200
        );
    snprintf(wish, sizeof(wish), "%.*s", (int)size_min(size, 255), (const char *)data);
    must(metrics_content_type(metrics_format_for(wish)) != NULL);
    return 0;
}
