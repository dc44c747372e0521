/* What fuzz targets share: a fact that must hold, bytes as a file, and a shipped file with edits.
 *
 * A reader of configuration is reached by hardly any text made up from nothing; so the input says which edits a file that
 * is shipped gets: bytes cut out and put in, lines doubled up to beyond every limit of a list. */
#pragma once

#include "common/arena.h"
#include "common/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Edits let a file grow so far: room for thousands of lines, and read within a tenth of a second. */
enum { FUZZ_FILE_BYTES_MAX = 256 * 1024, FUZZ_GROWN_BYTES_MAX = 48 * 1024, FUZZ_EDITS_MAX = 8 };

static inline void must(bool fact)
{
    if (!fact)
        abort();
}

/* The input, taken from its front; what is not there any more is 0 or empty. */
struct input {
    const uint8_t *at;
    size_t left;
};

static inline unsigned input_byte(struct input *input)
{
    if (!input->left)
        return 0;
    input->left--;
    return *input->at++;
}

static inline unsigned input_pair(struct input *input)
{
    unsigned high = input_byte(input);

    return high << 8 | input_byte(input);
}

static inline struct bytes input_bytes(struct input *input, size_t length)
{
    struct bytes taken = {input->at, size_min(length, input->left)};

    input->at += taken.length;
    input->left -= taken.length;
    return taken;
}

static inline struct bytes input_rest(struct input *input)
{
    return input_bytes(input, input->left);
}

/* A file of that content, without a name; valid until the next one. */
static inline const char *fuzz_file(struct bytes content)
{
    static int file = -1;
    static char path[64];

    if (file < 0) {
        file = memfd_create("fuzz", MFD_CLOEXEC);
        must(file >= 0);
        snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    }
    must(ftruncate(file, 0) == 0);
    must(
        pwrite(file, content.at ? content.at : (const uint8_t *)"", content.length, 0) ==
        (ssize_t)content.length
    );
    return path;
}

/* A file of the repository; the working directory is its top. */
static inline struct text fuzz_shipped(struct arena *arena, const char *path)
{
    char *at = arena_take(arena, FUZZ_FILE_BYTES_MAX);
    FILE *file = fopen(path, "re");

    must(file != NULL);
    size_t length = fread(at, 1, FUZZ_FILE_BYTES_MAX, file);
    must(length > 0 && length < FUZZ_FILE_BYTES_MAX && !ferror(file));
    fclose(file);
    return (struct text){at, length};
}

/* From a line's beginning on, `lines` lines. */
static inline struct text lines_from(struct text text, size_t from, size_t lines)
{
    size_t end = from;

    while (from > 0 && text.at[from - 1] != '\n')
        from--;
    while (lines > 0 && end < text.length) {
        const char *feed = memchr(text.at + end, '\n', text.length - end);
        end = feed ? (size_t)(feed - text.at) + 1 : text.length;
        lines--;
    }
    return (struct text){text.at + from, end - from};
}

/* One edit: at a place some bytes make way for others, or some lines come there once more, up to 255 times. */
static inline struct text fuzz_edit(struct arena *arena, struct text text, struct input *input)
{
    size_t place = input_pair(input) % (text.length + 1);
    unsigned manner = input_byte(input);
    bool repeats = manner & 128;
    size_t cut = size_min(repeats ? 0 : manner, text.length - place);
    struct text more = repeats ? lines_from(text, place, manner & 15)
                               : text_of_bytes(input_bytes(input, input_byte(input)));
    size_t times = repeats ? input_byte(input) : 1;

    while (times > 1 && text.length + times * more.length > FUZZ_GROWN_BYTES_MAX)
        times /= 2;
    if (repeats) /* before the line, so that it stays a list */
        place = (size_t)(more.at - text.at);
    char *made = arena_take(arena, text.length - cut + times * more.length + 1);
    size_t length = place;
    memcpy(made, text.at, place);
    for (size_t i = 0; i < times && more.length; i++, length += more.length)
        memcpy(made + length, more.at, more.length);
    memcpy(made + length, text.at + place + cut, text.length - place - cut);
    return (struct text){made, length + text.length - place - cut};
}

/* The file with the edits that the input says, or, when its next byte is 255, the input alone. */
static inline struct text
fuzz_edited(struct arena *arena, struct text shipped, struct input *input)
{
    if (input->left && *input->at == 255) {
        (void)input_byte(input);
        return text_of_bytes(input_rest(input));
    }
    for (int i = 0; input->left && i < FUZZ_EDITS_MAX; i++)
        shipped = fuzz_edit(arena, shipped, input);
    return shipped;
}
