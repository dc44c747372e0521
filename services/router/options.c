/* See options.h. */
#include "services/router/options.h"

#include <stdio.h>

static const struct option_wanted *find(const struct option_wanted *wanted, struct text name)
{
    for (; wanted->name; wanted++) {
        if (text_is(name, wanted->name))
            return wanted;
    }
    return NULL;
}

static bool refuse(const char *command, const char *what, const char *word)
{
    fprintf(stderr, "shouli %s: %s %s\n", command, what, word);
    return false;
}

/* Takes argv[*io_at], and its value behind it where it needs one. */
static bool take(int argc, char **argv, const struct option_wanted *wanted, int *io_at)
{
    const char *word = argv[*io_at];
    const char *sign = strchr(word, '=');
    const struct option_wanted *option;

    if (strncmp(word, "--", 2) != 0) {
        option = find(wanted, TEXT(""));
        if (!option || *option->ret_value)
            return refuse(argv[0], "too many words:", word);
        *option->ret_value = word;
        return true;
    }
    option = find(wanted, (struct text){word, sign ? (size_t)(sign - word) : strlen(word)});
    if (!option)
        return refuse(argv[0], "there is no option", word);
    if (!option->ret_value) {
        *option->ret_flag = true;
        return !sign || refuse(argv[0], "takes no value:", word);
    }
    if (!sign && *io_at + 1 == argc)
        return refuse(argv[0], "needs a value:", word);
    *option->ret_value = sign ? sign + 1 : argv[++*io_at];
    return true;
}

bool options_read(int argc, char **argv, const struct option_wanted *wanted)
{
    for (int at = 1; at < argc; at++) {
        if (!take(argc, argv, wanted, &at))
            return false;
    }
    return true;
}
