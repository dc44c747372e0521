/* Tests of services/escalation/duty.c: absences, the roster, the watch (REQUIREMENTS RO-10, RO-11). */
#include "services/escalation/duty.h"

#include "common/metrics.h"
#include "tests/unit/services/escalation/support.h"

static void an_empty_duty_is_said_once_and_when_it_is_filled(void **state)
{
    trial_chore(*state, "duty");
    assert_null(trial_last(*state, MESSAGE_duty_slot_empty_v1));
    assert_int_equal(metric_value(METRIC_shouli_duty_slots_empty), 0);
    empty_l3(*state, MONDAY + HOUR_MS);
    trial_set_time(*state, MONDAY + HOUR_MS - 1);
    trial_chore(*state, "duty");
    assert_null(trial_last(*state, MESSAGE_duty_slot_empty_v1));
    assert_int_equal(
        metric_value_labelled(METRIC_shouli_duty_gap_seconds, "L3"),
        INT64_C(86400000000)
    );
    assert_int_equal(metric_value_labelled(METRIC_shouli_duty_gap_seconds, "L4"), 0);
    trial_set_time(*state, MONDAY + HOUR_MS);
    trial_chore(*state, "duty");
    trial_chore(*state, "duty");
    assert_int_equal(count_events(*state, MESSAGE_duty_slot_empty_v1), 1);
    assert_int_equal(metric_value(METRIC_shouli_duty_slots_empty), 1);
    trial_set_time(*state, MONDAY + HOUR_MS + DAY_MS);
    trial_chore(*state, "duty");
    const struct duty_slot_filled *filled = trial_last(*state, MESSAGE_duty_slot_filled_v1);
    assert_true(text_is(filled->slot, "L3"));
    assert_true(text_is(filled->person, "E3001"));
    assert_int_equal(metric_value(METRIC_shouli_duty_slots_empty), 0);
}

static void an_absence_is_said_by_oneself_or_from_l3_on(void **state)
{
    struct duty_set_absence wish = {
        .person = TEXT("E4001"),
        .from = MONDAY,
        .has_from = true,
        .to = MONDAY + 1,
        .has_to = true,
    };
    const int type = MESSAGE_duty_set_absence_v1;

    assert_true(is_refused(say(*state, type, &wish, "E1001", "L2"), "forbidden"));
    assert_int_equal(say(*state, type, &wish, "E4001", "L2")->outcome, OUTCOME_accepted);
    assert_int_equal(say(*state, type, &wish, "E1001", "L3")->outcome, OUTCOME_accepted);
    const struct duty_absence_set *event = trial_last(*state, MESSAGE_duty_absence_set_v1);
    assert_true(text_is(event->set_by, "E1001"));
    assert_true(is_refused(say(*state, type, &wish, NULL, NULL), "missing_field"));
    wish.person = TEXT("E9999");
    assert_true(is_refused(say(*state, type, &wish, "E1001", "L3"), "not_found"));
}

static void an_absence_ends_later_than_now_and_lasts_at_most_400_days(void **state)
{
    /* at, one above; at, one above */
    const int64_t most = 400 * (int64_t)DAY_MS;

    assert_true(is_refused(set_absent(*state, "E4001", MONDAY - 9, MONDAY), "invalid_field"));
    assert_int_equal(
        set_absent(*state, "E4001", MONDAY - 9, MONDAY + 1)->outcome,
        OUTCOME_accepted
    );
    assert_int_equal(
        set_absent(*state, "E4001", MONDAY, MONDAY + most)->outcome,
        OUTCOME_accepted
    );
    assert_true(
        is_refused(set_absent(*state, "E4001", MONDAY, MONDAY + most + 1), "invalid_field")
    );
}

static void an_absence_is_taken_back(void **state)
{
    set_absent(*state, "E3001", MONDAY, MONDAY + DAY_MS);
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    set_absent(*state, "E3001", MONDAY, MONDAY);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS);
    const struct duty_called *called = trial_last(*state, MESSAGE_duty_called_v1);
    assert_true(text_is(called->person, "E3001"));
    assert_false(called->deputy);
}

static void says_who_has_which_duty(void **state)
{
    const struct duty_roster query = {.has_at = false};
    struct faults faults = {.count = 0};
    struct arena arena = {0};
    struct duty_table table;

    set_absent(*state, "E3001", MONDAY, MONDAY + DAY_MS);
    const struct item *item = say(*state, MESSAGE_duty_roster_v1, &query, "E1", "L1");
    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_int_equal(
        map_decode(
            item->reply.result,
            &duty_table_shape,
            DECODE_strict,
            "result",
            &arena,
            &faults,
            &table
        ),
        OK
    );
    assert_int_equal(table.slots_count, 5);
    assert_true(text_is(table.slots[0].person, "E3002"));
    assert_int_equal(table.slots[0].deputies_count, 1);
    assert_true(text_is(table.slots[0].absent[0], "E3001"));
    assert_int_equal(table.slots[0].gap_minutes, 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_duty_is_said_once_and_when_it_is_filled),
        TEST(an_absence_is_said_by_oneself_or_from_l3_on),
        TEST(an_absence_ends_later_than_now_and_lasts_at_most_400_days),
        TEST(an_absence_is_taken_back),
        TEST(says_who_has_which_duty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
