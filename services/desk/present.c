/* See present.h. */
#include "services/desk/present.h"

#include "services/desk/choose.h"
#include "services/desk/statements.h"

enum { SEPARATOR = 31, FIELDS = 7 };

const struct list_shape desk_present_list = {
    .name = "present",
    .statement = &desk_present_statement,
    .key_is_text = true,
};

/* Digits only; -1 when it is no such number. */
static int64_t read_number(struct text text)
{
    int64_t number = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || number > INT64_MAX / 100)
            return -1;
        number = number * 10 + text.at[i] - '0';
    }
    return text.length ? number : -1;
}

static size_t split(struct text line, struct text fields[FIELDS])
{
    size_t count = 0, from = 0;

    for (size_t i = 0; i <= line.length; i++) {
        if (i < line.length && line.at[i] != SEPARATOR)
            continue;
        if (count == FIELDS)
            return FIELDS + 1;
        fields[count++] = (struct text){line.at + from, i - from};
        from = i + 1;
    }
    return count;
}

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

    if (split(line, fields) != FIELDS ||
        !actor_of(policy, fields[0], fields[1], &ret_present->actor))
        return false;
    if (!ret_present->actor.unit.length)
        ret_present->actor.unit = fields[2];
    ret_present->presence = read_presence(fields[3]);
    ret_present->taken = read_number(fields[4]);
    ret_present->has_offer = text_is(fields[5], "1");
    ret_present->seen_ms = read_number(fields[6]);
    return ret_present->taken >= 0 && ret_present->seen_ms >= 0;
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
