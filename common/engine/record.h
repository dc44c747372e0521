/* Records: the rows that a service owns, as its decisions see them.
 *
 * The shape of a record is written by the generator from services/<name>/records.def. The engine loads the
 * records that decisions ask for, all of a batch in one round trip, keeps them in the batch's table, and
 * stores what was put, one statement a record type a batch. */
#pragma once

#include "common/shape.h"
#include "common/statement.h"

struct record_slot;

/* First member of every record; kept by the engine. */
struct record_head {
    bool exists;  /* there is such a row (or an earlier message of the batch made it) */
    bool put;     /* record_put was called on this copy */
    bool removed; /* record_remove was called on this copy */
    struct record_slot *slot; /* where it goes back to */
};

struct record_shape {
    const char *name;
    const struct map_shape *map;
    size_t key; /* index of the key among the fields: an ID, TEXT or BYTES */
    const char *table;
    struct statement load;   /* $1: keys; all columns in the order of the fields */
    struct statement insert; /* one array a field */
    struct statement update; /* one array a field */
    struct statement remove; /* $1: keys */
};

/* A question that is answered by keys of records: "open cases of this customer", "leases that have lapsed".
 * The statement gets $1 the keys asked for as an array of `key_type`, and when it names a second parameter,
 * $2 the batch's now; it returns rows (key asked for, key of a record), a bounded number for each. With
 * `redis` set it is answered by the projection's `propose` script instead. */
struct list_shape {
    const char *name;
    const struct statement *statement;
    bool key_is_text; /* $1 is text[], else uuid[] */
    bool redis;
};

struct key_list {
    bool busy; /* Redis is away or being rebuilt: answer `busy` */
    size_t count;
    struct bytes *keys;
};
