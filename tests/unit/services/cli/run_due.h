/* Runs `shouli due` inside the test and keeps what it printed. */
#pragma once

#include "services/cli/due.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "common/memory.h"
#include "tests/support/host_zones.h"

enum { RUN_BYTES_MAX = 65536, RUN_ARGUMENTS_MAX = 64 };

static char run_out[RUN_BYTES_MAX], run_errors[RUN_BYTES_MAX];

UNUSED static int run_config(const char *config, const char *const *arguments)
{
    char *argv[RUN_ARGUMENTS_MAX + 2] = {memory_copy_text(TEXT("due"))};
    int argc = 1;

    run_out[0] = run_errors[0] = 0; /* a stream that nothing was written to leaves them alone */
    FILE *out = fmemopen(run_out, sizeof(run_out), "w");
    FILE *errors = fmemopen(run_errors, sizeof(run_errors), "w");

    for (; arguments[argc - 1]; argc++)
        argv[argc] = memory_copy_text(text_of(arguments[argc - 1]));
    int code = due_run(argc, argv, config, out, errors);
    fclose(out);
    fclose(errors);
    for (int i = 0; i < argc; i++)
        memory_free(argv[i]);
    return code;
}

/* RUN("--profile", "CN-NFRA-2020", …) is the exit code. */
#define RUN(...) run_config("deploy/config", (const char *const[]){__VA_ARGS__, NULL})

/* The output as JSON; give it back with json_decref. */
UNUSED static json_t *run_json(void)
{
    json_error_t error;
    json_t *root = json_loads(run_out, 0, &error);

    if (!root)
        fail_msg("%s: %s", error.text, run_out);
    return root;
}

UNUSED static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    if (!text)
        fail_msg("no text '%s'", name);
    return text;
}

UNUSED static void assert_refused(int exit_code, const char *code, const char *field)
{
    assert_int_equal(exit_code, 2);
    json_t *root = run_json();
    const json_t *error = json_object_get(root, "error");
    assert_string_equal(member(error, "code"), code);
    assert_string_equal(member(error, "field"), field);
    json_decref(root);
}
