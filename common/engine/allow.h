/* The allow-list: which public key may connect, as whom, and what it may do (PROTOCOL section 5).
 *
 * Read from <keys dir>/allow.yaml; a reload takes effect at the next message, because each message looks its
 * key up in the current list. At most ALLOW_CLIENTS_MAX clients. */
#pragma once

#include "common/basics.h"
#include "common/error.h"
#include "common/arena.h"
#include "common/socket.h"

enum { ALLOW_CLIENTS_MAX = 4096, ALLOW_WORDS_MAX = 64, CLIENT_SOURCES_MAX = 64 };

enum actors { ACTORS_none, ACTORS_list, ACTORS_any };

struct words {
    struct text word[ALLOW_WORDS_MAX]; /* exact, or a prefix when it ends in '*' */
    size_t count;
};

struct client {
    struct text name;
    char key[CURVE_TEXT_LENGTH + 1];
    struct words sources; /* prefixes */
    struct words send;    /* types */
    struct words follow;
    enum actors actors_kind;
    struct words actors;
    int64_t until_ms; /* from this instant on the key is as good as unknown; 0: it has no end */
    int64_t share_permille;               /* of waiting_max */
    int64_t waiting;                      /* messages of it that wait now; the gate's */
    uint64_t counted[CLIENT_SOURCES_MAX]; /* sources that are counted by name, hashed … */
    size_t counted_count;
    int64_t counted_day; /* … on this day */
};

struct allow;

/* Reads the list anew and keeps the old one when the file is wrong (ERROR_config, ret_faults says why). */
enum error
allow_read(struct allow **allow, const char *path, struct arena *arena, struct text *ret_faults)
    MUST_CHECK;
void allow_destroy(struct allow **allow);

/* NULL: the key is unknown, or its time is over. */
struct client *allow_find(struct allow *allow, const char *key);

/* The service's time, which a clock that was set by mistake does not move (clock_watch.h): such a step must not end
 * everybody's key. Until it is told it goes by the host's clock. */
void allow_tell_time(struct allow *allow, int64_t now_ms);

bool client_may_use_source(const struct client *client, struct text source);
/* Whether duplicates and refusals of this source are counted by its name: those of the first CLIENT_SOURCES_MAX sources
 * that the key has on a day are (senders.h). */
bool client_count_source(struct client *client, struct text source, int64_t day);
bool client_may_send(const struct client *client, struct text type);
bool client_may_follow(const struct client *client, struct text type);
/* Whether it may follow all types that begin so: a word that ends in `*` allows it. */
bool client_may_follow_from(const struct client *client, struct text start);
bool client_may_follow_all(const struct client *client);
bool client_may_act_for(const struct client *client, struct text actor);
