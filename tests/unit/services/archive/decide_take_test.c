/* Tests of services/archive/decide_take.c: every event is kept once, and order between streams does not matter. */
#include "tests/unit/services/archive/support.h"

static int begin(void **state)
{
    *state = trial_new(&archive_service, CLOSED_MS);
    return 0;
}

static int end(void **state)
{
    struct trial *trial = *state;

    trial_destroy(&trial);
    return 0;
}

static void keeps_an_event_as_it_came(void **state)
{
    static struct kept kept[SEQ_MAX];

    send_received(*state, case_a);
    assert_int_equal(kept_of(*state, case_a, kept), 1);
    assert_true(text_is(kept[0].event.stream, "intake"));
    assert_true(text_is(kept[0].event.type, "case.received.v1"));
    assert_true(kept[0].event.envelope.length > 100);
    assert_int_equal(kept[0].part.hash.length, 32);

    struct arena arena = {0};
    struct faults faults = {.count = 0};
    struct message message;
    assert_int_equal(
        message_decode(
            kept[0].event.envelope,
            &shouli_catalogue,
            DECODE_strict,
            &arena,
            &faults,
            &message
        ),
        OK
    );
    const struct case_received *body = message.body;
    assert_int_equal(body->text.cipher.length, 32); /* sealed as it was, P9 */
    arena_done(&arena);
}

static void keeps_what_comes_together_in_one_row(void **state)
{
    static struct kept kept[SEQ_MAX];

    send_together(*state, case_a, 5, 0, 0);
    assert_int_equal(kept_of(*state, case_a, kept), 5);
    for (size_t i = 0; i < 5; i++) {
        assert_ptr_equal(kept[i].bundle, kept[0].bundle);
        assert_true(i == 0 || kept[i].event.seq > kept[i - 1].event.seq);
        assert_int_equal(kept[i].part.hash.length, 32);
    }
    send_together(*state, case_a, 2, 0, 0); /* another transaction */
    assert_int_equal(kept_of(*state, case_a, kept), 7);
    assert_ptr_not_equal(kept[5].bundle, kept[0].bundle);
    assert_ptr_equal(kept[6].bundle, kept[5].bundle);
}

static void keeps_what_comes_together_apart_by_case(void **state)
{
    static struct kept kept[SEQ_MAX];
    const struct clock_stopped body = {
        .clock = TEXT("K1"),
        .outcome = CLOCK_OUTCOME_met,
        .stopped_at = CLOSED_MS,
        .has_stopped_at = true,
        .cause = TEXT("x")};
    struct trial_message messages[4];

    for (size_t i = 0; i < 4; i++)
        messages[i] = (struct trial_message
        ){.type = MESSAGE_clock_stopped_v1,
          .body = &body,
          .case_id = i % 2 ? case_b : case_a,
          .stream = "escalation"};
    trial_events(*state, messages, 4);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(kept_of(*state, i ? case_b : case_a, kept), 2);
        assert_ptr_equal(kept[0].bundle, kept[1].bundle);
        assert_true(kept[1].event.seq > kept[0].event.seq);
    }
}

/* Below, at and above what a row takes: bundle_test.c. */
static void keeps_alone_what_has_no_room_in_its_row(void **state)
{
    static struct kept kept[SEQ_MAX];

    send_together(*state, case_a, 4, 1, BUNDLE_BYTES_MAX);
    assert_int_equal(kept_of(*state, case_a, kept), 4);
    assert_null(kept[1].bundle);
    assert_true(kept[1].event.envelope.length > BUNDLE_BYTES_MAX);
    assert_int_equal(kept[1].alone->hash.length, 32);
    assert_ptr_equal(kept[2].bundle, kept[0].bundle);
    assert_ptr_equal(kept[3].bundle, kept[0].bundle);
}

static void keeps_alone_what_comes_when_its_row_is_full(void **state)
{
    static struct kept kept[SEQ_MAX];
    size_t together = 0;

    send_together(*state, case_a, 32, 0, 0);
    assert_int_equal(kept_of(*state, case_a, kept), 32);
    for (size_t i = 0; i < 32; i++) {
        assert_true(kept[i].bundle ? together == i : kept[i].alone != NULL);
        together += kept[i].bundle != NULL;
    }
    assert_true(together > 8 && together < 32);
    const struct kept_bundle *row = kept[0].bundle;
    assert_true(row->lines.length + row->envelopes.length <= BUNDLE_BYTES_MAX);
}

/* Most events of a case come before its closing: they cost no row but their own. */
static void begins_a_package_with_the_closing(void **state)
{
    send_received(*state, case_a);
    send_clock_stopped(*state, case_a, "K1");
    assert_null(package_now(*state, case_a));
    send_closed(*state, case_a);
    const struct package *package = package_now(*state, case_a);
    assert_int_equal(package->events, 0); /* counted when it is put together */
    assert_int_equal(package->packaged, 0);
    assert_int_equal(package->version, 0);
    assert_true(text_is(package->case_no, "GD20261120000001"));
}

static void a_reopening_of_what_was_never_closed_begins_no_package(void **state)
{
    send_reopened(*state, case_a);
    assert_null(package_now(*state, case_a));
}

static void waits_from_the_closing_on(void **state)
{
    send_received(*state, case_a);
    int64_t seq = send_closed(*state, case_a);
    const struct package *package = package_now(*state, case_a);
    assert_int_equal(package->state, PACKAGE_STATE_waiting);
    assert_int_equal(package->closed_seq, seq);
    assert_int_equal(package->closed_at, CLOSED_MS);
    assert_int_equal(package->case_type, CASE_TYPE_consult);
    assert_true(text_is(package->code, "AC01"));
    assert_true(package->has_check_at);
    assert_int_equal(package->check_at, CLOSED_MS + PACKAGE_QUIET_MS);
}

