/* See zap.h. A request: delimiter, version, request id, domain, address, identity, mechanism, key (32 bytes). */
#include "common/engine/zap.h"

#include "common/log.h"
#include "common/metrics.h"

enum { PEER, DELIMITER, VERSION, REQUEST };

/* The key is the last frame. */
static bool read_key(const struct parts *parts, char ret_key[CURVE_TEXT_LENGTH + 1])
{
    return parts->count > 0 && socket_key_from_raw(parts->frame[parts->count - 1], ret_key);
}

static void answer(struct socket *zap, const struct parts *parts, const char *key)
{
    struct bytes frames[] = {
        parts->frame[PEER],
        {(const uint8_t *)"", 0},
        {(const uint8_t *)"1.0", 3},
        parts->frame[REQUEST],
        bytes_of_text(key ? TEXT("200") : TEXT("400")),
        bytes_of_text(key ? TEXT("OK") : TEXT("unknown key")),
        bytes_of_text(key ? text_of(key) : TEXT("")),
        {(const uint8_t *)"", 0},
    };

    (void)socket_send(zap, frames, LENGTH(frames));
}

void zap_turn(struct socket *zap, struct allow *allow)
{
    struct parts parts;
    char key[CURVE_TEXT_LENGTH + 1];

    while (socket_receive(zap, &parts)) {
        bool known = parts.count > REQUEST && read_key(&parts, key) && allow_find(allow, key);
        if (!known) {
            metric_add(METRIC_shouli_forbidden_total, 1);
            log_limited(LOG_warn, 5, "gate.unknown_key");
        }
        if (parts.count > REQUEST)
            answer(zap, &parts, known ? key : NULL);
        parts_done(&parts);
    }
}
