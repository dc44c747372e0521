/* See clock.h. */
#include "common/clock.h"

#include <stddef.h>
#include <time.h>

static int64_t (*injected_now_ms)(void);

int64_t clock_now_ms(void)
{
    struct timespec now;

    if (injected_now_ms)
        return injected_now_ms();
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotone_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_boot_ms(void)
{
    struct timespec now;

    if (injected_now_ms)
        return injected_now_ms();
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_inject(int64_t (*now_ms)(void))
{
    injected_now_ms = now_ms;
}
