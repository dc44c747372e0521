/* `shouli route` and `shouli rehearse`: what router would decide of texts, told by router's own program. See
 * neighbour.h. */
#include "services/cli/commands.h"
#include "services/cli/neighbour.h"

int cli_route(int argc, char **argv)
{
    return neighbour_become("shouli-router", argc, argv);
}

int cli_rehearse(int argc, char **argv)
{
    return neighbour_become("shouli-router", argc, argv);
}
