/* `shouli rehearse`: past requests against the policies in force and against others. See rehearsal.h. */
#include <sys/stat.h>

#include "common/arguments.h"
#include "common/clock.h"
#include "services/router/offline.h"
#include "services/router/rehearsal.h"

static const char usage[] =
    "usage: shouli rehearse FILE [--new FOLDER] [--old FOLDER] [--model FILE] [--log FILE] "
    "[--show N]\n"
    "  FILE: past requests, a text a line, or columns under a heading; - is stdin\n";

enum { SHOW_DEFAULT = 20, SHOW_MAX = 1000000 };

struct rehearsing {
    const char *file, *old, *new, *model, *log;
    FILE *traffic_file, *log_file;
    const struct router_policy *before, *after;
    size_t show_max;
};

static bool complain(const char *path)
{
    perror(path);
    return false;
}

/* The log would be emptied before it is read. */
static bool is_same_file(FILE *traffic, const char *log)
{
    struct stat read, written;

    return fstat(fileno(traffic), &read) == 0 && stat(log, &written) == 0 &&
           S_ISREG(read.st_mode) && read.st_dev == written.st_dev &&
           read.st_ino == written.st_ino;
}

/* The log is only touched when there is something to write into it. */
static bool open_files(struct rehearsing *rehearsing)
{
    bool is_stdin = strcmp(rehearsing->file, "-") == 0;

    rehearsing->traffic_file = is_stdin ? stdin : fopen(rehearsing->file, "re");
    if (!rehearsing->traffic_file)
        return complain(rehearsing->file);
    if (!rehearsing->log)
        return true;
    if (is_same_file(rehearsing->traffic_file, rehearsing->log)) {
        fprintf(stderr, "%s: is what is read\n", rehearsing->log);
        return false;
    }
    rehearsing->log_file = fopen(rehearsing->log, "we");
    return rehearsing->log_file ? true : complain(rehearsing->log);
}

static bool close_files(struct rehearsing *rehearsing)
{
    bool well = true;

    if (rehearsing->traffic_file && rehearsing->traffic_file != stdin)
        fclose(rehearsing->traffic_file);
    if (rehearsing->log_file) {
        well = !ferror(rehearsing->log_file);
        well = fclose(rehearsing->log_file) == 0 && well;
    }
    return well;
}

static void show_change(
    struct arena *arena,
    size_t number,
    const struct offline_answer *before,
    const struct offline_answer *after
)
{
    struct text from = offline_line(arena, before);
    struct text to = offline_line(arena, after);

    printf(
        "- %zu\t%s\t%s\n+ %zu\t%s\t%s\n",
        number,
        from.at,
        before->row.route.at,
        number,
        to.at,
        after->row.route.at
    );
}

static void tell_speed(size_t requests, int64_t took_us)
{
    const double seconds = (double)took_us / 1e6;

    fprintf(
        stderr,
        "%zu requests, each decided twice, in %.1f s: %.0f/s\n",
        requests,
        seconds,
        (double)requests / (seconds > 0 ? seconds : 1)
    );
}

/* A request of which no time is known is taken as received when the rehearsal began. */
static bool
play(struct rehearsing *rehearsing, struct arena *arena, struct rehearsal *rehearsal)
{
    struct arena scratch = {0};
    struct traffic traffic = traffic_of(rehearsing->traffic_file, arena);
    struct traffic_request request;
    const int64_t now_ms = clock_now_ms(), begun_us = clock_monotone_us();

    for (size_t number = 1; traffic_next(&traffic, &request); number++) {
        struct offline_answer before =
            offline_decide(rehearsing->before, &scratch, &request, now_ms);
        struct offline_answer after =
            offline_decide(rehearsing->after, &scratch, &request, now_ms);
        if (rehearsal_compare(rehearsal, &before, &after) &&
            rehearsal->changed <= rehearsing->show_max)
            show_change(&scratch, number, &before, &after);
        if (rehearsing->log_file)
            fprintf(
                rehearsing->log_file,
                "%s\n",
                rehearsal_log_line(&scratch, number, &request, &after).at
            );
        arena_reset(&scratch);
    }
    traffic_tell(&traffic, stderr);
    tell_speed(rehearsal->requests, clock_monotone_us() - begun_us);
    arena_done(&scratch);
    return !lines_failed(&traffic.lines);
}

static int rehearse(struct rehearsing *rehearsing, struct arena *arena)
{
    struct rehearsal *rehearsal = ARENA_NEW(arena, struct rehearsal);
    const char *in_force = offline_config(arena);
    const char *old = rehearsing->old ? rehearsing->old : in_force;
    const char *new = rehearsing->new ? rehearsing->new : in_force;

    rehearsal->arena = arena;
    if (!offline_load(arena, old, NULL, &rehearsing->before) ||
        !offline_load(arena, new, rehearsing->model, &rehearsing->after))
        return OFFLINE_no_policy;
    bool opened = open_files(rehearsing);
    bool read = opened && play(rehearsing, arena, rehearsal);
    bool written = close_files(rehearsing);
    if (opened && !read)
        fprintf(stderr, "%s: cannot be read\n", rehearsing->file);
    else if (opened && !written)
        fprintf(stderr, "%s: cannot be written\n", rehearsing->log);
    if (!read || !written)
        return OFFLINE_usage;
    rehearsal_print(rehearsal, stdout);
    if (!offline_printed())
        return OFFLINE_usage;
    return rehearsal->changed ? OFFLINE_different : OFFLINE_fine;
}

static bool take(struct arguments *arguments, struct rehearsing *rehearsing)
{
    long show = SHOW_DEFAULT;

    rehearsing->file = arguments->word_count ? arguments->words[0] : NULL;
    rehearsing->old = arguments_take(arguments, "old", NULL);
    rehearsing->new = arguments_take(arguments, "new", NULL);
    rehearsing->model = arguments_take(arguments, "model", NULL);
    rehearsing->log = arguments_take(arguments, "log", NULL);
    if (!arguments_take_number(arguments, "show", 0, SHOW_MAX, &show))
        return false;
    rehearsing->show_max = (size_t)show;
    return rehearsing->file && !arguments->json;
}

int offline_rehearse(int argc, char **argv)
{
    struct rehearsing rehearsing = {.show_max = SHOW_DEFAULT};
    struct arguments arguments;
    struct arena arena = {0};

    if (!arguments_read(argc, argv, "", &arguments))
        return OFFLINE_usage;
    if (!take(&arguments, &rehearsing) || !arguments_end(&arguments, 1)) {
        fputs(usage, stderr);
        return OFFLINE_usage;
    }
    int ended = rehearse(&rehearsing, &arena);
    arena_done(&arena);
    return ended;
}
