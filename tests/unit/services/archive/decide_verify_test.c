/* Tests of services/archive/decide_verify.c: REQUIREMENTS AR-15 to AR-18. */
#include "tests/unit/services/archive/support.h"

static struct arena kept_arena;

static int begin(void **state)
{
    *state = trial_new(&archive_service, CLOSED_MS);
    return 0;
}

static int end(void **state)
{
    struct trial *trial = *state;

    trial_destroy(&trial);
    arena_done(&kept_arena);
    return 0;
}

static void play(struct trial *trial, struct uuid id)
{
    send_received(trial, id);
    trial_set_applied(trial, send_closed(trial, id));
}

/* As bundles_of_case.sql answers it. */
static struct bytes bundle_row(const struct kept_bundle *bundle)
{
    size_t lines = bundle->lines.length, size = 4 + lines + bundle->envelopes.length;
    uint8_t *at = arena_take(&kept_arena, size);

    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(lines >> (24 - 8 * i));
    memcpy(at + 4, bundle->lines.at, lines);
    memcpy(at + 4 + lines, bundle->envelopes.at, bundle->envelopes.length);
    return (struct bytes){at, size};
}

static bool is_first_of_bundle(const struct kept *kept, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (kept[i].bundle == kept[at].bundle)
            return false;
    }
    return true;
}

/* What is kept alone is listed as kept_of_case.sql has it: behind a place, one more than is verified. Bundles are listed
 * all. `left_out` of what is listed, the last ones, are gone. */
static const struct item *
ask_behind(struct trial *trial, struct uuid id, struct text after, size_t left_out)
{
    static struct kept kept[SEQ_MAX];
    static struct bytes places[SEQ_MAX], bundles[SEQ_MAX];
    const struct archive_verify query = {.case_id = id, .has_case_id = true, .after = after};
    size_t all = kept_of(trial, id, kept), alone = 0, together = 0;

    for (size_t i = 0; i < all - size_min(left_out, all); i++) {
        if (kept[i].bundle && is_first_of_bundle(kept, i))
            bundles[together++] = bundle_row(kept[i].bundle);
        else if (kept[i].alone && alone <= VERIFIED_EVENTS_MAX && text_compare(kept[i].place, after) > 0)
            places[alone++] = bytes_of_text(kept[i].place);
    }
    trial_list(trial, &archive_kept_list, places, alone, false);
    trial_list(trial, &archive_bundles_list, bundles, together, false);
    return trial_command(
        trial,
        &(struct trial_message){.type = MESSAGE_archive_verify_v1, .body = &query}
    );
}

static const struct item *ask(struct trial *trial, struct uuid id, size_t left_out)
{
    return ask_behind(trial, id, (struct text){0}, left_out);
}

static struct archive_verdict read_verdict(const struct item *item)
{
    struct faults faults = {.count = 0};
    struct archive_verdict verdict;

    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_int_equal(
        map_decode(
            item->reply.result,
            &archive_verdict_shape,
            DECODE_strict,
            "result",
            &kept_arena,
            &faults,
            &verdict
        ),
        OK
    );
    return verdict;
}

static struct archive_verdict asked(struct trial *trial, struct uuid id)
{
    return read_verdict(ask(trial, id, 0));
}

static void assert_bad(const struct archive_verdict *verdict, const char *what)
{
    assert_false(verdict->valid);
    const char *fault =
        arena_format(&kept_arena, "%.*s", (int)verdict->fault.length, verdict->fault.at).at;
    if (!strstr(fault, what))
        fail_msg("'%s' is not in: %s", what, fault);
}

static void assert_refused(const struct item *item, const char *code, const char *what)
{
    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_string_equal(item->reply.faults.list[0].code, code);
    assert_true(text_is(item->reply.faults.list[0].field, "data.case_id"));
    const struct text message = item->reply.faults.list[0].message;
    const char *words = arena_format(&kept_arena, "%.*s", (int)message.length, message.at).at;
    assert_non_null(strstr(words, what));
}

static const struct kept *nth_kept(struct trial *trial, struct uuid id, size_t n)
{
    static struct kept kept[SEQ_MAX];

    assert_true(kept_of(trial, id, kept) > n);
    return &kept[n];
}

static void proves_a_package_that_nobody_touched(void **state)
{
    play(*state, case_a);
    pack(*state, case_a);
    const struct archive_verdict verdict = asked(*state, case_a);
    assert_true(verdict.valid);
    assert_null(verdict.fault.at);
    assert_true(uuid_equal(verdict.case_id, case_a));
    assert_true(text_is(verdict.case_no, "GD20261120000001"));
    assert_true(text_is(verdict.archive_no, "AC0120261121000001"));
    assert_int_equal(verdict.version, 1);
    assert_int_equal(verdict.parts, 2);
    const struct archive_stored *stored = trial_last(*state, MESSAGE_archive_stored_v1);
    assert_true(bytes_equal(verdict.sha256, stored->sha256));
}

