/* One command or query to one service, its fields taken from the options, its result printed: what sub-commands without a
 * form of their own share. */
#pragma once

#include "proto/messages.h"
#include "common/arguments.h"

struct asking {
    const char *service;
    enum message_type type;
    const struct map_shape *result; /* NULL: only the status is printed */
    size_t words;                   /* words after the sub-command's name that were used */
};

/* How the program ends. */
int cli_ask(struct arguments *arguments, const struct asking *asking);
