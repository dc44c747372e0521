/* What the supervisor tells: each line to its log, with the time, and to whoever waits for the start. */
#pragma once

#include "deploy/local/supervisor/run_folder.h"

enum { REPORT_LINE_BYTES = RUN_LINE_BYTES * 2 };

struct report {
    const struct run_folder *folder; /* whose logs are quoted */
    int log;                         /* -1: none */
    int progress;                    /* -1: nobody waits */
};

/* One line about one process; cut to the limit. A reader that has gone away is no error. */
void report_say(const struct report *report, const char *name, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* "; its log ends: ..." or "", to be the end of a line. */
void report_last_words(
    const struct report *report,
    const char *name,
    char ret_words[REPORT_LINE_BYTES]
);
