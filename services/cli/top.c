/* `shouli top`: services and queues as they are now, again and again. */
#include <stdio.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/socket.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/queue_table.h"
#include "services/cli/show.h"

/* A service's numbers, and those of the turn before, for rates. */
struct watched {
    bool up, ready;
    double seq, waiting, lag, dead, parked, imbalance;
    double seq_before;
    int64_t at_us, before_us;
};

static double rate_of(const struct watched *watched)
{
    if (!watched->before_us || watched->at_us <= watched->before_us)
        return 0;
    return (watched->seq - watched->seq_before) * 1e6 /
           (double)(watched->at_us - watched->before_us);
}

static struct text watch(const char *service, struct watched *watched, struct arena *arena)
{
    struct text page = page_fetch(service, "/metrics", arena);
    struct text ready = page_fetch(service, "/readyz", arena);

    watched->up = page.at != NULL;
    watched->ready = text_starts(ready, TEXT("ready"));
    watched->seq_before = watched->seq;
    watched->before_us = watched->at_us;
    watched->at_us = clock_monotone_us();
    watched->seq = page_sum(page, "shouli_stream_seq");
    watched->waiting = page_sum(page, "shouli_waiting_messages");
    watched->lag = page_sum(page, "shouli_follow_lag_events");
    watched->dead = page_sum(page, "shouli_dead_letters");
    watched->parked = page_sum(page, "shouli_parked_cases");
    watched->imbalance = page_sum(page, "shouli_ledger_imbalance");
    return page;
}

static void print_line(const char *service, const struct watched *watched)
{
    const char *state = !watched->up ? "down" : watched->ready ? "ready" : "waits";

    printf(
        "%-11s %-6s %11.0f %9.0f %8.0f %8.0f %6.0f %7.0f %10.0f\n",
        service,
        state,
        watched->seq,
        rate_of(watched),
        watched->waiting,
        watched->lag,
        watched->dead,
        watched->parked,
        watched->imbalance
    );
}

static void print_json(const char *service, const struct watched *watched)
{
    printf(
        "{\"service\":\"%s\",\"up\":%s,\"ready\":%s,\"events\":%.0f,\"waiting\":%.0f,\"lag\":%."
        "0f,"
        "\"dead\":%.0f,\"parked\":%.0f,\"imbalance\":%.0f}\n",
        service,
        watched->up ? "true" : "false",
        watched->ready ? "true" : "false",
        watched->seq,
        watched->waiting,
        watched->lag,
        watched->dead,
        watched->parked,
        watched->imbalance
    );
}

/* Returns how many services answered. */
static size_t turn(struct watched *watched, bool json, bool clear)
{
    static struct queue_table table = {.count = 0};
    struct arena arena = {0};
    struct text desk = {0};
    size_t up = 0;

    for (size_t i = 0; i < CLIENT_SERVICES; i++) {
        struct text page = watch(client_services[i], &watched[i], &arena);
        up += watched[i].up;
        if (strcmp(client_services[i], "desk") == 0)
            desk = page;
    }
    queue_table_read(desk, &table);
    if (clear)
        fputs("\033[H\033[2J", stdout);
    if (!json)
        printf("service     state       events   events/s  waiting      lag   dead  parked  "
               "imbalance\n");
    for (size_t i = 0; i < CLIENT_SERVICES; i++)
        (json ? print_json : print_line)(client_services[i], &watched[i]);
    if (!json)
        fputs("\n", stdout);
    (json ? queue_table_print_json : queue_table_print)(stdout, &table);
    fflush(stdout);
    arena_done(&arena);
    return up;
}

int cli_top(int argc, char **argv)
{
    struct watched watched[CLIENT_SERVICES] = {0};
    struct arguments arguments;
    long seconds = 2;

    if (!arguments_read(argc, argv, " once ", &arguments))
        return EXIT_USAGE;
    bool once = arguments_take_flag(&arguments, "once");
    if (!arguments_take_number(&arguments, "seconds", 1, 3600, &seconds) ||
        !arguments_end(&arguments, 0))
        return EXIT_USAGE;
    bool clear = !once && !arguments.json && isatty(STDOUT_FILENO);
    size_t up = turn(watched, arguments.json, clear);
    while (!once) {
        sockets_wait(NULL, 0, seconds * 1000);
        up = turn(watched, arguments.json, clear);
    }
    return up > 0 ? EXIT_FINE : EXIT_UNAVAILABLE;
}
