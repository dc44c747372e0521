/* Counts of cases by a word, with the age of the oldest: the tables of `shouli demo`. */
#pragma once

#include <stdio.h>

#include "common/arena.h"

enum { TALLY_MAX = 64 };

struct tally_line {
    struct text word, label;
    size_t cases, graded[5]; /* by grade; [0] none */
    int64_t oldest_ms;       /* received then; 0: none */
};

struct tally {
    const char *title;
    struct tally_line lines[TALLY_MAX];
    size_t count;
    size_t left_out; /* cases of words beyond TALLY_MAX */
};

/* One more case. Texts are borrowed. */
void tally_add(
    struct tally *tally,
    struct text word,
    struct text label,
    int grade,
    int64_t received_ms
);

/* Most cases first. */
void tally_print(FILE *out, struct tally *tally, int64_t now_ms);
