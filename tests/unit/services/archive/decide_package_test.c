/* Tests of services/archive/decide_package.c: REQUIREMENTS AR-03, AR-04, AR-14, AR-15, 6.1, 6.3. */
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

static const struct archive_stored *stored_now(struct trial *trial)
{
    return trial_last(trial, MESSAGE_archive_stored_v1);
}

static const struct archive_incomplete *incomplete_now(struct trial *trial)
{
    return trial_last(trial, MESSAGE_archive_incomplete_v1);
}

/* A case that came and was closed, and every stream knows of it. */
static int64_t play(struct trial *trial, struct uuid id)
{
    send_received(trial, id);
    int64_t seq = send_closed(trial, id);
    trial_set_applied(trial, seq);
    return seq;
}

/* Of case_a. */
static const struct manifest *manifest_row(struct trial *trial, int version)
{
    char item[UUID_TEXT_LENGTH + 8];

    uuid_to_text(case_a, item);
    snprintf(item + UUID_TEXT_LENGTH, 8, "/%d", version);
    return trial_record(trial, &manifest_record, bytes_of_text(text_of(item)));
}

static void stores_a_package_of_a_closed_case(void **state)
{
    /* AR-14: close → archived event */
    play(*state, case_a);
    assert_int_equal(pack(*state, case_a)->outcome, OUTCOME_accepted);
    const struct archive_stored *stored = stored_now(*state);
    assert_non_null(stored);
    assert_true(text_is(stored->archive_no, "AC0120261121000001"));
    assert_true(text_is(stored->class, "AC01"));
    assert_int_equal(stored->version, 1);
    assert_int_equal(stored->events, 2);
    assert_int_equal(stored->closed_at, CLOSED_MS);
    assert_int_equal(stored->stored_at, CLOSED_MS + PACKAGE_QUIET_MS);
    assert_true(stored->bytes > 300);

    const struct package *package = package_now(*state, case_a);
    assert_int_equal(package->state, PACKAGE_STATE_stored);
    assert_int_equal(package->packaged, 2);
    assert_true(bytes_equal(package->sha256, stored->sha256));
    assert_true(text_equal(package->archive_no, stored->archive_no));
}

static void proves_what_it_stored(void **state)
{
    static struct kept kept[SEQ_MAX];
    struct package_event events[8];
    struct arena arena = {0};

    play(*state, case_a);
    send_answered(*state, case_a);
    pack(*state, case_a);
    const struct manifest *row = manifest_row(*state, 1);
    assert_non_null(row);
    size_t count = kept_of(*state, case_a, kept);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        events[i] = kept[i].event;
    struct bytes expected = stored_now(*state)->sha256;
    assert_int_equal(
        package_verify(row->manifest, expected, NULL, events, count, &arena).fault,
        PACKAGE_ok
    );
    events[2].envelope.length--;
    assert_int_equal(
        package_verify(row->manifest, expected, NULL, events, count, &arena).fault,
        PACKAGE_event_changed
    );
    arena_done(&arena);
}

/* Rows of several events, and events that have a row of their own because there was no room, or that an older program
 * kept. */
static void proves_what_it_stored_of_bundles_and_of_events_alone(void **state)
{
    static struct kept kept[SEQ_MAX];
    struct package_event events[16];
    struct arena arena = {0};

    play(*state, case_a);
    send_together(*state, case_a, 8, 3, BUNDLE_BYTES_MAX);
    pack(*state, case_a);
    size_t count = kept_of(*state, case_a, kept);
    assert_int_equal(count, 10);
    for (size_t i = 0; i < count; i++)
        events[i] = kept[i].event;
    assert_int_equal(stored_now(*state)->events, 10);
    assert_int_equal(manifest_row(*state, 1)->events, 10);
    assert_int_equal(
        package_verify(
            manifest_row(*state, 1)->manifest,
            stored_now(*state)->sha256,
            NULL,
            events,
            count,
            &arena
        )
            .fault,
        PACKAGE_ok
    );
    arena_done(&arena);
}

