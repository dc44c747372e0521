/* Tests of common/domain/due_pauses.c: which waits are refused (REQUIREMENTS 4.5 rule 3, 4.7 rules 7 and 17). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/due_pauses.h"

enum { HOUR_MS = 3600000 };

/* A disputed clock with time enough: 15 business days from Monday 2026-03-02 on, or K8d of the same day. */
static enum due_error
check(const char *clock, const struct due_pause *pauses, size_t count, struct due_result *ret)
{
    bool suggestion = strcmp(clock, "K8b.decision") == 0;
    struct due_request request = {
        .profile = TEXT("INTERNAL"),
        .clock = text_of(clock),
        .grade = suggestion ? GRADE_P4 : GRADE_P2,
        .received_ms = at("2026-03-02T10:00:00"),
        .pauses = pauses,
        .pause_count = count,
    };

    return due_compute(support_rules, &request, &support_arena, ret);
}

static struct due_pause wait_of(const char *from, int64_t hours, enum wait_reason reason)
{
    return (struct due_pause){at(from), at(from) + hours * HOUR_MS, reason};
}

static void assert_code(
    const char *clock,
    const struct due_pause *pauses,
    size_t count,
    enum due_error code
)
{
    struct due_result result;

    assert_string_equal(
        due_error_code(check(clock, pauses, count, &result)),
        due_error_code(code)
    );
    if (code != DUE_ok)
        assert_string_equal(result.field, "pause");
}

static void refuses_an_end_before_the_start_whatever_the_reason(void **state UNUSED)
{
    for (int reason = 0; reason < WAIT_REASONS; reason++) {
        struct due_pause pause = {
            at("2026-03-04T10:00:00.001"),
            at("2026-03-04T10:00:00"),
            (enum wait_reason)reason,
        };
        assert_code("K8b.decision", &pause, 1, DUE_invalid_pause);
        pause.to_ms++;
        assert_code("K8b.decision", &pause, 1, DUE_ok);
    }
}

static void refuses_a_start_before_receipt_of_waits_that_stop_the_clock(void **state UNUSED)
{
    struct due_pause pause = wait_of("2026-03-02T09:59:59.999", 2, WAIT_customer);

    assert_code("K8b.decision", &pause, 1, DUE_invalid_pause);
    pause.from_ms++;
    assert_code("K8b.decision", &pause, 1, DUE_ok);
    pause = wait_of("2026-03-01T10:00:00", 2, WAIT_internal);
    assert_code("K8b.decision", &pause, 1, DUE_ok);
    pause = wait_of("2026-03-01T10:00:00", 2, WAIT_customer);
    assert_code("K8d.conclusion", &pause, 1, DUE_ok);
}

static void refuses_overlap_but_not_touching(void **state UNUSED)
{
    struct due_pause pauses[] = {
        wait_of("2026-03-04T12:00:00", 2, WAIT_outside),
        wait_of("2026-03-04T10:00:00", 2, WAIT_appraisal),
    };

    assert_code("K8d.conclusion", pauses, 2, DUE_ok);
    pauses[1].to_ms++;
    assert_code("K8d.conclusion", pauses, 2, DUE_pause_overlap);
    pauses[1] = wait_of("2026-03-04T13:00:00", 1, WAIT_outside);
    assert_code("K8d.conclusion", pauses, 2, DUE_pause_overlap);
    pauses[1] = pauses[0];
    assert_code("K8d.conclusion", pauses, 2, DUE_pause_overlap);
}

static void does_not_mind_overlap_with_a_wait_that_stops_nothing(void **state UNUSED)
{
    struct due_pause pauses[] = {
        wait_of("2026-03-04T10:00:00", 4, WAIT_customer),
        wait_of("2026-03-04T11:00:00", 9, WAIT_internal),
        wait_of("2026-03-04T11:00:00", 9, WAIT_internal),
        wait_of("2026-03-04T11:00:00", 9, WAIT_outside),
    };

    assert_code("K8b.decision", pauses, LENGTH(pauses), DUE_ok);
}

