/* Tests of services/cli/verify_packages.c, and of `shouli verify archive` as a whole: REQUIREMENTS AR-15, DESIGN P8. */
#include "services/cli/verify_packages.h"

#include "services/cli/commands.h"
#include "tests/unit/services/cli/played.h"

#include "services/cli/stream.h"

/* What archive says of a case; chosen by the test before the command runs. */
enum says {
    SAYS_valid,
    SAYS_bad,
    SAYS_other_digest,
    SAYS_older,
    SAYS_newer,
    SAYS_sliced,
    SAYS_bad_behind,
    SAYS_other_behind,
    SAYS_not_found,
    SAYS_conflict,
    SAYS_too_large,
    SAYS_forbidden,
    SAYS_nothing
};
static _Atomic enum says says;
static atomic_bool forged; /* the second event of the stream */

static const uint8_t digest[32] = {5}, other_digest[32] = {6};

/* Case 1 in version 1, an event of another type, case 2 in version 1, case 1 in version 2. */
enum { EVENTS = 4 };
static const struct {
    uint8_t number;
    int version;
} rows[EVENTS] = {{1, 1}, {0, 0}, {2, 1}, {1, 2}};

static struct uuid case_id(uint8_t number)
{
    return (struct uuid){{0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number}};
}

static struct bytes stored_envelope(uint8_t number, int version, struct arena *arena)
{
    const struct archive_stored body = {
        .archive_no = arena_format(arena, "AC012026112100000%d", number),
        .version = version,
        .has_version = true,
        .class = TEXT("AC01"),
        .sha256 = {LIST(digest)},
        .has_bytes = true,
        .has_events = true,
        .has_stored_at = true,
        .has_closed_at = true,
    };
    const struct message message = {
        .shape = message_shape_of(MESSAGE_archive_stored_v1),
        .type_name = TEXT("archive.stored.v1"),
        .id = arena_format(arena, "event-%d-%d", number, version),
        .source = TEXT("/shouli/archive"),
        .case_id = case_id(number),
        .has_case = true,
        .body = &body,
    };

    if (!number)
        return pack_text(arena, "{odd: 'no event'}");
    return message_encode(&message, arena);
}

static struct bytes events(const char *stream, struct arena *arena)
{
    struct pack_writer writer;
    uint8_t hash[32];

    chain_begin(stream, hash);
    pack_begin(&writer, arena, 1024);
    pack_map(&writer, 2);
    pack_string(&writer, "op");
    pack_string(&writer, "events");
    pack_string(&writer, "events");
    pack_array(&writer, EVENTS);
    for (int64_t seq = 1; seq <= EVENTS; seq++) {
        const struct bytes envelope =
            stored_envelope(rows[seq - 1].number, rows[seq - 1].version, arena);
        chain_next(hash, seq, envelope, hash);
        pack_array(&writer, 3);
        pack_int(&writer, seq);
        pack_bin(
            &writer,
            seq == 2 && atomic_load(&forged) ? pack_text(arena, "{forged: true}") : envelope
        );
        pack_bin(&writer, (struct bytes){hash, 32});
    }
    return pack_end(&writer);
}

/* Three slices: up to desk/1, up to desk/2, the rest. */
static void slice(enum says said, struct text after, struct archive_verdict *body)
{
    bool is_last = text_is(after, "desk/2");

    if (said < SAYS_sliced)
        return;
    body->next = is_last ? (struct text){0} : after.length ? TEXT("desk/2") : TEXT("desk/1");
    if (said == SAYS_bad_behind && is_last) {
        body->valid = false;
        body->fault = TEXT("an event was changed: desk/3");
    }
    if (said == SAYS_other_behind && is_last)
        body->version++; /* and it always is: it never ends */
}

static struct bytes verdict(const struct played_question *asked, struct arena *arena)
{
    const enum says said = atomic_load(&says);
    struct archive_verify query = {.has_case_id = false};
    struct faults faults = {.count = 0};

