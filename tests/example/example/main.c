/* See tests/example/example.h. */
#include "tests/example/example.h"

int main(int argc, char **argv)
{
    return service_main(&example_service, argc, argv);
}
