/* Tests of services/desk/decide_handle.c: CL-05, CL-11, REQUIREMENTS 2.3 rows 13 to 16, 4.5 rule 2. */
#include "services/desk/decide_handle.h"

#include "tests/unit/services/desk/desk_trial.h"

static void extending_begins_the_lease_anew(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");
    struct case_result result;

    trial_set_time(trial, T0 + 20 * MINUTE);
    const struct item *item =
        command(MESSAGE_case_extend_v1, id, &(struct case_extend){WITH_LEASE(id)}, "A", "L1");
    assert_accepted(item);
    result_of(item, &case_result_shape, &result);
    assert_int_equal(result.lease_until, T0 + 50 * MINUTE);
    assert_int_equal(result.lease_epoch, 1);
    const struct case_lease_extended *event = trial_last(trial, MESSAGE_case_lease_extended_v1);
    assert_int_equal(event->lease_until, T0 + 50 * MINUTE);
}

static void a_lease_is_good_to_its_last_millisecond(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");
    struct case_note note = {WITH_LEASE(id), .text = TEXT("x")};

    trial_set_time(trial, T0 + 30 * MINUTE - 1);
    assert_accepted(command(MESSAGE_case_note_v1, id, &note, "A", "L1"));
    trial_set_time(trial, T0 + 30 * MINUTE);
    assert_accepted(command(MESSAGE_case_note_v1, id, &note, "A", "L1"));
    trial_set_time(trial, T0 + 30 * MINUTE + 1);
    assert_refused(command(MESSAGE_case_note_v1, id, &note, "A", "L1"), "lease_lost");
}

static void an_older_lease_is_lost(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");
    struct case_note old = {WITH_LEASE(id), .text = TEXT("x")};

    assert_accepted(command(
        MESSAGE_case_release_v1,
        id,
        &(struct case_release){WITH_LEASE(id), .reason = TEXT("下班")},
        "A",
        "L1"
    ));
    assert_refused(command(MESSAGE_case_note_v1, id, &old, "A", "L1"), "lease_lost");
    assert_accepted(claim(id, "B", "L1"));
    assert_int_equal(row_of_case(id)->lease_epoch, 2);
    assert_refused(command(MESSAGE_case_note_v1, id, &old, "A", "L1"), "lease_lost");
    assert_accepted(command(
        MESSAGE_case_note_v1,
        id,
        &(struct case_note){WITH_LEASE(id), .text = TEXT("y")},
        "B",
        "L1"
    ));
}

static void releasing_needs_a_reason(void **state UNUSED)
{
    static const char *const reasons[] = {"", " ", "\t\n "};
    struct uuid id = claimed(1, consultation(), "A", "L1");

    assert_refused(
        command(MESSAGE_case_release_v1, id, &(struct case_release){WITH_LEASE(id)}, "A", "L1"),
        "reason_required"
    );
    for (size_t i = 0; i < LENGTH(reasons); i++)
        assert_refused(
            command(
                MESSAGE_case_release_v1,
                id,
                &(struct case_release){WITH_LEASE(id), .reason = text_of(reasons[i])},
                "A",
                "L1"
            ),
            "reason_required"
        );
    assert_text(row_of_case(id)->owner, "A");
}

static void releasing_returns_it_to_its_queue(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    trial_set_time(trial, T0 + 5);
    assert_accepted(command(
        MESSAGE_case_release_v1,
        id,
        &(struct case_release){WITH_LEASE(id), .reason = TEXT("下班")},
        "A",
        "L1"
    ));
    const struct queued_case *row = row_of_case(id);
    assert_int_equal(row->state, CASE_STATE_queued);
    assert_true(row_is_waiting(row));
    assert_int_equal(row->queued_at, T0 + 5);
    assert_int_equal(
        row->wake_at,
        share_over_ms(row, 25)
    ); /* the first rung of the overflow ladder */
    const struct worker *worker = trial_record(trial, &worker_record, bytes_of_text(TEXT("A")));
    assert_int_equal(worker->held, 0);
    const struct case_released *event = trial_last(trial, MESSAGE_case_released_v1);
    assert_int_equal(event->cause, RELEASE_CAUSE_asked);
    assert_text(event->owner, "A");
    assert_int_equal(event->lease_epoch, 1);
    assert_true(event->reason.cipher.length > 0);
}

static void notes_are_counted_and_sealed(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    assert_accepted(command(
        MESSAGE_case_note_v1,
        id,
        &(struct case_note
        ){WITH_LEASE(id), .text = TEXT("已联系"), .to_customer = true, .has_to_customer = true},
        "A",
        "L1"
    ));
    const struct case_noted *event = trial_last(trial, MESSAGE_case_noted_v1);
    assert_text(event->author, "A");
    assert_true(event->to_customer);
    assert_int_equal(event->text.cipher.length, strlen("已联系") + SEALED_TAG_BYTES);
    assert_int_equal(row_of_case(id)->notes, 1);
    assert_int_equal(event->version, row_of_case(id)->version);
}

