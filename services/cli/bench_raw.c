/* The raw limit of PostgreSQL beside intake: the same rows, nothing but unnest and COMMIT. See bench.h. */
#include "services/cli/bench.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/random.h"
#include "common/store.h"
#include "common/store_admin.h"
#include "services/cli/statements.h"

/* What a bench request makes of a request: envelope of the event, hash, wrapped key (services/intake/records.def). */
enum {
    CONNECTIONS_MAX = 8,
    ENVELOPE_BYTES = 935,
    ACKNOWLEDGED_BYTES = 430,
    HASH_BYTES = 32,
    KEY_ID_BYTES = 8,
    WRAPPED_BYTES = 60
};

struct raw;

struct writer {
    struct raw *raw;
    struct store *store;
    bool busy;
    struct arena arena;
};

struct raw {
    const struct bench_options *options;
    struct writer writers[CONNECTIONS_MAX];
    uint8_t bytes[ENVELOPE_BYTES];
    int64_t seq;
    long rows;
    bool failed;
};

static void take(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct raw *raw = ((struct writer *)context)->raw;

    if (!rows && !raw->failed) {
        raw->failed = true;
        fprintf(
            stderr,
            "shouli bench: %s\n",
            failure ? failure->message : "the statement was skipped"
        );
    }
}

static void end(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct writer *writer = context;

    (void)rows;
    (void)failure;
    writer->busy = false;
    writer->raw->rows += writer->raw->options->rows;
}

struct columns {
    struct array seqs, cases, envelopes, hashes, ids, keys, contents, firsts, key_ids, wrapped;
};

static void add_row(struct raw *raw, struct columns *columns, int64_t now_ms)
{
    uint8_t random[42];

    random_bytes(random, sizeof(random));
    struct uuid id = uuid_make(now_ms, random);
    /* case.received, and case.acknowledged because the channel is one where nobody waits. */
    for (int event = 0; event < 2; event++) {
        array_int(&columns->seqs, ++raw->seq);
        array_uuid(&columns->cases, id);
        array_bytes(
            &columns->envelopes,
            (struct bytes){raw->bytes, event ? ACKNOWLEDGED_BYTES : ENVELOPE_BYTES}
        );
        array_bytes(&columns->hashes, (struct bytes){raw->bytes, HASH_BYTES});
    }
    array_uuid(&columns->ids, id);
    array_int(&columns->firsts, raw->seq - 1);
    array_bytes(&columns->keys, (struct bytes){random + 10, 16});
    array_bytes(&columns->contents, (struct bytes){random + 26, 16});
    array_bytes(&columns->key_ids, (struct bytes){random, KEY_ID_BYTES});
    array_bytes(&columns->wrapped, (struct bytes){raw->bytes, WRAPPED_BYTES});
}

static void send_batch(struct raw *raw, struct writer *writer)
{
    struct arena *arena = &writer->arena;
    size_t rows = (size_t)raw->options->rows;
    struct columns columns;
    struct params params;

    arena_reset(arena);
    array_begin(&columns.seqs, arena, ARRAY_int, rows * 2);
    array_begin(&columns.cases, arena, ARRAY_uuid, rows * 2);
    array_begin(&columns.firsts, arena, ARRAY_int, rows);
    array_begin(&columns.ids, arena, ARRAY_uuid, rows);
    array_begin(&columns.envelopes, arena, ARRAY_bytes, rows * 60);
    array_begin(&columns.hashes, arena, ARRAY_bytes, rows * 4);
    array_begin(&columns.keys, arena, ARRAY_uuid, rows);
    array_begin(&columns.contents, arena, ARRAY_uuid, rows);
    array_begin(&columns.key_ids, arena, ARRAY_bytes, rows);
    array_begin(&columns.wrapped, arena, ARRAY_bytes, rows * 3);
    int64_t now_ms = clock_now_ms();
    for (size_t i = 0; i < rows; i++)
        add_row(raw, &columns, now_ms);
    params_begin(&params, arena);
    array_end(&columns.seqs, &params);
    array_end(&columns.cases, &params);
    array_end(&columns.envelopes, &params);
    array_end(&columns.hashes, &params);
    array_end(&columns.keys, &params);
    array_end(&columns.contents, &params);
    array_end(&columns.firsts, &params);
    array_end(&columns.ids, &params);
    array_end(&columns.key_ids, &params);
    array_end(&columns.wrapped, &params);
    store_send(writer->store, &cli_bench_begin_statement, NULL, take, writer);
    store_send(writer->store, &cli_bench_insert_statement, &params, take, writer);
    store_send(writer->store, &cli_bench_commit_statement, NULL, take, writer);
    store_sync(writer->store, end, writer);
    writer->busy = true;
}

static bool turn(struct raw *raw, bool more)
{
    struct pollfd fds[CONNECTIONS_MAX];
    long count = raw->options->connections;
    bool busy = false;

    for (long i = 0; i < count; i++) {
        struct writer *writer = &raw->writers[i];
        store_turn(writer->store);
        if (store_state(writer->store) == STORE_broken) {
            fprintf(stderr, "shouli bench: %s\n", store_failure(writer->store)->message);
            raw->failed = true;
        }
        if (more && !writer->busy && store_state(writer->store) == STORE_open)
            send_batch(raw, writer);
        busy = busy || writer->busy;
        fds[i] = (struct pollfd){
            .fd = store_fd(writer->store),
            .events = (short)(POLLIN | (store_wants_write(writer->store) ? POLLOUT : 0)),
        };
    }
    if (!raw->failed)
        poll(fds, (nfds_t)count, 10);
    return (busy || more) && !raw->failed;
}

static bool prepare(const char *url)
{
    struct store_admin *admin = NULL;
    struct arena arena = {0};
    bool fine = store_admin_open(url, "shouli-bench", &admin) == OK &&
                store_admin_execute(admin, cli_bench_drop_statement.sql) == OK &&
                store_admin_execute(admin, cli_bench_schema_statement.sql) == OK;

    if (!fine)
        fprintf(stderr, "shouli bench: %s\n", store_admin_failure(admin)->message);
    store_admin_destroy(&admin);
    arena_done(&arena);
    return fine;
}

int bench_raw(const struct bench_options *options)
{
    static const struct statement *const statements[] = {
        &cli_bench_begin_statement,
        &cli_bench_insert_statement,
        &cli_bench_commit_statement};
    const char *url = getenv("SHOULI_DATABASE_URL");
    struct raw raw = {.options = options};

    if (!url || !prepare(url)) {
        fprintf(
            stderr,
            "shouli bench: SHOULI_DATABASE_URL must name the owner: set -a; . run/env\n"
        );
        return 3;
    }
    random_bytes(raw.bytes, sizeof(raw.bytes));
    for (long i = 0; i < options->connections; i++)
        raw.writers[i] = (struct writer
        ){.raw = &raw, .store = store_new(url, "shouli-bench", statements, LENGTH(statements))};
    int64_t from_us = clock_monotone_us() + 500000;
    int64_t end_us = from_us + options->seconds * 1000000;
    long before = 0, during = 0;
    while (turn(&raw, clock_monotone_us() < end_us)) {
        if (clock_monotone_us() < from_us)
            before = raw.rows;
        if (clock_monotone_us() < end_us)
            during = raw.rows;
    }
    printf(
        "{\"rows_per_second\": %.0f}\n",
        (double)(during - before) / (double)options->seconds
    );
    for (long i = 0; i < options->connections; i++) {
        store_destroy(&raw.writers[i].store);
        arena_done(&raw.writers[i].arena);
    }
    return raw.failed ? 3 : 0;
}
