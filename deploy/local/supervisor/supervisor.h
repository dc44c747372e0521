/* Keeps the processes of a table alive: starts them in order, notices deaths, starts again, stops all.
 *
 * It guarantees that a process that dies is started again after a back-off of 100 ms to 5 s, but never
 * while a descendant it left behind lives (a killed postmaster's backends still use its shared memory);
 * and that it is over only when nothing of it runs any more. It does no waiting: the caller gives the
 * time in milliseconds of any steady clock and asks again when the answer says so or a child ended.
 *
 *     WAITING -> STARTING -> READY          a service; a death leads to FALLEN, then STARTING
 *     WAITING -> STARTING -> DONE           a task that ended with 0
 *     any -> STOPPING -> STOPPED            after supervisor_stop */
#pragma once

#include "deploy/local/supervisor/report.h"
#include "deploy/local/supervisor/table.h"

enum {
    BACK_OFF_MIN_MS = 100,
    BACK_OFF_MAX_MS = 5000,
    STEADY_MS =
        10000, /* having lived so long, a process starts again with the shortest back-off */
    CHECK_EVERY_MS = 100,
    CHECK_LIMIT_MS = 2000,
    ORPHANS_QUIT_MS = 1000, /* left alone so long, then SIGQUIT */
    ORPHANS_KILL_MS = 5000, /* then SIGKILL */
    HOPELESS_DEATHS = 6,    /* of a process that never became ready: about 3 s of trying */
};

struct supervisor;

/* Borrows the table and the report's folder, which must outlive it. */
struct supervisor *supervisor_new(const struct table *table, struct report report);
void supervisor_destroy(struct supervisor **self);

/* Does what is due; returns the milliseconds until something is due again. */
int64_t supervisor_turn(struct supervisor *self, int64_t now_ms);

/* Takes note of all children that have ended. */
void supervisor_reap(struct supervisor *self, int64_t now_ms);

/* All entries are ready or done now. */
bool supervisor_is_ready(const struct supervisor *self);

/* An entry that never became ready has died HOPELESS_DEATHS times. */
bool supervisor_is_hopeless(const struct supervisor *self);

/* One line for each entry that is not ready, with the last line of its log. */
void supervisor_explain(struct supervisor *self);

/* Nobody listens to the progress any longer. */
void supervisor_forget_progress(struct supervisor *self);

/* From now on everything is being stopped, what depends before what it depends on. */
void supervisor_stop(struct supervisor *self);

/* No more patience: everything that still runs is killed at the next turn. */
void supervisor_kill(struct supervisor *self);

/* Stopped, and nothing of it is left. */
bool supervisor_is_over(const struct supervisor *self);
