/* Tests of services/cli/demo.c: `shouli demo` from its options to its report. */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/demo_played.h"

static int begin(void **state)
{
    if (played_begin(state) != 0)
        return -1;
    captured_write("phrasings.tsv", "AC01|Z\t我想开户\n");
    captured_write(
        "requests.tsv",
        "channel\tkind\tcustomer\tamount_fen\tcode\ttype\ttext\n"
        "wechat\tconsult\tperson\t-\tFW02\tZ\t要等多长时间\n"
    );
    return 0;
}

/* What is claimed has to be sorted by a person. */
static struct bytes let_work(const struct played_question *asked, struct arena *at)
{
    if (!text_is(asked->type, "case.claim.v1") && !text_is(asked->type, "case.reclassify.v1"))
        return demo_answer(asked, at);
    return played_reply(
        asked,
        at,
        "status: accepted, result: {case_id: '" DEMO_ID "', state: triage, case_no: GD7, "
        "version: 2, lease_epoch: 9}"
    );
}

static void plays_reports_and_leaves_the_work_when_told_so(void **state UNUSED)
{
    play(demo_answer);
    assert_int_equal(
        RUN(cli_demo, "demo", "--requests=2", "--no-work", "--data", captured_folder),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[0].type, "request.submitted.v1"));
    assert_true(text_is(played.asked[1].type, "request.submitted.v1"));
    assert_true(text_is(played.asked[2].type, "case.get.v1"));
    assert_says(captured_out, "requests played in 已受理 2 / 2\n");
    assert_says(captured_out, "accepted 受理 2, refused 拒收 0, worked on 处理 0");
    assert_silent_on(captured_out, "cases worked on");
}

static void lets_staff_work_on_seven_of_ten(void **state UNUSED)
{
    play(let_work);
    assert_int_equal(
        RUN(cli_demo, "demo", "--requests=2", "--data", captured_folder),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[2].type, "case.claim.v1"));
    assert_says(captured_out, "cases worked on 已处理 1 / 1\n");
    assert_says(captured_out, "sorted by a person 人工分拣 1;");
    play(demo_answer);
    assert_int_equal(
        RUN(cli_demo, "demo", "--requests=1", "--data", captured_folder),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[1].type, "case.get.v1")); /* 70 % of one is none */
}

static void says_how_far_it_is_once_where_no_terminal_is(void **state UNUSED)
{
    captured_begin(NULL);
    demo_progress("what", 0, 20);
    demo_progress("what", 10, 20);
    demo_progress("what", 19, 20);
    captured_end();
    assert_string_equal(captured_out, "");
    captured_begin(NULL);
    demo_progress("what", 20, 20);
    captured_end();
    assert_string_equal(captured_out, "what 20 / 20\n");
}

static void says_where_it_looked_for_samples(void **state UNUSED)
{
    assert_int_equal(RUN(cli_demo, "demo", "--data", "/nowhere"), EXIT_NOT_DONE);
    assert_says(
        captured_err,
        "/nowhere/phrasings.tsv cannot be read; say where it lies with --data"
    );
}

static void assert_refuses(int code, const char *why)
{
    assert_int_equal(code, EXIT_USAGE);
    assert_says(captured_err, why);
    assert_says(captured_err, "see shouli demo --help");
}

static void refuses_wrong_options(void **state UNUSED)
{
    const char *range = "--requests: a number from 1 to 100000";

    play(demo_answer);
    assert_refuses(RUN(cli_demo, "demo", "--requests=0"), range);
    assert_refuses(RUN(cli_demo, "demo", "--requests=100001"), range);
    assert_refuses(RUN(cli_demo, "demo", "all"), "'all' is one word too many");
    assert_refuses(RUN(cli_demo, "demo", "--work=no"), "there is no option --work");
    assert_refuses(RUN(cli_demo, "demo", "--no-work=1"), "takes no value");
    assert_int_equal(played.count, 0);
}

/* The keys are looked for behind the options, so the largest number is taken as one. */
static void ends_with_3_without_keys(void **state UNUSED)
{
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int code = RUN(cli_demo, "demo", "--requests=100000", "--data", captured_folder);
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(code, EXIT_UNAVAILABLE);
    assert_says(captured_err, "no keys of publisher under /nowhere; start with `make up`");
    assert_says(captured_err, "something does not answer; is it up? (make up)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plays_reports_and_leaves_the_work_when_told_so),
        cmocka_unit_test(lets_staff_work_on_seven_of_ten),
        cmocka_unit_test(says_how_far_it_is_once_where_no_terminal_is),
        cmocka_unit_test(says_where_it_looked_for_samples),
        cmocka_unit_test(refuses_wrong_options),
        cmocka_unit_test(ends_with_3_without_keys),
    };

    return cmocka_run_group_tests(tests, begin, played_end);
}
