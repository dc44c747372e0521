/* How `shouli` ends; scripts rely on it (README.md). */
#pragma once

enum {
    EXIT_FINE = 0,
    EXIT_NOT_DONE = 1,    /* not found, or refused with a reason */
    EXIT_USAGE = 2,       /* the command line is wrong: ARGUMENTS_WRONG */
    EXIT_UNAVAILABLE = 3, /* nothing answered in time, or no keys */
    EXIT_BROKEN = 4,      /* a chain or a count does not hold */
};