static void proves_the_newest_version(void **state)
{
    play(*state, case_a);
    pack(*state, case_a);
    send_answered(*state, case_a);
    pack(*state, case_a);
    const struct archive_verdict verdict = asked(*state, case_a);
    assert_true(verdict.valid);
    assert_int_equal(verdict.version, 2);
    assert_int_equal(verdict.parts, 3);
}

static void takes_the_end_of_its_own_clock_for_no_addition(void **state)
{
    play(*state, case_a);
    pack(*state, case_a);
    send_clock_stopped(*state, case_a, "K18");
    const struct archive_verdict verdict = asked(*state, case_a);
    assert_true(verdict.valid);
    assert_int_equal(verdict.parts, 2);
}

static void proves_the_end_of_its_own_clock_when_the_package_has_it(void **state)
{
    play(*state, case_a);
    send_clock_stopped(*state, case_a, "K18");
    pack(*state, case_a);
    assert_int_equal(asked(*state, case_a).parts, 3);
    assert_true(asked(*state, case_a).valid);
    const struct kept *gone = nth_kept(*state, case_a, 1);
    assert_true(text_is(gone->event.stream, "escalation"));
    const struct kept_bundle nothing = {.item = gone->bundle->item};
    trial_put(*state, &kept_bundle_record, &nothing);
    const struct archive_verdict verdict = asked(*state, case_a);
    assert_bad(&verdict, "an event is missing: escalation/");
}

/* One bit of the last byte of the n-th event, which is alone in its bundle. */
static void change(struct trial *trial, struct uuid id, size_t n)
{
    struct kept_bundle changed = *nth_kept(trial, id, n)->bundle;
    const struct bytes copy = arena_bytes(&kept_arena, changed.envelopes);

    ((uint8_t *)(uintptr_t)copy.at)[copy.length - 1] ^= 1;
    changed.envelopes = copy;
    trial_put(trial, &kept_bundle_record, &changed);
}

/* A row of its own for an event that nobody sent. */
static void add_alone(struct trial *trial, struct uuid id, const char *stream, int64_t seq)
{
    const struct package_event *other = &nth_kept(trial, id, 0)->event;
    const struct kept_event added = {
        .place = package_place(&kept_arena, text_of(stream), seq),
        .case_id = id,
        .has_case_id = true,
        .stream = text_of(stream),
        .seq = seq,
        .has_seq = true,
        .type = other->type,
        .envelope = other->envelope,
    };

    trial_put(trial, &kept_event_record, &added);
}

static void finds_one_changed_byte_and_names_the_event(void **state)
{
    static const char *const streams[] = {"desk", "intake"};
    char what[80];

    for (size_t n = 0; n < LENGTH(streams); n++) {
        play(*state, n ? case_b : case_a);
        const struct uuid id = n ? case_b : case_a;
        pack(*state, id);
        assert_true(asked(*state, id).valid);
        change(*state, id, n);
        const struct archive_verdict verdict = asked(*state, id);
        snprintf(
            what,
            sizeof(what),
            "an event was changed: %s/%lld",
            streams[n],
            (long long)nth_kept(*state, id, n)->event.seq
        );
        assert_bad(&verdict, what);
    }
}

static void names_the_event_of_a_bundle_that_was_changed(void **state)
{
    char what[80];

    play(*state, case_a);
    send_together(*state, case_a, 4, 0, 0);
    pack(*state, case_a);
    assert_true(asked(*state, case_a).valid);
    const struct kept kept = *nth_kept(*state, case_a, 3);
    struct kept_bundle changed = *kept.bundle;
    const struct bytes copy = arena_bytes(&kept_arena, changed.envelopes);
    size_t inside = (size_t)(kept.event.envelope.at - changed.envelopes.at) + 40;
    ((uint8_t *)(uintptr_t)copy.at)[inside] ^= 1;
    changed.envelopes = copy;
    trial_put(*state, &kept_bundle_record, &changed);
    const struct archive_verdict verdict = asked(*state, case_a);
    snprintf(
        what,
        sizeof(what),
        "an event was changed: escalation/%lld",
        (long long)kept.event.seq
    );
    assert_bad(&verdict, what);
}

