/* See store_hosts.h. libpq takes the URL apart; its lists of hosts, addresses and ports are turned alike. */
#include "common/store_hosts.h"

#include <libpq-fe.h>

static size_t count_of(const char *list)
{
    size_t count = 1;

    for (const char *at = list; *at; at++)
        count += *at == ',';
    return count;
}

/* Where entry `number` begins: behind as many commas. */
static const char *entry(const char *list, size_t number)
{
    while (number > 0)
        number -= *list++ == ',';
    return list;
}

/* A port alone counts for all hosts and stays. */
static const char *turn(const char *list, size_t count, size_t first, struct arena *arena)
{
    if (!list || first == 0 || count_of(list) != count)
        return list;
    const char *from = entry(list, first);
    return arena_format(arena, "%s,%.*s", from, (int)(from - list - 1), list).at;
}

struct store_hosts store_hosts_of(const char *url, struct arena *arena)
{
    struct store_hosts hosts = {.count = 1};
    PQconninfoOption *options = PQconninfoParse(url, NULL);

    for (PQconninfoOption *option = options; option && option->keyword; option++) {
        const struct {
            const char *keyword;
            const char **place;
        } wanted[] = {
            {"host", &hosts.host},
            {"hostaddr", &hosts.hostaddr},
            {"port", &hosts.port},
        };
        for (size_t i = 0; i < LENGTH(wanted); i++) {
            if (option->val && strcmp(option->keyword, wanted[i].keyword) == 0)
                *wanted[i].place = arena_format(arena, "%s", option->val).at;
        }
    }
    PQconninfoFree(options);
    if (hosts.host || hosts.hostaddr)
        hosts.count = count_of(hosts.host ? hosts.host : hosts.hostaddr);
    if (hosts.count > STORE_HOSTS_MAX)
        hosts.count = 1; /* tried in the order of the URL */
    return hosts;
}

/* An entry of a list; of a list that is absent or has one entry for all, that one. */
static bool is_entry(const char *list, size_t count, size_t number, const char *value)
{
    if (!list || !*list)
        return false;
    const char *from = entry(list, count_of(list) == count ? number : 0);
    size_t length = strcspn(from, ",");
    return strlen(value) == length && strncmp(from, value, length) == 0;
}

size_t store_hosts_find(const struct store_hosts *hosts, const char *host, const char *port)
{
    for (size_t i = 0; i < hosts->count; i++) {
        bool here = is_entry(hosts->host, hosts->count, i, host) ||
                    is_entry(hosts->hostaddr, hosts->count, i, host);
        if (here && (!hosts->port || is_entry(hosts->port, hosts->count, i, port)))
            return i;
    }
    return 0;
}

struct store_hosts
store_hosts_from(const struct store_hosts *hosts, size_t first, struct arena *arena)
{
    first %= hosts->count;
    return (struct store_hosts){
        .count = hosts->count,
        .host = turn(hosts->host, hosts->count, first, arena),
        .hostaddr = turn(hosts->hostaddr, hosts->count, first, arena),
        .port = turn(hosts->port, hosts->count, first, arena),
    };
}
