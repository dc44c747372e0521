/* Tests of services/archive/package.c: REQUIREMENTS AR-16 to AR-18. */
#include "common/sha256.h"
#include "tests/unit/services/archive/support.h"

static struct arena arena;

static struct package_event events[] = {
    {{"desk", 4}, 2, {"case.claimed.v1", 15}, {(const uint8_t *)"claimed", 7}},
    {{"desk", 4}, 10, {"case.closed.v1", 14}, {(const uint8_t *)"closed", 6}},
    {{"intake", 6}, 1, {"case.received.v1", 16}, {(const uint8_t *)"received", 8}},
};

static struct bytes
manifest_of(const struct package_event *list, size_t count, uint8_t *ret_digest)
{
    struct archive_part *parts = ARENA_ARRAY(&arena, struct archive_part, count + 1);
    struct faults faults = {.count = 0};

    for (size_t i = 0; i < count; i++) {
        struct bytes line = package_part(&arena, &list[i], (struct bytes){0});
        assert_int_equal(
            map_decode(
                line,
                &archive_part_shape,
                DECODE_strict,
                "",
                &arena,
                &faults,
                &parts[i]
            ),
            OK
        );
    }
    const struct archive_manifest manifest = {
        .case_id = case_a,
        .has_case_id = true,
        .archive_no = TEXT("AC0120261121000007"),
        .version = 1,
        .has_version = true,
        .class = TEXT("AC01"),
        .closed_seq = 10,
        .has_closed_seq = true,
        .closed_at = CLOSED_MS,
        .has_closed_at = true,
        .archived_at = CLOSED_MS,
        .has_archived_at = true,
        .feedback = FEEDBACK_PART_no_feedback,
        .parts = parts,
        .parts_count = count,
    };
    struct bytes bytes = map_encode(&archive_manifest_shape, &manifest, &arena);
    sha256(bytes, ret_digest);
    return bytes;
}

static struct package_verdict judge(const struct package_event *list, size_t count)
{
    uint8_t digest[32];
    struct bytes manifest = manifest_of(events, LENGTH(events), digest);

    return package_verify(manifest, (struct bytes){digest, 32}, NULL, list, count, &arena);
}

static void finds_a_package_whole(void **state UNUSED)
{
    assert_int_equal(judge(events, LENGTH(events)).fault, PACKAGE_ok);
}

static void names_the_event_of_which_a_byte_was_changed(void **state UNUSED)
{
    /* AR-16: altered byte found; AR-18: names it */
    struct package_event changed[LENGTH(events)];

    memcpy(changed, events, sizeof(events));
    changed[1].envelope = (struct bytes){(const uint8_t *)"cloSed", 6};
    struct package_verdict verdict = judge(changed, LENGTH(changed));
    assert_int_equal(verdict.fault, PACKAGE_event_changed);
    assert_true(text_is(verdict.stream, "desk"));
    assert_int_equal(verdict.seq, 10);
    changed[1] = events[1];
    changed[1].type = TEXT("case.noted.v1");
    assert_int_equal(judge(changed, LENGTH(changed)).fault, PACKAGE_event_changed);
}

static void names_the_event_that_is_missing(void **state UNUSED)
{
    struct package_verdict verdict = judge(events, 2);

    assert_int_equal(verdict.fault, PACKAGE_event_missing);
    assert_true(text_is(verdict.stream, "intake"));
    assert_int_equal(verdict.seq, 1);
    verdict = judge(events + 1, 2);
    assert_int_equal(verdict.fault, PACKAGE_event_missing);
    assert_int_equal(verdict.seq, 2);
    assert_int_equal(judge(NULL, 0).fault, PACKAGE_event_missing);
}

static void names_the_event_that_was_added(void **state UNUSED)
{
    struct package_event more[LENGTH(events) + 1];

    memcpy(more, events, sizeof(events));
    more[3] = (struct package_event
    ){TEXT("survey"), 4, TEXT("survey.answered.v1"), {(const uint8_t *)"x", 1}};
    struct package_verdict verdict = judge(more, LENGTH(more));
    assert_int_equal(verdict.fault, PACKAGE_event_added);
    assert_true(text_is(verdict.stream, "survey"));
    assert_int_equal(verdict.seq, 4);
}

