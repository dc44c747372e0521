/* What is recorded of a case by command, and the extension of a limit, in a trial of escalation. */
#pragma once

#include "tests/unit/services/escalation/support_base.h"

/* The wish as L4 sends it a moment after what it says. */
static inline const struct item *
record_as(struct trial *trial, uint8_t n, struct fact_record wish, const char *role)
{
    wish.case_id = case_id(n);
    wish.has_case_id = wish.has_at = true;
    wish.proof = TEXT("core-4711");
    const struct trial_message message = {
        .type = MESSAGE_fact_record_v1,
        .body = &wish,
        .actorid = role ? "E4001" : NULL,
        .actorrole = role,
    };
    return trial_command(trial, &message);
}

static inline void record(struct trial *trial, uint8_t n, enum recorded_fact fact, int64_t ms)
{
    trial_set_time(trial, int64_max(trial_time(trial), ms));
    const struct fact_record wish =
        {.fact = fact, .at = ms, .told_at = ms, .has_told_at = true};
    assert_int_equal(record_as(trial, n, wish, "L4")->outcome, OUTCOME_accepted);
}

static inline void
record_task(struct trial *trial, uint8_t n, enum recorded_fact fact, int64_t ms, int64_t number)
{
    trial_set_time(trial, int64_max(trial_time(trial), ms));
    const struct fact_record wish =
        {.fact = fact, .at = ms, .number = number, .has_number = true};
    assert_int_equal(record_as(trial, n, wish, "L1")->outcome, OUTCOME_accepted);
}

static inline const struct item *
extend_as(struct trial *trial, uint8_t n, int64_t days, int64_t told_ms, const char *role)
{
    const struct clock_extend wish = {
        .case_id = case_id(n),
        .has_case_id = true,
        .days = days,
        .has_days = true,
        .reason = TEXT("complex"),
        .told_at = told_ms,
        .has_told_at = true,
        .proof = TEXT("sms-17"),
    };
    const struct trial_message message = {
        .type = MESSAGE_clock_extend_v1,
        .body = &wish,
        .actorid = role ? "E4001" : NULL,
        .actorrole = role,
    };
    return trial_command(trial, &message);
}

static inline void assert_refused(const struct item *item, const char *code, const char *field)
{
    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_string_equal(item->reply.faults.list[0].code, code);
    if (field)
        assert_true(text_is(item->reply.faults.list[0].field, field));
}
