/* What tests of offers, presence and empty pools have in common: people who are there, and turns of the chore. */
#pragma once

#include "services/desk/decide_chores.h"
#include "services/desk/decide_pools.h"
#include "services/desk/decide_presence.h"
#include "tests/unit/services/desk/desk_trial.h"

#define SECOND INT64_C(1000)

static inline const struct worker *worker_named(const char *actor)
{
    return trial_record(trial, &worker_record, bytes_of_text(text_of(actor)));
}

/* As present.sql would write the worker's row. */
static inline void line_of(const char *actor, char line[256])
{
    const struct worker *worker = worker_named(actor);
    bool offered = worker->has_offer_until && worker->offer_until >= trial_time(trial);

    snprintf(
        line,
        256,
        "%s\x1f%.*s\x1f%.*s\x1f%s\x1f%lld\x1f%d\x1f%lld",
        actor,
        (int)worker->role.length,
        worker->role.at,
        (int)worker->unit.length,
        worker->unit.at ? worker->unit.at : "",
        worker->presence ? enum_to_text(&presence_enum, (int)worker->presence).at : "",
        (long long)(worker->load + (offered ? worker->offer_weight : 0)),
        offered,
        (long long)worker->seen_at
    );
}

/* The list of who is there, from the rows of these people; NULL ends them. */
static inline void list_present(const char *const *actors)
{
    static char lines[32][256];
    struct bytes keys[32] = {{0}};
    size_t count = 0;

    for (; actors[count]; count++) {
        line_of(actors[count], lines[count]);
        keys[count] = bytes_of_text(text_of(lines[count]));
    }
    trial_list(trial, &desk_present_list, keys, count, false);
}

static inline const struct item *
say_presence(const char *actor, const char *role, enum presence presence)
{
    return command(
        MESSAGE_staff_set_presence_v1,
        (struct uuid){{0}},
        &(struct staff_set_presence){.presence = presence},
        actor,
        role
    );
}

/* One turn of the chore for these cases, with these people in the list. */
static inline void turn_for(const struct uuid *ids, size_t count, const char *const *actors)
{
    struct bytes keys[AWAKE_SLICE] = {{0}};

    for (size_t i = 0; i < count; i++)
        keys[i] = (struct bytes){ids[i].b, 16};
    list_present(actors);
    trial_list(trial, &desk_awake_list, keys, count, false);
    assert_int_equal(trial_chore(trial, "awake")->outcome, OUTCOME_accepted);
}

#define PEOPLE(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NOBODY      ((const char *const[]){NULL})

/* A consultation of the gravest grade: offered at once. */
static inline struct case_queued urgent_consultation(void)
{
    struct case_queued body = consultation();

    body.grade = CASE_GRADE_P1;
    return body;
}

static inline const struct item *take_offer(struct uuid id, const char *actor, const char *role)
{
    return command(
        MESSAGE_case_take_offer_v1,
        id,
        &(struct case_take_offer
        ){ON_CASE(id), .offer_no = row_of_case(id)->offer_no, .has_offer_no = true},
        actor,
        role
    );
}

static inline const struct item *
decline_offer(struct uuid id, const char *actor, const char *role)
{
    return command(
        MESSAGE_case_decline_offer_v1,
        id,
        &(struct case_decline_offer
        ){ON_CASE(id),
          .offer_no = row_of_case(id)->offer_no,
          .has_offer_no = true,
          .reason = TEXT("正在会议")},
        actor,
        role
    );
}
