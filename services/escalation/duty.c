/* See duty.h. */
#include "services/escalation/duty.h"

#include "common/metrics.h"
#include "proto/emit.h"
#include "services/escalation/ladder.h"

enum { LEADER = 3, ABSENCE_DAYS_MAX = 400 };

static bool knows(const struct roster *roster, struct text person)
{
    for (size_t i = 0; i < roster->count; i++) {
        const struct duty *duty = &roster->duties[i];
        for (size_t k = 0; k < duty->count; k++) {
            for (size_t n = 0; n < duty->shifts[k].count; n++) {
                if (text_equal(duty->shifts[k].who[n], person))
                    return true;
            }
        }
    }
    return false;
}

enum error duty_check_absence(struct call *call, const struct duty_set_absence *wish)
{
    enum error error = OK;

    if (!wish->has_from || !wish->has_to)
        return OK;
    if (wish->to > wish->from && wish->to <= call->now_ms)
        error = refuse(call, "invalid_field", "data.to", "the absence is over / 该缺勤已结束");
    if (wish->to - wish->from > ABSENCE_DAYS_MAX * (int64_t)DAY_MS)
        error = refuse(
            call,
            "invalid_field",
            "data.to",
            "at most %d days / 天数超过上限",
            (int)ABSENCE_DAYS_MAX
        );
    return error;
}

static enum error check(struct call *call, const struct duty_set_absence *wish)
{
    const struct clock_policy *policy = call->policies;
    enum error error = ladder_actor(call);

    if (error != OK)
        return error;
    if (ladder_line(call->message->actorrole) < LEADER &&
        !text_equal(call->message->actorid, wish->person))
        error = refuse(
            call,
            "forbidden",
            "actorrole",
            "absences of others are said from L3 on / 他人缺勤由 L3 及以上登记"
        );
    if (!knows(policy->roster, wish->person))
        error = refuse(
            call,
            "not_found",
            "data.person",
            "the roster has no such person / 值班表中没有此人"
        );
    enum error content = duty_check_absence(call, wish);
    return error == OK ? content : error;
}

enum error duty_decide_absence(struct call *call, const struct duty_set_absence *wish)
{
    enum error error = check(call, wish);
    struct duty_book *book = call_record_text(call, &duty_book_record, TEXT(LADDER_BOOK));
    struct absences *absences = ARENA_NEW(call->arena, struct absences);

    if (error != OK)
        return error;
    if (!book)
        return ERROR_need;
    absences_read(book->absences, absences);
    const struct absence absence = {wish->from, wish->to, wish->person};
    if (!absences_set(absences, absence, call->now_ms))
        return refuse(
            call,
            "conflict",
            "data.person",
            "the book of absences is full / 缺勤登记已满"
        );
    book->absences = absences_write(absences, call->arena);
    record_put(book);
    const struct duty_absence_set event = {
        .person = wish->person,
        .from = wish->from,
        .has_from = true,
        .to = int64_max(wish->from, wish->to),
        .has_to = true,
        .set_by = call->message->actorid,
    };
    emit_duty_absence_set(call, (struct case_ref){0}, &event);
    return OK;
}

static struct text *copies(struct arena *arena, const struct text *list, size_t count)
{
    struct text *copy = ARENA_ARRAY(arena, struct text, ROSTER_PEOPLE_MAX);

    for (size_t i = 0; i < count; i++)
        copy[i] = list[i];
    return copy;
}

enum error duty_decide_roster(struct call *call, const struct duty_roster *query)
{
    const struct clock_policy *policy = call->policies;
    const struct roster *roster = policy->roster;
    const struct absences *absences = NULL;
    int64_t at_ms = query->has_at ? query->at : call->now_ms;
    struct duty_slot *slots = ARENA_ARRAY(call->arena, struct duty_slot, ROSTER_DUTIES_MAX);
    struct on_duty on_duty;

    if (ladder_load(call, &absences) == ERROR_need)
        return ERROR_need;
    for (size_t i = 0; i < roster->count; i++) {
        const struct duty *duty = &roster->duties[i];
        roster_on_duty(roster, duty, absences, at_ms, &on_duty);
        size_t deputies = on_duty.count ? on_duty.count - 1 : 0;
        slots[i] = (struct duty_slot){
            .slot = duty->name,
            .level = duty->level,
            .has_level = true,
            .person = on_duty.count ? on_duty.who[0] : (struct text){0},
            .deputies = copies(call->arena, on_duty.who + 1, deputies),
            .deputies_count = deputies,
            .absent = copies(call->arena, on_duty.absent, on_duty.absent_count),
            .absent_count = on_duty.absent_count,
            .gap_minutes = roster_gap_minutes(roster, duty, absences, at_ms),
            .has_gap_minutes = true,
        };
    }
    const struct duty_table table = {
        .at = at_ms,
        .has_at = true,
        .slots = slots,
        .slots_count = roster->count,
    };
    call_reply_result(call, &duty_table_shape, &table);
    return OK;
}

static void say_empty(struct call *call, const struct duty *duty)
{
    const struct duty_slot_empty event = {
        .slot = duty->name,
        .level = duty->level,
        .has_level = true,
        .at = call->now_ms,
        .has_at = true,
    };

    emit_duty_slot_empty(call, (struct case_ref){0}, &event);
}

static void say_filled(struct call *call, const struct duty *duty, struct text person)
{
    const struct duty_slot_filled event = {
        .slot = duty->name,
        .level = duty->level,
        .has_level = true,
        .at = call->now_ms,
        .has_at = true,
        .person = person,
    };

    emit_duty_slot_filled(call, (struct case_ref){0}, &event);
}

/* Metrics are no state: nothing depends on them, and they are set, not counted. */
static void
show(const struct roster *roster, const struct absences *absences, int64_t empty, int64_t at_ms)
{
    metric_set(METRIC_shouli_duty_slots_empty, empty);
    for (size_t i = 0; i < roster->count; i++) {
        const struct duty *duty = &roster->duties[i];
        char name[33];
        size_t length = size_min(duty->name.length, sizeof(name) - 1);
        memcpy(name, duty->name.at, length);
        name[length] = '\0';
        metric_set_labelled(
            METRIC_shouli_duty_gap_seconds,
            60 * roster_gap_minutes(roster, duty, absences, at_ms),
            name
        );
    }
}

enum error duty_watch(struct call *call)
{
    const struct clock_policy *policy = call->policies;
    struct duty_book *book = call_record_text(call, &duty_book_record, TEXT(LADDER_BOOK));
    const struct absences *absences = NULL;
    struct text empty = {"", 0};
    int64_t count = 0;
    bool changed = false;

    if (!book || ladder_load(call, &absences) == ERROR_need)
        return ERROR_need;
    for (size_t i = 0; i < policy->roster->count; i++) {
        const struct duty *duty = &policy->roster->duties[i];
        struct on_duty on_duty;
        bool was = text_lists(book->empty, '|', duty->name);
        roster_on_duty(policy->roster, duty, absences, call->now_ms, &on_duty);
        if (!on_duty.count && !was)
            say_empty(call, duty);
        if (on_duty.count && was)
            say_filled(call, duty, on_duty.who[0]);
        changed = changed || was == (on_duty.count > 0);
        if (on_duty.count)
            continue;
        count++;
        empty = arena_format(
            call->arena,
            "%.*s%s%.*s",
            (int)empty.length,
            empty.at,
            empty.length ? "|" : "",
            (int)duty->name.length,
            duty->name.at
        );
    }
    show(policy->roster, absences, count, call->now_ms);
    if (changed) {
        book->empty = empty;
        record_put(book);
    }
    return OK;
}
