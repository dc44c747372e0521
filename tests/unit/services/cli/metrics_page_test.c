/* Tests of services/cli/metrics_page.c. */
#include "services/cli/metrics_page.h"

#include "tests/unit/services/cli/run_cli.h"

static const struct text page =
    TEXT("# TYPE a gauge\n# HELP a some {text} 5\na 1.5\nb{x=\"1\",y=\"two\"} 7\n\nbroken\n{} "
         "1\nb{x=\"2\"} -3\n"
         "c{x=\"} 1\nd{x=\"1\"\ne{} 4");

static void reads_samples_and_passes_over_the_rest(void **state UNUSED)
{
    struct text left = page;
    struct sample sample;

    assert_true(page_next(&left, &sample));
    assert_true(text_is(sample.name, "a"));
    assert_true(sample.value > 1.49 && sample.value < 1.51);
    assert_true(page_next(&left, &sample));
    assert_int_equal(sample.label_count, 2);
    assert_true(text_is(sample_label(&sample, "y"), "two"));
    assert_null(sample_label(&sample, "z").at);
    assert_true(page_next(&left, &sample));
    assert_true(text_is(sample.name, "b"));
    assert_int_equal((int)sample.value, -3);
    assert_true(page_next(&left, &sample));
    assert_true(text_is(sample.name, "e"));
    assert_false(page_next(&left, &sample));
}

static void sums_what_has_one_name(void **state UNUSED)
{
    assert_int_equal((int)page_sum(page, "b"), 4);
    assert_int_equal((int)page_sum(page, "z"), 0);
    assert_int_equal((int)page_sum((struct text){0}, "b"), 0);
}

static void keeps_as_many_labels_as_its_limit(void **state UNUSED)
{
    struct text left = TEXT("m{a=\"1\",b=\"2\",c=\"3\",d=\"4\",e=\"5\"} 6\n");
    struct sample sample;

    assert_true(page_next(&left, &sample));
    assert_int_equal(sample.label_count, SAMPLE_LABELS_MAX);
    assert_int_equal((int)sample.value, 6);
}

static void a_service_that_is_not_there_has_no_page(void **state UNUSED)
{
    struct arena arena = {0};

    assert_int_equal(setenv("SHOULI_PORT_BASE", "61000", 1), 0);
    assert_null(page_fetch("desk", "/metrics", &arena).at);
    assert_int_equal(CLI(cli_queues, "queues"), EXIT_UNAVAILABLE);
    ASSERT_ERRORS("desk does not answer");
    assert_int_equal(CLI(cli_top, "top", "--once"), EXIT_UNAVAILABLE);
    ASSERT_OUT("down");
    arena_done(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_samples_and_passes_over_the_rest),
        cmocka_unit_test(sums_what_has_one_name),
        cmocka_unit_test(keeps_as_many_labels_as_its_limit),
        cmocka_unit_test(a_service_that_is_not_there_has_no_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
