/* See tally.h. */
#include "services/cli/tally.h"

#include <stdlib.h>

#include "services/cli/show.h"

enum { LABEL_COLUMNS = 24 };

void tally_add(
    struct tally *tally,
    struct text word,
    struct text label,
    int grade,
    int64_t received_ms
)
{
    size_t at = 0;

    while (at < tally->count && !text_equal(tally->lines[at].word, word))
        at++;
    if (at == TALLY_MAX) {
        tally->left_out++;
        return;
    }
    struct tally_line *line = &tally->lines[at];
    if (at == tally->count) {
        *line = (struct tally_line){.word = word, .label = label};
        tally->count++;
    }
    line->cases++;
    line->graded[grade >= 1 && grade <= 4 ? grade : 0]++;
    if (!line->oldest_ms || received_ms < line->oldest_ms)
        line->oldest_ms = received_ms;
}

static int by_cases(const void *a, const void *b)
{
    const struct tally_line *one = a, *other = b;

    return (one->cases < other->cases) - (one->cases > other->cases);
}

/* Chinese characters are two columns wide and three bytes long. */
static int columns_of(struct text text)
{
    int columns = 0;

    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < 0x80)
            columns++;
        else if (byte >= 0xc0)
            columns += 2;
    }
    return columns;
}

void tally_print(FILE *out, struct tally *tally, int64_t now_ms)
{
    char age[SHOW_SPAN_BYTES];

    qsort(tally->lines, tally->count, sizeof(*tally->lines), by_cases);
    fprintf(
        out,
        "\n%-*s  cases    P1    P2    P3    P4   oldest\n",
        LABEL_COLUMNS,
        tally->title
    );
    for (size_t i = 0; i < tally->count; i++) {
        const struct tally_line *line = &tally->lines[i];
        int columns = (int)line->word.length + 1 + columns_of(line->label);
        show_span(now_ms - line->oldest_ms, age);
        fprintf(
            out,
            "%.*s %.*s%*s",
            (int)line->word.length,
            line->word.at,
            (int)line->label.length,
            line->label.length ? line->label.at : "",
            columns < LABEL_COLUMNS ? LABEL_COLUMNS - columns : 1,
            ""
        );
        fprintf(
            out,
            " %6zu %5zu %5zu %5zu %5zu   %s\n",
            line->cases,
            line->graded[1],
            line->graded[2],
            line->graded[3],
            line->graded[4],
            age
        );
    }
    if (tally->left_out)
        fprintf(out, "and %zu more\n", tally->left_out);
}
