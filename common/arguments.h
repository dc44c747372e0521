/* The command line of a sub-command: words, `--name value`, and flags.
 *
 * Options may stand in any order, as `--name value` or `--name=value`; what a command does not take in the end is
 * refused, so that a misspelt option never passes silently. Limits: ARGUMENTS_MAX options and ARGUMENTS_WORDS_MAX words,
 * the files of a folder for instance; more are refused. Texts are those of argv. */
#pragma once

#include <stdio.h>

#include "common/basics.h"

/* ARGUMENTS_WRONG: how a program ends whose command line is wrong. */
enum { ARGUMENTS_MAX = 64, ARGUMENTS_WORDS_MAX = 1024, ARGUMENTS_WRONG = 2 };

struct given {
    const char *name; /* without the dashes */
    size_t name_length;
    const char *value; /* NULL: a flag */
    bool taken;
};

struct arguments {
    const char *command; /* "case" */
    const char *words[ARGUMENTS_WORDS_MAX];
    size_t word_count;
    struct given given[ARGUMENTS_MAX];
    size_t given_count;
    bool json;
};

/* argv[0] is the command. `flags` are names without value, between blanks: " once all "; `json` is one always. False
 * after a line on stderr. */
bool arguments_read(int argc, char **argv, const char *flags, struct arguments *ret_arguments)
    MUST_CHECK;

/* The last value of an option, which counts as taken; `fallback` when it is not there. */
const char *arguments_take(struct arguments *arguments, const char *name, const char *fallback);
bool arguments_take_flag(struct arguments *arguments, const char *name);

/* Whether it is there; not taken by it. */
bool arguments_has(const struct arguments *arguments, const char *name);

/* As if it had been given; left out when there are ARGUMENTS_MAX. Borrows both texts. */
void arguments_give(struct arguments *arguments, const char *name, const char *value);

/* A whole number from `min` to `max`; false after a line on stderr. `io_number` keeps its value when the option is not
 * there. */
bool arguments_take_number(
    struct arguments *arguments,
    const char *name,
    long min,
    long max,
    long *io_number
) MUST_CHECK;

/* False after a line on stderr when an option was not taken or there are more than `words_max` words. */
bool arguments_end(const struct arguments *arguments, size_t words_max) MUST_CHECK;

/* Says what is wrong and how it is used; ARGUMENTS_WRONG. */
int arguments_refuse(const struct arguments *arguments, const char *format, ...)
    PRINTF_LIKE(2, 3);
