/* A dead letter's body, sealed under a key of its own. */
#include "common/engine/letter.h"

#include "common/engine/parked_inside.h"

struct bytes
letter_seal(const struct vault *vault, struct uuid id, struct bytes body, struct arena *arena)
{
    struct case_key key;
    struct wrapped_key wrapped;
    struct sealed_value sealed;
    struct pack_writer writer;

    enum error error = vault_make_key(vault, id, &key, &wrapped);
    if (error == OK)
        error = seal(&key, TEXT("dead_letter"), body, arena, &sealed);
    vault_forget_key(&key);
    if (error != OK)
        return (struct bytes){0};
    pack_begin(&writer, arena, body.length + 256);
    pack_map(&writer, 5);
    pack_string(&writer, "e");
    pack_string(&writer, wrapped.kek_id);
    pack_string(&writer, "w");
    pack_bin(&writer, (struct bytes){wrapped.bytes, sizeof(wrapped.bytes)});
    pack_string(&writer, "k");
    pack_bin(&writer, (struct bytes){wrapped.key_id, sizeof(wrapped.key_id)});
    pack_string(&writer, "n");
    pack_bin(&writer, sealed.nonce);
    pack_string(&writer, "c");
    pack_bin(&writer, sealed.cipher);
    return pack_end(&writer);
}

static void
read_sealed(struct bytes body, struct wrapped_key *wrapped, struct sealed_value *sealed)
{
    struct pack_reader reader = pack_reader_of(body);
    struct pack_value map = pack_next(&reader);

    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct text key = text_of_bytes(pack_next(&reader).bytes);
        struct bytes value = pack_next(&reader).bytes;
        if (text_is(key, "e") && value.length < sizeof(wrapped->kek_id))
            memcpy(wrapped->kek_id, value.at, value.length);
        else if (text_is(key, "w") && value.length == sizeof(wrapped->bytes))
            memcpy(wrapped->bytes, value.at, value.length);
        else if (text_is(key, "k") && value.length == sizeof(wrapped->key_id)) {
            memcpy(wrapped->key_id, value.at, value.length);
            sealed->key_id = value;
        } else if (text_is(key, "n"))
            sealed->nonce = value;
        else if (text_is(key, "c"))
            sealed->cipher = value;
    }
}

struct bytes
letter_open(const struct vault *vault, const struct dead_row *row, struct arena *arena)
{
    struct wrapped_key wrapped = {{0}, {0}, {0}};
    struct sealed_value sealed = {{0}, {0}, {0}};
    struct case_key key;
    struct bytes body = {0};

    read_sealed(row->body, &wrapped, &sealed);
    if (vault_open_key(vault, row->id, &wrapped, &key) != OK ||
        seal_open(&key, TEXT("dead_letter"), &sealed, arena, &body) != OK)
        log_error("parked.letter_unreadable", LOG_UUID("id", row->id));
    vault_forget_key(&key);
    return body;
}