static void finds_overlap_with_an_open_pause(void **state UNUSED)
{
    struct due_pause pauses[] = {
        {at("2026-03-04T10:00:00"), COURSE_OPEN, WAIT_customer},
        wait_of("2026-03-05T10:00:00", 1, WAIT_customer),
    };

    assert_code("K8b.decision", pauses, 2, DUE_pause_overlap);
    pauses[1] = wait_of("2026-03-04T09:00:00", 1, WAIT_customer);
    assert_code("K8b.decision", pauses, 2, DUE_ok);
}

/* Rule 17: of no length and strictly inside another. */
static void finds_overlap_with_a_pause_of_no_length_strictly_inside(void **state UNUSED)
{
    struct due_pause pauses[] = {
        wait_of("2026-03-04T10:00:00", 2, WAIT_customer),
        wait_of("2026-03-04T10:00:00.001", 0, WAIT_customer),
    };

    assert_code("K8b.decision", pauses, 2, DUE_pause_overlap);
    pauses[1] = wait_of("2026-03-04T11:59:59.999", 0, WAIT_customer);
    assert_code("K8b.decision", pauses, 2, DUE_pause_overlap);
    pauses[1] = wait_of("2026-03-04T10:00:00", 0, WAIT_customer);
    assert_code("K8b.decision", pauses, 2, DUE_ok);
    pauses[1] = wait_of("2026-03-04T12:00:00", 0, WAIT_customer);
    assert_code("K8b.decision", pauses, 2, DUE_ok);
}

static void refuses_the_fourth_wait_for_the_customer(void **state UNUSED)
{
    struct due_pause pauses[] = {
        wait_of("2026-03-04T10:00:00", 1, WAIT_customer),
        wait_of("2026-03-05T10:00:00", 1, WAIT_customer_allowed),
        wait_of("2026-03-06T10:00:00", 1, WAIT_customer),
        wait_of("2026-03-09T10:00:00", 1, WAIT_customer),
    };

    assert_code("K8b.decision", pauses, 3, DUE_ok);
    assert_code("K8b.decision", pauses, 4, DUE_pause_limit);
    pauses[3].reason = WAIT_customer_allowed;
    assert_code("K8b.decision", pauses, 4, DUE_ok);
    /* in order of start, not of writing: the fourth is the one of 03-09 */
    struct due_pause first = pauses[0];
    pauses[0] = pauses[3];
    pauses[3] = first;
    assert_code("K8b.decision", pauses, 4, DUE_ok);
    pauses[0].reason = WAIT_customer;
    assert_code("K8b.decision", pauses, 4, DUE_pause_limit);
    pauses[0].reason = WAIT_internal;
    assert_code("K8b.decision", pauses, 4, DUE_ok);
}

/* 20 days of 8 hours: from 03-03 09:00 to 03-31 17:00 are 21 working days, 2026-03-31 the last. */
static void refuses_more_than_twenty_days_of_opening_hours(void **state UNUSED)
{
    struct due_pause pause = {
        at("2026-03-03T09:00:00"),
        at("2026-03-30T17:00:00"),
        WAIT_customer,
    };

    assert_int_equal(
        calendar_open_ms_between(calendar_named("CN"), pause.from_ms, pause.to_ms),
        20 * 8 * HOUR_MS
    );
    assert_code("K8b.decision", &pause, 1, DUE_ok);
    pause.to_ms = at("2026-03-31T09:00:00");
    assert_code("K8b.decision", &pause, 1, DUE_ok);
    pause.to_ms++;
    assert_code("K8b.decision", &pause, 1, DUE_pause_limit);
    pause.reason = WAIT_customer_allowed;
    assert_code("K8b.decision", &pause, 1, DUE_ok);
    pause.reason = WAIT_internal;
    assert_code("K8b.decision", &pause, 1, DUE_ok);
}

static void adds_the_opening_hours_of_several_waits(void **state UNUSED)
{
    struct due_pause pauses[] = {
        {at("2026-03-03T09:00:00"), at("2026-03-16T17:00:00"), WAIT_customer_allowed},
        {at("2026-03-17T09:00:00"), at("2026-03-30T17:00:00"), WAIT_customer},
        wait_of("2026-04-07T09:00:00", 0, WAIT_customer),
    };

    assert_code("K8b.decision", pauses, 3, DUE_ok);
    pauses[2].to_ms++;
    assert_code("K8b.decision", pauses, 3, DUE_pause_limit);
    pauses[2].reason = WAIT_customer_allowed;
    assert_code("K8b.decision", pauses, 3, DUE_ok);
}

