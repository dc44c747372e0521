/* Tests of services/escalation/roster.c: who has a duty at an instant (REQUIREMENTS RO-10, RO-11). */
#include "services/escalation/roster.h"

#include "tests/unit/services/escalation/support.h"

static struct arena arena;
static const struct clock_policy *policy;
static struct absences absences;

static int begin_roster(void **state)
{
    static struct policy_set set;

    (void)state;
    absences.count = 0;
    set = (struct policy_set){.count = 0};
    if (clock_policies_load(&arena, "deploy/config", &set) != OK)
        return -1;
    policy = set.policies;
    return 0;
}

static int end_roster(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct on_duty at_time(const char *duty, const char *local)
{
    struct on_duty on_duty;

    roster_on_duty(
        policy->roster,
        roster_duty(policy->roster, text_of(duty)),
        &absences,
        at(local),
        &on_duty
    );
    return on_duty;
}

static bool first_is(const char *duty, const char *local, const char *person)
{
    struct on_duty on_duty = at_time(duty, local);

    return on_duty.count > 0 && text_is(on_duty.who[0], person);
}

static void absent(const char *person, const char *from, const char *to)
{
    const struct absence absence = {at(from), at(to), text_of(person)};

    assert_true(absences_set(&absences, absence, at("2026-03-01T00:00:00")));
}

static void a_shift_begins_at_its_first_instant_and_ends_before_its_last(void **state)
{
    (void)state;
    assert_true(first_is("L3", "2026-03-02T07:59:59.999", "E3004"));
    assert_true(first_is("L3", "2026-03-02T08:00:00", "E3001"));
    assert_true(first_is("L3", "2026-03-02T19:59:59.999", "E3001"));
    assert_true(first_is("L3", "2026-03-02T20:00:00", "E3004"));
}

static void a_night_shift_lasts_over_midnight(void **state)
{
    (void)state;
    assert_true(first_is("L4", "2026-03-02T23:59:59.999", "E4003"));
    assert_true(first_is("L4", "2026-03-03T00:00:00", "E4003"));
    assert_true(first_is("L4", "2026-03-03T07:59:59.999", "E4003"));
}

static void workdays_are_those_of_the_calendar(void **state)
{
    /* 02-14 is a Saturday that works, 02-16 a Monday in the Spring Festival (4.4) */
    (void)state;
    assert_true(first_is("L4", "2026-02-14T10:00:00", "E4001"));
    assert_true(first_is("L4", "2026-02-16T10:00:00", "E4002"));
    assert_true(first_is("L4", "2026-03-02T10:00:00", "E4001"));
}

static void deputies_follow_in_the_order_of_the_file(void **state)
{
    struct on_duty on_duty = at_time("L3", "2026-03-02T10:00:00");

    (void)state;
    assert_int_equal(on_duty.count, 3);
    assert_true(text_is(on_duty.who[1], "E3002"));
    assert_true(text_is(on_duty.who[2], "E3003"));
}

static void who_is_absent_is_not_called(void **state)
{
    (void)state;
    absent("E3001", "2026-03-02T10:00:00", "2026-03-02T12:00:00");
    assert_true(first_is("L3", "2026-03-02T09:59:59.999", "E3001"));
    assert_true(first_is("L3", "2026-03-02T10:00:00", "E3002"));
    assert_true(text_is(at_time("L3", "2026-03-02T10:00:00").absent[0], "E3001"));
    assert_true(first_is("L3", "2026-03-02T11:59:59.999", "E3002"));
    assert_true(first_is("L3", "2026-03-02T12:00:00", "E3001"));
}

static void the_shipped_roster_has_no_gap_at_any_minute_of_a_year(void **state)
{
    /* RO-10: 7 x 24 */
    (void)state;
    for (size_t i = 0; i < policy->roster->count; i++) {
        for (int week = 0; week < 53; week++)
            assert_int_equal(
                roster_gap_minutes(
                    policy->roster,
                    &policy->roster->duties[i],
                    &absences,
                    at("2026-01-01T00:00:00") + week * 7 * (int64_t)DAY_MS
                ),
                0
            );
    }
}

static void a_gap_is_counted_to_the_minute(void **state)
{
    const struct duty *duty = roster_duty(policy->roster, TEXT("L5"));
    const int64_t now = at("2026-03-02T10:00:00");

    (void)state;
    absent("E5001", "2026-03-03T10:00:00", "2026-03-03T12:00:00");
    assert_int_equal(roster_gap_minutes(policy->roster, duty, &absences, now), 0);
    absent("E5002", "2026-03-03T11:00:00", "2026-03-04T11:00:00");
    assert_int_equal(roster_gap_minutes(policy->roster, duty, &absences, now), 60);
    /* A millisecond more is a minute begun. */
    absent("E5001", "2026-03-03T10:00:00", "2026-03-03T12:00:00.001");
    assert_int_equal(roster_gap_minutes(policy->roster, duty, &absences, now), 61);
    /* What lies seven days ahead or more is not looked at: at, one above. */
    const int64_t before = at("2026-03-03T11:00:00") - 7 * (int64_t)DAY_MS;
    assert_int_equal(roster_gap_minutes(policy->roster, duty, &absences, before), 0);
    assert_int_equal(roster_gap_minutes(policy->roster, duty, &absences, before + 1), 1);
}

static void absences_are_written_and_read(void **state)
{
    struct absences again;

    (void)state;
    absent("E5001", "2026-03-03T10:00:00", "2026-03-03T12:00:00");
    absent("王 二", "2026-03-04T10:00:00", "2026-03-04T12:00:00");
    absences_read(absences_write(&absences, &arena), &again);
    assert_int_equal(again.count, 2);
    assert_int_equal(again.at[0].from_ms, at("2026-03-03T10:00:00"));
    assert_true(text_is(again.at[1].person, "王 二"));
    absences_read(TEXT("nonsense\n1 2 \n3 4 a\n"), &again);
    assert_int_equal(again.count, 1);
}

static void an_absence_is_replaced_taken_back_and_forgotten(void **state)
{
    const int64_t from = at("2026-03-03T10:00:00");
    const struct absence back = {from, from, TEXT("E5001")};

    (void)state;
    absent("E5001", "2026-03-03T10:00:00", "2026-03-03T12:00:00");
    absent("E5001", "2026-03-03T10:00:00", "2026-03-03T14:00:00");
    assert_int_equal(absences.count, 1);
    assert_true(absences_set(&absences, back, 0));
    assert_int_equal(absences.count, 0);
    absent("E5001", "2026-03-03T10:00:00", "2026-03-03T12:00:00");
    const struct absence later = {from + DAY_MS, from + DAY_MS + 1, TEXT("E5002")};
    assert_true(absences_set(&absences, later, at("2026-03-03T12:00:00")));
    assert_int_equal(absences.count, 1);
}

static void the_book_has_a_limit(void **state)
{
    /* one below, at, one above */
    (void)state;
    for (int64_t i = 0; i < ROSTER_ABSENCES_MAX - 1; i++) {
        const struct absence absence = {i + 10, i + 20, TEXT("E1")};
        assert_true(absences_set(&absences, absence, 0));
    }
    const struct absence one = {1, 2, TEXT("E2")}, more = {2, 3, TEXT("E2")};
    assert_true(absences_set(&absences, one, 0));
    assert_int_equal(absences.count, ROSTER_ABSENCES_MAX);
    assert_false(absences_set(&absences, more, 0));
}

#define ROSTER(function) cmocka_unit_test_setup_teardown(function, begin_roster, end_roster)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROSTER(a_shift_begins_at_its_first_instant_and_ends_before_its_last),
        ROSTER(a_night_shift_lasts_over_midnight),
        ROSTER(workdays_are_those_of_the_calendar),
        ROSTER(deputies_follow_in_the_order_of_the_file),
        ROSTER(who_is_absent_is_not_called),
        ROSTER(the_shipped_roster_has_no_gap_at_any_minute_of_a_year),
        ROSTER(a_gap_is_counted_to_the_minute),
        ROSTER(absences_are_written_and_read),
        ROSTER(an_absence_is_replaced_taken_back_and_forgotten),
        ROSTER(the_book_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
