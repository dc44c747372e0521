/* Starting a process, and finding those that a dead one has left behind.
 *
 * A child dies with the supervisor (PR_SET_PDEATHSIG, also when the supervisor is killed), has a
 * process group of its own (Ctrl-C in the terminal reaches only the supervisor, which then stops all
 * in order), no blocked or ignored signals and nothing of the supervisor's open. The supervisor is the reaper of
 * its descendants: when a postmaster is killed, its backends become children of the supervisor, which
 * can therefore wait until the last of them is gone. */
#pragma once

#include <sys/types.h>

#include "common/basics.h"
#include "common/error.h"

enum { CHILDREN_MAX = 1024, CHILD_ENV_MAX = 1024 };

struct child_order {
    char *const *run;   /* program and arguments; looked up in PATH */
    char *const *env;   /* NAME=value, added to the caller's; may be NULL */
    const char *folder; /* may be NULL */
    const char *user;   /* may be NULL, and is ignored when the caller is not root */
    int output;         /* descriptor for stdout and stderr */
    int death_signal;
};

/* From here on orphans become children of this process. Once, at the start. */
enum error child_reaper_begin(void) MUST_CHECK;

/* The program may still fail to start: then the child ends with 127 and a line on `output`. `not_found`
 * when there is no such user; `io` when there can be no further process. */
enum error child_start(const struct child_order *order, pid_t *ret_pid) MUST_CHECK;

/* The living children of this process, known to it or left to it; at most `max`. Reads /proc. */
size_t children_find(pid_t *ret_pids, size_t max);
