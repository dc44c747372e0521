/* Decodes an envelope: the attributes of PROTOCOL sections 1 and 3, the extensions, the body. */
#include "common/message_parts.h"

enum { EXTENSION_NAME_MAX = 20, ATTRIBUTE_MAX = 128 };

#define ATTRIBUTE(attribute, member, kind, is_required, shortest, longest)                     \
    {                                                                                          \
        .name = attribute, .type = kind, .flags = is_required,                                 \
        .offset = offsetof(struct message, member), .min = shortest, .max = longest            \
    }

/* An overlong traceparent is dropped like any that does not parse, so its limit is the envelope's. */
static const struct field_shape attributes[] = {
    ATTRIBUTE("id", id, FIELD_TEXT, FIELD_REQUIRED, 1, 128),
    ATTRIBUTE("source", source, FIELD_TEXT, FIELD_REQUIRED, 1, 256),
    ATTRIBUTE("type", type_name, FIELD_TEXT, FIELD_REQUIRED, 1, 96),
    {
        .name = "time",
        .type = FIELD_TIME,
        .offset = offsetof(struct message, time_ms),
        .has_offset = offsetof(struct message, has_time),
    },
    ATTRIBUTE("subject", subject, FIELD_TEXT, 0, 0, ATTRIBUTE_MAX),
    ATTRIBUTE("traceparent", traceparent, FIELD_TEXT, 0, 0, ENVELOPE_BYTES_MAX),
    ATTRIBUTE("actorid", actorid, FIELD_TEXT, 0, 0, 64),
    ATTRIBUTE("actorrole", actorrole, FIELD_TEXT, 0, 0, 64),
    ATTRIBUTE("actorunit", actorunit, FIELD_TEXT, 0, 0, 64),
    {
        .name = "caseid",
        .type = FIELD_ID,
        .offset = offsetof(struct message, case_id),
        .has_offset = offsetof(struct message, has_case),
    },
    ATTRIBUTE("caseno", case_no, FIELD_TEXT, 0, 0, 64),
    ATTRIBUTE("causationid", causationid, FIELD_TEXT, 0, 0, ATTRIBUTE_MAX),
    ATTRIBUTE("correlationid", correlationid, FIELD_TEXT, 0, 0, EXTENSION_BYTES_MAX),
};

const struct map_shape envelope_shape = {
    "envelope",
    sizeof(struct message),
    LIST(attributes),
    "the attributes of a message",
    "消息信封",
};

static bool is_hex(struct text text, size_t from, size_t count)
{
    bool all_zero = true;

    for (size_t i = from; i < from + count; i++) {
        char c = text.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        all_zero &= c == '0';
    }
    return count == 2 || !all_zero;
}

/* W3C Trace Context, section 3.2: version-traceid-parentid-flags; version ff and zero ids are invalid, a later
 * version may be longer. */
static bool traceparent_parses(struct text text)
{
    if (text.length < TRACEPARENT_LENGTH || text.at[2] != '-' || text.at[35] != '-' ||
        text.at[52] != '-')
        return false;
    if (!is_hex(text, 0, 2) || !is_hex(text, 3, 32) || !is_hex(text, 36, 16) ||
        !is_hex(text, 53, 2))
        return false;
    if (text_starts(text, TEXT("ff")))
        return false;
    if (text_starts(text, TEXT("00")))
        return text.length == TRACEPARENT_LENGTH;
    return text.length == TRACEPARENT_LENGTH || text.at[TRACEPARENT_LENGTH] == '-';
}

static bool is_extension_name(struct text name)
{
    if (name.length == 0 || name.length > EXTENSION_NAME_MAX)
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
            return false;
    }
    return true;
}

static bool is_scalar(const struct pack_value *value)
{
    int64_t ms;

    if (value->type == PACK_ext)
        return pack_timestamp(value, &ms);
    return value->type != PACK_map && value->type != PACK_array;
}

static bool is_extension(struct text name, const struct pack_value *value)
{
    return is_extension_name(name) && is_scalar(value) &&
           value->bytes.length <= EXTENSION_BYTES_MAX;
}

