/* See allow.h. */
#include "common/engine/allow.h"

#include <stdio.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/memory.h"
#include "common/metrics.h"
#include "common/sha256.h"
#include "common/timestamp.h"
#include "common/yaml.h"

struct allow {
    struct arena arena;
    struct client *clients;
    size_t count;
    int64_t now_ms; /* as it was told, 0: not yet */
};

static void read_words(
    struct yaml *yaml,
    const struct yaml_node *node,
    const char *key,
    struct words *ret_words
)
{
    for (struct yaml_node *n = yaml_list(yaml, node, key); n; n = n->next) {
        if (ret_words->count == ALLOW_WORDS_MAX) {
            yaml_fault(yaml, n, "more than %d entries", ALLOW_WORDS_MAX);
            return;
        }
        ret_words->word[ret_words->count++] = n->text;
    }
}

static void read_actors(struct yaml *yaml, const struct yaml_node *node, struct client *client)
{
    struct yaml_node *actors = yaml_find(node, "actors");

    client->actors_kind = ACTORS_none;
    if (!actors)
        return;
    if (actors->kind == YAML_list) {
        client->actors_kind = ACTORS_list;
        read_words(yaml, node, "actors", &client->actors);
    } else if (text_is(actors->text, "any")) {
        client->actors_kind = ACTORS_any;
    } else if (!text_is(actors->text, "none")) {
        yaml_fault(yaml, actors, "'actors' must be none, any or a list");
    }
}

static void read_end(struct yaml *yaml, const struct yaml_node *node, struct client *client)
{
    struct yaml_node *until = yaml_find(node, "until");

    if (until && !timestamp_from_text(until->text, &client->until_ms))
        yaml_fault(yaml, until, "'until' must be an instant: 2027-01-31T00:00:00+08:00");
}

static void read_client(struct yaml *yaml, const struct yaml_node *node, struct client *client)
{
    static const char *const keys[] =
        {"name", "key", "sources", "send", "follow", "actors", "share", "until", NULL};

    yaml_allow(yaml, node, keys);
    client->name = yaml_text(yaml, node, "name", (struct text){0});
    struct text key = yaml_text(yaml, node, "key", (struct text){0});
    if (key.length != CURVE_TEXT_LENGTH)
        yaml_fault(
            yaml,
            node,
            "'key' must be a public key of %d characters",
            CURVE_TEXT_LENGTH
        );
    snprintf(client->key, sizeof(client->key), "%.*s", (int)key.length, key.at);
    read_words(yaml, node, "sources", &client->sources);
    read_words(yaml, node, "send", &client->send);
    read_words(yaml, node, "follow", &client->follow);
    read_actors(yaml, node, client);
    read_end(yaml, node, client);
    client->share_permille = (int64_t)(yaml_number(yaml, node, "share", 0, 1, 1) * 1000);
}

/* Also one whose time is over. */
static struct client *client_with(struct allow *allow, const char *key)
{
    for (size_t i = 0; i < allow->count; i++) {
        if (strcmp(allow->clients[i].key, key) == 0)
            return &allow->clients[i];
    }
    return NULL;
}

static void read_clients(struct yaml *yaml, struct allow *allow)
{
    struct yaml_node *list = yaml_get(yaml, yaml->root, "clients");

    if (!list || list->kind != YAML_list || list->count > ALLOW_CLIENTS_MAX) {
        yaml_fault(yaml, list, "a list of at most %d clients is expected", ALLOW_CLIENTS_MAX);
        return;
    }
    allow->clients = ARENA_ARRAY(&allow->arena, struct client, list->count + 1);
    for (struct yaml_node *n = list->first; n; n = n->next) {
        struct client *client = &allow->clients[allow->count];
        read_client(yaml, n, client);
        if (client_with(allow, client->key))
            yaml_fault(yaml, n, "this key stands twice");
        allow->count++;
    }
}

