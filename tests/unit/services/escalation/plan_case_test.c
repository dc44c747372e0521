/* Tests of services/escalation/plan_case.c: what the facts say of the case itself (REQUIREMENTS 4.1, 4.7 rule 12). */
#include "services/escalation/plan_case.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "proto/messages.h"

static struct journal journal;

static void fact(int64_t at_ms, enum fact what, int64_t value)
{
    journal_add(&journal, (struct fact_entry){at_ms, at_ms, what, value});
}

static int begin_journal(void **state)
{
    (void)state;
    journal.count = 0;
    fact(10, FACT_received, 0);
    return 0;
}

static void the_grade_is_the_newest_and_before_the_first_the_first(void **state)
{
    (void)state;
    assert_int_equal(plan_grade(&journal, 100), GRADE_none);
    fact(20, FACT_graded, GRADE_P3);
    fact(40, FACT_regraded, GRADE_P4);
    assert_int_equal(plan_grade(&journal, 5), GRADE_P3);
    assert_int_equal(plan_grade(&journal, 39), GRADE_P3);
    assert_int_equal(plan_grade(&journal, 40), GRADE_P4);
    assert_int_equal(plan_grade_since(&journal, 100), 40);
    assert_int_equal(plan_grade_since(&journal, 39), INT64_MIN);
}

static void a_raise_holds_until_a_person_grades(void **state)
{
    (void)state;
    fact(20, FACT_graded, GRADE_P3);
    fact(30, FACT_raised, GRADE_P2);
    fact(40, FACT_graded, GRADE_P4);
    assert_int_equal(plan_grade(&journal, 100), GRADE_P2);
    fact(50, FACT_regraded, GRADE_P3);
    assert_int_equal(plan_grade(&journal, 100), GRADE_P3);
    fact(60, FACT_graded, GRADE_P1);
    assert_int_equal(plan_grade(&journal, 100), GRADE_P1);
}

static void of_one_millisecond_the_grade_that_was_decided_last_counts(void **state)
{
    /* a batch has one instant: a missed limit raises after a person has set, a person sets after it */
    (void)state;
    fact(20, FACT_graded, GRADE_P4);
    journal_add_own(&journal, 30, FACT_set, GRADE_P3);
    journal_add_own(&journal, 30, FACT_raised, GRADE_P2);
    assert_int_equal(plan_grade(&journal, 30), GRADE_P2);
    journal_add_own(&journal, 30, FACT_set, GRADE_P4);
    assert_int_equal(plan_grade(&journal, 30), GRADE_P4);
    journal_add_own(&journal, 30, FACT_set, GRADE_P1);
    assert_int_equal(plan_grade(&journal, 30), GRADE_P1);
}

static void the_newest_business_code_decides(void **state)
{
    /* 4.2 K15: kinds of cases are told by their code */
    const struct sla_clock any = {.code_count = 0};
    const struct sla_clock one = {.code_count = 2, .codes = {TEXT("CO03"), TEXT("PI03")}};

    (void)state;
    assert_true(plan_has_code(&journal, &any));
    assert_false(plan_has_code(&journal, &one));
    fact(20, FACT_coded, fact_pack(TEXT("PI03")));
    assert_true(plan_has_code(&journal, &one));
    fact(30, FACT_coded, fact_pack(TEXT("PI01")));
    assert_false(plan_has_code(&journal, &one));
    fact(40, FACT_coded, fact_pack(TEXT("CO03")));
    assert_true(plan_has_code(&journal, &one));
}

static void a_grade_that_came_later_counts_from_when_it_came(void **state)
{
    /* K19 */
    struct sla_clock sla = {.stage_count = 1};

    (void)state;
    sla.stages[0].limits[GRADE_P1] = (struct limit){.kind = LIMIT_real_time, .real_time = {1}};
    assert_int_equal(plan_since_grade(&journal, &sla, 10), 10);
    fact(20, FACT_graded, GRADE_P3);
    assert_int_equal(plan_since_grade(&journal, &sla, 10), 10);
    fact(30, FACT_raised, GRADE_P1);
    assert_int_equal(plan_since_grade(&journal, &sla, 10), 30);
    journal.count = 1;
    fact(20, FACT_graded, GRADE_P1);
    assert_int_equal(plan_since_grade(&journal, &sla, 10), 10);
}

#define TEST(function) cmocka_unit_test_setup(function, begin_journal)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_grade_is_the_newest_and_before_the_first_the_first),
        TEST(a_raise_holds_until_a_person_grades),
        TEST(of_one_millisecond_the_grade_that_was_decided_last_counts),
        TEST(the_newest_business_code_decides),
        TEST(a_grade_that_came_later_counts_from_when_it_came),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
