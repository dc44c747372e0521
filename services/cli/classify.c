/* `shouli classify`: lines in, labels out; lines with labels in, how good the model is out. */
#include <time.h>

#include "common/lines.h"
#include "common/model/model_file.h"
#include "common/text/normalise.h"
#include "services/cli/classify_print.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/label_cell.h"

enum { TOP_MAX = 32, REASONS_SHOWN = 5 };

struct classifying {
    struct arena arena;
    struct arena line; /* emptied for each */
    struct model *model;
    struct model_scratch *scratch;
    int head;
    const struct model_head *shape;
    struct classify_groups groups;
    struct classify_measure measure;
    size_t top;    /* at first 0: the best, or all that hold */
    size_t silent; /* lines that say nothing for the head */
    bool why;
    bool json;
};

static double now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* The cell of the head and the text: a label and a text, or a cell for each head and a text. False: a text alone. */
static bool split(
    const struct classifying *classifying,
    struct text line,
    struct text *ret_label,
    struct text *ret_text
)
{
    size_t heads = model_head_count(classifying->model);
    struct text cells[MODEL_HEADS_MAX];
    struct text rest = line;
    size_t count = 0;

    for (const char *tab; count < heads && (tab = memchr(rest.at, '\t', rest.length));) {
        size_t length = (size_t)(tab - rest.at);
        cells[count++] = (struct text){rest.at, length};
        rest = (struct text){tab + 1, rest.length - length - 1};
    }
    if (count == 0) {
        *ret_text = line;
        return false;
    }
    bool every = count == heads;
    size_t label = every ? (size_t)classifying->head : 0;
    *ret_label = lines_bare_cell(cells[label]);
    *ret_text =
        every ? rest
              : (struct text){line.at + cells[0].length + 1, line.length - cells[0].length - 1};
    return true;
}

/* The best groups of labels, best first; where labels are many, those that hold. */
static size_t
best_groups(const struct classifying *classifying, struct model_guess *ret_guesses)
{
    const float *probabilities = model_probabilities(classifying->scratch, classifying->head);
    bool many = classifying->shape->kind == MODEL_many;
    float sums[MODEL_LABELS_MAX];
    size_t kept = 0;

    classify_groups_sum(&classifying->groups, probabilities, sums);
    for (size_t i = 0; i < classifying->groups.count; i++) {
        size_t at = kept;
        if (many && sums[i] < classifying->shape->threshold)
            continue;
        while (at > 0 && ret_guesses[at - 1].probability < sums[i])
            at--;
        if (at >= classifying->top)
            continue;
        kept += kept < classifying->top;
        for (size_t move = kept - 1; move > at; move--)
            ret_guesses[move] = ret_guesses[move - 1];
        ret_guesses[at] = (struct model_guess){(int)i, sums[i]};
    }
    return kept;
}

static void answer(struct classifying *classifying, struct text normalised, struct text text)
{
    struct model_guess guesses[TOP_MAX];
    struct model_guess best;
    struct model_reason reasons[REASONS_SHOWN];
    size_t reason_count = 0;

    if (classifying->shape->kind == MODEL_value) {
        classify_print_value(
            stdout,
            classifying->shape->name,
            model_value(classifying->scratch, classifying->head),
            text,
            classifying->json
        );
        return;
    }
    size_t count = best_groups(classifying, guesses);
    if (classifying->why &&
        model_top(classifying->model, classifying->scratch, classifying->head, &best, 1))
        reason_count = model_explain(
            classifying->model,
            normalised,
            classifying->scratch,
            classifying->head,
            best.label,
            reasons,
            REASONS_SHOWN
        );
    classify_print_guesses(
        stdout,
        &classifying->groups,
        guesses,
        count,
        reasons,
        reason_count,
        text,
        classifying->json
    );
}

static bool take_line(struct classifying *classifying, struct text line)
{
    struct text label, text;
    bool labelled = split(classifying, line, &label, &text);
    if (labelled && label_cell_is_silent(label)) {
        classifying->silent++;
        return true;
    }
    double began = now_us();
    struct text normalised = text_normalise(&classifying->line, text);

    model_read(classifying->model, normalised, classifying->scratch);
    float microseconds = (float)(now_us() - began);
    if (!labelled)
        answer(classifying, normalised, text);
    else if (classifying->shape->kind != MODEL_value)
        classify_measure_add(
            &classifying->measure,
            label,
            model_probabilities(classifying->scratch, classifying->head),
            microseconds
        );
    else if (!classify_measure_add_value(
                 &classifying->measure,
                 label,
                 model_value(classifying->scratch, classifying->head),
                 microseconds
             ))
        return false;
    arena_reset(&classifying->line);
    return true;
}

static int fail(struct text faults)
{
    fprintf(stderr, "shouli classify: %.*s\n", (int)faults.length, faults.at);
    return EXIT_NOT_DONE;
}

/* A typing error in a label would else only look like a worse model. */
static void tell_unknown_labels(const struct classify_measure *measure)
{
    if (measure->unknown_texts == 0)
        return;
    fprintf(
        stderr,
        "shouli classify: %zu texts have labels that the model does not know, the first of "
        "them '%.*s'\n",
        measure->unknown_texts,
        (int)measure->unknown[0].length,
        measure->unknown[0].at
    );
}

