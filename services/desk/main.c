/* desk: work queues, claims and leases, and the life cycle of consultations, suggestions and complaints. What it
 * answers, follows and does by time stands in desk.c; how a case goes on in transitions.def. */
#include "services/desk/desk.h"

int main(int argc, char **argv)
{
    return service_main(&desk_service, argc, argv);
}