static void is_open_again_when_the_case_is_reopened(void **state)
{
    send_closed(*state, case_a);
    send_reopened(*state, case_a);
    const struct package *package = package_now(*state, case_a);
    assert_int_equal(package->state, PACKAGE_STATE_open);
    assert_false(package->has_closed_seq);
    assert_false(package->has_check_at);
    int64_t seq = send_closed(*state, case_a);
    package = package_now(*state, case_a);
    assert_int_equal(package->state, PACKAGE_STATE_waiting);
    assert_int_equal(package->closed_seq, seq);
}

static void keeps_cases_apart(void **state)
{
    send_received(*state, case_a);
    send_received(*state, case_b);
    trial_set_applied(*state, send_closed(*state, case_b));
    assert_null(package_now(*state, case_a));
    assert_int_equal(package_now(*state, case_b)->state, PACKAGE_STATE_waiting);
    pack(*state, case_b);
    assert_int_equal(package_now(*state, case_b)->events, 2);
}

static void leaves_events_without_a_case_in_their_stream(void **state)
{
    const struct policy_adopted body = {
        .name = TEXT("routes"),
        .version = TEXT("1"),
        .sha256 = {(const uint8_t *)"0123456789012345678901234567890", 32}};
    const struct trial_message message = {
        .type = MESSAGE_policy_adopted_v1,
        .body = &body,
        .stream = "router"};

    assert_int_equal(trial_event(*state, &message)->outcome, OUTCOME_accepted);
    assert_null(package_now(*state, (struct uuid){{0}}));
}

/* P4: the same four events in every order give the same package. */
static void comes_to_the_same_in_every_order_of_the_streams(void **state UNUSED)
{
    static const int orders[][4] =
        {{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 0, 3, 2}, {2, 3, 0, 1}, {1, 3, 0, 2}, {3, 0, 2, 1}};

    for (size_t i = 0; i < LENGTH(orders); i++) {
        struct trial *trial = trial_new(&archive_service, CLOSED_MS);
        for (size_t k = 0; k < 4; k++) {
            if (orders[i][k] == 0)
                send_received(trial, case_a);
            else if (orders[i][k] == 1)
                send_closed(trial, case_a);
            else if (orders[i][k] == 2)
                send_answered(trial, case_a);
            else
                send_clock_stopped(trial, case_a, "K1");
        }
        const struct package *package = package_now(trial, case_a);
        assert_int_equal(package->state, PACKAGE_STATE_waiting);
        assert_int_equal(package->check_at, CLOSED_MS + PACKAGE_QUIET_MS);
        trial_set_applied(trial, SEQ_MAX);
        pack(trial, case_a);
        package = package_now(trial, case_a);
        assert_int_equal(package->state, PACKAGE_STATE_stored);
        assert_int_equal(package->events, 4);
        assert_true(package->basics);
        assert_true(package->feedback);
        trial_destroy(&trial);
    }
}

/* What is in the batch of an event is not listed yet, so its case is not looked at in it (decide_package.c). */
static void an_event_that_comes_late_gives_its_case_quiet(void **state)
{
    send_closed(*state, case_a);
    int64_t first_ms = package_now(*state, case_a)->check_at;
    trial_set_time(*state, first_ms - 1);
    send_answered(*state, case_a);
    assert_int_equal(package_now(*state, case_a)->check_at, first_ms);
    trial_set_time(*state, first_ms);
    send_answered(*state, case_a);
    assert_int_equal(package_now(*state, case_a)->check_at, first_ms + PACKAGE_QUIET_MS);
}

static void an_event_hurries_nothing_that_is_postponed(void **state)
{
    send_closed(*state, case_a);
    pack(*state, case_a); /* nobody knew of the closing */
    pack(*state, case_a);
    trial_set_time(*state, package_now(*state, case_a)->check_at);
    pack(*state, case_a);
    int64_t check_ms = package_now(*state, case_a)->check_at;
    assert_true(check_ms > trial_time(*state) + PACKAGE_QUIET_MS);
    send_answered(*state, case_a);
    assert_int_equal(package_now(*state, case_a)->check_at, check_ms);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keeps_an_event_as_it_came, begin, end),
        cmocka_unit_test_setup_teardown(keeps_what_comes_together_in_one_row, begin, end),
        cmocka_unit_test_setup_teardown(keeps_what_comes_together_apart_by_case, begin, end),
        cmocka_unit_test_setup_teardown(keeps_alone_what_has_no_room_in_its_row, begin, end),
        cmocka_unit_test_setup_teardown(
            keeps_alone_what_comes_when_its_row_is_full,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(begins_a_package_with_the_closing, begin, end),
        cmocka_unit_test_setup_teardown(
            a_reopening_of_what_was_never_closed_begins_no_package,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(
            an_event_that_comes_late_gives_its_case_quiet,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(an_event_hurries_nothing_that_is_postponed, begin, end),
        cmocka_unit_test_setup_teardown(waits_from_the_closing_on, begin, end),
        cmocka_unit_test_setup_teardown(is_open_again_when_the_case_is_reopened, begin, end),
        cmocka_unit_test_setup_teardown(keeps_cases_apart, begin, end),
        cmocka_unit_test_setup_teardown(
            leaves_events_without_a_case_in_their_stream,
            begin,
            end
        ),
        cmocka_unit_test(comes_to_the_same_in_every_order_of_the_streams),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
