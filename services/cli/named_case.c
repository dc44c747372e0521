/* See named_case.h. */
#include "services/cli/named_case.h"

#include <stdio.h>

#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/fields.h"

static int ask_id(
    const struct acting *acting,
    const char *number,
    struct arena *arena,
    const char **ret_id
)
{
    struct arguments named = {.command = "case"};
    struct question question = {
        .type = MESSAGE_why_get_v1,
        .actor = acting->actor,
        .role = acting->role,
        .unit = acting->unit,
        .patience_ms = CLI_SHORT_MS};
    struct answer answer = {0};

    arguments_give(&named, "case-no", number);
    if (!fields_pack(&named, message_shape_of(MESSAGE_why_get_v1)->data, arena, &question.data))
        return EXIT_USAGE;
    struct client *client = client_new("escalation", "operator", 0);
    int code = client ? client_ask(client, &question, arena, &answer) : EXIT_UNAVAILABLE;
    client_destroy(&client);
    if (code == EXIT_UNAVAILABLE)
        fprintf(stderr, "shouli: escalation does not answer\n");
    else if (code != EXIT_FINE)
        answer_complain(&answer);
    else
        *ret_id = arena_format(arena, "%.*s", (int)answer.case_id.length, answer.case_id.at).at;
    return code;
}

int cli_name_case(struct arguments *arguments, struct arena *arena)
{
    if (arguments->word_count < 2)
        return arguments_refuse(arguments, "say which case: its number or id");
    const char *named = arguments->words[1];
    if (strncmp(named, "GD", 2) == 0) {
        const struct acting acting = cli_acting(arguments);
        int code = ask_id(&acting, named, arena, &named);
        if (code != EXIT_FINE)
            return code;
    }
    arguments_give(arguments, "case-id", named);
    return EXIT_FINE;
}
