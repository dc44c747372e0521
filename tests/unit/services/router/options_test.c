/* Tests of services/router/options.c: the words of a command. */
#include "services/router/options.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *word, *new;
static bool json;

static const struct option_wanted wanted[] = {
    {"", &word, NULL},
    {"--new", &new, NULL},
    {"--json", NULL, &json},
    {NULL, NULL, NULL},
};

static bool read_words(const char *first, const char *second, const char *third)
{
    char command[] = "rehearse", words[3][32];
    const char *given[] = {first, second, third};
    char *argv[5] = {command};
    int argc = 1;

    word = new = NULL;
    json = false;
    for (size_t i = 0; i < LENGTH(given) && given[i]; i++) {
        size_t length = strlen(given[i]);
        memcpy(words[i], given[i], length + 1);
        argv[argc++] = words[i];
    }
    return options_read(argc, argv, wanted);
}

static void takes_values_flags_and_one_word_in_any_order(void **state UNUSED)
{
    assert_true(read_words(NULL, NULL, NULL));
    assert_null(word);
    assert_true(read_words("file", "--json", "--new=a"));
    assert_non_null(word);
    assert_non_null(new);
    assert_true(json);
    assert_true(read_words("--new", "--json", NULL)); /* a value may look like an option */
    assert_non_null(new);
    assert_false(json);
    assert_true(read_words("--new=", NULL, NULL));
    assert_non_null(new);
}

static void refuses_what_it_does_not_know(void **state UNUSED)
{
    assert_false(read_words("--old", NULL, NULL));
    assert_false(read_words("--newer=a", NULL, NULL));
    assert_false(read_words("--new", NULL, NULL));
    assert_false(read_words("--json=yes", NULL, NULL));
    assert_false(read_words("one", "two", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_values_flags_and_one_word_in_any_order),
        cmocka_unit_test(refuses_what_it_does_not_know),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
