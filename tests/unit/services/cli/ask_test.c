/* Tests of services/cli/ask.c: one question to one service. */
#include "services/cli/ask.h"

#include "tests/unit/services/cli/played.h"

static struct bytes silence(const struct played_question *asked, struct arena *at)
{
    (void)asked;
    (void)at;
    return (struct bytes){0};
}

static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: accepted, result: {incidents: []}");
}

static int ask_list(int argc, char **argv)
{
    const struct asking asking = {
        .service = "escalation",
        .type = MESSAGE_incident_list_v1,
        .result = &incident_page_shape,
        .words = 0};
    struct arguments arguments;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    return cli_ask(&arguments, &asking);
}

static void a_service_that_does_not_answer_ends_it_with_3(void **state UNUSED)
{
    play(silence);
    assert_int_equal(RUN(ask_list, "ask"), EXIT_UNAVAILABLE);
    assert_says(captured_err, "escalation does not answer");
}

static void prints_the_result_as_json(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(ask_list, "ask", "--json"), EXIT_FINE);
    assert_string_equal(captured_out, "{\"incidents\":[]}\n");
}

static void words_that_are_not_used_are_refused(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(ask_list, "ask", "more"), EXIT_USAGE);
    assert_int_equal(played.count, 0);
}

#define TEST(name) cmocka_unit_test(name)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_service_that_does_not_answer_ends_it_with_3),
        TEST(prints_the_result_as_json),
        TEST(words_that_are_not_used_are_refused),
    };

    return cmocka_run_group_tests(tests, played_begin, played_end);
}
