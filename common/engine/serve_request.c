/* What a follower asks for: follow, credit, end (PROTOCOL section 3). Unknown keys are ignored. */
#include "common/engine/serve_inside.h"

#include "common/memory.h"
#include "common/msgpack.h"

struct request {
    struct text op, stream;
    int64_t from, cursor, credit, partition, partitions;
    bool has_from, has_cursor, has_partitions, from_new, faulty;
    struct bytes after;
    struct text types[SERVE_TYPES_MAX];
    size_t type_count;
};

static int64_t
read_count(struct request *request, const struct pack_value *value, bool *ret_has)
{
    if (value->type == PACK_nil)
        return 0;
    if (value->type != PACK_uint && (value->type != PACK_int || value->integer < 0)) {
        request->faulty = true;
        return 0;
    }
    if (ret_has)
        *ret_has = true;
    return value->type == PACK_uint ? INT64_MAX : value->integer;
}

static struct text read_text(struct request *request, const struct pack_value *value)
{
    if (value->type == PACK_nil)
        return (struct text){0};
    if (value->type != PACK_str)
        request->faulty = true;
    return text_of_bytes(value->bytes);
}

static struct bytes read_hash(struct request *request, const struct pack_value *value)
{
    if (value->type == PACK_nil)
        return (struct bytes){0};
    if (value->type != PACK_bin || value->bytes.length != 32)
        request->faulty = true;
    return value->bytes;
}

static void
read_types(struct request *request, struct pack_reader *reader, const struct pack_value *value)
{
    if (value->type == PACK_nil)
        return;
    /* A key that stands twice must not add to what it said before. */
    if (value->type != PACK_array || request->type_count || value->count > SERVE_TYPES_MAX) {
        request->faulty = true;
        return;
    }
    for (uint32_t i = 0; i < value->count; i++) {
        struct pack_value type = pack_next(reader);
        if (type.type != PACK_str || type.bytes.length > SERVE_TYPE_BYTES_MAX)
            request->faulty = true;
        else
            request->types[request->type_count++] = text_of_bytes(type.bytes);
    }
}

static void read_from(struct request *request, const struct pack_value *value)
{
    request->from_new = value->type == PACK_str && text_is(text_of_bytes(value->bytes), "new");
    if (!request->from_new)
        request->from = read_count(request, value, &request->has_from);
    else
        request->has_from = true;
}

static void read_pair(struct request *request, struct text key, struct bytes span)
{
    struct pack_reader reader = pack_reader_of(span);
    struct pack_value value = pack_next(&reader);

    if (text_is(key, "op"))
        request->op = read_text(request, &value);
    else if (text_is(key, "stream"))
        request->stream = read_text(request, &value);
    else if (text_is(key, "from"))
        read_from(request, &value);
    else if (text_is(key, "after"))
        request->after = read_hash(request, &value);
    else if (text_is(key, "types"))
        read_types(request, &reader, &value);
    else if (text_is(key, "credit") || text_is(key, "n"))
        request->credit = read_count(request, &value, NULL);
    else if (text_is(key, "cursor"))
        request->cursor = read_count(request, &value, &request->has_cursor);
    else if (text_is(key, "partition"))
        request->partition = read_count(request, &value, NULL);
    else if (text_is(key, "partitions"))
        request->partitions = read_count(request, &value, &request->has_partitions);
}

static bool read_request(struct bytes body, struct request *ret_request)
{
    struct pack_reader reader = pack_reader_of(body);
    struct pack_value map = pack_next(&reader);

    *ret_request = (struct request){0};
    if (map.type != PACK_map)
        return false;
    for (uint32_t i = 0; i < map.count; i++) {
        struct pack_value key = pack_next(&reader);
        struct bytes value = pack_skip(&reader, ENVELOPE_DEPTH_MAX);
        if (key.type != PACK_str || !value.at)
            return false;
        read_pair(ret_request, text_of_bytes(key.bytes), value);
    }
    return reader.at == reader.end && !ret_request->faulty;
}

