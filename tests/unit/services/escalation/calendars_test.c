/* Tests of services/escalation/calendars.c: publishing, recomputing (REQUIREMENTS 4.4, 4.7 rule 10). */
#include "common/metrics.h"
#include "tests/unit/services/escalation/support.h"

#define CONTENT(version, zone)                                                                 \
    "name: CN\nversion: " version "\nzone: " zone                                              \
    "\nyears: [2027]\noff: [2027-01-01..2027-01-05]\n"                                         \
    "fixed: [01-01, 05-01, 05-02, 10-01, 10-02, 10-03]\n"                                      \
    "hours: [[\"09:00\", \"17:00\"]]\n"

static const struct item *
publish(struct trial *trial, const char *name, const char *version, const char *content)
{
    const struct calendar_publish wish = {text_of(name), text_of(version), text_of(content)};
    const struct trial_message message = {
        .type = MESSAGE_calendar_publish_v1,
        .body = &wish,
        .actorid = "leader-6"};

    return trial_command(trial, &message);
}

static bool refused_with(const struct item *item, const char *code)
{
    for (size_t i = 0; i < item->reply.faults.count; i++) {
        if (strcmp(item->reply.faults.list[i].code, code) == 0)
            return item->outcome == OUTCOME_rejected;
    }
    return false;
}

static void publishes_a_newer_version(void **state)
{
    const struct item *item = publish(*state, "CN", "9", CONTENT("9", "Asia/Shanghai"));

    assert_int_equal(item->outcome, OUTCOME_accepted);
    const struct calendar_published *event = trial_last(*state, MESSAGE_calendar_published_v1);
    assert_true(text_is(event->version, "9"));
    assert_int_equal(event->first_year, 2027);
    assert_int_equal(event->last_year, 2027);
    assert_int_equal(event->sha256.length, 32);
    /* one below, the same, one above */
    assert_true(
        refused_with(publish(*state, "CN", "8", CONTENT("8", "Asia/Shanghai")), "conflict")
    );
    assert_true(
        refused_with(publish(*state, "CN", "9", CONTENT("9", "Asia/Shanghai")), "conflict")
    );
    item = publish(*state, "CN", "10", CONTENT("10", "Asia/Shanghai"));
    assert_int_equal(item->outcome, OUTCOME_accepted);
}

static void refuses_what_is_not_this_calendar(void **state)
{
    assert_true(
        refused_with(publish(*state, "XX", "9", CONTENT("9", "Asia/Shanghai")), "invalid_field")
    );
    assert_true(
        refused_with(publish(*state, "UK", "9", CONTENT("9", "Europe/London")), "invalid_field")
    );
    assert_true(
        refused_with(publish(*state, "CN", "9", CONTENT("9", "Europe/London")), "invalid_field")
    );
    assert_true(
        refused_with(publish(*state, "CN", "7", CONTENT("9", "Asia/Shanghai")), "invalid_field")
    );
    assert_true(refused_with(publish(*state, "CN", "9", "no: calendar"), "invalid_field"));
    assert_int_equal(trial_event_count(*state), 0);
}

/* Cases on a list of stale ones are settled once. */
static void recalculate(struct trial *trial, uint8_t n)
{
    const struct uuid id = case_id(n);
    const struct bytes key = {id.b, 16};

    trial_list(trial, &escalation_stale_list, &key, 1, false);
    assert_true(trial_chore(trial, "calendars")->reply.busy);
    trial_list(trial, &escalation_stale_list, NULL, 0, false);
    assert_false(trial_chore(trial, "calendars")->reply.busy);
}

