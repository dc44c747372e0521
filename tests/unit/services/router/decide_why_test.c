/* Tests of services/router/decide_why.c: DESIGN P7. */
#include "tests/support/refused_alike.h"
#include "tests/unit/services/router/support.h"

static const struct item *
ask_as(const struct why_get *query, const char *actor, const char *role)
{
    return trial_command(
        trial,
        &(struct trial_message
        ){.type = MESSAGE_why_get_v1, .body = query, .actorid = actor, .actorrole = role}
    );
}

static struct why_view asked(const struct why_get *query)
{
    const struct item *item = ask_as(query, "Z", "auditor");
    struct faults faults = {.count = 0};
    struct why_view view;

    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_int_equal(
        map_decode(
            item->reply.result,
            &why_view_shape,
            DECODE_strict,
            "result",
            &kept,
            &faults,
            &view
        ),
        OK
    );
    return view;
}

static struct why_view asked_of(uint8_t n)
{
    return asked(&(struct why_get){.case_id = case_id(n), .has_case_id = true});
}

static const char *because(const struct why_view *view, const char *what)
{
    for (size_t i = 0; i < view->facts_count; i++) {
        if (text_is(view->facts[i].what, what))
            return arena_format(
                       &kept,
                       "%.*s",
                       (int)view->facts[i].because.length,
                       view->facts[i].because.at
            )
                .at;
    }
    return "";
}

#define ASSERT_SAYS(view, what, part) assert_non_null(strstr(because(view, what), part))

static void explains_class_grade_queue_deadline_and_versions(void **state UNUSED)
{
    take_text(1, "信用卡年费乱收，收了我80万，打了三次电话都没人管，我要投诉");
    struct why_view view = asked_of(1);
    assert_true(uuid_equal(view.case_id, case_id(1)));
    assert_true(text_is(view.case_no, CASE_NO));
    ASSERT_SAYS(&view, "finding", "the rules say routed: complaint");
    ASSERT_SAYS(&view, "finding", "confidence ");
    ASSERT_SAYS(&view, "finding", "=投诉");
    ASSERT_SAYS(&view, "grade", "P1: ");
    ASSERT_SAYS(&view, "grade", "amount_major");
    ASSERT_SAYS(&view, "grade", "80000000 fen found in the text");
    ASSERT_SAYS(&view, "case.queued.v1", "by route complaint into q.complaint");
    ASSERT_SAYS(&view, "due", "K8 of INTERNAL");
    ASSERT_SAYS(&view, "due", "due 2026-11-28T16:00:00.000Z");
    ASSERT_SAYS(&view, "policies", "taxonomy 1, rules ");
}

static void explains_what_people_changed(void **state UNUSED)
{
    take_text(1, "我不投诉，就想问下手续费怎么收的");
    trial_set_time(trial, MONDAY_MS + HOUR_MS);
    wish(1, CASE_TYPE_complaint, "TR06", CASE_GRADE_P4);
    trial_set_time(trial, MONDAY_MS + DAY_MS);
    reopen(1, 1, CASE_GRADE_P3);
    struct why_view view = asked_of(1);
    ASSERT_SAYS(&view, "case.reclassify_requested.v1", "E1001 wished: type complaint");
    ASSERT_SAYS(&view, "case.reopened.v1", "reopened 1 times");
    ASSERT_SAYS(&view, "grade", "at least P2");
    ASSERT_SAYS(&view, "case.queued.v1", "decided by human");
    for (size_t i = 1; i < view.facts_count; i++)
        assert_true(view.facts[i - 1].at <= view.facts[i].at);
}

static void keeps_the_order_when_the_wish_came_after_the_reopening(void **state UNUSED)
{
    take_text(1, "我不投诉，就想问下手续费怎么收的");
    trial_set_time(trial, MONDAY_MS + HOUR_MS);
    reopen(1, 1, CASE_GRADE_P4);
    trial_set_time(trial, MONDAY_MS + DAY_MS);
    wish(1, CASE_TYPE_complaint, "TR06", CASE_GRADE_P3);
    struct why_view view = asked_of(1);
    assert_int_equal(view.facts_count, 7);
    for (size_t i = 1; i < view.facts_count; i++)
        assert_true(view.facts[i - 1].at <= view.facts[i].at);
}

static void explains_a_triage(void **state UNUSED)
{
    take_text(1, "银行卡");
    struct why_view view = asked_of(1);
    ASSERT_SAYS(&view, "finding", "the rules say triage");
    ASSERT_SAYS(&view, "case.triage_needed.v1", "by route triage into q.triage");
}

