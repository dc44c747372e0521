/* Tests of services/escalation/journal.c: a set of facts, whatever the order they came in (DESIGN P4). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "services/escalation/journal.h"

static struct journal journal;

static int begin_journal(void **state)
{
    (void)state;
    journal.count = 0;
    return 0;
}

static struct fact_entry entry(int64_t at_ms, enum fact fact, int64_t value, int64_t version)
{
    return (struct fact_entry){at_ms, version, fact, value};
}

static void orders_by_time_then_stream_then_version(void **state)
{
    const struct fact_entry sorted[] = {
        entry(1, FACT_received, 0, 0),
        entry(5, FACT_acknowledged, 0, 0),
        entry(5, FACT_typed, 3, 0),
        entry(5, FACT_resolved, 0, 7),
        entry(5, FACT_reopened, 0, 8),
        entry(5, FACT_resolved, 0, 9),
        entry(5, FACT_raised, 2, 0),
        entry(6, FACT_closed, 0, 10),
    };

    (void)state;
    for (size_t step = 1; step < LENGTH(sorted); step += 2) {
        journal.count = 0;
        for (size_t i = 0; i < LENGTH(sorted); i++)
            journal_add(&journal, sorted[i * step % LENGTH(sorted)]);
        assert_int_equal(journal.count, LENGTH(sorted));
        for (size_t i = 0; i < LENGTH(sorted); i++) {
            assert_int_equal(journal.entries[i].fact, sorted[i].fact);
            assert_int_equal(journal.entries[i].version, sorted[i].version);
        }
    }
}

static void a_fact_told_twice_is_one(void **state)
{
    (void)state;
    assert_true(journal_add(&journal, entry(1, FACT_typed, 3, 0)));
    assert_false(journal_add(&journal, entry(1, FACT_typed, 3, 0)));
    assert_true(journal_add(&journal, entry(1, FACT_typed, 2, 0)));
    assert_int_equal(journal.count, 2);
}

static void reads_what_it_wrote(void **state)
{
    struct arena arena = {0};
    struct journal again;

    (void)state;
    journal_add(&journal, entry(1772416800000, FACT_received, 0, 0));
    journal_add(&journal, entry(1772416800001, FACT_graded, 3, 0));
    journal_add(&journal, entry(1772416900000, FACT_asked, 0, INT64_MAX));
    journal_add(&journal, entry(1772416900000, FACT_outside, -1, 0));
    journal_read(journal_write(&journal, &arena), &again);
    assert_int_equal(again.count, journal.count);
    for (size_t i = 0; i < again.count; i++) {
        assert_int_equal(again.entries[i].at_ms, journal.entries[i].at_ms);
        assert_int_equal(again.entries[i].fact, journal.entries[i].fact);
        assert_int_equal(again.entries[i].value, journal.entries[i].value);
        assert_int_equal(again.entries[i].version, journal.entries[i].version);
    }
    arena_done(&arena);
}

static void leaves_out_lines_that_it_cannot_read(void **state)
{
    (void)state;
    journal_read(TEXT("1 received 0 0\nnonsense\n2 unknown 0 0\n\n3 closed 0 4"), &journal);
    assert_int_equal(journal.count, 2);
    assert_int_equal(journal.entries[1].fact, FACT_closed);
    journal_read((struct text){0}, &journal);
    assert_int_equal(journal.count, 0);
}

static void keeps_the_first_and_the_newest_message_to_the_customer(void **state)
{
    const int64_t times[] = {30, 10, 50, 20, 40};

    (void)state;
    for (size_t i = 0; i < LENGTH(times); i++)
        journal_add(&journal, entry(times[i], FACT_told, 0, times[i]));
    assert_int_equal(journal.count, 2);
    assert_int_equal(journal.entries[0].at_ms, 10);
    assert_int_equal(journal.entries[1].at_ms, 50);
}

static void keeps_the_first_claim(void **state)
{
    (void)state;
    journal_add(&journal, entry(20, FACT_claimed, 0, 2));
    journal_add(&journal, entry(10, FACT_claimed, 0, 1));
    journal_add(&journal, entry(30, FACT_claimed, 0, 3));
    assert_int_equal(journal.count, 1);
    assert_int_equal(journal.entries[0].at_ms, 10);
}

static void a_full_journal_gives_up_the_oldest_fact_but_not_the_receipt(void **state)
{
    /* JOURNAL_MAX: one below, at, one above */
    (void)state;
    journal_add(&journal, entry(1, FACT_received, 0, 0));
    for (int64_t i = 0; i < JOURNAL_MAX - 2; i++)
        journal_add(&journal, entry(10 + i, FACT_asked, 0, i));
    assert_int_equal(journal.count, JOURNAL_MAX - 1);
    journal_add(&journal, entry(1000, FACT_asked, 0, 900));
    assert_int_equal(journal.count, JOURNAL_MAX);
    assert_int_equal(journal.entries[1].at_ms, 10);
    journal_add(&journal, entry(1001, FACT_closed, 0, 901));
    assert_int_equal(journal.count, JOURNAL_MAX);
    assert_int_equal(journal.entries[0].fact, FACT_received);
    assert_int_equal(journal.entries[1].at_ms, 11);
    assert_int_equal(journal.entries[JOURNAL_MAX - 1].fact, FACT_closed);
}

static void knows_what_a_fact_counts_as(void **state)
{
    (void)state;
    assert_true(fact_counts_as(FACT_replied, TEXT("complaint.replied")));
    assert_true(fact_counts_as(FACT_replied, TEXT("contact.two_way")));
    assert_false(fact_counts_as(FACT_replied, TEXT("complaint.decided")));
    assert_false(fact_counts_as(FACT_replied, TEXT("complaint")));
    assert_false(fact_counts_as(FACT_decided, TEXT("complaint.replied")));
    assert_false(fact_counts_as(FACT_typed, TEXT("case.classified")));
    assert_true(text_is(fact_word(FACT_resolved), "case.resolved"));
}

#define TEST(function) cmocka_unit_test_setup(function, begin_journal)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(orders_by_time_then_stream_then_version),
        TEST(a_fact_told_twice_is_one),
        TEST(reads_what_it_wrote),
        TEST(leaves_out_lines_that_it_cannot_read),
        TEST(keeps_the_first_and_the_newest_message_to_the_customer),
        TEST(keeps_the_first_claim),
        TEST(a_full_journal_gives_up_the_oldest_fact_but_not_the_receipt),
        TEST(knows_what_a_fact_counts_as),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
