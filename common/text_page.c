/* See text_page.h. */
#include "common/text_page.h"

#include <stdio.h>

#include "common/memory.h"

enum { ROOM_FIRST = 4096 };

/* Room for `more` bytes and a zero. */
static void make_room(struct text_page *page, size_t more)
{
    size_t wanted = page->length + more + 1;

    if (wanted <= page->room)
        return;
    page->room = size_max(wanted, size_max(ROOM_FIRST, 2 * page->room));
    page->at = memory_resize(page->at, page->room, 1);
}

void text_page_add(struct text_page *page, struct text text)
{
    make_room(page, text.length);
    if (text.length)
        memcpy(page->at + page->length, text.at, text.length);
    page->length += text.length;
    page->at[page->length] = 0;
}

void text_page_print(struct text_page *page, const char *format, ...)
{
    va_list arguments, again;

    make_room(page, 0);
    va_start(arguments, format);
    va_copy(again, arguments);
    int length =
        vsnprintf(page->at + page->length, page->room - page->length, format, arguments);
    va_end(arguments);
    if (length > 0 && (size_t)length >= page->room - page->length) {
        make_room(page, (size_t)length);
        vsnprintf(page->at + page->length, page->room - page->length, format, again);
    }
    va_end(again);
    page->length += length > 0 ? (size_t)length : 0;
}
