/* `shouli incident list|get|close`: many cases about the same. */
#include "services/cli/ask.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"

static int ask_one(struct arguments *arguments, enum message_type type)
{
    const struct asking asking =
        {.service = "escalation", .type = type, .result = &incident_view_shape, .words = 2};

    if (arguments->word_count < 2)
        return arguments_refuse(arguments, "say which incident: its number");
    arguments_give(arguments, "incident-no", arguments->words[1]);
    return cli_ask(arguments, &asking);
}

int cli_incident(int argc, char **argv)
{
    struct arguments arguments;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    const char *verb = arguments.word_count ? arguments.words[0] : "";
    const struct asking all = {
        .service = "escalation",
        .type = MESSAGE_incident_list_v1,
        .result = &incident_page_shape,
        .words = 1};
    if (strcmp(verb, "list") == 0)
        return cli_ask(&arguments, &all);
    if (strcmp(verb, "get") == 0)
        return ask_one(&arguments, MESSAGE_incident_get_v1);
    if (strcmp(verb, "close") == 0)
        return ask_one(&arguments, MESSAGE_incident_close_v1);
    return arguments_refuse(&arguments, "say list, get or close");
}
