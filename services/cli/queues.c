/* `shouli queues`: what waits in each queue. */
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/queue_table.h"

int cli_queues(int argc, char **argv)
{
    struct arena arena = {0};
    struct arguments arguments;
    static struct queue_table table;

    if (!arguments_read(argc, argv, "", &arguments) || !arguments_end(&arguments, 0))
        return EXIT_USAGE;
    struct text page = page_fetch("desk", "/metrics", &arena);
    if (!page.at) {
        fprintf(stderr, "shouli queues: desk does not answer; is it up? (make up)\n");
        arena_done(&arena);
        return EXIT_UNAVAILABLE;
    }
    queue_table_read(page, &table);
    if (arguments.json)
        queue_table_print_json(stdout, &table);
    else
        queue_table_print(stdout, &table);
    arena_done(&arena);
    return EXIT_FINE;
}