    if (map_decode(
            asked->data,
            &archive_verify_shape,
            DECODE_strict,
            "data",
            arena,
            &faults,
            &query
        ) != OK)
        return played_reply(asked, arena, "status: rejected");
    const int newest = query.case_id.b[15] == 1 ? 2 : 1;
    struct archive_verdict body = {
        .case_id = query.case_id,
        .has_case_id = true,
        .archive_no = TEXT("AC01"),
        .version = newest + (said == SAYS_newer) - (said == SAYS_older && newest == 2),
        .has_version = true,
        .sha256 = {said == SAYS_other_digest || said == SAYS_newer ? other_digest : digest, 32},
        .has_parts = true,
        .valid = said != SAYS_bad,
        .has_valid = true,
        .fault = said == SAYS_bad ? TEXT("an event was changed: desk/12") : (struct text){0},
    };
    struct pack_writer writer;

    slice(said, query.after, &body);
    pack_begin(&writer, arena, 512);
    pack_map(&writer, 3);
    pack_string(&writer, "id");
    pack_str(&writer, asked->id);
    pack_string(&writer, "status");
    pack_string(&writer, "accepted");
    pack_string(&writer, "result");
    pack_raw(&writer, map_encode(&archive_verdict_shape, &body, arena));
    return pack_end(&writer);
}

static struct bytes
refusal(const struct played_question *asked, const char *code, struct arena *arena)
{
    return played_reply(
        asked,
        arena,
        arena_format(arena, "status: rejected, errors: [{code: %s, message: 'as told'}]", code)
            .at
    );
}

static struct bytes answers(const struct played_question *asked, struct arena *arena)
{
    static const char *const codes[] = {
        [SAYS_not_found] = "not_found",
        [SAYS_conflict] = "conflict",
        [SAYS_too_large] = "too_large",
        [SAYS_forbidden] = "forbidden"};
    const enum says said = atomic_load(&says);

    if (asked->of_events) {
        if (!text_is(asked->type, "follow"))
            return (struct bytes){0};
        if (strcmp(asked->service, "archive") != 0)
            return pack_text(arena, "{op: position, seq: 0}");
        if (memmem(asked->frame.at, asked->frame.length, "\xa3new", 4))
            return pack_text(arena, arena_format(arena, "{op: position, seq: %d}", EVENTS).at);
        return events(asked->service, arena);
    }
    if (said == SAYS_nothing || !text_is(asked->type, "archive.verify.v1"))
        return (struct bytes){0};
    if (said >= SAYS_not_found)
        return refusal(asked, codes[said], arena);
    return verdict(asked, arena);
}

static void play_saying(enum says what)
{
    atomic_store(&says, what);
    atomic_store(&forged, false);
    play(answers);
}

static size_t verdicts_asked(void)
{
    size_t count = 0;

    for (size_t i = 0; i < size_min(atomic_load(&played.count), PLAYED_KEPT_MAX); i++)
        count += text_is(played.asked[i].type, "archive.verify.v1");
    return count;
}

static void proves_the_newest_version_of_each_case_once(void **state UNUSED)
{
    play_saying(SAYS_valid);
    assert_int_equal(RUN(cli_verify, "verify", "desk", "archive"), EXIT_FINE);
    assert_string_equal(
        captured_out,
        "desk                0 events, chain valid 校验通过\n"
        "archive             4 events, chain valid 校验通过\n"
        "archive packages    2 verified 校验通过\n"
    );
    assert_int_equal(verdicts_asked(), 2);
}

/* A package of more events than archive proves at once. */
static void proves_all_slices_of_a_package(void **state UNUSED)
{
    play_saying(SAYS_sliced);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_FINE);
    assert_says(captured_out, "archive packages    2 verified 校验通过\n");
    assert_int_equal(verdicts_asked(), 6);
    play_saying(SAYS_bad_behind);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_BROKEN);
    assert_says(captured_out, "BROKEN 校验失败 an event was changed: desk/3\n");
    assert_says(captured_out, "archive packages    0 verified 校验失败, 2 BROKEN\n");
}

static void does_not_put_slices_of_two_versions_together(void **state UNUSED)
{
    play_saying(SAYS_other_behind);
    assert_int_equal(RUN(cli_verify, "verify", "archive", "--packages", "1"), EXIT_UNAVAILABLE);
    assert_says(captured_out, "0 verified 未完成, 1 without answer 无应答");
}

