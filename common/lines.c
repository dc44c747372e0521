/* See lines.h. */
#include "common/lines.h"

struct lines lines_of(FILE *from, struct arena *arena)
{
    return (struct lines){.from = from, .at = arena_take(arena, LINE_BYTES_MAX)};
}

bool lines_next(struct lines *lines, struct text *ret_line)
{
    size_t length = 0;
    int byte;

    lines->cut = false;
    while ((byte = getc_unlocked(lines->from)) != EOF && byte != '\n') {
        if (length < LINE_BYTES_MAX)
            lines->at[length++] = (char)byte;
        else
            lines->cut = true;
    }
    if (byte == EOF && length == 0)
        return false;
    if (length && lines->at[length - 1] == '\r' && !lines->cut)
        length--;
    if (lines->number++ == 0 && length >= 3 && memcmp(lines->at, "\xef\xbb\xbf", 3) == 0) {
        length -= 3;
        memmove(lines->at, lines->at + 3, length);
    }
    *ret_line = (struct text){lines->at, length};
    return true;
}

struct text lines_bare_cell(struct text cell)
{
    while (cell.length && cell.at[0] == ' ')
        cell = (struct text){cell.at + 1, cell.length - 1};
    while (cell.length && cell.at[cell.length - 1] == ' ')
        cell.length--;
    return cell;
}

bool lines_failed(const struct lines *lines)
{
    return ferror(lines->from) != 0;
}
