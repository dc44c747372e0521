/* See decide_pools.h. */
#include "services/desk/decide_pools.h"

#include "common/metrics.h"
#include "proto/emit.h"
#include "services/desk/lines.h"
#include "services/desk/statements.h"

enum { FIELDS = 6, NEEDS_MAX = 64 };

const struct list_shape desk_waiting_pools_list = {
    .name = "waiting_pools",
    .statement = &desk_waiting_pools_statement,
    .key_is_text = true,
};
const struct list_shape desk_empty_pools_list = {
    .name = "empty_pools",
    .statement = &desk_empty_pools_statement,
    .key_is_text = true,
};

bool waiting_pool_read(struct text line, struct waiting_pool *ret_pool)
{
    struct text fields[FIELDS];

    if (line_split(line, fields, FIELDS) != FIELDS || !fields[0].length ||
        fields[2].length != 1 || fields[2].at[0] < '1' || fields[2].at[0] > '6')
        return false;
    struct waiting_pool pool = {
        .name = {line.at, (size_t)(fields[2].at + 1 - line.at)},
        .row =
            {.state = CASE_STATE_queued,
             .queue = fields[0],
             .skills = fields[1],
             .needs = fields[3],
             .taken_level = fields[2].at[0] - '0',
             .has_taken_level = true},
        .cases = line_number(fields[4]),
        .oldest_at = line_number(fields[5]),
    };
    if (pool.cases < 0 || pool.oldest_at < 0)
        return false;
    *ret_pool = pool;
    return true;
}

/* Those who are there; read once a turn. */
struct crowd {
    struct present *people;
    size_t count;
};

static struct crowd crowd_of(const struct call *call, const struct key_list *lines)
{
    const struct desk_policy *policy = call->policies;
    struct crowd crowd = {.count = 0};
    size_t count = 0;

    crowd.people = present_read_all(policy, lines, call->arena, &count);
    for (size_t i = 0; i < count; i++) {
        if (present_is_there(policy, &crowd.people[i], call->now_ms))
            crowd.people[crowd.count++] = crowd.people[i];
    }
    return crowd;
}

/* Loads do not count: who has much work now is there all the same. */
static bool has_somebody(
    const struct call *call,
    const struct waiting_pool *pool,
    const struct crowd *crowd
)
{
    for (size_t i = 0; i < crowd->count; i++) {
        if (fit_refusal(call->policies, &crowd->people[i].actor, &pool->row, call->now_ms) ==
            REFUSAL_none)
            return true;
    }
    return false;
}

static void
say_empty(struct call *call, const struct waiting_pool *waiting, const struct pool *pool)
{
    struct text needs[NEEDS_MAX], rest = waiting->row.needs, word;
    size_t count = 0;

    while (count < NEEDS_MAX && word_take(&rest, ',', &word))
        needs[count++] = word;
    emit_pool_emptied(
        call,
        (struct case_ref){{{0}}, {0}},
        &(struct pool_emptied){
            .queue = waiting->row.queue,
            .needs = needs,
            .needs_count = count,
            .line = waiting->row.taken_level,
            .has_line = true,
            .cases = waiting->cases,
            .has_cases = true,
            .oldest_at = waiting->oldest_at,
            .has_oldest_at = true,
            .owner = pool->owner,
        }
    );
}

/* One that nobody present may have: said once, when its oldest case has waited a while. */
static enum error begin(struct call *call, const struct waiting_pool *waiting)
{
    const struct desk_policy *policy = call->policies;

    if (call->now_ms - waiting->oldest_at < policy->assignment.empty_ms)
        return OK;
    struct pool *pool = call_record_text(call, &pool_record, waiting->name);
    if (!pool)
        return ERROR_need;
    if (pool->head.exists)
        return OK;
    pool->queue = waiting->row.queue;
    pool->owner = pool_owner(policy, waiting->row.queue);
    pool->emptied_at = call->now_ms;
    pool->has_emptied_at = true;
    record_put(pool);
    say_empty(call, waiting, pool);
    return OK;
}

static enum error end(struct call *call, struct bytes name)
{
    struct pool *pool = call_record(call, &pool_record, name);

    if (!pool)
        return ERROR_need;
    if (!pool->head.exists)
        return OK;
    emit_pool_staffed(
        call,
        (struct case_ref){{{0}}, {0}},
        &(struct pool_staffed){
            .queue = pool->queue,
            .emptied_at = pool->emptied_at,
            .has_emptied_at = true,
            .owner = pool->owner,
        }
    );
    record_remove(pool);
    return OK;
}

/* The pools that are empty now, at most POOL_LINES_MAX. */
struct found_pools {
    struct waiting_pool at[POOL_LINES_MAX];
    size_t count;
};

static struct waiting_pool *find(struct found_pools *found, struct text name)
{
    for (size_t i = 0; i < found->count; i++) {
        if (text_equal(found->at[i].name, name))
            return &found->at[i];
    }
    return NULL;
}

/* Lines of one name are one pool: its cases of different grades, or on different rungs of the ladder. */
static void add(struct found_pools *found, const struct waiting_pool *line)
{
    struct waiting_pool *pool = find(found, line->name);

    if (!pool) {
        found->at[found->count++] = *line;
        return;
    }
    pool->cases += line->cases;
    pool->oldest_at = int64_min(pool->oldest_at, line->oldest_at);
}

static bool is_known(const struct key_list *empty, struct text name)
{
    for (size_t i = 0; i < empty->count; i++) {
        if (text_equal(text_of_bytes(empty->keys[i]), name))
            return true;
    }
    return false;
}

static struct found_pools *
look(const struct call *call, const struct key_list *waiting, const struct key_list *present)
{
    struct found_pools *found = ARENA_NEW(call->arena, struct found_pools);
    struct crowd crowd = crowd_of(call, present);
    struct waiting_pool line;

    found->count = 0;
    for (size_t i = 0; i < waiting->count && found->count < POOL_LINES_MAX; i++) {
        if (waiting_pool_read(text_of_bytes(waiting->keys[i]), &line) &&
            !has_somebody(call, &line, &crowd))
            add(found, &line);
    }
    return found;
}

enum error desk_decide_pools(struct call *call)
{
    const struct key_list *waiting =
        call_list(call, &desk_waiting_pools_list, (struct bytes){0});
    const struct key_list *empty = call_list(call, &desk_empty_pools_list, (struct bytes){0});
    const struct key_list *present = call_list(call, &desk_present_list, (struct bytes){0});
    enum error error = OK;
    size_t turn = 0;

    if (!waiting || !empty || !present)
        return ERROR_need;
    struct found_pools *found = look(call, waiting, present);
    bool all_read = waiting->count < POOL_LINES_MAX; /* what was not read may be empty still */
    for (size_t i = 0; all_read && i < empty->count && turn < POOLS_A_TURN; i++) {
        if (find(found, text_of_bytes(empty->keys[i])))
            continue;
        turn++;
        if (end(call, empty->keys[i]) == ERROR_need)
            error = ERROR_need;
    }
    for (size_t i = 0; i < found->count && turn < POOLS_A_TURN * 2; i++) {
        if (is_known(empty, found->at[i].name))
            continue;
        turn++;
        if (begin(call, &found->at[i]) == ERROR_need)
            error = ERROR_need;
    }
    metric_set(METRIC_shouli_pools_empty, (int64_t)found->count);
    return error;
}
