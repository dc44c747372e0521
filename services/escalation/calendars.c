/* See calendars.h. */
#include "services/escalation/calendars.h"

#include "common/domain/calendar_base.h"
#include "common/domain/calendar_read.h"
#include "common/metrics.h"
#include "common/sha256.h"
#include "proto/emit.h"
#include "services/escalation/settle.h"
#include "services/escalation/statements.h"

_Static_assert(
    (int)PLAN_REFS_MAX < DECISION_EVENTS_MAX / RECALCULATED_A_TURN,
    "every clock of every case may move"
);

const struct list_shape escalation_stale_list = {
    .name = "stale",
    .statement = &escalation_case_stale_statement,
    .key_is_text = true,
};

static enum error read_calendar(
    struct arena *arena,
    struct text content,
    struct calendar **ret_calendar,
    struct text *ret_faults
)
{
    struct yaml yaml;

    if (yaml_read_text(&yaml, arena, content) != OK ||
        calendar_read(&yaml, ret_calendar) != OK) {
        *ret_faults = yaml.faults;
        return ERROR_config;
    }
    return OK;
}

/* `base` with what was published; `base` itself when the row is older or cannot be read any more. */
static const struct calendar *
overlaid(struct arena *arena, const struct calendar *base, const struct published_calendar *row)
{
    struct calendar *newer = NULL;
    struct text faults;

    if (!row->head.exists || row->version <= base->version ||
        read_calendar(arena, row->content, &newer, &faults) != OK ||
        !text_equal(newer->base, base->base))
        return base;
    struct calendar *calendar = ARENA_NEW(arena, struct calendar);
    *calendar = *base;
    calendar_overlay(calendar, newer);
    return calendar;
}

enum error calendars_find(
    struct call *call,
    const struct due_rules *rules,
    struct text name,
    const struct calendar **ret_calendar
)
{
    const struct calendar *shipped = due_rules_calendar(rules, name);
    const struct published_calendar *row =
        call_record_text(call, &published_calendar_record, name);
    const struct calendar *below = NULL;
    enum error error = OK;

    if (shipped && shipped->own)
        error = calendars_find(call, rules, shipped->base, &below);
    if (error != OK || !row)
        return error != OK ? error : ERROR_need;
    if (!shipped)
        return ERROR_config;
    const struct calendar *whole = shipped->own ? shipped->own : shipped;
    const struct calendar *found = overlaid(call->arena, whole, row);
    *ret_calendar = found;
    if (shipped->own)
        *ret_calendar = found == whole && below == due_rules_calendar(rules, shipped->base)
                            ? shipped
                            : calendar_put_upon(call->arena, found, below);
    return OK;
}

static void emit_published(
    struct call *call,
    const struct calendar_publish *wish,
    const struct calendar *calendar
)
{
    uint8_t *hash = arena_take(call->arena, SHA256_BYTES);
    int first = 0, last = 0;

    for (int i = 0; i < CALENDAR_YEARS; i++) {
        if (!calendar->years[i])
            continue;
        last = CALENDAR_YEAR_FIRST + i;
        first = first ? first : last;
    }
    /* Hours alone hold in every year. */
    if (!first) {
        first = CALENDAR_YEAR_FIRST;
        last = CALENDAR_YEAR_FIRST + CALENDAR_YEARS - 1;
    }
    sha256(bytes_of_text(wish->content), hash);
    const struct calendar_published event = {
        .name = wish->name,
        .version = wish->version,
        .sha256 = {hash, SHA256_BYTES},
        .first_year = first,
        .has_first_year = true,
        .last_year = last,
        .has_last_year = true,
        .content = wish->content,
    };
    emit_calendar_published(call, (struct case_ref){0}, &event);
}

/* Faults are all said; the calendar in the content must be the one that the command names. */
static enum error check(
    struct call *call,
    const struct calendar_publish *wish,
    const struct calendar *base,
    const struct calendar *wished,
    const struct published_calendar *row
)
{
    int64_t newest = int64_max(calendar_own_version(base), row->head.exists ? row->version : 0);
    struct text version = arena_format(call->arena, "%d", wished->version);
    enum error error = OK;

    if (!text_equal(wished->name, wish->name))
        error = refuse(
            call,
            "invalid_field",
            "data.name",
            "the content has another name / 内容中的名称不同"
        );
    if (!text_equal(version, wish->version))
        error = refuse(
            call,
            "invalid_field",
            "data.version",
            "the content has another version / 内容中的版本号不同"
        );
    if (!text_equal(wished->base, base->base))
        error = refuse(
            call,
            "invalid_field",
            "data.content",
            "what it stands upon cannot change / 所依据的基础日历不能改变"
        );
    else if (!wished->base.at && !text_equal(zone_name(wished->zone), zone_name(base->zone)))
        error = refuse(
            call,
            "invalid_field",
            "data.content",
            "the zone cannot change / 时区不能改变"
        );
    if (wished->version <= newest)
        error = refuse(
            call,
            "conflict",
            "data.version",
            "version %lld is in force / 该版本现行有效",
            (long long)newest
        );
    return error;
}

