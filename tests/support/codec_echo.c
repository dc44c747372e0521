/* Reads frames (4 bytes of length, big-endian; an envelope) from standard input, decodes each strictly, and writes
 * it again from its struct, framed alike; for one that is refused the frame is an array of [code, field]. Driven by
 * tests/system/codec_interop_test.py. */
#include "common/msgpack.h"
#include "proto/messages.h"

#include <stdio.h>

static bool frame_read(uint8_t *bytes, size_t size, size_t *ret_length)
{
    uint8_t head[4];

    if (fread(head, 1, 4, stdin) != 4)
        return false;
    size_t length =
        (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    *ret_length = length;
    return length <= size && fread(bytes, 1, length, stdin) == length;
}

static void frame_write(struct bytes bytes)
{
    uint8_t head[4];

    for (int i = 0; i < 4; i++)
        head[i] = (uint8_t)(bytes.length >> (24 - 8 * i));
    fwrite(head, 1, 4, stdout);
    fwrite(bytes.at, 1, bytes.length, stdout);
    fflush(stdout);
}

static struct bytes faults_encode(const struct faults *faults, struct arena *arena)
{
    struct pack_writer writer;

    pack_begin(&writer, arena, 256);
    pack_array(&writer, faults->count * 2);
    for (size_t i = 0; i < faults->count; i++) {
        pack_string(&writer, faults->list[i].code);
        pack_str(&writer, faults->list[i].field);
    }
    return pack_end(&writer);
}

int main(void)
{
    static uint8_t bytes[2 * ENVELOPE_BYTES_MAX];
    struct arena arena = {0};
    size_t length;

    while (frame_read(bytes, sizeof(bytes), &length)) {
        struct bytes raw = {bytes, length};
        struct faults faults;
        struct message message;
        enum error error =
            message_decode(raw, &shouli_catalogue, DECODE_strict, &arena, &faults, &message);
        message.data = (struct bytes){NULL, 0};
        frame_write(
            error == OK ? message_encode(&message, &arena) : faults_encode(&faults, &arena)
        );
        arena_reset(&arena);
    }
    arena_done(&arena);
    return 0;
}
