/* Tests of services/cli/case.c: `shouli case VERB`, each verb the command of PROTOCOL section 4 that it names. */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

#define ID  "01890a5d-ac96-774b-bcce-b302099a8057"
#define WHO "--actor", "D1001", "--role", "L3"

static struct arena arena;

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

static struct bytes accept(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        "status: accepted, case_id: '" ID "', case_no: GD7, "
        "result: {case_no: GD7, state: queued, version: 2}"
    );
}

static struct bytes reject(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        "status: rejected, errors: [{code: not_found, message: 'no such case'}]"
    );
}

static void shows_a_case_by_its_number_in_one_question(void **state UNUSED)
{
    play(accept);
    assert_int_equal(RUN(cli_case, "case", "get", "GD7", WHO), EXIT_FINE);
    assert_int_equal(played.count, 1);
    assert_string_equal(played.asked[0].service, "desk");
    assert_true(text_is(played.asked[0].type, "case.get.v1"));
    assert_true(text_is(played.asked[0].actor, "D1001"));
    assert_true(text_is(played.asked[0].role, "L3"));
    assert_string_equal(played_data(0, &arena), "{\"case_no\":\"GD7\"}");
    assert_int_equal(captured_lines(captured_out), 3);
    assert_says(captured_out, "case_no ");
    assert_says(captured_out, ": GD7\n");
    assert_says(captured_out, ": queued ");
    assert_string_equal(captured_err, "");
}

static void shows_a_case_by_its_id_as_json(void **state UNUSED)
{
    play(accept);
    assert_int_equal(RUN(cli_case, "case", "show", ID, WHO, "--id", "q", "--json"), EXIT_FINE);
    assert_string_equal(played_data(0, &arena), "{\"case_id\":\"" ID "\"}");
    assert_string_equal(
        captured_out,
        "{\"id\":\"q\",\"status\":\"accepted\",\"case_id\":\"" ID "\",\"case_no\":\"GD7\","
        "\"result\":{\"case_no\":\"GD7\",\"state\":\"queued\",\"version\":2}}\n"
    );
}

static void asks_for_the_id_of_a_number_before_a_command(void **state UNUSED)
{
    play(accept);
    assert_int_equal(
        RUN(cli_case, "case", "note", "GD7", WHO, "--lease", "3", "--text", "核实中"),
        EXIT_FINE
    );
    assert_int_equal(played.count, 2);
    assert_true(text_is(played.asked[0].type, "case.get.v1"));
    assert_string_equal(played_data(0, &arena), "{\"case_no\":\"GD7\"}");
    assert_true(text_is(played.asked[1].type, "case.note.v1"));
    assert_says(played_data(1, &arena), "\"case_id\":\"" ID "\"");
    assert_says(played_data(1, &arena), "\"lease_epoch\":3");
    assert_says(played_data(1, &arena), "\"text\":\"核实中\"");
}

static void sends_no_command_on_a_number_that_nobody_knows(void **state UNUSED)
{
    play(reject);
    assert_int_equal(RUN(cli_case, "case", "close", "GD8", WHO), EXIT_NOT_DONE);
    assert_int_equal(played.count, 1);
    assert_true(text_is(played.asked[0].type, "case.get.v1"));
    assert_string_equal(captured_err, "not_found: no such case\n");
}

static void claims_without_naming_a_case(void **state UNUSED)
{
    play(accept);
    assert_int_equal(
        RUN(cli_case, "case", "claim", WHO, "--queues", "q.card,q.loan"),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[0].type, "case.claim.v1"));
    assert_string_equal(played_data(0, &arena), "{\"queues\":[\"q.card\",\"q.loan\"]}");
    assert_int_equal(RUN(cli_case, "case", "claim", "GD7", WHO), EXIT_USAGE);
    assert_says(captured_err, "'GD7' is one word too many");
}

