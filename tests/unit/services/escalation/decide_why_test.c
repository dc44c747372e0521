/* Tests of services/escalation/decide_why.c: every limit explains itself (DESIGN P7). */
#include "services/escalation/decide_why.h"

#include "tests/support/refused_alike.h"
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_about.h"
#include "tests/unit/services/escalation/support_facts.h"

static struct arena arena;

static const struct item *
ask_as(struct trial *trial, const struct why_get *query, const char *who, const char *role)
{
    return say(trial, MESSAGE_why_get_v1, query, who, role);
}

static const struct item *ask_why(struct trial *trial, const struct why_get *query)
{
    return ask_as(trial, query, "leader-3", "L3");
}

static struct why_view view_of(const struct item *item)
{
    struct faults faults = {.count = 0};
    struct why_view view;

    assert_int_equal(
        map_decode(
            item->reply.result,
            &why_view_shape,
            DECODE_strict,
            "result",
            &arena,
            &faults,
            &view
        ),
        OK
    );
    return view;
}

static const struct why_fact *fact_of(const struct why_view *view, const char *what)
{
    for (size_t i = 0; i < view->facts_count; i++) {
        if (text_is(view->facts[i].what, what))
            return &view->facts[i];
    }
    return NULL;
}

static bool says(const struct why_fact *fact, const char *words)
{
    return fact && memmem(fact->because.at, fact->because.length, words, strlen(words));
}

static void lists_what_was_counted_skipped_and_paused(void **state)
{
    const struct why_get query = {.case_id = case_id(1), .has_case_id = true};

    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    ask(*state, 1, at("2026-03-03T11:00:00"), 5);
    answer(*state, 1, at("2026-03-03T14:00:00"), 6);
    struct why_view view = view_of(ask_why(*state, &query));
    assert_true(says(fact_of(&view, "K8a"), "1 bd"));
    assert_true(says(fact_of(&view, "K8a"), "P4"));
    assert_true(says(fact_of(&view, "K8a"), "2026-03-04T12:00:00.000+08:00"));
    const struct why_fact *spans = fact_of(&view, "K8a spans");
    assert_true(says(
        spans,
        "paused 暂停 2026-03-03T11:00:00.000+08:00 .. 2026-03-03T14:00:00.000+08:00 W1"
    ));
    assert_true(says(
        spans,
        "counted 计时 2026-03-03T09:00:00.000+08:00 .. 2026-03-03T11:00:00.000+08:00"
    ));
    assert_true(says(spans, "skipped 不计"));
    assert_true(says(fact_of(&view, "K8a wait"), "stopped the clock"));
    assert_true(says(fact_of(&view, "K7 wait"), "does not stop"));
    arena_done(&arena);
}

/* 4.4: the choice of a calendar is in the explanation. */
static void says_which_calendar_a_region_has_and_why(void **state)
{
    const struct why_get query = {.case_id = case_id(1), .has_case_id = true};
    const int64_t received = at("2026-02-14T10:00:00");

    queue_in_unit(*state, 1, received, received, "q.complaint", "xz-lhasa");
    struct why_view view = view_of(ask_why(*state, &query));
    assert_true(says(fact_of(&view, "K6"), "calendar CN-XZ 1001"));
    assert_true(says(fact_of(&view, "K6 calendar"), "instead of 代替 CN: tibet (units xz-*)"));
    assert_true(says(fact_of(&view, "K9"), "calendar CN 1"));
    assert_true(says(fact_of(&view, "K9 calendar"), "not CN-XZ"));
    queue_in_unit(*state, 1, received, received + MINUTE_MS, "q.complaint", "bj-chaoyang");
    view = view_of(ask_why(*state, &query));
    assert_true(says(fact_of(&view, "K6"), "calendar CN 1"));
    assert_null(fact_of(&view, "K6 calendar"));
    arena_done(&arena);
}

static void names_the_rungs_that_were_reached_and_what_ended_it(void **state)
{
    const struct why_get query = {.case_id = case_id(1), .has_case_id = true};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS);
    accept(*state, 1, MONDAY, MONDAY + 11 * MINUTE_MS);
    struct why_view view = view_of(ask_why(*state, &query));
    assert_true(says(fact_of(&view, "K3 rungs"), "K3.1"));
    assert_true(says(fact_of(&view, "K3"), "breached"));
    assert_true(says(fact_of(&view, "K3"), "complaint.accepted"));
    arena_done(&arena);
}

static void says_that_a_fourth_wait_stops_nothing(void **state)
{
    const struct why_get query = {.case_id = case_id(1), .has_case_id = true};

    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    for (int i = 0; i < 4; i++) {
        ask(*state, 1, at("2026-03-03T10:00:00") + i * HOUR_MS, 10 + 2 * i);
        answer(*state, 1, at("2026-03-03T10:30:00") + i * HOUR_MS, 11 + 2 * i);
    }
    struct why_view view = view_of(ask_why(*state, &query));
    bool found = false;
    for (size_t i = 0; i < view.facts_count; i++)
        found = found || (text_is(view.facts[i].what, "K8a wait") &&
                          says(&view.facts[i], "1 waits beyond the third"));
    assert_true(found);
    arena_done(&arena);
}

static void a_long_list_of_spans_is_cut_into_facts_that_fit(void **state)
{
    const struct why_get query = {.case_id = case_id(1), .has_case_id = true};
    size_t parts = 0;

    take(*state, 1, CASE_TYPE_suggest, CASE_GRADE_P4, MONDAY);
    struct why_view view = view_of(ask_why(*state, &query));
    for (size_t i = 0; i < view.facts_count; i++) {
        assert_true(view.facts[i].because.length <= 2048);
        parts += text_is(view.facts[i].what, "K8b.decision spans");
    }
    assert_true(parts > 1);
    arena_done(&arena);
}

