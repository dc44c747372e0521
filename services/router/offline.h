/* Router without servers: `shouli route` and its like run the service's own program with the words of offline_find.
 *
 * The policies are read as the service reads them, and a request goes the way that case.received goes (consider.h,
 * settle.h), so that what is tried here is what will be done there. */
#pragma once

#include "services/router/consider.h"
#include "services/router/traffic.h"

/* How these commands end, as those of `shouli` do (services/cli/exits.h). */
enum { OFFLINE_fine = 0, OFFLINE_different = 1, OFFLINE_usage = 2, OFFLINE_no_policy = 3 };

/* argv[0] is the command's own name. */
typedef int offline_command(int argc, char **argv);

/* route, rehearse; NULL when there is no such command. */
offline_command *offline_find(const char *name);

/* The folder of policies: SHOULI_CONFIG_DIR, else deploy/config here or beside the folder `build` that the program lies
 * in. In the arena. */
const char *offline_config(struct arena *arena);

/* Reads all policies of a folder; false after lines on stderr. They live in the arena. `model` is a file to be taken
 * instead of the one that classifier.yaml names, or NULL. */
bool offline_load(
    struct arena *arena,
    const char *folder,
    const char *model,
    const struct router_policy **ret_policy
) MUST_CHECK;

/* What is decided of one request; the row's texts live in the arena or are the request's own. */
struct offline_answer {
    struct classified_case row;
    struct classification found;
};

/* As it was received; where that is not known, as if at `now_ms`. */
struct offline_answer offline_decide(
    const struct router_policy *policy,
    struct arena *arena,
    const struct traffic_request *request,
    int64_t now_ms
);

/* A line for people and scripts: code, type, grade, outcome, confidence, queue, between tabs. */
struct text offline_line(struct arena *arena, const struct offline_answer *answer);

/* The same and the reasons, as one line of JSON (proto: routed_text). */
struct text offline_json(struct arena *arena, const struct offline_answer *answer);

/* Whether all that was printed came through; false after a line on stderr. */
bool offline_printed(void) MUST_CHECK;

int offline_route(int argc, char **argv);
int offline_rehearse(int argc, char **argv);
