/* Tests of proto/operators_trace.c: what a service answers about a trace (PROTOCOL section 1, traceparent). */
#include "proto/operators.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "common/engine/statements.h"
#include "tests/support/pack_text.h"
#include "tests/support/trial.h"

#define T0    INT64_C(1795268651123)
#define TRACE "4bf92f3577b34da6a3ce929d0e0e4736"
#define CASE  "01890a5d-ac96-774b-bcce-b302099a8057"

static const struct answer answers[] = {OPERATORS};
static const struct service plain = {
    .name = "plain",
    .port = 90,
    .catalogue = &shouli_catalogue,
    .answers = LIST(answers),
};

static struct trial *trial;
static struct arena arena;

static int begin(void **state UNUSED)
{
    trial = trial_new(&plain, T0);
    return 0;
}

static int end(void **state UNUSED)
{
    trial_destroy(&trial);
    arena_reset(&arena);
    return 0;
}

static int end_all(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void stream_has(size_t count)
{
    struct bytes *envelopes = ARENA_ARRAY(&arena, struct bytes, count);

    for (size_t i = 0; i < count; i++)
        envelopes[i] = pack_text(
            &arena,
            arena_format(
                &arena,
                "{specversion: '1.0', id: 'desk.2-%zu', source: '/shouli/desk.2', type: "
                "'case.closed.v1', time: t(1795268651%03zu), caseid: '" CASE
                "', caseno: 'GD7', causationid: 'm-1', actorid: 'E1', traceparent: '00-" TRACE
                "-00f067aa0ba902b7-01'}",
                i + 5,
                i
            )
                .at
        );
    trial_list(trial, &operators_trace_list, envelopes, count, false);
}

static const struct item *ask(const char *trace, int64_t after)
{
    const struct trace_get query = {
        .trace = text_of(trace),
        .after = after,
        .has_after = after > 0};

    return trial_command(
        trial,
        &(struct trial_message){.type = MESSAGE_trace_get_v1, .body = &query}
    );
}

static struct trace_view read(const struct item *item)
{
    struct faults faults = {.count = 0};
    struct trace_view view;

    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_int_equal(
        map_decode(
            item->reply.result,
            &trace_view_shape,
            DECODE_strict,
            "",
            &arena,
            &faults,
            &view
        ),
        OK
    );
    return view;
}

static void tells_each_event_with_its_span_and_its_cause(void **state UNUSED)
{
    stream_has(2);
    struct trace_view view = read(ask(TRACE, 0));
    const struct trace_event *event = &view.events[1];

    assert_int_equal(view.events_count, 2);
    assert_false(view.has_next);
    assert_true(text_is(event->id, "desk.2-6"));
    assert_true(text_is(event->type, "case.closed.v1"));
    assert_int_equal(event->at, INT64_C(1795268651001));
    assert_true(event->has_case_id);
    assert_true(text_is(event->case_no, "GD7"));
    assert_true(text_is(event->causationid, "m-1"));
    assert_true(text_is(event->actor, "E1"));
    assert_true(text_is(event->traceparent, "00-" TRACE "-00f067aa0ba902b7-01"));
}

/* Below, at and above the limit of a page. */
static void says_where_to_go_on_when_there_is_more(void **state UNUSED)
{
    stream_has(TRACE_EVENTS_MAX - 1);
    assert_false(read(ask(TRACE, 0)).has_next);
    stream_has(TRACE_EVENTS_MAX);
    assert_false(read(ask(TRACE, 3)).has_next);
    stream_has(TRACE_EVENTS_MAX + 1);
    struct trace_view view = read(ask(TRACE, 4));
    assert_int_equal(view.events_count, TRACE_EVENTS_MAX);
    assert_true(view.has_next);
    assert_int_equal(view.next, TRACE_EVENTS_MAX + 4);
}

static void knows_nothing_of_other_traces(void **state UNUSED)
{
    assert_int_equal(read(ask(TRACE, 0)).events_count, 0);
}

static void refuses_what_is_no_trace_id(void **state UNUSED)
{
    static const char *const bad[] = {
        "4BF92F3577B34DA6A3CE929D0E0E4736",
        "00000000000000000000000000000000"};

    for (size_t i = 0; i < LENGTH(bad); i++) {
        const struct item *item = ask(bad[i], 0);
        assert_int_equal(item->outcome, OUTCOME_rejected);
        assert_string_equal(item->reply.faults.list[0].code, "invalid_field");
        assert_true(text_is(item->reply.faults.list[0].field, "data.trace"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            tells_each_event_with_its_span_and_its_cause,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(says_where_to_go_on_when_there_is_more, begin, end),
        cmocka_unit_test_setup_teardown(knows_nothing_of_other_traces, begin, end),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_trace_id, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, end_all);
}
