/* See due.h. From the request to a clock and its limit, then along its course. */
#include "common/domain/due.h"

#include "common/domain/due_pauses.h"
#include "common/domain/due_rungs.h"

const char *due_error_code(enum due_error error)
{
    static const char *const codes[] = {
#define DUE_ERROR(name) [DUE_##name] = #name,
        DUE_ERRORS(DUE_ERROR)
#undef DUE_ERROR
    };

    return codes[error];
}

static enum due_error refuse(struct due_result *result, enum due_error error, const char *field)
{
    *result = (struct due_result){.field = field};
    return error;
}

/* The clock that the request names, from the version of its profile valid at receipt. */
/* What the bank decides about queues and hours never moves a limit of the law. */
static void choose_calendar(
    const struct due_rules *rules,
    const struct due_request *request,
    const struct sla_policy *policy,
    struct due_result *result
)
{
    struct text name = policy->calendar;

    result->calendar = request->calendar;
    if (result->calendar)
        return;
    if (!result->clock->statutory)
        result->choice = due_rules_choose(rules, name, request->queue, request->unit);
    result->calendar =
        due_rules_calendar(rules, result->choice ? result->choice->calendar : name);
}

static enum due_error find_clock(
    const struct due_rules *rules,
    const struct due_request *request,
    struct due_result *result
)
{
    if (request->received_ms < 0 || request->received_ms > ZONE_LAST_MS)
        return refuse(result, DUE_invalid_time, "received");
    const struct sla_policy *policy =
        request->version ? due_rules_version(rules, request->profile, request->version)
                         : due_rules_policy(rules, request->profile, request->received_ms);
    if (!policy)
        return refuse(result, DUE_unknown_profile, "profile");
    result->clock = request->found;
    result->policy = request->found_in;
    if (!result->clock)
        result->clock = due_rules_clock(
            rules,
            policy,
            request->clock,
            request->received_ms,
            &result->policy
        );
    if (!result->clock)
        return refuse(result, DUE_unknown_clock, "clock");
    choose_calendar(rules, request, policy, result);
    return DUE_ok;
}

static enum due_error check_channel(
    const struct due_rules *rules,
    const struct due_request *request,
    struct due_result *result
)
{
    enum sla_channels wanted = result->clock->channels;

    if (!request->channel.at)
        return DUE_ok;
    const struct due_channel *channel = due_rules_channel(rules, request->channel);
    if (!channel)
        return refuse(result, DUE_invalid_field, "channel");
    if (wanted != SLA_CHANNELS_any && (wanted == SLA_CHANNELS_sync) != channel->sync)
        return refuse(result, DUE_no_limit, "channel");
    return DUE_ok;
}

static void set_days(struct limit *limit, int32_t days)
{
    if (limit->kind == LIMIT_business_days)
        limit->business_days.days = days;
    else
        limit->calendar_days.days = days;
}

/* One stage for each extension, in order; each larger than what there was (4.7 rule 8). A stage in another unit
 * is not compared: 45 calendar days follow 10 business days. */
static enum due_error extend(
    const struct due_request *request,
    struct due_result *result,
    const struct sla_stage **ret_stage
)
{
    const struct sla_clock *clock = result->clock;

    for (size_t i = 0; i < request->extension_count; i++) {
        int32_t total = request->extensions[i];
        if (i + 1 >= clock->stage_count)
            return refuse(result, DUE_extension_not_allowed, "extend");
        const struct sla_stage *stage = &clock->stages[i + 1];
        const struct limit *most = &stage->limits[request->grade];
        bool same_unit = most->kind == result->limit.kind;
        if (total > limit_days(most) || (stage->exact && total != limit_days(most)) ||
            (same_unit && total <= limit_days(&result->limit)) || total < 1)
            return refuse(result, DUE_extension_not_allowed, "extend");
        result->limit = *most;
        set_days(&result->limit, total);
        *ret_stage = stage;
    }
    return DUE_ok;
}

