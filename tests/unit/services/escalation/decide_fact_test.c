/* Tests of services/escalation/decide_fact.c: what other systems and people say of a case runs its clocks (REQUIREMENTS 4.2,
 * K4, K5, K8c, K8d, K10, K12 to K15, K17, K19, K20; 3.1 and 4.7 rule 7 for appraisals). */
#include "services/escalation/decide_fact.h"

#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"

static void every_fact_that_can_be_recorded_is_one_of_the_journal(void **state)
{
    (void)state;
    for (int fact = RECORDED_FACT_none + 1; fact < (int)recorded_fact_enum.count; fact++) {
        enum fact found = FACT_none;
        struct text name = enum_to_text(&recorded_fact_enum, fact);
        if (fact != RECORDED_FACT_first_receipt)
            assert_true(fact_find(name, &found));
    }
}

static void a_protective_command_has_a_minute(void **state)
{
    /* K4: 60 s; a failure does not end the duty */
    take(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
    record(*state, 1, RECORDED_FACT_protection_requested, MONDAY + SECOND_MS);
    assert_clock(*state, 1, "K4", CLOCK_STATE_running, MONDAY + 61 * SECOND_MS);
    record(*state, 1, RECORDED_FACT_protection_failed, MONDAY + 20 * SECOND_MS);
    assert_int_equal(clock_now(*state, 1, "K4")->state, CLOCK_STATE_running);
    record(*state, 1, RECORDED_FACT_protection_active, MONDAY + 61 * SECOND_MS);
    assert_clock(*state, 1, "K4", CLOCK_STATE_met, MONDAY + 61 * SECOND_MS);
    const struct fact_recorded *event = trial_last(*state, MESSAGE_fact_recorded_v1);
    assert_int_equal(event->fact, RECORDED_FACT_protection_active);
    assert_true(text_is(event->recorded_by, "E4001"));
    assert_true(text_is(event->proof, "core-4711"));
}

static void a_silent_core_climbs_the_ladder_of_protection(void **state)
{
    /* 4.3: 60 s L3, 3 min L4, 10 min L5 */
    take(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
    claim(*state, 1, MONDAY);
    record(*state, 1, RECORDED_FACT_protection_requested, MONDAY);
    static const struct {
        int64_t ms;
        int32_t level;
    } rungs[] = {{60, 3}, {180, 4}, {600, 5}};
    for (size_t i = 0; i < LENGTH(rungs); i++) {
        fire(*state, 1, MONDAY + rungs[i].ms * SECOND_MS);
        assert_int_equal(case_now(*state, 1)->level, rungs[i].level);
    }
}

static void a_refusal_of_the_core_starts_the_ladder_of_protection_at_once(void **state)
{
    /* 4.2: "failed does not end the duty, it starts the ladder": each rung as long after it as it is after the first */
    static const struct {
        int64_t ms;
        int32_t level;
    } rungs[] = {{20, 3}, {140, 4}, {560, 5}};

    take(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
    claim(*state, 1, MONDAY);
    record(*state, 1, RECORDED_FACT_protection_requested, MONDAY);
    record(*state, 1, RECORDED_FACT_protection_failed, MONDAY + 20 * SECOND_MS);
    for (size_t i = 0; i < LENGTH(rungs); i++) {
        int64_t at_ms = MONDAY + rungs[i].ms * SECOND_MS;
        fire(*state, 1, at_ms - 1);
        assert_true(case_now(*state, 1)->level < rungs[i].level);
        fire(*state, 1, at_ms);
        assert_int_equal(case_now(*state, 1)->level, rungs[i].level);
        const struct protection_failed *event =
            trial_last(*state, MESSAGE_protection_failed_v1);
        assert_int_equal(event->cause, PROTECTION_CAUSE_refused);
        assert_int_equal(event->at, at_ms);
    }
    const struct sla_breached *breached = trial_last(*state, MESSAGE_sla_breached_v1);
    assert_int_equal(breached->due_at, MONDAY + 60 * SECOND_MS);
}

static void
a_refusal_after_the_first_rung_moves_no_rung_and_a_new_command_begins_anew(void **state)
{
    take(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
    claim(*state, 1, MONDAY);
    record(*state, 1, RECORDED_FACT_protection_requested, MONDAY);
    record(*state, 1, RECORDED_FACT_protection_failed, MONDAY + 90 * SECOND_MS);
    fire(*state, 1, MONDAY + 180 * SECOND_MS - 1);
    assert_int_equal(case_now(*state, 1)->level, 3);
    fire(*state, 1, MONDAY + 180 * SECOND_MS);
    assert_int_equal(case_now(*state, 1)->level, 4);
    record(*state, 1, RECORDED_FACT_protection_active, MONDAY + 200 * SECOND_MS);
    record(*state, 1, RECORDED_FACT_protection_requested, MONDAY + 300 * SECOND_MS);
    size_t before = count_events(*state, MESSAGE_protection_failed_v1);
    fire(*state, 1, MONDAY + 360 * SECOND_MS - 1);
    assert_int_equal(count_events(*state, MESSAGE_protection_failed_v1), before);
    fire(*state, 1, MONDAY + 360 * SECOND_MS);
    assert_int_equal(count_events(*state, MESSAGE_protection_failed_v1), before + 1);
}

/* Starts a clock with one fact and ends it with another at its limit. */
static void runs_to_its_limit(
    struct trial *trial,
    uint8_t n,
    const char *clock,
    enum recorded_fact start,
    enum recorded_fact end,
    int64_t due_ms
)
{
    record(trial, n, start, MONDAY + MINUTE_MS);
    assert_clock(trial, n, clock, CLOCK_STATE_running, due_ms);
    record(trial, n, end, due_ms);
    assert_clock(trial, n, clock, CLOCK_STATE_met, due_ms);
}

static void facts_of_other_systems_start_and_end_their_clocks(void **state)
{
    static const struct {
        const char *clock;
        enum case_type type;
        enum case_grade grade;
        enum recorded_fact start, end;
        const char *due;
    } rows[] = {
#define ROW(clock, type, grade, start, end, due)                                               \
    {clock,                                                                                    \
     CASE_TYPE_##type,                                                                         \
     CASE_GRADE_##grade,                                                                       \
     RECORDED_FACT_##start,                                                                    \
     RECORDED_FACT_##end,                                                                      \
     due}
        ROW("K5", dispute, P2, dispute_registered, evidence_preserved, "2026-03-02T10:11:00"),
        ROW("K5", dispute, P3, dispute_registered, evidence_preserved, "2026-03-03T10:01:00"),
        ROW("K8c.materials",
            apply,
            P3,
            materials_received,
            materials_accepted,
            "2026-03-02T14:01:00"),
        ROW("K8c.materials",
            apply,
            P1,
            materials_received,
            materials_missing,
            "2026-03-02T11:01:00"),
        ROW("K8c.review", apply, P2, entry_completed, review_returned, "2026-03-02T12:01:00"),
        ROW("K8c.approval",
            apply,
            P3,
            approval_requested,
            approval_granted,
            "2026-03-03T10:01:00"),
        ROW("K12", urgent, P2, loss_temporary_set, loss_formalised, "2026-03-08T00:00:00"),
        ROW("K12", urgent, P3, loss_temporary_set, loss_lapsed, "2026-03-08T00:00:00"),
        ROW("K13", urgent, P2, authority_order, protection_released, "2026-03-04T10:01:00"),
        ROW("K14.report", complaint, P2, leak_known, leak_reported, "2026-03-05T10:01:00"),
        ROW("K14.internal",
            complaint,
            P1,
            leak_known,
            leak_reported_internally,
            "2026-03-03T10:01:00"),
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        trial_set_time(*state, MONDAY);
        struct trial *trial = trial_new(&escalation_service, MONDAY);
        take(trial, 1, rows[i].type, rows[i].grade, MONDAY);
        runs_to_its_limit(trial, 1, rows[i].clock, rows[i].start, rows[i].end, at(rows[i].due));
        trial_destroy(&trial);
    }
}

static void an_objection_to_measures_against_laundering_has_fifteen_days(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_null(clock_now(*state, 1, "K15.aml"));
    record(*state, 1, RECORDED_FACT_aml_objection, MONDAY);
    assert_clock(*state, 1, "K15.aml", CLOCK_STATE_running, at("2026-03-18T00:00:00"));
    reply_complaint(*state, 1, at("2026-03-10T10:00:00"));
    assert_int_equal(clock_now(*state, 1, "K15.aml")->state, CLOCK_STATE_met);
}

static void a_major_complaint_is_reported_up_and_out(void **state)
{
    /* K19: 1 h, 24 h; a grade that comes later counts from then */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P1, MONDAY);
    assert_clock(*state, 1, "K19.management", CLOCK_STATE_running, MONDAY + HOUR_MS);
    assert_clock(*state, 1, "K19.regulator", CLOCK_STATE_running, MONDAY + 24 * HOUR_MS);
    record(*state, 1, RECORDED_FACT_reported_to_management, MONDAY + HOUR_MS);
    record(*state, 1, RECORDED_FACT_reported_to_regulator, MONDAY + 24 * HOUR_MS + 1);
    assert_int_equal(clock_now(*state, 1, "K19.management")->state, CLOCK_STATE_met);
    assert_int_equal(clock_now(*state, 1, "K19.regulator")->state, CLOCK_STATE_breached);
    take(*state, 2, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_null(clock_now(*state, 2, "K19.management"));
    grade(*state, 2, CASE_GRADE_P1, MONDAY + 5 * HOUR_MS);
    assert_clock(*state, 2, "K19.management", CLOCK_STATE_running, MONDAY + 6 * HOUR_MS);
}

static void the_call_back_begins_and_ends_in_time(void **state)
{
    /* K17, P3: 3 and 10 business days after the reply */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    reply_complaint(*state, 1, MONDAY + HOUR_MS);
    assert_clock(*state, 1, "K17.start", CLOCK_STATE_running, at("2026-03-05T17:00:00"));
    assert_clock(*state, 1, "K17.finish", CLOCK_STATE_running, at("2026-03-16T17:00:00"));
    record(*state, 1, RECORDED_FACT_followup_started, at("2026-03-05T17:00:00"));
    assert_int_equal(clock_now(*state, 1, "K17.start")->state, CLOCK_STATE_met);
    record(*state, 1, RECORDED_FACT_followup_unreachable, at("2026-03-16T17:00:00"));
    assert_int_equal(clock_now(*state, 1, "K17.finish")->state, CLOCK_STATE_met);
}

static void each_task_of_a_department_has_its_own_clock(void **state)
{
    /* K20, P3: 2 business days each */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    record_task(*state, 1, RECORDED_FACT_task_opened, MONDAY, 1);
    record_task(*state, 1, RECORDED_FACT_task_opened, at("2026-03-03T10:00:00"), 16);
    assert_clock(*state, 1, "K20", CLOCK_STATE_running, at("2026-03-04T17:00:00"));
    assert_clock(*state, 1, "K20.16", CLOCK_STATE_running, at("2026-03-05T17:00:00"));
    record_task(*state, 1, RECORDED_FACT_task_answered, at("2026-03-04T10:00:00"), 16);
    assert_int_equal(clock_now(*state, 1, "K20")->state, CLOCK_STATE_running);
    assert_int_equal(clock_now(*state, 1, "K20.16")->state, CLOCK_STATE_met);
}

static void an_appraisal_stops_the_statutory_limit_from_when_the_customer_knows(void **state)
{
    /* 3.1, 4.5 rule 4: three midnights told of, the first was not */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    trial_set_time(*state, at("2026-03-06T09:00:00"));
    const struct fact_record begun = {
        .fact = RECORDED_FACT_appraisal_begun,
        .at = at("2026-03-04T10:00:00"),
        .told_at = at("2026-03-05T10:00:00"),
        .has_told_at = true,
    };
    assert_int_equal(record_as(*state, 1, begun, "L1")->outcome, OUTCOME_accepted);
    const struct case_clock *row = clock_now(*state, 1, "K9");
    assert_int_equal(row->state, CLOCK_STATE_paused);
    assert_int_equal(row->paused_at, at("2026-03-05T10:00:00"));
    assert_int_equal(row->remaining_days, 13);
    const struct clock_suspended *event = trial_last(*state, MESSAGE_clock_suspended_v1);
    assert_true(text_is(event->clock, "K9"));
    assert_true(text_is(event->reason, "W3.appraisal"));
    record(*state, 1, RECORDED_FACT_appraisal_ended, at("2026-03-08T09:00:00"));
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-21T00:00:00"));
    /* The bank's own target stops for nothing. */
    assert_clock(*state, 1, "K8", CLOCK_STATE_running, at("2026-03-13T00:00:00"));
}

static void the_central_banks_order_knows_no_appraisal(void **state)
{
    receive_on(*state, 1, MONDAY, "pboc");
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY, MONDAY);
    record(*state, 1, RECORDED_FACT_appraisal_begun, at("2026-03-05T10:00:00"));
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-18T00:00:00"));
}

static void new_facts_start_the_statutory_limit_again(void **state)
{
    /* 3.1 */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    record(*state, 1, RECORDED_FACT_new_facts, at("2026-03-10T10:00:00"));
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-26T00:00:00"));
    assert_clock(*state, 1, "K8", CLOCK_STATE_running, at("2026-03-13T00:00:00"));
}

static void an_earlier_receipt_elsewhere_moves_limits_back(void **state)
{
    /* 4.5 rule 9: merged, split or passed on, the earliest receipt counts */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    record(*state, 1, RECORDED_FACT_first_receipt, at("2026-02-25T10:00:00"));
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-13T00:00:00"));
    record(*state, 1, RECORDED_FACT_first_receipt, at("2026-03-02T12:00:00"));
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-13T00:00:00"));
}

static void refuses_what_cannot_be(void **state)
{
    struct fact_record wish = {.fact = RECORDED_FACT_leak_known, .at = MONDAY};

    assert_refused(record_as(*state, 1, wish, "L4"), "not_found", "data.case_id");
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_refused(record_as(*state, 1, wish, NULL), "forbidden", NULL);
    wish.at = MONDAY + 1; /* now is allowed, a millisecond later not */
    assert_refused(record_as(*state, 1, wish, "L4"), "invalid_field", "data.at");
    wish.at = MONDAY;
    wish.number = 2;
    wish.has_number = true;
    assert_refused(record_as(*state, 1, wish, "L4"), "invalid_field", "data.number");
    wish.has_number = false;
    wish.told_at = MONDAY + 1;
    wish.has_told_at = true;
    assert_refused(record_as(*state, 1, wish, "L4"), "invalid_field", "data.told_at");
    wish.has_told_at = false;
    wish.fact = RECORDED_FACT_appraisal_begun;
    assert_refused(record_as(*state, 1, wish, "L4"), "missing_field", "data.told_at");
    assert_null(trial_last(*state, MESSAGE_fact_recorded_v1));
}

static void only_a_leader_moves_a_statutory_limit(void **state)
{
    /* NEW_FACTS_LINE: below, at */
    struct fact_record wish = {.fact = RECORDED_FACT_new_facts, .at = MONDAY};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_refused(record_as(*state, 1, wish, "L2"), "forbidden", "data.fact");
    assert_refused(record_as(*state, 1, wish, "L1 for L6"), "forbidden", "data.fact");
    assert_refused(record_as(*state, 1, wish, "L45"), "forbidden", "data.fact");
    wish.fact = RECORDED_FACT_first_receipt;
    assert_refused(record_as(*state, 1, wish, "L2"), "forbidden", "data.fact");
    assert_int_equal(record_as(*state, 1, wish, "L3")->outcome, OUTCOME_accepted);
}

static void says_a_fact_once(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    record(*state, 1, RECORDED_FACT_leak_known, MONDAY);
    record(*state, 1, RECORDED_FACT_leak_known, MONDAY);
    assert_int_equal(count_events(*state, MESSAGE_fact_recorded_v1), 1);
}

static void takes_no_more_facts_than_leave_room_for_the_streams(void **state)
{
    /* half of JOURNAL_MAX: at, one above */
    int64_t ms = MONDAY;
    struct journal journal;

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    for (;;) {
        journal_read(case_now(*state, 1)->journal, &journal);
        if (journal.count == JOURNAL_MAX / 2)
            break;
        record(*state, 1, RECORDED_FACT_outside_begun, ++ms);
    }
    trial_set_time(*state, ++ms);
    const struct fact_record wish = {.fact = RECORDED_FACT_outside_ended, .at = ms};
    assert_refused(record_as(*state, 1, wish, "L4"), "conflict", "data.fact");
}

static void answers_with_the_next_limit(void **state)
{
    struct arena arena = {0};
    struct faults faults = {.count = 0};
    struct fact_result result;

    take(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
    claim(*state, 1, MONDAY);
    const struct fact_record wish = {.fact = RECORDED_FACT_protection_requested, .at = MONDAY};
    const struct item *item = record_as(*state, 1, wish, "L1");
    assert_int_equal(
        map_decode(
            item->reply.result,
            &fact_result_shape,
            DECODE_strict,
            "result",
            &arena,
            &faults,
            &result
        ),
        OK
    );
    assert_int_equal(result.next_due_at, MONDAY + 60 * SECOND_MS);
    assert_int_equal(result.clocks, 5); /* K2, K3, K4, K6, K7 */
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_fact_that_can_be_recorded_is_one_of_the_journal),
        TEST(a_protective_command_has_a_minute),
        TEST(a_silent_core_climbs_the_ladder_of_protection),
        TEST(a_refusal_of_the_core_starts_the_ladder_of_protection_at_once),
        TEST(a_refusal_after_the_first_rung_moves_no_rung_and_a_new_command_begins_anew),
        TEST(facts_of_other_systems_start_and_end_their_clocks),
        TEST(an_objection_to_measures_against_laundering_has_fifteen_days),
        TEST(a_major_complaint_is_reported_up_and_out),
        TEST(the_call_back_begins_and_ends_in_time),
        TEST(each_task_of_a_department_has_its_own_clock),
        TEST(an_appraisal_stops_the_statutory_limit_from_when_the_customer_knows),
        TEST(the_central_banks_order_knows_no_appraisal),
        TEST(new_facts_start_the_statutory_limit_again),
        TEST(an_earlier_receipt_elsewhere_moves_limits_back),
        TEST(refuses_what_cannot_be),
        TEST(only_a_leader_moves_a_statutory_limit),
        TEST(says_a_fact_once),
        TEST(takes_no_more_facts_than_leave_room_for_the_streams),
        TEST(answers_with_the_next_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
