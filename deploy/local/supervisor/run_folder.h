/* What the supervisor writes under the run folder: pids/<name>.pid, log/<name>.log, the lock.
 *
 * A pid file appears whole or not at all and is gone while its process is, so that a tool that signals
 * by it meets the right process or none. A log is set aside as <name>.log.1 when its process starts and
 * it is over the limit. */
#pragma once

#include <sys/types.h>

#include "common/basics.h"
#include "common/error.h"

enum {
    RUN_LOG_BYTES_MAX = 64 * 1024 * 1024,
    RUN_LINE_BYTES = 400, /* of a last line that is shown */
};

struct run_folder {
    int fd;   /* of the folder; -1 when closed */
    int lock; /* held as long as the supervisor lives, by the kernel's doing */
};

/* Makes pids/ and log/ where they are missing, removes pid files of an earlier life and writes
 * supervisor.pid. `refused` when another supervisor holds the folder. */
enum error run_folder_open(const char *path, struct run_folder *ret_folder) MUST_CHECK;

/* Removes supervisor.pid and gives the lock back. */
void run_folder_close(struct run_folder *folder);

enum error
run_folder_write_pid(const struct run_folder *folder, const char *name, pid_t pid) MUST_CHECK;
void run_folder_remove_pid(const struct run_folder *folder, const char *name);

/* A descriptor to append to; -1 when it cannot be opened. The caller closes it. */
int run_folder_open_log(const struct run_folder *folder, const char *name) MUST_CHECK;

/* The last line of the log that is not blank, cut to the limit; "" when there is none. */
void run_folder_last_line(
    const struct run_folder *folder,
    const char *name,
    char ret_line[RUN_LINE_BYTES]
);