static void refuse_unknown(const struct decoding *decoding, const struct place *place)
{
    if (refuses_unknown(decoding))
        place_refuse(
            decoding,
            place,
            "unknown_field",
            "is neither an attribute nor one of at most 16 extensions / 既不是属性，也不是扩展"
        );
}

/* What is neither an attribute nor data: an extension, or a key that nobody knows. */
static void extension_decode(
    const struct decoding *decoding,
    struct pack_reader *reader,
    struct text key,
    struct message *message
)
{
    struct place place = {.name = key_shown(key)};
    struct bytes span = pack_skip(reader, ENVELOPE_DEPTH_MAX);
    struct pack_reader inside = pack_reader_of(span);
    struct pack_value value = pack_next(&inside);
    struct text ignored;
    struct target target = {decoding, NULL, &place, NULL};

    if (value.type == PACK_nil && is_extension_name(key))
        return; /* nil is absent: it counts for none of the 16 */
    if (is_extension(key, &value) && message->extension_count < EXTENSIONS_MAX) {
        if (value.type == PACK_str &&
            !text_decode(&target, &value, 0, EXTENSION_BYTES_MAX, &ignored))
            return;
        if (!message->extensions)
            message->extensions =
                ARENA_ARRAY(decoding->arena, struct extension, EXTENSIONS_MAX);
        message->extensions[message->extension_count++] = (struct extension){key, span};
    } else {
        refuse_unknown(decoding, &place);
    }
}

/* caseid, caseno, causationid and correlationid are what services say of events (PROTOCOL section 3). From outside
 * they are extensions like any other, so any scalar will do. A correlation id that is text goes on; the others
 * are said anew by whoever emits. */
static bool is_said_by_services(const struct field_shape *field)
{
    return field->offset == offsetof(struct message, case_id) ||
           field->offset == offsetof(struct message, case_no) ||
           field->offset == offsetof(struct message, causationid) ||
           field->offset == offsetof(struct message, correlationid);
}

static void said_by_others(const struct target *target, struct pack_reader *reader)
{
    struct bytes span = pack_skip(reader, ENVELOPE_DEPTH_MAX);
    struct pack_reader inside = pack_reader_of(span);
    struct pack_value value = pack_next(&inside);
    bool correlates = target->field->offset == offsetof(struct message, correlationid);
    struct message *message = target->body;
    struct text ignored;

    if (!is_extension(target->place->name, &value))
        refuse_unknown(target->decoding, target->place);
    else if (value.type == PACK_str)
        (void)!text_decode(
            target,
            &value,
            0,
            EXTENSION_BYTES_MAX,
            correlates ? &message->correlationid : &ignored
        );
}

static void specversion_check(const struct decoding *decoding, struct pack_reader *reader)
{
    struct place place = {.name = TEXT("specversion")};
    struct bytes span = pack_skip(reader, ENVELOPE_DEPTH_MAX);
    struct pack_reader inside = pack_reader_of(span);
    struct pack_value value = pack_next(&inside);

    if (value.type == PACK_nil)
        place_refuse(decoding, &place, "missing_field", "is required / 必填");
    else if (value.type != PACK_str)
        place_refuse(decoding, &place, "invalid_field", "must be a string / 须为字符串");
    else if (!text_is(text_of_bytes(value.bytes), "1.0"))
        place_refuse(decoding, &place, "unsupported_version", "must be \"1.0\" / 须为 \"1.0\"");
}

/* Keeps the span of `data`; the body waits until the type is known. */
static bool
data_take(const struct decoding *decoding, struct pack_reader *reader, struct message *message)
{
    struct place place = {.name = TEXT("data")};
    struct pack_reader before = *reader;
    struct pack_value value = pack_next(&before);
    struct bytes span = pack_skip(reader, ENVELOPE_DEPTH_MAX);

    if (value.type != PACK_map && value.type != PACK_nil)
        return place_refuse(decoding, &place, "invalid_field", "must be a map / 须为映射");
    if (value.type == PACK_map)
        message->data = span;
    return true;
}

