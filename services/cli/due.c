/* See due.h. */
#include "services/cli/due.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/domain/calendar_read.h"
#include "services/cli/due_options.h"
#include "services/cli/due_print.h"
#include "services/cli/due_text.h"

enum { EXIT_FINE = 0, EXIT_CONFIGURATION = 1, EXIT_REFUSED = 2 };

static int refuse(
    const struct due_options *options,
    enum due_error error,
    const char *field,
    FILE *out,
    FILE *errors
)
{
    if (options->json)
        due_print_refusal_json(out, error, field);
    else
        due_print_refusal_text(errors, error, field);
    return EXIT_REFUSED;
}

static int answer(
    const struct due_rules *rules,
    struct due_options *options,
    struct arena *arena,
    FILE *out,
    FILE *errors
)
{
    struct due_result result;
    struct calendar *calendar;
    struct text faults;

    if (options->calendar.at) {
        if (calendar_load(arena, options->calendar.at, &faults, &calendar) != OK) {
            fprintf(errors, "%s\n", faults.at);
            return refuse(options, DUE_invalid_field, "calendar", out, errors);
        }
        options->request.calendar = calendar;
    }
    enum due_error error = due_compute(rules, &options->request, arena, &result);
    if (error != DUE_ok)
        return refuse(options, error, result.field, out, errors);
    if (options->json)
        due_print_json(out, &options->request, &result, arena);
    else
        due_print_text(out, &options->request, &result, arena);
    return EXIT_FINE;
}

int due_run(int argc, char **argv, const char *config, FILE *out, FILE *errors)
{
    struct arena arena = {0};
    struct due_rules *rules = NULL;
    struct due_options options;
    struct text faults;
    const char *field = NULL;
    int exit_code;

    enum due_error error = due_options_read(argc, argv, &arena, &options, &field);
    if (error != DUE_ok) {
        exit_code = refuse(&options, error, field, out, errors);
    } else if (due_rules_load(&arena, config, &faults, &rules) != OK) {
        fprintf(errors, "%s\n", faults.at);
        exit_code = EXIT_CONFIGURATION;
    } else {
        exit_code = answer(rules, &options, &arena, out, errors);
    }
    arena_done(&arena);
    return exit_code;
}

/* The folder of a checkout whose build/bin holds the program; false when there is none. */
static bool find_beside_program(char *path, size_t room)
{
    static const char relative[] = "/../../deploy/config";
    ssize_t length = readlink("/proc/self/exe", path, room - sizeof(relative));

    while (length > 0 && path[length - 1] != '/')
        length--;
    if (length <= 0)
        return false;
    memcpy(path + length - 1, relative, sizeof(relative));
    return access(path, R_OK) == 0;
}

const char *due_config(char room[PATH_MAX])
{
    static const char here[] = "deploy/config";
    const char *config = getenv("SHOULI_CONFIG_DIR");

    if (config)
        return config;
    return access(here, R_OK) != 0 && find_beside_program(room, PATH_MAX) ? room : here;
}

int cli_due(int argc, char **argv)
{
    char beside[PATH_MAX];

    return due_run(argc, argv, due_config(beside), stdout, stderr);
}
