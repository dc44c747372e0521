/* Runs a sub-command inside the test and keeps what it printed and how it ended. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/memory.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"

enum { CLI_OUT_BYTES_MAX = 262144, CLI_ARGUMENTS_MAX = 1200 };

static char cli_out[CLI_OUT_BYTES_MAX], cli_errors[CLI_OUT_BYTES_MAX];

static inline void cli_read(FILE *file, char *ret_text)
{
    rewind(file);
    size_t length = fread(ret_text, 1, CLI_OUT_BYTES_MAX - 1, file);
    ret_text[length] = '\0';
    fclose(file);
}

UNUSED static int cli_run(int (*run)(int, char **), const char *const *arguments)
{
    FILE *out = tmpfile(), *errors = tmpfile();
    int old_out = dup(1), old_errors = dup(2), argc = 0;
    char *argv[CLI_ARGUMENTS_MAX + 1];

    for (; arguments[argc]; argc++)
        argv[argc] = memory_copy_text(text_of(arguments[argc]));
    argv[argc] = NULL;
    fflush(stdout);
    dup2(fileno(out), 1);
    dup2(fileno(errors), 2);
    int code = run(argc, argv);
    fflush(stdout);
    fflush(stderr);
    dup2(old_out, 1);
    dup2(old_errors, 2);
    close(old_out);
    close(old_errors);
    cli_read(out, cli_out);
    cli_read(errors, cli_errors);
    for (int i = 0; i < argc; i++)
        memory_free(argv[i]);
    return code;
}

/* Reads a command line; the words live as long as the program. */
UNUSED static bool
cli_read_words(const char *const *words, const char *flags, struct arguments *ret_arguments)
{
    static char *argv[CLI_ARGUMENTS_MAX];
    int argc = 0;

    for (; words[argc]; argc++)
        argv[argc] = (char *)(uintptr_t)words[argc];
    return arguments_read(argc, argv, flags, ret_arguments);
}
#define READ(flags, into, ...)                                                                 \
    cli_read_words((const char *const[]){__VA_ARGS__, NULL}, flags, into)

/* CLI(cli_case, "case", "get", …) is the exit code. */
#define CLI(run, ...) cli_run(run, (const char *const[]){__VA_ARGS__, NULL})

#define ASSERT_OUT(part)                                                                       \
    do {                                                                                       \
        if (!strstr(cli_out, part))                                                            \
            fail_msg("no '%s' in: %s / %s", part, cli_out, cli_errors);                        \
    } while (0)
#define ASSERT_ERRORS(part)                                                                    \
    do {                                                                                       \
        if (!strstr(cli_errors, part))                                                         \
            fail_msg("no '%s' in: %s", part, cli_errors);                                      \
    } while (0)
