/* See arguments.h. */
#include "common/arguments.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

int arguments_refuse(const struct arguments *arguments, const char *format, ...)
{
    va_list list;

    fprintf(stderr, "shouli %s: ", arguments->command);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, "; see shouli %s --help\n", arguments->command);
    return ARGUMENTS_WRONG;
}

/* Whether ` name ` stands in a list of names between blanks. */
static bool is_flag(const char *flags, const struct given *given)
{
    for (const char *at = flags; (at = memmem(at, strlen(at), given->name, given->name_length));
         at++) {
        if (at > flags && at[-1] == ' ' && at[given->name_length] == ' ')
            return true;
    }
    return given->name_length == 4 && memcmp(given->name, "json", 4) == 0;
}

/* Takes the value from the next argument when it is not in this one. */
static bool read_option(
    struct arguments *arguments,
    const char *flags,
    const char *argument,
    const char *next,
    bool *ret_used_next
)
{
    const char *name = argument + 2;
    const char *equals = strchr(name, '=');
    struct given *given = &arguments->given[arguments->given_count];

    if (arguments->given_count == ARGUMENTS_MAX) {
        arguments_refuse(arguments, "more than %d options", ARGUMENTS_MAX);
        return false;
    }
    *given = (struct given){
        .name = name,
        .name_length = equals ? (size_t)(equals - name) : strlen(name),
        .value = equals ? equals + 1 : NULL,
    };
    bool flag = is_flag(flags, given);
    if (flag && equals) {
        arguments_refuse(arguments, "%s takes no value", argument);
        return false;
    }
    if (!flag && !equals && !next) {
        arguments_refuse(arguments, "%s needs a value", argument);
        return false;
    }
    *ret_used_next = !flag && !equals;
    if (*ret_used_next)
        given->value = next;
    arguments->given_count++;
    return true;
}

bool arguments_read(int argc, char **argv, const char *flags, struct arguments *ret_arguments)
{
    struct arguments arguments = {.command = argv[0]};

    for (int i = 1; i < argc; i++) {
        bool used_next = false;
        if (strncmp(argv[i], "--", 2) == 0) {
            const char *next = i + 1 < argc ? argv[i + 1] : NULL;
            if (!read_option(&arguments, flags, argv[i], next, &used_next))
                return false;
            i += used_next;
        } else if (arguments.word_count == ARGUMENTS_WORDS_MAX) {
            arguments_refuse(&arguments, "more than %d words", ARGUMENTS_WORDS_MAX);
            return false;
        } else {
            arguments.words[arguments.word_count++] = argv[i];
        }
    }
    arguments.json = arguments_take_flag(&arguments, "json");
    *ret_arguments = arguments;
    return true;
}

static bool is_named(const struct given *given, const char *name)
{
    return given->name_length == strlen(name) &&
           memcmp(given->name, name, given->name_length) == 0;
}

static struct given *find(struct arguments *arguments, const char *name)
{
    struct given *found = NULL;

    for (size_t i = 0; i < arguments->given_count; i++) {
        struct given *given = &arguments->given[i];
        if (!is_named(given, name))
            continue;
        given->taken = true;
        found = given;
    }
    return found;
}

bool arguments_has(const struct arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        if (is_named(&arguments->given[i], name))
            return true;
    }
    return false;
}

void arguments_give(struct arguments *arguments, const char *name, const char *value)
{
    if (arguments->given_count < ARGUMENTS_MAX)
        arguments->given[arguments->given_count++] =
            (struct given){.name = name, .name_length = strlen(name), .value = value};
}

const char *arguments_take(struct arguments *arguments, const char *name, const char *fallback)
{
    const struct given *given = find(arguments, name);

    return given ? given->value : fallback;
}

bool arguments_take_flag(struct arguments *arguments, const char *name)
{
    return find(arguments, name) != NULL;
}

bool arguments_take_number(
    struct arguments *arguments,
    const char *name,
    long min,
    long max,
    long *io_number
)
{
    const struct given *given = find(arguments, name);
    char *end = NULL;

    if (!given)
        return true;
    errno = 0;
    long number = strtol(given->value, &end, 10);
    if (errno || end == given->value || *end || number < min || number > max) {
        arguments_refuse(arguments, "--%s: a number from %ld to %ld", name, min, max);
        return false;
    }
    *io_number = number;
    return true;
}

bool arguments_end(const struct arguments *arguments, size_t words_max)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        const struct given *given = &arguments->given[i];
        if (given->taken)
            continue;
        arguments_refuse(
            arguments,
            "there is no option --%.*s",
            (int)given->name_length,
            given->name
        );
        return false;
    }
    if (arguments->word_count > words_max) {
        arguments_refuse(arguments, "'%s' is one word too many", arguments->words[words_max]);
        return false;
    }
    return true;
}
