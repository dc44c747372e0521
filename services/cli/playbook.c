/* `shouli playbook kinds|list|get|start|tick|close`: what is done in an emergency, for a case or an incident. */
#include "services/cli/ask.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/named_case.h"

#define INCIDENT "IN" /* with which the numbers of incidents begin */

static const struct verb {
    const char *name;
    enum message_type type;
    const struct map_shape *result;
    size_t words; /* with the verb */
} verbs[] = {
    {"kinds", MESSAGE_playbook_kinds_v1, &playbook_table_shape, 1},
    {"list", MESSAGE_playbook_list_v1, &playbook_page_shape, 1},
    {"get", MESSAGE_playbook_get_v1, &playbook_view_shape, 3},
    {"start", MESSAGE_playbook_start_v1, &playbook_view_shape, 3},
    {"tick", MESSAGE_playbook_tick_v1, &playbook_view_shape, 4},
    {"close", MESSAGE_playbook_close_v1, &playbook_view_shape, 3},
};

static int ask_of(struct arguments *arguments, const struct verb *verb)
{
    const struct asking asking = {
        .service = "escalation",
        .type = verb->type,
        .result = verb->result,
        .words = verb->words,
    };
    struct arena arena = {0};
    int code = EXIT_FINE;

    if (arguments->word_count < verb->words)
        return arguments_refuse(
            arguments,
            verb->words == 4 ? "say which case or incident, kind and step"
                             : "say which case or incident, and which kind"
        );
    if (verb->words > 1 && strncmp(arguments->words[1], INCIDENT, sizeof(INCIDENT) - 1) == 0)
        arguments_give(arguments, "incident-no", arguments->words[1]);
    else if (verb->words > 1)
        code = cli_name_case(arguments, &arena);
    if (verb->words > 2)
        arguments_give(arguments, "kind", arguments->words[2]);
    if (verb->words > 3)
        arguments_give(arguments, "step", arguments->words[3]);
    if (code == EXIT_FINE)
        code = cli_ask(arguments, &asking);
    arena_done(&arena);
    return code;
}

int cli_playbook(int argc, char **argv)
{
    struct arguments arguments;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    const char *name = arguments.word_count ? arguments.words[0] : "";
    for (size_t i = 0; i < LENGTH(verbs); i++) {
        if (strcmp(name, verbs[i].name) == 0)
            return ask_of(&arguments, &verbs[i]);
    }
    return arguments_refuse(&arguments, "say kinds, list, get, start, tick or close");
}
