/* Tests of services/desk/repeats.c: REQUIREMENTS WO-08. */
#include "services/desk/repeats.h"

#include "tests/unit/services/desk/complaint_steps.h"

static const uint8_t one[16] = {1}, other[16] = {2};

static struct case_queued asked(int64_t received_at, const uint8_t customer[16])
{
    struct case_queued body = consultation();

    body.received_at = received_at;
    body.customer_key = (struct bytes){customer, 16};
    return body;
}

/* The n-th case, received so late; NULL when it is no repeat. */
static const struct queued_case *come(uint8_t n, struct case_queued body)
{
    place(case_id(n), body);
    return row_of_case(case_id(n))->has_repeat_of ? row_of_case(case_id(n)) : NULL;
}

static void a_second_contact_inside_7_days_is_flagged(void **state UNUSED)
{
    const int64_t later[] = {0, 7 * DAY - 1, 7 * DAY, 7 * DAY + 1};

    for (uint8_t i = 0; i < LENGTH(later); i++) {
        uint8_t customer[16] = {9, i};
        uint8_t n = (uint8_t)(2 * i + 1);
        assert_null(come(n, asked(T0, customer)));
        const struct queued_case *second =
            come((uint8_t)(n + 1), asked(T0 + later[i], customer));
        assert_true((second != NULL) == (later[i] <= 7 * DAY));
        if (second)
            assert_true(uuid_equal(second->repeat_of, case_id(n)));
    }
}

static void the_event_says_whom_it_counts_against(void **state UNUSED)
{
    struct uuid id = claimed(1, asked(T0, one), "A", "L1");

    resolve(id, "A", "L1");
    assert_non_null(come(2, asked(T0 + DAY, one)));
    const struct case_repeat_found *event = trial_last(trial, MESSAGE_case_repeat_found_v1);
    assert_true(uuid_equal(event->repeat_of, id));
    assert_text(event->earlier_owner, "A");
    assert_text(event->category, "credit_card");
    assert_int_equal(event->earlier_received_at, T0);
    assert_false(event->merge_offered);
    assert_true(text_equal(event->repeat_no, row_of_case(id)->case_no));
}

static void other_customers_other_categories_and_nobody_are_no_repeat(void **state UNUSED)
{
    struct case_queued body = asked(T0, one);

    assert_null(come(1, body));
    assert_null(come(2, asked(T0 + 1, other)));
    body.category = TEXT("loans");
    assert_null(come(3, body));
    body = asked(T0 + 1, one);
    body.customer_key = (struct bytes){NULL, 0};
    assert_null(come(4, body));
    assert_null(come(5, body));
}

/* Inside an open complaint a merge is offered, however old it is; a settled one counts for 7 days like any other. */
static void inside_an_open_complaint_a_merge_is_offered(void **state UNUSED)
{
    struct case_queued open = complaint(CASE_GRADE_P3), again = asked(T0 + 20 * DAY, one);

    open.received_at = T0;
    open.customer_key = (struct bytes){one, 16};
    place(case_id(1), open);
    again.category = open.category;
    assert_non_null(come(2, again));
    const struct case_repeat_found *event = trial_last(trial, MESSAGE_case_repeat_found_v1);
    assert_true(event->merge_offered);
    struct queued_case settled = *row_of_case(case_id(1));
    settled.state = CASE_STATE_withdrawn;
    settled.case_id = case_id(3);
    settled.customer_key = (struct bytes){other, 16};
    trial_put(trial, &queued_case_record, &settled);
    assert_false(repeats_offers_merge(&settled));
    settled.state = CASE_STATE_cp_investigating;
    assert_true(repeats_offers_merge(&settled));
    settled.case_type = CASE_TYPE_consult;
    assert_false(repeats_offers_merge(&settled));
}

static void the_view_of_the_case_shows_it(void **state UNUSED)
{
    struct case_view view;
    struct case_get wish = {.case_id = case_id(2), .has_case_id = true};

    assert_null(come(1, asked(T0, one)));
    assert_non_null(come(2, asked(T0 + 1, one)));
    const struct item *item = command(MESSAGE_case_get_v1, case_id(2), &wish, "A", "L1");
    assert_int_equal(item->outcome, OUTCOME_answered);
    result_of(item, &case_view_shape, &view);
    assert_true(uuid_equal(view.repeat_of, case_id(1)));
    assert_true(text_equal(view.repeat_no, row_of_case(case_id(1))->case_no));
    assert_true(view.has_merge_offered && !view.merge_offered);
}

/* Router answers again after a wish or a reopening: that is no new contact. */
static void the_same_case_again_is_no_repeat_and_is_said_once(void **state UNUSED)
{
    assert_null(come(1, asked(T0, one)));
    assert_null(come(1, asked(T0, one)));
    assert_non_null(come(2, asked(T0 + 1, one)));
    size_t events = trial_event_count(trial);
    assert_non_null(come(2, asked(T0 + 1, one)));
    assert_int_equal(trial_event_count(trial), events);
}

static void
a_case_that_was_received_earlier_but_comes_later_links_to_nothing(void **state UNUSED)
{
    assert_null(come(1, asked(T0 + DAY, one)));
    assert_null(come(2, asked(T0, one)));
    const struct queued_case *third = come(3, asked(T0 + DAY + 1, one));
    assert_true(uuid_equal(third->repeat_of, case_id(1))); /* still the newest by receipt */
}

