/* `shouli route`: texts in, where they go out; no servers. See offline.h. */
#include "services/router/offline.h"

#include "common/arguments.h"
#include "common/clock.h"
#include "services/router/routes_print.h"

static void print(struct arena *arena, const struct offline_answer *answer, bool json)
{
    struct text line = json ? offline_json(arena, answer) : offline_line(arena, answer);

    fwrite(line.at, 1, line.length, stdout);
    fputc('\n', stdout);
}

/* A person at a terminal sees each answer at once. */
static int route_lines(const struct router_policy *policy, struct arena *arena, bool json)
{
    struct arena scratch = {0};
    struct lines lines = lines_of(stdin, arena);
    const int64_t now_ms = clock_now_ms();
    struct traffic_request request = {.column[TRAFFIC_channel] = TEXT("app")};

    while (!ferror(stdout) && lines_next(&lines, &request.column[TRAFFIC_text])) {
        struct offline_answer answer = offline_decide(policy, &scratch, &request, now_ms);
        print(&scratch, &answer, json);
        arena_reset(&scratch);
    }
    arena_done(&scratch);
    if (lines_failed(&lines)) {
        fputs("the texts cannot be read\n", stderr);
        return OFFLINE_usage;
    }
    return offline_printed() ? OFFLINE_fine : OFFLINE_usage;
}

/* What each route would get of past requests, in the order they are tried; the queues below. */
static int dry_run(const struct router_policy *policy, struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "re");
    struct arena scratch = {0};
    struct traffic_request request;
    struct routes_tally *tally = ARENA_NEW(arena, struct routes_tally);
    const int64_t now_ms = clock_now_ms();

    if (!file) {
        perror(path);
        return OFFLINE_usage;
    }
    struct traffic traffic = traffic_of(file, arena);
    while (traffic_next(&traffic, &request)) {
        struct offline_answer answer = offline_decide(policy, &scratch, &request, now_ms);
        routes_tally_add(tally, arena, &policy->routes, answer.row.route, answer.row.queue);
        arena_reset(&scratch);
    }
    bool read = !lines_failed(&traffic.lines);
    fclose(file);
    arena_done(&scratch);
    if (!read) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return OFFLINE_usage;
    }
    traffic_tell(&traffic, stderr);
    routes_tally_print(tally, &policy->routes, stdout);
    return offline_printed() ? OFFLINE_fine : OFFLINE_usage;
}

static int print_table(const struct router_policy *policy)
{
    routes_print(&policy->routes, stdout);
    return offline_printed() ? OFFLINE_fine : OFFLINE_usage;
}

int offline_route(int argc, char **argv)
{
    struct arguments arguments;
    struct arena arena = {0};
    const struct router_policy *policy;
    int ended = OFFLINE_no_policy;

    if (!arguments_read(argc, argv, " table ", &arguments))
        return OFFLINE_usage;
    bool table = arguments_take_flag(&arguments, "table");
    const char *past = arguments_take(&arguments, "dry-run", NULL);
    bool one = table + (past != NULL) + arguments.json <= 1;
    if (!arguments_end(&arguments, 0) || !one) {
        fputs("usage: shouli route [--json] <TEXTS | --table | --dry-run FILE\n", stderr);
        return OFFLINE_usage;
    }
    if (!offline_load(&arena, offline_config(&arena), NULL, &policy)) {
        arena_done(&arena);
        return ended;
    }
    if (table)
        ended = print_table(policy);
    else if (past)
        ended = dry_run(policy, &arena, past);
    else
        ended = route_lines(policy, &arena, arguments.json);
    arena_done(&arena);
    return ended;
}