void serve_error(
    struct engine *engine,
    const struct follower *follower,
    const char *code,
    const char *message
)
{
    struct arena *arena = &engine->serve->scratch;
    struct pack_writer writer;

    arena_reset(arena);
    pack_begin(&writer, arena, 256);
    pack_map(&writer, 3);
    pack_string(&writer, "op");
    pack_string(&writer, "error");
    pack_string(&writer, "code");
    pack_string(&writer, code);
    pack_string(&writer, "message");
    pack_string(&writer, message);
    (void)serve_send(engine, follower, pack_end(&writer));
    log_limited(LOG_info, 5, "serve.refused", LOG_STRING("code", code));
}

static size_t find(const struct serve *serve, struct bytes peer)
{
    size_t i = 0;

    while (i < serve->count &&
           !bytes_equal(
               peer,
               (struct bytes){serve->followers[i]->peer, serve->followers[i]->peer_length}
           ))
        i++;
    return i;
}

static bool may_follow(const struct client *client, const struct request *request)
{
    if (!client)
        return false;
    if (request->type_count == 0)
        return client_may_follow_all(client);
    for (size_t i = 0; i < request->type_count; i++) {
        if (!client_may_follow(client, request->types[i]))
            return false;
    }
    return true;
}

/* `after` against what is known without asking PostgreSQL; false: it differs. */
static bool check_after(struct engine *engine, struct follower *follower, struct bytes after)
{
    uint8_t known[32];
    const struct kept_event *kept = stream_kept(engine->stream, follower->next - 1);

    if (!after.at)
        return true;
    if (follower->next == 1)
        stream_first_hash(engine->stream_name, known);
    else if (follower->next - 1 == stream_seq(engine->stream))
        memcpy(known, stream_head_hash(engine->stream), 32);
    else if (kept)
        memcpy(known, kept->hash, 32);
    else {
        memcpy(follower->after, after.at, 32);
        follower->check_after = true;
        return true;
    }
    return memcmp(known, after.at, 32) == 0;
}

static const char *refusal(
    struct engine *engine,
    const struct request *request,
    const struct client *client,
    const char **ret_why
)
{
    *ret_why = "`from` must be 1 or more or \"new\", `credit` at most 65536, `partition` below "
               "`partitions`";
    if (!request->has_from || (!request->from_new && request->from < 1) ||
        request->credit > SERVE_CREDIT_MAX || request->partitions > 65536 ||
        request->partition >= (request->has_partitions ? request->partitions : 1))
        return "bad_request";
    *ret_why = "this key may not follow these types";
    if (!may_follow(client, request))
        return "forbidden";
    *ret_why = "this service writes another stream";
    if (request->stream.at && !text_is(request->stream, engine->stream_name))
        return "forked";
    *ret_why = "`from` is beyond the next event";
    if (!request->from_new && request->from > stream_seq(engine->stream) + 1)
        return "ahead";
    return NULL;
}

/* A type asked for is a prefix; a word of the allow-list without a star is that type and no other. */
static void limit_types(struct follower *follower, const struct client *client)
{
    for (size_t i = 0; i < follower->type_count; i++)
        follower->exact[i] = !client_may_follow_from(client, text_of(follower->types[i]));
}

static void
begin(struct engine *engine, struct follower *follower, const struct request *request)
{
    const char *why = NULL;
    const struct client *client = allow_find(engine->allow, follower->key);
    const char *code = refusal(engine, request, client, &why);

    if (!code) {
        follower->next = request->from_new ? stream_seq(engine->stream) + 1 : request->from;
        follower->credit = (size_t)request->credit;
        follower->type_count = request->type_count;
        for (size_t i = 0; i < request->type_count; i++) {
            memcpy(follower->types[i], request->types[i].at, request->types[i].length);
            follower->types[i][request->types[i].length] = 0;
        }
        limit_types(follower, client);
        follower->partition = (uint32_t)request->partition;
        follower->partitions = (uint32_t)request->partitions;
        follower->position_us = 0;
        follower->position_due = false;
        follower->hungry = follower->check_after = false;
        if (check_after(engine, follower, request->after))
            return;
        code = "forked";
        why = "`after` is not the hash of the event before `from`";
    }
    if (strcmp(code, "forbidden") == 0)
        metric_add(METRIC_shouli_forbidden_total, 1);
    serve_error(engine, follower, code, why);
    serve_forget(
        engine,
        find(engine->serve, (struct bytes){follower->peer, follower->peer_length}),
        code
    );
}

