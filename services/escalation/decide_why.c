/* See decide_why.h. Texts are in English and Chinese and hold no word of a customer. */
#include "services/escalation/decide_why.h"

#include "common/domain/instant.h"
#include "services/escalation/moments.h"
#include "services/escalation/reading.h"
#include "services/escalation/statements.h"
#include "services/escalation/why_choice.h"

enum { FACTS_MAX = 256, BECAUSE_MAX = 2048 };

const struct list_shape escalation_by_number_list = {
    .name = "by_number",
    .statement = &escalation_case_by_number_statement,
    .key_is_text = true,
};

struct answer_facts {
    struct arena *arena;
    size_t count;
    struct why_fact *facts;
};

static void
add(struct answer_facts *facts, int64_t at_ms, struct text what, struct text because)
{
    if (facts->count == FACTS_MAX || !because.length)
        return;
    facts->facts[facts->count++] =
        (struct why_fact){.at = at_ms, .has_at = true, .what = what, .because = because};
}

static const char *kind_text(enum span_kind kind)
{
    switch (kind) {
    case SPAN_counted:
        return "counted 计时";
    case SPAN_skipped:
        return "skipped 不计";
    case SPAN_paused:
        return "paused 暂停";
    }
    return "";
}

static struct text local(struct answer_facts *facts, const struct clock_view *view, int64_t ms)
{
    if (ms == COURSE_OPEN)
        return TEXT("open 未结束");
    return instant_format_local(facts->arena, view->due.calendar->zone, ms);
}

static struct text span_line(
    struct answer_facts *facts,
    const struct clock_view *view,
    const struct course_span *span
)
{
    struct text from = local(facts, view, span->from_ms), to = local(facts, view, span->to_ms);

    return arena_format(
        facts->arena,
        "%s %.*s .. %.*s%s%.*s",
        kind_text(span->kind),
        (int)from.length,
        from.at,
        (int)to.length,
        to.at,
        span->cause.length ? " " : "",
        (int)size_min(span->cause.length, 32),
        span->cause.at ? span->cause.at : ""
    );
}

/* As many spans a fact as fit. */
static void
add_spans(struct answer_facts *facts, const struct clock_view *view, struct text what)
{
    const struct due_result *due = &view->due;
    struct text lines = {0};
    int64_t at_ms = view->plan.start_ms;

    for (size_t i = 0; i < due->span_count; i++) {
        struct text line = span_line(facts, view, &due->spans[i]);
        if (lines.length + line.length + 2 > BECAUSE_MAX) {
            add(facts, at_ms, what, lines);
            lines = (struct text){0};
        }
        if (!lines.length)
            at_ms = due->spans[i].from_ms;
        lines = arena_format(
            facts->arena,
            "%.*s%s%.*s",
            (int)lines.length,
            lines.at ? lines.at : "",
            lines.length ? "; " : "",
            (int)line.length,
            line.at
        );
    }
    add(facts, at_ms, what, lines);
}

static const char *effect_text(enum due_effect effect)
{
    switch (effect) {
    case DUE_EFFECT_stopped:
        return "stopped the clock 已停表";
    case DUE_EFFECT_does_not_stop:
        return "does not stop this clock 不停表";
    case DUE_EFFECT_no_effect:
        return "nothing was counted then 无影响";
    }
    return "";
}

static void add_waits(struct answer_facts *facts, const struct clock_view *view)
{
    for (size_t i = 0; i < view->due.wait_count; i++) {
        const struct due_wait *wait = &view->due.waits[i];
        struct text from = local(facts, view, wait->pause.from_ms);
        struct text to = local(facts, view, wait->pause.to_ms);
        struct text reason = wait_reason_text(wait->pause.reason);
        add(facts,
            wait->pause.from_ms,
            arena_format(
                facts->arena,
                "%.*s wait",
                (int)view->plan.id.length,
                view->plan.id.at
            ),
            arena_format(
                facts->arena,
                "%.*s %.*s .. %.*s: %s",
                (int)reason.length,
                reason.at,
                (int)from.length,
                from.at,
                (int)to.length,
                to.at,
                effect_text(wait->effect)
            ));
    }
    if (view->skipped_waits)
        add(facts,
            view->plan.start_ms,
            arena_format(
                facts->arena,
                "%.*s wait",
                (int)view->plan.id.length,
                view->plan.id.at
            ),
            arena_format(
                facts->arena,
                "%zu waits beyond the third or 20 business days stop nothing without L3 "
                "超出次数或时长，未经批准不停表",
                view->skipped_waits
            ));
}

static struct text limit_line(struct answer_facts *facts, const struct clock_view *view)
{
    const struct due_result *due = &view->due;
    struct text limit = limit_format(facts->arena, &due->limit);
    struct text state = enum_to_text(&clock_state_enum, (int)view->row->state);
    struct text grade = enum_to_text(&case_grade_enum, (int)view->plan.grade);
    struct text at =
        due->paused ? TEXT("none while paused 暂停中") : local(facts, view, due->due_ms);

    return arena_format(
        facts->arena,
        "%.*s %.*s; limit 时限 %.*s, grade 等级 %.*s, state 状态 %.*s, due 到期 %.*s%s; %.*s "
        "%d, "
        "calendar %.*s %d%s%.*s",
        (int)due->clock->zh.length,
        due->clock->zh.at,
        (int)due->clock->en.length,
        due->clock->en.at,
        (int)limit.length,
        limit.at,
        (int)grade.length,
        grade.at,
        (int)state.length,
        state.at,
        (int)at.length,
        at.at,
        due->provisional ? " provisional 暂定" : "",
        (int)due->policy->name.length,
        due->policy->name.at,
        due->policy->version,
        (int)due->calendar->name.length,
        due->calendar->name.at,
        due->calendar->version,
        view->plan.stopped ? "; ended by 结束于 " : "",
        (int)view->plan.cause.length,
        view->plan.cause.at ? view->plan.cause.at : ""
    );
}

