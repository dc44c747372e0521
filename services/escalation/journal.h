/* The journal of a case: timed facts from all streams, kept in one order whatever the order they came in.
 *
 * Streams promise no order between one another (P4). A journal is a set of facts, each with the time at which it
 * happened; adding is a union, and everything about a case's clocks is derived from the whole set: so the
 * handlers of different streams commute. Of what may repeat without end only what counts is kept: of messages to the customer
 * the first and the newest, of claims the first, of calendars chosen the first and the newest. At most JOURNAL_MAX facts. Then
 * the oldest of what desk and survey repeat goes, but never the first JOURNAL_FIRST nor the newest of a kind (three waits
 * count, 4.5 rule 3); only when there is none, the oldest that is neither the first nor the newest of its kind, so that
 * type, grade and receipt of a case are never lost. What goes depends on the facts alone, not on the order in which they
 * came, and is counted. */
#pragma once

#include "common/arena.h"

enum { JOURNAL_MAX = 160, JOURNAL_FIRST = 4 };

enum fact {
    FACT_none,
#define FACT(name, source, words) FACT_##name,
#include "services/escalation/facts.def"
#undef FACT
    FACTS
};

struct fact_entry {
    int64_t at_ms;   /* when it happened */
    int64_t version; /* of desk's record: the order of facts of one millisecond; else 0 */
    enum fact fact;
    int64_t value; /* type, grade, packed business code, days, number of a task, or 0 */
};

struct journal {
    size_t count;
    size_t dropped; /* facts that a full journal has given up since it was read */
    struct fact_entry
        entries[JOURNAL_MAX + 1]; /* in order of time, then stream, then version */
};

/* Lines "<ms> <fact> <value> <version>"; what does not read is left out. */
void journal_read(struct text text, struct journal *ret_journal);
struct text journal_write(const struct journal *journal, struct arena *arena);

/* False when the fact was known, does not count, or is itself what a full journal has given up. */
bool journal_add(struct journal *journal, struct fact_entry entry);

/* A fact of escalation's own, which is the newest of its stream at this instant: `now` is the same for a whole batch, and the
 * later of two decisions counts. */
void journal_add_own(struct journal *journal, int64_t at_ms, enum fact fact, int64_t value);

/* The first fact of a kind, or NULL. */
const struct fact_entry *journal_first(const struct journal *journal, enum fact fact);

/* Whether the fact counts as this word of a profile's `ends`. */
bool fact_counts_as(enum fact fact, struct text word);

/* A fact by its name, such as "leak_known". */
bool fact_find(struct text name, enum fact *ret_fact) MUST_CHECK;

/* A business code such as "CO03" as the value of a fact; 0 when it has more than 7 bytes. */
int64_t fact_pack(struct text code);

/* A name of any length as the value of a fact; never 0. */
int64_t fact_hash(struct text name);

/* The word of the stream's event, for `cause`. */
struct text fact_word(enum fact fact);
