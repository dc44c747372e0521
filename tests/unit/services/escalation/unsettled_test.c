/* Tests of cases whose clocks cannot be told now: what was said of them stays, nothing is forgotten, and it is counted
 * (DESIGN P5, REQUIREMENTS 4.7). */
#include "common/metrics.h"
#include "services/escalation/calendars.h"
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"

static struct arena kept;

static int64_t unsettled(const char *why)
{
    return metric_value_labelled(METRIC_shouli_clocks_unsettled_total, why);
}

static struct clocked_case keep(struct trial *trial, uint8_t n)
{
    struct clocked_case row = *case_now(trial, n);

    row.clock_lines = arena_text(&kept, row.clock_lines);
    return row;
}

static void assert_kept(struct trial *trial, uint8_t n, const struct clocked_case *was)
{
    assert_true(text_equal(case_now(trial, n)->clock_lines, was->clock_lines));
    assert_int_equal(case_now(trial, n)->has_next_at, was->has_next_at);
    assert_int_equal(case_now(trial, n)->next_at, was->next_at);
}

/* The profile it follows is taken out of the configuration, and none was valid when its matter was received first. */
static void lose_profile(struct trial *trial, uint8_t n)
{
    record(trial, n, RECORDED_FACT_first_receipt, at("2010-03-01T10:00:00"));
    struct clocked_case row = keep(trial, n);
    row.profile = TEXT("GONE");
    trial_put(trial, &clocked_case_record, &row);
}

static void find_profile(struct trial *trial, uint8_t n)
{
    struct clocked_case row = keep(trial, n);

    row.profile = TEXT("CN-NFRA-2020");
    trial_put(trial, &clocked_case_record, &row);
}

static void a_case_whose_profile_is_gone_keeps_its_clocks_and_its_timer(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    lose_profile(*state, 1);
    const struct clocked_case was = keep(*state, 1);
    int64_t before = unsettled("profile");
    assert_true(was.has_next_at);
    claim(*state, 1, MONDAY + MINUTE_MS);
    assert_kept(*state, 1, &was);
    assert_int_equal(unsettled("profile"), before + 1);
    find_profile(*state, 1);
    reply_complaint(*state, 1, MONDAY + HOUR_MS);
    assert_int_equal(unsettled("profile"), before + 1);
    assert_true(clock_now(*state, 1, "K9")->has_stopped_at);
}

static void a_timer_of_such_a_case_is_put_off_and_does_not_hold_up_others(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    take(*state, 2, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    lose_profile(*state, 1);
    const struct clocked_case was = keep(*state, 1);
    const struct uuid ids[] = {case_id(1), case_id(2)};
    const struct bytes keys[] = {{ids[0].b, 16}, {ids[1].b, 16}};
    const int64_t now_ms = int64_max(was.next_at, MONDAY + 10 * MINUTE_MS);
    size_t events = count_events(*state, MESSAGE_case_escalated_v1);

    trial_set_time(*state, now_ms);
    trial_list(*state, &escalation_due_list, keys, 2, false);
    trial_chore(*state, "fire");
    assert_true(text_equal(case_now(*state, 1)->clock_lines, was.clock_lines));
    assert_int_equal(case_now(*state, 1)->next_at, now_ms + FIRE_PUT_OFF_MS);
    assert_int_equal(count_events(*state, MESSAGE_case_escalated_v1), events + 1);
    assert_int_equal(case_now(*state, 2)->level, 3);
    int64_t before = unsettled("profile");
    fire(*state, 1, now_ms + FIRE_PUT_OFF_MS - 1);
    assert_int_equal(unsettled("profile"), before);
    fire(*state, 1, now_ms + FIRE_PUT_OFF_MS);
    assert_int_equal(unsettled("profile"), before + 1);
    find_profile(*state, 1);
    events = count_events(*state, MESSAGE_case_escalated_v1);
    fire(*state, 1, now_ms + 2 * FIRE_PUT_OFF_MS);
    assert_true(count_events(*state, MESSAGE_case_escalated_v1) > events);
}

static void set_lines(struct trial *trial, uint8_t n, struct text lines)
{
    struct clocked_case row = *case_now(trial, n);

    row.clock_lines = lines;
    trial_put(trial, &clocked_case_record, &row);
}

static void a_line_that_does_not_read_begins_no_clock_anew(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    const struct clocked_case right = keep(*state, 1);
    size_t events = trial_event_count(*state);
    int64_t before = unsettled("lines");

    set_lines(
        *state,
        1,
        arena_format(
            &kept,
            "K9\tasleep%.*s",
            (int)right.clock_lines.length,
            right.clock_lines.at
        )
    );
    const struct clocked_case was = keep(*state, 1);
    claim(*state, 1, MONDAY + MINUTE_MS);
    assert_kept(*state, 1, &was);
    assert_int_equal(trial_event_count(*state), events);
    assert_int_equal(unsettled("lines"), before + 1);
    /* mended, it goes on, with what was told meanwhile */
    set_lines(*state, 1, right.clock_lines);
    reply_complaint(*state, 1, MONDAY + HOUR_MS);
    assert_int_equal(unsettled("lines"), before + 1);
    assert_int_equal(clock_now(*state, 1, "K9")->started_at, MONDAY);
    assert_true(clock_now(*state, 1, "K9")->has_stopped_at);
}

static void such_a_case_is_looked_at_once_for_a_newer_calendar(void **state)
{
    /* found again each turn it would come before all others; it has a profile that is gone, and an older calendar */
    const struct uuid id = case_id(1);
    const struct bytes key = {id.b, 16};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    const int64_t version = case_now(*state, 1)->calendar_version;
    lose_profile(*state, 1);
    struct clocked_case was = keep(*state, 1);
    was.calendar_name =
        TEXT("AU"); /* a trial has one list for all calendars: that of the first is settled */
    was.calendar_version = version - 1;
    trial_put(*state, &clocked_case_record, &was);
    trial_list(*state, &escalation_stale_list, &key, 1, false);
    trial_chore(*state, "calendars");
    assert_int_equal(case_now(*state, 1)->calendar_version, version);
    assert_kept(*state, 1, &was);
}

#define KEPT(function) cmocka_unit_test_setup_teardown(function, begin_trial, end_kept)

static int end_kept(void **state)
{
    arena_done(&kept);
    return end_trial(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT(a_case_whose_profile_is_gone_keeps_its_clocks_and_its_timer),
        KEPT(a_line_that_does_not_read_begins_no_clock_anew),
        KEPT(such_a_case_is_looked_at_once_for_a_newer_calendar),
        KEPT(a_timer_of_such_a_case_is_put_off_and_does_not_hold_up_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
