/* The words of a command of offline.h: `--name value` or `--name=value`, flags, and at most one word that stands alone.
 *
 * What a command does not list is refused, so that a misspelt option never passes silently. */
#pragma once

#include "common/basics.h"

/* One that a command takes; the list ends with a NULL name. */
struct option_wanted {
    const char *name;       /* with its dashes; "" is the word that stands alone */
    const char **ret_value; /* NULL: a flag */
    bool *ret_flag;
};

/* argv[0] is the command. False after a line on stderr that says what is wrong. */
bool options_read(int argc, char **argv, const struct option_wanted *wanted) MUST_CHECK;
