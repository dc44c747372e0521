/* What a commit or a slice changes in Redis waits in a list until Redis has answered it. */
#include "common/engine/projector_inside.h"

#include "common/memory.h"

static const char apply_lua[] =
    "local p = ARGV[1] .. ':' .. ARGV[3]\n"
    "local s = redis.call('HMGET', p .. ':state', 'epoch', 'cursor')\n"
    "if s[1] ~= ARGV[2] or s[2] ~= ARGV[4] then return 'STALE' end\n"
    "for i = 6, #ARGV, 4 do\n"
    "  local op, set = ARGV[i], ARGV[i + 1]\n"
    "  local key = p .. ':z:' .. set\n"
    "  if op == '+' or op == '#' then\n"
    "    if redis.call('ZADD', key, ARGV[i + 3], ARGV[i + 2]) == 1 and redis.call('ZCARD', "
    "key) == 1 then\n"
    "      if op == '#' then\n"
    "        redis.call('ZADD', p .. ':z:index', string.sub(set, 2), set)\n"
    "      else\n"
    "        redis.call('SADD', p .. ':sets', set)\n"
    "      end\n"
    "    end\n"
    "  elseif redis.call('ZREM', key, ARGV[i + 2]) == 1 and redis.call('EXISTS', key) == 0 "
    "then\n"
    "    if op == '~' then\n"
    "      redis.call('ZREM', p .. ':z:index', set)\n"
    "    else\n"
    "      redis.call('SREM', p .. ':sets', set)\n"
    "    end\n"
    "  end\n"
    "end\n"
    "redis.call('HSET', p .. ':state', 'cursor', ARGV[5])\n"
    "return 'OK'\n";

static void add_op(
    struct projection_ops *ops,
    struct text op,
    const char *set,
    struct bytes member,
    int64_t score
)
{
    struct arena *arena = &ops->arena;

    if (ops->count + 4 > ops->size) {
        size_t size = ops->size ? ops->size * 2 : 256;
        struct text *larger = ARENA_ARRAY(arena, struct text, size);
        if (ops->count)
            memcpy(larger, ops->words, ops->count * sizeof(*larger));
        ops->words = larger;
        ops->size = size;
    }
    ops->words[ops->count++] = op;
    ops->words[ops->count++] = arena_text(arena, text_of(set));
    ops->words[ops->count++] = arena_text(arena, text_of_bytes(member));
    ops->words[ops->count++] = arena_format(arena, "%lld", (long long)score);
}

void projection_add(
    struct projection_ops *ops,
    const char *set,
    struct bytes member,
    int64_t score
)
{
    add_op(ops, TEXT("+"), set, member, score);
}

void projection_remove(struct projection_ops *ops, const char *set, struct bytes member)
{
    add_op(ops, TEXT("-"), set, member, 0);
}

void projection_add_numbered(
    struct projection_ops *ops,
    const char *set,
    struct bytes member,
    int64_t score
)
{
    add_op(ops, TEXT("#"), set, member, score);
}

void projection_remove_numbered(
    struct projection_ops *ops,
    const char *set,
    struct bytes member
)
{
    add_op(ops, TEXT("~"), set, member, 0);
}

void projector_drop_waiting(struct projector *projector)
{
    while (projector->first) {
        struct projection_ops *next = projector->first->next;
        arena_done(&projector->first->arena);
        memory_free(projector->first);
        projector->first = next;
    }
    projector->last = projector->unsent = NULL;
    projector->waiting = projector->in_flight = 0;
}

static void take_applied(void *context, const struct redis_value *value)
{
    struct projector *projector = context;
    struct projection_ops *done = projector->first;

    if (projector_is_stale(projector, value)) {
        projector->stale = true;
        return;
    }
    if (!done || projector->stale)
        return;
    projector->first = done->next;
    if (!projector->first)
        projector->last = NULL;
    projector->waiting--;
    projector->in_flight--;
    arena_done(&done->arena);
    memory_free(done);
}

void projector_send_waiting(struct projector *projector)
{
    while (projector->unsent && projector->in_flight < PROJECTOR_IN_FLIGHT_MAX) {
        struct projection_ops *ops = projector->unsent;
        struct text *words = ARENA_ARRAY(&ops->arena, struct text, ops->count + 1);
        words[0] = arena_format(&ops->arena, "%lld", (long long)ops->cursor);
        memcpy(words + 1, ops->words, ops->count * sizeof(*words));
        projector_eval(
            projector,
            apply_lua,
            ops->cursor - 1,
            words,
            ops->count + 1,
            take_applied
        );
        projector->unsent = ops->next;
        projector->in_flight++;
    }
}

static void enqueue(struct projector *projector, struct projection_ops *ops)
{
    ops->cursor = ++projector->cursor_made;
    if (projector->last)
        projector->last->next = ops;
    else
        projector->first = ops;
    projector->last = ops;
    if (!projector->unsent)
        projector->unsent = ops;
    projector->waiting++;
}

