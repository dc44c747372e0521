/* The sample requests. See demo.h. */
#include <stdio.h>
#include <stdlib.h>

#include "services/cli/demo.h"

enum { COLUMNS_MAX = 7, LINE_BYTES_MAX = 64 * 1024 };

static size_t split(struct text line, struct text *ret_columns)
{
    size_t count = 0;

    while (count < COLUMNS_MAX) {
        const char *tab = line.length ? memchr(line.at, '\t', line.length) : NULL;
        size_t length = tab ? (size_t)(tab - line.at) : line.length;
        ret_columns[count++] = (struct text){line.at, length};
        if (!tab)
            break;
        line = (struct text){tab + 1, line.length - length - 1};
    }
    return count;
}

static struct text unless_dash(struct text text)
{
    return text_is(text, "-") ? (struct text){0} : text;
}

static int64_t amount_of(struct text text)
{
    char number[32];

    if (!text.length || text_is(text, "-") || text.length >= sizeof(number))
        return -1;
    memcpy(number, text.at, text.length);
    number[text.length] = '\0';
    return strtoll(number, NULL, 10);
}

/* requests.tsv has seven columns, phrasings.tsv two: CODE|TYPE and the text. */
bool demo_read_line(struct text line, struct demo_request *ret_request)
{
    struct text columns[COLUMNS_MAX];

    while (line.length > 0 &&
           (line.at[line.length - 1] == '\n' || line.at[line.length - 1] == '\r'))
        line.length--;
    if (line.length == 0 || line.at[0] == '#')
        return false;
    size_t count = split(line, columns);
    if (count == 2 && columns[1].length > 0) {
        *ret_request =
            (struct demo_request){.channel = TEXT("app"), .text = columns[1], .amount_fen = -1};
        return true;
    }
    if (count != COLUMNS_MAX || text_is(columns[0], "channel") || columns[6].length == 0)
        return false;
    *ret_request = (struct demo_request){
        .channel = columns[0],
        .kind = unless_dash(columns[1]),
        .customer = unless_dash(columns[2]),
        .text = columns[6],
        .amount_fen = amount_of(columns[3]),
    };
    return true;
}

static bool read_file(const char *path, struct arena *arena, struct demo_requests *requests)
{
    FILE *file = fopen(path, "re");
    char *line = arena_take(arena, LINE_BYTES_MAX);

    if (!file) {
        fprintf(
            stderr,
            "shouli demo: %s cannot be read; say where it lies with --data\n",
            path
        );
        return false;
    }
    while (requests->count < DEMO_REQUESTS_MAX && fgets(line, LINE_BYTES_MAX, file)) {
        struct text kept = arena_text(arena, text_of(line));
        requests->count += demo_read_line(kept, &requests->at[requests->count]);
    }
    fclose(file);
    return true;
}

bool demo_read(const char *folder, struct arena *arena, struct demo_requests *ret_requests)
{
    ret_requests->at = ARENA_ARRAY(arena, struct demo_request, DEMO_REQUESTS_MAX + 1);
    ret_requests->count = 0;
    if (!read_file(arena_format(arena, "%s/phrasings.tsv", folder).at, arena, ret_requests) ||
        !read_file(arena_format(arena, "%s/requests.tsv", folder).at, arena, ret_requests))
        return false;
    if (ret_requests->count > 0)
        return true;
    fprintf(stderr, "shouli demo: no requests in %s\n", folder);
    return false;
}
