/* `shouli fact record`, `shouli clock extend` and `clock stages`: what no stream tells of a case, a statutory limit made
 * longer, and how long each stage took. */
#include "services/cli/ask.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/named_case.h"

static int ask_of_case(struct arguments *arguments, const struct asking *asking)
{
    struct arena arena = {0};
    int code = cli_name_case(arguments, &arena);

    if (code == EXIT_FINE)
        code = cli_ask(arguments, asking);
    arena_done(&arena);
    return code;
}

int cli_fact(int argc, char **argv)
{
    const struct asking asking = {
        .service = "escalation",
        .type = MESSAGE_fact_record_v1,
        .result = &fact_result_shape,
        .words = 3,
    };
    struct arguments arguments;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    if (!arguments.word_count || strcmp(arguments.words[0], "record") != 0)
        return arguments_refuse(&arguments, "say record");
    if (arguments.word_count < 3)
        return arguments_refuse(&arguments, "say which case and what happened, as leak_known");
    arguments_give(&arguments, "fact", arguments.words[2]);
    return ask_of_case(&arguments, &asking);
}

int cli_clock(int argc, char **argv)
{
    const struct asking asking = {
        .service = "escalation",
        .type = MESSAGE_clock_extend_v1,
        .result = &extension_result_shape,
        .words = 2,
    };
    const struct asking stages = {
        .service = "escalation",
        .type = MESSAGE_stages_get_v1,
        .result = &stage_times_shape,
        .words = 2,
    };
    struct arguments arguments;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    const char *verb = arguments.word_count ? arguments.words[0] : "";
    if (strcmp(verb, "stages") == 0)
        return ask_of_case(&arguments, &stages);
    if (strcmp(verb, "extend") != 0)
        return arguments_refuse(&arguments, "say extend or stages");
    return ask_of_case(&arguments, &asking);
}
