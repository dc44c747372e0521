/* `shouli route`: texts in, where they go out; no servers. See offline.h. */
#include "services/router/offline.h"

#include "common/clock.h"

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

    while (lines_next(&lines, &request.column[TRAFFIC_text])) {
        struct offline_answer answer = offline_decide(policy, &scratch, &request, now_ms);
        print(&scratch, &answer, json);
        arena_reset(&scratch);
    }
    arena_done(&scratch);
    return fflush(stdout) == 0 ? OFFLINE_fine : OFFLINE_different;
}

int offline_route(int argc, char **argv)
{
    struct arena arena = {0};
    const struct router_policy *policy;
    bool json = argc == 2 && strcmp(argv[1], "--json") == 0;
    int ended = OFFLINE_no_policy;

    if (argc > 2 || (argc == 2 && !json)) {
        fprintf(stderr, "usage: shouli route [--json] <TEXTS\n");
        return OFFLINE_usage;
    }
    if (offline_load(&arena, offline_config(&arena), &policy))
        ended = route_lines(policy, &arena, json);
    arena_done(&arena);
    return ended;
}
