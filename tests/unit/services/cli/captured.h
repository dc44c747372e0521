/* Runs a sub-command inside the test, with stdin, stdout and stderr as files, and keeps what it printed.
 *
 * Keys lie in a throw-away folder as CZMQ writes them; the pairs are those of the manual of libzmq (zmq_curve). */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/basics.h"
#include "common/socket.h"
#include "services/cli/exits.h"

enum { CAPTURED_BYTES_MAX = 256 * 1024, CAPTURED_WORDS_MAX = 160, CAPTURED_PATH_BYTES = 256 };

static char captured_out[CAPTURED_BYTES_MAX], captured_err[CAPTURED_BYTES_MAX];
static int captured_kept[3];
static FILE *captured_file[3];
static char captured_folder[CAPTURED_PATH_BYTES];

static const struct curve_pair captured_client = {
    "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID",
    "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"};
static const struct curve_pair captured_server = {
    "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7",
    "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"};

/* `input` is what stdin has; NULL: nothing. */
UNUSED static void captured_begin(const char *input)
{
    fflush(stdout);
    fflush(stderr);
    for (int i = 0; i < 3; i++) {
        captured_kept[i] = dup(i);
        captured_file[i] = tmpfile();
        assert_non_null(captured_file[i]);
    }
    if (input)
        fputs(input, captured_file[0]);
    rewind(captured_file[0]);
    for (int i = 0; i < 3; i++)
        assert_int_equal(dup2(fileno(captured_file[i]), i), i);
    rewind(stdin);
}

static void captured_read(FILE *file, char *ret_text)
{
    rewind(file);
    ret_text[fread(ret_text, 1, CAPTURED_BYTES_MAX - 1, file)] = 0;
}

UNUSED static void captured_end(void)
{
    fflush(stdout);
    fflush(stderr);
    for (int i = 0; i < 3; i++) {
        dup2(captured_kept[i], i);
        close(captured_kept[i]);
    }
    captured_read(captured_file[1], captured_out);
    captured_read(captured_file[2], captured_err);
    for (int i = 0; i < 3; i++)
        fclose(captured_file[i]);
}

UNUSED static int
captured_run(const char *input, int (*command)(int, char **), const char *const *words)
{
    char *argv[CAPTURED_WORDS_MAX + 1];
    int argc = 0;

    for (; words[argc] && argc < CAPTURED_WORDS_MAX; argc++)
        argv[argc] = (char *)(uintptr_t)words[argc];
    argv[argc] = NULL;
    captured_begin(input);
    int code = command(argc, argv);
    captured_end();
    return code;
}

/* RUN(cli_case, "case", "get", "GD1") is the exit code; RUN_WITH gives stdin too. */
#define RUN(command, ...) captured_run(NULL, command, (const char *const[]){__VA_ARGS__, NULL})
#define RUN_WITH(input, command, ...)                                                          \
    captured_run(input, command, (const char *const[]){__VA_ARGS__, NULL})

UNUSED static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' is not in: %s", part, text);
}

UNUSED static void assert_silent_on(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("'%s' is in: %s", part, text);
}

UNUSED static size_t captured_lines(const char *text)
{
    size_t lines = 0;

    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

UNUSED static void captured_write(const char *name, const char *text)
{
    char path[CAPTURED_PATH_BYTES + 64];

    snprintf(path, sizeof(path), "%s/%s", captured_folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void captured_write_key(const char *name, const struct curve_pair *pair, bool secret)
{
    char text[300];
    const char *line = secret ? "    secret-key = \"" : "";

    snprintf(
        text,
        sizeof(text),
        "metadata\ncurve\n    public-key = \"%s\"\n%s%s%s",
        pair->public_key,
        line,
        secret ? pair->secret_key : "",
        secret ? "\"\n" : ""
    );
    captured_write(name, text);
}

/* An empty folder, in which keys are looked for. Nothing listens at port 9 and above it. */
UNUSED static int captured_without_keys(void **state UNUSED)
{
    snprintf(captured_folder, sizeof(captured_folder), "/tmp/shouli-cli-XXXXXX");
    if (!mkdtemp(captured_folder))
        return -1;
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    setenv("SHOULI_PORT_BASE", "9", 1);
    setenv("SHOULI_HOST", "127.0.0.1", 1);
    unsetenv("SHOULI_ACTOR");
    unsetenv("SHOULI_ROLE");
    return 0;
}

UNUSED static int captured_with_keys(void **state)
{
    if (captured_without_keys(state) != 0)
        return -1;
    captured_write_key("server.key", &captured_server, false);
    captured_write_key("operator.key_secret", &captured_client, true);
    captured_write_key("publisher.key_secret", &captured_client, true);
    return 0;
}

/* Removes the keys and the files that tests have written beside them. */
UNUSED static int captured_done(void **state UNUSED)
{
    static const char *const names[] = {
        "server.key",
        "operator.key_secret",
        "publisher.key_secret",
        "requests.tsv",
        "phrasings.tsv"};
    char path[CAPTURED_PATH_BYTES + 64];

    for (size_t i = 0; i < LENGTH(names); i++) {
        snprintf(path, sizeof(path), "%s/%s", captured_folder, names[i]);
        (void)unlink(path);
    }
    return rmdir(captured_folder);
}

UNUSED static void assert_asks_for_keys(int code)
{
    assert_int_equal(code, EXIT_UNAVAILABLE);
    assert_says(captured_err, "no keys of");
    assert_says(captured_err, captured_folder);
    assert_says(captured_err, "start with `make up`, or set SHOULI_KEYS_DIR");
}
