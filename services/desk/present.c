/* See present.h. */
#include "services/desk/present.h"

#include "services/desk/choose.h"
#include "services/desk/lines.h"
#include "services/desk/statements.h"

enum { FIELDS = 7 };

const struct list_shape desk_present_list = {
    .name = "present",
    .statement = &desk_present_statement,
    .key_is_text = true,
};

static enum presence read_presence(struct text word)
{
    for (int i = PRESENCE_none + 1; i <= PRESENCE_away; i++) {
        if (text_equal(word, enum_to_text(&presence_enum, i)))
            return (enum presence)i;
    }
    return PRESENCE_none;
}

bool present_read(
    const struct desk_policy *policy,
    struct text line,
    struct present *ret_present
)
{
    struct text fields[FIELDS];

    if (line_split(line, fields, FIELDS) != FIELDS ||
        !actor_of(policy, fields[0], fields[1], &ret_present->actor))
        return false;
    if (!ret_present->actor.unit.length)
        ret_present->actor.unit = fields[2];
    ret_present->presence = read_presence(fields[3]);
    ret_present->taken = line_number(fields[4]);
    ret_present->has_offer = text_is(fields[5], "1");
    ret_present->seen_ms = line_number(fields[6]);
    return ret_present->taken >= 0 && ret_present->seen_ms >= 0;
}

struct present *present_read_all(
    const struct desk_policy *policy,
    const struct key_list *lines,
    struct arena *arena,
    size_t *ret_count
)
{
    struct present *people = ARENA_ARRAY(arena, struct present, lines->count + 1);
    size_t count = 0;

    for (size_t i = 0; i < lines->count; i++) {
        if (present_read(policy, text_of_bytes(lines->keys[i]), &people[count]))
            count++;
    }
    *ret_count = count;
    return people;
}

bool present_is_there(
    const struct desk_policy *policy,
    const struct present *present,
    int64_t now_ms
)
{
    bool seen = present->presence == PRESENCE_none &&
                now_ms - present->seen_ms <= policy->assignment.seen_ms;

    return (present->presence == PRESENCE_available || seen) &&
           actor_is_on_shift(&policy->staff, &present->actor, now_ms);
}

enum refusal present_refusal(
    const struct desk_policy *policy,
    const struct present *present,
    const struct queued_case *row,
    int64_t now_ms
)
{
    const struct actor *actor = &present->actor;
    enum refusal refusal = fit_refusal(policy, actor, row, now_ms);

    if (refusal != REFUSAL_none)
        return refusal;
    if (present->presence != PRESENCE_available)
        return REFUSAL_away;
    if (!actor_is_on_shift(&policy->staff, actor, now_ms))
        return REFUSAL_shift;
    if (word_is_among(row->avoided, '\n', actor->id))
        return REFUSAL_avoided;
    if (present->has_offer)
        return REFUSAL_offered;
    return fit_capacity(policy, actor, present->taken, row, true);
}

bool present_is_better(
    const struct present *one,
    const struct present *other,
    const struct queued_case *row,
    int64_t now_ms
)
{
    int64_t bonus = choose_bonus(&one->actor, row, now_ms);
    int64_t other_bonus = choose_bonus(&other->actor, row, now_ms);
    int64_t load = one->taken * other->actor.capacity;
    int64_t other_load = other->taken * one->actor.capacity;

    if (bonus != other_bonus)
        return bonus > other_bonus;
    if (load != other_load)
        return load < other_load;
    return one->seen_ms < other->seen_ms;
}