/* The lines are put into it as they were kept: what decodes and is encoded again has the same bytes and the same digest. */
static void writes_the_manifest_that_its_shape_would_encode(void **state)
{
    struct faults faults = {.count = 0};
    struct archive_manifest manifest;
    struct arena arena = {0};

    for (size_t more = 0; more <= 14; more += 14) { /* 2 and 16 parts: both forms of an array */
        const struct uuid id = more ? case_b : case_a;
        play(*state, id);
        if (more)
            send_together(*state, id, more, 0, 0);
        pack(*state, id);
        struct text item = archive_item(&arena, id, 1);
        const struct manifest *row =
            trial_record(*state, &manifest_record, bytes_of_text(item));
        assert_int_equal(
            map_decode(
                row->manifest,
                &archive_manifest_shape,
                DECODE_strict,
                "",
                &arena,
                &faults,
                &manifest
            ),
            OK
        );
        assert_int_equal(manifest.parts_count, 2 + more);
        struct bytes again = map_encode(&archive_manifest_shape, &manifest, &arena);
        assert_true(bytes_equal(again, row->manifest));
    }
    arena_done(&arena);
}

static void does_not_package_a_bundle_whose_last_line_is_cut(void **state)
{
    const struct bytes key = {case_a.b, 16};
    struct bytes lines[4];

    play(*state, case_a);
    send_together(*state, case_a, 3, 0, 0);
    await_quiet(*state, case_a);
    assert_int_equal(pieces_of(*state, case_a, lines), 3);
    lines[1].length--;
    trial_list(*state, &archive_waiting_list, &key, 1, false);
    trial_list(*state, &archive_parts_list, lines, 3, false);
    trial_chore(*state, "package");
    assert_null(stored_now(*state));
    assert_int_equal(package_now(*state, case_a)->tries, 1);
}

static enum feedback_part feedback_of(struct trial *trial, int version)
{
    struct arena arena = {0};
    struct faults faults = {.count = 0};
    struct archive_manifest manifest;

    const struct manifest *row = manifest_row(trial, version);
    assert_non_null(row);
    assert_int_equal(
        map_decode(
            row->manifest,
            &archive_manifest_shape,
            DECODE_strict,
            "",
            &arena,
            &faults,
            &manifest
        ),
        OK
    );
    arena_done(&arena);
    return manifest.feedback;
}

static void marks_a_package_without_feedback(void **state)
{
    /* AR-15: "no feedback" marker, not silent */
    play(*state, case_a);
    pack(*state, case_a);
    assert_int_equal(feedback_of(*state, 1), FEEDBACK_PART_no_feedback);
    send_answered(*state, case_a);
    pack(*state, case_a);
    assert_int_equal(feedback_of(*state, 2), FEEDBACK_PART_answered);
}

static void makes_a_new_version_of_later_events_under_the_same_number(void **state)
{
    /* 6.1: one archive item → one number; later corrections become versions */
    play(*state, case_a);
    pack(*state, case_a);
    send_answered(*state, case_a);
    assert_int_equal(package_now(*state, case_a)->state, PACKAGE_STATE_waiting);
    trial_set_time(*state, CLOSED_MS + 48 * (int64_t)HOUR_MS);
    pack(*state, case_a);
    const struct archive_stored *stored = stored_now(*state);
    assert_int_equal(stored->version, 2);
    assert_int_equal(stored->events, 3);
    assert_true(text_is(stored->archive_no, "AC0120261121000001"));
    assert_non_null(manifest_row(*state, 1)); /* the old one stays */
}

static void makes_no_version_because_of_its_own_clock(void **state)
{
    play(*state, case_a);
    pack(*state, case_a);
    send_clock_stopped(*state, case_a, "K18");
    assert_int_equal(package_now(*state, case_a)->state, PACKAGE_STATE_stored);
    static struct kept kept[SEQ_MAX];
    assert_int_equal(kept_of(*state, case_a, kept), 3); /* kept all the same */
    send_clock_stopped(*state, case_a, "K17");
    assert_int_equal(package_now(*state, case_a)->state, PACKAGE_STATE_waiting);
}

