/* See choose.h. */
#include "services/desk/choose.h"

enum { FIRST_CONTACT_BONUS = 100 };

bool choose_is_guarded(
    const struct desk_policy *policy,
    const struct queued_case *row,
    int64_t now_ms
)
{
    return !row->has_due_at || share_over_ms(row, policy->assignment.guard_percent) <= now_ms;
}

int64_t choose_bonus(const struct actor *actor, const struct queued_case *row, int64_t now_ms)
{
    bool first = row->first_owner.at && text_equal(row->first_owner, actor->id) &&
                 !word_is_among(row->avoided, '\n', actor->id);

    return (first ? FIRST_CONTACT_BONUS : 0) + fit_preferred(actor, row, now_ms);
}

bool choose_goes_before(
    const struct desk_policy *policy,
    const struct actor *actor,
    const struct queued_case *other,
    const struct queued_case *best,
    int64_t now_ms
)
{
    bool guarded = choose_is_guarded(policy, best, now_ms);

    if (guarded || choose_is_guarded(policy, other, now_ms))
        return !guarded;
    return choose_bonus(actor, other, now_ms) > choose_bonus(actor, best, now_ms);
}
