/* See transitions.h. */
#include "services/desk/transitions.h"

#define CASE_STATE_stage CASE_STATE_none

const struct transition transitions[] = {
#define TRANSITION(from, command, to, kind, doer, event, row)                                  \
    {CASE_STATE_##from,                                                                        \
     MESSAGE_##command##_v1,                                                                   \
     TRIGGER_none,                                                                             \
     CASE_STATE_##to,                                                                          \
     CASE_KIND_##kind,                                                                         \
     DOER_##doer,                                                                              \
     MESSAGE_##event##_v1,                                                                     \
     row},
#define BY_ITSELF(from, trigger, to, kind, event, row)                                         \
    {CASE_STATE_##from,                                                                        \
     MESSAGE_unknown,                                                                          \
     TRIGGER_##trigger,                                                                        \
     CASE_STATE_##to,                                                                          \
     CASE_KIND_##kind,                                                                         \
     DOER_none,                                                                                \
     MESSAGE_##event##_v1,                                                                     \
     row},
#include "services/desk/transitions.def"
#undef TRANSITION
#undef BY_ITSELF
};

const size_t transition_count = LENGTH(transitions);

static bool is_about(const struct transition *transition, enum case_type type)
{
    return transition->kind == CASE_KIND_any ||
           (transition->kind == CASE_KIND_complaint) == (type == CASE_TYPE_complaint);
}

const struct transition *
transition_find(enum case_state from, enum case_type type, enum message_type command)
{
    for (size_t i = 0; i < transition_count; i++) {
        const struct transition *transition = &transitions[i];
        if (transition->from == from && !transition->trigger &&
            transition->command == command && is_about(transition, type))
            return transition;
    }
    return NULL;
}

const struct transition *
transition_by_itself(enum case_state from, enum case_type type, enum trigger trigger)
{
    for (size_t i = 0; i < transition_count; i++) {
        const struct transition *transition = &transitions[i];
        if (transition->from == from && transition->trigger == trigger &&
            is_about(transition, type))
            return transition;
    }
    return NULL;
}

static bool is_possible(const struct transition *transition, enum holder holder)
{
    if (transition->command == MESSAGE_case_claim_v1)
        return holder == HOLDER_nobody;
    if (transition->doer == DOER_offered)
        return holder == HOLDER_offered;
    return holder == HOLDER_owner || transition->doer != DOER_owner;
}

const struct text *transition_legal(
    enum case_state from,
    enum case_type type,
    enum holder holder,
    struct arena *arena,
    size_t *ret_count
)
{
    struct text *legal = ARENA_ARRAY(arena, struct text, transition_count);
    size_t count = 0;

    for (size_t i = 0; i < transition_count; i++) {
        const struct transition *transition = &transitions[i];
        if (transition->from != from || transition->trigger || !is_about(transition, type) ||
            !is_possible(transition, holder))
            continue;
        legal[count++] = text_of(message_shape_of(transition->command)->name);
    }
    *ret_count = count;
    return legal;
}

const char *doer_name(enum doer doer)
{
    static const char *const names[] = {
        "nobody",
        "anyone",
        "line1",
        "line2",
        "line3",
        "line4",
        "line5",
        "owner",
        "specialist",
        "investigator",
        "approver",
        "offered",
    };
    return names[doer];
}

const char *doer_name_zh(enum doer doer)
{
    static const char *const names[] = {
        "无人",
        "服务客户的人员",
        "一线及以上",
        "二线及以上",
        "三线及以上",
        "四线及以上",
        "五线及以上",
        "领取人",
        "投诉专员",
        "指定调查人",
        "审批人",
        "派单对象",
    };
    return names[doer];
}

const char *trigger_name(enum trigger trigger)
{
    static const char *const names[] = {
        "",
        "lease lapsed",
        "taken over",
        "quiet over",
        "recovery needed",
        "call back due",
        "call back planned",
        "satisfied",
        "unreachable",
        "survey expired",
        "offered",
        "offer lapsed",
    };
    return names[trigger];
}
