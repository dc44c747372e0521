/* The lines of a file or a pipe, one after the other, however long they are.
 *
 * A line longer than LINE_BYTES_MAX is cut there and said to be cut, so that a text of any size passes in bounded
 * memory. Any bytes may come in; a line may hold zeros. A byte order mark before the first line, as spreadsheets write it,
 * is no part of that line. */
#pragma once

#include <stdio.h>

#include "common/arena.h"

/* One more than what is looked at of a text (common/text/normalise.h): what is cut here is seen to be too long there. */
enum { LINE_BYTES_MAX = 64 * 1024 + 1 };

struct lines {
    FILE *from;    /* borrowed */
    char *at;      /* LINE_BYTES_MAX of the arena */
    size_t number; /* of the line that was read last, from 1 */
    bool cut;      /* it was longer */
};

/* The arena must outlive it. */
struct lines lines_of(FILE *from, struct arena *arena);

/* The next line without its end (LF or CR LF), valid until the one after; false at the end, or when the file cannot be
 * read on (lines_failed). */
bool lines_next(struct lines *lines, struct text *ret_line) MUST_CHECK;

/* A cell of a line without the spaces around it: a label that was typed by hand has them. */
struct text lines_bare_cell(struct text cell);

/* The end was none: the file cannot be read, a folder for instance. */
bool lines_failed(const struct lines *lines);