static void ends_with_4_where_a_package_is_bad(void **state UNUSED)
{
    play_saying(SAYS_bad);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_BROKEN);
    assert_says(
        captured_out,
        "package AC0120261121000001 of case 00000000-0000-7000-8000-000000000001, version 2: "
        "BROKEN 校验失败 an event was changed: desk/12\n"
    );
    assert_says(captured_out, "package AC0120261121000002 of case ");
    assert_says(captured_out, "archive packages    0 verified 校验失败, 2 BROKEN\n");
}

static void believes_the_digest_in_the_chain_and_not_the_rows(void **state UNUSED)
{
    play_saying(SAYS_other_digest);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_BROKEN);
    assert_says(captured_out, "archive.stored.v1 in the chain has another digest");
}

static void misses_a_version_that_the_chain_has(void **state UNUSED)
{
    play_saying(SAYS_older);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_BROKEN);
    assert_says(captured_out, "its newest version is missing");
    assert_says(captured_out, "1 verified 校验失败, 1 BROKEN\n");
}

static void takes_a_version_that_was_stored_meanwhile(void **state UNUSED)
{
    play_saying(SAYS_newer);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_FINE);
    assert_says(captured_out, "2 verified 校验通过\n");
}

static void finds_a_package_that_is_gone(void **state UNUSED)
{
    play_saying(SAYS_not_found);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_BROKEN);
    assert_says(captured_out, "档案缺失 the package is missing");
}

static void counts_apart_what_cannot_be_verified_now(void **state UNUSED)
{
    play_saying(SAYS_conflict);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_FINE);
    assert_says(captured_out, "0 verified 校验通过, 2 changing 变更中\n");
    play_saying(SAYS_too_large);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_FINE);
    assert_says(captured_out, "0 verified 校验通过, 2 too large 过大\n");
}

static void does_not_call_a_refusal_or_silence_verified(void **state UNUSED)
{
    play_saying(SAYS_forbidden);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_UNAVAILABLE);
    assert_says(captured_err, "forbidden: as told\n");
    assert_says(captured_out, "0 verified 未完成, 2 without answer 无应答\n");
    play_saying(SAYS_nothing);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_UNAVAILABLE);
    assert_says(captured_out, "0 verified 未完成, 2 without answer 无应答\n");
}

static void asks_for_no_more_than_it_is_told_to(void **state UNUSED)
{
    play_saying(SAYS_valid);
    assert_int_equal(RUN(cli_verify, "verify", "archive", "--packages", "0"), EXIT_FINE);
    assert_silent_on(captured_out, "packages");
    assert_int_equal(verdicts_asked(), 0);
    assert_int_equal(RUN(cli_verify, "verify", "archive", "--packages", "1"), EXIT_FINE);
    assert_says(captured_out, "1 verified 校验通过, 2 older not asked 未校验\n");
    assert_int_equal(verdicts_asked(), 1);
    assert_int_equal(RUN(cli_verify, "verify", "--packages", "100000", "archive"), EXIT_FINE);
    assert_int_equal(RUN(cli_verify, "verify", "--packages", "100001"), EXIT_USAGE);
    assert_int_equal(RUN(cli_verify, "verify", "--packages", "-1"), EXIT_USAGE);
}

static void asks_for_no_package_when_archive_is_not_walked(void **state UNUSED)
{
    play_saying(SAYS_bad);
    assert_int_equal(RUN(cli_verify, "verify", "desk"), EXIT_FINE);
    assert_silent_on(captured_out, "packages");
}

static void verifies_each_package_once_when_archive_is_named_twice(void **state UNUSED)
{
    play_saying(SAYS_valid);
    assert_int_equal(RUN(cli_verify, "verify", "archive", "archive"), EXIT_FINE);
    assert_int_equal(verdicts_asked(), 2);
    assert_says(captured_out, "2 verified 校验通过\n");
}

