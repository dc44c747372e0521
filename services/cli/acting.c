/* See commands.h. */
#include <stdlib.h>

#include "services/cli/commands.h"

struct acting cli_acting(struct arguments *arguments)
{
    return (struct acting){
        .actor = arguments_take(arguments, "actor", getenv("SHOULI_ACTOR")),
        .role = arguments_take(arguments, "role", getenv("SHOULI_ROLE")),
        .unit = arguments_take(arguments, "unit", NULL),
    };
}
