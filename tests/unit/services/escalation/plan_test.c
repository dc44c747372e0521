/* Tests of services/escalation/plan.c: from facts to clocks (REQUIREMENTS 4.1, 4.2, 4.7 rule 12). */
#include "services/escalation/plan.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "proto/messages.h"

static struct journal journal;
static struct planned_clock clock_found;

static void fact(int64_t at_ms, enum fact what, int64_t value)
{
    journal_add(&journal, (struct fact_entry){at_ms, at_ms, what, value});
}

static const struct planned_clock *derive(enum plan_name name, const char *end, bool statutory)
{
    struct sla_clock sla = {.end_count = 1, .statutory = statutory};

    sla.ends[0] = text_of(end);
    plan_derive((struct plan_ref){name, 0}, &journal, &sla, &clock_found);
    return &clock_found;
}

static int begin_journal(void **state)
{
    (void)state;
    journal.count = 0;
    fact(10, FACT_received, 0);
    return 0;
}

static void the_type_is_the_newest_or_desks_word(void **state)
{
    (void)state;
    assert_int_equal(plan_type(&journal), CASE_TYPE_none);
    fact(15, FACT_registered, 0);
    assert_int_equal(plan_type(&journal), CASE_TYPE_complaint);
    assert_true(derive(PLAN_K9, "complaint.replied", true)->exists);
    fact(20, FACT_typed, CASE_TYPE_consult);
    assert_int_equal(plan_type(&journal), CASE_TYPE_consult);
    assert_false(derive(PLAN_K9, "complaint.replied", true)->exists);
}

static void a_clock_of_another_type_ends_with_the_reclassification(void **state)
{
    (void)state;
    fact(20, FACT_typed, CASE_TYPE_consult);
    fact(20, FACT_graded, GRADE_P4);
    fact(30, FACT_typed, CASE_TYPE_complaint);
    assert_true(derive(PLAN_K8a, "case.resolved", false)->cancelled);
    assert_int_equal(clock_found.stop_ms, 30);
    fact(40, FACT_typed, CASE_TYPE_consult);
    assert_false(derive(PLAN_K8a, "case.resolved", false)->stopped);
    assert_int_equal(clock_found.start_ms, 10);
}

static void a_wait_that_is_open_ends_with_the_clock(void **state)
{
    (void)state;
    fact(20, FACT_typed, CASE_TYPE_consult);
    fact(30, FACT_asked, 0);
    assert_int_equal(derive(PLAN_K8a, "case.resolved", false)->pauses[0].to_ms, COURSE_OPEN);
    fact(40, FACT_resolved, 0);
    assert_int_equal(derive(PLAN_K8a, "case.resolved", false)->pause_count, 1);
    assert_int_equal(clock_found.pauses[0].from_ms, 30);
    assert_int_equal(clock_found.pauses[0].to_ms, 40);
    assert_true(clock_found.stopped);
    fact(50, FACT_reopened, 0);
    assert_int_equal(derive(PLAN_K8a, "case.resolved", false)->pause_count, 2);
    assert_int_equal(clock_found.pauses[1].reason, WAIT_closed);
    assert_int_equal(clock_found.pauses[1].to_ms, 50);
}

static void an_answer_without_a_question_changes_nothing(void **state)
{
    (void)state;
    fact(20, FACT_typed, CASE_TYPE_consult);
    fact(30, FACT_answered, 0);
    fact(40, FACT_asked, 0);
    fact(45, FACT_asked, 0);
    fact(50, FACT_answered, 0);
    fact(60, FACT_answered, 0);
    assert_int_equal(derive(PLAN_K8a, "case.resolved", false)->pause_count, 1);
    assert_int_equal(clock_found.pauses[0].to_ms, 50);
}

static void more_waits_than_fit_are_left_out(void **state)
{
    /* PLAN_PAUSES_MAX: at, one above */
    (void)state;
    fact(20, FACT_typed, CASE_TYPE_consult);
    for (int64_t i = 0; i < PLAN_PAUSES_MAX; i++) {
        fact(100 + 2 * i, FACT_asked, 0);
        fact(101 + 2 * i, FACT_answered, 0);
    }
    assert_int_equal(derive(PLAN_K8a, "case.resolved", false)->pause_count, PLAN_PAUSES_MAX);
    fact(1000, FACT_asked, 0);
    assert_int_equal(derive(PLAN_K8a, "case.resolved", false)->pause_count, PLAN_PAUSES_MAX);
}

