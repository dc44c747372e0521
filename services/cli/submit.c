/* `shouli submit`: a request as any publisher makes one; what is said comes by --text, or text or JSON from stdin. */
#include <stdio.h>

#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/fields.h"
#include "services/cli/show.h"

/* What a JSON request needs at most; an envelope is no larger. */
enum { INPUT_BYTES_MAX = ENVELOPE_BYTES_MAX };

/* All of stdin; absent when it is empty or too long. */
static struct text read_input(struct arena *arena)
{
    char *at = arena_take(arena, INPUT_BYTES_MAX + 1);
    size_t length = fread(at, 1, INPUT_BYTES_MAX + 1, stdin);

    if (length == 0 || length > INPUT_BYTES_MAX)
        return (struct text){0};
    while (length > 0 && (at[length - 1] == '\n' || at[length - 1] == '\r'))
        length--;
    at[length] = '\0';
    return (struct text){at, length};
}

/* The body from options, or from JSON on stdin. False after a line on stderr. */
static bool read_body(struct arguments *arguments, struct arena *arena, struct bytes *ret_data)
{
    const struct map_shape *shape = message_shape_of(MESSAGE_request_submitted_v1)->data;
    struct text why = {0};

    if (!arguments_has(arguments, "text")) {
        struct text input = read_input(arena);
        if (!input.length) {
            arguments_refuse(arguments, "--text is missing, and stdin is empty or too long");
            return false;
        }
        if (input.at[0] == '{') {
            *ret_data = fields_from_json(input, arena, &why);
            if (!ret_data->at)
                arguments_refuse(arguments, "stdin: %s", why.at);
            return ret_data->at != NULL;
        }
        arguments_give(arguments, "text", input.at);
    }
    if (!arguments_has(arguments, "channel"))
        arguments_give(arguments, "channel", "app");
    return fields_pack(arguments, shape, arena, ret_data);
}

static int
submit(const struct arguments *arguments, const struct question *question, struct arena *arena)
{
    struct client *client = client_new("intake", "publisher", 0);
    struct answer answer;

    if (!client)
        return EXIT_UNAVAILABLE;
    int code = client_ask(client, question, arena, &answer);
    if (arguments->json && answer.raw.at)
        show_json(stdout, answer.raw, arena);
    else if (code == EXIT_FINE)
        printf(
            "%.*s %.*s %.*s\n",
            (int)answer.status.length,
            answer.status.at,
            (int)answer.case_no.length,
            answer.case_no.at,
            (int)answer.case_id.length,
            answer.case_id.at
        );
    if (code != EXIT_FINE)
        answer_complain(&answer);
    client_destroy(&client);
    return code;
}

int cli_submit(int argc, char **argv)
{
    struct arena arena = {0};
    struct arguments arguments;
    struct question question = {.type = MESSAGE_request_submitted_v1};
    int code = EXIT_USAGE;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    question.id = arguments_take(&arguments, "id", NULL);
    question.source = arguments_take(&arguments, "source", NULL);
    if (read_body(&arguments, &arena, &question.data) && arguments_end(&arguments, 0))
        code = submit(&arguments, &question, &arena);
    arena_done(&arena);
    return code;
}
