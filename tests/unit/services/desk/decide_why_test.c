/* Tests of services/desk/decide_why.c: DESIGN P7, CL-08. */
#include "services/desk/decide_why.h"

#include "services/desk/decide_get.h"
#include "tests/unit/services/desk/offer_steps.h"

static struct why_view why(struct uuid id)
{
    struct why_view view;
    struct why_get query = {ON_CASE(id)};

    result_of(
        command(MESSAGE_why_get_v1, (struct uuid){{0}}, &query, "Z", "auditor"),
        &why_view_shape,
        &view
    );
    return view;
}

/* The reason of the n-th fact that is called so; NULL: there are not so many. */
static const char *because(const struct why_view *view, const char *what, size_t n)
{
    static char text[2049];

    for (size_t i = 0; i < view->facts_count; i++) {
        if (!text_is(view->facts[i].what, what) || n-- > 0)
            continue;
        snprintf(
            text,
            sizeof(text),
            "%.*s",
            (int)view->facts[i].because.length,
            view->facts[i].because.at
        );
        return text;
    }
    return NULL;
}

static void assert_says(const struct why_view *view, const char *what, const char *words)
{
    const char *text = because(view, what, 0);

    if (!text || !strstr(text, words))
        fail_msg("%s: %s", what, text ? text : "is not said");
}

static void shows_who_may_not_have_it_and_why(void **state UNUSED)
{
    struct uuid id = case_id(1);
    static const struct text skills[] = {{"complaint", 9}};
    struct case_queued body = complaint(CASE_GRADE_P3);

    body.skills = skills;
    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    assert_accepted(say_presence("E1001", "complaint_specialist", PRESENCE_available));
    assert_accepted(say_presence("S", "complaint_specialist", PRESENCE_available));
    assert_accepted(say_presence("T", "complaint_specialist", PRESENCE_busy));
    place(id, body);
    list_present(PEOPLE("A", "E1001", "S", "T"));
    struct why_view view = why(id);
    assert_says(&view, "queue", "q.complaint for line 1, asks for complaint:1, weighs 2");
    assert_says(&view, "refused: recused", "E1001 is the employee complained about");
    assert_string_equal(
        because(&view, "refused: recused", 1),
        "E3001 leads the employee complained about"
    );
    assert_null(because(&view, "refused: recused", 2)); /* each once */
    assert_says(&view, "refused: skill", "A, L1, 0 of 20 points taken");
    assert_says(&view, "refused: away", "T, complaint_specialist");
    assert_says(&view, "may have it", "S, complaint_specialist");
}

static void shows_offer_ladder_and_who_declined(void **state UNUSED)
{
    struct uuid id = case_id(1);

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(id, urgent_consultation());
    turn_for(&id, 1, PEOPLE("A"));
    list_present(PEOPLE("A"));
    struct why_view view = why(id);
    assert_says(&view, "case.offered", "offer 1 to A until 2026-11-21T");
    assert_says(&view, "refused: offered", "A, L1, 3 of 20 points taken");
    assert_accepted(decline_offer(id, "A", "L1"));
    view = why(id);
    assert_says(&view, "not asked again", "A gave it back, declined or missed it");
    trial_set_time(trial, T0 + DAY / 4);
    turn_for(&id, 1, NOBODY);
    view = why(id);
    assert_says(
        &view,
        "rung",
        "rung 1 of 4: levels, after 25 % of its time; told, of it or of a later one of the "
        "same "
        "turn: L3"
    );
}

static void shows_the_owner_of_what_does_not_wait(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    list_present(PEOPLE("A"));
    struct why_view view = why(id);
    assert_says(&view, "owner", "A has it, lease 1, 1 points");
    assert_says(&view, "queue", "does not wait");
    assert_null(because(&view, "may have it", 0));
}

/* P4 asks for no level above 1, and q.service overflows to nowhere. */
static void a_rung_that_changes_nothing_told_nobody(void **state UNUSED)
{
    struct uuid id = case_id(1);
    struct case_queued body = consultation();

    body.queue = TEXT("q.service");
    place(id, body);
    trial_set_time(trial, T0 + DAY / 4 * 3);
    turn_for(&id, 1, NOBODY);
    list_present(NOBODY);
    struct why_view view = why(id);
    assert_says(&view, "rung passed", "rung 1 of 4: levels");
    assert_says(&view, "rung passed", "nobody told");
    assert_string_equal(
        because(&view, "rung passed", 1),
        "rung 2 of 4: pool, after 50 % of its time; changes nothing for this case, nobody told"
    );
    assert_null(because(&view, "rung passed", 2));
    assert_says(&view, "rung", "rung 3 of 4: offer");
    assert_null(because(&view, "rung", 1));
}

/* REQUIREMENTS 1.21, CL-08: as case.get. */
static void shows_it_to_those_who_may_read_the_case(void **state UNUSED)
{
    struct uuid nowhere = {{0}};
    struct why_get query = {ON_CASE(case_id(1))};

    place(case_id(1), complaint(CASE_GRADE_P3));
    list_present(NOBODY);
    assert_refused(command(MESSAGE_why_get_v1, nowhere, &query, NULL, NULL), "missing_field");
    assert_refused(command(MESSAGE_why_get_v1, nowhere, &query, "A", "ops"), "forbidden");
    assert_refused(command(MESSAGE_why_get_v1, nowhere, &query, "A", "nobody"), "forbidden");
    assert_refused(command(MESSAGE_why_get_v1, nowhere, &query, "E1001", "L2"), "not_found");
    assert_refused(command(MESSAGE_why_get_v1, nowhere, &query, "E3001", "L3"), "not_found");
    assert_int_equal(
        command(MESSAGE_why_get_v1, nowhere, &query, "A", "L1")->outcome,
        OUTCOME_answered
    );
}

static void asks_for_a_case_that_is_there(void **state UNUSED)
{
    struct why_get none = {.case_no = {0}}, unknown = {ON_CASE(case_id(7))};
    struct why_get number = {.case_no = TEXT("GD20261121000001")};
    struct uuid id = case_id(1), nowhere = {{0}};

    assert_refused(
        command(MESSAGE_why_get_v1, nowhere, &none, "Z", "auditor"),
        "missing_field"
    );
    assert_refused(command(MESSAGE_why_get_v1, nowhere, &unknown, "Z", "auditor"), "not_found");
    assert_refused(command(MESSAGE_why_get_v1, nowhere, &number, "Z", "auditor"), "not_found");
    place(id, consultation());
    trial_list(trial, &desk_by_number_list, &(struct bytes){id.b, 16}, 1, false);
    const struct item *item = command(MESSAGE_why_get_v1, nowhere, &number, "Z", "auditor");
    assert_int_equal(item->outcome, OUTCOME_answered);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shows_who_may_not_have_it_and_why),
        TEST(shows_offer_ladder_and_who_declined),
        TEST(shows_the_owner_of_what_does_not_wait),
        TEST(a_rung_that_changes_nothing_told_nobody),
        TEST(shows_it_to_those_who_may_read_the_case),
        TEST(asks_for_a_case_that_is_there),
    };
    return cmocka_run_group_tests_name("desk: why", tests, NULL, NULL);
}
