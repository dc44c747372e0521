/* Escalation: clocks, limits, warnings, the ladder; its tables stand in escalation.c, so that tests can link them. */
#include "services/escalation/escalation.h"

int main(int argc, char **argv)
{
    return service_main(&escalation_service, argc, argv);
}
