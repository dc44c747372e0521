/* See bench.h. */
#include "services/cli/bench.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct number_option {
    const char *name;
    long *at;
    long min, max;
};

static int usage(const char *why)
{
    fprintf(stderr, "shouli bench: %s; see services/cli/bench.h\n", why);
    return 2;
}

static bool set_number(
    const struct number_option *options,
    size_t count,
    const char *name,
    const char *value
)
{
    for (size_t i = 0; i < count; i++) {
        char *end = NULL;
        if (strcmp(options[i].name, name) != 0)
            continue;
        *options[i].at = strtol(value, &end, 10);
        return *end == 0 && *options[i].at >= options[i].min &&
               *options[i].at <= options[i].max;
    }
    return false;
}

int cli_bench(int argc, char **argv)
{
    struct bench_options options = {4, 500, 3, 0, 2, 1000, 4000, 200, 0, "/bench"};
    const struct number_option numbers[] = {
        {"--publishers", &options.publishers, 1, 256},
        {"--window", &options.window, 1, 20000},
        {"--seconds", &options.seconds, 1, 3600},
        {"--rate", &options.rate, 0, 10000000},
        {"--connections", &options.connections, 1, 8},
        {"--rows", &options.rows, 1, 10000},
        {"--cycles", &options.cycles, 1, 10000000},
        {"--clerks", &options.clerks, 1, 10000},
        {"--traced", &options.traced, 0, 1},
    };

    if (argc < 2)
        return usage("say accept, raw or life");
    for (int i = 2; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--source") == 0)
            options.source = argv[i + 1];
        else if (!set_number(
                     numbers,
                     sizeof(numbers) / sizeof(numbers[0]),
                     argv[i],
                     argv[i + 1]
                 ))
            return usage(argv[i]);
    }
    if (argc % 2)
        return usage("an option has no value");
    if (strcmp(argv[1], "accept") == 0)
        return bench_accept(&options);
    if (strcmp(argv[1], "raw") == 0)
        return bench_raw(&options);
    if (strcmp(argv[1], "life") == 0)
        return bench_life(&options);
    return usage("say accept, raw or life");
}