static void names_the_manifest_when_it_was_changed(void **state UNUSED)
{
    uint8_t digest[32];
    struct bytes manifest = manifest_of(events, LENGTH(events), digest);

    for (size_t i = 0; i < manifest.length; i++) {
        struct bytes copy = arena_bytes(&arena, manifest);
        uint8_t *at = arena_take(&arena, copy.length);
        memcpy(at, copy.at, copy.length);
        at[i] ^= 1;
        struct package_verdict verdict = package_verify(
            (struct bytes){at, copy.length},
            (struct bytes){digest, 32},
            NULL,
            events,
            LENGTH(events),
            &arena
        );
        assert_int_equal(verdict.fault, PACKAGE_manifest_changed);
    }
}

static enum package_fault
judge_slice(struct text after, bool more, const struct package_event *list, size_t count)
{
    uint8_t digest[32];
    struct bytes manifest = manifest_of(events, LENGTH(events), digest);
    const struct package_slice slice = {after, more};

    return package_verify(manifest, (struct bytes){digest, 32}, &slice, list, count, &arena)
        .fault;
}

/* A package of more events than are proved at once: every slice is held against its own part of the manifest. */
static void proves_slices(void **state UNUSED)
{
    const struct text none = {0};
    struct text first = package_place(&arena, events[0].stream, events[0].seq);
    struct text second = package_place(&arena, events[1].stream, events[1].seq);
    struct text last = package_place(
        &arena,
        events[LENGTH(events) - 1].stream,
        events[LENGTH(events) - 1].seq
    );

    assert_int_equal(judge_slice(none, true, events, 2), PACKAGE_ok);
    assert_int_equal(judge_slice(second, false, events + 2, LENGTH(events) - 2), PACKAGE_ok);
    assert_int_equal(judge_slice(last, false, events, 0), PACKAGE_ok);
    assert_int_equal(judge_slice(none, false, events, 2), PACKAGE_event_missing); /* no more? */
    assert_int_equal(judge_slice(first, true, events + 2, 1), PACKAGE_event_missing);
    assert_int_equal(judge_slice(second, true, events + 1, 2), PACKAGE_event_added);
    assert_int_equal(judge_slice(last, true, events + 2, 1), PACKAGE_event_added);
    struct package_event changed = events[2];
    changed.type = TEXT("another.v1");
    assert_int_equal(judge_slice(second, true, &changed, 1), PACKAGE_event_changed);
}

static void does_not_trust_a_manifest_with_a_fitting_digest(void **state UNUSED)
{
    uint8_t digest[32];
    const struct bytes nonsense = {(const uint8_t *)"nonsense", 8};
    struct package_event twice[] = {events[0], events[0]};

    sha256(nonsense, digest);
    assert_int_equal(
        package_verify(nonsense, (struct bytes){digest, 32}, NULL, events, 3, &arena).fault,
        PACKAGE_manifest_unreadable
    );
    struct bytes manifest = manifest_of(twice, 2, digest);
    assert_int_equal(
        package_verify(manifest, (struct bytes){digest, 32}, NULL, twice, 2, &arena).fault,
        PACKAGE_manifest_unreadable
    );
}

static void places_sort_by_stream_and_sequence(void **state UNUSED)
{
    struct text nine = package_place(&arena, TEXT("desk"), 9);
    struct text ten = package_place(&arena, TEXT("desk"), 10);
    struct text last = package_place(&arena, TEXT("desk"), INT64_MAX);

    assert_true(strcmp(nine.at, ten.at) < 0);
    assert_true(strcmp(ten.at, last.at) < 0);
    assert_int_equal(nine.length, last.length);
}

static void says_every_fault_in_words(void **state UNUSED)
{
    for (int fault = PACKAGE_ok; fault <= PACKAGE_event_added; fault++)
        assert_true(package_fault_text((enum package_fault)fault).length > 10);
}

static int drop(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_a_package_whole),
        cmocka_unit_test(names_the_event_of_which_a_byte_was_changed),
        cmocka_unit_test(names_the_event_that_is_missing),
        cmocka_unit_test(names_the_event_that_was_added),
        cmocka_unit_test(names_the_manifest_when_it_was_changed),
        cmocka_unit_test(proves_slices),
        cmocka_unit_test(does_not_trust_a_manifest_with_a_fitting_digest),
        cmocka_unit_test(places_sort_by_stream_and_sequence),
        cmocka_unit_test(says_every_fault_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, drop);
}
