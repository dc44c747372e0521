/* libFuzzer target: any bytes as a text to normalise. What comes out is UTF-8 in its plainest form, never much longer,
 * and says nothing that cannot be seen. */
#include "common/text/normalise.h"

#include "common/utf8.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct text original = {(const char *)data, size};
    struct text normal = text_normalise(&arena, original);

    assert(normal.length <= 4 * size_min(size, NORMALISE_BYTES_MAX));
    assert(normal.at[normal.length] == '\0');
    assert(utf8_valid(normal));
    for (size_t i = 0; i < normal.length; i++) {
        unsigned char byte = (unsigned char)normal.at[i];
        assert(byte >= ' ' && byte != 0x7f && !(byte >= 'A' && byte <= 'Z'));
    }
    assert(size == 0 || memcmp(original.at, data, size) == 0);
    arena_reset(&arena);
    return 0;
}
