/* Tests of services/cli/demo_read.c. */
#include "services/cli/demo.h"
#include "tests/unit/services/cli/run_cli.h"

static void reads_a_request_of_seven_columns(void **state UNUSED)
{
    struct demo_request request;

    assert_true(
        demo_read_line(TEXT("sms\tcomplaint\tperson\t1200\tTR06\tT\t乱扣费\n"), &request)
    );
    assert_true(text_is(request.channel, "sms"));
    assert_true(text_is(request.kind, "complaint"));
    assert_true(text_is(request.customer, "person"));
    assert_true(text_is(request.text, "乱扣费"));
    assert_int_equal(request.amount_fen, 1200);
    assert_true(demo_read_line(TEXT("sms\t-\t-\t-\tTR06\tT\tx"), &request));
    assert_null(request.kind.at);
    assert_null(request.customer.at);
    assert_int_equal(request.amount_fen, -1);
}

static void reads_a_phrase_of_two_columns(void **state UNUSED)
{
    struct demo_request request;

    assert_true(demo_read_line(TEXT("AC01|Z\t怎么开户\r\n"), &request));
    assert_true(text_is(request.channel, "app"));
    assert_true(text_is(request.text, "怎么开户"));
}

static void passes_over_what_is_no_request(void **state UNUSED)
{
    static const char *const lines[] = {
        "",
        "\n",
        "# comment\tx",
        "channel\tkind\tcustomer\tamount_fen\tcode\ttype\ttext",
        "one",
        "a\tb\tc",
        "AC01|Z\t",
        "sms\t-\t-\t-\tTR06\tT\t",
    };
    struct demo_request request;

    for (size_t i = 0; i < LENGTH(lines); i++)
        assert_false(demo_read_line(text_of(lines[i]), &request));
}

static int read_nowhere(int argc UNUSED, char **argv UNUSED)
{
    struct demo_requests requests;
    struct arena arena = {0};
    bool fine = demo_read("/nowhere", &arena, &requests);

    arena_done(&arena);
    return fine;
}

static void reads_the_shipped_files_and_names_one_that_is_missing(void **state UNUSED)
{
    struct demo_requests requests;
    struct arena arena = {0};

    assert_true(demo_read("tests/data", &arena, &requests));
    assert_true(requests.count >= 1000);
    arena_done(&arena);
    assert_int_equal(CLI(read_nowhere, "x"), 0);
    ASSERT_ERRORS("/nowhere/phrasings.tsv");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_request_of_seven_columns),
        cmocka_unit_test(reads_a_phrase_of_two_columns),
        cmocka_unit_test(passes_over_what_is_no_request),
        cmocka_unit_test(reads_the_shipped_files_and_names_one_that_is_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
