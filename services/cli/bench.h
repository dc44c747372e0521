/* `shouli bench`: load on intake and the raw limit of PostgreSQL beside it, for tests/bench/run and for operators
 * who want to know what their machine can do.
 *
 *     shouli bench accept [--publishers 4] [--window 500] [--seconds 3] [--rate PER_SECOND] [--source S]
 *                         [--traced 1]
 *     shouli bench raw    [--connections 2] [--rows 1000] [--seconds 3]
 *     shouli bench life   [--cycles 4000] [--window 500] [--clerks 200]
 *
 * accept: closed loop with `window` unanswered requests a publisher, or open loop at `rate` in all, latency counted
 * from the time at which a request was due; with --traced 1 each brings a W3C trace of its own. raw: the rows that intake writes for a request, by unnest, in
 * transactions of `rows`, with as many connections; needs SHOULI_DATABASE_URL of the owner and makes schema `bench`.
 * life: so many requests from the publisher to archive's package: published with `window` unanswered, claimed, resolved
 * and closed by `clerks` members of staff who do one thing at a time.
 * Prints one JSON object. Exit code 0, 2 for wrong options, 3 when nothing answers. */
#pragma once

/* argv[0] is "bench". */
int cli_bench(int argc, char **argv);

/* Shared by its parts. */
struct bench_options {
    long publishers, window, seconds, rate, connections, rows, cycles, clerks, traced;
    const char *source;
};

int bench_accept(const struct bench_options *options);
int bench_raw(const struct bench_options *options);
int bench_life(const struct bench_options *options);