static void waits_until_every_stream_knew_of_the_closing(void **state)
{
    int64_t seq = play(*state, case_a);

    trial_set_applied(*state, seq - 1);
    pack(*state, case_a);
    assert_null(stored_now(*state));
    const struct package *package = package_now(*state, case_a);
    assert_int_equal(package->tries, 1);
    assert_true(package->check_at > CLOSED_MS);
    trial_set_time(*state, package->check_at - 1);
    trial_set_applied(*state, seq);
    pack(*state, case_a); /* not its time yet */
    assert_null(stored_now(*state));
    trial_set_time(*state, package->check_at);
    pack(*state, case_a);
    assert_non_null(stored_now(*state));
}

static void tries_again_soon_and_then_more_seldom(void **state)
{
    static const int64_t pauses_ms[] = {500, 1000, 2000, 4000, 8000, 16000, 30000, 30000};

    play(*state, case_a);
    trial_set_applied(*state, 0);
    for (size_t i = 0; i < LENGTH(pauses_ms); i++) {
        pack(*state, case_a);
        assert_int_equal(package_now(*state, case_a)->tries, i + 1);
        assert_int_equal(
            package_now(*state, case_a)->check_at - trial_time(*state),
            pauses_ms[i]
        );
        trial_set_time(*state, package_now(*state, case_a)->check_at);
    }
}

static void tells_of_a_package_that_is_late(void **state)
{
    /* AR-14: ≤ 24 h, alarm otherwise */
    play(*state, case_a);
    trial_set_applied(*state, 0);
    trial_set_time(*state, CLOSED_MS + 24 * (int64_t)HOUR_MS - 1);
    pack(*state, case_a);
    assert_null(incomplete_now(*state));
    trial_set_time(*state, CLOSED_MS + 25 * (int64_t)HOUR_MS);
    pack(*state, case_a);
    const struct archive_incomplete *late = incomplete_now(*state);
    assert_non_null(late);
    assert_int_equal(late->missing_count, 3);
    assert_true(text_is(late->missing[0], "router"));
    assert_int_equal(late->tries, 2);
    size_t told = trial_event_count(*state);
    trial_set_time(*state, CLOSED_MS + 26 * (int64_t)HOUR_MS);
    pack(*state, case_a);
    assert_int_equal(trial_event_count(*state), told); /* once a day */
    trial_set_time(*state, CLOSED_MS + 50 * (int64_t)HOUR_MS);
    pack(*state, case_a);
    assert_int_equal(trial_event_count(*state), told + 1);
}

static void is_incomplete_without_the_request(void **state)
{
    /* AR-15 */
    trial_set_applied(*state, send_closed(*state, case_a));
    trial_set_time(*state, CLOSED_MS + 24 * (int64_t)HOUR_MS);
    pack(*state, case_a);
    assert_null(stored_now(*state));
    assert_true(text_is(incomplete_now(*state)->missing[0], "basics"));
}

static void is_incomplete_with_an_unknown_class(void **state)
{
    /* AR-02 */
    const struct case_closed body = closing(CASE_TYPE_consult, "account");

    send_received(*state, case_a);
    trial_set_applied(*state, send_closed_as(*state, case_a, &body));
    trial_set_time(*state, CLOSED_MS + 24 * (int64_t)HOUR_MS);
    pack(*state, case_a);
    assert_null(stored_now(*state));
    assert_true(text_is(incomplete_now(*state)->missing[0], "class"));
}

static void gives_two_packages_of_one_moment_different_numbers(void **state)
{
    /* 6.3 case 6: sequence without repeat */
    play(*state, case_a);
    play(*state, case_b);
    pack(*state, case_a);
    pack(*state, case_b);
    assert_true(text_is(package_now(*state, case_a)->archive_no, "AC0120261121000001"));
    assert_true(text_is(package_now(*state, case_b)->archive_no, "AC0120261121000002"));
}