/* A script stops Redis for everybody, so it carries at most PROJECTOR_PIECE_WORDS (LIMITS.md, 7: batches <= 200). */
static void enqueue_in_pieces(struct projector *projector, struct projection_ops *ops)
{
    size_t total = ops->count;

    ops->count = size_min(total, PROJECTOR_PIECE_WORDS);
    enqueue(projector, ops);
    for (size_t from = PROJECTOR_PIECE_WORDS; from < total; from += PROJECTOR_PIECE_WORDS) {
        struct projection_ops *piece = memory_new(1, sizeof(*piece));
        piece->count = piece->size = size_min(PROJECTOR_PIECE_WORDS, total - from);
        piece->words = ARENA_ARRAY(&piece->arena, struct text, piece->count);
        for (size_t i = 0; i < piece->count; i++)
            piece->words[i] = arena_text(&piece->arena, ops->words[from + i]);
        enqueue(projector, piece);
    }
}

/* What this batch knows of the record itself is newer than what the slice read. */
static void project_key(
    struct batch *batch,
    const struct projection *projection,
    struct bytes key,
    struct projection_ops *ops
)
{
    struct record_slot *slot = table_find(&batch->table, projection->record, key);

    if (slot && slot->state == SLOT_loaded) {
        if (slot->now)
            projection->project(ops, NULL, slot->now);
        return;
    }
    if (!projection->slice_record)
        return;
    slot = table_find(&batch->table, projection->slice_record, key);
    if (slot && slot->now)
        projection->project_slice(ops, slot->now);
}

static void project_slice(
    struct projector *projector,
    struct batch *batch,
    const struct item *item,
    struct projection_ops *ops
)
{
    const struct projection *projection = projector->engine->service->projection;
    const struct key_list *keys = item->slice;

    for (size_t i = 0; i < keys->count; i++)
        project_key(batch, projection, keys->keys[i], ops);
    projector->slice_out = false;
    projector->slices_done =
        keys->count < (projection->slice_keys ? projection->slice_keys : PROJECTION_SLICE);
    if (keys->count) {
        struct bytes last = keys->keys[keys->count - 1];
        projector->after_length = size_min(last.length, sizeof(projector->after));
        memcpy(projector->after, last.at, projector->after_length);
    }
}

void projector_commit(struct engine *engine, struct batch *batch)
{
    struct projector *projector = engine->projector;
    const struct projection *projection = engine->service->projection;

    if (!projector->generation)
        return;
    struct projection_ops *ops = memory_new(1, sizeof(*ops));
    for (struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
        if (slot->changed && slot->shape == projection->record)
            projection->project(ops, slot->before, slot->now);
    }
    for (size_t i = batch->from; i < batch->to; i++) {
        if (batch->items[i].kind == ITEM_slice && projector->state == PROJECTOR_building &&
            batch->items[i].seq == projector->generation && batch->items[i].slice)
            project_slice(projector, batch, &batch->items[i], ops);
    }
    if (!ops->count) {
        arena_done(&ops->arena);
        memory_free(ops);
    } else if (projector->waiting >= PROJECTOR_WAITING_MAX) {
        arena_done(&ops->arena);
        memory_free(ops);
        projector_drop_waiting(projector);
        projector->stale = true;
        projector->lost_in = PROJECTOR_away;
    } else {
        enqueue_in_pieces(projector, ops);
    }
}

bool projector_wants_slice(const struct projector *projector)
{
    return projector->state == PROJECTOR_building && !projector->slices_done &&
           !projector->slice_out && projector->waiting < PROJECTOR_IN_FLIGHT_MAX;
}

void projector_gather(struct engine *engine, struct batch *batch)
{
    struct item *item = batch_add(batch, ITEM_slice);

    item->seq = engine->projector->generation;
    engine->projector->slice_out = true;
}

enum error projector_decide(struct engine *engine, struct call *call)
{
    struct projector *projector = engine->projector;
    const struct projection *projection = engine->service->projection;
    struct batch *batch = call->deciding->batch;
    char text[UUID_TEXT_LENGTH + 1] = "";
    struct bytes after = {projector->after, projector->after_length};

    if (projection->record->map->fields[projection->record->key].type == FIELD_ID) {
        struct uuid id;
        memcpy(id.b, projector->after, 16);
        if (projector->after_length)
            uuid_to_text(id, text);
        after = bytes_of_text(text_of(text));
    }
    const struct key_list *keys = call_list(call, projection->slice, after);
    if (!keys)
        return ERROR_need;
    call->deciding->item->slice = keys;
    if (projection->slice_record)
        return OK;
    for (size_t i = 0; i < keys->count; i++) {
        struct record_slot *slot = table_get(&batch->table, projection->record, keys->keys[i]);
        if (slot->state != SLOT_loaded)
            call->deciding->wants = true;
    }
    return OK;
}
