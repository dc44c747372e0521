/* See fit.h. */
#include "services/desk/fit.h"

int64_t fit_weight(const struct desk_policy *policy, const struct queued_case *row)
{
    const struct assignment *assignment = &policy->assignment;

    return assignment->type_weight[row->case_type] + assignment->grade_weight[row->grade];
}

bool fit_queue(const struct word_set *queues, const struct queued_case *row)
{
    struct text rest = row->needs, word;

    if (word_set_has(queues, row->queue))
        return true;
    while (word_take(&rest, ',', &word)) {
        if (word.at[0] == '^' &&
            word_set_has(queues, (struct text){word.at + 1, word.length - 1}))
            return true;
    }
    return false;
}

static bool is_excluded_unit(struct text wishes, struct text unit)
{
    struct text word;

    while (unit.length && word_take(&wishes, ',', &word)) {
        if (word.at[0] == '@' && text_equal((struct text){word.at + 1, word.length - 1}, unit))
            return true;
    }
    return false;
}

enum refusal fit_refusal(
    const struct desk_policy *policy,
    const struct actor *actor,
    const struct queued_case *row,
    int64_t now_ms
)
{
    if (actor_is_recused(policy, actor->id, row->about_employee))
        return REFUSAL_recused;
    if (is_excluded_unit(row->wishes, actor->unit))
        return REFUSAL_unit;
    if (!fit_queue(&actor->queues, row))
        return REFUSAL_queue;
    if (actor->line < row_line(row))
        return REFUSAL_line;
    return skills_check(&actor->skills, row->needs, now_ms);
}

int64_t fit_taken(const struct worker *worker, int64_t now_ms)
{
    if (!worker)
        return 0;
    bool offered = worker->has_offer_until && now_ms <= worker->offer_until;
    return worker->load + (offered ? worker->offer_weight : 0);
}

enum refusal fit_capacity(
    const struct desk_policy *policy,
    const struct actor *actor,
    int64_t taken,
    const struct queued_case *row,
    bool offered
)
{
    int64_t reserve = offered && fit_interrupts(row) ? policy->assignment.reserve : 0;

    return taken + fit_weight(policy, row) <= actor->capacity + reserve ? REFUSAL_none
                                                                        : REFUSAL_capacity;
}

int64_t fit_preferred(const struct actor *actor, const struct queued_case *row, int64_t now_ms)
{
    struct text rest = row->wishes, word;
    int64_t count = 0;

    while (word_take(&rest, ',', &word)) {
        int64_t least;
        if (word.at[0] != '+')
            continue;
        word = skill_split((struct text){word.at + 1, word.length - 1}, &least);
        if (skill_level(&actor->skills, word, now_ms) >= least)
            count++;
    }
    return count;
}
