/* Compares what a publisher says it sent with what intake says it accepted, id by id: pure.
 *
 * Ids are compared byte by byte; one that stands twice in the publisher's file counts once. A day of a source has at most
 * LEDGER_IDS_MAX ids on either side: five times what is planned for the whole bank (REQUIREMENTS 0.4). */
#pragma once

#include "proto/messages.h"

enum { LEDGER_IDS_MAX = 1000000, LEDGER_ID_BYTES_MAX = 128 };

struct ledger_ids_list {
    struct text *ids; /* views into the file */
    size_t count;
};

/* One id a line, blank lines and blanks at the ends of lines left out, sorted, each once. NULL, or what is wrong: a line of
 * over LEDGER_ID_BYTES_MAX bytes, over LEDGER_IDS_MAX ids. */
const char *
ledger_ids_read(struct text file, struct arena *arena, struct ledger_ids_list *ret_list);

/* What was accepted, page by page; views into what was received. */
struct ledger_entries {
    struct ledger_entry *at; /* of the heap; ledger_entries_done frees it */
    size_t count, size;
};

/* False, and nothing is added, when there would be over LEDGER_IDS_MAX. */
MUST_CHECK bool ledger_entries_add(
    struct ledger_entries *entries,
    const struct ledger_entry *more,
    size_t count
);
void ledger_entries_done(struct ledger_entries *entries);

struct ledger_difference {
    struct ledger_ids_list missing_here;       /* in the file, not among the accepted */
    const struct ledger_entry **missing_there; /* accepted, not in the file */
    size_t missing_there_count;
    size_t matching;
};

/* Sorts `accepted` by id. */
void ledger_compare(
    const struct ledger_ids_list *sent,
    struct ledger_entry *accepted,
    size_t accepted_count,
    struct arena *arena,
    struct ledger_difference *ret_difference
);
