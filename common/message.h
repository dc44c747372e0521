/* A message as PROTOCOL.md section 1 defines it: the envelope decoded into views, the body into its struct.
 *
 * Decoding is strict for what is sent to a service (unknown keys refused) and lenient for what a service
 * follows. All faulty fields are reported at once, at most FAULTS_MAX. Nothing is copied but numbers: the
 * views live as long as the received bytes, body and faults as long as the arena. */
#pragma once

#include "common/arena.h"
#include "common/error.h"
#include "common/shape.h"
#include "common/uuid.h"

enum {
    ENVELOPE_BYTES_MAX = 256 * 1024,
    ENVELOPE_DEPTH_MAX = 16,
    EXTENSIONS_MAX = 16,
    EXTENSION_BYTES_MAX = 256,
    FAULTS_MAX = 32,
    TRACEPARENT_LENGTH = 55, /* of version 00 */
};

enum message_kind { MESSAGE_command, MESSAGE_query, MESSAGE_event };

/* One entry of proto/: what a type of message is. */
struct message_shape {
    const char *name; /* "case.note.v1" */
    int type;         /* enum message_type of proto/messages.h, > 0 */
    enum message_kind kind;
    const char *owner; /* the service that answers the command or emits the event; "*": all */
    const struct map_shape *data;
    const struct map_shape *result; /* what the reply of a command carries, or NULL */
};

/* All messages; proto/ has the one of shouli, tests may have their own. */
struct catalogue {
    const struct message_shape *messages; /* sorted by name */
    size_t count;
};

const struct message_shape *catalogue_find(const struct catalogue *catalogue, struct text name);

/* A stable code of PROTOCOL section 2, the path of the field or absent, a sentence for people. */
struct fault {
    const char *code;
    struct text field;
    struct text message;
};

struct faults {
    struct fault *list; /* room for FAULTS_MAX, taken from the arena with the first one */
    size_t count;       /* listed ones; more are left out */
};

void faults_add(
    struct faults *faults,
    struct arena *arena,
    const char *code,
    struct text field,
    const char *format,
    ...
) PRINTF_LIKE(5, 6);

/* Kept and passed on, not interpreted; `value` is MessagePack. */
struct extension {
    struct text name;
    struct bytes value;
};

struct message {
    const struct message_shape *shape; /* NULL when the type is not in the catalogue */
    struct text type_name;
    struct text id, source, subject, traceparent;
    struct text actorid, actorrole, actorunit;
    int64_t time_ms;
    bool has_time;
    struct uuid case_id; /* the attribute caseid of events */
    bool has_case;
    struct text case_no;
    struct text causationid, correlationid;
    struct extension *extensions; /* NULL when there are none */
    size_t extension_count;
    struct bytes envelope; /* the whole map as received */
    struct bytes data;     /* the value of `data` as received; absent when there was none */
    const void *body; /* the struct of shape->data; NULL when it was not, or did not decode */
    /* The same, also when something was refused: a field that was refused is absent there, an element of an array of maps
     * that is none has no fields. */
    const void *read;
};

/* Strict refuses what it does not know. Foreign is strict towards what anybody sends to a service, for whom caseid, caseno,
 * causationid and correlationid are extensions: only a correlation id that is text is taken from there. Envelope is lenient
 * and leaves the body undecoded: for who keeps a message as it is. */
enum decode_manner { DECODE_strict, DECODE_foreign, DECODE_lenient, DECODE_envelope };

/* Decodes one envelope that fills `raw` exactly. What the contract leaves open: an unknown type is a fault in
 * strict manner only, else shape and body are NULL; a key of an unknown name is refused even if nil; further
 * attributes that are no scalar, too long, or beyond the 16th are unknown keys; a traceparent that does not
 * parse is absent; text with U+0000, which PostgreSQL cannot hold, is an invalid_field; caseid, caseno,
 * causationid and correlationid are attributes of commands too, so that none of them is passed on twice; a word
 * that an enum does not have is an invalid_field in both manners.
 * OK; ERROR_malformed (not one MessagePack map, too deep, duplicate keys, bytes after it: faults has one
 * entry `malformed`); ERROR_too_large; ERROR_refused (faults says what; id and source are set where they
 * could be read, so that the reply can name them). */
enum error message_decode(
    struct bytes raw,
    const struct catalogue *catalogue,
    enum decode_manner manner,
    struct arena *arena,
    struct faults *faults,
    struct message *ret_message
) MUST_CHECK;

/* The length in bytes of the first MessagePack value in `raw`; 0 when it is broken, deeper than
 * ENVELOPE_DEPTH_MAX, or cut off. Depth counts arrays and maps, the outermost is 1. */
size_t message_value_length(struct bytes raw);

/* Encodes an envelope; `body` is a struct of message->shape->data and is encoded unless message->data is
 * given (then those bytes are used). Absent members are left out. Events carry caseid, caseno and the rest. */
struct bytes message_encode(const struct message *message, struct arena *arena);

/* One map alone: for results of commands and for tests. */
struct bytes map_encode(const struct map_shape *shape, const void *body, struct arena *arena);
enum error map_decode(
    struct bytes raw,
    const struct map_shape *shape,
    enum decode_manner manner,
    const char *path,
    struct arena *arena,
    struct faults *faults,
    void *ret_body
) MUST_CHECK;

/* Any one MessagePack value as JSON: bin as base64, timestamps as RFC 3339, sealed maps as they are, keys that
 * are not strings as strings. Absent when `value` is not exactly one value of at most ENVELOPE_DEPTH_MAX. */
struct text message_to_json(struct bytes value, struct arena *arena);
