/* The log to syslog as well (RFC 5424): unix datagrams, UDP (RFC 5426) or TCP with octet counting (RFC 6587, 3.4.1).
 *
 * Never blocks: a receiver that is away, slow or full costs lines, which shouli_log_syslog_dropped_total counts; stderr has
 * them all the same. What was handed to TCP and not yet sent waits in SYSLOG_WAITING_BYTES_MAX bytes, also while a
 * connection is made; it goes out with the next line or turn. A receiver that is away is tried again each second. Addresses
 * are numbers: looking a name up could block.
 *
 *     unix:/dev/log    udp:10.0.0.7:514    udp:[fd00::7]:514    tcp:10.0.0.7:601 */
#pragma once

#include "common/basics.h"

enum { SYSLOG_WAITING_BYTES_MAX = 64 * 1024, SYSLOG_TARGET_BYTES_MAX = 255 };

/* False when `target` is none of the forms. From then on every line goes there too, as `app`; "" closes. */
bool log_syslog_open(struct text target, const char *app) MUST_CHECK;
void log_syslog_close(void);

/* For the loop: sends what waits. */
void log_syslog_turn(void);