/* Neither its events nor those behind the cut are there any more. */
static void finds_that_a_bundle_was_cut(void **state)
{
    play(*state, case_a);
    send_together(*state, case_a, 4, 0, 0);
    pack(*state, case_a);
    struct kept_bundle cut = *nth_kept(*state, case_a, 1)->bundle;
    cut.envelopes.length -= 10;
    trial_list(*state, &archive_kept_list, NULL, 0, false);
    const struct bytes row = bundle_row(&cut);
    trial_list(*state, &archive_bundles_list, &row, 1, false);
    const struct archive_verify query = {.case_id = case_a, .has_case_id = true};
    const struct archive_verdict verdict = read_verdict(trial_command(
        *state,
        &(struct trial_message){.type = MESSAGE_archive_verify_v1, .body = &query}
    ));
    assert_bad(&verdict, "an event is missing: desk/");
}

/* A line moved from one event to another, with its event as it was. */
static void finds_a_line_that_was_changed(void **state)
{
    play(*state, case_a);
    send_together(*state, case_a, 2, 0, 0);
    pack(*state, case_a);
    struct kept_bundle changed = *nth_kept(*state, case_a, 1)->bundle;
    const struct bytes copy = arena_bytes(&kept_arena, changed.lines);
    uint8_t *type = memmem(copy.at, copy.length, "clock.stopped.v1", 16);
    assert_non_null(type);
    type[15] = '2';
    changed.lines = copy;
    trial_put(*state, &kept_bundle_record, &changed);
    const struct archive_verdict verdict = asked(*state, case_a);
    assert_bad(&verdict, "an event was changed: escalation/");
}

static void finds_an_event_that_is_gone(void **state)
{
    play(*state, case_a);
    pack(*state, case_a);
    const struct archive_verdict verdict = read_verdict(ask(*state, case_a, 1));
    assert_bad(&verdict, "an event is missing: intake/");
}

static void finds_an_event_that_was_added(void **state)
{
    play(*state, case_a);
    pack(*state, case_a);
    add_alone(*state, case_a, "survey", 9);
    const struct archive_verdict verdict = asked(*state, case_a);
    assert_bad(&verdict, "the manifest does not name: survey/9");
}

static void put_manifest(struct trial *trial, struct bytes bytes)
{
    struct manifest row = {
        .item = archive_item(&kept_arena, case_a, 1),
        .case_id = case_a,
        .has_case_id = true,
        .manifest = bytes,
        .sha256 = package_now(trial, case_a)->sha256,
    };

    trial_put(trial, &manifest_record, &row);
}

static void finds_a_manifest_that_was_changed_or_is_gone(void **state)
{
    play(*state, case_a);
    pack(*state, case_a);
    put_manifest(*state, bytes_of_text(TEXT("no manifest")));
    struct archive_verdict verdict = asked(*state, case_a);
    assert_bad(&verdict, "the manifest was changed");
    assert_int_equal(verdict.parts, 0);
    put_manifest(*state, (struct bytes){0});
    verdict = asked(*state, case_a);
    assert_bad(&verdict, "the manifest was changed");
}

static void finds_a_digest_that_was_changed(void **state)
{
    static const uint8_t other[32] = {7};

    play(*state, case_a);
    pack(*state, case_a);
    struct package package = *package_now(*state, case_a);
    package.sha256 = (struct bytes){LIST(other)};
    trial_put(*state, &package_record, &package);
    const struct archive_verdict verdict = asked(*state, case_a);
    assert_bad(&verdict, "the manifest was changed");
}

static void knows_nothing_of_an_unknown_case(void **state)
{
    assert_refused(ask(*state, case_b, 0), "not_found", "没有该工单的档案");
}

static void says_the_state_of_a_package_that_is_not_stored(void **state)
{
    send_received(*state, case_a);
    assert_refused(ask(*state, case_a, 0), "conflict", "its state is open");
    trial_set_applied(*state, send_closed(*state, case_a));
    assert_refused(ask(*state, case_a, 0), "conflict", "its state is waiting");
    pack(*state, case_a);
    assert_true(asked(*state, case_a).valid);
    send_answered(*state, case_a);
    assert_refused(ask(*state, case_a, 0), "conflict", "its state is waiting");
}

/* Two of play, the others are ends of another clock: up to seven together, the second of them too large for its row. */
static void play_events(struct trial *trial, int count)
{
    play(trial, case_a);
    for (int i = 2; i < count; i += 7)
        send_together(trial, case_a, size_min(7, (size_t)(count - i)), 1, BUNDLE_BYTES_MAX);
    pack(trial, case_a);
    assert_int_equal(package_now(trial, case_a)->packaged, count);
}

static void verifies_as_many_events_as_the_limit_says(void **state)
{
    play_events(*state, VERIFIED_EVENTS_MAX - 1);
    assert_int_equal(asked(*state, case_a).parts, VERIFIED_EVENTS_MAX - 1);
    send_clock_stopped(*state, case_a, "K17");
    pack(*state, case_a);
    const struct archive_verdict verdict = asked(*state, case_a);
    assert_true(verdict.valid);
    assert_int_equal(verdict.parts, VERIFIED_EVENTS_MAX);
}

