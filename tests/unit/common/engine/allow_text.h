/* An allow-list of a test, read as every allow-list is. */
#pragma once

#include <unistd.h>

#include "tests/unit/common/engine/bench.h"

#define KEY_A "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define KEY_B "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
#define KEY_C "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"

static inline enum error
allow_from(struct allow **allow, struct text yaml, struct arena *arena, struct text *ret_faults)
{
    char path[] = "/tmp/allow_test.XXXXXX";
    int file = mkstemp(path);

    assert_true(file >= 0);
    assert_int_equal(write(file, yaml.at, yaml.length), yaml.length);
    close(file);
    enum error error = allow_read(allow, path, arena, ret_faults);
    unlink(path);
    return error;
}

/* Reads it into the bench's engine. */
static inline void bench_allow(struct bench *bench, const char *yaml)
{
    struct text faults = {0};

    if (allow_from(&bench->engine.allow, text_of(yaml), &bench->arena, &faults) != OK)
        fail_msg("%s", faults.at);
}
