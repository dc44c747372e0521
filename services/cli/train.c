/* `shouli train`: labelled texts in, a model file out. Offline, deterministic, one thread. */
#include <stdarg.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/json_text.h"
#include "services/cli/label_cell.h"
#include "services/cli/train_parts.h"

struct training {
    struct arena *arena;
    struct arguments *arguments;
    struct train_wish wish;
    struct train_plan plan;
    const char *out;
    struct train_set set;
    struct train_fit fits[MODEL_HEADS_MAX];
    bool quiet;
    bool names_out_of_scope;
};

static bool progress_on_terminal;

static void tell(const char *what, const struct model_head *head, unsigned done, unsigned of)
{
    if (progress_on_terminal)
        fprintf(
            stderr,
            "\r\033[K%.*s: %s %u/%u",
            (int)head->name.length,
            head->name.at,
            what,
            done,
            of
        );
    else if (done == of)
        fprintf(stderr, "%.*s: %s done\n", (int)head->name.length, head->name.at, what);
}

static void tell_nothing(
    const char *what UNUSED,
    const struct model_head *head UNUSED,
    unsigned done UNUSED,
    unsigned of UNUSED
)
{
}

static bool take_numbers(struct training *training)
{
    struct arguments *arguments = training->arguments;
    long hidden = 256, epochs = 30, least = 2;

    if (!arguments_take_number(arguments, "hidden", 16, MODEL_HIDDEN_UNITS_MAX, &hidden))
        return false;
    long networks = TRAIN_COUNT_usual;
    if (!arguments_take_number(arguments, "networks", 0, TRAIN_NETWORKS_MAX, &networks))
        return false;
    long windows = hidden < TRAIN_HIDDEN_WIDE || networks == 0 ? 0 : TRAIN_COUNT_usual;
    if (!arguments_take_number(arguments, "windows", 0, TRAIN_WINDOWS_MAX, &windows) ||
        !arguments_take_number(arguments, "epochs", 1, 1000, &epochs) ||
        !arguments_take_number(arguments, "least", 1, 1000, &least))
        return false;
    training->plan.networks = (int)networks;
    training->plan.windows = (int)windows;
    training->wish.places = windows != 0;
    training->plan.hidden = model_rounded((size_t)hidden, MODEL_WIDTH_STEP);
    training->plan.epochs = (unsigned)epochs;
    training->wish.rows_min_samples = (size_t)least;
    return true;
}

static bool take_pairs(struct training *training)
{
    const char *pairs = arguments_take(training->arguments, "pairs", "chinese");

    if (strcmp(pairs, "never") == 0)
        training->wish.pairs = TRAIN_PAIRS_never;
    else if (strcmp(pairs, "always") == 0)
        training->wish.pairs = TRAIN_PAIRS_always;
    else if (strcmp(pairs, "chinese") != 0) {
        (void)arguments_refuse(training->arguments, "--pairs is chinese, never or always");
        return false;
    }
    return true;
}

static bool take_options(struct training *training)
{
    struct arguments *arguments = training->arguments;

    training->out = arguments_take(arguments, "out", NULL);
    training->wish.heads = arguments_take(arguments, "heads", NULL);
    training->wish.separator = arguments_take(arguments, "separator", NULL);
    training->names_out_of_scope = arguments_has(arguments, "out-of-scope");
    training->wish.out_of_scope = arguments_take(arguments, "out-of-scope", LABEL_OUT_OF_SCOPE);
    training->quiet = arguments_take_flag(arguments, "quiet");
    training->wish.folds = 5;
    training->wish.paths = arguments->words;
    training->wish.path_count = arguments->word_count;
    training->plan.folds = training->wish.folds;
    progress_on_terminal = isatty(STDERR_FILENO) == 1;
    training->plan.progress = training->quiet ? tell_nothing : tell;
    return take_pairs(training) && take_numbers(training) &&
           arguments_end(arguments, ARGUMENTS_WORDS_MAX);
}

/* Learns every head twice: to fit it on what was held out, then from everything. */
static enum error learn(struct training *training)
{
    struct model_draft_member members[MODEL_MEMBERS_MAX];
    struct train_set *set = &training->set;
    struct model_draft draft = {
        .views = set->views,
        .heads = set->heads,
        .head_count = set->head_count,
        .members = members,
        .hashes = set->hashes,
        .idfs = set->idfs,
        .row_count = set->row_count,
    };

    for (size_t head = 0; head < set->head_count; head++) {
        training->fits[head] = train_fit(set, head, &training->plan);
        set->heads[head].threshold = training->fits[head].threshold;
        struct train_parts parts = train_parts(training->arena, set, head, -1, &training->plan);
        train_parts_draft(
            &parts,
            set,
            head,
            &training->fits[head],
            training->arena,
            members,
            &draft.member_count
        );
    }
    return model_save(&draft, training->out);
}

PRINTF_LIKE(1, 2) static int fail(const char *format, ...)
{
    va_list values;

    fputs("shouli train: ", stderr);
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    return EXIT_NOT_DONE;
}