static void the_earlier_receipt_starts_the_statutory_limit(void **state)
{
    /* 4.5 rule 9, 4.7 rule 13 */
    (void)state;
    fact(3, FACT_registered, 0);
    fact(20, FACT_typed, CASE_TYPE_complaint);
    assert_int_equal(derive(PLAN_K9, "complaint.replied", true)->start_ms, 3);
}

static void a_second_question_starts_the_customers_time_anew(void **state)
{
    (void)state;
    fact(20, FACT_asked, 0);
    fact(30, FACT_answered, 0);
    assert_int_equal(derive(PLAN_K16, "customer.info_received", false)->stop_ms, 30);
    fact(40, FACT_asked, 0);
    assert_int_equal(derive(PLAN_K16, "customer.info_received", false)->start_ms, 40);
    assert_false(clock_found.stopped);
}

static void only_grave_cases_and_complaints_are_emergencies(void **state)
{
    (void)state;
    fact(20, FACT_typed, CASE_TYPE_consult);
    fact(20, FACT_graded, GRADE_P3);
    assert_false(derive(PLAN_K3, "emergency.started", false)->exists);
    journal.count = 1;
    fact(20, FACT_typed, CASE_TYPE_consult);
    fact(20, FACT_graded, GRADE_P2);
    assert_true(derive(PLAN_K3, "emergency.started", false)->exists);
    /* A later raise makes no emergency of what was none. */
    journal.count = 1;
    fact(20, FACT_typed, CASE_TYPE_consult);
    fact(20, FACT_graded, GRADE_P3);
    fact(30, FACT_raised, GRADE_P2);
    assert_false(derive(PLAN_K3, "emergency.started", false)->exists);
}

static void a_task_has_its_own_clock(void **state)
{
    /* K20; PLAN_TASKS_MAX: the first, the last */
    struct sla_clock sla = {.end_count = 1, .ends = {TEXT("task.answered")}};
    const struct plan_ref first = plan_ref_at(PLANS - 1), last = plan_ref_at(PLAN_REFS_MAX - 1);

    (void)state;
    assert_true(text_is(plan_ref_id(first), "K20"));
    assert_true(text_is(plan_ref_id(last), "K20.16"));
    assert_int_equal(last.number, PLAN_TASKS_MAX);
    assert_int_equal(plan_ref_at(0).number, 0);
    fact(20, FACT_task_opened, 1);
    fact(30, FACT_task_opened, 16);
    fact(40, FACT_task_answered, 16);
    plan_derive(first, &journal, &sla, &clock_found);
    assert_int_equal(clock_found.start_ms, 20);
    assert_false(clock_found.stopped);
    plan_derive(last, &journal, &sla, &clock_found);
    assert_int_equal(clock_found.start_ms, 30);
    assert_int_equal(clock_found.stop_ms, 40);
    plan_derive(plan_ref_at(PLANS), &journal, &sla, &clock_found);
    assert_false(clock_found.exists);
}

static void waits_of_different_reasons_follow_one_another(void **state)
{
    /* 4.5 rule 3: what stops one clock never overlaps */
    struct sla_clock sla = {.stopped_by = {[WAIT_appraisal] = true, [WAIT_outside] = true}};
    const struct plan_ref ref = {PLAN_K8d_conclusion, 0};

    (void)state;
    fact(20, FACT_typed, CASE_TYPE_dispute);
    fact(30, FACT_outside_begun, 0);
    fact(35, FACT_asked, 0);
    fact(40, FACT_appraisal_begun, 0);
    fact(50, FACT_outside_ended, 0);
    fact(60, FACT_appraisal_ended, 0);
    plan_derive(ref, &journal, &sla, &clock_found);
    assert_int_equal(clock_found.pause_count, 3);
    assert_int_equal(clock_found.pauses[0].to_ms, 50);
    assert_int_equal(clock_found.pauses[1].reason, WAIT_customer); /* stops nothing here */
    assert_int_equal(clock_found.pauses[1].to_ms, COURSE_OPEN);
    assert_int_equal(clock_found.pauses[2].from_ms, 50);
    assert_int_equal(clock_found.pauses[2].to_ms, 60);
    assert_int_equal(plan_stopping_pause(&clock_found, &sla)->reason, WAIT_appraisal);
}

