/* See operators.h. */
#include "proto/operators.h"

#include "common/engine/letter.h"
#include "common/engine/records.h"
#include "common/engine/statements.h"
#include "proto/emit.h"

static const struct list_shape dead_letters_open =
    {"dead", &engine_dead_list_statement, true, false};

static enum error find_open(struct call *call, struct uuid id, struct dead_row **ret_row)
{
    struct dead_row *row = call_record_id(call, &dead_row_record, id);

    if (!row)
        return ERROR_need;
    if (!row->head.exists)
        return refuse(
            call,
            "not_found",
            "data.dead_id",
            "there is no such dead letter / 没有这条死信"
        );
    if (row->state != DEAD_STATE_open)
        return refuse(call, "conflict", "data.dead_id", "it was decided before / 该死信已处理");
    *ret_row = row;
    return OK;
}

static enum error check_actor(struct call *call)
{
    if (call->message->actorid.at)
        return OK;
    return refuse(call, "missing_field", "actorid", "an operator must be named / 缺少操作人");
}

static void
decide(struct call *call, struct dead_row *row, enum dead_state state, struct text why)
{
    row->state = state;
    row->actor = call->message->actorid;
    row->why = why;
    row->decided_at = call->now_ms;
    row->has_decided_at = true;
    record_put(row);
}

static struct case_ref case_of(const struct dead_row *row)
{
    return (struct case_ref){row->case_id, {0}};
}

enum error operators_retry(struct call *call, const struct dead_retry *wish)
{
    struct dead_row *row = NULL;
    enum error error = check_actor(call);

    if (error == OK)
        error = find_open(call, wish->dead_id, &row);
    if (error != OK)
        return error;
    if (!letter_open(call_vault(call), row, call->arena).at)
        return refuse(
            call,
            "conflict",
            "data.dead_id",
            "the letter cannot be opened with the vault's key in use and stays / "
            "死信无法用当前密钥解封，保持不变"
        );
    decide(call, row, DEAD_STATE_retried, wish->reason);
    const struct dead_retried event =
        {.dead_id = row->id, .has_dead_id = true, .reason = wish->reason, .has_replayed = true};
    emit_dead_retried(call, case_of(row), &event);
    return OK;
}

enum error operators_drop(struct call *call, const struct dead_drop *wish)
{
    struct dead_row *row = NULL;
    enum error error = check_actor(call);

    if (error == OK)
        error = find_open(call, wish->dead_id, &row);
    if (error != OK)
        return error;
    decide(call, row, DEAD_STATE_dropped, wish->reason);
    const struct dead_dropped event =
        {.dead_id = row->id, .has_dead_id = true, .reason = wish->reason, .has_replayed = true};
    emit_dead_dropped(call, case_of(row), &event);
    return OK;
}

enum error operators_reload(struct call *call, const struct service_reload *wish)
{
    enum error error = check_actor(call);

    if (error != OK)
        return error;
    const struct service_reload_ordered event = {.reason = wish->reason};
    emit_service_reload_ordered(call, (struct case_ref){0}, &event);
    call->reply->reload = true;
    return OK;
}

static struct dead_letter view_of(const struct dead_row *row)
{
    return (struct dead_letter){
        .dead_id = row->id,
        .has_dead_id = true,
        .at = row->at,
        .has_at = true,
        .origin = row->origin,
        .source = row->source,
        .id = row->message_id,
        .type = row->type,
        .seq = row->seq,
        .has_seq = row->has_seq,
        .case_id = row->case_id,
        .has_case_id = row->has_case_id,
        .code = row->code,
        .reason = row->reason,
        .state = enum_to_text(&dead_state_enum, (int)row->state),
    };
}

enum error operators_list_dead(struct call *call, const struct dead_list *query)
{
    const struct key_list *keys = call_list(call, &dead_letters_open, bytes_of_text(TEXT("")));
    struct dead_letters view = {0};
    enum error error = OK;