static int read_lines(struct classifying *classifying)
{
    struct lines lines = lines_of(stdin, &classifying->arena);
    struct text line;

    while (!ferror(stdout) && lines_next(&lines, &line)) {
        if (line.length && !take_line(classifying, line)) {
            fprintf(
                stderr,
                "shouli classify: line %zu: the label is no number\n",
                lines.number
            );
            return EXIT_NOT_DONE;
        }
    }
    if (lines_failed(&lines))
        return fail(TEXT("the texts cannot be read"));
    if (classifying->measure.count) {
        struct classify_result result = classify_measure_result(&classifying->measure);
        classify_print_result(stdout, &classifying->measure, &result, classifying->json);
        tell_unknown_labels(&classifying->measure);
    }
    if (classifying->silent)
        fprintf(
            stderr,
            "shouli classify: %zu lines say nothing for this head and were left out\n",
            classifying->silent
        );
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_FINE
                                                  : fail(TEXT("the answers cannot be written"));
}

/* A grave group that is none is never passed for harmless, and so looks like a good model. False when all are none. */
static bool check_grave(const struct classifying *classifying, const char *grave)
{
    struct text rest = text_of(grave);
    bool some = !grave;
    struct text name;

    while (label_cell_next(&rest, TEXT(","), &name)) {
        if (classify_groups_has(&classifying->groups, name)) {
            some = true;
            continue;
        }
        fprintf(
            stderr,
            "shouli classify: --grave: there is no label '%.*s'\n",
            (int)name.length,
            name.at
        );
    }
    return some;
}

struct options {
    const char *model, *head, *groups, *grave, *separator;
    long top, prefix;
};

/* Which head, and what its labels count as. EXIT_FINE, or how the program ends. */
static int choose(
    struct classifying *classifying,
    const struct arguments *arguments,
    const struct options *options
)
{
    struct text faults;

    classifying->head =
        options->head ? model_find_head(classifying->model, text_of(options->head)) : 0;
    if (classifying->head < 0)
        return arguments_refuse(arguments, "the model has no head %s", options->head);
    classifying->shape = model_head(classifying->model, classifying->head);
    bool one = classifying->shape->kind == MODEL_one;
    if (!one && (options->groups || options->grave || options->prefix))
        return arguments_refuse(
            arguments,
            "--groups, --prefix and --grave are for heads of one label a text"
        );
    classify_groups_by_prefix(
        classifying->shape,
        (size_t)options->prefix,
        &classifying->groups
    );
    if (options->groups && classify_groups_by_list(
                               &classifying->arena,
                               classifying->shape,
                               options->groups,
                               &faults,
                               &classifying->groups
                           ) != OK)
        return fail(faults);
    return check_grave(classifying, options->grave) ? EXIT_FINE : EXIT_USAGE;
}

static int
run(struct classifying *classifying,
    const struct arguments *arguments,
    const struct options *options)
{
    struct arena *arena = &classifying->arena;
    struct text faults;

    if (model_open(arena, options->model, &faults, &classifying->model) != OK)
        return fail(faults);
    int code = choose(classifying, arguments, options);
    if (code != EXIT_FINE)
        return code;
    if (classifying->top == 0)
        classifying->top = classifying->shape->kind == MODEL_many ? TOP_MAX : 1;
    classify_measure_init(
        &classifying->measure,
        arena,
        classifying->shape,
        &classifying->groups,
        options->grave,
        options->separator
    );
    classifying->scratch = model_scratch_new(arena, classifying->model);
    return read_lines(classifying);
}

static bool take_options(struct arguments *arguments, struct options *options)
{
    options->model = arguments_take(arguments, "model", NULL);
    options->head = arguments_take(arguments, "head", NULL);
    options->groups = arguments_take(arguments, "groups", NULL);
    options->grave = arguments_take(arguments, "grave", NULL);
    options->separator = arguments_take(arguments, "separator", NULL);
    return arguments_take_number(arguments, "top", 0, TOP_MAX, &options->top) &&
           arguments_take_number(
               arguments,
               "prefix",
               0,
               MODEL_LABEL_BYTES_MAX,
               &options->prefix
           );
}

int cli_classify(int argc, char **argv)
{
    static struct classifying classifying;
    struct arguments arguments;
    struct options options = {0};

    if (!arguments_read(argc, argv, " why ", &arguments) || !take_options(&arguments, &options))
        return EXIT_USAGE;
    classifying = (struct classifying){
        .top = (size_t)options.top,
        .why = arguments_take_flag(&arguments, "why"),
        .json = arguments.json,
    };
    if (!arguments_end(&arguments, 0))
        return EXIT_USAGE;
    if (!options.model)
        return arguments_refuse(&arguments, "--model MODEL is missing");
    int code = run(&classifying, &arguments, &options);
    arena_done(&classifying.line);
    arena_done(&classifying.arena);
    return code;
}
