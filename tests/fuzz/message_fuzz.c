/* libFuzzer target: any bytes through the decoder (strict and lenient), the printer, and back.
 *
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -I. tests/fuzz/message_fuzz.c proto/messages.c \
 *     common/message*.c common/msgpack*.c common/shape.c common/timestamp.c common/utf8.c common/uuid.c \
 *     common/arena.c common/memory.c -o build/message_fuzz && build/message_fuzz tests/fuzz/corpus/message_fuzz
 *
 * Beyond "no crash": what is decoded encodes to something that decodes again, to the same bytes; strict never takes
 * what lenient refuses; a fault never lacks its code; text that is printed is UTF-8. */
#include "common/utf8.h"
#include "proto/messages.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct arena arena;

static void must(bool fact)
{
    if (!fact)
        abort();
}

static enum error
decode(struct bytes raw, enum decode_manner manner, struct message *ret_message)
{
    struct faults faults;
    enum error error =
        message_decode(raw, &shouli_catalogue, manner, &arena, &faults, ret_message);

    must((error == OK) == (faults.count == 0));
    must(error == OK || ret_message->body == NULL);
    for (size_t i = 0; i < faults.count; i++) {
        must(faults.list[i].code != NULL);
        must(utf8_valid(faults.list[i].message));
        must(faults.list[i].field.at == NULL || utf8_valid(faults.list[i].field));
    }
    return error;
}

/* The body alone, written by the encoder: the second turn may change nothing. */
static void check_body(struct message message)
{
    struct message again;

    if (message.body == NULL)
        return;
    message.data = (struct bytes){NULL, 0};
    struct bytes first = message_encode(&message, &arena);
    if (first.length > ENVELOPE_BYTES_MAX)
        return;
    must(decode(first, DECODE_strict, &again) == OK);
    again.data = (struct bytes){NULL, 0};
    must(bytes_equal(message_encode(&again, &arena), first));
}

static void check_envelope(struct message message)
{
    struct message again;

    if (message.data.at == NULL)
        message.body = NULL; /* it was sent without data */
    struct bytes sent = message_encode(&message, &arena);

    if (sent.length > ENVELOPE_BYTES_MAX)
        return;
    must(decode(sent, DECODE_lenient, &again) == OK);
    must(bytes_equal(again.data, message.data));
    must(text_equal(again.id, message.id) && text_equal(again.source, message.source));
    must(again.extension_count == message.extension_count);
    if (message.data.at)
        must(bytes_equal(message_encode(&again, &arena), sent));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct bytes raw = {bytes, length};
    struct message strict, lenient;
    enum error lenient_error = decode(raw, DECODE_lenient, &lenient);
    enum error strict_error = decode(raw, DECODE_strict, &strict);
    struct text json = message_to_json(raw, &arena);

    must(json.at == NULL || utf8_valid(json));
    must((json.at != NULL) == (length > 0 && message_value_length(raw) == length));
    must(strict_error != OK || lenient_error == OK);
    if (lenient_error == OK) {
        check_envelope(lenient);
        check_body(lenient);
    }
    arena_reset(&arena);
    return 0;
}
