/* A complaint about an employee in a trial of escalation. */
#pragma once

#include "tests/unit/services/escalation/support_base.h"

/* As intake tells of it. */
static inline void
receive_about(struct trial *trial, uint8_t n, int64_t ms, const char *about_employee)
{
    const struct case_received body = {
        .channel = TEXT("web"),
        .received_at = ms,
        .has_received_at = true,
        .publisher = TEXT("/test"),
        .request_id = TEXT("r-1"),
        .text = SEALED,
        .about_employee = text_of(about_employee),
    };

    tell_at(trial, MESSAGE_case_received_v1, n, ms, &body);
}
