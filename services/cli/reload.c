/* `shouli reload`: has every service, or one, read policies, the allow-list and keys anew, as an act of somebody. */
#include <stdio.h>

#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/fields.h"
#include "services/cli/show.h"

static int
order(const char *service, const struct question *question, bool json, struct arena *arena)
{
    struct answer answer = {0};
    struct client *client = client_new(service, "operator", 0);

    if (!client)
        return EXIT_UNAVAILABLE;
    int code = client_ask(client, question, arena, &answer);
    client_destroy(&client);
    if (json && answer.raw.at)
        show_json(stdout, answer.raw, arena);
    else if (code == EXIT_FINE)
        printf("%-10s %.*s\n", service, (int)answer.status.length, answer.status.at);
    else if (code == EXIT_UNAVAILABLE)
        fprintf(stderr, "shouli reload: %s does not answer 无应答\n", service);
    else
        answer_complain(&answer);
    return code;
}

/* The worst of all ends. */
static int
order_all(const char *only, const struct question *question, bool json, struct arena *arena)
{
    int worst = EXIT_FINE;

    for (size_t i = 0; i < CLIENT_SERVICES; i++) {
        if (only && strcmp(only, client_services[i]) != 0)
            continue;
        int code = order(client_services[i], question, json, arena);
        worst = code > worst ? code : worst;
    }
    return worst;
}

int cli_reload(int argc, char **argv)
{
    struct arena arena = {0};
    struct arguments arguments;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    const struct acting acting = cli_acting(&arguments);
    const char *only = arguments_take(&arguments, "service", NULL);
    struct question question = {
        .type = MESSAGE_service_reload_v1,
        .actor = acting.actor,
        .role = acting.role,
        .patience_ms = CLI_SHORT_MS};
    if (!acting.actor || !arguments_has(&arguments, "reason"))
        return arguments_refuse(&arguments, "needs --actor A --reason R");
    if (only && !client_port_of(only))
        return arguments_refuse(&arguments, "there is no service %s", only);
    int code = EXIT_USAGE;
    if (fields_pack(
            &arguments,
            message_shape_of(question.type)->data,
            &arena,
            &question.data
        ) &&
        arguments_end(&arguments, 0))
        code = client_has_keys("operator") ? order_all(only, &question, arguments.json, &arena)
                                           : EXIT_UNAVAILABLE;
    arena_done(&arena);
    return code;
}
