/* See redis_place.h. A password may hold anything but ends at the last @, so hosts are looked for from behind. */
#include "common/redis_place.h"

#include <stdio.h>
#include <stdlib.h>

/* `login` is [user:]password. */
static void note_login(struct redis_place *place, const char *login, size_t length)
{
    const char *colon = memchr(login, ':', length);
    size_t before = colon ? (size_t)(colon - login) : 0, taken = colon ? before + 1 : 0;

    snprintf(place->user, sizeof(place->user), "%.*s", (int)before, login);
    snprintf(
        place->password,
        sizeof(place->password),
        "%.*s",
        (int)(length - taken),
        login + taken
    );
    if (strcmp(place->user, "default") == 0)
        place->user[0] = 0;
}

static void read_socket(struct redis_place *place, const char *rest)
{
    const char *mark = strchr(rest, '?');
    size_t length = mark ? (size_t)(mark - rest) : strlen(rest);

    place->way = REDIS_by_socket;
    snprintf(place->path, sizeof(place->path), "%.*s", (int)length, rest);
    if (mark)
        note_login(place, mark + 1, strlen(mark + 1));
}

/* `rest` ends after `whole` bytes. */
static void read_host(struct redis_place *place, const char *rest, size_t whole)
{
    const char *at = memrchr(rest, '@', whole);

    if (at) {
        note_login(place, rest, (size_t)(at - rest));
        whole -= (size_t)(at + 1 - rest);
        rest = at + 1;
    }
    const char *colon = memrchr(rest, ':', whole);
    size_t length = colon ? (size_t)(colon - rest) : size_min(strcspn(rest, "/"), whole);
    snprintf(place->host, sizeof(place->host), "%.*s", (int)length, rest);
    snprintf(place->name, sizeof(place->name), "%s", place->host);
    if (strcmp(place->host, "localhost") == 0)
        snprintf(place->host, sizeof(place->host), "127.0.0.1");
    place->port = colon ? (int)strtol(colon + 1, NULL, 10) : 6379;
}

static const char *read_word(struct redis_place *place, const char *word, size_t length)
{
    const struct {
        const char *begins;
        char *to;
    } known[] = {
        {"ca=", place->authority},
        {"cert=", place->certificate},
        {"key=", place->key},
        {"name=", place->name},
    };

    for (size_t i = 0; i < LENGTH(known); i++) {
        size_t skipped = strlen(known[i].begins);
        if (length < skipped || strncmp(word, known[i].begins, skipped) != 0)
            continue;
        struct text value = {word + skipped, length - skipped};
        return value.length && text_to_c(value, known[i].to, REDIS_PATH_BYTES_MAX + 1)
                   ? NULL
                   : "ca, cert, key and name have 1 to 255 bytes each";
    }
    return "behind ? there are ca=, cert=, key= and name=, with & between them";
}

/* Files are named behind the last question mark, for a password may hold one. */
static const char *read_tls(struct redis_place *place, const char *rest)
{
    const char *mark = strrchr(rest, '?'), *wrong = NULL;

    if (mark && strchr(mark, '@')) /* it belongs to the password */
        mark = NULL;
    place->way = REDIS_by_tls;
    read_host(place, rest, mark ? (size_t)(mark - rest) : strlen(rest));
    while (mark && !wrong) {
        size_t length = strcspn(mark + 1, "&");
        wrong = read_word(place, mark + 1, length);
        mark = mark[1 + length] ? mark + 1 + length : NULL;
    }
    return wrong;
}

const char *redis_place_read(const char *url, struct redis_place *ret_place)
{
    *ret_place = (struct redis_place){.way = REDIS_by_tcp};
    if (strncmp(url, "unix:", 5) == 0) {
        read_socket(ret_place, strncmp(url, "unix://", 7) == 0 ? url + 7 : url + 5);
        return NULL;
    }
    if (strncmp(url, "rediss://", 9) == 0)
        return read_tls(ret_place, url + 9);
    if (strncmp(url, "redis://", 8) != 0)
        return "the URL is not unix:, redis:// or rediss://";
    read_host(ret_place, url + 8, strlen(url + 8));
    return NULL;
}