/* Nobody is named in a metric; the log says whose key it is. */
static void show_first_end(const struct allow *allow)
{
    const struct client *first = NULL;

    for (size_t i = 0; i < allow->count; i++) {
        const struct client *client = &allow->clients[i];
        if (client->until_ms && (!first || client->until_ms < first->until_ms))
            first = client;
    }
    metric_set_us(
        METRIC_shouli_key_expiry_timestamp_seconds,
        first ? first->until_ms * 1000 : 0
    );
    if (first)
        log_info(
            "allow.first_end",
            LOG_TEXT("client", first->name),
            LOG_INT("until_ms", first->until_ms)
        );
}

enum error
allow_read(struct allow **allow, const char *path, struct arena *arena, struct text *ret_faults)
{
    struct allow *fresh = memory_new(1, sizeof(*fresh));
    struct yaml yaml;
    enum error error = yaml_read_file(&yaml, &fresh->arena, path);

    if (error == OK)
        read_clients(&yaml, fresh);
    if (!yaml_ok(&yaml)) {
        *ret_faults = arena_text(arena, yaml.faults);
        allow_destroy(&fresh);
        return ERROR_config;
    }
    for (size_t i = 0; *allow && i < fresh->count; i++) {
        struct client *known = client_with(*allow, fresh->clients[i].key);
        fresh->clients[i].waiting = known ? known->waiting : 0;
    }
    fresh->now_ms = *allow ? (*allow)->now_ms : 0;
    allow_destroy(allow);
    *allow = fresh;
    show_first_end(fresh);
    return OK;
}

void allow_destroy(struct allow **allow)
{
    if (!*allow)
        return;
    arena_done(&(*allow)->arena);
    memory_free(*allow);
    *allow = NULL;
}

void allow_tell_time(struct allow *allow, int64_t now_ms)
{
    if (allow)
        allow->now_ms = now_ms;
}

struct client *allow_find(struct allow *allow, const char *key)
{
    struct client *client = client_with(allow, key);
    int64_t now_ms = allow->now_ms ? allow->now_ms : clock_now_ms();

    return client && client->until_ms && now_ms >= client->until_ms ? NULL : client;
}

static bool matches(const struct words *words, struct text text, bool as_prefix)
{
    for (size_t i = 0; i < words->count; i++) {
        struct text word = words->word[i];
        bool open = word.length && word.at[word.length - 1] == '*';
        struct text head = {word.at, word.length - open};
        if (open || as_prefix ? text_starts(text, head) : text_equal(text, word))
            return true;
    }
    return false;
}

bool client_may_use_source(const struct client *client, struct text source)
{
    return matches(&client->sources, source, true);
}

/* Nobody can make another source of the same hash. */
static uint64_t hash_of(struct text source)
{
    uint8_t full[32];
    uint64_t hash;

    sha256(bytes_of_text(source), full);
    memcpy(&hash, full, sizeof(hash));
    return hash;
}

bool client_count_source(struct client *client, struct text source, int64_t day)
{
    uint64_t hash = hash_of(source);

    if (client->counted_day != day)
        client->counted_count = 0;
    client->counted_day = day;
    for (size_t i = 0; i < client->counted_count; i++) {
        if (client->counted[i] == hash)
            return true;
    }
    if (client->counted_count == CLIENT_SOURCES_MAX)
        return false;
    client->counted[client->counted_count++] = hash;
    return true;
}

bool client_may_send(const struct client *client, struct text type)
{
    return matches(&client->send, type, false);
}

bool client_may_follow(const struct client *client, struct text type)
{
    return matches(&client->follow, type, false);
}

bool client_may_follow_from(const struct client *client, struct text start)
{
    for (size_t i = 0; i < client->follow.count; i++) {
        struct text word = client->follow.word[i];
        bool open = word.length && word.at[word.length - 1] == '*';
        if (open && text_starts(start, (struct text){word.at, word.length - 1}))
            return true;
    }
    return false;
}

bool client_may_follow_all(const struct client *client)
{
    for (size_t i = 0; i < client->follow.count; i++) {
        if (text_is(client->follow.word[i], "*"))
            return true;
    }
    return false;
}

bool client_may_act_for(const struct client *client, struct text actor)
{
    if (!actor.at)
        return true;
    return client->actors_kind == ACTORS_any ||
           (client->actors_kind == ACTORS_list && matches(&client->actors, actor, false));
}
