/* `shouli roster`, `roster absent`, `roster answer`, `roster regrade`: who is called, who cannot be, who takes a matter on. */
#include "services/cli/ask.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"

static int ask_of(struct arguments *arguments, const char *field, const struct asking *asking)
{
    if (arguments->word_count < 2)
        return arguments_refuse(arguments, "say which: %s", field);
    arguments_give(arguments, field, arguments->words[1]);
    return cli_ask(arguments, asking);
}

int cli_roster(int argc, char **argv)
{
    struct arguments arguments;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    const char *verb = arguments.word_count ? arguments.words[0] : "";
    struct asking asking = {
        .service = "escalation",
        .type = MESSAGE_duty_roster_v1,
        .result = &duty_table_shape,
        .words = 2};
    if (!*verb) {
        asking.words = 0;
        return cli_ask(&arguments, &asking);
    }
    if (strcmp(verb, "absent") == 0) {
        asking.type = MESSAGE_duty_set_absence_v1;
        asking.result = NULL;
        return ask_of(&arguments, "person", &asking);
    }
    if (strcmp(verb, "answer") == 0) {
        asking.type = MESSAGE_ladder_acknowledge_v1;
        asking.result = &ladder_hold_shape;
        return ask_of(&arguments, "case-id", &asking);
    }
    if (strcmp(verb, "regrade") == 0) {
        asking.type = MESSAGE_case_regrade_v1;
        asking.result = &regrade_result_shape;
        return ask_of(&arguments, "case-id", &asking);
    }
    return arguments_refuse(&arguments, "say absent, answer or regrade, or nothing");
}
