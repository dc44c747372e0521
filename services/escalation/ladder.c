/* See ladder.h. */
#include "services/escalation/ladder.h"

#include "common/engine/noted.h"
#include "proto/emit.h"
#include "services/escalation/reading.h"
#include "services/escalation/settle.h"

#define CORE_DUTY "core_duty"

enum error ladder_load(struct call *call, const struct absences **ret_absences)
{
    const struct duty_book *book = call_record_text(call, &duty_book_record, TEXT(LADDER_BOOK));

    if (!book)
        return ERROR_need;
    struct absences *absences = ARENA_NEW(call->arena, struct absences);
    absences_read(book->absences, absences);
    *ret_absences = absences;
    return OK;
}

static const struct absences *absences_of(const struct clocks *clocks)
{
    static const struct absences none;

    return clocks->absences ? clocks->absences : &none;
}

/* Who can be called for this case. Whoever it is a complaint about, and who leads them, is as good as absent (CL-08). */
static void
can_be_called(const struct clocks *clocks, const struct duty *duty, struct on_duty *ret_on_duty)
{
    const struct call *call = clocks->call;
    size_t kept = 0;

    roster_on_duty(
        clocks->policy->roster,
        duty,
        absences_of(clocks),
        call->now_ms,
        ret_on_duty
    );
    for (size_t i = 0; i < ret_on_duty->count; i++) {
        const struct text person = ret_on_duty->who[i];
        if (!reading_hides_from(call, clocks->row, person))
            ret_on_duty->who[kept++] = person;
        else if (ret_on_duty->absent_count < ROSTER_PEOPLE_MAX)
            ret_on_duty->absent[ret_on_duty->absent_count++] = person;
    }
    ret_on_duty->count = kept;
}

static void say_empty(
    struct clocks *clocks,
    const struct clock_view *view,
    struct text step,
    const struct duty *duty
)
{
    const struct duty_slot_empty event = {
        .slot = duty->name,
        .level = duty->level,
        .has_level = true,
        .at = clocks->call->now_ms,
        .has_at = true,
        .next_level = duty->level + 1,
        .has_next_level = duty->level < LADDER_LEVEL_MAX,
        .clock = view->plan.id,
        .step = step,
    };

    emit_duty_slot_empty(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
    call_note_count(clocks->call, METRIC_shouli_duty_empty_total, 1, duty->name);
}

struct text ladder_person(
    struct clocks *clocks,
    const struct clock_view *view,
    struct text step,
    int32_t *level
)
{
    const struct roster *roster = clocks->policy->roster;
    struct on_duty on_duty;

    for (int32_t line = *level; line >= LADDER_LEVEL_DUTY && line <= LADDER_LEVEL_MAX; line++) {
        const struct duty *duty = roster_duty_of_level(roster, line);
        if (!duty)
            continue;
        can_be_called(clocks, duty, &on_duty);
        if (on_duty.count) {
            *level = line;
            return on_duty.who[0];
        }
        say_empty(clocks, view, step, duty);
    }
    return (struct text){0};
}

static void say_called(
    struct clocks *clocks,
    const struct clock_view *view,
    const struct duty *duty,
    struct text person,
    bool deputy
)
{
    const struct case_clock *row = view->row;
    const struct duty_called event = {
        .clock = view->plan.id,
        .step = row->called_step,
        .slot = duty->name,
        .level = duty->level,
        .has_level = true,
        .person = person,
        .deputy = deputy,
        .has_deputy = true,
        .called_at = clocks->call->now_ms,
        .has_called_at = true,
        .answer_by = row->call_again_at,
        .has_answer_by = row->has_call_again_at,
    };

    emit_duty_called(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
    call_note_count(clocks->call, METRIC_shouli_duty_calls_total, 1, duty->name);
}

/* Calls the n-th of those who have the duty now; the one after is called when nobody answers. */
static bool
call_nth(struct clocks *clocks, struct clock_view *view, const struct duty *duty, size_t n)
{
    struct case_clock *row = view->row;
    const struct roster *roster = clocks->policy->roster;
    struct on_duty on_duty;

    can_be_called(clocks, duty, &on_duty);
    row->has_call_again_at = n + 1 < on_duty.count;
    row->call_again_at = row->has_call_again_at ? clocks->call->now_ms + roster->answer_ms : 0;
    if (n >= on_duty.count)
        return false;
    row->called_person = on_duty.who[n];
    row->calls = (int64_t)n + 1;
    row->has_calls = true;
    say_called(clocks, view, duty, on_duty.who[n], n > 0 || on_duty.absent_count > 0);
    return true;
}

static bool names_core(struct text who)
{
    size_t length = sizeof(CORE_DUTY) - 1;

    for (size_t i = 0; i + length <= who.length; i++) {
        if (memcmp(who.at + i, CORE_DUTY, length) == 0)
            return true;
    }
    return false;
}

/* The duty beside the line: it is called once, an answer of either counts. */
static void call_core(struct clocks *clocks, struct clock_view *view)
{
    const struct roster *roster = clocks->policy->roster;
    const struct duty *duty = roster_duty(roster, TEXT(CORE_DUTY));
    struct on_duty on_duty;

    if (!duty)
        return;
    can_be_called(clocks, duty, &on_duty);
    if (on_duty.count)
        say_called(clocks, view, duty, on_duty.who[0], on_duty.absent_count > 0);
    else
        say_empty(clocks, view, view->row->called_step, duty);
}

void ladder_call(
    struct clocks *clocks,
    struct clock_view *view,
    const struct moment *moment,
    struct text person,
    int32_t level
)
{
    struct case_clock *row = view->row;
    const struct duty *duty = roster_duty_of_level(clocks->policy->roster, level);

    row->called_at = clocks->call->now_ms;
    row->called_step = moment->step;
    row->called_level = level;
    row->has_called_at = row->has_called_level = true;
    row->has_acknowledged_at = row->has_call_again_at = false;
    row->acknowledged_by = (struct text){0};
    row->called_person = person;
    if (duty && person.at)
        (void)call_nth(clocks, view, duty, 0);
    if (names_core(moment->who))
        call_core(clocks, view);
}

void ladder_call_again(struct clocks *clocks, struct clock_view *view)
{
    struct case_clock *row = view->row;
    const struct duty *duty =
        roster_duty_of_level(clocks->policy->roster, (int32_t)row->called_level);

    row->has_call_again_at = false;
    if (duty)
        (void)call_nth(clocks, view, duty, (size_t)row->calls);
}

void ladder_reset(struct case_clock *row)
{
    row->has_called_at = row->has_called_level = row->has_calls = false;
    row->has_call_again_at = row->has_acknowledged_at = row->has_held_ms = false;
    row->has_quiet_until = false;
    row->held_ms = 0;
    row->called_step = row->called_person = row->acknowledged_by = (struct text){0};
}
