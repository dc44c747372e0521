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
    journal.count = journal.dropped = 0;
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

/* How many facts of a kind there are. */
static size_t count_of(enum fact fact)
{
    size_t found = 0;

    for (size_t i = 0; i < journal.count; i++)
        found += journal.entries[i].fact == fact;
    return found;
}

static void a_full_journal_gives_up_the_oldest_wait_behind_the_first_four(void **state)
{
    /* JOURNAL_MAX: one below, at, one above; JOURNAL_FIRST of a kind stay, and the newest */
    (void)state;
    journal_add(&journal, entry(1, FACT_received, 0, 0));
    for (int64_t i = 0; i < JOURNAL_MAX - 2; i++)
        journal_add(&journal, entry(10 + i, FACT_asked, 0, i));
    assert_int_equal(journal.count, JOURNAL_MAX - 1);
    journal_add(&journal, entry(1000, FACT_asked, 0, 900));
    assert_int_equal(journal.count, JOURNAL_MAX);
    assert_int_equal(journal.dropped, 0);
    journal_add(&journal, entry(1001, FACT_closed, 0, 901));
    assert_int_equal(journal.count, JOURNAL_MAX);
    assert_int_equal(journal.dropped, 1);
    assert_int_equal(journal.entries[0].fact, FACT_received);
    for (int64_t i = 0; i < JOURNAL_FIRST; i++)
        assert_int_equal(journal.entries[1 + i].at_ms, 10 + i);
    assert_int_equal(journal.entries[1 + JOURNAL_FIRST].at_ms, 10 + JOURNAL_FIRST + 1);
    assert_int_equal(journal.entries[JOURNAL_MAX - 1].fact, FACT_closed);
}

static void a_full_journal_keeps_what_carries_the_state_of_a_case(void **state)
{
    /* type and grade are told once, before a hundred waits */
    static const enum fact kept[] = {
        FACT_received,
        FACT_acknowledged,
        FACT_typed,
        FACT_graded,
        FACT_registered,
        FACT_extended};

    (void)state;
    for (size_t i = 0; i < LENGTH(kept); i++)
        journal_add(&journal, entry(1 + (int64_t)i, kept[i], 3, 0));
    for (int64_t i = 0; i < 2 * JOURNAL_MAX; i++)
        journal_add(&journal, entry(10 + i, i % 2 ? FACT_answered : FACT_asked, 0, i));
    assert_int_equal(journal.count, JOURNAL_MAX);
    assert_int_equal(journal.dropped, JOURNAL_MAX + LENGTH(kept));
    for (size_t i = 0; i < LENGTH(kept); i++)
        assert_int_equal(journal.entries[i].fact, kept[i]);
    assert_int_equal(journal.entries[JOURNAL_MAX - 1].at_ms, 10 + 2 * JOURNAL_MAX - 1);
}

static void a_journal_full_of_grades_keeps_the_first_and_the_newest_of_each_kind(void **state)
{
    (void)state;
    journal_add(&journal, entry(1, FACT_received, 0, 0));
    journal_add(&journal, entry(2, FACT_typed, 3, 0));
    journal_add(&journal, entry(3, FACT_extended, 30, 0));
    for (int64_t i = 0; i < 2 * JOURNAL_MAX; i++)
        journal_add(&journal, entry(10 + i, i % 2 ? FACT_set : FACT_graded, 1 + i % 4, 0));
    assert_int_equal(journal.count, JOURNAL_MAX);
    assert_int_equal(journal.entries[0].fact, FACT_received);
    assert_int_equal(journal.entries[1].fact, FACT_typed);
    assert_int_equal(journal.entries[2].fact, FACT_extended);
    assert_int_equal(journal_first(&journal, FACT_graded)->at_ms, 10);
    assert_int_equal(journal_first(&journal, FACT_set)->at_ms, 11);
    assert_int_equal(journal.entries[JOURNAL_MAX - 1].at_ms, 10 + 2 * JOURNAL_MAX - 1);
}