static void explains_a_case_that_nobody_can_read(void **state UNUSED)
{
    struct case_received body = received(1, "我不投诉");

    assert_int_equal(tell(MESSAGE_case_received_v1, 2, &body)->outcome, OUTCOME_accepted);
    struct why_view view = asked_of(2);
    ASSERT_SAYS(&view, "finding", "the key of the case is destroyed");
}

static void finds_a_case_by_its_number(void **state UNUSED)
{
    const struct uuid id = case_id(1);
    const struct bytes key = {LIST(id.b)};

    take_text(1, "银行卡");
    trial_list(trial, &router_by_number_list, &key, 1, false);
    struct why_view view = asked(&(struct why_get){.case_no = TEXT(CASE_NO)});
    assert_true(uuid_equal(view.case_id, case_id(1)));
}

static void assert_refused_to(
    const struct why_get *query,
    const char *actor,
    const char *role,
    const char *code
)
{
    const struct item *item = ask_as(query, actor, role);

    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_string_equal(item->reply.faults.list[0].code, code);
}

static void assert_refused(const struct why_get *query, const char *code)
{
    assert_refused_to(query, "Z", "auditor", code);
}

/* 1.21, SE-02 */
static void tells_only_roles_that_read_cases(void **state UNUSED)
{
    static const char *const readers[] = {"reception", "L1", "L2", "L6", "auditor"};
    const struct why_get query = {.case_id = case_id(1), .has_case_id = true};

    take_text(1, "银行卡");
    assert_refused_to(&query, NULL, NULL, "missing_field");
    assert_refused_to(&query, "A", NULL, "missing_field");
    assert_refused_to(&query, NULL, "L1", "missing_field");
    assert_refused_to(&query, "A", "ops", "forbidden");
    assert_refused_to(&query, "A", "sysadmin", "forbidden");
    assert_refused_to(&query, "A", "nobody", "forbidden");
    for (size_t i = 0; i < LENGTH(readers); i++)
        assert_int_equal(ask_as(&query, "A", readers[i])->outcome, OUTCOME_answered);
}

/* CL-08; E3001 leads E1001 in staff.yaml. What they hear is said of every case that is not there. */
static void tells_nobody_about_a_complaint_about_themselves(void **state UNUSED)
{
    const struct why_get query = {.case_id = case_id(1), .has_case_id = true};
    const struct why_get unknown = {.case_id = case_id(9), .has_case_id = true};
    const struct why_get number = {.case_no = TEXT(CASE_NO)};
    const struct uuid id = case_id(1);
    const struct bytes key = {LIST(id.b)};
    const struct item *none = ask_as(&number, "E1001", "L2");

    take_text(1, "我要投诉柜员态度差");
    struct classified_case row = *row_now(1);
    row.about_employee = TEXT("E1001");
    trial_put(trial, &classified_case_record, &row);
    assert_refused_alike(ask_as(&query, "E1001", "L2"), ask_as(&unknown, "E1001", "L2"));
    assert_refused_alike(ask_as(&query, "E3001", "L3"), ask_as(&unknown, "E3001", "L3"));
    assert_refused_to(&query, "E1001", "L2", "not_found");
    assert_int_equal(ask_as(&query, "E4001", "L4")->outcome, OUTCOME_answered);
    trial_list(trial, &router_by_number_list, &key, 1, false);
    assert_refused_alike(ask_as(&number, "E1001", "L2"), none);
}

static void refuses_what_it_does_not_know(void **state UNUSED)
{
    const struct why_get unknown = {.case_id = case_id(9), .has_case_id = true};

    assert_refused(&unknown, "not_found");
    assert_refused(&(struct why_get){.case_no = TEXT("GD20261123999999")}, "not_found");
    assert_refused(&(struct why_get){.has_case_id = false}, "missing_field");
    wish(9, CASE_TYPE_complaint, NULL, CASE_GRADE_P4); /* an early row explains nothing yet */
    assert_refused(&unknown, "not_found");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(explains_class_grade_queue_deadline_and_versions),
        TEST(explains_what_people_changed),
        TEST(keeps_the_order_when_the_wish_came_after_the_reopening),
        TEST(explains_a_triage),
        TEST(explains_a_case_that_nobody_can_read),
        TEST(finds_a_case_by_its_number),
        TEST(tells_only_roles_that_read_cases),
        TEST(tells_nobody_about_a_complaint_about_themselves),
        TEST(refuses_what_it_does_not_know),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