static void new_facts_begin_the_statutory_limit_anew(void **state)
{
    /* 3.1: limit restarts from the new material; an appraisal under way goes on */
    struct sla_clock sla = {.statutory = true, .stopped_by = {[WAIT_appraisal] = true}};
    const struct plan_ref ref = {PLAN_K9, 0};

    (void)state;
    fact(20, FACT_typed, CASE_TYPE_complaint);
    fact(25, FACT_extended, 30);
    fact(30, FACT_appraisal_begun, 0);
    fact(40, FACT_new_facts, 0);
    sla.stage_count = 2;
    plan_derive(ref, &journal, &sla, &clock_found);
    assert_int_equal(clock_found.start_ms, 40);
    assert_int_equal(clock_found.extension_count, 0);
    assert_int_equal(clock_found.pauses[0].from_ms, 40);
    assert_int_equal(clock_found.pauses[0].to_ms, COURSE_OPEN);
}

static void what_the_law_wants_of_the_bank_outlasts_a_withdrawal(void **state)
{
    (void)state;
    fact(20, FACT_leak_known, 0);
    fact(25, FACT_authority_order, 0);
    fact(30, FACT_withdrawn, 0);
    fact(40, FACT_closed, 0);
    assert_false(derive(PLAN_K14_report, "leak.reported", true)->stopped);
    assert_false(derive(PLAN_K13, "protection.released", true)->stopped);
    assert_int_equal(derive(PLAN_K18, "archive.stored", false)->start_ms, 40);
}

static void a_package_is_not_waited_for_once_the_case_is_back(void **state)
{
    (void)state;
    fact(20, FACT_closed, 0);
    fact(30, FACT_reopened, 0);
    assert_true(derive(PLAN_K18, "archive.stored", false)->cancelled);
    fact(40, FACT_closed, 0);
    assert_int_equal(derive(PLAN_K18, "archive.stored", false)->start_ms, 40);
    fact(50, FACT_stored, 0);
    assert_int_equal(derive(PLAN_K18, "archive.stored", false)->stop_ms, 50);
}

/* US-REG-E: a notice of error is a dispute. */
static void a_profile_may_have_a_clock_for_other_types(void **state)
{
    struct sla_clock sla = {
        .end_count = 1,
        .ends = {TEXT("dispute.settled")},
        .statutory = true};

    (void)state;
    fact(20, FACT_typed, CASE_TYPE_dispute);
    fact(20, FACT_graded, GRADE_P2);
    plan_derive((struct plan_ref){PLAN_K9, 0}, &journal, &sla, &clock_found);
    assert_false(clock_found.exists);
    sla.types[sla.type_count++] = TEXT("dispute");
    plan_derive((struct plan_ref){PLAN_K9, 0}, &journal, &sla, &clock_found);
    assert_true(clock_found.exists && !clock_found.stopped);
    fact(30, FACT_dispute_settled, 0);
    plan_derive((struct plan_ref){PLAN_K9, 0}, &journal, &sla, &clock_found);
    assert_true(clock_found.stopped);
    fact(25, FACT_typed, CASE_TYPE_complaint);
    plan_derive((struct plan_ref){PLAN_K9, 0}, &journal, &sla, &clock_found);
    assert_true(clock_found.cancelled);
}

#define TEST(function) cmocka_unit_test_setup(function, begin_journal)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_profile_may_have_a_clock_for_other_types),
        TEST(the_type_is_the_newest_or_desks_word),
        TEST(a_clock_of_another_type_ends_with_the_reclassification),
        TEST(a_wait_that_is_open_ends_with_the_clock),
        TEST(an_answer_without_a_question_changes_nothing),
        TEST(more_waits_than_fit_are_left_out),
        TEST(the_earlier_receipt_starts_the_statutory_limit),
        TEST(a_second_question_starts_the_customers_time_anew),
        TEST(only_grave_cases_and_complaints_are_emergencies),
        TEST(a_task_has_its_own_clock),
        TEST(waits_of_different_reasons_follow_one_another),
        TEST(new_facts_begin_the_statutory_limit_anew),
        TEST(what_the_law_wants_of_the_bank_outlasts_a_withdrawal),
        TEST(a_package_is_not_waited_for_once_the_case_is_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
