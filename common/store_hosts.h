/* The servers that a connection's URL names, to be tried from one of them on: libpq always begins with the first.
 *
 * A former primary that is cut off from its standby still takes connections, and its COMMITs wait for ever. Whoever has
 * met it begins the next time behind it and so reaches the standby that was promoted. A name stands for one server:
 * a name that leads to several defeats this. At most STORE_HOSTS_MAX servers count. */
#pragma once

#include "common/arena.h"

enum { STORE_HOSTS_MAX = 8 };

/* Lists as libpq takes them, zero-terminated, in the arena; NULL where the URL has none. `count` is 1 for one server or
 * for an URL that cannot be read: connecting will say why. */
struct store_hosts {
    size_t count;
    const char *host, *hostaddr, *port;
};

/* The lists in the order of the URL. */
struct store_hosts store_hosts_of(const char *url, struct arena *arena);

/* Which of them is `host` (or its address) at `port`; 0 when none is. */
size_t store_hosts_find(const struct store_hosts *hosts, const char *host, const char *port);

/* The same servers, beginning with number `first` (modulo count). */
struct store_hosts
store_hosts_from(const struct store_hosts *hosts, size_t first, struct arena *arena);
