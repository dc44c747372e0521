/* See json_text.h. */
#include "services/cli/json_text.h"

#include "common/utf8.h"

void json_text_print(FILE *out, struct text text)
{
    uint32_t code;
    char bytes[UTF8_BYTES_MAX];

    putc('"', out);
    for (size_t at = 0, step; (step = utf8_step(text, at, &code)) > 0; at += step) {
        if (code == '"' || code == '\\')
            fprintf(out, "\\%c", (char)code);
        else if (code < 0x20)
            fprintf(out, "\\u%04x", code);
        else
            fwrite(bytes, 1, utf8_put(code, bytes), out);
    }
    putc('"', out);
}
