/* What desk tells of a complaint in a trial of escalation. */
#pragma once

#include "tests/unit/services/escalation/support_base.h"

static inline void register_complaint(struct trial *trial, uint8_t n, int64_t first, int64_t ms)
{
    const struct complaint_registered body = {
        .state = CASE_STATE_cp_registered,
        .version = 3,
        .has_version = true,
        .first_received_at = first,
        .has_first_received_at = true,
        .channel = TEXT("web"),
        .code = TEXT("AC01"),
        .category = TEXT("accounts_deposits"),
        .grade = CASE_GRADE_P3,
    };

    tell_at(trial, MESSAGE_complaint_registered_v1, n, ms, &body);
}

static inline void grade(struct trial *trial, uint8_t n, enum case_grade to, int64_t ms)
{
    const struct complaint_graded body = {
        .state = CASE_STATE_cp_graded,
        .version = 5,
        .has_version = true,
        .grade = to,
        .graded_by = TEXT("leader-3"),
    };

    tell_at(trial, MESSAGE_complaint_graded_v1, n, ms, &body);
}

static inline void decide_complaint(struct trial *trial, uint8_t n, int64_t ms)
{
    const struct complaint_decided body = {
        .state = CASE_STATE_cp_decided,
        .version = 8,
        .has_version = true,
        .decided_by = TEXT("leader-3"),
        .decided_at = ms,
        .has_decided_at = true,
        .grade = CASE_GRADE_P3,
    };

    tell_at(trial, MESSAGE_complaint_decided_v1, n, ms, &body);
}

static inline void reply_complaint(struct trial *trial, uint8_t n, int64_t ms)
{
    const struct complaint_replied body = {
        .state = CASE_STATE_cp_replied,
        .version = 9,
        .has_version = true,
        .replied_by = TEXT("specialist-1"),
        .replied_at = ms,
        .has_replied_at = true,
        .proof = TEXT("call-1"),
        .grade = CASE_GRADE_P3,
        .channel = TEXT("web"),
        .handler = TEXT("specialist-1"),
    };

    tell_at(trial, MESSAGE_complaint_replied_v1, n, ms, &body);
}

static inline void request_review(struct trial *trial, uint8_t n, int64_t ms)
{
    const struct complaint_review_requested body = {
        .state = CASE_STATE_cp_review,
        .version = 12,
        .has_version = true,
        .requested_at = ms,
        .has_requested_at = true,
        .reason = SEALED,
    };

    tell_at(trial, MESSAGE_complaint_review_requested_v1, n, ms, &body);
}
