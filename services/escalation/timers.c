/* See timers.h. */
#include "services/escalation/timers.h"

#include <stdio.h>

#include "services/escalation/records.h"
#include "services/escalation/statements.h"

/* ARGV: service, epoch, generation, cursor, now in ms, then one want each. Looks at the minutes up to now and removes
 * nothing. */
static const char due_lua[] =
    "local MEMBERS = 600\n"
    "local p = ARGV[1] .. ':' .. ARGV[3]\n"
    "local s = redis.call('HMGET', p .. ':state', 'epoch', 'cursor')\n"
    "if s[1] ~= ARGV[2] or tonumber(s[2] or '-1') > tonumber(ARGV[4]) then return 'STALE' end\n"
    "local minute = string.format('%d', math.floor(tonumber(ARGV[5]) / 60000))\n"
    "local found = {}\n"
    "local sets = redis.call('ZRANGEBYSCORE', p .. ':z:index', '-inf', minute, 'LIMIT', 0, "
    "MEMBERS)\n"
    "for _, set in ipairs(sets) do\n"
    "  if #found >= MEMBERS then break end\n"
    "  local due = redis.call('ZRANGEBYSCORE', p .. ':z:' .. set, '-inf', ARGV[5], 'LIMIT', 0, "
    "MEMBERS - #found)\n"
    "  for _, member in ipairs(due) do found[#found + 1] = member end\n"
    "end\n"
    "local answers = {}\n"
    "for want = 6, #ARGV do answers[#answers + 1] = found end\n"
    "return answers\n";

const struct list_shape escalation_due_list = {.name = "due", .redis = true};
const struct list_shape escalation_slice_list = {
    .name = "slice",
    .statement = &escalation_case_slice_statement,
    .key_is_text = true,
};

const char *timer_set(int64_t at_ms, char ret_set[TIMER_SET_BYTES])
{
    snprintf(ret_set, TIMER_SET_BYTES, "t%lld", (long long)(at_ms / TIMER_MINUTE_MS));
    return ret_set;
}

static void project(struct projection_ops *ops, const void *before, const void *after)
{
    const struct clocked_case *was = before, *is = after;
    char old[TIMER_SET_BYTES], new[TIMER_SET_BYTES];
    bool waited = was && was->has_next_at, waits = is && is->has_next_at;

    if (waited && waits && was->next_at == is->next_at)
        return;
    if (waited)
        timer_set(was->next_at, old);
    if (waits)
        timer_set(is->next_at, new);
    if (waited && !(waits && strcmp(old, new) == 0))
        projection_remove_numbered(ops, old, (struct bytes){was->case_id.b, 16});
    if (waits)
        projection_add_numbered(ops, new, (struct bytes){is->case_id.b, 16}, is->next_at);
}

static void project_slice(struct projection_ops *ops, const void *record)
{
    const struct case_timer *timer = record;
    char set[TIMER_SET_BYTES];

    if (timer->has_next_at)
        projection_add_numbered(
            ops,
            timer_set(timer->next_at, set),
            (struct bytes){timer->case_id.b, 16},
            timer->next_at
        );
}

const struct projection escalation_projection = {
    .record = &clocked_case_record,
    .slice = &escalation_slice_list,
    .slice_keys = TIMERS_A_SLICE,
    .project = project,
    .slice_record = &case_timer_record,
    .project_slice = project_slice,
    .propose_lua = due_lua,
};
