/* Tests of services/cli/trace.c: `shouli trace` finds one case across all services. */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

#define CASE    "01890a5d-ac96-774b-bcce-b302099a8057"
#define OWN     "01890a5dac96774bbcceb302099a8057"
#define FOREIGN "4bf92f3577b34da6a3ce929d0e0e4736"
#define TP(id)  "', traceparent: '00-" id "-00f067aa0ba902b7-01'"

static struct arena arena;

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

static bool asks_for(const struct played_question *asked, const char *word, struct arena *at)
{
    return strstr(message_to_json(asked->data, at).at, word) != NULL;
}

/* The foreign trace is known where it entered; the other services know the case. */
static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    if (strcmp(asked->service, "intake") == 0)
        return played_reply(
            asked,
            at,
            "status: accepted, result: {events: [{id: 'intake-1', type: 'case.received.v1', "
            "at: t(1795400001000), case_id: '" CASE
            "', case_no: 'GD7', causationid: 'm-1" TP(FOREIGN) "}]}"
        );
    if (strcmp(asked->service, "desk") == 0 && asks_for(asked, OWN, at))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {events: [{id: 'desk-3', type: 'case.claimed.v1', at: "
            "t(1795400003000), case_id: '" CASE "', actor: 'E1" TP(OWN) "}]}"
        );
    if (strcmp(asked->service, "router") == 0 && asks_for(asked, OWN, at))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {events: [{id: 'router-1', type: 'case.queued.v1', at: "
            "t(1795400001042), case_id: '" CASE "', causationid: 'intake-1" TP(FOREIGN) "}]}"
        );
    return played_reply(asked, at, "status: accepted, result: {events: []}");
}

static void finds_a_case_across_services_by_a_foreign_trace(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_trace, "trace", FOREIGN), EXIT_FINE);
    assert_string_equal(
        captured_out,
        "2026-11-23 10:13:21.000  case.received.v1 工单已登记  intake-1  GD7"
        "  by message 起因消息 m-1\n"
        "2026-11-23 10:13:21.042    case.queued.v1 工单入队  router-1"
        "  +42 ms after 起因 intake-1\n"
        "2026-11-23 10:13:23.000  ~ case.claimed.v1 工单已领取  desk-3"
        "  by time 按时触发  actor 操作人 E1\n"
        "3 events 事件; ~ of the case in another trace 同一工单的其他链路\n"
    );
    assert_string_equal(captured_err, "");
}

static void takes_a_traceparent_and_a_case_too(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_trace, "trace", "00-" FOREIGN "-00f067aa0ba902b7-01"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), 4);
    assert_string_equal(played_data(0, &arena), "{\"trace\":\"" FOREIGN "\"}");
    play(answer);
    assert_int_equal(RUN(cli_trace, "trace", CASE), EXIT_FINE);
    assert_string_equal(played_data(0, &arena), "{\"trace\":\"" OWN "\"}");
    assert_int_equal(played.count, CLIENT_SERVICES); /* its own trace needs no second look */
}

static void prints_one_event_a_line_as_json(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_trace, "trace", FOREIGN, "--json"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), 3);
    assert_says(
        captured_out,
        ",\"service\":\"router\",\"depth\":1,\"in_trace\":true,\"hop_ms\":42}\n"
    );
    assert_says(captured_out, ",\"service\":\"desk\",\"depth\":0,\"in_trace\":false}\n");
}

/* Pages until there is no more. */
static struct bytes page(const struct played_question *asked, struct arena *at)
{
    if (strcmp(asked->service, "desk") != 0)
        return played_reply(asked, at, "status: accepted, result: {events: []}");
    if (asks_for(asked, "\"after\":7", at))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {events: [{id: 'desk-8', type: 'x', at: t(2), case_id: "
            "'" CASE TP(OWN) "}]}"
        );
    return played_reply(
        asked,
        at,
        "status: accepted, result: {next: 7, events: [{id: 'desk-7', type: 'x', at: t(1), "
        "case_id: '" CASE TP(OWN) "}]}"
    );
}

static void asks_for_page_after_page(void **state UNUSED)
{
    play(page);
    assert_int_equal(RUN(cli_trace, "trace", OWN), EXIT_FINE);
    assert_int_equal(played.count, CLIENT_SERVICES + 1);
    assert_says(captured_out, "2 events");
}

static struct bytes know_nothing(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: accepted, result: {events: []}");
}

static void ends_with_1_when_nobody_knows_the_trace(void **state UNUSED)
{
    play(know_nothing);
    assert_int_equal(RUN(cli_trace, "trace", FOREIGN), EXIT_NOT_DONE);
    assert_string_equal(captured_out, "");
    assert_says(captured_err, "no service knows this trace 没有这条链路");
}

static struct bytes survey_is_mute(const struct played_question *asked, struct arena *at)
{
    if (strcmp(asked->service, "survey") == 0)
        return played_reply(asked, at, "status: unavailable");
    return answer(asked, at);
}

static void says_which_service_did_not_answer(void **state UNUSED)
{
    play(survey_is_mute);
    assert_int_equal(RUN(cli_trace, "trace", FOREIGN), EXIT_UNAVAILABLE);
    assert_says(captured_err, "survey does not answer");
    assert_says(captured_out, "3 events");
}

static struct bytes refuse_at_desk(const struct played_question *asked, struct arena *at)
{
    if (strcmp(asked->service, "desk") == 0)
        return played_reply(
            asked,
            at,
            "status: rejected, errors: [{code: forbidden, field: type, message: 'not yours'}]"
        );
    return answer(asked, at);
}

/* Whoever has no right to ask looks at the allow-list, not at the service. */
static void says_why_a_service_refuses(void **state UNUSED)
{
    play(refuse_at_desk);
    assert_int_equal(RUN(cli_trace, "trace", FOREIGN), EXIT_NOT_DONE);
    assert_says(captured_err, "shouli trace: desk refuses 拒绝\nforbidden type: not yours");
    assert_null(strstr(captured_err, "does not answer"));
    assert_says(captured_out, "2 events");
}

static struct bytes refuse_all(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: rejected, errors: [{code: forbidden}]");
}

static void where_all_refuse_it_is_not_said_that_nobody_knows_it(void **state UNUSED)
{
    play(refuse_all);
    assert_int_equal(RUN(cli_trace, "trace", FOREIGN), EXIT_NOT_DONE);
    assert_null(strstr(captured_err, "no service knows"));
}

static void refuses_wrong_words(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_trace, "trace"), EXIT_USAGE);
    assert_int_equal(RUN(cli_trace, "trace", "GD7"), EXIT_USAGE);
    assert_int_equal(RUN(cli_trace, "trace", "00000000000000000000000000000000"), EXIT_USAGE);
    assert_int_equal(RUN(cli_trace, "trace", FOREIGN, "more"), EXIT_USAGE);
    assert_int_equal(played.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_a_case_across_services_by_a_foreign_trace),
        cmocka_unit_test(takes_a_traceparent_and_a_case_too),
        cmocka_unit_test(prints_one_event_a_line_as_json),
        cmocka_unit_test(asks_for_page_after_page),
        cmocka_unit_test(ends_with_1_when_nobody_knows_the_trace),
        cmocka_unit_test(says_which_service_did_not_answer),
        cmocka_unit_test(says_why_a_service_refuses),
        cmocka_unit_test(where_all_refuse_it_is_not_said_that_nobody_knows_it),
        cmocka_unit_test(refuses_wrong_words),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
