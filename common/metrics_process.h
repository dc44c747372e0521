/* What the kernel says about this process, for the metrics page: under the names that
 * Prometheus client libraries use.
 *
 * Read from /proc at each call; a file that cannot be read leaves its figure at -1, and the
 * page leaves it out. */
#pragma once

#include "common/basics.h"

struct metrics_process {
    int64_t cpu_us;         /* user and system time so far */
    int64_t resident_bytes; /* physical memory */
    int64_t open_fds;
    int64_t max_fds;       /* -1 also when there is no limit */
    int64_t start_seconds; /* Unix time, to the second */
};

struct metrics_process metrics_process_read(void);
