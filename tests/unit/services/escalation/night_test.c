/* Tests of services/escalation/night.c: warnings at night (REQUIREMENTS 4.3, last paragraph). */
#include "services/escalation/night.h"

#include "tests/unit/services/escalation/support.h"

static struct arena arena;

static struct clock_view view_of(enum limit_kind kind)
{
    static struct text faults;
    static struct due_rules *rules;

    assert_int_equal(due_rules_load(&arena, "deploy/config", &faults, &rules), OK);
    return (struct clock_view
    ){.due = {.limit = {.kind = kind}, .calendar = due_rules_calendar(rules, TEXT("CN"))}};
}

static void business_time_waits_for_the_opening(void **state)
{
    struct clock_view view = view_of(LIMIT_business_days);

    (void)state;
    assert_int_equal(night_delivery(&view, MONDAY), MONDAY);
    /* before the opening, at it, before the closing, at it */
    assert_int_equal(
        night_delivery(&view, at("2026-03-02T08:59:59.999")),
        at("2026-03-02T09:00:00")
    );
    assert_int_equal(
        night_delivery(&view, at("2026-03-02T09:00:00")),
        at("2026-03-02T09:00:00")
    );
    assert_int_equal(
        night_delivery(&view, at("2026-03-02T16:59:59.999")),
        at("2026-03-02T16:59:59.999")
    );
    assert_int_equal(
        night_delivery(&view, at("2026-03-02T17:00:00")),
        at("2026-03-03T09:00:00")
    );
    /* the Spring Festival ends on Tuesday 02-24 */
    view = view_of(LIMIT_business_time);
    assert_int_equal(
        night_delivery(&view, at("2026-02-15T10:00:00")),
        at("2026-02-24T09:00:00")
    );
    arena_done(&arena);
}

static void real_time_and_calendar_days_do_not_wait(void **state)
{
    const int64_t night = at("2026-03-02T03:00:00");
    struct clock_view view = view_of(LIMIT_real_time);

    (void)state;
    assert_int_equal(night_delivery(&view, night), night);
    view = view_of(LIMIT_calendar_days);
    assert_int_equal(night_delivery(&view, night), night);
    arena_done(&arena);
}

/* How many warnings of K6 there were. */
static size_t warned(struct trial *trial)
{
    size_t found = 0;

    for (size_t i = 0; i < trial_event_count(trial); i++) {
        int type = 0;
        const struct sla_warning *body = trial_emitted(trial, i, &type, NULL);
        found += type == MESSAGE_sla_warning_v1 && text_is(body->clock, "K6");
    }
    return found;
}

static void a_warning_that_comes_late_at_night_is_delivered_at_the_opening(void **state)
{
    /* K6 of P3: one business day, 50 % of it is counted on Tuesday at 13:00; the service comes back in the night */
    const int64_t opening = at("2026-03-04T09:00:00");

    take(*state, 1, CASE_TYPE_apply, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, at("2026-03-03T12:59:59"));
    assert_int_equal(warned(*state), 0);
    fire(*state, 1, at("2026-03-04T03:00:00"));
    assert_int_equal(warned(*state), 0);
    assert_int_equal(clock_now(*state, 1, "K6")->quiet_until, opening);
    fire(*state, 1, opening - 1);
    assert_int_equal(warned(*state), 0);
    fire(*state, 1, opening);
    assert_int_equal(warned(*state), 3);
}

static void a_warning_by_day_waits_for_nothing(void **state)
{
    /* 90 % are reached at 16:12 */
    take(*state, 1, CASE_TYPE_apply, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, at("2026-03-03T16:20:00"));
    assert_int_equal(warned(*state), 3);
    assert_false(clock_now(*state, 1, "K6")->has_quiet_until);
}

/* The newest breach of K6. */
static const struct sla_breached *breach_of_k6(struct trial *trial)
{
    const struct sla_breached *found = NULL;

    for (size_t i = 0; i < trial_event_count(trial); i++) {
        int type = 0;
        const struct sla_breached *body = trial_emitted(trial, i, &type, NULL);
        if (type == MESSAGE_sla_breached_v1 && text_is(body->clock, "K6"))
            found = body;
    }
    return found;
}

static void what_waited_for_the_opening_is_not_late_but_the_missed_limit_is(void **state)
{
    /* Nothing was looked at from 16:00 to 20:00: 90 % of K6 (16:12) is told at the next opening, the breach (17:00) at once. */
    take(*state, 1, CASE_TYPE_apply, CASE_GRADE_P4, MONDAY);
    fire(*state, 1, at("2026-03-03T16:00:00"));
    size_t before = warned(*state);
    fire(*state, 1, at("2026-03-03T20:00:00"));
    assert_int_equal(warned(*state), before);
    const struct sla_breached *breached = breach_of_k6(*state);
    assert_non_null(breached);
    assert_true(breached->late);
    assert_int_equal(breached->lag_ms, 3 * HOUR_MS - 1);
    const int64_t opening = at("2026-03-04T09:00:00");
    assert_int_equal(clock_now(*state, 1, "K6")->quiet_until, opening);
    fire(*state, 1, opening - 1);
    assert_int_equal(warned(*state), before);
    fire(*state, 1, opening);
    assert_int_equal(warned(*state), before + 1);
    const struct sla_warning *warning = trial_last(*state, MESSAGE_sla_warning_v1);
    assert_int_equal(warning->percent, 90);
    assert_false(warning->late);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(business_time_waits_for_the_opening),
        cmocka_unit_test(real_time_and_calendar_days_do_not_wait),
        TEST(a_warning_that_comes_late_at_night_is_delivered_at_the_opening),
        TEST(a_warning_by_day_waits_for_nothing),
        TEST(what_waited_for_the_opening_is_not_late_but_the_missed_limit_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
