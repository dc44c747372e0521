/* Tests of services/cli/classify_print.c that the command's own tests do not reach. */
#include "services/cli/classify_print.h"

#include "tests/unit/services/cli/run_cli.h"

static struct classify_groups groups = {.names = {{"a", 1}, {"b", 1}}, .count = 2};
static struct text text;
static bool as_json;

static int print(int argc UNUSED, char **argv UNUSED)
{
    const struct model_guess guesses[] = {{1, 0.75F}, {0, 0.25F}};

    classify_print_guesses(stdout, &groups, guesses, 2, NULL, 0, text, as_json);
    return 0;
}

static void bytes_that_are_no_text_do_not_break_json(void **state UNUSED)
{
    text = TEXT("a\xFF\x01 卡");
    as_json = true;
    assert_int_equal(CLI(print, "x"), 0);
    ASSERT_OUT("\"text\":\"a\xEF\xBF\xBD\\u0001 卡\"}\n");
}

static void further_guesses_stand_before_the_text(void **state UNUSED)
{
    text = TEXT("words");
    as_json = false;
    assert_int_equal(CLI(print, "x"), 0);
    assert_string_equal(cli_out, "b\t0.7500\ta\t0.2500\twords\n");
}

static float shares[] =
    {0, 1, 0.03125F, 0.09375F, 0.99994F, 0.99995F, 1.0000001F, 9.99999F, 12345.5F};

static int print_shares(int argc UNUSED, char **argv UNUSED)
{
    for (size_t i = 0; i < LENGTH(shares); i++) {
        const struct model_guess guess = {0, shares[i]};
        classify_print_guesses(stdout, &groups, &guess, 1, NULL, 0, TEXT("x"), false);
    }
    return 0;
}

/* Halves of the last digit go to the even one; 9.99999 is the first that has no digit left. */
static void shares_are_printed_as_printf_does(void **state UNUSED)
{
    char expected[1024];
    size_t length = 0;

    for (size_t i = 0; i < LENGTH(shares); i++)
        length += (size_t)snprintf(
            expected + length,
            sizeof(expected) - length,
            "a\t%.4f\tx\n",
            (double)shares[i]
        );
    assert_int_equal(CLI(print_shares, "x"), 0);
    assert_string_equal(cli_out, expected);
    assert_non_null(strstr(expected, "0.0312"));
    assert_non_null(strstr(expected, "0.0938"));
    assert_non_null(strstr(expected, "10.0000"));
}

static int print_value(int argc UNUSED, char **argv UNUSED)
{
    classify_print_value(stdout, TEXT("emotion"), 1.5F, TEXT("x"), as_json);
    return 0;
}

static void a_number_stands_where_a_label_would(void **state UNUSED)
{
    as_json = false;
    assert_int_equal(CLI(print_value, "x"), 0);
    assert_string_equal(cli_out, "1.500\tx\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_are_no_text_do_not_break_json),
        cmocka_unit_test(further_guesses_stand_before_the_text),
        cmocka_unit_test(shares_are_printed_as_printf_does),
        cmocka_unit_test(a_number_stands_where_a_label_would),
    };
    return cmocka_run_group_tests_name("classify_print", tests, NULL, NULL);
}
