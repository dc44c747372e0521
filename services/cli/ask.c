/* See ask.h. */
#include "services/cli/ask.h"

#include <stdio.h>

#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/fields.h"
#include "services/cli/show.h"

static int print(
    const struct arguments *arguments,
    const struct asking *asking,
    const struct answer *answer,
    int code,
    struct arena *arena
)
{
    if (arguments->json && answer->raw.at)
        show_json(stdout, answer->result.at ? answer->result : answer->raw, arena);
    else if (code != EXIT_FINE)
        answer_complain(answer);
    else if (asking->result && answer->result.at)
        show_map(stdout, answer->result, asking->result, 0);
    else
        printf("%.*s\n", (int)answer->status.length, answer->status.at);
    return code;
}

int cli_ask(struct arguments *arguments, const struct asking *asking)
{
    struct arena arena = {0};
    const struct acting acting = cli_acting(arguments);
    struct question question = {
        .type = asking->type,
        .actor = acting.actor,
        .role = acting.role,
        .patience_ms = CLI_SHORT_MS};
    struct answer answer = {0};

    if (!fields_pack(arguments, message_shape_of(asking->type)->data, &arena, &question.data) ||
        !arguments_end(arguments, asking->words)) {
        arena_done(&arena);
        return EXIT_USAGE;
    }
    struct client *client = client_new(asking->service, "operator", 0);
    int code = client ? client_ask(client, &question, &arena, &answer) : EXIT_UNAVAILABLE;
    client_destroy(&client);
    if (code == EXIT_UNAVAILABLE)
        fprintf(stderr, "shouli: %s does not answer\n", asking->service);
    else
        code = print(arguments, asking, &answer, code, &arena);
    arena_done(&arena);
    return code;
}
