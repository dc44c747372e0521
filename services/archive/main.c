/* Archive: keeps every event, makes packages of closed cases, numbers them and proves them; its tables stand in
 * archive.c, so that tests can link them. */
#include "services/archive/archive.h"

int main(int argc, char **argv)
{
    return service_main(&archive_service, argc, argv);
}