/* False when `data` was refused. */
static bool envelope_decode(
    const struct decoding *decoding,
    struct pack_reader *reader,
    uint32_t pairs,
    struct message *message
)
{
    bool has_version = false, data_is_fine = true;
    uint64_t refused = 0;
    size_t hint = 0;

    for (uint32_t i = 0; i < pairs; i++) {
        struct text key = text_of_bytes(pack_next(reader).bytes);
        struct place place = {.name = key};
        const struct field_shape *field = map_shape_find(&envelope_shape, key, &hint);
        struct target target = {decoding, field, &place, message};
        if (field && decoding->manner == DECODE_foreign && is_said_by_services(field))
            said_by_others(&target, reader);
        else if (field && !field_decode(&target, reader))
            refused |= UINT64_C(1) << (field - attributes);
        if (field)
            continue;
        if (text_is(key, "data")) {
            data_is_fine = data_take(decoding, reader, message);
        } else if (text_is(key, "specversion")) {
            specversion_check(decoding, reader);
            has_version = true;
        } else {
            extension_decode(decoding, reader, key, message);
        }
    }
    if (!has_version)
        place_refuse(
            decoding,
            &(struct place){.name = TEXT("specversion")},
            "missing_field",
            "is required / 必填"
        );
    required_check(decoding, &envelope_shape, NULL, message, refused);
    if (!traceparent_parses(message->traceparent))
        message->traceparent = (struct text){NULL, 0};
    return data_is_fine;
}

static void body_decode(
    const struct decoding *decoding,
    const struct catalogue *catalogue,
    bool data_is_fine,
    struct message *message
)
{
    struct place type = {.name = TEXT("type")};
    struct place place = {.name = TEXT("data")};
    size_t faults_before = decoding->faults->count;

    message->shape = catalogue_find(catalogue, message->type_name);
    if (message->shape == NULL) {
        if (message->type_name.at && refuses_unknown(decoding))
            place_refuse(decoding, &type, "unknown_type", "is not known / 未知的消息类型");
        return;
    }
    if (decoding->manner == DECODE_envelope)
        return;
    const struct map_shape *shape = message->shape->data;
    void *body = arena_zero(decoding->arena, shape->size);
    if (message->data.at) {
        struct pack_reader reader = pack_reader_of(message->data);
        struct pack_value header = pack_next(&reader);
        pairs_decode(decoding, &reader, header.count, shape, &place, body);
    } else if (data_is_fine && map_shape_has_required(shape)) {
        place_refuse(decoding, &place, "missing_field", "is required / 必填");
    }
    message->read = body;
    if (decoding->faults->count == faults_before)
        message->body = body;
}

static enum error refuse_all(
    const struct decoding *decoding,
    const char *code,
    const char *sentence,
    enum error error
)
{
    place_refuse(decoding, NULL, code, "%s", sentence);
    return error;
}

enum error message_decode(
    struct bytes raw,
    const struct catalogue *catalogue,
    enum decode_manner manner,
    struct arena *arena,
    struct faults *faults,
    struct message *ret_message
)
{
    struct decoding decoding = {manner, arena, faults};
    struct pack_reader reader = pack_reader_of(raw);

    *faults = (struct faults){.list = NULL};
    *ret_message = (struct message){.envelope = raw};
    if (raw.length > ENVELOPE_BYTES_MAX)
        return refuse_all(
            &decoding,
            "too_large",
            "an envelope has at most 256 KiB / 信封最多 256 KiB",
            ERROR_too_large
        );
    const char *fault = structure_fault(raw, arena);
    if (fault)
        return refuse_all(&decoding, "malformed", fault, ERROR_malformed);
    struct pack_value header = pack_next(&reader);
    if (header.type != PACK_map)
        return refuse_all(&decoding, "malformed", "is not a map / 不是映射", ERROR_malformed);
    bool data_is_fine = envelope_decode(&decoding, &reader, header.count, ret_message);
    body_decode(&decoding, catalogue, data_is_fine, ret_message);
    if (faults->count == 0)
        return OK;
    ret_message->body = NULL;
    return ERROR_refused;
}
