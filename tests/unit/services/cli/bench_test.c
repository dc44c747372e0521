/* Tests of services/cli/bench.c: what is said wrongly ends with 2 before anything is opened. */
#include "services/cli/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/memory.h"

enum { ARGUMENTS_MAX = 16 };

/* Without keys and without a URL: options that are right end with 3. */
static int begin(void **state)
{
    (void)state;
    unsetenv("SHOULI_DATABASE_URL");
    return setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
}

static int run(const char *const *arguments)
{
    char *argv[ARGUMENTS_MAX] = {memory_copy_text(TEXT("bench"))};
    int argc = 1;

    for (; arguments[argc - 1]; argc++)
        argv[argc] = memory_copy_text(text_of(arguments[argc - 1]));
    int code = cli_bench(argc, argv);
    for (int i = 0; i < argc; i++)
        memory_free(argv[i]);
    return code;
}

#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL})

static void what_to_measure_must_be_said(void **state)
{
    (void)state;
    assert_int_equal(run((const char *const[]){NULL}), 2);
    assert_int_equal(RUN("everything"), 2);
    assert_int_equal(RUN("accept"), 3);
    assert_int_equal(RUN("raw"), 3);
    assert_int_equal(RUN("life"), 3);
}

static void an_option_without_a_value_is_refused(void **state)
{
    (void)state;
    assert_int_equal(RUN("raw", "--rows"), 2);
    assert_int_equal(RUN("raw", "--rows", "5", "--seconds"), 2);
    assert_int_equal(RUN("raw", "--rows", "5"), 3);
}

static void an_unknown_option_is_refused(void **state)
{
    (void)state;
    assert_int_equal(RUN("raw", "--row", "5"), 2);
    assert_int_equal(RUN("raw", "rows", "5"), 2);
    assert_int_equal(RUN("raw", "--rows", "5", "--colour", "7"), 2);
}

static void a_number_must_be_one_from_beginning_to_end(void **state)
{
    (void)state;
    assert_int_equal(RUN("raw", "--rows", "5x"), 2);
    assert_int_equal(RUN("raw", "--rows", "five"), 2);
    assert_int_equal(RUN("raw", "--rows", ""), 2);
    assert_int_equal(RUN("raw", "--rows", "99999999999999999999"), 2);
}

static void every_number_is_held_within_its_limits(void **state)
{
    static const struct {
        const char *name, *below, *min, *max, *above;
    } limits[] = {
        {"--publishers", "0", "1", "256", "257"},
        {"--window", "0", "1", "20000", "20001"},
        {"--seconds", "0", "1", "3600", "3601"},
        {"--rate", "-1", "0", "10000000", "10000001"},
        {"--connections", "0", "1", "8", "9"},
        {"--cycles", "0", "1", "10000000", "10000001"},
        {"--clerks", "0", "1", "10000", "10001"},
        {"--rows", "0", "1", "10000", "10001"},
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(limits); i++) {
        assert_int_equal(RUN("raw", limits[i].name, limits[i].below), 2);
        assert_int_equal(RUN("raw", limits[i].name, limits[i].min), 3);
        assert_int_equal(RUN("raw", limits[i].name, limits[i].max), 3);
        assert_int_equal(RUN("raw", limits[i].name, limits[i].above), 2);
    }
}

static void a_source_may_be_any_text(void **state)
{
    (void)state;
    assert_int_equal(RUN("accept", "--source", "/branch/0731", "--rate", "100"), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_to_measure_must_be_said),
        cmocka_unit_test(an_option_without_a_value_is_refused),
        cmocka_unit_test(an_unknown_option_is_refused),
        cmocka_unit_test(a_number_must_be_one_from_beginning_to_end),
        cmocka_unit_test(every_number_is_held_within_its_limits),
        cmocka_unit_test(a_source_may_be_any_text),
    };

    return cmocka_run_group_tests(tests, begin, NULL);
}