static void a_newer_calendar_moves_business_time_and_says_from_where(void **state)
{
    const int64_t december = at("2026-12-31T10:00:00");

    trial_set_time(*state, december);
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, december);
    const struct case_clock *k6 = clock_now(*state, 1, "K6");
    const int64_t k9 = clock_now(*state, 1, "K9")->due_at;
    assert_int_equal(k6->due_at, at("2027-01-04T17:00:00"));
    assert_true(k6->provisional);
    const int64_t version = k6->calendar_version;
    publish(*state, "CN", "9", CONTENT("9", "Asia/Shanghai"));
    recalculate(*state, 1);
    assert_clock(*state, 1, "K6", CLOCK_STATE_running, at("2027-01-06T17:00:00"));
    assert_false(clock_now(*state, 1, "K6")->provisional);
    assert_int_equal(case_now(*state, 1)->calendar_version, 9);
    assert_true(version < 9);
    /* A limit in calendar days never moves. */
    assert_int_equal(clock_now(*state, 1, "K9")->due_at, k9);
    bool told = false;
    for (size_t i = 0; i < trial_event_count(*state); i++) {
        int type = 0;
        const struct clock_moved *moved = trial_emitted(*state, i, &type, NULL);
        if (type != MESSAGE_clock_moved_v1)
            continue;
        assert_true(text_is(moved->reason, "calendar"));
        assert_false(text_is(moved->clock, "K9"));
        told = told ||
               (text_is(moved->clock, "K6") && moved->old_due_at == at("2027-01-04T17:00:00"));
    }
    assert_true(told);
}

static void a_pause_honours_a_calendar_that_came_in_between(void **state)
{
    /* 4.5 rule 7 */
    const int64_t december = at("2026-12-31T10:00:00");

    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, december);
    ask(*state, 1, at("2026-12-31T12:00:00"), 3);
    publish(*state, "CN", "9", CONTENT("9", "Asia/Shanghai"));
    answer(*state, 1, at("2026-12-31T13:00:00"), 4);
    assert_clock(*state, 1, "K8a", CLOCK_STATE_running, at("2027-01-06T17:00:00"));
}

/* 4.4: 2026-02-24 to 26 are off in Lhasa alone. */
static void a_case_of_a_region_is_counted_by_its_calendar(void **state)
{
    const int64_t received = at("2026-02-14T10:00:00");

    receive_on(*state, 1, received, "web");
    queue_in_unit(*state, 1, received, received, "q.complaint", "xz-lhasa");
    queue_in_unit(*state, 2, received, received, "q.complaint", "bj-chaoyang");
    assert_clock(*state, 1, "K6", CLOCK_STATE_running, at("2026-02-27T17:00:00"));
    assert_clock(*state, 2, "K6", CLOCK_STATE_running, at("2026-02-24T17:00:00"));
    assert_true(text_is(case_now(*state, 1)->calendar_name, "CN-XZ"));
    assert_int_equal(case_now(*state, 1)->calendar_version, 1001);
    assert_true(text_is(case_now(*state, 2)->calendar_name, "CN"));
    /* the law's limit is the same everywhere */
    assert_int_equal(clock_now(*state, 1, "K9")->due_at, clock_now(*state, 2, "K9")->due_at);
    assert_int_equal(clock_now(*state, 1, "K9")->calendar_version, 1);
}

/* Two of one stream come in its order; with another stream the order is free (P4). */
static void another_unit_gives_another_calendar_and_back(void **state)
{
    const int64_t received = at("2026-02-14T10:00:00");

    queue_in_unit(*state, 1, received, received, "q.complaint", "xz-lhasa");
    queue_in_unit(*state, 1, received, received + MINUTE_MS, "q.complaint", NULL);
    assert_clock(*state, 1, "K6", CLOCK_STATE_running, at("2026-02-24T17:00:00"));
    queue_in_unit(*state, 1, received, received + 2 * MINUTE_MS, "q.card", "xz-lhasa");
    receive_on(*state, 1, received, "web");
    assert_clock(*state, 1, "K6", CLOCK_STATE_running, at("2026-02-27T17:00:00"));
}

#define REGION(version, base)                                                                  \
    "name: CN-XZ\nversion: " version "\nbase: " base "\nyears: [2027]\noff: [2027-01-04]\n"

