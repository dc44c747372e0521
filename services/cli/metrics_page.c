/* See metrics_page.h. */
#include "services/cli/metrics_page.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "services/cli/client.h"

enum { HTTP_OFFSET = 4000, TIMEOUT_S = 2 };

static int connect_to(const char *service)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    const struct timeval timeout = {.tv_sec = TIMEOUT_S};
    struct addrinfo *found = NULL;
    char port[16];
    int handle = -1;

    snprintf(
        port,
        sizeof(port),
        "%ld",
        client_port_base() + HTTP_OFFSET + client_port_of(service)
    );
    if (getaddrinfo(client_host(), port, &hints, &found) != 0)
        return -1;
    for (const struct addrinfo *at = found; at && handle < 0; at = at->ai_next) {
        handle = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
        if (handle < 0)
            continue;
        (void)setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
        (void)setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
        if (connect(handle, at->ai_addr, at->ai_addrlen) != 0) {
            close(handle);
            handle = -1;
        }
    }
    freeaddrinfo(found);
    return handle;
}

static struct text read_all(int handle, struct arena *arena)
{
    size_t size = 64 * 1024, length = 0;
    char *at = arena_take(arena, size);
    ssize_t got;

    while ((got = recv(handle, at + length, size - length, 0)) > 0) {
        length += (size_t)got;
        if (length < size)
            continue;
        if (size >= METRICS_PAGE_BYTES_MAX)
            return (struct text){0};
        char *larger = arena_take(arena, 2 * size);
        memcpy(larger, at, length);
        at = larger;
        size *= 2;
    }
    return got < 0 ? (struct text){0} : (struct text){at, length};
}

struct text page_fetch(const char *service, const char *path, struct arena *arena)
{
    struct text request = arena_format(
        arena,
        "GET %s HTTP/1.0\r\nHost: %s\r\nAccept: text/plain\r\n\r\n",
        path,
        client_host()
    );
    int handle = connect_to(service);
    struct text page = {0};

    if (handle < 0)
        return page;
    if (send(handle, request.at, request.length, MSG_NOSIGNAL) == (ssize_t)request.length)
        page = read_all(handle, arena);
    close(handle);
    const char *body = page.at ? memmem(page.at, page.length, "\r\n\r\n", 4) : NULL;
    if (!body)
        return (struct text){0};
    return (struct text){body + 4, page.length - (size_t)(body + 4 - page.at)};
}

/* name="value" pairs up to the brace; false when the line is broken. */
static bool read_labels(struct text *line, struct sample *sample)
{
    while (line->length && *line->at != '}') {
        const char *equals = memchr(line->at, '=', line->length);
        const char *end = line->at + line->length;
        if (!equals || end - equals < 3 || equals[1] != '"')
            return false;
        const char *quote = memchr(equals + 2, '"', (size_t)(end - equals - 2));
        if (!quote)
            return false;
        if (sample->label_count < SAMPLE_LABELS_MAX)
            sample->labels[sample->label_count++] = (struct sample_label){
                {line->at, (size_t)(equals - line->at)},
                {equals + 2, (size_t)(quote - equals - 2)},
            };
        quote += quote + 1 < end && quote[1] == ',' ? 2 : 1;
        *line = (struct text){quote, (size_t)(end - quote)};
    }
    if (!line->length)
        return false;
    *line = (struct text){line->at + 1, line->length - 1};
    return true;
}

static bool read_sample(struct text line, struct sample *ret_sample)
{
    char number[64];
    char *end = NULL;
    size_t length = 0;

    *ret_sample = (struct sample){.value = 0};
    while (length < line.length && line.at[length] != '{' && line.at[length] != ' ')
        length++;
    if (length == 0 || length == line.length || line.at[0] == '#')
        return false;
    ret_sample->name = (struct text){line.at, length};
    bool labelled = line.at[length] == '{';
    line = (struct text){line.at + length + 1, line.length - length - 1};
    if (labelled && !read_labels(&line, ret_sample))
        return false;
    length = size_min(line.length, sizeof(number) - 1);
    memcpy(number, line.at, length);
    number[length] = '\0';
    ret_sample->value = strtod(number, &end);
    return end != number;
}

bool page_next(struct text *io_page, struct sample *ret_sample)
{
    while (io_page->length > 0) {
        const char *newline = memchr(io_page->at, '\n', io_page->length);
        size_t length = newline ? (size_t)(newline - io_page->at) : io_page->length;
        struct text line = {io_page->at, length};
        size_t step = size_min(length + 1, io_page->length);
        *io_page = (struct text){io_page->at + step, io_page->length - step};
        if (read_sample(line, ret_sample))
            return true;
    }
    return false;
}

struct text sample_label(const struct sample *sample, const char *name)
{
    for (size_t i = 0; i < sample->label_count; i++) {
        if (text_is(sample->labels[i].name, name))
            return sample->labels[i].value;
    }
    return (struct text){0};
}

double page_sum(struct text page, const char *name)
{
    struct sample sample;
    double sum = 0;

    while (page_next(&page, &sample)) {
        if (text_is(sample.name, name))
            sum += sample.value;
    }
    return sum;
}
