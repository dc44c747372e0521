/* Tests of common/arguments.c. */
#include "common/arguments.h"

#include "tests/unit/services/cli/run_cli.h"

static struct arguments got;

static int read_words(int argc, char **argv)
{
    static char *kept[CLI_ARGUMENTS_MAX];

    for (int i = 0; i < argc; i++)
        kept[i] = argv[i];
    return !arguments_read(argc, kept, " once all ", &got);
}

static void takes_words_values_and_flags_in_any_order(void **state UNUSED)
{

    assert_true(
        READ(" once all ", &got, "x", "--a", "1", "get", "--once", "--b=2=3", "GD1", "--json")
    );
    assert_int_equal(got.word_count, 2);
    assert_string_equal(got.words[1], "GD1");
    assert_true(got.json);
    assert_string_equal(arguments_take(&got, "a", NULL), "1");
    assert_string_equal(arguments_take(&got, "b", NULL), "2=3");
    assert_true(arguments_take_flag(&got, "once"));
    assert_false(arguments_take_flag(&got, "all"));
    assert_true(arguments_end(&got, 2));
}

static void the_last_of_equal_options_counts(void **state UNUSED)
{

    assert_true(READ(" ", &got, "x", "--a", "1", "--a", "2"));
    assert_string_equal(arguments_take(&got, "a", "0"), "2");
    assert_true(arguments_end(&got, 0));
    assert_string_equal(arguments_take(&got, "b", "0"), "0");
}

static void refuses_what_nobody_took(void **state UNUSED)
{
    assert_true(READ(" ", &got, "x", "--misspelt", "1"));
    assert_false(arguments_end(&got, 0));
    assert_true(READ(" ", &got, "x", "one", "two"));
    assert_true(arguments_end(&got, 2));
    assert_false(arguments_end(&got, 1));
}

static void an_option_needs_its_value_and_a_flag_has_none(void **state UNUSED)
{
    assert_int_equal(CLI(read_words, "x", "--a"), 1);
    ASSERT_ERRORS("--a needs a value");
    assert_int_equal(CLI(read_words, "x", "--once=1"), 1);
    ASSERT_ERRORS("takes no value");
    /* part of a flag's name is another option */
    assert_true(READ(" once all ", &got, "x", "--onc", "1"));
    assert_false(arguments_take_flag(&got, "once"));
}

static void numbers_have_limits(void **state UNUSED)
{
    static const char *const bad[] = {"0", "11", "", "x", "5x", "99999999999999999999"};
    long number = 7;

    for (size_t i = 0; i < LENGTH(bad); i++) {
        assert_true(READ(" ", &got, "x", "--n", bad[i]));
        assert_false(arguments_take_number(&got, "n", 1, 10, &number));
        assert_int_equal(number, 7);
    }
    for (long n = 1; n <= 10; n += 9) {
        char text[32];
        snprintf(text, sizeof(text), "%ld", n);
        assert_true(READ(" ", &got, "x", "--n", text));
        assert_true(arguments_take_number(&got, "n", 1, 10, &number));
        assert_int_equal(number, n);
    }
    assert_true(arguments_take_number(&got, "absent", 1, 10, &number));
}

/* One below, at, and one above. */
static void takes_as_many_options_as_its_limit(void **state UNUSED)
{
    for (int by = -1; by <= 1; by++) {
        const char *options[ARGUMENTS_MAX + 3] = {"x"};
        for (int i = 1; i <= ARGUMENTS_MAX + by; i++)
            options[i] = "--o=1";
        assert_int_equal(cli_read_words(options, " ", &got), by <= 0);
    }
}

/* The texts that the shipped model is learnt from are nearly as many files as there once could be words. */
static void takes_as_many_words_as_its_limit(void **state UNUSED)
{
    for (int by = -1; by <= 1; by++) {
        const char *words[ARGUMENTS_WORDS_MAX + 3] = {"x"};
        for (int i = 1; i <= ARGUMENTS_WORDS_MAX + by; i++)
            words[i] = "word";
        assert_int_equal(cli_read_words(words, " ", &got), by <= 0);
    }
}

static void gives_an_option_only_where_there_is_room(void **state UNUSED)
{
    got = (struct arguments){.command = "x", .given_count = ARGUMENTS_MAX - 1};
    for (size_t i = 0; i < got.given_count; i++)
        got.given[i] = (struct given){"a", 1, "1", false};
    arguments_give(&got, "b", "2");
    assert_true(arguments_has(&got, "b"));
    arguments_give(&got, "c", "3");
    assert_false(arguments_has(&got, "c"));
    assert_int_equal(got.given_count, ARGUMENTS_MAX);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_words_values_and_flags_in_any_order),
        cmocka_unit_test(the_last_of_equal_options_counts),
        cmocka_unit_test(refuses_what_nobody_took),
        cmocka_unit_test(an_option_needs_its_value_and_a_flag_has_none),
        cmocka_unit_test(numbers_have_limits),
        cmocka_unit_test(takes_as_many_options_as_its_limit),
        cmocka_unit_test(takes_as_many_words_as_its_limit),
        cmocka_unit_test(gives_an_option_only_where_there_is_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