/* A guess from the cells, so it is told before it is learnt from. */
static void tell_separators(const struct training *training)
{
    for (size_t i = 0; i < training->set.head_count && !training->quiet; i++) {
        const struct text separator = training->set.separators[i];
        if (separator.length)
            fprintf(
                stderr,
                "%s: several labels a text, joined by '%.*s'\n",
                training->set.heads[i].name.at,
                (int)separator.length,
                separator.at
            );
    }
}

static void print_head(const struct training *training, size_t at)
{
    static const char *const rights[] = {
        [MODEL_one] = "accuracy",
        [MODEL_many] = "micro-F1",
        [MODEL_value] = "correlation",
    };
    const struct model_head *head = &training->set.heads[at];
    const struct train_fit *fit = &training->fits[at];
    bool json = training->arguments->json;

    if (json) {
        fputs("{\"head\":", stdout);
        json_text_print(stdout, head->name);
    } else {
        printf("head %.*s", (int)head->name.length, head->name.at);
    }
    printf(
        json ? ",\"labels\":%zu,\"held_out\":%zu,\"%s\":%.4f,\"threshold\":%.4f"
               ",\"linear_factor\":%.4f,\"network_factor\":%.4f,\"windows_factor\":%.4f}\n"
             : ": %zu labels; held out %zu: %s %.4f; threshold %.4f, factors %.3f, %.3f and "
               "%.3f\n",
        head->label_count,
        fit->tested,
        rights[head->kind],
        fit->right,
        (double)fit->threshold,
        (double)fit->linear_factor,
        (double)fit->network_factor,
        (double)fit->windows_factor
    );
}

static int report(const struct training *training, double seconds)
{
    const bool json = training->arguments->json;
    struct text faults;
    struct model *model;

    if (model_open(training->arena, training->out, &faults, &model) != OK) {
        return fail("%s", faults.at);
    }
    for (size_t i = 0; i < training->set.head_count; i++)
        print_head(training, i);
    if (json) {
        fputs("{\"model\":", stdout);
        json_text_print(stdout, text_of(training->out));
    } else {
        fputs(training->out, stdout);
    }
    printf(
        json ? ",\"version\":\"%s\",\"samples\":%zu,\"ngrams\":%zu,\"bytes\":%zu,"
               "\"seconds\":%.1f}\n"
             : ": version %s, %zu samples, %zu n-grams, %zu bytes, %.1f s\n",
        model_version(model).at,
        training->set.count,
        training->set.row_count,
        model_bytes(model),
        seconds
    );
    return EXIT_FINE;
}

/* How wide a row of the model will be. */
static size_t columns_of(const struct training *training)
{
    size_t columns = 0;

    for (size_t i = 0; i < training->set.head_count; i++) {
        const struct model_head *head = &training->set.heads[i];
        columns += model_rounded(size_max(head->label_count, 1), MODEL_WIDTH_STEP);
        if (head->kind != MODEL_value)
            columns += (size_t)training->plan.networks *
                           train_parts_wish(&training->set, i, &training->plan).hidden +
                       (size_t)training->plan.windows * train_parts_windows_wish().width;
    }
    return columns;
}

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Asked before an hour of learning, not after it. What is there and no file, a device for instance, would be replaced by
 * one. */
static bool may_be_written(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct text folder =
        slash ? arena_text(arena, (struct text){path, (size_t)(slash - path) + 1}) : TEXT(".");
    struct stat there;

    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode))
        return false;
    return access(folder.at, W_OK | X_OK) == 0;
}

/* A name that no label has is a slip, and what it should have named would be learnt like any other. */
static bool is_out_of_scope_there(const struct training *training)
{
    for (size_t i = 0; i < training->set.head_count; i++) {
        if (training->set.heads[i].out_of_scope >= 0)
            return true;
    }
    return !training->names_out_of_scope;
}

static int run(struct training *training)
{
    struct text faults = {0};
    double began = now_s();

    if (!may_be_written(training->arena, training->out))
        return fail("%s cannot be written", training->out);
    if (train_set_read(training->arena, &training->wish, &faults, &training->set) != OK)
        return fail("%.*s", (int)faults.length, faults.at);
    if (!is_out_of_scope_there(training))
        return fail("no label is one of --out-of-scope %s", training->wish.out_of_scope);
    if (training->set.row_count == 0)
        return fail("no n-gram stands in as many samples as --least asks for");
    train_parts_count(&training->set, &training->plan);
    if (columns_of(training) > MODEL_COLUMNS_MAX)
        return fail(
            "labels and hidden units together are more than %d; take fewer --networks or "
            "--hidden",
            MODEL_COLUMNS_MAX
        );
    tell_separators(training);
    if (learn(training) != OK)
        return fail("%s cannot be written", training->out);
    if (progress_on_terminal && !training->quiet)
        fputs("\r\033[K", stderr);
    return report(training, now_s() - began);
}

int cli_train(int argc, char **argv)
{
    struct arena arena = {0};
    struct arguments arguments;
    struct training training = {.arena = &arena, .arguments = &arguments};

    if (!arguments_read(argc, argv, " quiet ", &arguments) || !take_options(&training))
        return EXIT_USAGE;
    if (!training.out)
        return arguments_refuse(&arguments, "--out MODEL is missing");
    if (arguments.word_count == 0)
        return arguments_refuse(&arguments, "at least one FILE.tsv is needed");
    int code = run(&training);
    arena_done(&arena);
    return code;
}
