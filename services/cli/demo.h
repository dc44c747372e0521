/* `shouli demo`: what a newcomer sees: sample requests played in, staff that work on them, and where everything is
 * afterwards. Its parts share this. */
#pragma once

#include "services/cli/client.h"

enum { DEMO_REQUESTS_MAX = 100000, DEMO_WORDS = 8 };

/* A line of tests/data/requests.tsv, or of phrasings.tsv, which has a code, a type and a text. */
struct demo_request {
    struct text channel, kind, customer, text;
    int64_t amount_fen; /* -1: none */
};

struct demo_requests {
    struct demo_request *at;
    size_t count;
};

/* Where it is: a line that is written over on a terminal, one line at the end elsewhere. */
void demo_progress(const char *what, size_t done, size_t all);

/* Both files of the folder; texts live in the arena. False after a line on stderr. */
bool demo_read(const char *folder, struct arena *arena, struct demo_requests *ret_requests)
    MUST_CHECK;

/* One line; false for a comment, the header, and what is no request. */
bool demo_read_line(struct text line, struct demo_request *ret_request);

/* What was played in. */
struct demo_case {
    struct text id, no;
};

struct demo {
    struct demo_case *cases;
    size_t case_count, refused;
    size_t claimed, resolved, decided, told, failed;
};

/* Plays `count` requests in, beginning anew at the end; the number of the first lies in the id. EXIT_FINE or what went
 * wrong. */
int demo_publish(
    const struct demo_requests *requests,
    size_t count,
    struct arena *arena,
    struct demo *demo
);

/* Scripted staff claim what they can and take it to its end, at most `turns_max` cases. */
int demo_work(size_t turns_max, struct demo *demo);

/* Asks desk for each case; prints types, queues, grades, states, ages, and what to try next. */
int demo_report(const struct demo *demo);
