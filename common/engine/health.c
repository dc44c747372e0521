/* See health.h. Two requests of HTTP 1.0 over blocking sockets with a limit of time; no loop runs in this process. */
#include "common/engine/health.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { PAGE_BYTES_MAX = 2048 };

static socklen_t
place_of(const char *listen_address, int port, struct sockaddr_storage *ret_place)
{
    struct sockaddr_in *four = (struct sockaddr_in *)ret_place;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret_place;

    *ret_place = (struct sockaddr_storage){.ss_family = AF_UNSPEC};
    if (inet_pton(AF_INET, listen_address, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons((uint16_t)port);
        if (four->sin_addr.s_addr == htonl(INADDR_ANY))
            four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return sizeof(*four);
    }
    if (inet_pton(AF_INET6, listen_address, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((uint16_t)port);
        if (IN6_IS_ADDR_UNSPECIFIED(&six->sin6_addr))
            six->sin6_addr = in6addr_loopback;
        return sizeof(*six);
    }
    return 0;
}

static int connect_to(const char *listen_address, int port)
{
    const struct timeval limit = {.tv_sec = HEALTH_WAIT_S};
    struct sockaddr_storage place;
    socklen_t length = place_of(listen_address, port, &place);
    int file;

    if (!length) {
        errno = EINVAL;
        return -1;
    }
    file = socket(place.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (file < 0)
        return -1;
    (void)setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    (void)setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    if (connect(file, (const struct sockaddr *)&place, length) != 0) {
        int reason = errno;
        close(file);
        errno = reason;
        return -1;
    }
    return file;
}

static bool fetch(int file, const char *path, char *page)
{
    char request[128];
    int asked = snprintf(
        request,
        sizeof(request),
        "GET %s HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        path
    );
    size_t length = 0;
    ssize_t got = 1;

    if (send(file, request, (size_t)asked, MSG_NOSIGNAL) != asked)
        return false;
    while (got > 0 && length < PAGE_BYTES_MAX) {
        got = recv(file, page + length, PAGE_BYTES_MAX - length, 0);
        length += got > 0 ? (size_t)got : 0;
    }
    page[length] = 0;
    return got >= 0 && strncmp(page, "HTTP/1.", 7) == 0;
}

/* The status, and the first line of the body; 0 with the reason when there was no answer. */
static int
ask(const char *listen_address, int port, const char *path, char ret_line[HEALTH_WHY_BYTES_MAX])
{
    static char page[PAGE_BYTES_MAX + 1];
    int file = connect_to(listen_address, port), status = 0;

    if (file >= 0 && fetch(file, path, page)) {
        const char *body = strstr(page, "\r\n\r\n");
        body = body ? body + 4 : "";
        snprintf(
            ret_line,
            HEALTH_WHY_BYTES_MAX,
            "%.*s",
            (int)size_min(strcspn(body, "\r\n"), HEALTH_WHY_BYTES_MAX - 1),
            body
        );
        if (sscanf(page, "HTTP/1.%*c %3d", &status) != 1)
            status = 0;
    } else {
        snprintf(
            ret_line,
            HEALTH_WHY_BYTES_MAX,
            "%s:%d does not answer: %s",
            listen_address,
            port,
            strerror(errno)
        );
    }
    if (file >= 0)
        close(file);
    return status;
}

bool health_ask(const char *listen, int port, char ret_why[HEALTH_WHY_BYTES_MAX])
{
    char line[HEALTH_WHY_BYTES_MAX];
    int ready = ask(listen, port, "/readyz", ret_why);

    if (ready != 200 && (!ready || strcmp(ret_why, "standby") != 0))
        return false;
    if (ask(listen, port, "/livez", line) == 200)
        return true;
    snprintf(ret_why, HEALTH_WHY_BYTES_MAX, "%s", line);
    return false;
}
