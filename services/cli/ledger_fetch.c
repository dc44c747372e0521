/* See ledger_fetch.h. */
#include "services/cli/ledger_fetch.h"

#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"

const struct ledger_view *ledger_fetch(const char *service, struct arena *arena)
{
    const struct question question = {
        .type = MESSAGE_ledger_get_v1,
        .patience_ms = CLI_SHORT_MS};
    struct client *client = client_new(service, "operator", 0);
    struct ledger_view *view = ARENA_NEW(arena, struct ledger_view);
    struct faults faults = {.count = 0};
    struct answer answer = {0};

    if (!client)
        return NULL;
    int code = client_ask(client, &question, arena, &answer);
    client_destroy(&client);
    if (code != EXIT_FINE || map_decode(
                                 answer.result,
                                 &ledger_view_shape,
                                 DECODE_lenient,
                                 "result",
                                 arena,
                                 &faults,
                                 view
                             ) != OK)
        return NULL;
    return view;
}