/* 4.5 rule 3: whoever may allow a wait beyond the third allows it by asking. */
static void a_question_of_the_third_line_is_an_allowed_wait(void **state UNUSED)
{
    static const char *const roles[] = {"L1", "L2", "L3", "L4"};

    for (uint8_t i = 0; i < 4; i++) {
        struct uuid id = claimed((uint8_t)(i + 1), consultation(), "A", roles[i]);
        assert_accepted(command(
            MESSAGE_case_ask_customer_v1,
            id,
            &(struct case_ask_customer){WITH_LEASE(id), .text = TEXT("请补充")},
            "A",
            roles[i]
        ));
        const struct customer_info_requested *event =
            trial_last(trial, MESSAGE_customer_info_requested_v1);
        assert_int_equal(event->has_allowed && event->allowed, i >= 2);
    }
}

static void waiting_for_the_customer_pauses_the_lease(void **state UNUSED)
{
    /* REQUIREMENTS 2.3 row 16 */
    struct uuid id = claimed(1, consultation(), "A", "L1");

    assert_accepted(command(
        MESSAGE_case_ask_customer_v1,
        id,
        &(struct case_ask_customer){WITH_LEASE(id), .text = TEXT("请补充")},
        "A",
        "L1"
    ));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_wait_customer);
    assert_false(row_of_case(id)->has_lease_until);
    assert_text(row_of_case(id)->owner, "A");
    trial_set_time(trial, T0 + 2 * DAY);
    assert_accepted(command(
        MESSAGE_case_customer_answered_v1,
        id,
        &(struct case_customer_answered){ON_CASE(id), .text = TEXT("好")},
        "R",
        "reception"
    ));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_in_progress);
    assert_int_equal(row_of_case(id)->lease_until, T0 + 2 * DAY + 30 * MINUTE);
    const struct customer_info_received *event =
        trial_last(trial, MESSAGE_customer_info_received_v1);
    assert_int_equal(event->answered_at, T0 + 2 * DAY);
    assert_int_equal(event->state, CASE_STATE_in_progress);
}

static void second_line_keeps_the_first_contact_owner(void **state UNUSED)
{
    /* CL-05 */
    struct uuid id = claimed(1, consultation(), "A", "L1");

    assert_accepted(command(
        MESSAGE_case_second_line_v1,
        id,
        &(struct case_second_line){WITH_LEASE(id), .reason = TEXT("太复杂")},
        "A",
        "L1"
    ));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_second_line);
    assert_true(row_is_waiting(row_of_case(id)));
    assert_text(row_of_case(id)->first_owner, "A");
    assert_refused(claim(id, "B", "L1"), "queue_empty");
    assert_accepted(claim(id, "C", "L2"));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_second_line);
    assert_text(row_of_case(id)->first_owner, "A");
    const struct case_handed_on *event = trial_last(trial, MESSAGE_case_handed_on_v1);
    assert_text(event->by, "A");
    assert_text(event->queue, "q.card");
}

static void asked_from_the_second_line_it_returns_there(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    assert_accepted(command(
        MESSAGE_case_second_line_v1,
        id,
        &(struct case_second_line){WITH_LEASE(id), .reason = TEXT("难")},
        "A",
        "L1"
    ));
    assert_accepted(claim(id, "C", "L2"));
    assert_accepted(command(
        MESSAGE_case_ask_customer_v1,
        id,
        &(struct case_ask_customer){WITH_LEASE(id), .text = TEXT("?")},
        "C",
        "L2"
    ));
    assert_accepted(command(
        MESSAGE_case_customer_answered_v1,
        id,
        &(struct case_customer_answered){ON_CASE(id), .text = TEXT("!")},
        "C",
        "L2"
    ));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_second_line);
    assert_text(row_of_case(id)->owner, "C");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(extending_begins_the_lease_anew),
        TEST(a_lease_is_good_to_its_last_millisecond),
        TEST(an_older_lease_is_lost),
        TEST(releasing_needs_a_reason),
        TEST(releasing_returns_it_to_its_queue),
        TEST(notes_are_counted_and_sealed),
        TEST(waiting_for_the_customer_pauses_the_lease),
        TEST(a_question_of_the_third_line_is_an_allowed_wait),
        TEST(second_line_keeps_the_first_contact_owner),
        TEST(asked_from_the_second_line_it_returns_there),
    };
    return cmocka_run_group_tests_name("desk: handling", tests, NULL, NULL);
}