static struct follower *add_follower(struct engine *engine, const struct parts *parts)
{
    struct serve *serve = engine->serve;
    struct follower *follower = memory_new(1, sizeof(*follower));

    follower->peer_length = size_min(parts->frame[0].length, SERVE_PEER_BYTES_MAX);
    memcpy(follower->peer, parts->frame[0].at, follower->peer_length);
    memcpy(follower->key, parts->user, sizeof(follower->key));
    follower->heard_us = clock_monotone_us();
    serve->followers[serve->count++] = follower;
    metric_set(METRIC_shouli_peers, (int64_t)serve->count);
    return follower;
}

static void add_credit(struct follower *follower, const struct request *request)
{
    follower->credit = size_min(follower->credit + (size_t)request->credit, SERVE_CREDIT_MAX);
    if (request->has_cursor)
        follower->cursor = request->cursor;
}

/* A reload of the allow-list takes effect at the next message. */
static bool still_may(struct engine *engine, struct follower *follower)
{
    const struct client *client = allow_find(engine->allow, follower->key);
    struct request same = {.type_count = follower->type_count};

    for (size_t i = 0; i < follower->type_count; i++)
        same.types[i] = text_of(follower->types[i]);
    if (!may_follow(client, &same))
        return false;
    limit_types(follower, client);
    return true;
}

void serve_request(struct engine *engine, const struct parts *parts)
{
    struct serve *serve = engine->serve;
    struct follower stranger = {.peer_length = 0};
    struct request request;
    size_t at = find(serve, parts->frame[0]);
    bool known = at < serve->count;

    stranger.peer_length = size_min(parts->frame[0].length, SERVE_PEER_BYTES_MAX);
    memcpy(stranger.peer, parts->frame[0].at, stranger.peer_length);
    if (known)
        serve->followers[at]->heard_us = clock_monotone_us();
    if (parts->count < 2 || !read_request(parts->frame[parts->count - 1], &request)) {
        serve_error(
            engine,
            &stranger,
            "bad_request",
            "a map {op, …} is expected, its values of the types of the contract, at most 32 "
            "types "
            "of 96 bytes"
        );
        return;
    }
    if (text_is(request.op, "follow")) {
        if (!known && serve->count == SERVE_FOLLOWERS_MAX)
            serve_error(engine, &stranger, "bad_request", "too many followers");
        else
            begin(engine, known ? serve->followers[at] : add_follower(engine, parts), &request);
    } else if (text_is(request.op, "credit") && known && !still_may(engine, serve->followers[at])) {
        serve_error(engine, &stranger, "forbidden", "this key may no longer follow");
        serve_forget(engine, at, "forbidden");
    } else if (text_is(request.op, "credit") && known) {
        add_credit(serve->followers[at], &request);
    } else if (text_is(request.op, "end") && known) {
        serve_forget(engine, at, "end");
    } else if (!text_is(request.op, "end")) {
        serve_error(
            engine,
            &stranger,
            "bad_request",
            "follow first; known are follow, credit, end"
        );
    }
}

void serve_read_event(struct engine *engine, struct kept_event *event)
{
    struct faults faults = {.count = 0};
    struct message message = {0};

    (void)!message_decode(
        event->envelope,
        engine->service->catalogue,
        DECODE_lenient,
        &engine->serve->replay,
        &faults,
        &message
    );
    event->type = message.type_name;
    event->case_id = message.case_id;
    event->has_case = message.has_case;
}
