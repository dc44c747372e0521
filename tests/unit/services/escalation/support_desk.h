/* What desk tells of a case in a trial of escalation. */
#pragma once

#include "tests/unit/services/escalation/support_base.h"

static inline void claim(struct trial *trial, uint8_t n, int64_t ms)
{
    const struct case_claimed body = {
        .state = CASE_STATE_in_progress,
        .version = 2,
        .has_version = true,
        .owner = TEXT("agent-7"),
        .lease_epoch = 1,
        .has_lease_epoch = true,
        .lease_until = ms + HOUR_MS,
        .has_lease_until = true,
        .queue = TEXT("q.general"),
    };

    tell_at(trial, MESSAGE_case_claimed_v1, n, ms, &body);
}

static inline void accept(struct trial *trial, uint8_t n, int64_t received_ms, int64_t ms)
{
    const struct complaint_accepted body = {
        .state = CASE_STATE_cp_accepted,
        .version = 4,
        .has_version = true,
        .complaint_no = TEXT("TS-1"),
        .owner = TEXT("specialist-1"),
        .accepted_at = ms,
        .has_accepted_at = true,
        .first_received_at = received_ms,
        .has_first_received_at = true,
    };

    tell_at(trial, MESSAGE_complaint_accepted_v1, n, ms, &body);
}

static inline void
ask_by(struct trial *trial, uint8_t n, int64_t ms, int64_t version, bool third_line)
{
    const struct customer_info_requested body = {
        .state = CASE_STATE_wait_customer,
        .version = version,
        .has_version = true,
        .asked_by = TEXT("agent-7"),
        .asked_at = ms,
        .has_asked_at = true,
        .allowed = third_line,
        .has_allowed = third_line,
        .text = SEALED,
    };

    tell_at(trial, MESSAGE_customer_info_requested_v1, n, ms, &body);
}

static inline void ask(struct trial *trial, uint8_t n, int64_t ms, int64_t version)
{
    ask_by(trial, n, ms, version, false);
}

static inline void ask_allowed(struct trial *trial, uint8_t n, int64_t ms, int64_t version)
{
    ask_by(trial, n, ms, version, true);
}

static inline void answer(struct trial *trial, uint8_t n, int64_t ms, int64_t version)
{
    const struct customer_info_received body = {
        .state = CASE_STATE_in_progress,
        .version = version,
        .has_version = true,
        .answered_at = ms,
        .has_answered_at = true,
        .text = SEALED,
    };

    tell_at(trial, MESSAGE_customer_info_received_v1, n, ms, &body);
}

static inline void tell_customer(struct trial *trial, uint8_t n, int64_t ms, int64_t version)
{
    const struct case_noted body = {
        .version = version,
        .has_version = true,
        .author = TEXT("agent-7"),
        .text = SEALED,
        .to_customer = true,
        .has_to_customer = true,
    };

    tell_at(trial, MESSAGE_case_noted_v1, n, ms, &body);
}

static inline void resolve(struct trial *trial, uint8_t n, int64_t ms, int64_t version)
{
    const struct case_resolved body = {
        .state = CASE_STATE_resolved,
        .version = version,
        .has_version = true,
        .resolved_by = TEXT("agent-7"),
        .resolved_at = ms,
        .has_resolved_at = true,
        .answer = SEALED,
        .case_type = CASE_TYPE_consult,
        .code = TEXT("AC01"),
        .grade = CASE_GRADE_P4,
        .channel = TEXT("web"),
        .received_at = ms,
        .has_received_at = true,
    };

    tell_at(trial, MESSAGE_case_resolved_v1, n, ms, &body);
}

static inline void reopen(struct trial *trial, uint8_t n, int64_t ms, int64_t version)
{
    const struct case_reopened body = {
        .state = CASE_STATE_queued,
        .version = version,
        .has_version = true,
        .cause = REOPEN_CAUSE_customer,
        .reason = SEALED,
        .times = 1,
        .has_times = true,
        .received_at = ms,
        .has_received_at = true,
        .channel = TEXT("web"),
    };

    tell_at(trial, MESSAGE_case_reopened_v1, n, ms, &body);
}

static inline void withdraw(struct trial *trial, uint8_t n, int64_t ms, int64_t version)
{
    const struct case_withdrawn body = {
        .state = CASE_STATE_withdrawn,
        .version = version,
        .has_version = true,
        .recorded_by = TEXT("agent-7"),
        .reason = SEALED,
        .withdrawn_at = ms,
        .has_withdrawn_at = true,
    };

    tell_at(trial, MESSAGE_case_withdrawn_v1, n, ms, &body);
}

static inline void close_case(struct trial *trial, uint8_t n, int64_t ms, int64_t version)
{
    const struct case_closed body = {
        .state = CASE_STATE_closed,
        .version = version,
        .has_version = true,
        .cause = CLOSE_CAUSE_quiet,
        .closed_at = ms,
        .has_closed_at = true,
        .received_at = ms,
        .has_received_at = true,
        .channel = TEXT("web"),
        .has_reopened = true,
    };

    tell_at(trial, MESSAGE_case_closed_v1, n, ms, &body);
}
