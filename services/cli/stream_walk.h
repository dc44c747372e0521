/* Walks a stream from where a wish says to a place that is known, and hands each event that decodes to somebody.
 *
 * What `shouli record` and `shouli training` read: a stream that says nothing for WALK_SILENCES seconds before that place
 * is given up. Unfiltered from its first event the chain is verified on the way (stream.h). */
#pragma once

#include "services/cli/stream.h"

enum {
    WALK_SILENCES = 15,
    WALK_ENOUGH = -1 /* what a visitor ends with that has all it wants */
};

/* An event, alive for the call only. Anything but EXIT_FINE ends the walk. */
typedef int
stream_visitor(void *context, int64_t seq, const struct message *message, struct arena *arena);

/* EXIT_FINE, also when the visitor has enough; what else it ended with; EXIT_BROKEN, EXIT_NOT_DONE (refused) or EXIT_UNAVAILABLE, after a line on stderr
 * that begins with `command`. */
int stream_walk(
    const char *command,
    const struct stream_wish *wish,
    int64_t last,
    stream_visitor *visit,
    void *context
);
