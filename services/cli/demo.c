/* See demo.h. */
#include "services/cli/demo.h"

#include <stdio.h>
#include <unistd.h>

#include "services/cli/commands.h"
#include "services/cli/exits.h"

enum { REQUESTS_DEFAULT = 200, WORKED_PERCENT = 70 };

void demo_progress(const char *what, size_t done, size_t all)
{
    bool live = isatty(STDOUT_FILENO);

    if (done < all && (!live || done % 10))
        return;
    printf("%s%s %zu / %zu%s", live ? "\r" : "", what, done, all, done == all ? "\n" : "");
    fflush(stdout);
}

static int
play(const struct demo_requests *requests, size_t count, bool work, struct arena *arena)
{
    struct demo demo = {.case_count = 0};
    int code = demo_publish(requests, count, arena, &demo);

    /* Some are left, so that there is something to look at. */
    if (code == EXIT_FINE && work)
        code = demo_work(count * WORKED_PERCENT / 100, &demo);
    if (code == EXIT_FINE)
        code = demo_report(&demo);
    if (code == EXIT_UNAVAILABLE)
        fprintf(stderr, "shouli demo: something does not answer; is it up? (make up)\n");
    return code;
}

int cli_demo(int argc, char **argv)
{
    struct demo_requests requests;
    struct arguments arguments;
    struct arena arena = {0};
    long count = REQUESTS_DEFAULT;
    int code = EXIT_USAGE;

    if (!arguments_read(argc, argv, " no-work ", &arguments))
        return EXIT_USAGE;
    const char *folder = arguments_take(&arguments, "data", "tests/data");
    bool work = !arguments_take_flag(&arguments, "no-work");
    if (arguments_take_number(&arguments, "requests", 1, DEMO_REQUESTS_MAX, &count) &&
        arguments_end(&arguments, 0))
        code = demo_read(folder, &arena, &requests)
                   ? play(&requests, (size_t)count, work, &arena)
                   : EXIT_NOT_DONE;
    arena_done(&arena);
    return code;
}
