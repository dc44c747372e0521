/* Tests of services/cli/dead.c: `shouli dead list|retry|drop` (dead letters, REQUIREMENTS 3.6). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

#define ID "01890a5d-ac96-774b-bcce-b302099a8057"

static struct arena arena;

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

/* Only router has set something aside. */
static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    if (!text_is(asked->type, "dead.list.v1"))
        return played_reply(asked, at, "status: accepted");
    if (strcmp(asked->service, "router") != 0)
        return played_reply(asked, at, "status: accepted, result: {letters: []}");
    return played_reply(
        asked,
        at,
        "status: accepted, result: {letters: [{dead_id: '" ID
        "', at: t(1795400000000), origin: "
        "intake, source: '/s', id: 'm', type: 'case.received.v1', seq: 12, code: 'poison', "
        "reason: 'does not decode', state: open}]}"
    );
}

static struct bytes have_none(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: accepted, result: {letters: []}");
}

static struct bytes reject(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        "status: rejected, errors: [{code: not_found, message: 'no such letter'}]"
    );
}

static void lists_what_every_service_has_set_aside(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_dead, "dead", "list"), EXIT_FINE);
    assert_int_equal(played.count, CLIENT_SERVICES);
    assert_string_equal(
        captured_out,
        "router     " ID "  2026-11-23 10:13:20  intake 12  case.received.v1\n"
        "    poison: does not decode\n"
    );
}

static void lists_one_service(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_dead, "dead", "list", "--service", "router"), EXIT_FINE);
    assert_int_equal(played.count, 1);
    assert_string_equal(played.asked[0].service, "router");
    assert_says(captured_out, ID);
}

static void lists_as_json_one_letter_a_line(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_dead, "dead", "list", "--json"), EXIT_FINE);
    assert_int_equal(captured_lines(captured_out), 1);
    assert_says(captured_out, "{\"dead_id\":\"" ID "\"");
    assert_says(captured_out, "\"seq\":12");
    play(have_none);
    assert_int_equal(RUN(cli_dead, "dead", "list", "--json"), EXIT_FINE);
    assert_string_equal(captured_out, "");
}

static void says_that_there_is_none(void **state UNUSED)
{
    play(have_none);
    assert_int_equal(RUN(cli_dead, "dead", "list"), EXIT_FINE);
    assert_string_equal(captured_out, "no dead letters / 没有死信\n");
}

static void ends_with_1_when_a_list_is_refused(void **state UNUSED)
{
    play(reject);
    assert_int_equal(RUN(cli_dead, "dead", "list"), EXIT_NOT_DONE);
    assert_string_equal(captured_out, "");
}

static void decides_with_a_name_and_a_reason(void **state UNUSED)
{
    play(answer);
    assert_int_equal(
        RUN(cli_dead, "dead", "retry", ID, "--service=router", "--actor=O1", "--reason=修复"),
        EXIT_FINE
    );
    assert_string_equal(captured_out, "accepted\n");
    assert_string_equal(played.asked[0].service, "router");
    assert_true(text_is(played.asked[0].type, "dead.retry.v1"));
    assert_true(text_is(played.asked[0].actor, "O1"));
    assert_says(played_data(0, &arena), "\"dead_id\":\"" ID "\"");
    assert_says(played_data(0, &arena), "\"reason\":\"修复\"");
    assert_int_equal(
        RUN(cli_dead, "dead", "drop", ID, "--service=desk", "--actor=O1", "--reason=r"),
        EXIT_FINE
    );
    assert_string_equal(played.asked[1].service, "desk");
    assert_true(text_is(played.asked[1].type, "dead.drop.v1"));
}

static void tells_why_a_decision_was_refused(void **state UNUSED)
{
    play(reject);
    assert_int_equal(
        RUN(cli_dead, "dead", "drop", ID, "--service=desk", "--actor=O1", "--reason=r"),
        EXIT_NOT_DONE
    );
    assert_string_equal(captured_err, "not_found: no such letter\n");
    assert_int_equal(
        RUN(cli_dead, "dead", "drop", ID, "--service=desk", "--actor=O1", "--reason=r", "--json"
        ),
        EXIT_NOT_DONE
    );
    assert_says(captured_out, "\"code\":\"not_found\"");
}

static void assert_refuses(int code, const char *why)
{
    assert_int_equal(code, EXIT_USAGE);
    assert_says(captured_err, why);
    assert_says(captured_err, "see shouli dead --help");
}

static void refuses_wrong_options(void **state UNUSED)
{
    const char *needs = "needs ID --service S --actor A --reason R";

    play(answer);
    assert_refuses(RUN(cli_dead, "dead"), "say list, retry or drop");
    assert_refuses(RUN(cli_dead, "dead", "bury"), "say list, retry or drop");
    assert_refuses(RUN(cli_dead, "dead", "list", "--service=mail"), "there is no service mail");
    assert_refuses(RUN(cli_dead, "dead", "list", "all"), "'all' is one word too many");
    assert_refuses(RUN(cli_dead, "dead", "list", "--old=1"), "there is no option --old");
    assert_refuses(RUN(cli_dead, "dead", "drop", "--service=desk", "--actor=O1"), needs);
    assert_refuses(RUN(cli_dead, "dead", "drop", ID, "--actor=O1", "--reason=r"), needs);
    assert_refuses(RUN(cli_dead, "dead", "drop", ID, "--service=x", "--actor=O1"), needs);
    assert_refuses(RUN(cli_dead, "dead", "drop", ID, "--service=desk", "--reason=r"), needs);
    assert_refuses(
        RUN(cli_dead, "dead", "drop", ID, "--service=desk", "--actor=O1", "--why=r"),
        "there is no option --why"
    );
    assert_int_equal(played.count, 0);
}

static void ends_with_3_without_keys(void **state UNUSED)
{
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int list = RUN(cli_dead, "dead", "list");
    assert_says(captured_err, "no keys of operator under /nowhere; start with `make up`");
    assert_string_equal(captured_out, "");
    int drop = RUN(cli_dead, "dead", "drop", ID, "--service=desk", "--actor=O1", "--reason=r");
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(list, EXIT_UNAVAILABLE);
    assert_int_equal(drop, EXIT_UNAVAILABLE);
    assert_says(captured_err, "no keys of operator under /nowhere; start with `make up`");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_what_every_service_has_set_aside),
        cmocka_unit_test(lists_one_service),
        cmocka_unit_test(lists_as_json_one_letter_a_line),
        cmocka_unit_test(says_that_there_is_none),
        cmocka_unit_test(ends_with_1_when_a_list_is_refused),
        cmocka_unit_test(decides_with_a_name_and_a_reason),
        cmocka_unit_test(tells_why_a_decision_was_refused),
        cmocka_unit_test(refuses_wrong_options),
        cmocka_unit_test(ends_with_3_without_keys),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
