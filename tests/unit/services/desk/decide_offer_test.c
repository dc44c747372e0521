/* Tests of services/desk/decide_offer.c: CL-08, CL-11. */
#include "services/desk/decide_offer.h"

#include "tests/support/refused_alike.h"
#include "tests/unit/services/desk/offer_steps.h"

/* A case that is offered to A. */
static struct uuid offered(uint8_t n)
{
    struct uuid id = case_id(n);

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(id, urgent_consultation());
    turn_for(&id, 1, PEOPLE("A"));
    assert_text(row_of_case(id)->offered_to, "A");
    return id;
}

static void taking_it_is_a_claim(void **state UNUSED)
{
    struct uuid id = offered(1);
    struct case_result result;
    const struct item *item = take_offer(id, "A", "L1");

    assert_accepted(item);
    result_of(item, &case_result_shape, &result);
    assert_int_equal(result.lease_epoch, 1);
    assert_text(row_of_case(id)->owner, "A");
    assert_null(row_of_case(id)->offered_to.at);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_in_progress);
    assert_int_equal(worker_named("A")->held, 1);
    assert_int_equal(worker_named("A")->load, 3);
    assert_false(worker_named("A")->has_offer_until);
    assert_non_null(trial_last(trial, MESSAGE_case_claimed_v1));
    assert_refused(take_offer(id, "A", "L1"), "lease_lost");
}

static void nobody_else_may_take_or_claim_it(void **state UNUSED)
{
    struct uuid id = offered(1);

    assert_refused(take_offer(id, "B", "L1"), "lease_lost");
    assert_int_equal(claim(id, "B", "L1")->outcome, OUTCOME_busy);
    assert_null(row_of_case(id)->owner.at);
}

static void it_is_good_to_its_last_millisecond(void **state UNUSED)
{
    struct uuid id = offered(1), other;

    trial_set_time(trial, row_of_case(id)->offered_until);
    assert_accepted(take_offer(id, "A", "L1"));
    other = offered(2);
    trial_set_time(trial, row_of_case(other)->offered_until + 1);
    assert_refused(take_offer(other, "A", "L1"), "lease_lost");
}

static void an_earlier_offer_is_over(void **state UNUSED)
{
    struct uuid id = offered(1);

    assert_refused(
        command(
            MESSAGE_case_take_offer_v1,
            id,
            &(struct case_take_offer){ON_CASE(id), .offer_no = 0, .has_offer_no = true},
            "A",
            "L1"
        ),
        "lease_lost"
    );
}

static void what_held_when_it_was_offered_is_looked_at_again(void **state UNUSED)
{
    /* CL-08: meanwhile router says whom the complaint is about */
    struct uuid id = case_id(1);
    struct case_queued body = complaint(CASE_GRADE_P1);

    body.about_employee = (struct text){0};
    assert_accepted(say_presence("E1001", "complaint_specialist", PRESENCE_available));
    place(id, body);
    turn_for(&id, 1, PEOPLE("E1001"));
    assert_text(row_of_case(id)->offered_to, "E1001");
    struct queued_case row = *row_of_case(id);
    row.about_employee = TEXT("E1001");
    trial_put(trial, &queued_case_record, &row);
    /* in the words of every offer that is over */
    assert_refused_alike(
        take_offer(id, "E1001", "complaint_specialist"),
        take_offer(id, "B", "complaint_specialist")
    );
    assert_refused(take_offer(id, "E1001", "complaint_specialist"), "lease_lost");
}

static void a_stale_version_conflicts(void **state UNUSED)
{
    struct uuid id = offered(1);
    struct case_take_offer body = {
        ON_CASE(id),
        .offer_no = 1,
        .has_offer_no = true,
        .version = row_of_case(id)->version - 1,
        .has_version = true,
    };

    assert_refused(command(MESSAGE_case_take_offer_v1, id, &body, "A", "L1"), "conflict");
    body.version++;
    assert_accepted(command(MESSAGE_case_take_offer_v1, id, &body, "A", "L1"));
}

static void declining_needs_a_reason_and_asks_the_next(void **state UNUSED)
{
    struct uuid id = offered(1);

    assert_refused(
        command(
            MESSAGE_case_decline_offer_v1,
            id,
            &(struct case_decline_offer
            ){ON_CASE(id), .offer_no = 1, .has_offer_no = true, .reason = TEXT(" ")},
            "A",
            "L1"
        ),
        "reason_required"
    );
    assert_accepted(decline_offer(id, "A", "L1"));
    const struct case_offer_ended *event = trial_last(trial, MESSAGE_case_offer_ended_v1);
    assert_int_equal(event->cause, OFFER_END_declined);
    assert_int_equal(event->version, row_of_case(id)->version);
    assert_true(event->reason.cipher.length > 0);
    assert_int_equal(worker_named("A")->missed, 0);
    assert_accepted(say_presence("B", "L1", PRESENCE_available));
    turn_for(&id, 1, PEOPLE("A", "B"));
    assert_text(row_of_case(id)->offered_to, "B");
}

static void a_case_that_is_not_there_is_not_found(void **state UNUSED)
{
    struct uuid id = case_id(9);

    assert_refused(
        command(
            MESSAGE_case_take_offer_v1,
            id,
            &(struct case_take_offer){ON_CASE(id), .has_offer_no = true},
            "A",
            "L1"
        ),
        "not_found"
    );
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(taking_it_is_a_claim),
        TEST(nobody_else_may_take_or_claim_it),
        TEST(it_is_good_to_its_last_millisecond),
        TEST(an_earlier_offer_is_over),
        TEST(what_held_when_it_was_offered_is_looked_at_again),
        TEST(a_stale_version_conflicts),
        TEST(declining_needs_a_reason_and_asks_the_next),
        TEST(a_case_that_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests_name("desk: answers to offers", tests, NULL, NULL);
}
