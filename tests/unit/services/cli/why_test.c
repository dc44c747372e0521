/* Tests of services/cli/why.c: `shouli why` lays what each service stored in order of time. */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

#define ID "01890a5d-ac96-774b-bcce-b302099a8057"

static struct arena arena;

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

/* Desk is asked after router and knows the older fact; the others do not know the case. */
static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    if (strcmp(asked->service, "router") == 0)
        return played_reply(
            asked,
            at,
            "status: accepted, result: {case_id: '" ID
            "', facts: [{at: t(1795400002000), what: "
            "'case.queued.v1', because: '规则 R7'}]}"
        );
    if (strcmp(asked->service, "desk") == 0)
        return played_reply(
            asked,
            at,
            "status: accepted, result: {case_id: '" ID
            "', facts: [{at: t(1795400001000), what: "
            "'case.first.v1', because: 'one'}, {at: t(1795400003000), what: 'case.last.v1', "
            "because: 'three'}]}"
        );
    return played_reply(asked, at, "status: rejected, errors: [{code: not_found}]");
}

static struct bytes know_nothing(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: rejected, errors: [{code: not_found}]");
}

static void lists_facts_of_all_services_by_time(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_why, "why", "GD7"), EXIT_FINE);
    assert_string_equal(
        captured_out,
        "2026-11-23 10:13:21  desk       case.first.v1\n    one\n"
        "2026-11-23 10:13:22  router     case.queued.v1\n    规则 R7\n"
        "2026-11-23 10:13:23  desk       case.last.v1\n    three\n"
    );
    assert_string_equal(captured_err, "");
}

static void asks_every_service_by_number_or_by_id(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_why, "why", "GD7"), EXIT_FINE);
    assert_int_equal(played.count, CLIENT_SERVICES);
    for (size_t i = 0; i < CLIENT_SERVICES; i++) {
        assert_string_equal(played.asked[i].service, client_services[i]);
        assert_true(text_is(played.asked[i].type, "why.get.v1"));
        assert_string_equal(played_data(i, &arena), "{\"case_no\":\"GD7\"}");
    }
    play(answer);
    assert_int_equal(RUN(cli_why, "why", ID), EXIT_FINE);
    assert_string_equal(played_data(0, &arena), "{\"case_id\":\"" ID "\"}");
}

static struct bytes answer_to_staff(const struct played_question *asked, struct arena *at)
{
    if (strcmp(asked->service, "desk") == 0 && !text_is(asked->actor, "A"))
        return played_reply(
            asked,
            at,
            "status: rejected, errors: [{code: missing_field, field: actorid, message: 'who "
            "acts "
            "must be said'}]"
        );
    return answer(asked, at);
}

/* REQUIREMENTS 1.21: desk tells those who may read the case; who is not told is told that. */
static void says_who_asks_and_what_was_not_told(void **state UNUSED)
{
    play(answer_to_staff);
    assert_int_equal(RUN(cli_why, "why", "GD7", "--actor", "A", "--role", "L3"), EXIT_FINE);
    assert_non_null(strstr(captured_out, "case.first.v1"));
    assert_string_equal(captured_err, "");
    for (size_t i = 0; i < CLIENT_SERVICES; i++) {
        assert_true(text_is(played.asked[i].actor, "A"));
        assert_true(text_is(played.asked[i].role, "L3"));
    }
    play(answer_to_staff);
    assert_int_equal(RUN(cli_why, "why", "GD7"), EXIT_FINE); /* router's part */
    assert_null(strstr(captured_out, "case.first.v1"));
    assert_says(captured_err, "desk does not say it to this actor (--actor, --role)");
    assert_says(captured_err, "who acts must be said");
}

static struct bytes answer_of_clock(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        "status: accepted, result: {case_id: '" ID
        "', facts: [{at: t(1795400003000), what: 'K9', because: 'limit'}, {at: "
        "t(1795400002000), what: 'K9 spans', because: 'counted'}]}"
    );
}

static void asks_escalation_alone_about_one_clock(void **state UNUSED)
{
    /* and keeps its order: the limit, the waits, the spans, the sum */
    play(answer_of_clock);
    assert_int_equal(RUN(cli_why, "why", "GD7", "K9"), EXIT_FINE);
    assert_int_equal(played.count, 1);
    assert_string_equal(played.asked[0].service, "escalation");
    assert_string_equal(played_data(0, &arena), "{\"case_no\":\"GD7\",\"clock\":\"K9\"}");
    assert_true(strstr(captured_out, "limit") < strstr(captured_out, "counted"));
    play(know_nothing);
    assert_int_equal(RUN(cli_why, "why", "GD7", "K99"), EXIT_NOT_DONE);
    assert_non_null(strstr(captured_err, "no such limit"));
    assert_int_equal(RUN(cli_why, "why", "GD7", "K9", "more"), EXIT_USAGE);
}

static void prints_one_fact_a_line_as_json(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_why, "why", "GD7", "--json"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), 3);
    assert_string_equal(
        strchr(strchr(captured_out, '\n') + 1, '\n') + 1,
        "{\"at\":\"2026-11-23T02:13:23.000Z\",\"what\":\"desk case.last.v1\","
        "\"because\":\"three\"}\n"
    );
}

static void ends_with_1_when_nobody_knows_the_case(void **state UNUSED)
{
    play(know_nothing);
    assert_int_equal(RUN(cli_why, "why", "GD8"), EXIT_NOT_DONE);
    assert_string_equal(captured_out, "");
    assert_string_equal(captured_err, "shouli why: no service knows this case\n");
}

static void refuses_wrong_options(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_why, "why"), EXIT_USAGE);
    assert_says(captured_err, "shouli why: say which case: its number or id; see shouli why");
    assert_int_equal(RUN(cli_why, "why", "GD7", "K9", "GD8"), EXIT_USAGE);
    assert_says(captured_err, "'GD8' is one word too many");
    assert_int_equal(RUN(cli_why, "why", "GD7", "--because=x"), EXIT_USAGE);
    assert_says(captured_err, "there is no option --because");
    assert_int_equal(played.count, 0);
}

static void says_what_to_do_without_keys(void **state UNUSED)
{
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int code = RUN(cli_why, "why", "GD7");
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(code, EXIT_UNAVAILABLE);
    assert_says(captured_err, "no keys of operator under /nowhere; start with `make up`");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_facts_of_all_services_by_time),
        cmocka_unit_test(asks_every_service_by_number_or_by_id),
        cmocka_unit_test(says_who_asks_and_what_was_not_told),
        cmocka_unit_test(prints_one_fact_a_line_as_json),
        cmocka_unit_test(asks_escalation_alone_about_one_clock),
        cmocka_unit_test(ends_with_1_when_nobody_knows_the_case),
        cmocka_unit_test(refuses_wrong_options),
        cmocka_unit_test(says_what_to_do_without_keys),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