/* Days, hours, minutes and seconds; milliseconds where there are some. */
static struct text duration(struct arena *arena, int64_t ms)
{
    enum { SECOND_MS = 1000, MINUTE_MS = 60 * SECOND_MS, HOUR_MS = 60 * MINUTE_MS };
    long long hours = ms / HOUR_MS, minutes = ms % HOUR_MS / MINUTE_MS;
    long long seconds = ms % MINUTE_MS / SECOND_MS, rest = ms % SECOND_MS;

    if (rest)
        return arena_format(arena, "%lld:%02lld:%02lld.%03lld", hours, minutes, seconds, rest);
    return arena_format(arena, "%lld:%02lld:%02lld", hours, minutes, seconds);
}

/* The spans add up: what was counted, and what is left of a clock that stands. */
static struct text sum_line(struct answer_facts *facts, const struct due_result *due)
{
    int64_t sums[SPAN_paused + 1] = {0};

    for (size_t i = 0; i < due->span_count; i++) {
        const struct course_span *span = &due->spans[i];
        if (span->to_ms != COURSE_OPEN)
            sums[span->kind] += span->to_ms - span->from_ms;
    }
    return arena_format(
        facts->arena,
        "counted 计时 %s + left 剩余 %s = limit 时限 %s (%s); skipped 不计 %s, paused 暂停 %s",
        duration(facts->arena, sums[SPAN_counted]).at,
        duration(facts->arena, due->remaining_ms).at,
        limit_format(facts->arena, &due->limit).at,
        duration(facts->arena, sums[SPAN_counted] + due->remaining_ms).at,
        duration(facts->arena, sums[SPAN_skipped]).at,
        duration(facts->arena, sums[SPAN_paused]).at
    );
}

static void add_reason(
    struct answer_facts *facts,
    const struct clock_view *view,
    const char *what,
    struct text because
)
{
    add(facts,
        view->plan.start_ms,
        arena_format(
            facts->arena,
            "%.*s %s",
            (int)view->plan.id.length,
            view->plan.id.at,
            what
        ),
        because);
}

static void add_clock(
    struct answer_facts *facts,
    const struct clocks *clocks,
    const struct clock_view *view
)
{
    int length = (int)view->plan.id.length;
    const char *id = view->plan.id.at;

    if (!view->computed)
        return;
    add(facts,
        view->plan.start_ms,
        arena_format(facts->arena, "%.*s", length, id),
        limit_line(facts, view));
    add_reason(facts, view, "precedence", why_precedence(facts->arena, clocks, view));
    add_reason(facts, view, "calendar", why_calendar(facts->arena, clocks, view));
    add_waits(facts, view);
    add_spans(facts, view, arena_format(facts->arena, "%.*s spans", length, id));
    add(facts,
        view->plan.start_ms,
        arena_format(facts->arena, "%.*s sum", length, id),
        sum_line(facts, &view->due));
    if (view->row->fired.length)
        add(facts,
            view->plan.start_ms,
            arena_format(facts->arena, "%.*s rungs", length, id),
            arena_format(
                facts->arena,
                "reached 已触发: %.*s",
                (int)view->row->fired.length,
                view->row->fired.at
            ));
}

static enum error
find_case(struct call *call, const struct why_get *query, struct clocked_case **ret_row)
{
    struct clocked_case *row = NULL;

    if (query->has_case_id) {
        row = call_record_id(call, &clocked_case_record, query->case_id);
    } else if (query->case_no.at) {
        const struct key_list *keys =
            call_list(call, &escalation_by_number_list, bytes_of_text(query->case_no));
        if (!keys)
            return ERROR_need;
        if (!keys->count)
            return reading_no_case(call, "data.case_no");
        row = call_record(call, &clocked_case_record, keys->keys[0]);
    } else {
        return refuse(
            call,
            "missing_field",
            "data.case_id",
            "the case or its number / 请给出工单标识或编号"
        );
    }
    if (!row)
        return ERROR_need;
    if (!row->head.exists || reading_is_recused(call, row))
        return reading_no_case(call, query->has_case_id ? "data.case_id" : "data.case_no");
    *ret_row = row;
    return OK;
}

enum error escalation_decide_why(struct call *call, const struct why_get *query)
{
    struct clocked_case *row = NULL;
    struct clocks *clocks = NULL;
    enum error error = reading_actor(call);

    if (error == OK)
        error = find_case(call, query, &row);
    if (error == OK)
        error = clocks_load(call, row, &clocks);
    if (error != OK)
        return error;
    struct answer_facts facts = {.arena = call->arena};
    facts.facts = ARENA_ARRAY(call->arena, struct why_fact, FACTS_MAX);
    if (query->clock.at) {
        struct clock_view *one = clocks_find(clocks, query->clock);
        if (!one || !one->computed)
            return refuse(
                call,
                "not_found",
                "data.clock",
                "the case has no such limit 无此时限"
            );
        add_clock(&facts, clocks, one);
    }
    for (size_t i = 0; i < clocks->count && !query->clock.at; i++)
        add_clock(&facts, clocks, clocks->views[i]);
    const struct why_view view = {
        .case_id = row->case_id,
        .has_case_id = true,
        .case_no = row->case_no,
        .facts = facts.facts,
        .facts_count = facts.count,
    };
    call_reply_case(call, (struct case_ref){row->case_id, row->case_no});
    call_reply_result(call, &why_view_shape, &view);
    return OK;
}
