/* shouli-intake: its one command becomes case.received.v1, and case.acknowledged.v1 where nobody waits at the other
 * end; the tables stand in intake.c. */
#include "services/intake/intake.h"

int main(int argc, char **argv)
{
    return service_main(&intake_service, argc, argv);
}
