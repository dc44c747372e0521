/* See frame.h. */
#include "common/engine/frame.h"

#include "common/memory.h"

struct frame *frame_new(struct parts *parts, int64_t now_us, int64_t now_ms)
{
    struct frame *frame = memory_new(1, sizeof(*frame));

    parts_move(&frame->parts, parts);
    frame->received_us = now_us;
    frame->received_ms = now_ms;
    return frame;
}

void frame_destroy(struct frame **frame_at)
{
    struct frame *frame = *frame_at;

    if (!frame)
        return;
    parts_done(&frame->parts);
    if (frame->elements != &frame->one)
        memory_free(frame->elements);
    memory_free(frame->replies);
    arena_done(&frame->arena);
    memory_free(frame);
    *frame_at = NULL;
}

static enum error split_array(
    struct frame *frame,
    struct pack_reader *reader,
    uint32_t count,
    const char **ret_why
)
{
    *ret_why = "an array of 1 to 1000 messages is expected / 数组应含1至1000条消息";
    if (count == 0 || count > FRAME_ELEMENTS_MAX)
        return ERROR_malformed;
    frame->is_array = true;
    frame->count = count;
    frame->elements = memory_new(count, sizeof(*frame->elements));
    frame->replies = memory_new(count, sizeof(*frame->replies));
    for (uint32_t i = 0; i < count; i++) {
        *ret_why = "the frame is not MessagePack / 不是有效的 MessagePack";
        frame->elements[i] = pack_skip_any(reader);
        if (!frame->elements[i].at)
            return ERROR_malformed;
    }
    return OK;
}

enum error frame_split(struct frame *frame, const char **ret_why)
{
    struct bytes body = frame->parts.frame[frame->parts.count - 1];
    struct pack_reader reader = pack_reader_of(body);
    struct pack_reader ahead = reader;

    *ret_why = "a frame is at most 1 MiB / 单帧不得超过1 MiB";
    if (body.length > FRAME_BYTES_MAX)
        return ERROR_too_large;
    struct pack_value head = pack_next(&ahead);
    if (head.type == PACK_array) {
        enum error error = split_array(frame, &ahead, head.count, ret_why);
        if (error != OK)
            return error;
        reader = ahead;
    } else {
        *ret_why = "the frame is not a MessagePack map or array of maps / 应为映射或映射数组";
        if (head.type != PACK_map)
            return ERROR_malformed;
        frame->count = 1;
        frame->elements = &frame->one;
        frame->one = pack_skip_any(&reader);
        if (!frame->one.at)
            return ERROR_malformed;
    }
    *ret_why = "bytes stand after the value / 消息之后有多余字节";
    if (reader.at != reader.end)
        return ERROR_malformed;
    return OK;
}

static void put_optional(struct pack_writer *writer, const char *key, struct text text)
{
    pack_string(writer, key);
    if (text.at)
        pack_str(writer, text);
    else
        pack_nil(writer);
}

static size_t pairs_of_case(const struct reply *reply)
{
    return (uuid_is_zero(reply->of.id) ? 0u : 2u) + (reply->result.at ? 1u : 0u);
}

static void put_case(struct pack_writer *writer, const struct reply *reply)
{
    char id[UUID_TEXT_LENGTH + 1];

    if (!uuid_is_zero(reply->of.id)) {
        uuid_to_text(reply->of.id, id);
        pack_string(writer, "case_id");
        pack_string(writer, id);
        put_optional(writer, "case_no", reply->of.no);
    }
    if (reply->result.at) {
        pack_string(writer, "result");
        pack_raw(writer, reply->result);
    }
}

static void put_faults(struct pack_writer *writer, const struct reply *reply)
{
    pack_string(writer, "errors");
    pack_array(writer, reply->faults.count);
    for (size_t i = 0; i < reply->faults.count; i++) {
        const struct fault *fault = &reply->faults.list[i];
        bool has_legal = reply->legal && strcmp(fault->code, "illegal_transition") == 0;
        pack_map(writer, 2u + (fault->field.at ? 1u : 0u) + (has_legal ? 1u : 0u));
        pack_string(writer, "code");
        pack_string(writer, fault->code);
        pack_string(writer, "message");
        pack_str(writer, fault->message);
        if (fault->field.at) {
            pack_string(writer, "field");
            pack_str(writer, fault->field);
        }
        if (has_legal) {
            pack_string(writer, "legal");
            pack_array(writer, reply->legal_count);
            for (size_t k = 0; k < reply->legal_count; k++)
                pack_str(writer, reply->legal[k]);
        }
    }
}

struct bytes reply_encode(
    const char *status,
    const struct message *message,
    const struct reply *reply,
    struct arena *arena
)
{
    struct pack_writer writer;
    bool has_faults = reply->faults.count > 0;
    bool has_retry = reply->retry_after_ms > 0;

    pack_begin(&writer, arena, 256);
    pack_map(&writer, 3 + pairs_of_case(reply) + has_faults + has_retry);
    put_optional(&writer, "id", message->id);
    put_optional(&writer, "source", message->source);
    pack_string(&writer, "status");
    pack_string(&writer, status);
    put_case(&writer, reply);
    if (has_faults)
        put_faults(&writer, reply);
    if (has_retry) {
        pack_string(&writer, "retry_after_ms");
        pack_int(&writer, reply->retry_after_ms);
    }
    return pack_end(&writer);
}

struct bytes reply_remember(const struct reply *reply, struct arena *arena)
{
    struct pack_writer writer;

    pack_begin(&writer, arena, 128 + reply->result.length);
    pack_map(&writer, pairs_of_case(reply));
    put_case(&writer, reply);
    return pack_end(&writer);
}

bool reply_recall(struct bytes remembered, struct reply *ret_reply)
{
    struct pack_reader reader = pack_reader_of(remembered);
    struct pack_value map = pack_next(&reader);

    *ret_reply = (struct reply){0};
    if (map.type != PACK_map)
        return false;
    for (uint32_t i = 0; i < map.count; i++) {
        struct text key = text_of_bytes(pack_next(&reader).bytes);
        struct bytes value = pack_skip_any(&reader);
        if (!value.at)
            return false;
        struct pack_reader inner = pack_reader_of(value);
        struct pack_value plain = pack_next(&inner);
        if (text_is(key, "result"))
            ret_reply->result = value;
        else if (text_is(key, "case_no"))
            ret_reply->of.no = text_of_bytes(plain.bytes);
        else if (text_is(key, "case_id") &&
                 !uuid_from_text(text_of_bytes(plain.bytes), &ret_reply->of.id))
            return false;
    }
    return true;
}

enum sent frame_send(struct socket *socket, const struct frame *frame, struct bytes body)
{
    struct bytes frames[SOCKET_PARTS_MAX];
    size_t count = (size_t)frame->parts.count;

    memcpy(frames, frame->parts.frame, count * sizeof(frames[0]));
    frames[count - 1] = body;
    return socket_send(socket, frames, count);
}