static void proves_what_is_above_the_limit_in_slices(void **state)
{
    play_events(*state, 2 * VERIFIED_EVENTS_MAX + 1);
    struct archive_verdict verdict = asked(*state, case_a);
    for (int slice = 1; slice <= 2; slice++) {
        assert_true(verdict.valid);
        assert_int_equal(verdict.parts, 2 * VERIFIED_EVENTS_MAX + 1);
        const struct kept *last =
            nth_kept(*state, case_a, (size_t)slice * VERIFIED_EVENTS_MAX - 1);
        assert_true(text_equal(verdict.next, last->place));
        verdict = read_verdict(ask_behind(*state, case_a, verdict.next, 0));
    }
    assert_true(verdict.valid);
    assert_null(verdict.next.at);
}

static void finds_a_changed_byte_in_a_later_slice_only_there(void **state)
{
    play_events(*state, VERIFIED_EVENTS_MAX + 1);
    change(*state, case_a, VERIFIED_EVENTS_MAX); /* the request, in a row of its own */
    struct archive_verdict verdict = asked(*state, case_a);
    assert_true(verdict.valid);
    verdict = read_verdict(ask_behind(*state, case_a, verdict.next, 0));
    assert_bad(&verdict, "an event was changed: ");
    assert_null(verdict.next.at);
}

static void finds_that_the_last_slice_is_gone(void **state)
{
    play_events(*state, VERIFIED_EVENTS_MAX + 1);
    send_clock_stopped(*state, case_a, "K17"); /* in a row of its own, as the request is */
    pack(*state, case_a);
    struct archive_verdict verdict = asked(*state, case_a);
    verdict = read_verdict(ask_behind(*state, case_a, verdict.next, 1));
    assert_bad(&verdict, "an event is missing: ");
    verdict = read_verdict(ask(*state, case_a, 2)
    ); /* 250 are left: it looks as if there were no more */
    assert_bad(&verdict, "an event is missing: ");
}

static void sees_that_an_event_was_added_at_the_limit(void **state)
{
    play_events(*state, VERIFIED_EVENTS_MAX);
    add_alone(*state, case_a, "survey", 9);
    struct archive_verdict verdict = asked(*state, case_a);
    assert_true(verdict.valid && verdict.next.length);
    verdict = read_verdict(ask_behind(*state, case_a, verdict.next, 0));
    assert_bad(&verdict, "the manifest does not name: survey/9");
}

static void the_events_behind_a_place_are_named_by_case_and_place(void **state UNUSED)
{
    struct text behind = archive_behind(&kept_arena, case_a, TEXT("desk/7"));

    assert_int_equal(behind.length, 36 + 1 + 6);
    assert_int_equal(behind.at[36], '/');
    assert_true(text_is((struct text){behind.at + 37, 6}, "desk/7"));
    assert_int_equal(archive_behind(&kept_arena, case_a, (struct text){0}).length, 36);
}

static void lists_one_place_more_than_it_verifies(void **state UNUSED)
{
    char limit[32];

    snprintf(limit, sizeof(limit), "limit %d\n", VERIFIED_EVENTS_MAX + 1);
    assert_non_null(strstr(archive_kept_list.statement->sql, limit));
}

#define PLAYED(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        PLAYED(proves_a_package_that_nobody_touched),
        PLAYED(proves_the_newest_version),
        PLAYED(takes_the_end_of_its_own_clock_for_no_addition),
        PLAYED(proves_the_end_of_its_own_clock_when_the_package_has_it),
        PLAYED(finds_one_changed_byte_and_names_the_event),
        PLAYED(names_the_event_of_a_bundle_that_was_changed),
        PLAYED(finds_that_a_bundle_was_cut),
        PLAYED(finds_a_line_that_was_changed),
        PLAYED(finds_an_event_that_is_gone),
        PLAYED(finds_an_event_that_was_added),
        PLAYED(finds_a_manifest_that_was_changed_or_is_gone),
        PLAYED(finds_a_digest_that_was_changed),
        PLAYED(knows_nothing_of_an_unknown_case),
        PLAYED(says_the_state_of_a_package_that_is_not_stored),
        PLAYED(verifies_as_many_events_as_the_limit_says),
        PLAYED(proves_what_is_above_the_limit_in_slices),
        PLAYED(finds_a_changed_byte_in_a_later_slice_only_there),
        PLAYED(finds_that_the_last_slice_is_gone),
        PLAYED(the_events_behind_a_place_are_named_by_case_and_place),
        PLAYED(sees_that_an_event_was_added_at_the_limit),
        cmocka_unit_test(lists_one_place_more_than_it_verifies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
