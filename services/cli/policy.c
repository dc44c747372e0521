/* `shouli policy`: rule profiles, see policy_check.h and policy_move.h. */
#include <stdio.h>

#include "services/cli/commands.h"
#include "services/cli/due.h"
#include "services/cli/exits.h"
#include "services/cli/policy_check.h"
#include "services/cli/policy_move.h"

int cli_policy(int argc, char **argv)
{
    struct arguments arguments;
    char room[PATH_MAX];

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    const char *verb = arguments.word_count ? arguments.words[0] : "";
    bool check = strcmp(verb, "check") == 0;
    bool migrate = strcmp(verb, "migrate") == 0;
    if (migrate || strcmp(verb, "preview") == 0)
        return policy_move_run(&arguments, migrate);
    if (!check && strcmp(verb, "days") != 0)
        return arguments_refuse(&arguments, "say what to do: check, days, preview, migrate");
    const char *config = arguments_take(&arguments, "config", NULL);
    if (!arguments_end(&arguments, 1))
        return EXIT_USAGE;
    config = config ? config : due_config(room);
    return check ? policy_check_run(config, stdout, stderr)
                 : policy_days_run(config, stdout, stderr);
}
