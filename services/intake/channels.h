/* The channels by which requests come, and what each asks for: configuration, not an enum (CH-09).
 *
 * Read from channels.yaml, checked as a whole, pinned for a batch. Names are looked up by a binary search, as every
 * request does it once. */
#pragma once

#include "common/domain/zone.h"
#include "common/yaml.h"

enum { CHANNELS_MAX = 64, CHANNEL_NAME_BYTES_MAX = 64, CHANNEL_LABEL_BYTES_MAX = 40 };

struct channel {
    struct text name;
    bool
        is_sync; /* a person waits at the other end: K1 counts, there is no acknowledgement (4.7 rule 14) */
    bool requires_outside_no; /* a regulator's number comes with every request (CH-11) */
    struct text zh, en;       /* for people */
};

struct channels {
    struct text version;
    struct channel *at; /* by name */
    size_t count;
};

/* ERROR_config with the faults in yaml->faults. Everything lives in the arena of the document. */
enum error channels_read(struct yaml *yaml, struct channels *ret_channels) MUST_CHECK;

/* NULL: there is no such channel. */
const struct channel *channels_find(const struct channels *channels, struct text name);
