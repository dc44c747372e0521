/* A follower's end of the event socket, for tests of what serve.c sends it. */
#pragma once

#include "tests/unit/common/engine/loopback.h"

static inline struct serve *serving(void)
{
    return loop.engine->serve;
}

static inline void ask(int client, const char *text)
{
    loop_send(client, pack_text(&loop.arena, text));
}

/* The next message, which must be of this kind; its first event's number, of a position its seq. */
static inline int64_t hear(int client, const char *op, uint32_t count)
{
    struct parts parts;
    int64_t seq = -1;

    if (!loop_hear(client, &parts))
        fail_msg("no %s came", op);
    assert_word(parts.frame[0], "op", op);
    if (strcmp(op, "position") == 0)
        seq = loop_value(parts.frame[0], "seq").integer;
    if (strcmp(op, "events") == 0) {
        struct pack_value list = loop_value(parts.frame[0], "events");
        assert_int_equal(list.count, count);
        struct pack_reader reader = {list.from, parts.frame[0].at + parts.frame[0].length};
        pack_next(&reader);
        assert_int_equal(pack_next(&reader).count, 3);
        seq = pack_next(&reader).integer;
    }
    parts_done(&parts);
    return seq;
}

static inline void hear_error(int client, const char *code)
{
    struct parts parts;

    assert_true(loop_hear(client, &parts));
    assert_word(parts.frame[0], "op", "error");
    assert_word(parts.frame[0], "code", code);
    parts_done(&parts);
}

static inline void assert_silence(int client)
{
    struct parts parts;

    for (int i = 0; i < 5; i++)
        loop_turn();
    assert_false(socket_receive(loop.clients[client], &parts));
}
