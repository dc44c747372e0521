/* The pages of the services, played: /metrics and /readyz as the test says, over HTTP on the ports of PROTOCOL section 4.
 *
 * One process of its own answers, so that the test's has no thread; a service without a page does not listen. */
#pragma once

#include "tests/unit/services/cli/captured.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "services/cli/client.h"

enum { PAGED_OFFSET = 4000 };

struct page {
    const char *service, *metrics, *ready;
};

static int paged_listen(long port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int on = 1;
    int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(handle >= 0);
    (void)setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(handle, (const struct sockaddr *)&address, sizeof(address)) == 0 &&
        listen(handle, 16) == 0)
        return handle;
    close(handle);
    return -1;
}

static void paged_answer(int handle, const struct page *page)
{
    char request[1024], reply[4096];
    ssize_t got = recv(handle, request, sizeof(request) - 1, 0);

    request[got > 0 ? got : 0] = 0;
    const char *body = strncmp(request, "GET /readyz ", 12) == 0 ? page->ready : page->metrics;
    int length = snprintf(
        reply,
        sizeof(reply),
        "HTTP/1.0 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
        strlen(body),
        body
    );
    (void)send(handle, reply, (size_t)length, MSG_NOSIGNAL);
    close(handle);
}

static void paged_run(const struct page *pages, size_t count, const int *handles)
{
    struct waited waited[CLIENT_SERVICES];

    for (;;) {
        for (size_t i = 0; i < count; i++)
            waited[i] = (struct waited){.fd = handles[i]};
        sockets_wait(waited, count, 1000);
        for (size_t i = 0; i < count; i++) {
            int handle = waited[i].ready ? accept(handles[i], NULL, NULL) : -1;
            if (handle >= 0)
                paged_answer(handle, &pages[i]);
        }
        if (getppid() == 1)
            _exit(0);
    }
}

/* Listens for `pages` at a free base, and runs the command meanwhile. */
UNUSED static int paged_command(
    const struct page *pages,
    size_t count,
    int (*command)(int, char **),
    const char *const *words
)
{
    char text[24];
    int handles[CLIENT_SERVICES];
    size_t bound = 0;

    for (long base = 22000 + getpid() % 200 * 100; bound < count && base < 56000; base += 100) {
        for (bound = 0; bound < count; bound++) {
            long port = base + PAGED_OFFSET + client_port_of(pages[bound].service);
            handles[bound] = paged_listen(port);
            if (handles[bound] < 0)
                break;
        }
        for (size_t i = 0; bound < count && i < bound; i++)
            close(handles[i]);
        snprintf(text, sizeof(text), "%ld", base);
    }
    assert_int_equal(bound, count);
    setenv("SHOULI_PORT_BASE", text, 1);
    pid_t child = fork();
    if (child == 0)
        paged_run(pages, count, handles);
    for (size_t i = 0; i < count; i++)
        close(handles[i]);
    int code = captured_run(NULL, command, words);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    setenv("SHOULI_PORT_BASE", "9", 1);
    return code;
}

#define RUN_PAGED(pages, command, ...)                                                         \
    paged_command(LIST(pages), command, (const char *const[]){__VA_ARGS__, NULL})
