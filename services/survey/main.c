/* Survey: asks customers once their case is closed, takes their answers, has bad ones taken up again; its tables stand
 * in survey.c, so that tests can link them. */
#include "services/survey/survey.h"

int main(int argc, char **argv)
{
    return service_main(&survey_service, argc, argv);
}
