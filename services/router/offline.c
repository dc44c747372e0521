/* See offline.h. */
#include "services/router/offline.h"

#include <stdlib.h>
#include <unistd.h>

#include "services/router/settle.h"

static const struct {
    const char *name;
    offline_command *run;
} commands[] = {
    {"route", offline_route},
    {"rehearse", offline_rehearse},
};

offline_command *offline_find(const char *name)
{
    for (size_t i = 0; name && i < LENGTH(commands); i++) {
        if (strcmp(commands[i].name, name) == 0)
            return commands[i].run;
    }
    return NULL;
}

static bool is_config(struct arena *arena, const char *folder)
{
    return access(arena_format(arena, "%s/taxonomy.yaml", folder).at, R_OK) == 0;
}

const char *offline_config(struct arena *arena)
{
    const char *told = getenv("SHOULI_CONFIG_DIR");
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);

    if (told && *told)
        return told;
    if (is_config(arena, "deploy/config") || length <= 0)
        return "deploy/config";
    program[length] = '\0';
    for (char *slash; (slash = strrchr(program, '/'));) {
        *slash = '\0';
        struct text beside = arena_format(arena, "%s/deploy/config", program);
        if (is_config(arena, beside.at))
            return beside.at;
    }
    return "deploy/config";
}

bool offline_load(
    struct arena *arena,
    const char *folder,
    const char *model,
    const struct router_policy **ret_policy
)
{
    struct policy_set set = {.count = 0};

    if (router_policies_load_with(arena, folder, model, &set) != OK) {
        fprintf(
            stderr,
            "%.*s\n",
            (int)set.faults.length,
            set.faults.at ? set.faults.at : "a policy is wrong"
        );
        return false;
    }
    *ret_policy = set.policies;
    return true;
}

struct offline_answer offline_decide(
    const struct router_policy *policy,
    struct arena *arena,
    const struct traffic_request *request,
    int64_t now_ms
)
{
    struct offline_answer answer = {
        .row =
            {
                .channel = request->column[TRAFFIC_channel],
                .received_at = request->has_received_at ? request->received_at : now_ms,
                .has_received_at = true,
                .party = request->party,
                .lang = request->column[TRAFFIC_lang],
                .unit = request->column[TRAFFIC_unit],
                .about_unit = request->column[TRAFFIC_about_unit],
                .amount_fen = request->amount_fen,
                .has_amount_fen = request->has_amount_fen,
                .occurred_at = request->occurred_at,
                .has_occurred_at = request->has_occurred_at,
                .complainants = request->complainants,
                .has_complainants = request->complainants > 0,
            },
    };

    answer.found =
        consider(policy, arena, request->column[TRAFFIC_text], request->hint, &answer.row);
    settle(policy, arena, now_ms, &answer.row);
    if (!answer.row.code.at)
        answer.row.code = ROUTER_UNKNOWN_CODE;
    return answer;
}
