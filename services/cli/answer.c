/* See answer.h. */
#include "services/cli/answer.h"

#include <stdio.h>

#include "common/msgpack.h"

static struct text take_text(const struct pack_value *value)
{
    return value->type == PACK_str ? text_of_bytes(value->bytes) : (struct text){0};
}

static void read_legal(struct pack_reader reader, struct answer *answer)
{
    struct pack_value list = pack_next(&reader);

    for (uint32_t i = 0; list.type == PACK_array && i < list.count; i++) {
        struct pack_value word = pack_next(&reader);
        if (word.type == PACK_str && answer->legal_count < ANSWER_LEGAL_MAX)
            answer->legal[answer->legal_count++] = text_of_bytes(word.bytes);
    }
}

static const char *string_of(struct arena *arena, struct text text)
{
    return arena_format(arena, "%.*s", (int)text.length, text.at ? text.at : "").at;
}

/* One map of `errors`. */
static void read_fault(struct bytes span, struct arena *arena, struct answer *answer)
{
    struct pack_reader reader = pack_reader_of(span);
    struct pack_value map = pack_next(&reader);
    struct fault fault = {.code = ""};

    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct pack_value name = pack_next(&reader);
        struct text key = take_text(&name);
        struct pack_reader value_at = reader;
        struct pack_value value = pack_next(&value_at);
        if (text_is(key, "code"))
            fault.code = string_of(arena, take_text(&value));
        else if (text_is(key, "field"))
            fault.field = take_text(&value);
        else if (text_is(key, "message"))
            fault.message = take_text(&value);
        else if (text_is(key, "legal"))
            read_legal(reader, answer);
        (void)pack_skip(&reader, ENVELOPE_DEPTH_MAX);
    }
    if (answer->fault_count < FAULTS_MAX)
        answer->faults[answer->fault_count++] = fault;
}

static void read_faults(struct pack_reader reader, struct arena *arena, struct answer *answer)
{
    struct pack_value list = pack_next(&reader);

    for (uint32_t i = 0; list.type == PACK_array && i < list.count; i++) {
        struct bytes span = pack_skip(&reader, ENVELOPE_DEPTH_MAX);
        if (span.at)
            read_fault(span, arena, answer);
    }
}

bool answer_read(struct bytes raw, struct arena *arena, struct answer *ret_answer)
{
    struct pack_reader reader = pack_reader_of(raw);
    struct pack_value map = pack_next(&reader);

    *ret_answer = (struct answer){.raw = raw};
    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct pack_value name = pack_next(&reader);
        struct text key = take_text(&name);
        struct pack_reader value_at = reader;
        struct pack_value value = pack_next(&value_at);
        if (text_is(key, "errors"))
            read_faults(reader, arena, ret_answer);
        struct bytes span = pack_skip(&reader, ENVELOPE_DEPTH_MAX);
        if (!span.at)
            return false;
        if (text_is(key, "id"))
            ret_answer->id = take_text(&value);
        else if (text_is(key, "status"))
            ret_answer->status = take_text(&value);
        else if (text_is(key, "case_id"))
            ret_answer->case_id = take_text(&value);
        else if (text_is(key, "case_no"))
            ret_answer->case_no = take_text(&value);
        else if (text_is(key, "result") && value.type == PACK_map)
            ret_answer->result = span;
        else if (text_is(key, "retry_after_ms") && value.type == PACK_int)
            ret_answer->retry_after_ms = value.integer;
    }
    return ret_answer->status.at != NULL;
}

void answer_complain(const struct answer *answer)
{
    if (!answer->status.at) {
        fputs("shouli: nothing answered in time; is it up? (make up)\n", stderr);
        return;
    }
    for (size_t i = 0; i < answer->fault_count; i++) {
        const struct fault *fault = &answer->faults[i];
        fprintf(
            stderr,
            "%s%s%.*s: %.*s\n",
            fault->code,
            fault->field.length ? " " : "",
            (int)fault->field.length,
            fault->field.length ? fault->field.at : "",
            (int)fault->message.length,
            fault->message.length ? fault->message.at : ""
        );
    }
    if (answer->fault_count == 0)
        fprintf(stderr, "%.*s\n", (int)answer->status.length, answer->status.at);
    for (size_t i = 0; i < answer->legal_count; i++)
        fprintf(
            stderr,
            "%s%.*s%s",
            i ? ", " : "legal / 可执行: ",
            (int)answer->legal[i].length,
            answer->legal[i].at,
            i + 1 == answer->legal_count ? "\n" : ""
        );
}