static void sends_the_command_that_each_verb_names(void **state UNUSED)
{
    static const char *const verbs[][2] = {
        {"extend", "case.extend.v1"},
        {"release", "case.release.v1"},
        {"note", "case.note.v1"},
        {"ask-customer", "case.ask_customer.v1"},
        {"customer-answered", "case.customer_answered.v1"},
        {"second-line", "case.second_line.v1"},
        {"resolve", "case.resolve.v1"},
        {"close", "case.close.v1"},
        {"reopen", "case.reopen.v1"},
        {"reclassify", "case.reclassify.v1"},
        {"withdraw", "case.withdraw.v1"},
        {"accept", "complaint.accept.v1"},
        {"grade", "complaint.grade.v1"},
        {"investigate", "complaint.investigate.v1"},
        {"draft", "complaint.draft.v1"},
        {"approve", "complaint.approve.v1"},
        {"return", "complaint.return.v1"},
        {"reply", "complaint.reply.v1"},
        {"review", "complaint.review.v1"},
    };

    for (size_t i = 0; i < LENGTH(verbs); i++) {
        play(accept);
        assert_int_equal(RUN(cli_case, "case", verbs[i][0], ID, WHO), EXIT_FINE);
        assert_int_equal(played.count, 1);
        assert_true(text_is(played.asked[0].type, verbs[i][1]));
        assert_string_equal(played_data(0, &arena), "{\"case_id\":\"" ID "\"}");
        assert_int_equal(RUN(cli_case, "case", verbs[i][0], WHO), EXIT_USAGE);
        assert_says(captured_err, "say which case: its number or id");
    }
}

static void tells_a_refusal_in_words_or_as_json(void **state UNUSED)
{
    play(reject);
    assert_int_equal(RUN(cli_case, "case", "get", "GD8", WHO), EXIT_NOT_DONE);
    assert_string_equal(captured_out, "");
    assert_string_equal(captured_err, "not_found: no such case\n");
    assert_int_equal(RUN(cli_case, "case", "get", "GD8", WHO, "--json"), EXIT_NOT_DONE);
    assert_says(captured_out, "\"errors\":[{\"code\":\"not_found\"");
    assert_string_equal(captured_err, "");
}

static void takes_who_acts_from_the_environment(void **state UNUSED)
{
    play(accept);
    setenv("SHOULI_ACTOR", "D2002", 1);
    setenv("SHOULI_ROLE", "L2", 1);
    int code = RUN(cli_case, "case", "get", "GD7");
    unsetenv("SHOULI_ACTOR");
    unsetenv("SHOULI_ROLE");
    assert_int_equal(code, EXIT_FINE);
    assert_true(text_is(played.asked[0].actor, "D2002"));
    assert_true(text_is(played.asked[0].role, "L2"));
}

static void refuses_wrong_options(void **state UNUSED)
{
    play(accept);
    assert_int_equal(RUN(cli_case, "case"), EXIT_USAGE);
    assert_says(captured_err, "say what to do: get, claim, note, resolve");
    assert_int_equal(RUN(cli_case, "case", "eat", "GD7", WHO), EXIT_USAGE);
    assert_says(captured_err, "say what to do");
    assert_int_equal(RUN(cli_case, "case", "get", "GD7", "--actor", "D1"), EXIT_USAGE);
    assert_says(captured_err, "say who acts: --actor and --role");
    assert_int_equal(RUN(cli_case, "case", "get", "GD7", "--role", "L3"), EXIT_USAGE);
    assert_says(captured_err, "say who acts: --actor and --role");
    assert_int_equal(RUN(cli_case, "case", "get", "GD7", WHO, "--colour", "red"), EXIT_USAGE);
    assert_says(captured_err, "there is no option --colour; see shouli case --help");
    assert_int_equal(RUN(cli_case, "case", "get", "GD7", "GD8", WHO), EXIT_USAGE);
    assert_says(captured_err, "'GD8' is one word too many");
    assert_int_equal(RUN(cli_case, "case", "extend", ID, WHO, "--lease", "soon"), EXIT_USAGE);
    assert_says(captured_err, "lease-epoch");
    assert_int_equal(played.count, 0);
}

static void ends_with_3_without_keys(void **state UNUSED)
{
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int code = RUN(cli_case, "case", "get", "GD7", WHO);
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(code, EXIT_UNAVAILABLE);
    assert_says(captured_err, "no keys of operator under /nowhere; start with `make up`");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_a_case_by_its_number_in_one_question),
        cmocka_unit_test(shows_a_case_by_its_id_as_json),
        cmocka_unit_test(asks_for_the_id_of_a_number_before_a_command),
        cmocka_unit_test(sends_no_command_on_a_number_that_nobody_knows),
        cmocka_unit_test(claims_without_naming_a_case),
        cmocka_unit_test(sends_the_command_that_each_verb_names),
        cmocka_unit_test(tells_a_refusal_in_words_or_as_json),
        cmocka_unit_test(takes_who_acts_from_the_environment),
        cmocka_unit_test(refuses_wrong_options),
        cmocka_unit_test(ends_with_3_without_keys),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
