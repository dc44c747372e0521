/* Tests of services/survey/sample.c: REQUIREMENTS 4.6. */
#include "tests/unit/services/survey/support.h"

static struct arena arena;
static const struct survey_policy *policy;

static int load(void **state UNUSED)
{
    static struct policy_set set;

    assert_int_equal(survey_service.policies_load(&arena, "deploy/config", &set), OK);
    policy = set.policies;
    return 0;
}

static int drop(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

/* day of November 2026, hour and minute in Shanghai; the 23rd is a Monday */
static int64_t at(int day, int hour, int minute)
{
    return MONDAY_MS + DAYS_MS(day - 23) + (hour - 10) * HOUR_MS + minute * INT64_C(60000);
}

static void takes_about_as_many_as_it_says(void **state UNUSED)
{
    char number[32];
    int taken[3] = {0};

    for (int i = 0; i < 10000; i++) {
        snprintf(number, sizeof(number), "GD20261123%06d", i);
        taken[0] += sample_takes(text_of(number), 10);
        taken[1] += sample_takes(text_of(number), 30);
        assert_true(sample_takes(text_of(number), 100));
        assert_false(sample_takes(text_of(number), 0));
        /* a smaller sample is part of a larger one */
        taken[2] += sample_takes(text_of(number), 10) && !sample_takes(text_of(number), 30);
    }
    assert_in_range(taken[0], 900, 1100);
    assert_in_range(taken[1], 2860, 3140);
    assert_int_equal(taken[2], 0);
}

static void picks_the_same_on_every_run(void **state UNUSED)
{
    /* 4.6: stable hash of case number, so reruns pick the same. The numbers' places, of 10,000, reckoned apart. */
    static const struct {
        const char *number;
        int32_t out, in; /* the largest sample without it, the smallest with it */
    } rows[] = {
        {"GD20261123000000", 50, 51}, /* 5028 */
        {"GD20261123000001", 94, 95}, /* 9420 */
        {"GD20261123000003", 23, 24}, /* 2365 */
        {"GD20261123000005", 72, 73}, /* 7215 */
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        assert_false(sample_takes(text_of(rows[i].number), rows[i].out));
        assert_true(sample_takes(text_of(rows[i].number), rows[i].in));
    }
}

static void samples_each_type_as_the_policy_says(void **state UNUSED)
{
    assert_int_equal(policy->percent[CASE_TYPE_consult], 10);
    assert_int_equal(policy->percent[CASE_TYPE_apply], 30);
    assert_int_equal(policy->percent[CASE_TYPE_complaint], 100);
    assert_int_equal(policy->percent[CASE_TYPE_suggest], 10);
    assert_int_equal(policy->percent[CASE_TYPE_dispute], 100);
    assert_int_equal(policy->percent[CASE_TYPE_urgent], 30);
    assert_int_equal(policy->percent[CASE_TYPE_transfer_out], 0);
    struct case_closed closed = closing(CASE_TYPE_consult);
    const char *inside = number_in_sample(0, 10, true);
    const char *outside = number_in_sample(0, 30, false);
    assert_int_equal(sample_judge(policy, text_of(inside), &closed), SUPPRESS_CAUSE_none);
    assert_int_equal(
        sample_judge(policy, text_of(outside), &closed),
        SUPPRESS_CAUSE_not_sampled
    );
    closed.case_type = CASE_TYPE_apply;
    assert_int_equal(
        sample_judge(policy, text_of(outside), &closed),
        SUPPRESS_CAUSE_not_sampled
    );
    closed.case_type = CASE_TYPE_complaint;
    assert_int_equal(sample_judge(policy, text_of(outside), &closed), SUPPRESS_CAUSE_none);
    closed.case_type = CASE_TYPE_dispute;
    assert_int_equal(sample_judge(policy, text_of(outside), &closed), SUPPRESS_CAUSE_none);
}

static void never_asks_where_asking_would_tip_off_or_make_no_sense(void **state UNUSED)
{
    struct case_closed rows[7];
    const struct text number = text_of(number_in_sample(0, 1, true));

    for (size_t i = 0; i < LENGTH(rows); i++)
        rows[i] = closing(CASE_TYPE_complaint);
    rows[0].case_type = CASE_TYPE_transfer_out;
    rows[1].case_type = CASE_TYPE_none;
    rows[2].code = TEXT("QT05");
    rows[3].channel = TEXT("internal");
    rows[4].party = PARTY_internal;
    rows[5].state = CASE_STATE_withdrawn;
    rows[6].cause = CLOSE_CAUSE_withdrawn;
    for (size_t i = 0; i < LENGTH(rows); i++)
        assert_int_equal(sample_judge(policy, number, &rows[i]), SUPPRESS_CAUSE_excluded);
}

static void cannot_ask_where_there_is_no_channel(void **state UNUSED)
{
    const struct text number = text_of(number_in_sample(0, 1, true));
    struct case_closed closed = closing(CASE_TYPE_consult);

    closed.channel = TEXT("letter");
    assert_int_equal(sample_judge(policy, number, &closed), SUPPRESS_CAUSE_unreachable);
    closed.case_type = CASE_TYPE_complaint; /* a person calls */
    assert_int_equal(sample_judge(policy, number, &closed), SUPPRESS_CAUSE_none);
}

static void keeps_quiet_from_21_to_9(void **state UNUSED)
{
    assert_int_equal(sample_send_at(policy, at(23, 8, 59), false), at(23, 9, 0));
    assert_int_equal(sample_send_at(policy, at(23, 9, 0), false), at(23, 9, 0));
    assert_int_equal(sample_send_at(policy, at(23, 20, 59), false), at(23, 20, 59));
    assert_int_equal(sample_send_at(policy, at(23, 21, 0), false), at(24, 9, 0));
    assert_int_equal(sample_send_at(policy, at(24, 0, 0), false), at(24, 9, 0));
}

static void lets_people_sleep_until_10_on_rest_days(void **state UNUSED)
{
    assert_int_equal(
        sample_send_at(policy, at(20, 21, 0), false),
        at(21, 10, 0)
    ); /* Saturday */
    assert_int_equal(sample_send_at(policy, at(21, 9, 59), false), at(21, 10, 0));
    assert_int_equal(sample_send_at(policy, at(22, 10, 0), false), at(22, 10, 0));
    assert_int_equal(sample_send_at(policy, at(22, 21, 0), false), at(23, 9, 0));
    /* 2026-10-10 is a Saturday that is worked, 2026-10-01 a Thursday that is not */
    assert_int_equal(sample_send_at(policy, at(10 - 31, 8, 0), false), at(10 - 31, 9, 0));
    assert_int_equal(sample_send_at(policy, at(1 - 31, 8, 0), false), at(1 - 31, 10, 0));
}

static void calls_back_on_working_days_from_9_to_20(void **state UNUSED)
{
    assert_int_equal(sample_send_at(policy, at(23, 8, 59), true), at(23, 9, 0));
    assert_int_equal(sample_send_at(policy, at(23, 19, 59), true), at(23, 19, 59));
    assert_int_equal(sample_send_at(policy, at(23, 20, 0), true), at(24, 9, 0));
    assert_int_equal(
        sample_send_at(policy, at(20, 20, 0), true),
        at(23, 9, 0)
    ); /* over the weekend */
    assert_int_equal(sample_send_at(policy, at(21, 12, 0), true), at(23, 9, 0));
}

/* 4.6, SV-10: three attempts on different days need days; the Spring Festival of 2026 has none from 02-15 to 02-23. */
static void a_call_back_expires_only_after_five_days_of_calls(void **state UNUSED)
{
    const int64_t festival = at(23 - 282, 10, 0); /* 02-14 */
    const struct survey_policy short_policy = {
        .calendar = policy->calendar,
        .call_back_from_ms = policy->call_back_from_ms,
        .call_back_to_ms = policy->call_back_to_ms,
        .answer_ms = DAYS_MS(2)};

    assert_int_equal(sample_expires_at(policy, at(23, 9, 0), true), at(30, 9, 0));
    assert_int_equal(sample_expires_at(policy, at(20, 19, 59), true), at(27, 19, 59));
    /* a Saturday that is worked, then 02-24 to 02-27: the calls of the fifth day end at 20:00 */
    assert_int_equal(
        sample_expires_at(policy, festival, true),
        festival + DAYS_MS(13) + 10 * HOUR_MS
    );
    assert_int_equal(sample_expires_at(policy, festival, false), festival + DAYS_MS(7));
    assert_int_equal(sample_expires_at(&short_policy, at(23, 9, 0), true), at(27, 20, 0));
    assert_int_equal(sample_expires_at(&short_policy, at(23, 9, 0), false), at(25, 9, 0));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_about_as_many_as_it_says),
        cmocka_unit_test(picks_the_same_on_every_run),
        cmocka_unit_test(samples_each_type_as_the_policy_says),
        cmocka_unit_test(never_asks_where_asking_would_tip_off_or_make_no_sense),
        cmocka_unit_test(cannot_ask_where_there_is_no_channel),
        cmocka_unit_test(keeps_quiet_from_21_to_9),
        cmocka_unit_test(lets_people_sleep_until_10_on_rest_days),
        cmocka_unit_test(calls_back_on_working_days_from_9_to_20),
        cmocka_unit_test(a_call_back_expires_only_after_five_days_of_calls),
    };

    return cmocka_run_group_tests(tests, load, drop);
}
