/* `shouli top`: services, queues, clocks and stores as they are now, again and again. */
#include <stdio.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/socket.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/top_print.h"

/* Looks at all services and prints; returns how many answered. */
static size_t look(struct top_turn *turn, const struct top_turn *before, bool json, bool clear)
{
    struct arena arena = {0};
    size_t up = 0;

    *turn = (struct top_turn){.at_us = clock_monotone_us()};
    for (size_t i = 0; i < CLIENT_SERVICES; i++) {
        struct text metrics = page_fetch(client_services[i], "/metrics", &arena);
        struct text ready = page_fetch(client_services[i], "/readyz", &arena);
        top_turn_add(turn, before, i, metrics, ready);
        up += turn->service[i].up;
    }
    top_turn_end(turn, before);
    if (clear)
        fputs("\033[H\033[2J", stdout);
    (json ? top_print_json : top_print)(stdout, turn);
    fflush(stdout);
    arena_done(&arena);
    return up;
}

int cli_top(int argc, char **argv)
{
    static struct top_turn turns[2];
    struct arguments arguments;
    long seconds = 2;
    size_t now = 0;

    if (!arguments_read(argc, argv, " once ", &arguments))
        return EXIT_USAGE;
    bool once = arguments_take_flag(&arguments, "once");
    if (!arguments_take_number(&arguments, "seconds", 1, 3600, &seconds) ||
        !arguments_end(&arguments, 0))
        return EXIT_USAGE;
    bool clear = !once && !arguments.json && isatty(STDOUT_FILENO);
    size_t up = look(&turns[now], NULL, arguments.json, clear);
    while (!once) {
        sockets_wait(NULL, 0, seconds * 1000);
        now = 1 - now;
        up = look(&turns[now], &turns[1 - now], arguments.json, clear);
    }
    return up > 0 ? EXIT_FINE : EXIT_UNAVAILABLE;
}
