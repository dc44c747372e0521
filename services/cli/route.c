/* `shouli route`, `shouli rehearse`, `shouli training-data`: what router would decide of texts, or has decided, told by
 * router's own program. See neighbour.h. */
#include "services/cli/commands.h"
#include "services/cli/neighbour.h"

int cli_route(int argc, char **argv)
{
    return neighbour_become("shouli-router", argc, argv);
}