static void gives_two_packages_of_one_turn_different_numbers(void **state)
{
    const struct bytes keys[] = {{case_a.b, 16}, {case_b.b, 16}};

    play(*state, case_a);
    play(*state, case_b);
    struct bytes lines[8];
    assert_int_equal(pieces_of(*state, case_a, lines), 2);
    await_quiet(*state, case_a);
    trial_list(*state, &archive_parts_list, lines, 2, false);
    trial_list(*state, &archive_waiting_list, keys, 2, false);
    assert_int_equal(trial_chore(*state, "package")->outcome, OUTCOME_accepted);
    assert_true(text_is(package_now(*state, case_a)->archive_no, "AC0120261121000001"));
    assert_true(text_is(package_now(*state, case_b)->archive_no, "AC0120261121000002"));
}

static void counts_each_code_apart(void **state)
{
    const struct case_closed body = closing(CASE_TYPE_complaint, "AC01");

    play(*state, case_a);
    pack(*state, case_a);
    send_received(*state, case_b);
    trial_set_applied(*state, send_closed_as(*state, case_b, &body));
    pack(*state, case_b);
    assert_true(text_is(package_now(*state, case_b)->archive_no, "TSDA20261121000001"));
}

static void numbers_carry_the_real_date_in_shanghai(void **state)
{
    /* 6.3 case 7; 6.1: date of archiving, Asia/Shanghai. 16:00 UTC is midnight there. */
    const int64_t midnight = CLOSED_MS + 14 * (int64_t)HOUR_MS;

    play(*state, case_a);
    play(*state, case_b);
    trial_set_time(*state, midnight - 1);
    pack(*state, case_a);
    trial_set_time(*state, midnight);
    pack(*state, case_b);
    assert_true(text_is(package_now(*state, case_a)->archive_no, "AC0120261121000001"));
    assert_true(text_is(package_now(*state, case_b)->archive_no, "AC0120261122000001"));
}

static void put_series(struct trial *trial, int64_t last)
{
    const struct number_series series = {
        .series = TEXT("AC0120261121"),
        .last = last,
        .has_last = true};

    trial_put(trial, &number_series_record, &series);
}

static void gives_the_last_number_of_a_day(void **state)
{
    put_series(*state, 999998);
    play(*state, case_a);
    pack(*state, case_a);
    assert_true(text_is(package_now(*state, case_a)->archive_no, "AC0120261121999999"));
}

static void refuses_and_alarms_when_a_day_has_no_number_left(void **state)
{
    /* AR-04: 999,999 → alarm and refuse */
    put_series(*state, 999999);
    play(*state, case_a);
    pack(*state, case_a);
    assert_null(stored_now(*state));
    assert_true(text_is(incomplete_now(*state)->missing[0], "archive_numbers"));
    assert_int_equal(package_now(*state, case_a)->state, PACKAGE_STATE_waiting);
    trial_set_time(*state, CLOSED_MS + 14 * (int64_t)HOUR_MS); /* tomorrow has others */
    pack(*state, case_a);
    assert_true(text_is(package_now(*state, case_a)->archive_no, "AC0120261122000001"));
}

/* An event of the batch in which the chore runs has no row yet that a list shows: its case has to wait. */
static void does_not_package_in_the_batch_of_an_event(void **state)
{
    const struct bytes key = {case_a.b, 16};
    struct bytes lines[8];

    play(*state, case_a);
    await_quiet(*state, case_a);
    assert_int_equal(pieces_of(*state, case_a, lines), 2);
    send_answered(*state, case_a);
    trial_list(*state, &archive_waiting_list, &key, 1, false);
    trial_list(*state, &archive_parts_list, lines, 2, false);
    trial_chore(*state, "package");
    assert_null(stored_now(*state));
    trial_set_time(*state, CLOSED_MS + HOUR_MS);
    pack(*state, case_a);
    assert_int_equal(stored_now(*state)->events, 3);
}

