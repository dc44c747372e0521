/* A followed stream that a test plays: events with their chain, positions, errors. */
#pragma once

#include "common/engine/follow_inside.h"
#include "tests/unit/common/engine/scripted_socket.h"

static inline struct follow *upstream_begin(struct bench *bench)
{
    bench->reactions[0] = (struct reaction){"up", SAMPLE_told, bench_decide, &counted_record};
    bench->service.reaction_count = 1;
    assert_int_equal(follows_open(&bench->engine), OK);
    return &bench->engine.follows->follow[0];
}

/* The event with that seq; `text` is what the decision does, NULL: an event that does not concern us. */
static inline struct bytes upstream_envelope(struct arena *arena, int64_t seq, const char *text)
{
    char packed[400], id[UUID_TEXT_LENGTH + 1];

    uuid_to_text(bench_case((int)seq), id);
    snprintf(
        packed,
        sizeof(packed),
        "{specversion: '1.0', id: 'up-%lld', source: '/shouli/up', type: '%s', time: t(1000), "
        "caseid: '%s', data: {key: '%s', number: %lld, text: '%s'}}",
        (long long)seq,
        text ? "told.v1" : "other.v1",
        id,
        id,
        (long long)seq,
        text ? text : "none"
    );
    return pack_text(arena, packed);
}

/* Events from `from` on, one for each text; `chain` is the hash before them and becomes the last one's. */
static inline struct bytes upstream_events(
    struct arena *arena,
    int64_t from,
    const char *const *texts,
    size_t count,
    uint8_t chain[32]
)
{
    struct pack_writer writer;

    pack_begin(&writer, arena, 256);
    pack_map(&writer, 3);
    pack_string(&writer, "op");
    pack_string(&writer, "events");
    pack_string(&writer, "stream");
    pack_string(&writer, "up");
    pack_string(&writer, "events");
    pack_array(&writer, count);
    for (size_t i = 0; i < count; i++) {
        int64_t seq = from + (int64_t)i;
        struct bytes envelope = upstream_envelope(arena, seq, texts[i]);
        uint8_t hash[32];
        stream_hash(chain, seq, envelope, hash);
        memcpy(chain, hash, 32);
        pack_array(&writer, 3);
        pack_int(&writer, seq);
        pack_bin(&writer, envelope);
        pack_bin(&writer, (struct bytes){hash, 32});
    }
    return pack_end(&writer);
}

/* One event, `chain` as above. */
static inline struct bytes
upstream_event(struct arena *arena, int64_t seq, const char *text, uint8_t chain[32])
{
    return upstream_events(arena, seq, &text, 1, chain);
}

static inline bool upstream_say(struct bench *bench, struct follow *follow, struct bytes body)
{
    return follow_take_message(&bench->engine, follow, body);
}
