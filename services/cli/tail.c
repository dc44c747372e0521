/* `shouli tail`: the events of a stream as they come, the chain verified on the way. */
#include <stdio.h>
#include <stdlib.h>

#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/show.h"
#include "services/cli/stream.h"

struct tailing {
    struct arguments arguments;
    struct stream_wish wish;
    bool once;
    long count; /* at most so many; 0: no end */
    int64_t head;
};

static void print_event(const struct stream_said *said, bool json)
{
    struct arena arena = {0};
    struct faults faults = {.count = 0};
    struct message message;
    char time[SHOW_TIME_BYTES] = "";

    if (json) {
        show_json(stdout, said->envelope, &arena);
    } else if (message_decode(said->envelope, &shouli_catalogue, DECODE_lenient, &arena, &faults, &message) == OK) {
        show_time(message.time_ms, time);
        printf(
            "%8lld  %s  %-34.*s %.*s\n",
            (long long)said->seq,
            time,
            (int)message.type_name.length,
            message.type_name.at,
            (int)message.case_no.length,
            message.case_no.length ? message.case_no.at : ""
        );
    } else {
        printf("%8lld  ?\n", (long long)said->seq);
    }
    fflush(stdout);
    arena_done(&arena);
}

static int follow(struct tailing *tailing)
{
    struct stream *stream = stream_new(&tailing->wish);
    struct stream_said said;
    long seen = 0;
    int code = -1;

    if (!stream)
        return EXIT_UNAVAILABLE;
    for (int silences = 0; code < 0;) {
        if (tailing->once && tailing->head == 0)
            break;
        stream_next(stream, 1000, &said);
        silences = said.word == STREAM_silence ? silences + 1 : 0;
        if (said.word == STREAM_event)
            print_event(&said, tailing->arguments.json);
        seen += said.word == STREAM_event;
        if (said.word == STREAM_broken || said.word == STREAM_refused) {
            fprintf(stderr, "shouli tail: at %lld: %s\n", (long long)said.seq, said.why);
            code = said.word == STREAM_broken ? EXIT_BROKEN : EXIT_NOT_DONE;
        } else if (silences > 15 && tailing->once) {
            code = EXIT_UNAVAILABLE;
        } else if ((tailing->count && seen >= tailing->count) || (tailing->once && said.word != STREAM_silence && said.seq >= tailing->head)) {
            break;
        }
    }
    stream_destroy(&stream);
    return code < 0 ? EXIT_FINE : code;
}

static void read_types(const char *list, struct stream_wish *wish)
{
    while (*list && wish->type_count < STREAM_TYPES_MAX) {
        size_t length = strcspn(list, ",");
        if (length)
            wish->types[wish->type_count++] = (struct text){list, length};
        list += length + (list[length] == ',');
    }
}

static bool read_from(struct arguments *arguments, struct stream_wish *wish)
{
    const char *from = arguments_take(arguments, "from", "new");
    char *end = NULL;

    if (strcmp(from, "new") == 0)
        return true;
    wish->from = strtoll(from, &end, 10);
    if (*end == 0 && wish->from >= 1)
        return true;
    arguments_refuse(arguments, "--from: 'new', or a number from 1");
    return false;
}

int cli_tail(int argc, char **argv)
{
    struct tailing tailing = {.count = 0};
    struct arguments *arguments = &tailing.arguments;

    if (!arguments_read(argc, argv, " once ", arguments))
        return EXIT_USAGE;
    if (arguments->word_count == 0 || !client_port_of(arguments->words[0]))
        return arguments_refuse(arguments, "say which stream: intake, router, desk …");
    tailing.wish.service = arguments->words[0];
    tailing.once = arguments_take_flag(arguments, "once");
    read_types(arguments_take(arguments, "types", ""), &tailing.wish);
    if (!arguments_take_number(arguments, "count", 1, 1000000000, &tailing.count) ||
        !read_from(arguments, &tailing.wish) || !arguments_end(arguments, 1))
        return EXIT_USAGE;
    tailing.head = tailing.once ? stream_head(tailing.wish.service, CLI_SHORT_MS) : 0;
    if (tailing.head < 0) {
        fprintf(stderr, "shouli tail: %s does not answer\n", tailing.wish.service);
        return EXIT_UNAVAILABLE;
    }
    return follow(&tailing);
}
