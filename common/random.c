/* See random.h. */
#include "common/random.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>

#include "common/log.h"

enum { BUFFER_BYTES = 4096 };

/* The first `left` bytes have not been given out. */
static _Thread_local struct {
    uint8_t bytes[BUFFER_BYTES];
    size_t left;
} buffer;

static pthread_once_t watch_once = PTHREAD_ONCE_INIT;

static void forget_buffer(void)
{
    explicit_bzero(&buffer, sizeof(buffer));
}

static void watch_forks(void)
{
    pthread_atfork(NULL, NULL, forget_buffer);
}

static void ask_kernel(uint8_t *at, size_t size)
{
    while (size) {
        ssize_t got = getrandom(at, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            log_error("random.none", LOG_STRING("cause", strerror(errno)));
            abort();
        }
        at += got;
        size -= (size_t)got;
    }
}

void random_bytes(void *ret_bytes, size_t size)
{
    uint8_t *at = ret_bytes;

    if (size > BUFFER_BYTES) {
        ask_kernel(at, size);
        return;
    }
    if (buffer.left < size) {
        pthread_once(&watch_once, watch_forks);
        ask_kernel(buffer.bytes, BUFFER_BYTES);
        buffer.left = BUFFER_BYTES;
    }
    if (!size)
        return;

    uint8_t *piece = buffer.bytes + buffer.left - size;
    memcpy(at, piece, size);
    explicit_bzero(piece, size);
    buffer.left -= size;
}
