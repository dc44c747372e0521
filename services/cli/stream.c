/* See stream.h. */
#include "services/cli/stream.h"

#include <stdio.h>

#include "common/clock.h"
#include "common/memory.h"
#include "common/msgpack.h"
#include "common/sha256.h"

enum { CREDIT = 2000, SILENCE_MS = 5000, KEEP_ALIVE_MS = 1000 };

struct stream {
    const struct stream_wish *wish;
    struct client *client;
    struct arena arena;        /* of the message that is being read */
    struct pack_reader events; /* what is left of it */
    uint32_t left;
    int64_t next;     /* 0: not known yet */
    uint8_t hash[32]; /* of event next - 1 */
    bool has_hash;
    int64_t heard_us, told_us;
    int64_t taken; /* since credit was given */
};

void chain_begin(const char *stream, uint8_t ret_hash[32])
{
    sha256(bytes_of_text(text_of(stream)), ret_hash);
}

void chain_next(
    const uint8_t before[32],
    int64_t seq,
    struct bytes envelope,
    uint8_t ret_hash[32]
)
{
    struct sha256 sum;
    uint8_t number[8];

    for (int i = 0; i < 8; i++)
        number[i] = (uint8_t)((uint64_t)seq >> (56 - 8 * i));
    sha256_begin(&sum);
    sha256_add(&sum, (struct bytes){before, 32});
    sha256_add(&sum, (struct bytes){number, sizeof(number)});
    sha256_add(&sum, envelope);
    sha256_end(&sum, ret_hash);
}

static void send(struct stream *stream, struct pack_writer *writer)
{
    const struct bytes frame = pack_end(writer);

    stream->told_us = clock_monotone_us();
    (void)socket_send(client_socket(stream->client), &frame, 1);
}

static void send_follow(struct stream *stream)
{
    const struct stream_wish *wish = stream->wish;
    struct arena arena = {0};
    struct pack_writer writer;
    bool resumes = stream->has_hash && stream->next > 1 && !wish->type_count;

    pack_begin(&writer, &arena, 512);
    pack_map(&writer, 4 + (size_t)(wish->type_count > 0) + (size_t)resumes);
    pack_string(&writer, "op");
    pack_string(&writer, "follow");
    pack_string(&writer, "stream");
    pack_string(&writer, wish->service);
    pack_string(&writer, "credit");
    pack_int(&writer, CREDIT);
    pack_string(&writer, "from");
    if (stream->next)
        pack_int(&writer, stream->next);
    else
        pack_string(&writer, "new");
    if (wish->type_count) {
        pack_string(&writer, "types");
        pack_array(&writer, wish->type_count);
        for (size_t i = 0; i < wish->type_count; i++)
            pack_str(&writer, wish->types[i]);
    }
    if (resumes) {
        pack_string(&writer, "after");
        pack_bin(&writer, (struct bytes){LIST(stream->hash)});
    }
    send(stream, &writer);
    arena_done(&arena);
    stream->taken = 0;
    stream->heard_us = clock_monotone_us();
}

static void send_credit(struct stream *stream)
{
    struct arena arena = {0};
    struct pack_writer writer;

    pack_begin(&writer, &arena, 64);
    pack_map(&writer, 3);
    pack_string(&writer, "op");
    pack_string(&writer, "credit");
    pack_string(&writer, "n");
    pack_int(&writer, stream->taken);
    pack_string(&writer, "cursor");
    pack_int(&writer, stream->next ? stream->next - 1 : 0);
    send(stream, &writer);
    arena_done(&arena);
    stream->taken = 0;
}

struct stream *stream_new(const struct stream_wish *wish)
{
    struct client *client = client_new(wish->service, "operator", 1);
    struct stream *stream;

    if (!client)
        return NULL;
    stream = memory_new(1, sizeof(*stream));
    stream->wish = wish;
    stream->client = client;
    stream->next = wish->from;
    if (wish->from == 1) {
        chain_begin(wish->service, stream->hash);
        stream->has_hash = true;
    }
    send_follow(stream);
    return stream;
}

void stream_destroy(struct stream **stream)
{
    if (!*stream)
        return;
    client_destroy(&(*stream)->client);
    arena_done(&(*stream)->arena);
    memory_free(*stream);
    *stream = NULL;
}

static void say(struct stream_said *said, enum stream_word word, int64_t seq, const char *why)
{
    said->word = word;
    said->seq = seq;
    snprintf(said->why, sizeof(said->why), "%s", why);
}

