/* See why_choice.h. */
#include "services/escalation/why_choice.h"

struct text
why_precedence(struct arena *arena, const struct clocks *clocks, const struct clock_view *view)
{
    const struct sla_policy *chain[DUE_CHAIN_MAX];
    struct text id = plan_id(view->ref.name), line = {0};
    size_t count =
        due_rules_chain(clocks->policy->rules, clocks->profile, id, clocks->received_ms, chain);

    for (size_t i = 0; i < count && count > 1; i++) {
        struct text layer = sla_layer_text(chain[i]->layer);
        line = arena_format(
            arena,
            "%.*s%s%.*s %d (%.*s)",
            (int)line.length,
            line.at ? line.at : "",
            i ? " overrules 优先于 " : "",
            (int)chain[i]->name.length,
            chain[i]->name.at,
            chain[i]->version,
            (int)layer.length,
            layer.at
        );
    }
    return line;
}

/* The first choice of this calendar: the words of the case itself stand in router's event. */
static struct text chosen_by(struct arena *arena, const struct clocks *clocks)
{
    const struct calendar_choices *choices = clocks->policy->rules->choices;

    for (size_t i = 0; choices && i < choices->count; i++) {
        const struct calendar_choice *choice = &choices->list[i];
        if (text_equal(choice->calendar, clocks->calendar->name))
            return arena_format(
                arena,
                "%.*s (%s)",
                (int)choice->id.length,
                choice->id.at,
                calendar_choice_text(arena, choice).at
            );
    }
    return TEXT("a choice that is there no more 已撤销的选择");
}

struct text
why_calendar(struct arena *arena, const struct clocks *clocks, const struct clock_view *view)
{
    struct text chosen = clocks->calendar->name, law = clocks->law_calendar->name;

    if (text_equal(chosen, law))
        return (struct text){0};
    if (view->sla->statutory)
        return arena_format(
            arena,
            "%.*s, not %.*s: a limit of the law has the profile's calendar 法定时限按规则日历",
            (int)law.length,
            law.at,
            (int)chosen.length,
            chosen.at
        );
    return arena_format(
        arena,
        "%.*s instead of 代替 %.*s: %s",
        (int)chosen.length,
        chosen.at,
        (int)law.length,
        law.at,
        chosen_by(arena, clocks).at
    );
}
