/* `shouli training export`: what staff classified anew, as a file that `shouli train` reads beside the others.
 *
 * A line is code, type, emotion and text, as in deploy/config/model/training; what nobody judged is `-`, and so is the emotion
 * always. The labels come from desk's stream, the texts from desk, masked as router saw them, by orders that auditors follow. */
#include <limits.h>
#include <stdio.h>

#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/relabelled.h"
#include "services/cli/stream_walk.h"
#include "services/cli/words.h"

struct exporting {
    struct words_taking taking;
    const char *out;
    long from;
    struct relabelled_list labels;
    size_t written;
};

static int
visit(void *context, int64_t seq, const struct message *message, struct arena *arena UNUSED)
{
    struct exporting *exporting = context;

    if (relabelled_add(&exporting->labels, seq, message))
        return EXIT_FINE;
    fprintf(
        stderr,
        "shouli training: over %d reclassifications up to event %lld; begin later, with "
        "--from\n",
        RELABELLED_MAX,
        (long long)seq
    );
    return EXIT_NOT_DONE;
}

/* The labels, once desk's stream is read. */
static int gather(struct exporting *exporting)
{
    const struct stream_wish wish = {
        .service = "desk",
        .from = exporting->from,
        .types = {TEXT("case.reclassify_requested"), TEXT("case.reclassified")},
        .type_count = 2};
    const int64_t head = stream_head("desk", CLI_SHORT_MS);

    if (head < 0) {
        fputs("shouli training: desk does not answer 无应答\n", stderr);
        return EXIT_UNAVAILABLE;
    }
    int code = stream_walk("training", &wish, head, visit, exporting);
    relabelled_settle(&exporting->labels);
    return code;
}

static int write_page(
    struct exporting *exporting,
    const struct relabelled *labels,
    size_t count,
    FILE *file
)
{
    struct arena arena = {0};
    struct uuid cases[WORDS_CASES_MAX];
    struct text said[WORDS_CASES_MAX] = {{0}};

    for (size_t i = 0; i < count; i++)
        cases[i] = labels[i].case_id;
    int code = words_take(&exporting->taking, cases, count, &arena, said);
    for (size_t i = 0; code == EXIT_FINE && i < count; i++) {
        if (!said[i].length)
            continue;
        fprintf(
            file,
            "%s\t%c\t-\t",
            labels[i].code[0] ? labels[i].code : "-",
            relabelled_letter(&labels[i])
        );
        words_print(file, said[i]);
        fputc('\n', file);
        exporting->written++;
    }
    arena_done(&arena);
    return code;
}

static int write_all(struct exporting *exporting, FILE *file)
{
    const struct relabelled_list *labels = &exporting->labels;
    int code = words_connect(&exporting->taking);

    for (size_t i = 0; code == EXIT_FINE && i < labels->count; i += WORDS_CASES_MAX)
        code = write_page(
            exporting,
            labels->at + i,
            size_min(WORDS_CASES_MAX, labels->count - i),
            file
        );
    words_end(&exporting->taking);
    return code;
}

static int export(struct exporting *exporting, bool json)
{
    struct arena arena = {0};
    int code = gather(exporting);
    FILE *file = code == EXIT_FINE ? words_file_open(exporting->out, &arena) : NULL;

    if (code == EXIT_FINE && !file)
        code = EXIT_USAGE;
    if (file)
        code = write_all(exporting, file);
    if (file && !words_file_close(file, exporting->out, code == EXIT_FINE, &arena) &&
        code == EXIT_FINE)
        code = EXIT_USAGE;
    if (code == EXIT_FINE)
        printf(
            json ? "{\"exported\":%zu,\"left_out\":%zu}\n"
                 : "%zu reclassified cases exported 已导出, %zu left out 未导出\n",
            exporting->written,
            exporting->labels.count - exporting->written
        );
    relabelled_done(&exporting->labels);
    arena_done(&arena);
    return code;
}

int cli_training(int argc, char **argv)
{
    struct arguments arguments;
    struct exporting exporting = {.from = 1};

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    if (arguments.word_count == 0 || strcmp(arguments.words[0], "export") != 0)
        return arguments_refuse(&arguments, "say what: export");
    if (!words_begin(&arguments, WORDS_PURPOSE_training, &exporting.taking))
        return EXIT_USAGE;
    exporting.out = arguments_take(&arguments, "out", NULL);
    if (!exporting.out)
        return arguments_refuse(&arguments, "say where to: --out FILE");
    if (!arguments_take_number(&arguments, "from", 1, LONG_MAX, &exporting.from) ||
        !arguments_end(&arguments, 1))
        return EXIT_USAGE;
    return export(&exporting, arguments.json);
}