static void one_clock_alone_adds_up_to_its_limit(void **state)
{
    /* 15 days, three of them left out, two of them still to count */
    const struct why_get query = {
        .case_id = case_id(1),
        .has_case_id = true,
        .clock = TEXT("K9")};
    const struct why_get none = {
        .case_id = case_id(1),
        .has_case_id = true,
        .clock = TEXT("K10")};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    record(*state, 1, RECORDED_FACT_appraisal_begun, at("2026-03-05T10:00:00"));
    struct why_view view = view_of(ask_why(*state, &query));
    assert_true(says(
        fact_of(&view, "K9 sum"),
        "counted 计时 48:00:00 + left 剩余 312:00:00 = limit 时限 15 cd (360:00:00)"
    ));
    record(*state, 1, RECORDED_FACT_appraisal_ended, at("2026-03-08T09:00:00"));
    view = view_of(ask_why(*state, &query));
    for (size_t i = 0; i < view.facts_count; i++)
        assert_true(text_starts(view.facts[i].what, TEXT("K9")));
    assert_true(says(
        fact_of(&view, "K9 sum"),
        "counted 计时 360:00:00 + left 剩余 0:00:00 = limit 时限 15 cd (360:00:00); "
        "skipped 不计 14:00:00, paused 暂停 72:00:00"
    ));
    assert_string_equal(ask_why(*state, &none)->reply.faults.list[0].code, "not_found");
    arena_done(&arena);
}

static void finds_a_case_by_its_number(void **state)
{
    const struct uuid id = case_id(1);
    const struct bytes key = {id.b, 16};
    const struct why_get query = {.case_no = TEXT("GD20260302000001")};

    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    const struct item *item = ask_why(*state, &query);
    assert_string_equal(item->reply.faults.list[0].code, "not_found");
    trial_list(*state, &escalation_by_number_list, &key, 1, false);
    struct why_view view = view_of(ask_why(*state, &query));
    assert_true(uuid_equal(view.case_id, id));
    assert_true(text_is(view.case_no, "GD20260302000001"));
    arena_done(&arena);
}

static void refuses_a_question_about_no_case(void **state)
{
    const struct why_get nothing = {.has_case_id = false};
    const struct why_get unknown = {.case_id = case_id(9), .has_case_id = true};

    assert_string_equal(ask_why(*state, &nothing)->reply.faults.list[0].code, "missing_field");
    assert_string_equal(ask_why(*state, &unknown)->reply.faults.list[0].code, "not_found");
}

/* REQUIREMENTS 1.21, tier T1, as at router and desk. */
static void tells_only_who_reads_cases(void **state)
{
    static const char *const others[] = {"ops", "sysadmin", "nobody"};
    const struct why_get query = {.case_id = case_id(1), .has_case_id = true};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_refused(ask_as(*state, &query, NULL, "L1"), "missing_field", "actorid");
    assert_refused(ask_as(*state, &query, "E1002", NULL), "missing_field", "actorrole");
    for (size_t i = 0; i < LENGTH(others); i++)
        assert_refused(ask_as(*state, &query, "E9", others[i]), "forbidden", "actorrole");
    assert_int_equal(ask_as(*state, &query, "E9", "auditor")->outcome, OUTCOME_answered);
    assert_int_equal(ask_as(*state, &query, "E9", "reception")->outcome, OUTCOME_answered);
}

/* CL-08, 1.21: nor is anybody told that somebody has complained about them; E3001 leads E1001. */
static void a_complaint_about_who_asks_is_like_a_case_that_is_not_there(void **state)
{
    const struct why_get by_id = {.case_id = case_id(1), .has_case_id = true};
    const struct why_get clock = {
        .case_id = case_id(1),
        .has_case_id = true,
        .clock = TEXT("K99")};
    const struct why_get unknown = {.case_id = case_id(9), .has_case_id = true};
    const struct why_get by_number = {.case_no = TEXT("GD20260302000001")};
    const struct item *none = ask_as(*state, &by_number, "E1001", "L1");
    const struct uuid id = case_id(1);
    const struct bytes key = {id.b, 16};

    receive_about(*state, 1, MONDAY, "E1001");
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, MONDAY);
    trial_list(*state, &escalation_by_number_list, &key, 1, false);
    assert_refused_alike(
        ask_as(*state, &by_id, "E1001", "L1"),
        ask_as(*state, &unknown, "E1001", "L1")
    );
    assert_refused_alike(
        ask_as(*state, &clock, "E3001", "L3"),
        ask_as(*state, &unknown, "E3001", "L3")
    );
    assert_refused_alike(ask_as(*state, &by_number, "E1001", "L1"), none);
    assert_int_equal(ask_as(*state, &by_id, "E4001", "L4")->outcome, OUTCOME_answered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tells_only_who_reads_cases),
        TEST(a_complaint_about_who_asks_is_like_a_case_that_is_not_there),
        TEST(lists_what_was_counted_skipped_and_paused),
        TEST(says_which_calendar_a_region_has_and_why),
        TEST(names_the_rungs_that_were_reached_and_what_ended_it),
        TEST(says_that_a_fourth_wait_stops_nothing),
        TEST(a_long_list_of_spans_is_cut_into_facts_that_fit),
        TEST(one_clock_alone_adds_up_to_its_limit),
        TEST(finds_a_case_by_its_number),
        TEST(refuses_a_question_about_no_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
