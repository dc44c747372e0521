/* Tests of services/intake/decide_ledger.c: a publisher proves its own day. */
#include "services/intake/decide_ledger.h"

#include "tests/support/pack_text.h"
#include "tests/unit/services/intake/support.h"

static struct arena arena;

static int end_all(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

/* Case n of the day, as intake's stream has it; its other event says nothing of a publisher. */
static struct bytes event(int n, const char *publisher, bool received)
{
    const char *data =
        received ? arena_format(
                       &arena,
                       "{channel: 'app', received_at: t(1795233600000), publisher: '%s', "
                       "request_id: 'm-%d', text: {k: <0102030405060708>, n: "
                       "<000102030405060708090a0b>, c: <000102030405060708090a0b0c0d0e0f10>}}",
                       publisher,
                       n
                   )
                       .at
                 : "{channel: 'app', received_at: t(1), acknowledged_at: t(1)}";

    return pack_text(
        &arena,
        arena_format(
            &arena,
            "{specversion: '1.0', id: 'intake-%d', source: '/shouli/intake', type: '%s', "
            "caseid: '01890a5d-ac96-774b-bcce-%012d', caseno: 'GD2026112100%04d', data: %s}",
            n,
            received ? "case.received.v1" : "case.acknowledged.v1",
            n,
            n,
            data
        )
            .at
    );
}

/* Case n whose id at the publisher has as many bytes as one may have. */
static struct bytes event_with_long_id(int n)
{
    enum { ID_BYTES = 128 };

    return pack_text(
        &arena,
        arena_format(
            &arena,
            "{specversion: '1.0', id: 'intake-%d', source: '/shouli/intake', type: "
            "'case.received.v1', caseid: '01890a5d-ac96-774b-bcce-%012d', caseno: "
            "'GD2026112100%04d', data: {channel: 'app', received_at: t(1795233600000), "
            "publisher: '/bank/app', request_id: '%0*d', text: {k: <0102030405060708>, n: "
            "<000102030405060708090a0b>, c: <000102030405060708090a0b0c0d0e0f10>}}}",
            n,
            n,
            n,
            ID_BYTES,
            n
        )
            .at
    );
}

static void day_has(size_t count, const char *publisher)
{
    struct bytes *envelopes = ARENA_ARRAY(&arena, struct bytes, count);

    for (size_t i = 0; i < count; i++)
        envelopes[i] = event((int)i + 1, publisher, true);
    trial_list(trial, &intake_span_list, envelopes, count, false);
}

static const struct item *ask(int type, const void *body, const char *source)
{
    return trial_command(
        trial,
        &(struct trial_message){.type = type, .body = body, .source = source}
    );
}

static const struct item *ask_day(const char *day)
{
    return ask(MESSAGE_ledger_day_v1, &(struct ledger_day){.day = text_of(day)}, "/bank/app");
}

static void read(const struct item *item, const struct map_shape *shape, void *ret_view)
{
    struct faults faults = {.count = 0};

    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_int_equal(
        map_decode(item->reply.result, shape, DECODE_strict, "", &arena, &faults, ret_view),
        OK
    );
}

static struct ledger_day_view day_view(void)
{
    struct ledger_day_view view;

    read(ask_day("2026-11-21"), &ledger_day_view_shape, &view);
    return view;
}

static void tells_each_accepted_message_of_the_source_that_asks(void **state UNUSED)
{
    const struct bytes envelopes[] = {
        event(1, "/bank/app", true),
        event(1, "", false),
        event(2, "/bank/web", true),
        event(3, "/bank/app", true)};

    trial_list(trial, &intake_span_list, envelopes, LENGTH(envelopes), false);
    struct ledger_day_view view = day_view();
    assert_int_equal(view.accepted_count, 2);
    assert_true(text_is(view.accepted[0].id, "m-1"));
    assert_true(text_is(view.accepted[0].case_no, "GD20261121000001"));
    assert_int_equal(view.accepted[0].at, NOW_MS);
    assert_true(text_is(view.accepted[1].id, "m-3"));
    assert_false(view.has_next);
    assert_int_equal(view.duplicate, 0);
    assert_int_equal(view.rejected, 0);
}

static void adds_how_many_were_duplicates_or_refused(void **state UNUSED)
{
    const struct bytes counts = bytes_of_text(TEXT("12 345"));

    trial_list(trial, &intake_counts_list, &counts, 1, false);
    struct ledger_day_view view = day_view();
    assert_int_equal(view.duplicate, 12);
    assert_int_equal(view.rejected, 345);
}

/* Below, at and above the limit of a page; of somebody else's too, so that an answer costs a bounded time. */
static void says_where_to_go_on_when_there_is_more(void **state UNUSED)
{
    day_has(LEDGER_PAGE_MAX - 1, "/bank/app");
    assert_false(day_view().has_next);
    day_has(LEDGER_PAGE_MAX, "/bank/app");
    assert_false(day_view().has_next);
    day_has(LEDGER_PAGE_MAX + 1, "/bank/app");
    struct ledger_day_view view = day_view();
    assert_int_equal(view.accepted_count, LEDGER_PAGE_MAX);
    assert_true(view.has_next);
    assert_true(uuid_equal(view.next, view.accepted[LEDGER_PAGE_MAX - 1].case_id));
    day_has(LEDGER_PAGE_MAX + 1, "/bank/web");
    view = day_view();
    assert_int_equal(view.accepted_count, 0);
    assert_true(view.has_next);
}

/* With ids of the greatest length a full page fits into what an envelope may have. */
static void answers_with_at_most_an_envelopes_bytes_whatever_the_ids(void **state UNUSED)
{
    struct bytes *envelopes = ARENA_ARRAY(&arena, struct bytes, LEDGER_PAGE_MAX + 1);
    struct ledger_day_view view;

    for (int i = 0; i <= LEDGER_PAGE_MAX; i++)
        envelopes[i] = event_with_long_id(i + 1);
    trial_list(trial, &intake_span_list, envelopes, LEDGER_PAGE_MAX + 1, false);
    const struct item *item = ask_day("2026-11-21");
    read(item, &ledger_day_view_shape, &view);
    assert_int_equal(view.accepted_count, LEDGER_PAGE_MAX);
    assert_int_equal(view.accepted[0].id.length, 128);
    assert_in_range(item->reply.result.length, 100 * 1024, ENVELOPE_BYTES_MAX - 1024);
}

static void refuses_what_is_no_day(void **state UNUSED)
{
    static const char *const bad[] =
        {"2026-02-30", "2026-13-01", "20261121..", "yesterday.", "1969-12-31", "1970-01-01"};

    for (size_t i = 0; i < LENGTH(bad); i++) {
        const struct item *item = ask_day(bad[i]);
        assert_int_equal(item->outcome, OUTCOME_rejected);
        assert_string_equal(item->reply.faults.list[0].code, "invalid_field");
        assert_true(text_is(item->reply.faults.list[0].field, "data.day"));
    }
    assert_int_equal(ask_day("1970-01-02")->outcome, OUTCOME_answered);
}

static struct ledger_ids_view ids_view(struct text *ids, size_t count, const char *source)
{
    const struct ledger_ids query = {.ids = ids, .ids_count = count};
    struct ledger_ids_view view;

    read(ask(MESSAGE_ledger_ids_v1, &query, source), &ledger_ids_view_shape, &view);
    return view;
}

static void says_of_ids_whether_they_were_ever_accepted(void **state UNUSED)
{
    struct text ids[] = {TEXT("m-7"), TEXT("m-7")};
    const struct bytes found = event(7, "/bank/app", true);

    assert_int_equal(ids_view(ids, 2, "/bank/app").accepted_count, 0);
    trial_list(trial, &intake_accepted_list, &found, 1, false);
    struct ledger_ids_view view = ids_view(ids, 2, "/bank/app");
    assert_int_equal(view.accepted_count, 1);
    assert_true(text_is(view.accepted[0].id, "m-7"));
    assert_true(text_is(view.accepted[0].case_no, "GD20261121000007"));
}

/* An event that was found by another source's key would not be told. */
static void tells_nobody_of_messages_of_others(void **state UNUSED)
{
    struct text ids[] = {TEXT("m-7")};
    const struct bytes found = event(7, "/bank/app", true);

    trial_list(trial, &intake_accepted_list, &found, 1, false);
    assert_int_equal(ids_view(ids, 1, "/bank/web").accepted_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tells_each_accepted_message_of_the_source_that_asks),
        TEST(adds_how_many_were_duplicates_or_refused),
        TEST(says_where_to_go_on_when_there_is_more),
        TEST(answers_with_at_most_an_envelopes_bytes_whatever_the_ids),
        TEST(refuses_what_is_no_day),
        TEST(says_of_ids_whether_they_were_ever_accepted),
        TEST(tells_nobody_of_messages_of_others),
    };

    return cmocka_run_group_tests(tests, NULL, end_all);
}
