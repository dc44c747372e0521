/* A stream of messages that a test made, and desk as it gives out what customers said, played. */
#pragma once

#include "tests/unit/services/cli/played.h"

#include "services/cli/stream.h"

enum { TAKEN_MAX = 256 };

static struct message taken_events[TAKEN_MAX];
static size_t taken_count;
static const char *taken_service;

static struct uuid taken_case(size_t n)
{
    return (struct uuid
    ){{[6] = 0x70, [8] = 0x80, [14] = (uint8_t)(n / 256), [15] = (uint8_t)n}};
}

/* The next event of the stream, about the n-th case; the body must outlive the play. */
UNUSED static void taken_add(size_t n, enum message_type type, const void *body)
{
    static char ids[TAKEN_MAX][16], numbers[TAKEN_MAX][16];

    snprintf(ids[taken_count], sizeof(ids[0]), "e-%zu", taken_count);
    snprintf(numbers[taken_count], sizeof(numbers[0]), "GD%zu", n);
    taken_events[taken_count] = (struct message
    ){.shape = message_shape_of(type),
      .type_name = text_of(message_shape_of(type)->name),
      .id = text_of(ids[taken_count]),
      .source = TEXT("/shouli/test"),
      .time_ms = INT64_C(1795400000000),
      .has_time = true,
      .case_id = taken_case(n),
      .has_case = true,
      .case_no = text_of(numbers[taken_count]),
      .body = body};
    taken_count++;
}

/* Events from `from` on; the whole stream in one message. */
static struct bytes taken_stream(int64_t from, struct arena *arena)
{
    struct pack_writer writer;
    uint8_t hash[32];

    chain_begin(taken_service, hash);
    pack_begin(&writer, arena, 4096);
    pack_map(&writer, 2);
    pack_string(&writer, "op");
    pack_string(&writer, "events");
    pack_string(&writer, "events");
    pack_array(&writer, taken_count - (size_t)from + 1);
    for (size_t i = 0; i < taken_count; i++) {
        const struct bytes envelope = message_encode(&taken_events[i], arena);
        chain_next(hash, (int64_t)i + 1, envelope, hash);
        if ((int64_t)i + 1 < from)
            continue;
        pack_array(&writer, 3);
        pack_int(&writer, (int64_t)i + 1);
        pack_bin(&writer, envelope);
        pack_bin(&writer, (struct bytes){hash, 32});
    }
    return pack_end(&writer);
}

/* The words of the order that desk was given last, two cases a page: of case n "said n", of every third nothing. */
static struct words_order taken_order;
static struct arena taken_arena;

static struct bytes taken_words(const struct played_question *asked, struct arena *arena)
{
    struct faults faults = {.count = 0};
    struct words_get query = {.begin = 0};
    struct text rest = TEXT("status: accepted, result: {order_id: "
                            "'01890a5d-ac96-774b-bcce-b302099a8051', cases: [");
    size_t at;

    if (map_decode(asked->data, &words_get_shape, DECODE_strict, "", arena, &faults, &query) !=
        OK)
        return (struct bytes){0};
    for (at = (size_t)query.begin; at < taken_order.cases_count && at < (size_t)query.begin + 2;
         at++) {
        char id[UUID_TEXT_LENGTH + 1];
        size_t n = taken_order.cases[at].case_id.b[15];
        uuid_to_text(taken_order.cases[at].case_id, id);
        rest = n % 3 == 0 ? arena_format(arena, "%s{case_id: '%s'}, ", rest.at, id)
                          : arena_format(
                                arena,
                                "%s{case_id: '%s', text: 'said\t%zu\nmore'}, ",
                                rest.at,
                                id,
                                n
                            );
    }
    rest = at < taken_order.cases_count ? arena_format(arena, "%s], next: %zu}", rest.at, at)
                                        : arena_format(arena, "%s]}", rest.at);
    return played_reply(asked, arena, rest.at);
}

UNUSED static struct bytes
taken_answer(const struct played_question *asked, struct arena *arena)
{
    struct faults faults = {.count = 0};

    if (asked->of_events && text_is(asked->type, "follow"))
        return played_from(asked)
                   ? taken_stream(played_from(asked), arena)
                   : pack_text(
                         arena,
                         arena_format(arena, "{op: position, seq: %zu}", taken_count).at
                     );
    if (text_is(asked->type, "words.get.v1"))
        return taken_words(asked, arena);
    if (!text_is(asked->type, "words.order.v1") || map_decode(
                                                       asked->data,
                                                       &words_order_shape,
                                                       DECODE_strict,
                                                       "",
                                                       &taken_arena,
                                                       &faults,
                                                       &taken_order
                                                   ) != OK)
        return (struct bytes){0};
    return played_reply(
        asked,
        arena,
        "status: accepted, result: {order_id: '01890a5d-ac96-774b-bcce-b302099a8051', "
        "until: t(1795400000000)}"
    );
}

/* As for a role that takes nothing out. */
UNUSED static struct bytes
taken_refused(const struct played_question *asked, struct arena *arena)
{
    if (asked->of_events)
        return taken_answer(asked, arena);
    return played_reply(
        asked,
        arena,
        "status: rejected, errors: [{code: forbidden, field: actorrole, message: no}]"
    );
}

UNUSED static int taken_begin(void **state)
{
    return played_begin(state);
}

static const char *taken_path(const char *name)
{
    static char path[CAPTURED_PATH_BYTES + 64];

    snprintf(path, sizeof(path), "%s/%s", captured_folder, name);
    return path;
}

UNUSED static int taken_end(void **state)
{
    (void)unlink(taken_path("out"));
    arena_done(&taken_arena);
    return played_end(state);
}

/* What the command wrote; empty when there is no file. */
UNUSED static const char *taken_written(void)
{
    static char written[64 * 1024];
    FILE *file = fopen(taken_path("out"), "re");
    size_t length = file ? fread(written, 1, sizeof(written) - 1, file) : 0;

    if (file)
        fclose(file);
    written[length] = '\0';
    return written;
}

UNUSED static void taken_reset(const char *service)
{
    taken_service = service;
    taken_count = 0;
    (void)unlink(taken_path("out"));
}