static void stays_at_4_when_the_chain_is_broken_and_packages_are_whole(void **state UNUSED)
{
    play_saying(SAYS_valid);
    atomic_store(&forged, true);
    assert_int_equal(RUN(cli_verify, "verify", "archive"), EXIT_BROKEN);
    assert_says(captured_out, "archive    BROKEN 校验失败 after 1 events");
}

static void prints_json_for_programs(void **state UNUSED)
{
    play_saying(SAYS_valid);
    assert_int_equal(RUN(cli_verify, "verify", "archive", "--json"), EXIT_FINE);
    assert_says(
        captured_out,
        "{\"packages\":2,\"bad\":0,\"changing\":0,\"too_large\":0,\"unanswered\":0,"
        "\"passed_over\":0,\"valid\":true}\n"
    );
    play_saying(SAYS_bad);
    assert_int_equal(RUN(cli_verify, "verify", "archive", "--json"), EXIT_BROKEN);
    assert_says(
        captured_out,
        "{\"package\":\"AC0120261121000001\",\"case_id\":"
        "\"00000000-0000-7000-8000-000000000001\",\"version\":2,\"valid\":false,"
        "\"why\":\"an event was changed: desk/12\"}\n"
    );
    assert_says(captured_out, "{\"packages\":0,\"bad\":2,");
    assert_says(captured_out, "\"valid\":false}\n");
}

static void says_in_json_that_silence_proves_nothing(void **state UNUSED)
{
    play_saying(SAYS_forbidden);
    assert_int_equal(RUN(cli_verify, "verify", "archive", "--json"), EXIT_UNAVAILABLE);
    assert_says(captured_out, "\"unanswered\":2,\"passed_over\":0,\"valid\":false}\n");
}

static void keeps_the_newest_and_of_a_case_the_newest_version(void **state UNUSED)
{
    struct stored_packages packages;
    struct arena arena = {0};

    packages_init(&packages, 3);
    for (int version = 1; version <= 2; version++) {
        for (uint8_t number = 1; number <= 2; number++)
            packages_note(&packages, stored_envelope(number, version, &arena));
    }
    packages_note(&packages, stored_envelope(0, 0, &arena));
    assert_int_equal(packages.noted, 4);
    assert_int_equal(packages_settle(&packages), 2);
    for (uint8_t i = 0; i < 2; i++) {
        assert_true(uuid_equal(packages.at[i].case_id, case_id((uint8_t)(i + 1))));
        assert_int_equal(packages.at[i].version, 2);
        assert_memory_equal(packages.at[i].sha256, digest, sizeof(digest));
    }
    assert_string_equal(packages.at[1].archive_no, "AC0120261121000002");
    packages_done(&packages);
    packages_init(&packages, 0);
    packages_note(&packages, stored_envelope(1, 1, &arena));
    assert_int_equal(packages_settle(&packages), 0);
    packages_done(&packages);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proves_the_newest_version_of_each_case_once),
        cmocka_unit_test(proves_all_slices_of_a_package),
        cmocka_unit_test(does_not_put_slices_of_two_versions_together),
        cmocka_unit_test(ends_with_4_where_a_package_is_bad),
        cmocka_unit_test(believes_the_digest_in_the_chain_and_not_the_rows),
        cmocka_unit_test(misses_a_version_that_the_chain_has),
        cmocka_unit_test(takes_a_version_that_was_stored_meanwhile),
        cmocka_unit_test(finds_a_package_that_is_gone),
        cmocka_unit_test(counts_apart_what_cannot_be_verified_now),
        cmocka_unit_test(does_not_call_a_refusal_or_silence_verified),
        cmocka_unit_test(asks_for_no_more_than_it_is_told_to),
        cmocka_unit_test(asks_for_no_package_when_archive_is_not_walked),
        cmocka_unit_test(verifies_each_package_once_when_archive_is_named_twice),
        cmocka_unit_test(stays_at_4_when_the_chain_is_broken_and_packages_are_whole),
        cmocka_unit_test(prints_json_for_programs),
        cmocka_unit_test(says_in_json_that_silence_proves_nothing),
        cmocka_unit_test(keeps_the_newest_and_of_a_case_the_newest_version),
    };

    return cmocka_run_group_tests(tests, played_begin, played_end);
}
