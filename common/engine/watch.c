/* See watch.h. */
#include "common/engine/watch.h"

#include <stdio.h>

#include "common/engine/noted.h"
#include "common/engine/service.h"
#include "common/engine/statements.h"
#include "common/log.h"
#include "common/metrics.h"
#include "common/sha256.h"

const struct list_shape watch_chain_list =
    {"chain", &engine_chain_slice_statement, true, false};
const struct list_shape watch_database_list =
    {"database", &engine_database_state_statement, true, false};

/* Where the walk over the chain stands. */
struct walk {
    int64_t reached;
    char hash[WATCH_HEX_BYTES]; /* empty: not begun */
};

static struct walk walk; /* as of the newest slice whose transaction was committed */

/* What a slice has shown: counts once its transaction is committed (a decision may run again). */
struct shown {
    struct walk next;
    int64_t verified, fault;
    int64_t whole_ms; /* not 0: the walk has come to the head */
};

void watch_begin(bool with_redis)
{
    static const char *const postgres[] = {"connection", "no_answer", "53100", "53300"};
    static const char *const redis[] = {"OOM", "MISCONF"};

    walk = (struct walk){0, {0}};
    metric_add(METRIC_shouli_forbidden_total, 0);
    metric_add(METRIC_shouli_malformed_total, 0);
    metric_add_labelled(METRIC_shouli_clock_steps_total, 0, "forward");
    metric_add_labelled(METRIC_shouli_clock_steps_total, 0, "back");
    for (size_t i = 0; i < LENGTH(postgres); i++)
        metric_add_labelled(METRIC_shouli_postgres_failures_total, 0, postgres[i]);
    for (size_t i = 0; with_redis && i < LENGTH(redis); i++)
        metric_add_labelled(METRIC_shouli_redis_failures_total, 0, redis[i]);
}

static struct walk first_walk(const char *stream)
{
    struct walk first = {0, {0}};
    uint8_t digest[32];

    sha256(bytes_of_text(text_of(stream)), digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(first.hash + 2 * i, 3, "%02x", digest[i]);
    return first;
}

bool chain_slice_read(struct text line, struct chain_slice *ret_slice)
{
    char text[256];
    struct chain_slice slice;

    if (!text_to_c(line, text, sizeof(text)))
        return false;
    if (sscanf(
            text,
            "%lld|%64[0-9a-f]|%lld|%64[0-9a-f]|%lld",
            &slice.head,
            slice.head_hash,
            &slice.reached,
            slice.hash,
            &slice.broken
        ) != 5)
        return false;
    *ret_slice = slice;
    return true;
}

/* The first event that does not fit, 0 when all do. What is missing at the end shows by what was to be reached, and
 * by the hash that the head has kept. */
static int64_t fault_of(const struct walk *from, const struct chain_slice *slice)
{
    int64_t expected = int64_min(slice->head, from->reached + WATCH_CHAIN_SLICE);

    if (slice->broken)
        return slice->broken;
    if (slice->reached < expected)
        return slice->reached + 1;
    if (slice->reached > slice->head ||
        (slice->reached == slice->head && strcmp(slice->hash, slice->head_hash) != 0))
        return slice->reached;
    return 0;
}

static void show(const void *what)
{
    const struct shown *shown = what;

    walk = shown->next;
    metric_set(METRIC_shouli_chain_verified_seq, shown->verified);
    if (shown->fault) {
        metric_set(METRIC_shouli_chain_broken_seq, shown->fault);
        log_limited(LOG_error, 1, "chain.broken", LOG_INT("seq", shown->fault));
    } else if (shown->whole_ms) {
        metric_set(METRIC_shouli_chain_broken_seq, 0);
        metric_set_us(METRIC_shouli_chain_verified_timestamp_seconds, shown->whole_ms * 1000);
    }
}

struct bytes watch_chain_key(struct arena *arena, const char *stream)
{
    const struct walk from = walk.hash[0] ? walk : first_walk(stream);

    return bytes_of_text(arena_format(arena, "%lld|%s", (long long)from.reached, from.hash));
}

enum error watch_chain(struct call *call)
{
    int64_t seq;
    const char *stream = call_stream(call, &seq);
    const struct walk first = first_walk(stream);
    const struct walk from = walk.hash[0] ? walk : first;
    struct chain_slice slice;

    const struct key_list *lines =
        call_list(call, &watch_chain_list, watch_chain_key(call->arena, stream));
    if (!lines)
        return ERROR_need;
    if (lines->count != 1 || !chain_slice_read(text_of_bytes(lines->keys[0]), &slice))
        return OK;
    struct shown shown = {.next = first, .fault = fault_of(&from, &slice)};
    shown.verified = shown.fault ? shown.fault - 1 : slice.reached;
    if (!shown.fault && slice.reached == slice.head) {
        shown.whole_ms = call->now_ms;
    } else if (!shown.fault) {
        shown.next.reached = slice.reached;
        memcpy(shown.next.hash, slice.hash, sizeof(slice.hash));
    }
    call_note_apply(call, show, &shown, sizeof(shown));
    return OK;
}

static const char *line_of(struct arena *arena, struct bytes line)
{
    return arena_format(arena, "%.*s", (int)line.length, (const char *)line.at).at;
}

enum error watch_database(struct call *call)
{
    const struct key_list *lines =
        call_list(call, &watch_database_list, bytes_of_text(TEXT("")));
    long long replicas, unused, kept, waiting;

    if (!lines)
        return ERROR_need;
    if (lines->count != 1)
        return OK;
    const char *line = line_of(call->arena, lines->keys[0]);
    if (sscanf(line, "%lld|%lld|%lld|%lld", &replicas, &unused, &kept, &waiting) != 4)
        return OK;
    metric_set(METRIC_shouli_postgres_replicas, replicas);
    metric_set(METRIC_shouli_postgres_slots_unused, unused);
    metric_set(METRIC_shouli_postgres_wal_kept_bytes, kept);
    metric_set(METRIC_shouli_postgres_archive_waiting_bytes, waiting);
    return OK;
}
