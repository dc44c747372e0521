/* Cases about one matter in a trial of escalation, as router tells of them. */
#pragma once

#include "tests/unit/services/escalation/support_ladder.h"

static inline void classify_as(
    struct trial *trial,
    uint8_t n,
    const char *code,
    enum case_type type,
    int64_t received_ms,
    int64_t ms
)
{
    const struct case_classified body = {
        .case_type = type,
        .code = text_of(code),
        .category = TEXT("digital_channels"),
        .has_confidence = true,
        .grade = CASE_GRADE_P3,
        .received_at = received_ms,
        .has_received_at = true,
        .channel = TEXT("web"),
    };

    tell_at(trial, MESSAGE_case_classified_v1, n, ms, &body);
}

/* Complaints about DI01, one a minute, [from, to). */
static inline void complain_many(struct trial *trial, uint8_t from, uint8_t to)
{
    for (uint8_t n = from; n < to; n++)
        classify_as(
            trial,
            n,
            "DI01",
            CASE_TYPE_complaint,
            MONDAY + n * MINUTE_MS,
            MONDAY + n * MINUTE_MS
        );
}

static inline void set_keys(
    struct trial *trial,
    const struct list_shape *list,
    const struct uuid *ids,
    size_t count
)
{
    struct bytes keys[16];

    for (size_t i = 0; i < count; i++)
        keys[i] = (struct bytes){ids[i].b, 16};
    trial_list(trial, list, keys, count, false);
}

static inline struct uuid incident_now(struct trial *trial)
{
    const struct incident_window *window =
        trial_record(trial, &incident_window_record, bytes_of_text(TEXT("DI01")));

    return window && window->has_incident_id ? window->incident_id : (struct uuid){{0}};
}
