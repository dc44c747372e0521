/* The sub-commands of `shouli`: each gets argv with its own name first and returns how the program ends (exits.h).
 *
 * What each takes stands in main.c's table and in README.md; every one takes --json. */
#pragma once

#include "common/arguments.h"

int cli_submit(int argc, char **argv);
int cli_case(int argc, char **argv);
int cli_why(int argc, char **argv);
int cli_reload(int argc, char **argv);
int cli_trace(int argc, char **argv);
int cli_dead(int argc, char **argv);
int cli_queues(int argc, char **argv);
int cli_top(int argc, char **argv);
int cli_tail(int argc, char **argv);
int cli_verify(int argc, char **argv);
int cli_ledger(int argc, char **argv);
int cli_restore_check(int argc, char **argv);
int cli_policy(int argc, char **argv);
int cli_demo(int argc, char **argv);
int cli_train(int argc, char **argv);
int cli_classify(int argc, char **argv);
int cli_route(int argc, char **argv);
int cli_rehearse(int argc, char **argv);
int cli_record(int argc, char **argv);
int cli_training(int argc, char **argv);
int cli_incident(int argc, char **argv);
int cli_playbook(int argc, char **argv);
int cli_roster(int argc, char **argv);
int cli_fact(int argc, char **argv);
int cli_clock(int argc, char **argv);
int cli_calendar(int argc, char **argv);

/* Who acts: --actor and --role (--unit), else SHOULI_ACTOR and SHOULI_ROLE; NULL where nothing says so. */
struct acting {
    const char *actor, *role, *unit;
};
struct acting cli_acting(struct arguments *arguments);

/* How long is waited for a service that may not be there. */
enum { CLI_SHORT_MS = 3000 };