enum error calendars_decide_publish(struct call *call, const struct calendar_publish *wish)
{
    const struct clock_policy *policy = call->policies;
    const struct calendar *base = due_rules_calendar(policy->rules, wish->name);
    struct calendar *wished = NULL;
    struct text faults = {0};

    struct published_calendar *row =
        call_record_text(call, &published_calendar_record, wish->name);
    if (!row)
        return ERROR_need;
    if (!base)
        return refuse(
            call,
            "invalid_field",
            "data.name",
            "no profile uses this calendar / 没有规则使用该日历"
        );
    if (read_calendar(call->arena, wish->content, &wished, &faults) != OK)
        return refuse(
            call,
            "invalid_field",
            "data.content",
            "%.*s",
            (int)size_min(faults.length, 200),
            faults.at ? faults.at : ""
        );
    enum error error = check(call, wish, base, wished, row);
    if (error != OK)
        return error;
    row->version = wished->version;
    row->content = wish->content;
    row->published_at = call->now_ms;
    row->has_version = row->has_published_at = true;
    record_put(row);
    emit_published(call, wish, wished);
    return OK;
}

/* Cases whose limits an older version of this calendar gave; NULL while they are not loaded. */
static const struct key_list *stale_cases(struct call *call, const struct calendar *calendar)
{
    struct text key = arena_format(
        call->arena,
        "%.*s/%d",
        (int)calendar->name.length,
        calendar->name.at,
        calendar->version
    );

    return call_list(call, &escalation_stale_list, bytes_of_text(key));
}

/* ERROR_need until its cases are loaded. */
static enum error
settle_stale(struct call *call, const struct calendar *calendar, const struct key_list *cases)
{
    enum error error = OK;

    for (size_t i = 0; i < cases->count && i < RECALCULATED_A_TURN; i++) {
        struct clocked_case *row = call_record(call, &clocked_case_record, cases->keys[i]);
        if (!row || (row->head.exists && settle_case(call, row) == ERROR_need))
            error = ERROR_need;
        /* Also one that cannot be settled now: it would be found again each turn, before all others. */
        if (row && text_equal(row->calendar_name, calendar->name))
            row->calendar_version = calendar->version;
    }
    call->reply->busy = cases->count > 0;
    return error;
}

/* All calendars are asked about at once, because a decision has few rounds. */
enum error calendars_recalculate(struct call *call)
{
    const struct clock_policy *policy = call->policies;
    const struct key_list *cases[DUE_FILES_MAX];
    const struct calendar *calendars[DUE_FILES_MAX] = {NULL};
    size_t count = policy->rules->calendar_count;
    enum error error = OK;

    for (size_t i = 0; i < count; i++) {
        struct text name = policy->rules->calendars[i]->name;
        cases[i] = NULL;
        if (calendars_find(call, policy->rules, name, &calendars[i]) != OK)
            error = ERROR_need;
        else if (!(cases[i] = stale_cases(call, calendars[i])))
            error = ERROR_need;
    }
    /* One calendar a turn, so that the events of its cases fit one decision. */
    for (size_t i = 0; i < count && error == OK && !call->reply->busy; i++)
        error = settle_stale(call, calendars[i], cases[i]);
    return error;
}

/* The nearest end among the calendar of the profile that cases have by default and those that are chosen upon it: the
 * alarm is below 60 days (4.4). */
enum error calendars_measure(struct call *call)
{
    const struct clock_policy *policy = call->policies;
    const struct due_rules *rules = policy->rules;
    const struct sla_policy *profile = due_rules_policy(rules, policy->profile, call->now_ms);
    int64_t nearest = INT64_MAX;
    enum error result = OK;

    for (size_t i = 0; profile && i < rules->calendar_count; i++) {
        const struct calendar *calendar = rules->calendars[i];
        struct text stands_on = calendar->own ? calendar->base : calendar->name;
        if (!text_equal(stands_on, profile->calendar))
            continue;
        enum error error = calendars_find(call, rules, calendar->name, &calendar);
        result = error != OK ? error : result;
        if (error != OK)
            continue;
        struct civil_day today = zone_to_local(calendar->zone, call->now_ms).day;
        nearest = int64_min(nearest, calendar_horizon_days(calendar, today));
    }
    if (result == OK && nearest < INT64_MAX)
        metric_set(METRIC_shouli_calendar_horizon_seconds, DAY_MS / 1000 * nearest);
    return result;
}
