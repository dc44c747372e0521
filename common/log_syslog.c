/* See log_syslog.h. Any thread may log, so what is shared is behind a lock; nothing in it waits. */
#include "common/log_syslog.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/metrics.h"
#include "common/syslog_format.h"

enum { AGAIN_US = 1000 * 1000, COUNT_DIGITS_MAX = 8 };

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

static struct {
    pthread_mutex_t lock;
    struct syslog_origin origin;
    union address address;
    socklen_t address_length;
    bool is_open, is_stream;
    int fd; /* -1: none now */
    int64_t again_us;
    char waiting[SYSLOG_WAITING_BYTES_MAX];
    size_t waiting_length;
    size_t begun; /* bytes that are missing of the message whose beginning was sent */
} target = {.lock = PTHREAD_MUTEX_INITIALIZER, .fd = -1};

static bool read_port(const char *digits, in_port_t *ret_port)
{
    char *end = NULL;
    long port = strtol(digits, &end, 10);

    if (*digits < '0' || *digits > '9' || *end || port < 1 || port > 65535)
        return false;
    *ret_port = htons((uint16_t)port);
    return true;
}

/* "10.0.0.7:514" or "[fd00::7]:514". */
static bool read_inet(char *text, union address *ret_address, socklen_t *ret_length)
{
    char *colon = strrchr(text, ':');
    in_port_t port;

    if (!colon || !read_port(colon + 1, &port))
        return false;
    *colon = '\0';
    if (*text == '[' && colon > text + 1 && colon[-1] == ']') {
        colon[-1] = '\0';
        ret_address->v6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = port};
        *ret_length = sizeof(ret_address->v6);
        return inet_pton(AF_INET6, text + 1, &ret_address->v6.sin6_addr) == 1;
    }
    ret_address->v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = port};
    *ret_length = sizeof(ret_address->v4);
    return inet_pton(AF_INET, text, &ret_address->v4.sin_addr) == 1;
}

static bool read_unix(const char *path, union address *ret_address, socklen_t *ret_length)
{
    struct sockaddr_un *local = &ret_address->local;

    if (*path != '/' || strlen(path) >= sizeof(local->sun_path))
        return false;
    *local = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(local->sun_path, path, strlen(path) + 1);
    *ret_length = sizeof(*local);
    return true;
}

static bool read_target(struct text text)
{
    char copy[SYSLOG_TARGET_BYTES_MAX + 1];

    if (text.length >= sizeof(copy))
        return false;
    snprintf(copy, sizeof(copy), "%.*s", (int)text.length, text.at);
    target.is_stream = strncmp(copy, "tcp:", 4) == 0;
    if (strncmp(copy, "unix:", 5) == 0)
        return read_unix(copy + 5, &target.address, &target.address_length);
    if (!target.is_stream && strncmp(copy, "udp:", 4) != 0)
        return false;
    return read_inet(copy + 4, &target.address, &target.address_length);
}

/* The rest of a message whose beginning was sent means nothing on another connection. */
static void disconnect(void)
{
    if (target.fd >= 0)
        close(target.fd);
    target.fd = -1;
    target.again_us = clock_monotone_us() + AGAIN_US;
    if (target.begun) {
        target.waiting_length -= target.begun;
        memmove(target.waiting, target.waiting + target.begun, target.waiting_length);
        target.begun = 0;
        metric_add(METRIC_shouli_log_syslog_dropped_total, 1);
    }
}

/* TCP: begins to connect. */
static bool connect_now(void)
{
    int type = (target.is_stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;

    if (target.fd >= 0)
        return true;
    if (clock_monotone_us() < target.again_us)
        return false;
    target.fd = socket(target.address.any.sa_family, type, 0);
    if (target.fd >= 0 &&
        (connect(target.fd, &target.address.any, target.address_length) == 0 ||
         errno == EINPROGRESS))
        return true;
    disconnect();
    return false;
}

/* So many bytes were sent: where does the message end that the next byte belongs to? */
static void note_sent(size_t sent)
{
    size_t at = 0;

    while (at < sent) {
        if (!target.begun) {
            char *end = NULL;
            long count = strtol(target.waiting + at, &end, 10);
            target.begun = (size_t)(end - (target.waiting + at)) + 1 + (size_t)count;
        }
        size_t step = size_min(target.begun, sent - at);
        target.begun -= step;
        at += step;
    }
    target.waiting_length -= sent;
    memmove(target.waiting, target.waiting + sent, target.waiting_length);
}

static void send_waiting(void)
{
    while (target.waiting_length && connect_now()) {
        ssize_t sent =
            send(target.fd, target.waiting, target.waiting_length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0)
            note_sent((size_t)sent);
        else if (errno == EINTR)
            continue;
        else if (errno == EAGAIN || errno == EINPROGRESS || errno == ENOTCONN)
            return;
        else
            disconnect();
    }
}

static bool take_stream(const char *message, size_t length)
{
    char count[COUNT_DIGITS_MAX + 1];
    size_t digits = (size_t)snprintf(count, sizeof(count), "%zu ", length);

    if (digits + length > sizeof(target.waiting) - target.waiting_length) {
        send_waiting();
        if (digits + length > sizeof(target.waiting) - target.waiting_length)
            return false;
    }
    memcpy(target.waiting + target.waiting_length, count, digits);
    memcpy(target.waiting + target.waiting_length + digits, message, length);
    target.waiting_length += digits + length;
    send_waiting();
    return true;
}

/* A first failure may be that of an earlier datagram. */
static bool take_datagram(const char *message, size_t length)
{
    for (int i = 0; i < 2 && connect_now(); i++) {
        if (send(target.fd, message, length, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length)
            return true;
        if (errno == EAGAIN || errno == ENOBUFS)
            return false;
        if (i == 1 || errno != ECONNREFUSED || target.address.any.sa_family == AF_UNIX)
            disconnect();
    }
    return false;
}

static void take(const struct log_record *record)
{
    char message[SYSLOG_BYTES_MAX];
    int kept_errno = errno;

    pthread_mutex_lock(&target.lock);
    if (target.is_open) {
        size_t length = syslog_format(&target.origin, record, message);
        bool taken =
            target.is_stream ? take_stream(message, length) : take_datagram(message, length);
        if (!taken)
            metric_add(METRIC_shouli_log_syslog_dropped_total, 1);
    }
    pthread_mutex_unlock(&target.lock);
    errno = kept_errno;
}

bool log_syslog_open(struct text text, const char *app)
{
    char host[SYSLOG_HOST_MAX + 1] = "";

    log_syslog_close();
    if (!text.length)
        return true;
    if (!read_target(text))
        return false;
    (void)!gethostname(host, sizeof(host) - 1);
    pthread_mutex_lock(&target.lock);
    syslog_origin_init(&target.origin, host, app, getpid());
    target.again_us = 0;
    target.is_open = true;
    pthread_mutex_unlock(&target.lock);
    log_also_to(take);
    return true;
}

void log_syslog_close(void)
{
    log_also_to(NULL);
    pthread_mutex_lock(&target.lock);
    if (target.is_open && target.is_stream)
        send_waiting();
    if (target.fd >= 0)
        close(target.fd);
    target.fd = -1;
    target.is_open = false;
    target.waiting_length = target.begun = 0;
    pthread_mutex_unlock(&target.lock);
}

void log_syslog_turn(void)
{
    pthread_mutex_lock(&target.lock);
    if (target.is_open && target.waiting_length)
        send_waiting();
    pthread_mutex_unlock(&target.lock);
}
