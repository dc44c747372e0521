/* Tests of common/engine/noted.c: what a decision counts is counted once it is committed, and once. */
#include "common/engine/noted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/engine/batch.h"

static struct arena arena;

static void count_one(struct item *item)
{
    struct call call = {.arena = &arena, .reply = &item->reply};

    item->reply = (struct reply){0}; /* as the batch does before each run */
    call_note_count(&call, METRIC_shouli_duty_answers_total, 1, (struct text){0});
    call_note_count(&call, METRIC_shouli_duty_calls_total, 2, TEXT("L3"));
    call_note_us(&call, METRIC_shouli_timer_lag_seconds, 1000);
}

static void a_decision_that_runs_again_counts_once(void **state)
{
    struct item item = {.outcome = OUTCOME_accepted};
    int64_t answers = metric_value(METRIC_shouli_duty_answers_total);
    int64_t calls = metric_value_labelled(METRIC_shouli_duty_calls_total, "L3");

    (void)state;
    count_one(&item);
    count_one(&item);
    assert_int_equal(metric_value(METRIC_shouli_duty_answers_total), answers);
    noted_apply(&item);
    assert_int_equal(metric_value(METRIC_shouli_duty_answers_total), answers + 1);
    assert_int_equal(metric_value_labelled(METRIC_shouli_duty_calls_total, "L3"), calls + 2);
    arena_done(&arena);
}

static void what_was_refused_counts_nothing(void **state)
{
    struct item item = {.outcome = OUTCOME_rejected};
    int64_t answers = metric_value(METRIC_shouli_duty_answers_total);

    (void)state;
    count_one(&item);
    noted_apply(&item);
    assert_int_equal(metric_value(METRIC_shouli_duty_answers_total), answers);
    arena_done(&arena);
}

static int applied;

static void apply(const void *what)
{
    applied += *(const int *)what;
}

static void what_is_to_happen_happens_once_and_only_when_it_is_committed(void **state)
{
    struct item item = {.outcome = OUTCOME_rejected};
    struct call call = {.arena = &arena, .reply = &item.reply};
    int by = 7;

    (void)state;
    for (int i = 0; i < 2; i++) {
        item.reply = (struct reply){0};
        call_note_apply(&call, apply, &by, sizeof(by));
    }
    by = 100; /* it was copied */
    noted_apply(&item);
    assert_int_equal(applied, 0);
    item.outcome = OUTCOME_accepted;
    noted_apply(&item);
    assert_int_equal(applied, 7);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_decision_that_runs_again_counts_once),
        cmocka_unit_test(what_was_refused_counts_nothing),
        cmocka_unit_test(what_is_to_happen_happens_once_and_only_when_it_is_committed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
