/* `shouli calendar publish FILE`: a newer version of a business calendar, read here first so that a fault is told with its
 * line. */
#include <stdio.h>

#include "common/domain/calendar_read.h"
#include "services/cli/ask.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"

enum { CONTENT_BYTES_MAX = 131072 }; /* as calendar.publish.v1 */

/* NULL after a line on stderr. */
static const char *read_content(const char *path, struct arena *arena)
{
    char *content = arena_take(arena, CONTENT_BYTES_MAX + 2);
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(content, 1, CONTENT_BYTES_MAX + 1, file) : 0;

    if (file)
        fclose(file);
    content[length] = '\0';
    if (!file || length == 0 || length > CONTENT_BYTES_MAX) {
        fprintf(
            stderr,
            "shouli: %s: a file of 1 to %d bytes is wanted\n",
            path,
            CONTENT_BYTES_MAX
        );
        return NULL;
    }
    return content;
}

static int publish(struct arguments *arguments, struct arena *arena)
{
    const struct asking asking = {
        .service = "escalation",
        .type = MESSAGE_calendar_publish_v1,
        .words = 2};
    const char *path = arguments->words[1];
    const char *content = read_content(path, arena);
    struct calendar *calendar = NULL;
    struct text faults;

    if (!content)
        return EXIT_USAGE;
    if (calendar_load_any(arena, path, &faults, &calendar) != OK) {
        fprintf(stderr, "%.*s\n", (int)faults.length, faults.at);
        return EXIT_USAGE;
    }
    arguments_give(arguments, "name", arena_text(arena, calendar->name).at);
    arguments_give(arguments, "version", arena_format(arena, "%d", calendar->version).at);
    arguments_give(arguments, "content", content);
    return cli_ask(arguments, &asking);
}

int cli_calendar(int argc, char **argv)
{
    struct arguments arguments;
    struct arena arena = {0};

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    if (!arguments.word_count || strcmp(arguments.words[0], "publish") != 0)
        return arguments_refuse(&arguments, "say publish");
    if (arguments.word_count < 2)
        return arguments_refuse(&arguments, "say which file");
    int code = publish(&arguments, &arena);
    arena_done(&arena);
    return code;
}
