/* `shouli dead list|retry|drop`: messages that were set aside, at every service or at one. */
#include <stdio.h>

#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/fields.h"
#include "services/cli/show.h"

static void print_letter(const char *service, const struct dead_letter *letter)
{
    char id[UUID_TEXT_LENGTH + 1], time[SHOW_TIME_BYTES];

    uuid_to_text(letter->dead_id, id);
    show_time(letter->at, time);
    printf(
        "%-10s %s  %s  %.*s %lld  %.*s\n    %.*s: %.*s\n",
        service,
        id,
        time,
        (int)letter->origin.length,
        letter->origin.at,
        (long long)letter->seq,
        (int)letter->type.length,
        letter->type.length ? letter->type.at : "",
        (int)letter->code.length,
        letter->code.at,
        (int)letter->reason.length,
        letter->reason.at
    );
}

static int list_one(const char *service, bool json, struct arena *arena, size_t *io_count)
{
    const struct question question = {
        .type = MESSAGE_dead_list_v1,
        .patience_ms = CLI_SHORT_MS};
    struct client *client = client_new(service, "operator", 0);
    struct faults faults = {.count = 0};
    struct dead_letters view = {0};
    struct answer answer = {0};

    if (!client)
        return EXIT_UNAVAILABLE;
    int code = client_ask(client, &question, arena, &answer);
    client_destroy(&client);
    if (code == EXIT_UNAVAILABLE)
        fprintf(stderr, "shouli dead: %s does not answer\n", service);
    if (code != EXIT_FINE)
        return code;
    if (map_decode(
            answer.result,
            &dead_letters_shape,
            DECODE_lenient,
            "result",
            arena,
            &faults,
            &view
        ) != OK) {
        fprintf(stderr, "shouli dead: the answer of %s cannot be read\n", service);
        return EXIT_NOT_DONE;
    }
    for (size_t i = 0; i < view.letters_count; i++) {
        if (json)
            show_json(stdout, map_encode(&dead_letter_shape, &view.letters[i], arena), arena);
        else
            print_letter(service, &view.letters[i]);
    }
    *io_count += view.letters_count;
    return code;
}

static int list(struct arguments *arguments, struct arena *arena)
{
    const char *only = arguments_take(arguments, "service", NULL);
    size_t count = 0;
    int code = EXIT_FINE;

    if (!arguments_end(arguments, 1))
        return EXIT_USAGE;
    if (only && !client_port_of(only))
        return arguments_refuse(arguments, "there is no service %s", only);
    if (!client_has_keys("operator"))
        return EXIT_UNAVAILABLE;
    for (size_t i = 0; i < CLIENT_SERVICES; i++) {
        if (only && strcmp(only, client_services[i]) != 0)
            continue;
        int one = list_one(client_services[i], arguments->json, arena, &count);
        if (one != EXIT_FINE)
            code = one;
    }
    if (!arguments->json && count == 0 && code == EXIT_FINE)
        printf("no dead letters / 没有死信\n");
    return code;
}

/* An operator must give a reason and a name: both stand in an event. */
static int decide(struct arguments *arguments, enum message_type type, struct arena *arena)
{
    const struct acting acting = cli_acting(arguments);
    const char *service = arguments_take(arguments, "service", NULL);
    struct question question = {.type = type, .actor = acting.actor, .role = acting.role};
    struct answer answer = {0};

    if (arguments->word_count < 2 || !service || !client_port_of(service) || !acting.actor)
        return arguments_refuse(arguments, "needs ID --service S --actor A --reason R");
    arguments_give(arguments, "dead-id", arguments->words[1]);
    if (!fields_pack(arguments, message_shape_of(type)->data, arena, &question.data) ||
        !arguments_end(arguments, 2))
        return EXIT_USAGE;
    struct client *client = client_new(service, "operator", 0);
    if (!client)
        return EXIT_UNAVAILABLE;
    int code = client_ask(client, &question, arena, &answer);
    client_destroy(&client);
    if (arguments->json && answer.raw.at)
        show_json(stdout, answer.raw, arena);
    else if (code == EXIT_FINE)
        printf("%.*s\n", (int)answer.status.length, answer.status.at);
    else
        answer_complain(&answer);
    return code;
}

int cli_dead(int argc, char **argv)
{
    struct arena arena = {0};
    struct arguments arguments;
    int code;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    const char *verb = arguments.word_count ? arguments.words[0] : "";
    if (strcmp(verb, "list") == 0)
        code = list(&arguments, &arena);
    else if (strcmp(verb, "retry") == 0)
        code = decide(&arguments, MESSAGE_dead_retry_v1, &arena);
    else if (strcmp(verb, "drop") == 0)
        code = decide(&arguments, MESSAGE_dead_drop_v1, &arena);
    else
        code = arguments_refuse(&arguments, "say list, retry or drop");
    arena_done(&arena);
    return code;
}