static struct case_queued open_complaint(int64_t received_at)
{
    struct case_queued body = complaint(CASE_GRADE_P3);

    body.received_at = received_at;
    body.customer_key = (struct bytes){one, 16};
    return body;
}

/* The newest contact is no complaint itself; it must not hide the one that is still open. */
static void newer_contacts_do_not_hide_the_open_complaint(void **state UNUSED)
{
    const int64_t days[] = {20, 21, 40, 80};
    struct case_queued body = open_complaint(T0);
    struct text category = body.category;

    place(case_id(1), body);
    for (uint8_t i = 0; i < LENGTH(days); i++) {
        body = asked(T0 + days[i] * DAY, one);
        body.category = category;
        const struct queued_case *again = come((uint8_t)(2 + i), body);
        assert_non_null(again);
        assert_true(uuid_equal(again->repeat_of, case_id(1)));
        const struct case_repeat_found *event = trial_last(trial, MESSAGE_case_repeat_found_v1);
        assert_true(event->merge_offered);
        assert_int_equal(event->earlier_received_at, T0);
    }
}

/* Once it is settled, the days are counted from the newest contact. */
static void after_the_complaint_the_newest_contact_counts(void **state UNUSED)
{
    struct case_queued body = open_complaint(T0);
    struct text category = body.category;

    place(case_id(1), body);
    body = asked(T0 + 20 * DAY, one);
    body.category = category;
    assert_non_null(come(2, body));
    struct queued_case settled = *row_of_case(case_id(1));
    settled.state = CASE_STATE_withdrawn;
    trial_put(trial, &queued_case_record, &settled);
    body.received_at = T0 + 27 * DAY;
    const struct queued_case *third = come(3, body);
    assert_true(uuid_equal(third->repeat_of, case_id(2)));
    body.received_at = T0 + 34 * DAY + 1;
    assert_null(come(4, body));
}

/* What was classified anew is another matter; the contact before it still counts. */
static void a_case_that_has_another_category_now_is_no_repeat(void **state UNUSED)
{
    struct case_queued body = asked(T0, one);

    assert_null(come(1, body));
    assert_non_null(come(2, asked(T0 + DAY, one)));
    body = asked(T0 + DAY, one);
    body.category = TEXT("loans");
    place(case_id(2), body);
    const struct queued_case *third = come(3, asked(T0 + 2 * DAY, one));
    assert_true(uuid_equal(third->repeat_of, case_id(1)));
    place(case_id(3), body);
    assert_null(come(4, asked(T0 + 9 * DAY, one)));
}

/* What has ended cannot be merged (case.merge is illegal then), though the complaint is still open. */
static void a_case_that_has_ended_is_offered_no_merge(void **state UNUSED)
{
    struct case_queued body = open_complaint(T0);
    struct case_get wish = {.case_id = case_id(2), .has_case_id = true};
    struct text category = body.category;
    struct case_view view;

    place(case_id(1), body);
    body = asked(T0 + 1, one);
    body.category = category;
    assert_non_null(come(2, body));
    struct queued_case ended = *row_of_case(case_id(2));
    ended.state = CASE_STATE_closed;
    trial_put(trial, &queued_case_record, &ended);
    result_of(
        command(MESSAGE_case_get_v1, case_id(2), &wish, "B", "L1"),
        &case_view_shape,
        &view
    );
    assert_true(view.has_repeat_of && view.has_merge_offered && !view.merge_offered);
}

/* The employee complained about takes the customer's next call: nothing tells of the complaint (as case.get of it). */
static void whom_the_complaint_is_about_does_not_see_it(void **state UNUSED)
{
    struct case_queued body = open_complaint(T0);
    struct case_get wish = {.case_id = case_id(2), .has_case_id = true};
    struct text category = body.category;
    struct case_view view;

    body.about_employee = TEXT("A");
    place(case_id(1), body);
    body = asked(T0 + 1, one);
    body.category = category;
    assert_non_null(come(2, body));
    result_of(
        command(MESSAGE_case_get_v1, case_id(2), &wish, "A", "L1"),
        &case_view_shape,
        &view
    );
    assert_false(view.has_repeat_of);
    assert_false(view.has_merge_offered);
    assert_null(view.repeat_no.at);
    result_of(
        command(MESSAGE_case_get_v1, case_id(2), &wish, "B", "L1"),
        &case_view_shape,
        &view
    );
    assert_true(view.has_repeat_of && view.merge_offered);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_second_contact_inside_7_days_is_flagged),
        TEST(the_event_says_whom_it_counts_against),
        TEST(other_customers_other_categories_and_nobody_are_no_repeat),
        TEST(inside_an_open_complaint_a_merge_is_offered),
        TEST(the_view_of_the_case_shows_it),
        TEST(the_same_case_again_is_no_repeat_and_is_said_once),
        TEST(a_case_that_was_received_earlier_but_comes_later_links_to_nothing),
        TEST(newer_contacts_do_not_hide_the_open_complaint),
        TEST(after_the_complaint_the_newest_contact_counts),
        TEST(a_case_that_has_another_category_now_is_no_repeat),
        TEST(a_case_that_has_ended_is_offered_no_merge),
        TEST(whom_the_complaint_is_about_does_not_see_it),
    };
    return cmocka_run_group_tests_name("desk: repeat contacts", tests, NULL, NULL);
}
