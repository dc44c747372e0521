/* Router: says what a case is about, how grave it is, and where it goes; its tables stand in router.c, so that tests can
 * link them. */
#include "services/router/router.h"

int main(int argc, char **argv)
{
    return service_main(&router_service, argc, argv);
}
