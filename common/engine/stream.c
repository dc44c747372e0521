/* See stream.h. The ring is an array of entries and a list of memory blocks, one a batch; the oldest batches go
 * when the bytes are over the limit. */
#include "common/engine/stream.h"

#include <stdio.h>

#include "common/engine/engine.h"
#include "common/engine/trace.h"
#include "common/memory.h"
#include "common/sha256.h"

enum {
    PLACES_MIN = 1 << 10,
    PLACES_MAX = 1 << 17,
    EVENT_BYTES_USUAL = 512,
    APPLIED_SIZE = 4096
};

struct block {
    struct block *next;
    int64_t last_seq;
    size_t bytes;
    uint8_t data[];
};

/* What was applied of the followed streams when `seq` was the head. */
struct applied {
    int64_t seq;
    int64_t cursors[STREAMS_FOLLOWED_MAX];
};

struct stream {
    char name[64];
    int64_t seq;
    uint8_t hash[32];
    struct kept_event *ring; /* by seq modulo places */
    int64_t places;          /* a power of two; as many as there are bytes for */
    int64_t oldest;          /* kept; seq + 1 when none is */
    struct block *first, *last;
    size_t bytes, bytes_max;
    struct applied applied[APPLIED_SIZE];
    size_t applied_next, applied_count;
};

/* The ring's own memory is bounded by the setting, too: 96 bytes a place beside 512 of an event. */
static int64_t places_for(size_t ring_bytes_max)
{
    int64_t places = PLACES_MIN;

    while (places < PLACES_MAX && (size_t)places * EVENT_BYTES_USUAL < ring_bytes_max)
        places *= 2;
    return places;
}

struct stream *stream_new(const char *name, size_t ring_bytes_max)
{
    struct stream *stream = memory_new(1, sizeof(*stream));

    snprintf(stream->name, sizeof(stream->name), "%s", name);
    stream->places = places_for(ring_bytes_max);
    stream->ring = memory_new((size_t)stream->places, sizeof(*stream->ring));
    stream->bytes_max = ring_bytes_max;
    stream->oldest = 1;
    stream_first_hash(name, stream->hash);
    return stream;
}

void stream_destroy(struct stream **stream_at)
{
    struct stream *stream = *stream_at;

    if (!stream)
        return;
    while (stream->first) {
        struct block *next = stream->first->next;
        memory_free(stream->first);
        stream->first = next;
    }
    memory_free(stream->ring);
    memory_free(stream);
    *stream_at = NULL;
}

void stream_first_hash(const char *name, uint8_t ret_hash[32])
{
    sha256(bytes_of_text(text_of(name)), ret_hash);
}

void stream_hash(
    const uint8_t previous[32],
    int64_t seq,
    struct bytes envelope,
    uint8_t ret_hash[32]
)
{
    uint8_t big[8];
    struct sha256 sum;

    for (int i = 0; i < 8; i++)
        big[i] = (uint8_t)((uint64_t)seq >> (56 - 8 * i));
    sha256_begin(&sum);
    sha256_add(&sum, (struct bytes){previous, 32});
    sha256_add(&sum, (struct bytes){big, 8});
    sha256_add(&sum, envelope);
    sha256_end(&sum, ret_hash);
}

/* "<stream>-<seq>": unique within the source, and it names the event. Not printf: this runs once an event. */
static struct text event_id(const struct engine *engine, int64_t seq, struct arena *arena)
{
    size_t name = strlen(engine->stream_name);
    char digits[20];
    size_t count = 0;

    do {
        digits[count++] = (char)('0' + seq % 10);
        seq /= 10;
    } while (seq);
    char *at = arena_take(arena, name + 1 + count);
    memcpy(at, engine->stream_name, name);
    at[name] = '-';
    for (size_t i = 0; i < count; i++)
        at[name + 1 + i] = digits[count - 1 - i];
    return (struct text){at, name + 1 + count};
}

struct bytes stream_envelope(
    struct engine *engine,
    struct batch *batch,
    int64_t seq,
    const struct item *item,
    const struct emitted *emitted
)
{
    const struct message_shape *shape = engine_message_shape(engine, emitted->type);
    struct message event = {
        .shape = shape,
        .type_name = text_of(shape->name),
        .id = event_id(engine, seq, &batch->arena),
        .source = engine->source,
        .time_ms = batch->now_ms,
        .has_time = true,
        .case_id = emitted->of.id,
        .has_case = !uuid_is_zero(emitted->of.id),
        .case_no = emitted->of.no,
        .data = emitted->data,
    };
    const struct message *cause = emitted->cause;

    if (cause) {
        event.causationid = cause->id;
        event.correlationid = cause->correlationid.at ? cause->correlationid : cause->id;
        event.actorid = cause->actorid;
        event.actorrole = cause->actorrole;
        event.actorunit = cause->actorunit;
        event.extension_count = cause->extension_count;
        event.extensions = cause->extensions;
    }
    event.traceparent = trace_next(
        cause ? cause->traceparent : (struct text){0},
        emitted->of.id,
        engine->stream_name,
        seq,
        &batch->arena
    );
    (void)item;
    return message_encode(&event, &batch->arena);
}

