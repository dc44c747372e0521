/* A text that grows at its end: how a page for HTTP is put together without a guess of its
 * size.
 *
 * Zeroed is ready and empty. The text is zero-terminated from the first addition on, and the
 * caller's: memory_free (at). */
#pragma once

#include <stdarg.h>

#include "common/basics.h"

struct text_page {
    char *at;
    size_t length; /* without the zero */
    size_t room;
};

void text_page_add(struct text_page *page, struct text text);
void text_page_print(struct text_page *page, const char *format, ...) PRINTF_LIKE(2, 3);
