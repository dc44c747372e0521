/* Takes what customers said out of desk, for commands that need it: by orders, as auditors follow them
 * (services/desk/decide_words_order.h), and page by page. */
#pragma once

#include "services/cli/client.h"
#include "services/cli/commands.h"

enum { WORDS_CASES_MAX = 100 /* of an order */ };

struct words_taking {
    const char *command; /* for what is said on stderr */
    struct client *desk;
    struct acting acting;
    enum words_purpose purpose;
    const char *reason;
};

/* Takes --actor, --role, --unit and --reason; false after a line on stderr when one that is needed is missing. */
bool words_begin(
    struct arguments *arguments,
    enum words_purpose purpose,
    struct words_taking *ret_taking
) MUST_CHECK;

/* Speaks to desk. EXIT_FINE, or EXIT_UNAVAILABLE after a line on stderr. */
int words_connect(struct words_taking *taking);
void words_end(struct words_taking *taking);

/* The texts of at most WORDS_CASES_MAX cases in their order; absent where they may not be taken out or cannot be read any
 * more. They live in the arena. EXIT_FINE, or how the program ends after lines on stderr. */
int words_take(
    struct words_taking *taking,
    const struct uuid *cases,
    size_t count,
    struct arena *arena,
    struct text *ret_texts
);

/* A file that only its owner reads, and that is there only when it is whole: written beside itself until words_file_close
 * says so. NULL after a line on stderr; also when something is there that is no file, a device for instance, which a file
 * would take the place of. */
FILE *words_file_open(const char *path, struct arena *arena);

/* False after a line on stderr; `whole` false: it is taken away. */
bool words_file_close(FILE *file, const char *path, bool whole, struct arena *arena) MUST_CHECK;

/* One line of a file with tabs between: blanks instead of what would end a line or a cell. */
void words_print(FILE *file, struct text text);
