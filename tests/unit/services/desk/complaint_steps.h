/* A complaint step by step, for tests: S is its specialist, T the team leader, I the investigator, M approves. */
#pragma once

#include "tests/unit/services/desk/desk_trial.h"

static inline void accept_it(struct uuid id)
{
    assert_accepted(command(
        MESSAGE_complaint_accept_v1,
        id,
        &(struct complaint_accept){ON_CASE(id)},
        "S",
        "L2"
    ));
}

static inline void grade_it(struct uuid id, enum case_grade grade)
{
    assert_accepted(command(
        MESSAGE_complaint_grade_v1,
        id,
        &(struct complaint_grade){
            ON_CASE(id),
            .grade = grade,
            .facet_channel = TEXT("A"),
            .facet_business = TEXT("B"),
            .facet_cause = TEXT("C"),
        },
        "T",
        "L3"
    ));
}

/* Accepted, graded, with an investigator. */
static inline struct uuid investigated(uint8_t n, enum case_grade grade)
{
    struct uuid id = claimed(n, complaint(grade), "S", "L2");

    accept_it(id);
    grade_it(id, grade);
    assert_accepted(command(
        MESSAGE_complaint_investigate_v1,
        id,
        &(struct complaint_investigate){ON_CASE(id), .investigator = TEXT("I")},
        "T",
        "L3"
    ));
    return id;
}

static inline void draft_it(struct uuid id)
{
    assert_accepted(command(
        MESSAGE_complaint_draft_v1,
        id,
        &(struct complaint_draft){
            ON_CASE(id),
            .answer = TEXT("经查属实"),
            .finding = FINDING_established,
            .basis = TEXT("录音"),
            .remedies = TEXT("可申请核查"),
            .root_cause = TEXT("培训不足"),
        },
        "I",
        "L5"
    ));
}

static inline const struct item *approve(struct uuid id, const char *actor, const char *role)
{
    return command(
        MESSAGE_complaint_approve_v1,
        id,
        &(struct complaint_approve){ON_CASE(id)},
        actor,
        role
    );
}

static inline void answer_it(struct uuid id)
{
    assert_accepted(command(
        MESSAGE_complaint_reply_v1,
        id,
        &(struct complaint_reply
        ){ON_CASE(id), .proof = TEXT("CALL-1"), .proof_kind = PROOF_KIND_recorded_call},
        "S",
        "L2"
    ));
}