/* What is committed after a package was built makes a new version, whatever its list said. */
static void an_event_behind_a_package_is_in_the_next_version(void **state)
{
    play(*state, case_a);
    pack(*state, case_a);
    send_answered(*state, case_a);
    pack(*state, case_a);
    assert_int_equal(stored_now(*state)->version, 2);
    assert_int_equal(stored_now(*state)->events, 3);
}

static void does_not_package_a_line_that_cannot_be_read(void **state)
{
    const struct bytes key = {case_a.b, 16};
    const struct bytes lines[] = {{(const uint8_t *)"x", 1}, {(const uint8_t *)"y", 1}};

    play(*state, case_a);
    await_quiet(*state, case_a);
    trial_list(*state, &archive_waiting_list, &key, 1, false);
    trial_list(*state, &archive_parts_list, lines, 2, false);
    trial_chore(*state, "package");
    const struct package *package = package_now(*state, case_a);
    assert_null(stored_now(*state));
    assert_int_equal(package->state, PACKAGE_STATE_waiting);
    assert_int_equal(package->version, 0);
    assert_null(package->archive_no.at);
    assert_int_equal(package->tries, 1);
}

/* A closed case with so many events that are all alike but for their place. */
static void put_many(struct trial *trial, size_t count)
{
    static struct bytes lines[PACKAGE_PARTS_MAX + 1];
    static struct arena arena;
    const struct bytes key = {case_a.b, 16};
    const struct package package = {
        .case_id = case_a,
        .has_case_id = true,
        .state = PACKAGE_STATE_waiting,
        .has_events = true,
        .has_packaged = true,
        .has_basics = true,
        .has_feedback = true,
        .closed_seq = 1,
        .has_closed_seq = true,
        .closed_at = CLOSED_MS - 24 * (int64_t)HOUR_MS,
        .has_closed_at = true,
        .case_type = CASE_TYPE_consult,
        .code = TEXT("AC01"),
        .check_at = CLOSED_MS,
        .has_check_at = true,
        .has_tries = true,
        .has_version = true,
    };

    for (size_t i = 0; i < count; i++) {
        const struct package_event event = {
            i ? TEXT("desk") : TEXT("intake"),
            (int64_t)i + 1,
            i ? TEXT("case.noted.v1") : TEXT("case.received.v1"),
            {(const uint8_t *)"e", 1}};
        lines[i] = package_part(&arena, &event, (struct bytes){0});
    }
    trial_put(trial, &package_record, &package);
    trial_set_applied(trial, 1);
    trial_list(trial, &archive_waiting_list, &key, 1, false);
    trial_list(trial, &archive_parts_list, lines, count, false);
    trial_chore(trial, "package");
    arena_done(&arena);
}

static void packages_as_many_events_as_fit(void **state)
{
    put_many(*state, PACKAGE_PARTS_MAX);
    assert_int_equal(stored_now(*state)->events, PACKAGE_PARTS_MAX);
    assert_true(manifest_row(*state, 1)->manifest.length < 1048576);
}

static void refuses_one_event_too_many(void **state)
{
    put_many(*state, PACKAGE_PARTS_MAX + 1);
    assert_null(stored_now(*state));
    assert_true(text_is(incomplete_now(*state)->missing[0], "too_many_events"));
}

static void keeps_a_package_as_long_as_its_class_asks(void **state)
{
    /* 6.1, 6.2: a consultation 5 years from closing, to the end of that day in Shanghai */
    play(*state, case_a);
    pack(*state, case_a);
    assert_true(stored_now(*state)->has_retain_until);
    assert_int_equal(
        stored_now(*state)->retain_until,
        INT64_C(1953043200000)
    ); /* 2031-11-21T16:00Z */
}