static void has_no_number_for_waits_for_others(void **state UNUSED)
{
    struct due_pause pauses[9];

    for (size_t i = 0; i < LENGTH(pauses); i++) {
        pauses[i] = wait_of("2026-03-04T10:00:00", 1, WAIT_appraisal);
        pauses[i].from_ms += (int64_t)i * 24 * HOUR_MS;
        pauses[i].to_ms += (int64_t)i * 24 * HOUR_MS;
    }
    assert_code("K8d.conclusion", pauses, LENGTH(pauses), DUE_ok);
}

static void takes_as_many_pauses_as_its_limit(void **state UNUSED)
{
    static struct due_pause pauses[DUE_PAUSES_MAX + 1];

    for (size_t i = 0; i < LENGTH(pauses); i++)
        pauses[i] = wait_of("2026-03-04T10:00:00", 1, WAIT_internal);
    assert_code("K8b.decision", pauses, DUE_PAUSES_MAX, DUE_ok);
    assert_code("K8b.decision", pauses, DUE_PAUSES_MAX + 1, DUE_invalid_pause);
}

static void explains_what_became_of_each_wait(void **state UNUSED)
{
    struct due_pause pauses[] = {
        wait_of("2026-03-04T11:00:00", 1, WAIT_internal),
        wait_of("2026-03-04T10:00:00", 2, WAIT_customer),
        wait_of("2026-03-04T20:00:00", 2, WAIT_customer),
    };
    struct due_result result;

    assert_int_equal(check("K8b.decision", pauses, 3, &result), DUE_ok);
    assert_int_equal(result.wait_count, 3);
    assert_int_equal(result.waits[0].effect, DUE_EFFECT_does_not_stop);
    assert_int_equal(result.waits[1].effect, DUE_EFFECT_stopped);
    assert_int_equal(result.waits[2].effect, DUE_EFFECT_no_effect);
    assert_int_equal(result.waits[1].pause.from_ms, pauses[1].from_ms);
}

/* A wait that lies inside a day left out because of another one has stopped nothing itself. */
static void explains_waits_of_calendar_days_by_the_ends_of_days(void **state UNUSED)
{
    struct due_pause pauses[] = {
        wait_of("2026-03-04T09:00:00", 1, WAIT_appraisal),
        wait_of("2026-03-04T20:00:00", 8, WAIT_appraisal),
        wait_of("2026-03-06T00:00:00", 8, WAIT_appraisal),
    };
    struct due_request request = {
        .profile = TEXT("CN-NFRA-2020"),
        .clock = TEXT("K9"),
        .grade = GRADE_P3,
        .received_ms = at("2026-03-02T10:00:00"),
        .pauses = pauses,
        .pause_count = LENGTH(pauses),
    };
    struct due_result result;

    assert_int_equal(due_compute(support_rules, &request, &support_arena, &result), DUE_ok);
    assert_instant(result.due_ms, "2026-03-20T00:00:00");
    assert_int_equal(result.waits[0].effect, DUE_EFFECT_no_effect);
    assert_int_equal(result.waits[1].effect, DUE_EFFECT_stopped);
    assert_int_equal(result.waits[2].effect, DUE_EFFECT_stopped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_an_end_before_the_start_whatever_the_reason),
        cmocka_unit_test(refuses_a_start_before_receipt_of_waits_that_stop_the_clock),
        cmocka_unit_test(refuses_overlap_but_not_touching),
        cmocka_unit_test(does_not_mind_overlap_with_a_wait_that_stops_nothing),
        cmocka_unit_test(finds_overlap_with_an_open_pause),
        cmocka_unit_test(finds_overlap_with_a_pause_of_no_length_strictly_inside),
        cmocka_unit_test(refuses_the_fourth_wait_for_the_customer),
        cmocka_unit_test(refuses_more_than_twenty_days_of_opening_hours),
        cmocka_unit_test(adds_the_opening_hours_of_several_waits),
        cmocka_unit_test(has_no_number_for_waits_for_others),
        cmocka_unit_test(takes_as_many_pauses_as_its_limit),
        cmocka_unit_test(explains_what_became_of_each_wait),
        cmocka_unit_test(explains_waits_of_calendar_days_by_the_ends_of_days),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, load_rules, drop_rules);
}
