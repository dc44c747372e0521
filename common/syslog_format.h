/* One line of the log as a message of RFC 5424: pure.
 *
 *     <27>1 2026-01-01T00:00:00.007Z host shouli-desk 4711 redis.away [shouli@32473 why="…"] BOM sentence
 *
 * Facility daemon; error, warn, info, debug are 3, 4, 6, 7. MSGID is the event, fields are parameters of one structured
 * element (32473 is the number that RFC 5612 reserves for examples: a relay may set the bank's own), the message is the
 * event's sentence of log.def behind a byte order mark, as section 6.4 demands of UTF-8. In values `"`, `\` and `]` are
 * escaped (6.3.3), control characters become blanks, invalid UTF-8 U+FFFD; an absent text is left out. At most
 * SYSLOG_BYTES_MAX bytes, which a receiver should take (6.1): a text that is too long is cut at a character's border, a
 * field that has no room is left out, and cut="true" says so. */
#pragma once

#include "common/log.h"

enum { SYSLOG_BYTES_MAX = 2048, SYSLOG_NAME_MAX = 48, SYSLOG_HOST_MAX = 255 };

struct syslog_origin {
    char host[SYSLOG_HOST_MAX + 1]; /* printable ASCII, or "-" */
    char app[SYSLOG_NAME_MAX + 1];
    int64_t process;
};

/* Takes what of the names may stand in a header; "-" when nothing is left. */
void syslog_origin_init(
    struct syslog_origin *origin,
    const char *host,
    const char *app,
    int64_t process
);

/* Bytes written to `to`, not terminated. */
size_t syslog_format(
    const struct syslog_origin *origin,
    const struct log_record *record,
    char to[SYSLOG_BYTES_MAX]
);

/* The event's sentence of log.def; the event itself when the schema does not know it. */
const char *syslog_sentence(const char *event);
