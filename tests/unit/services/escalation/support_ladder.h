/* What people say to the ladder and its roster in a trial of escalation. */
#pragma once

#include "tests/unit/services/escalation/support_base.h"

static inline const struct item *
say(struct trial *trial, int type, const void *body, const char *who, const char *role)
{
    const struct trial_message message =
        {.type = type, .body = body, .actorid = who, .actorrole = role};

    return trial_command(trial, &message);
}

static inline bool is_refused(const struct item *item, const char *code)
{
    for (size_t i = 0; i < item->reply.faults.count; i++) {
        if (strcmp(item->reply.faults.list[i].code, code) == 0)
            return item->outcome == OUTCOME_rejected;
    }
    return false;
}

static inline const struct item *acknowledge_rung(
    struct trial *trial,
    uint8_t n,
    const char *clock,
    const char *who,
    const char *role
)
{
    const struct ladder_acknowledge wish = {
        .case_id = case_id(n),
        .has_case_id = true,
        .clock = text_of(clock),
    };

    return say(trial, MESSAGE_ladder_acknowledge_v1, &wish, who, role);
}

static inline const struct item *
set_absent(struct trial *trial, const char *person, int64_t from, int64_t to)
{
    const struct duty_set_absence wish = {
        .person = text_of(person),
        .from = from,
        .has_from = true,
        .to = to,
        .has_to = true,
    };

    return say(trial, MESSAGE_duty_set_absence_v1, &wish, "E3001", "L3");
}

/* Nobody of L3 is there from `from` on for a day. */
static inline void empty_l3(struct trial *trial, int64_t from)
{
    static const char *const people[] = {"E3001", "E3002", "E3003", "E3004", "E3005"};

    for (size_t i = 0; i < LENGTH(people); i++) {
        const struct item *item = set_absent(trial, people[i], from, from + DAY_MS);
        assert_int_equal(item->outcome, OUTCOME_accepted);
    }
}

static inline const struct item *regrade_case(
    struct trial *trial,
    uint8_t n,
    enum case_grade grade,
    const char *role,
    const char *reason
)
{
    const struct case_regrade wish = {
        .case_id = case_id(n),
        .has_case_id = true,
        .grade = grade,
        .reason = reason ? text_of(reason) : (struct text){0},
    };

    return say(trial, MESSAGE_case_regrade_v1, &wish, "E2001", role);
}
