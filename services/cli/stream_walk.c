/* See stream_walk.h. */
#include "services/cli/stream_walk.h"

#include <stdio.h>

#include "services/cli/exits.h"

struct walk {
    struct stream *stream;
    stream_visitor *visit;
    void *context;
    struct arena arena; /* of one event */
};

/* What does not decode is not of a version that this program knows: it is passed over. */
static int hand(struct walk *walk, const struct stream_said *said)
{
    struct faults faults = {.count = 0};
    struct message message;
    int code = EXIT_FINE;

    if (message_decode(
            said->envelope,
            &shouli_catalogue,
            DECODE_lenient,
            &walk->arena,
            &faults,
            &message
        ) == OK &&
        message.body)
        code = walk->visit(walk->context, said->seq, &message, &walk->arena);
    arena_reset(&walk->arena);
    return code;
}

static int complain(const char *command, const struct stream_said *said)
{
    if (said->word == STREAM_silence) {
        fprintf(stderr, "shouli %s: the stream says no more 无应答\n", command);
        return EXIT_UNAVAILABLE;
    }
    fprintf(stderr, "shouli %s: at %lld: %s\n", command, (long long)said->seq, said->why);
    return said->word == STREAM_broken ? EXIT_BROKEN : EXIT_NOT_DONE;
}

int stream_walk(
    const char *command,
    const struct stream_wish *wish,
    int64_t last,
    stream_visitor *visit,
    void *context
)
{
    struct walk walk = {.visit = visit, .context = context};
    struct stream_said said = {.why = ""};
    int silences = 0, code = EXIT_FINE;

    if (wish->from > last)
        return EXIT_FINE;
    walk.stream = stream_new(wish);
    if (!walk.stream)
        return EXIT_UNAVAILABLE;
    for (int64_t seen = 0; code == EXIT_FINE && seen < last;) {
        stream_next(walk.stream, 1000, &said);
        silences = said.word == STREAM_silence ? silences + 1 : 0;
        if (said.word == STREAM_event || said.word == STREAM_position)
            seen = said.seq;
        if (said.word == STREAM_event && said.seq <= last)
            code = hand(&walk, &said);
        else if (said.word == STREAM_broken || said.word == STREAM_refused || silences > WALK_SILENCES)
            code = complain(command, &said);
    }
    stream_destroy(&walk.stream);
    arena_done(&walk.arena);
    return code == WALK_ENOUGH ? EXIT_FINE : code;
}
