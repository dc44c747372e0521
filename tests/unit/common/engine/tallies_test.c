/* Tests of common/engine/tallies.c: what is counted when a transaction is committed. */
#include "common/engine/tallies.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    metrics_done();
    return 0;
}

static void counts_nothing_before_the_commit_and_all_of_it_then(void **state UNUSED)
{
    struct tallies tallies = {.arena = &arena};

    for (int i = 0; i < 3; i++)
        tally_add(&tallies, METRIC_shouli_queue_arrivals_total, TEXT("q.card"));
    tally_add(&tallies, METRIC_shouli_queue_arrivals_total, TEXT("q.loan"));
    tally_add(&tallies, METRIC_shouli_queue_completions_total, TEXT("q.card"));
    tally_add(&tallies, METRIC_shouli_archive_packages_total, (struct text){0});
    tally_add(&tallies, METRIC_shouli_archive_packages_total, (struct text){0});
    assert_int_equal(metric_value(METRIC_shouli_archive_packages_total), 0);
    tallies_commit(&tallies);
    assert_int_equal(metric_value_labelled(METRIC_shouli_queue_arrivals_total, "q.card"), 3);
    assert_int_equal(metric_value_labelled(METRIC_shouli_queue_arrivals_total, "q.loan"), 1);
    assert_int_equal(metric_value_labelled(METRIC_shouli_queue_completions_total, "q.card"), 1);
    assert_int_equal(metric_value(METRIC_shouli_archive_packages_total), 2);
}

static void forgets_what_was_counted(void **state UNUSED)
{
    struct tallies tallies = {.arena = &arena};

    tally_add(&tallies, METRIC_shouli_survey_total, TEXT("invited"));
    tallies_commit(&tallies);
    tallies_commit(&tallies);
    assert_int_equal(metric_value_labelled(METRIC_shouli_survey_total, "invited"), 1);
}

/* Words of a message live as long as the message; a label is copied. */
static void keeps_labels_of_its_own(void **state UNUSED)
{
    struct tallies tallies = {.arena = &arena};
    char word[] = "q.card and more";

    tally_add(&tallies, METRIC_shouli_queue_arrivals_total, (struct text){word, 6});
    word[0] = 'x';
    tallies_commit(&tallies);
    assert_int_equal(metric_value_labelled(METRIC_shouli_queue_arrivals_total, "q.card"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(counts_nothing_before_the_commit_and_all_of_it_then, end),
        cmocka_unit_test_teardown(forgets_what_was_counted, end),
        cmocka_unit_test_teardown(keeps_labels_of_its_own, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