static void a_region_publishes_its_own_days(void **state)
{
    const int64_t december = at("2026-12-31T10:00:00");

    trial_set_time(*state, december);
    queue_in_unit(*state, 1, december, december, "q.complaint", "xz-lhasa");
    assert_true(clock_now(*state, 1, "K6")->provisional);
    /* the country's year alone leaves the region's open */
    publish(*state, "CN", "9", CONTENT("9", "Asia/Shanghai"));
    recalculate(*state, 1);
    assert_clock(*state, 1, "K6", CLOCK_STATE_running, at("2027-01-06T17:00:00"));
    assert_true(clock_now(*state, 1, "K6")->provisional);
    assert_int_equal(case_now(*state, 1)->calendar_version, 9001);
    assert_true(refused_with(publish(*state, "CN-XZ", "1", REGION("1", "CN")), "conflict"));
    assert_true(refused_with(publish(*state, "CN-XZ", "2", REGION("2", "UK")), "invalid_field")
    );
    assert_true(refused_with(publish(*state, "CN", "10", REGION("10", "CN")), "invalid_field"));
    const struct item *item = publish(*state, "CN-XZ", "2", REGION("2", "CN"));
    assert_int_equal(item->outcome, OUTCOME_accepted);
    recalculate(*state, 1);
    assert_clock(*state, 1, "K6", CLOCK_STATE_running, at("2027-01-06T17:00:00"));
    assert_false(clock_now(*state, 1, "K6")->provisional);
    assert_int_equal(case_now(*state, 1)->calendar_version, 9002);
}

static void hours_alone_are_published_for_every_year(void **state)
{
    const char *content = "name: CN-XJ\nversion: 2\nbase: CN\nhours: [[\"10:00\", \"14:00\"], "
                          "[\"15:30\", \"19:30\"]]\n";
    const int64_t december = at("2026-12-31T10:00:00");

    trial_set_time(*state, december);
    assert_int_equal(publish(*state, "CN-XJ", "2", content)->outcome, OUTCOME_accepted);
    const struct calendar_published *event = trial_last(*state, MESSAGE_calendar_published_v1);
    assert_int_equal(event->first_year, 1970);
    assert_int_equal(event->last_year, 2199);
    queue_in_unit(*state, 1, december, december, "q.complaint", "xj-urumqi");
    assert_clock(*state, 1, "K6", CLOCK_STATE_running, at("2027-01-04T19:30:00"));
}

static void shows_how_far_the_calendar_reaches(void **state)
{
    static const char *const regions[] = {"CN-XZ", "CN-XJ", "CN-NX", "CN-GX"};

    trial_set_time(*state, at("2026-12-21T10:00:00"));
    trial_chore(*state, "horizon");
    assert_int_equal(
        metric_value(METRIC_shouli_calendar_horizon_seconds),
        INT64_C(10) * 86400 * 1000000
    );
    /* the regions' own days are not there yet: the nearest end counts */
    publish(*state, "CN", "9", CONTENT("9", "Asia/Shanghai"));
    trial_chore(*state, "horizon");
    assert_int_equal(
        metric_value(METRIC_shouli_calendar_horizon_seconds),
        INT64_C(10) * 86400 * 1000000
    );
    for (size_t i = 0; i < LENGTH(regions); i++) {
        char content[128];
        snprintf(
            content,
            sizeof(content),
            "name: %s\nversion: 2\nbase: CN\nyears: [2027]\n",
            regions[i]
        );
        assert_int_equal(publish(*state, regions[i], "2", content)->outcome, OUTCOME_accepted);
    }
    trial_chore(*state, "horizon");
    assert_int_equal(
        metric_value(METRIC_shouli_calendar_horizon_seconds),
        INT64_C(375) * 86400 * 1000000
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(publishes_a_newer_version),
        TEST(refuses_what_is_not_this_calendar),
        TEST(a_newer_calendar_moves_business_time_and_says_from_where),
        TEST(a_pause_honours_a_calendar_that_came_in_between),
        TEST(a_case_of_a_region_is_counted_by_its_calendar),
        TEST(another_unit_gives_another_calendar_and_back),
        TEST(a_region_publishes_its_own_days),
        TEST(hours_alone_are_published_for_every_year),
        TEST(shows_how_far_the_calendar_reaches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