static void a_fact_that_is_given_up_at_once_is_no_news(void **state)
{
    /* a message older than the newest, younger than the first; and the second claim */
    (void)state;
    assert_true(journal_add(&journal, entry(1, FACT_told, 0, 0)));
    assert_true(journal_add(&journal, entry(9, FACT_told, 0, 0)));
    assert_false(journal_add(&journal, entry(5, FACT_told, 0, 0)));
    assert_true(journal_add(&journal, entry(10, FACT_told, 0, 0)));
    assert_true(journal_add(&journal, entry(2, FACT_claimed, 0, 0)));
    assert_false(journal_add(&journal, entry(3, FACT_claimed, 0, 0)));
    assert_int_equal(journal.dropped, 0);
    /* of a full one the oldest wait behind the first four goes: one that comes before it is not taken, one behind it is */
    while (journal.count < JOURNAL_MAX)
        assert_true(journal_add(&journal, entry(100 + (int64_t)journal.count, FACT_asked, 0, 0))
        );
    int64_t fifth_ms = 100 + 3 + JOURNAL_FIRST;
    assert_false(journal_add(&journal, entry(fifth_ms - 1, FACT_asked, 0, 1)));
    assert_int_equal(journal.dropped, 1);
    assert_true(journal_add(&journal, entry(fifth_ms + 1, FACT_asked, 0, 1)));
    assert_int_equal(journal.dropped, 2);
}

static uint64_t random_state = 20260302;

static size_t random_below(size_t end)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (size_t)(random_state * UINT64_C(2685821657736338717) >> 33) % end;
}

static void shuffle(struct fact_entry *list, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = random_below(i);
        struct fact_entry entry = list[i - 1];
        list[i - 1] = list[other];
        list[other] = entry;
    }
}

static void what_a_full_journal_keeps_depends_on_the_facts_not_on_their_order(void **state)
{
    /* DESIGN P4; more than fit, told in two orders, in a third round with more grades than fit */
    static const enum fact kinds[] = {
        FACT_asked,
        FACT_answered,
        FACT_resolved,
        FACT_reopened,
        FACT_told,
        FACT_invited,
        FACT_graded,
        FACT_typed,
    };
    static struct fact_entry list[3 * JOURNAL_MAX];
    static struct journal once;

    (void)state;
    for (int round = 0; round < 300; round++) {
        size_t from = round % 3 == 2 ? 6 : 0;
        for (size_t i = 0; i < LENGTH(list); i++) {
            enum fact fact = kinds[from + random_below(LENGTH(kinds) - from)];
            bool rare = from == 0 && fact >= FACT_typed && fact <= FACT_graded && i % 8;
            list[i] = entry((int64_t)i, rare ? FACT_asked : fact, (int64_t)random_below(4), 0);
        }
        journal.count = once.count = 0;
        shuffle(list, LENGTH(list));
        for (size_t i = 0; i < LENGTH(list); i++)
            journal_add(&once, list[i]);
        shuffle(list, LENGTH(list));
        for (size_t i = 0; i < LENGTH(list); i++)
            journal_add(&journal, list[i]);
        assert_int_equal(journal.count, once.count);
        for (size_t i = 0; i < once.count; i++) {
            assert_int_equal(journal.entries[i].at_ms, once.entries[i].at_ms);
            assert_int_equal(journal.entries[i].fact, once.entries[i].fact);
        }
        assert_true(from || count_of(FACT_asked) > JOURNAL_FIRST);
    }
}

static void of_its_own_facts_of_one_millisecond_the_later_told_is_the_newer(void **state)
{
    (void)state;
    journal_add(&journal, entry(5, FACT_resolved, 0, 70));
    journal_add_own(&journal, 5, FACT_set, 4);
    journal_add_own(&journal, 5, FACT_set, 1);
    journal_add_own(&journal, 5, FACT_raised, 2);
    journal_add_own(&journal, 5, FACT_set, 3);
    journal_add_own(&journal, 6, FACT_extended, 30);
    static const int64_t values[] = {0, 4, 1, 2, 3, 30}, versions[] = {70, 0, 1, 2, 3, 0};
    assert_int_equal(journal.count, LENGTH(values));
    for (size_t i = 0; i < LENGTH(values); i++) {
        assert_int_equal(journal.entries[i].value, values[i]);
        assert_int_equal(journal.entries[i].version, versions[i]);
    }
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
        TEST(a_full_journal_gives_up_the_oldest_wait_behind_the_first_four),
        TEST(a_full_journal_keeps_what_carries_the_state_of_a_case),
        TEST(a_journal_full_of_grades_keeps_the_first_and_the_newest_of_each_kind),
        TEST(what_a_full_journal_keeps_depends_on_the_facts_not_on_their_order),
        TEST(a_fact_that_is_given_up_at_once_is_no_news),
        TEST(of_its_own_facts_of_one_millisecond_the_later_told_is_the_newer),
        TEST(knows_what_a_fact_counts_as),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
