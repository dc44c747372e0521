/* The table of processes that the supervisor keeps alive: one text file, read once at the start.
 *
 * A plain file, so that `make up` can write one for all services and a test one of its own. What is
 * not understood stops the start with the number of the line; nothing is guessed.
 *
 *     # postgres first; the indented lines belong to it
 *     service postgres
 *       run /usr/lib/postgresql/15/bin/postgres -D "/srv/my run/postgres"
 *       user postgres
 *       folder /
 *       ready /usr/bin/pg_isready -q -h /srv/run/socket
 *       stop INT 60
 *       death QUIT
 *     task migrate
 *       run build/bin/shouli-migrate
 *       env SHOULI_PORT_BASE=5500
 *       after postgres
 *
 * `service` is started again whenever it ends, `task` until it has ended well once. Words are parted
 * by blanks; "..." holds a word together; there is no other quoting. Names are [a-z0-9-], as files
 * are named after them. */
#pragma once

#include "common/arena.h"
#include "common/error.h"

enum {
    TABLE_FILE_BYTES_MAX = 64 * 1024,
    TABLE_ENTRIES_MAX = 32,
    TABLE_WORDS_MAX = 64, /* in one line */
    TABLE_NAME_BYTES_MAX = 32,
    TABLE_STOP_SECONDS_MAX = 600,
    TABLE_REASON_BYTES = 160,
};

enum entry_kind { ENTRY_service, ENTRY_task };

struct entry {
    enum entry_kind kind;
    const char *name;
    char **run;         /* program and arguments, NULL at the end */
    char **ready;       /* ends with 0 once the process serves; NULL: ready when running */
    char **env;         /* NAME=value, added to what the supervisor has; NULL: nothing */
    const char *folder; /* working folder; NULL: that of the supervisor */
    const char *user;   /* whom it runs as; NULL: as the supervisor */
    size_t after[TABLE_ENTRIES_MAX]; /* started once these were ready, stopped before them */
    size_t after_count;
    int stop_signal;
    int64_t stop_ms;  /* until SIGKILL follows the stop signal */
    int death_signal; /* what the kernel sends when the supervisor dies */
};

struct table {
    struct arena arena; /* holds all words */
    struct entry entries[TABLE_ENTRIES_MAX];
    size_t count;
};

/* Reads `path` into a zeroed table. Fails with `config` (a line is wrong) or `io`; then ret_reason says
 * in one line what and where. */
enum error
table_read(const char *path, struct table *table, char ret_reason[TABLE_REASON_BYTES])
    MUST_CHECK;

void table_done(struct table *table);
