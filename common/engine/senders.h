/* How many messages of each source were duplicates or rejected, day by day, so that a publisher can prove its own day.
 *
 * Accepted messages are events and need no count. What was answered without a transaction waits here for the next one and
 * is stored in it: at most a second of it is lost with the process, as of the ledger's counts (counts.h). A day is one of
 * the bank, +08:00. At most SENDERS_MAX sources wait at a time; further ones are counted together under "*". So are those of
 * a key that has CLIENT_SOURCES_MAX of them on this day: nobody makes rows without end. A reload of the allow-list begins
 * anew. */
#pragma once

#include "common/basics.h"

enum { SENDERS_MAX = 64, SENDER_SOURCE_BYTES_MAX = 256 };

struct batch;
struct client;
struct item;
struct params;

struct sender_count {
    char source[SENDER_SOURCE_BYTES_MAX];
    size_t source_length;
    int64_t day; /* days since 1970 */
    int64_t duplicate, rejected;
};

/* Zeroed is empty. */
struct senders {
    struct sender_count waiting[SENDERS_MAX + 1];
    size_t count;
};

int64_t senders_day(int64_t ms);

/* A command of `client` that gets its answer; NULL: its key is not known. What is neither duplicate nor rejected, and what
 * the key may not say, counts nothing. */
void senders_note(
    struct senders *senders,
    struct client *client,
    const struct item *item,
    int64_t now_ms
);

/* Whether senders_note may count it: what is neither need not be looked up. */
bool senders_concern(const struct item *item);

bool senders_dirty(const struct senders *senders);

/* Hands what waits to a transaction; false when there is nothing. */
bool senders_take(struct senders *senders, struct batch *batch, struct params *params);

/* The transaction failed, and will be tried again with what waits then. */
void senders_give_back(struct senders *senders, struct batch *batch);