int64_t stream_seq(const struct stream *stream)
{
    return stream->seq;
}

const uint8_t *stream_head_hash(const struct stream *stream)
{
    return stream->hash;
}

void stream_set_head(struct stream *stream, int64_t seq, const uint8_t hash[32])
{
    stream->seq = seq;
    stream->oldest = seq + 1;
    memcpy(stream->hash, hash, 32);
    metric_set(METRIC_shouli_stream_seq, seq);
}

static void drop_oldest(struct stream *stream)
{
    struct block *block = stream->first;

    stream->oldest = block->last_seq + 1;
    stream->bytes -= block->bytes;
    stream->first = block->next;
    if (!stream->first)
        stream->last = NULL;
    memory_free(block);
}

static struct block *copy_of(const struct batch *batch)
{
    size_t bytes = 0;

    for (size_t i = 0; i < batch->placed_count; i++)
        bytes += batch->placed[i].envelope.length;
    struct block *block = memory_resize(NULL, sizeof(*block) + bytes, 1); /* filled whole */
    *block = (struct block){.bytes = bytes, .last_seq = batch->seq};
    return block;
}

static void keep_events(struct stream *stream, const struct batch *batch)
{
    struct block *block = copy_of(batch);
    size_t used = 0;

    while (stream->first && (stream->bytes + block->bytes > stream->bytes_max ||
                             batch->seq - stream->oldest >= stream->places))
        drop_oldest(stream);
    for (size_t i = 0; i < batch->placed_count; i++) {
        const struct placed *placed = &batch->placed[i];
        struct kept_event *kept = &stream->ring[placed->seq % stream->places];
        size_t length = placed->envelope.length;
        memcpy(block->data + used, placed->envelope.at, length);
        *kept = (struct kept_event){
            .seq = placed->seq,
            .case_id = placed->case_id,
            .has_case = placed->has_case,
            .type = text_of(placed->type),
            .envelope = {block->data + used, length},
        };
        memcpy(kept->hash, placed->hash, 32);
        used += length;
    }
    if (stream->last)
        stream->last->next = block;
    else
        stream->first = block;
    stream->last = block;
    stream->bytes += block->bytes;
    /* Of a batch with more events than places the newest are kept. */
    if (batch->seq - stream->oldest >= stream->places)
        stream->oldest = batch->seq - stream->places + 1;
}

void stream_note_applied(struct engine *engine)
{
    struct stream *stream = engine->stream;
    struct applied *applied = &stream->applied[stream->applied_next];

    applied->seq = stream->seq;
    for (size_t i = 0; i < STREAMS_FOLLOWED_MAX && follows_name(engine->follows, i); i++)
        applied->cursors[i] = follows_cursor(engine->follows, i);
    stream->applied_next = (stream->applied_next + 1) % APPLIED_SIZE;
    if (stream->applied_count < APPLIED_SIZE)
        stream->applied_count++;
}

void stream_commit(struct engine *engine, const struct batch *batch)
{
    struct stream *stream = engine->stream;

    if (batch->placed_count)
        keep_events(stream, batch);
    stream->seq = batch->seq;
    memcpy(stream->hash, batch->hash, 32);
    stream_note_applied(engine);
    metric_set(METRIC_shouli_stream_seq, stream->seq);
}

const struct kept_event *stream_kept(const struct stream *stream, int64_t seq)
{
    if (seq < stream->oldest || seq > stream->seq)
        return NULL;
    return &stream->ring[seq % stream->places];
}

int64_t stream_oldest_kept(const struct stream *stream)
{
    return stream->oldest;
}

static const struct applied *applied_at(const struct stream *stream, int64_t seq)
{
    for (size_t back = 1; back <= stream->applied_count; back++) {
        size_t at = (stream->applied_next + APPLIED_SIZE - back) % APPLIED_SIZE;
        if (stream->applied[at].seq <= seq)
            return &stream->applied[at];
    }
    return NULL;
}

void stream_put_applied(struct engine *engine, int64_t seq, struct pack_writer *writer)
{
    const struct applied *applied = applied_at(engine->stream, seq);
    size_t count = 0;

    while (applied && follows_name(engine->follows, count))
        count++;
    pack_map(writer, count);
    for (size_t i = 0; i < count; i++) {
        pack_string(writer, follows_name(engine->follows, i));
        pack_int(writer, applied->cursors[i]);
    }
}
