/* See memory.h. */
#include "common/memory.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

enum { TIDY_US = 10 * 1000 * 1000 };

static void *or_die(void *at, size_t count, size_t size)
{
    if (at)
        return at;
    fprintf(
        stderr,
        "{\"level\":\"error\",\"event\":\"memory.out\",\"bytes\":%zu}\n",
        count * size
    );
    abort();
}

void *memory_new(size_t count, size_t size)
{
    return or_die(calloc(count ? count : 1, size ? size : 1), count, size);
}

void *memory_resize(void *at, size_t count, size_t size)
{
    return or_die(reallocarray(at, count ? count : 1, size ? size : 1), count, size);
}

char *memory_copy_text(struct text text)
{
    char *copy = memory_new(text.length + 1, 1);

    if (text.length)
        memcpy(copy, text.at, text.length);
    return copy;
}

void memory_free(void *at)
{
    free(at);
}

bool memory_tidy(int64_t now_us)
{
    static int64_t next_us;

    if (now_us < next_us)
        return false;
    next_us = now_us + TIDY_US;
    (void)malloc_trim(0);
    return true;
}