static void keeps_an_application_while_the_relationship_lasts(void **state)
{
    /* 6.3 case 1: unknown trigger → no end */
    const struct case_closed body = closing(CASE_TYPE_apply, "LN01");

    send_received(*state, case_a);
    trial_set_applied(*state, send_closed_as(*state, case_a, &body));
    pack(*state, case_a);
    assert_false(stored_now(*state)->has_retain_until);
}

static void never_shortens_a_period_by_a_new_class(void **state)
{
    /* 6.3 case 8: number unchanged, new class recorded, retention upwards at once, downwards not */
    const struct case_closed complaint = closing(CASE_TYPE_complaint, "AC01");
    const struct case_closed praise = closing(CASE_TYPE_suggest, "FW01");

    send_received(*state, case_a);
    trial_set_applied(*state, send_closed_as(*state, case_a, &complaint));
    pack(*state, case_a);
    int64_t until = stored_now(*state)->retain_until;
    trial_set_applied(*state, send_closed_as(*state, case_a, &praise));
    pack(*state, case_a);
    assert_true(text_is(stored_now(*state)->class, "FW01"));
    assert_true(text_is(stored_now(*state)->archive_no, "TSDA20261121000001"));
    assert_int_equal(stored_now(*state)->retain_until, until);
}

static void asks_for_another_turn_when_its_list_is_full(void **state)
{
    struct bytes keys[PACKAGES_A_TURN];
    struct uuid ids[PACKAGES_A_TURN];

    for (size_t i = 0; i < PACKAGES_A_TURN; i++) {
        ids[i] = case_b;
        ids[i].b[15] = (uint8_t)i;
        keys[i] = (struct bytes){ids[i].b, 16};
        send_closed(*state, ids[i]);
    }
    await_quiet(*state, ids[0]);
    trial_list(*state, &archive_waiting_list, keys, PACKAGES_A_TURN - 1, false);
    assert_false(trial_chore(*state, "package")->more);
    trial_list(*state, &archive_waiting_list, keys, PACKAGES_A_TURN, false);
    assert_true(trial_chore(*state, "package")->more);
    assert_int_equal(package_now(*state, ids[0])->tries, 1);
    assert_int_equal(package_now(*state, ids[PACKAGES_A_TURN - 1])->tries, 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(stores_a_package_of_a_closed_case),
        TEST(proves_what_it_stored),
        TEST(proves_what_it_stored_of_bundles_and_of_events_alone),
        TEST(writes_the_manifest_that_its_shape_would_encode),
        TEST(does_not_package_a_bundle_whose_last_line_is_cut),
        TEST(marks_a_package_without_feedback),
        TEST(makes_a_new_version_of_later_events_under_the_same_number),
        TEST(makes_no_version_because_of_its_own_clock),
        TEST(waits_until_every_stream_knew_of_the_closing),
        TEST(tries_again_soon_and_then_more_seldom),
        TEST(tells_of_a_package_that_is_late),
        TEST(is_incomplete_without_the_request),
        TEST(is_incomplete_with_an_unknown_class),
        TEST(gives_two_packages_of_one_moment_different_numbers),
        TEST(gives_two_packages_of_one_turn_different_numbers),
        TEST(counts_each_code_apart),
        TEST(numbers_carry_the_real_date_in_shanghai),
        TEST(gives_the_last_number_of_a_day),
        TEST(refuses_and_alarms_when_a_day_has_no_number_left),
        TEST(does_not_package_in_the_batch_of_an_event),
        TEST(an_event_behind_a_package_is_in_the_next_version),
        TEST(does_not_package_a_line_that_cannot_be_read),
        TEST(packages_as_many_events_as_fit),
        TEST(refuses_one_event_too_many),
        TEST(keeps_a_package_as_long_as_its_class_asks),
        TEST(keeps_an_application_while_the_relationship_lasts),
        TEST(never_shortens_a_period_by_a_new_class),
        TEST(asks_for_another_turn_when_its_list_is_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
