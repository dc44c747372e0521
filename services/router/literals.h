/* Finds many literals in a text in one pass (Aho and Corasick, "Efficient string matching",
 * CACM 18(6), 1975).
 *
 * One automaton holds every word of the rules, so that the cost of a text depends on its
 * length and not on the number of rules. Literals are compared byte by byte on normalised text
 * (common/text/normalise.h). A literal that begins or ends with a Latin letter or a digit matches whole
 * words only; a `*` at the end lets the word go on. `A~B` matches A and later B, at most 24
 * bytes (eight Chinese characters) apart; at most four parts. Built once, read by all;
 * deterministic. */
#pragma once

#include "common/arena.h"

enum {
    LITERALS_MAX = 16384,
    LITERAL_BYTES_MAX = 96,
    LITERAL_PARTS_MAX = 4,
    LITERAL_GAP_MAX = 24, /* bytes between the parts of a literal */
};

struct literals;

/* A place where a literal stands: its number and the bytes from begin to before end. */
struct literal_hit {
    uint32_t literal;
    uint32_t begin;
    uint32_t end;
};

/* Lives in the arena, which it borrows until the automaton is no longer used. */
struct literals *literals_new(struct arena *arena);

/* Adds one before literals_build and gives its number; the same text has the same number. False
 * when it is empty, too long, has an empty part or too many, or when there are LITERALS_MAX.
 * Copies the text. */
bool literals_add(struct literals *literals, struct text text, uint32_t *ret_literal)
    MUST_CHECK;

/* Links the automaton; nothing is added afterwards. */
void literals_build(struct literals *literals);

/* How many were added, and the text of one as it was added. */
size_t literals_count(const struct literals *literals);
struct text literals_text(const struct literals *literals, uint32_t literal);

/* All hits in the order of their ends, at most `hits_max`; further ones are left out. `text`
 * shorter than 4 GiB. The hits are taken from the arena. */
const struct literal_hit *literals_find(
    const struct literals *literals,
    struct arena *arena,
    struct text text,
    size_t hits_max,
    size_t *ret_count
);
