/* Tests of services/escalation/clocks.c: limits beside the rows that keep them. */
#include "common/engine/engine.h"
#include "tests/unit/services/escalation/support.h"

/* The ids of the lines in the row, in their order. */
static void assert_listed(struct trial *trial, uint8_t n, const char *ids)
{
    struct case_clock *clocks;
    size_t count = clocks_now(trial, n, &clocks);
    char listed[200] = "";

    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(listed);
        snprintf(
            listed + used,
            sizeof(listed) - used,
            "%s%.*s",
            i ? " " : "",
            (int)clocks[i].clock.length,
            clocks[i].clock.at
        );
    }
    assert_string_equal(listed, ids);
}

static void lists_the_clocks_of_a_case(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_listed(*state, 1, "K2 K3 K6 K7 K8 K9");
}

static void a_clock_that_has_ended_stays_in_the_row(void **state)
{
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    assert_listed(*state, 1, "K2 K6 K7 K8a");
    assert_clock(*state, 1, "K2", CLOCK_STATE_met, MONDAY + 30 * SECOND_MS);
    assert_true(clock_now(*state, 1, "K2")->has_stopped_at);
}

static void a_case_stands_when_something_is_open_and_nothing_will_be_due(void **state)
{
    struct arena arena = {0};
    struct clocked_case row = {.has_next_at = true};
    struct case_clock clock = {.clock = TEXT("K8"), .has_started_at = true};
    struct clock_view view = {.row = &clock};
    struct call call = {.arena = &arena};
    struct clocks clocks = {.call = &call, .row = &row, .count = 1, .views = {&view}};

    (void)state;
    clocks_store(&clocks);
    assert_false(row.standing); /* its timer says that it waits */
    row.has_next_at = false;
    clocks_store(&clocks);
    assert_true(row.standing);
    clock.has_stopped_at = true;
    clocks_store(&clocks);
    assert_false(row.standing);
    arena_done(&arena);
}

static void a_limit_goes_on_under_a_grade_that_has_none(void **state)
{
    /* 4.3: an escalation never stops a clock; K8a has no limit for P2 */
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P3, MONDAY);
    const int64_t due = clock_now(*state, 1, "K8a")->due_at;
    grade(*state, 1, CASE_GRADE_P2, MONDAY + HOUR_MS);
    assert_clock(*state, 1, "K8a", CLOCK_STATE_running, due);
    assert_int_equal(clock_now(*state, 1, "K8a")->grade, CASE_GRADE_P3);
    assert_int_equal(clock_now(*state, 1, "K6")->grade, CASE_GRADE_P2);
    take(*state, 2, CASE_TYPE_consult, CASE_GRADE_P2, MONDAY);
    assert_null(clock_now(*state, 2, "K8a"));
}

static void what_is_missed_keeps_the_grade_it_was_missed_with(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    accept(*state, 1, MONDAY, MONDAY);
    const int64_t due = clock_now(*state, 1, "K6")->due_at;
    fire(*state, 1, due + 1);
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P2);
    assert_clock(*state, 1, "K6", CLOCK_STATE_breached, due);
    assert_int_equal(clock_now(*state, 1, "K6")->grade, CASE_GRADE_P3);
    assert_int_equal(clock_now(*state, 1, "K8")->grade, CASE_GRADE_P2);
}

/* A batch's memory is used again: a clock that the profile has not says nothing of a limit, whatever lay there before. */
static void what_lay_in_memory_before_is_no_limit(void **state)
{
    enum { DIRTY_BYTES = 60000 };
    struct policy_set set = {.count = 0};
    struct arena kept = {0};
    struct batch batch = {.now_ms = MONDAY};
    struct engine engine = {.service = &escalation_service};
    struct deciding deciding = {.batch = &batch, .engine = &engine};
    struct reply reply = {.noted = NULL};
    struct clocked_case row = {.case_id = case_id(1)};
    struct journal journal = {.count = 0};
    struct clocks *clocks = NULL;

    (void)state;
    assert_int_equal(clock_policies_load(&kept, "deploy/config", &set), OK);
    const struct clock_policy *policy = set.policies;
    struct call call = {
        .now_ms = MONDAY,
        .arena = &batch.arena,
        .policies = policy,
        .reply = &reply,
        .deciding = &deciding};
    table_begin(&batch.table, &kept);
    memset(arena_take(&batch.arena, DIRTY_BYTES), 0xd0, DIRTY_BYTES);
    arena_reset(&batch.arena);
    for (size_t i = 0; i < policy->rules->calendar_count; i++)
        (void)call_record_new_text(
            &call,
            &published_calendar_record,
            policy->rules->calendars[i]->name
        );
    journal_add(&journal, (struct fact_entry){MONDAY, 0, FACT_received, 0});
    journal_add(&journal, (struct fact_entry){MONDAY, 0, FACT_typed, CASE_TYPE_consult});
    journal_add(&journal, (struct fact_entry){MONDAY, 0, FACT_graded, CASE_GRADE_P3});
    assert_int_equal(clocks_load_from(&call, &row, &journal, &clocks), OK);
    assert_true(clocks->count > 2);
    for (size_t i = 0; i < clocks->count; i++) {
        assert_non_null(clocks->views[i]->sla);
        assert_true(!clocks->views[i]->computed || clocks->views[i]->due.policy);
    }
    arena_done(&batch.arena);
    arena_done(&kept);
}

static void a_channel_that_was_taken_away_stops_nobody(void **state)
{
    receive_on(*state, 1, MONDAY, "telex");
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, MONDAY);
    assert_non_null(clock_now(*state, 1, "K9"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lists_the_clocks_of_a_case),
        TEST(a_clock_that_has_ended_stays_in_the_row),
        TEST(a_case_stands_when_something_is_open_and_nothing_will_be_due),
        TEST(a_limit_goes_on_under_a_grade_that_has_none),
        TEST(what_is_missed_keeps_the_grade_it_was_missed_with),
        TEST(what_lay_in_memory_before_is_no_limit),
        TEST(a_channel_that_was_taken_away_stops_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
