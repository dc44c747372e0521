/* See moments.h. */
#include "services/escalation/moments.h"

int32_t moment_level(struct text who)
{
    int32_t level = 0;

    for (size_t i = 0; i < who.length; i++) {
        bool word = i == 0 || who.at[i - 1] == ' ' || who.at[i - 1] == ',';
        bool is_line = word && who.at[i] == 'L' && i + 1 < who.length;
        if (is_line && who.at[i + 1] >= '1' && who.at[i + 1] <= '6')
            level = (int32_t)int64_max(level, who.at[i + 1] - '0');
        if (word && text_starts((struct text){who.at + i, who.length - i}, TEXT("owner")))
            level = (int32_t)int64_max(level, 1);
    }
    return level;
}

/* The step of a warning in a profile without a ladder. */
static struct text percent_step(int32_t percent)
{
    if (percent < 75)
        return TEXT("50 %");
    return percent < 90 ? TEXT("75 %") : TEXT("90 %");
}

/* The rung as the profile has it, whatever stage it belongs to. */
static const struct sla_rung *rung_of(const struct sla_clock *clock, struct text step)
{
    for (size_t i = 0; i < clock->stage_count; i++) {
        const struct sla_stage *stage = &clock->stages[i];
        for (size_t k = 0; k < stage->rung_count; k++) {
            if (text_equal(stage->rungs[k].step, step))
                return &stage->rungs[k];
        }
    }
    return NULL;
}

/* A refusal starts the ladder at once (4.2, K4): all of it comes earlier by what the first rung had still to wait. */
static int64_t hastened_by(const struct clock_view *view)
{
    if (!view->plan.hastened || !view->due.rung_count)
        return 0;
    return int64_max(view->due.rungs[0].at_ms - view->plan.hastened_ms, 0);
}

static struct moment moment_of(const struct clock_view *view, const struct due_rung *rung)
{
    const struct due_result *due = &view->due;
    const struct sla_rung *sla = rung_of(due->clock, rung->step);
    struct moment moment = {
        .at_ms = rung->at_ms,
        .kind = MOMENT_warning,
        .step = rung->step,
        .who = rung->who,
        .level = moment_level(rung->who),
    };

    if (!sla)
        return moment;
    if (sla->kind == RUNG_elapsed || sla->kind == RUNG_after) {
        moment.kind = MOMENT_escalation;
        moment.at_ms += view->row->held_ms - hastened_by(view);
    }
    if (sla->kind == RUNG_percent)
        moment.percent = sla->number;
    if (moment.percent == 100) {
        moment.kind = MOMENT_breach;
        moment.at_ms = due->due_ms + 1;
        moment.takes_over = !due->clock->statutory;
    }
    return moment;
}

static bool has_been(const struct case_clock *row, const struct moment *moment)
{
    return moment->kind == MOMENT_breach ? row->has_breached_at
                                         : text_lists(row->fired, '|', moment->step);
}

static void
take_earlier(const struct case_clock *row, const struct moment *moment, struct moment *best)
{
    int64_t at_ms = moment->at_ms;

    if (moment->kind == MOMENT_warning && row->has_quiet_until)
        at_ms = int64_max(at_ms, row->quiet_until);
    if (has_been(row, moment) || (best->at_ms && at_ms >= best->at_ms))
        return;
    *best = *moment;
    best->at_ms = at_ms;
}

/* Of the same instant a rung comes first, and calls anew. */
static void take_call(const struct case_clock *row, struct moment *best)
{
    if (!row->has_call_again_at || (best->at_ms && best->at_ms <= row->call_again_at))
        return;
    *best = (struct moment){
        .at_ms = row->call_again_at,
        .kind = MOMENT_call_again,
        .step = row->called_step,
        .level = (int32_t)row->called_level,
    };
}

bool moment_next(const struct clock_view *view, struct moment *ret_moment)
{
    const struct due_result *due = &view->due;
    struct moment best = {0};
    bool has_breach = false;

    if (!view->computed || due->paused || view->plan.stopped)
        return false;
    for (size_t i = 0; i < due->rung_count; i++) {
        struct moment moment = moment_of(view, &due->rungs[i]);
        has_breach = has_breach || moment.kind == MOMENT_breach;
        take_earlier(view->row, &moment, &best);
    }
    for (size_t i = 0; i < due->warning_count && !due->rung_count; i++) {
        const struct due_warning *warning = &due->warnings[i];
        struct moment moment = {
            .at_ms = warning->at_ms,
            .kind = MOMENT_warning,
            .step = percent_step(warning->percent),
            .percent = warning->percent,
            .level = 1,
        };
        take_earlier(view->row, &moment, &best);
    }
    if (!has_breach) {
        struct moment moment = {
            .at_ms = due->due_ms + 1,
            .kind = MOMENT_breach,
            .step = TEXT("breach"),
            .level = -1,
        };
        take_earlier(view->row, &moment, &best);
    }
    take_call(view->row, &best);
    *ret_moment = best;
    return best.at_ms != 0;
}

void moment_done(struct clock_view *view, const struct moment *moment, struct arena *arena)
{
    struct case_clock *row = view->row;

    if (moment->kind == MOMENT_call_again)
        return;
    if (moment->kind == MOMENT_breach) {
        row->breached_at = moment->at_ms;
        row->has_breached_at = true;
        row->state = CLOCK_STATE_breached;
        return;
    }
    row->fired = row->fired.length ? arena_format(
                                         arena,
                                         "%.*s|%.*s",
                                         (int)row->fired.length,
                                         row->fired.at,
                                         (int)moment->step.length,
                                         moment->step.at
                                     )
                                   : moment->step;
}