static enum due_error find_limit(
    const struct due_request *request,
    struct due_result *result,
    const struct sla_stage **ret_stage
)
{
    if (request->grade <= GRADE_none || request->grade >= GRADES)
        return refuse(result, DUE_unknown_grade, "grade");
    *ret_stage = &result->clock->stages[0];
    result->limit = (*ret_stage)->limits[request->grade];
    if (result->limit.kind == LIMIT_none)
        return refuse(result, DUE_no_limit, "grade");
    if (request->outside.kind != DUE_OUTSIDE_none && !result->clock->outside)
        return refuse(result, DUE_invalid_field, "outside_due");
    return extend(request, result, ret_stage);
}

static int64_t outside_ms(const struct due_request *request, const struct calendar *calendar)
{
    if (request->outside.kind == DUE_OUTSIDE_instant)
        return request->outside.instant_ms;
    return calendar_midnight(calendar, civil_day_add(request->outside.day, 1));
}

/* The earlier of the profile's limit and the outside date, which never moves (rules 13 and 17). Its span is one: the
 * authority's time is not counted in days. */
static void take_outside(
    const struct course_clock *clock,
    int64_t outside,
    struct arena *arena,
    struct course *course
)
{
    if (outside >= course->due_ms)
        return;
    /* Up to the end of the day found, before it rolls, the calendar is not asked. */
    const struct course_span *last = &course->spans[course->span_count - 1];
    int64_t found = last->kind == SPAN_skipped ? last->from_ms : last->to_ms;
    course->provisional = course->provisional && outside > found;
    course->due_ms = outside;
    course->span_count = outside > clock->start_ms;
    course->counted_ms = int64_max(outside - clock->start_ms, 0);
    course->total_ms = course->counted_ms;
    course->spans = ARENA_NEW(arena, struct course_span);
    course->spans[0] = (struct course_span){
        clock->start_ms,
        outside,
        SPAN_counted,
        TEXT("outside_date"),
    };
}

static void set_result(const struct course *course, struct due_result *result)
{
    result->paused = course->paused;
    result->due_ms = course->due_ms;
    result->spans = course->spans;
    result->span_count = course->span_count;
    result->provisional = course->provisional && !course->paused;
    result->remaining_days = course->days_left;
    result->remaining_ms = course->total_ms - course->counted_ms;
}

enum due_error due_compute(
    const struct due_rules *rules,
    const struct due_request *request,
    struct arena *arena,
    struct due_result *ret_result
)
{
    const struct sla_stage *stage = NULL;
    struct course_pause *pauses = NULL;
    struct course course;
    size_t pause_count = 0;

    *ret_result = (struct due_result){0};
    enum due_error error = find_clock(rules, request, ret_result);
    if (error == DUE_ok)
        error = find_limit(request, ret_result, &stage);
    if (error == DUE_ok)
        error = check_channel(rules, request, ret_result);
    if (error != DUE_ok)
        return error;
    error = due_pauses_check(
        request,
        ret_result->clock,
        ret_result->calendar,
        arena,
        &pauses,
        &pause_count
    );
    if (error != DUE_ok)
        return refuse(ret_result, error, "pause");

    struct course_clock clock = {
        .start_ms = request->received_ms,
        .limit = ret_result->limit,
        .calendar = ret_result->calendar,
        .pauses = pauses,
        .pause_count = pause_count,
        .rolls = request->roll && ret_result->clock->rolls,
    };
    course_compute(&clock, arena, &course);
    if (request->outside.kind != DUE_OUTSIDE_none)
        take_outside(&clock, outside_ms(request, ret_result->calendar), arena, &course);
    set_result(&course, ret_result);
    due_rungs_compute(&clock, &course, stage, arena, ret_result);
    due_pauses_explain(request, &course, arena, ret_result);
    return DUE_ok;
}

bool due_is_late(const struct due_result *result, int64_t at_ms)
{
    return !result->paused && at_ms > result->due_ms;
}

bool due_regrade_breaches(
    const struct due_result *result,
    int64_t at_ms,
    int64_t *ret_breach_ms
)
{
    if (!due_is_late(result, at_ms))
        return false;
    *ret_breach_ms = at_ms;
    return true;
}
