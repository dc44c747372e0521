/* See keys.h. */
#include "common/engine/keys.h"

static struct text no_key(struct arena *arena, const char *path)
{
    return arena_format(arena, "%s is no key: make keys with build/bin/shouli-keys", path);
}

static bool read_pair(
    const char *path,
    struct arena *arena,
    struct curve_pair *ret_pair,
    struct text *ret_fault
)
{
    struct curve_pair pair = {0};

    if (curve_read(path, &pair) != OK || !pair.secret_key[0]) {
        *ret_fault = no_key(arena, path);
        return false;
    }
    *ret_pair = pair;
    return true;
}

static bool read_pairs(
    const struct engine *engine,
    struct arena *arena,
    struct curve_pair *ret_server,
    struct curve_pair *ret_own,
    struct text *ret_fault
)
{
    const char *folder = engine->settings.keys_dir.at;
    const char *server = arena_format(arena, "%s/server.key_secret", folder).at;
    const char *own =
        arena_format(arena, "%s/services/%s.key_secret", folder, engine->service->name).at;

    return read_pair(server, arena, ret_server, ret_fault) &&
           read_pair(own, arena, ret_own, ret_fault);
}

static enum error read_list(struct engine *engine, struct arena *arena, struct text *ret_fault)
{
    const char *list = arena_format(arena, "%s/allow.yaml", engine->settings.keys_dir.at).at;

    return allow_read(&engine->allow, list, arena, ret_fault);
}

bool keys_read(struct engine *engine, struct arena *arena, struct text *ret_fault)
{
    const char *kek = arena_format(arena, "%s/vault.kek", engine->settings.keys_dir.at).at;

    if (!read_pairs(engine, arena, &engine->server_keys, &engine->own_keys, ret_fault))
        return false;
    if (vault_open_file(&engine->vault, kek) != OK) {
        *ret_fault = arena_format(arena, "%s is no key of 64 hex digits", kek);
        return false;
    }
    return read_list(engine, arena, ret_fault) == OK;
}

static bool is_same(const struct curve_pair *a, const struct curve_pair *b)
{
    return strcmp(a->public_key, b->public_key) == 0 &&
           strcmp(a->secret_key, b->secret_key) == 0;
}

enum keys_changed
keys_reload(struct engine *engine, struct arena *arena, struct text *ret_fault)
{
    struct curve_pair server, own;
    enum keys_changed changed = KEYS_same;

    if (read_list(engine, arena, ret_fault) != OK)
        return KEYS_same;
    if (!read_pairs(engine, arena, &server, &own, ret_fault))
        return KEYS_same;
    if (!is_same(&own, &engine->own_keys))
        changed = KEYS_own;
    if (!is_same(&server, &engine->server_keys))
        changed = KEYS_server;
    engine->server_keys = server;
    engine->own_keys = own;
    return changed;
}