/* An element of `events`: [seq, envelope, hash]. */
static void take_event(struct stream *stream, struct stream_said *said)
{
    struct pack_value triple = pack_next(&stream->events);
    struct pack_value seq = pack_next(&stream->events);
    struct pack_value envelope = pack_next(&stream->events);
    struct pack_value told = pack_next(&stream->events);
    bool whole = !stream->wish->type_count;
    uint8_t hash[32];

    stream->left--;
    if (triple.type != PACK_array || triple.count != 3 || seq.type != PACK_int ||
        envelope.type != PACK_bin || told.type != PACK_bin || told.bytes.length != 32) {
        say(said, STREAM_broken, stream->next, "a message that is no list of events");
        return;
    }
    if (stream->next && (whole ? seq.integer != stream->next : seq.integer < stream->next)) {
        say(said, STREAM_broken, stream->next, "an event is missing or out of order");
        return;
    }
    if (whole && stream->has_hash) {
        chain_next(stream->hash, seq.integer, envelope.bytes, hash);
        if (memcmp(hash, told.bytes.at, sizeof(hash)) != 0) {
            say(said, STREAM_broken, seq.integer, "the event does not fit to the chain");
            return;
        }
    }
    memcpy(stream->hash, told.bytes.at, sizeof(stream->hash));
    stream->has_hash = whole;
    stream->next = seq.integer + 1;
    stream->taken++;
    said->envelope = envelope.bytes;
    say(said, STREAM_event, seq.integer, "");
}

/* What stands under the keys of a message. */
struct heard {
    struct text op, code, message;
    int64_t seq;
    struct pack_reader events;
    uint32_t event_count;
};

static bool read_heard(struct bytes raw, struct heard *ret_heard)
{
    struct pack_reader reader = pack_reader_of(raw);
    struct pack_value map = pack_next(&reader);

    *ret_heard = (struct heard){.seq = 0};
    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct text key = text_of_bytes(pack_next(&reader).bytes);
        struct pack_reader value_at = reader;
        struct pack_value value = pack_next(&value_at);
        if (!pack_skip(&reader, ENVELOPE_DEPTH_MAX).at)
            return false;
        if (text_is(key, "op"))
            ret_heard->op = text_of_bytes(value.bytes);
        else if (text_is(key, "code"))
            ret_heard->code = text_of_bytes(value.bytes);
        else if (text_is(key, "message"))
            ret_heard->message = text_of_bytes(value.bytes);
        else if (text_is(key, "seq"))
            ret_heard->seq = value.integer;
        else if (text_is(key, "events")) {
            ret_heard->events = value_at;
            ret_heard->event_count = value.count;
        }
    }
    return ret_heard->op.at != NULL;
}

/* False for what says nothing to the caller. */
static bool take_message(struct stream *stream, struct bytes raw, struct stream_said *said)
{
    struct heard heard;

    stream->heard_us = clock_monotone_us();
    if (!read_heard(raw, &heard))
        return false;
    if (text_is(heard.op, "events") && heard.event_count > 0) {
        stream->events = heard.events;
        stream->left = heard.event_count;
        take_event(stream, said);
        return true;
    }
    if (text_is(heard.op, "position")) {
        if (!stream->next)
            stream->next = heard.seq + 1;
        say(said, STREAM_position, heard.seq, "");
        return true;
    }
    if (!text_is(heard.op, "error"))
        return false;
    say(said, STREAM_refused, stream->next, "");
    snprintf(
        said->why,
        sizeof(said->why),
        "%.*s: %.*s",
        (int)heard.code.length,
        heard.code.at,
        (int)heard.message.length,
        heard.message.length ? heard.message.at : ""
    );
    return true;
}

/* Keeps the follow alive; a service that says nothing is asked anew. */
static void tend(struct stream *stream)
{
    int64_t now_us = clock_monotone_us();

    if (now_us - stream->heard_us > SILENCE_MS * INT64_C(1000))
        send_follow(stream);
    else if (stream->taken >= CREDIT / 2 || now_us - stream->told_us > KEEP_ALIVE_MS * INT64_C(1000))
        send_credit(stream);
}

void stream_next(struct stream *stream, int64_t timeout_ms, struct stream_said *ret_said)
{
    const int64_t until_us = clock_monotone_us() + timeout_ms * 1000;
    struct waited waited = {.socket = client_socket(stream->client)};
    struct parts parts;

    tend(stream);
    if (stream->left > 0) {
        take_event(stream, ret_said);
        return;
    }
    for (int64_t left_us; (left_us = until_us - clock_monotone_us()) > 0;) {
        if (!socket_receive(waited.socket, &parts)) {
            sockets_wait(&waited, 1, int64_min(left_us / 1000 + 1, KEEP_ALIVE_MS / 2));
            tend(stream);
            continue;
        }
        arena_reset(&stream->arena);
        struct bytes raw = arena_bytes(&stream->arena, parts.frame[parts.count - 1]);
        parts_done(&parts);
        if (take_message(stream, raw, ret_said))
            return;
    }
    say(ret_said, STREAM_silence, stream->next, "nothing was said");
}

int64_t stream_head(const char *service, int64_t timeout_ms)
{
    const struct stream_wish wish = {.service = service};
    struct stream *stream = stream_new(&wish);
    struct stream_said said = {.word = STREAM_silence};

    if (!stream)
        return -1;
    stream_next(stream, timeout_ms, &said);
    stream_destroy(&stream);
    return said.word == STREAM_position ? said.seq : -1;
}