    (void)query;
    if (!keys)
        return ERROR_need;
    struct dead_letter *letters = ARENA_ARRAY(call->arena, struct dead_letter, keys->count + 1);
    for (size_t i = 0; i < keys->count; i++) {
        const struct dead_row *row = call_record(call, &dead_row_record, keys->keys[i]);
        if (row)
            letters[i] = view_of(row);
        else
            error = ERROR_need;
    }
    view.letters = letters;
    view.letters_count = keys->count;
    if (error == OK)
        call_reply_result(call, &dead_letters_shape, &view);
    return error;
}

static size_t read_counts(struct call *call, struct ledger_count *ret_counts, size_t max)
{
    size_t count = 0;

    while (count < max &&
           call_count(call, count, &ret_counts[count].name, &ret_counts[count].count))
        ret_counts[count++].has_count = true;
    return count;
}

static size_t read_cursor_counts(
    struct call *call,
    size_t cursor,
    struct ledger_count *ret_counts,
    size_t max
)
{
    size_t count = 0;

    while (count < max && call_cursor_count(
                              call,
                              cursor,
                              count,
                              &ret_counts[count].name,
                              &ret_counts[count].count
                          ))
        ret_counts[count++].has_count = true;
    return count;
}

enum { COUNTS_SHOWN_MAX = 512, CURSORS_SHOWN_MAX = 16, CURSOR_COUNTS_MAX = 128 };

static size_t read_cursors(struct call *call, struct ledger_cursor *ret_cursors)
{
    size_t count = 0;
    int64_t seq;
    const char *name;

    while (count < CURSORS_SHOWN_MAX && (name = call_cursor(call, count, &seq))) {
        struct ledger_count *counts =
            ARENA_ARRAY(call->arena, struct ledger_count, CURSOR_COUNTS_MAX);
        ret_cursors[count] = (struct ledger_cursor){
            .stream = text_of(name),
            .seq = seq,
            .has_seq = true,
            .counts = counts,
            .counts_count = read_cursor_counts(call, count, counts, CURSOR_COUNTS_MAX),
        };
        count++;
    }
    return count;
}

/* Events by type are counted apart from the stream's sequence; the two must agree. */
static int64_t imbalance_of(const struct ledger_count *counts, size_t count, int64_t seq)
{
    int64_t events = 0;

    for (size_t i = 0; i < count; i++) {
        if (text_starts(counts[i].name, TEXT("event/")))
            events += counts[i].count;
    }
    return events > seq ? events - seq : seq - events;
}

enum error operators_ledger(struct call *call, const struct ledger_get *query)
{
    struct ledger_count *counts =
        ARENA_ARRAY(call->arena, struct ledger_count, COUNTS_SHOWN_MAX);
    struct ledger_cursor *cursors =
        ARENA_ARRAY(call->arena, struct ledger_cursor, CURSORS_SHOWN_MAX);
    struct ledger_view view = {.has_seq = true, .has_imbalance = true};

    (void)query;
    view.stream = text_of(call_stream(call, &view.seq));
    view.counts = counts;
    view.counts_count = read_counts(call, counts, COUNTS_SHOWN_MAX);
    view.cursors = cursors;
    view.cursors_count = read_cursors(call, cursors);
    view.imbalance = imbalance_of(counts, view.counts_count, view.seq);
    call_reply_result(call, &ledger_view_shape, &view);
    return OK;
}

enum error operators_adopt(struct call *call)
{
    const struct policy_set *set = call_policy_set(call);
    enum error error = OK;

    for (size_t i = 0; i < set->count; i++) {
        const struct policy_file *file = &set->file[i];
        const struct bytes sum = {file->sha256, sizeof(file->sha256)};
        struct adopted_policy *adopted =
            call_record_text(call, &adopted_policy_record, file->name);
        if (!adopted) {
            error = ERROR_need;
            continue;
        }
        if (adopted->head.exists && bytes_equal(adopted->sha256, sum))
            continue;
        adopted->version = file->version;
        adopted->sha256 = sum;
        adopted->adopted_at = call->now_ms;
        adopted->has_adopted_at = true;
        record_put(adopted);
        const struct policy_adopted event = {
            .name = file->name,
            .version = file->version,
            .sha256 = sum};
        emit_policy_adopted(call, (struct case_ref){0}, &event);
    }
    return error;
}
