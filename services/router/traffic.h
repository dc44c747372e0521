/* Requests of the past, as a file tells of them: texts, one a line, or columns under a heading.
 *
 * The first line is a heading when it names a column `text` among columns that are known and separated by tabs; then
 * each line is a request with what the columns say of it. Otherwise each line is a text that came by app. A `-` or
 * nothing in a column is not known; nor is what the column may not say, which is counted. Unknown columns are passed over. Instants are milliseconds since 1970; when the thing
 * happened counts only beside when the request was received. `shouli record` writes such files. */
#pragma once

#include "proto/messages.h"
#include "common/lines.h"
#include "services/router/taxonomy.h"

enum traffic_column {
#define COLUMN(name) TRAFFIC_##name,
#include "services/router/traffic_columns.def"
#undef COLUMN
    TRAFFIC_COLUMNS
};

enum {
    TRAFFIC_WIDTH_MAX = 32,            /* columns of a file */
    TRAFFIC_COMPLAINANTS_MAX = 1000000 /* as of a request */
};

struct traffic {
    struct lines lines;
    int columns
        [TRAFFIC_WIDTH_MAX]; /* which column stands there; -1: one that is not looked at */
    size_t width;            /* 0: each line is a text */
    struct text first;  /* the first line where it was no heading; absent once it was given */
    bool tabbed;        /* it has tabs and is no heading all the same */
    size_t unread;      /* cells that say something else than their column may */
    size_t unread_line; /* of the first of them */
    enum traffic_column unread_column;
};

/* One request; what is not known is absent. */
struct traffic_request {
    struct text column[TRAFFIC_COLUMNS];
    enum matter_type hint; /* what the sender says it is */
    enum party party;
    int64_t amount_fen;
    bool has_amount_fen;
    int64_t received_at, occurred_at;
    bool has_received_at, has_occurred_at;
    int64_t complainants; /* 0: not known */
};

/* Reads the heading, if there is one. The arena must outlive it. */
struct traffic traffic_of(FILE *from, struct arena *arena);

/* The next request, valid until the one after; false at the end. */
bool traffic_next(struct traffic *traffic, struct traffic_request *ret_request) MUST_CHECK;

/* What a person should know of the file: that its first line looks like columns and names none, so that each line counts as a
 * text, and how many cells could not be read and were not taken into account. A line each, where it is so. */
void traffic_tell(const struct traffic *traffic, FILE *out);
