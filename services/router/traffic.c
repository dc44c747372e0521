/* See traffic.h. */
#include "services/router/traffic.h"

#include <stdlib.h>

static const char *const names[TRAFFIC_COLUMNS] = {
#define COLUMN(name) [TRAFFIC_##name] = #name,
#include "services/router/traffic_columns.def"
#undef COLUMN
};

/* The field up to the next tab, which is stepped over. */
static struct text take_field(struct text *line)
{
    const char *tab = line->length ? memchr(line->at, '\t', line->length) : NULL;
    size_t length = tab ? (size_t)(tab - line->at) : line->length;
    struct text field = {line->at, length};
    size_t step = size_min(length + 1, line->length);

    *line = (struct text){line->at + step, line->length - step};
    return field;
}

static int column_of(struct text name)
{
    for (int i = 0; i < TRAFFIC_COLUMNS; i++) {
        if (text_is(name, names[i]))
            return i;
    }
    return -1;
}

/* False when the line is no heading. */
static bool read_heading(struct traffic *traffic, struct text line)
{
    bool text = false;

    traffic->width = 0;
    while (line.length && traffic->width < TRAFFIC_WIDTH_MAX) {
        int column = column_of(take_field(&line));
        traffic->columns[traffic->width++] = column;
        text = text || column == TRAFFIC_text;
    }
    /* A text alone may be the word "text"; a heading of one column says nothing that matters. */
    if (!text || traffic->width < 2)
        traffic->width = 0;
    return traffic->width > 0;
}

struct traffic traffic_of(FILE *from, struct arena *arena)
{
    struct traffic traffic = {.lines = lines_of(from, arena)};
    struct text line;

    if (lines_next(&traffic.lines, &line) && !read_heading(&traffic, line)) {
        traffic.first = line;
        traffic.tabbed = line.length && memchr(line.at, '\t', line.length);
    }
    return traffic;
}

static void
read_columns(struct traffic *traffic, struct text line, struct traffic_request *request)
{
    for (size_t i = 0; i < traffic->width; i++) {
        struct text field = take_field(&line);
        int column = traffic->columns[i];
        /* The last column is all that is left: a text may hold tabs. */
        if (i + 1 == traffic->width && line.length)
            field.length = (size_t)(line.at + line.length - field.at);
        if (column >= 0 && (column == TRAFFIC_text || (field.length && !text_is(field, "-"))))
            request->column[column] = field;
    }
}

/* False for what is no number of at most 15 digits. */
static bool read_number(struct text text, int64_t *ret_number)
{
    int64_t number = 0;

    if (text.length == 0 || text.length > 15)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        number = number * 10 + (text.at[i] - '0');
    }
    *ret_number = number;
    return true;
}

static void note_unread(struct traffic *traffic, enum traffic_column column)
{
    if (traffic->unread++ > 0)
        return;
    traffic->unread_line = traffic->lines.number;
    traffic->unread_column = column;
}

/* False where nothing stands, or what is no number up to `max`. */
static bool take_number(
    struct traffic *traffic,
    const struct traffic_request *request,
    enum traffic_column column,
    int64_t max,
    int64_t *ret_number
)
{
    struct text cell = request->column[column];
    int64_t number;

    if (cell.length == 0)
        return false;
    if (read_number(cell, &number) && number <= max) {
        *ret_number = number;
        return true;
    }
    note_unread(traffic, column);
    return false;
}

static void read_numbers(struct traffic *traffic, struct traffic_request *request)
{
    request->has_amount_fen =
        take_number(traffic, request, TRAFFIC_amount_fen, INT64_MAX, &request->amount_fen);
    request->has_received_at =
        take_number(traffic, request, TRAFFIC_received_at, INT64_MAX, &request->received_at);
    request->has_occurred_at =
        take_number(traffic, request, TRAFFIC_occurred_at, INT64_MAX, &request->occurred_at) &&
        request->has_received_at;
    if (!take_number(
            traffic,
            request,
            TRAFFIC_complainants,
            TRAFFIC_COMPLAINANTS_MAX,
            &request->complainants
        ))
        request->complainants = 0;
}

static void read_words(struct traffic *traffic, struct traffic_request *request)
{
    const struct text kind = request->column[TRAFFIC_kind];
    const struct text customer = request->column[TRAFFIC_customer];

    request->hint = matter_type_of(kind);
    if (kind.length && request->hint == MATTER_none)
        note_unread(traffic, TRAFFIC_kind);
    request->party = (enum party)enum_from_text(&party_enum, customer);
    if (customer.length && request->party == PARTY_none)
        note_unread(traffic, TRAFFIC_customer);
}

void traffic_tell(const struct traffic *traffic, FILE *out)
{
    if (traffic->tabbed)
        fputs("the first line names no column 'text', so each line counts as a text\n", out);
    if (traffic->unread)
        fprintf(
            out,
            "%zu cells cannot be read and count as not known, the first in line %zu, %s\n",
            traffic->unread,
            traffic->unread_line,
            names[traffic->unread_column]
        );
}

bool traffic_next(struct traffic *traffic, struct traffic_request *ret_request)
{
    struct text line = traffic->first;

    traffic->first = (struct text){0};
    if (!line.at && !lines_next(&traffic->lines, &line))
        return false;
    *ret_request = (struct traffic_request){0};
    if (traffic->width) {
        read_columns(traffic, line, ret_request);
        if (!ret_request->column[TRAFFIC_text].at)
            ret_request->column[TRAFFIC_text] = TEXT("");
    } else {
        ret_request->column[TRAFFIC_text] = line;
    }
    if (!ret_request->column[TRAFFIC_channel].at)
        ret_request->column[TRAFFIC_channel] = TEXT("app");
    read_words(traffic, ret_request);
    read_numbers(traffic, ret_request);
    return true;
}
