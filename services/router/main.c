/* Router: says what a case is about, how grave it is, and where it goes; its tables stand in router.c, so that tests can
 * link them. With the words of offline.h it decides at the command line, without servers. */
#include "services/router/offline.h"
#include "services/router/router.h"

int main(int argc, char **argv)
{
    offline_command *command = argc > 1 ? offline_find(argv[1]) : NULL;

    if (command)
        return command(argc - 1, argv + 1);
    return service_main(&router_service, argc, argv);
}
