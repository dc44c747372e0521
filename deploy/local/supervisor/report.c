/* See report.h. */
#include "deploy/local/supervisor/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

void report_say(const struct report *report, const char *name, const char *format, ...)
{
    char line[REPORT_LINE_BYTES], stamp[32];
    struct tm utc;
    time_t now = time(NULL);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    strftime(stamp, sizeof(stamp), "%FT%TZ", gmtime_r(&now, &utc));
    if (report->log >= 0)
        dprintf(report->log, "%s %s: %s\n", stamp, name, line);
    if (report->progress >= 0)
        dprintf(report->progress, "  %-12s %s\n", name, line);
}

void report_last_words(
    const struct report *report,
    const char *name,
    char ret_words[REPORT_LINE_BYTES]
)
{
    char line[RUN_LINE_BYTES];

    run_folder_last_line(report->folder, name, line);
    snprintf(ret_words, REPORT_LINE_BYTES, "%s%s", *line ? "; its log ends: " : "", line);
}
