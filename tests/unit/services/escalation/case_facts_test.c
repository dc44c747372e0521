/* Tests of services/escalation/case_facts.c: facts on their way into the journal. */
#include "services/escalation/case_facts.h"

#include "common/metrics.h"
#include "tests/unit/services/escalation/support.h"

static void notes_the_receipt_once_whoever_tells_it(void **state)
{
    struct journal journal;

    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    journal_read(case_now(*state, 1)->journal, &journal);
    assert_int_equal(journal.count, 5); /* received, acknowledged, typed, coded, graded */
    assert_int_equal(journal.entries[0].fact, FACT_received);
    assert_int_equal(journal.entries[0].at_ms, MONDAY);
}

static void keeps_the_first_channel_and_the_number(void **state)
{
    receive_on(*state, 1, MONDAY, "phone");
    queue_at(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY, MONDAY); /* says web */
    assert_true(text_is(case_now(*state, 1)->channel, "phone"));
    assert_true(text_is(case_now(*state, 1)->case_no, "GD20260302000001"));
}

static void keeps_the_profile_that_it_began_with(void **state)
{
    receive_on(*state, 1, MONDAY, "pboc");
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY, MONDAY + SECOND_MS);
    struct clocked_case row = *case_now(*state, 1);
    assert_int_equal(row.profile_version, 1);
    row.channel = TEXT("web");
    trial_put(*state, &clocked_case_record, &row);
    claim(*state, 1, MONDAY + MINUTE_MS);
    assert_true(text_is(case_now(*state, 1)->profile, "CN-PBOC-2020"));
}

static void a_case_of_many_facts_keeps_its_clocks_and_counts_what_it_gives_up(void **state)
{
    /* a complaint that asks the customer again and again: one below what fits, at, one above */
    int64_t before = metric_value(METRIC_shouli_facts_dropped_total), version = 10;
    struct journal journal;

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    for (int64_t i = 5; i < JOURNAL_MAX; i++)
        ask(*state, 1, MONDAY + i * SECOND_MS, version++);
    journal_read(case_now(*state, 1)->journal, &journal);
    assert_int_equal(journal.count, JOURNAL_MAX);
    assert_int_equal(metric_value(METRIC_shouli_facts_dropped_total), before);
    for (int64_t i = 1; i <= 40; i++)
        answer(*state, 1, MONDAY + HOUR_MS + i, version++);
    assert_int_equal(metric_value(METRIC_shouli_facts_dropped_total), before + 40);
    assert_int_equal(case_now(*state, 1)->case_type, CASE_TYPE_complaint);
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P3);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-18T00:00:00"));
}

static void what_was_given_up_is_counted_once_however_often_the_journal_is_stored(void **state)
{
    /* a timer that raises the grade twice stores the journal twice in one decision */
    struct arena arena = {0};
    struct reply reply = {0};
    struct call call = {.arena = &arena, .reply = &reply};
    struct clocked_case row = {0};
    static struct journal journal;

    (void)state;
    journal.dropped = 3;
    case_facts_store(&call, &row, &journal);
    const struct noted *noted = reply.noted;
    assert_non_null(noted);
    case_facts_store(&call, &row, &journal);
    assert_ptr_equal(reply.noted, noted);
    journal.dropped = 1;
    case_facts_store(&call, &row, &journal);
    assert_ptr_not_equal(reply.noted, noted);
    arena_done(&arena);
}

static void what_is_known_already_changes_nothing(void **state)
{
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    struct clocked_case row = *case_now(*state, 1);
    const int64_t next_ms = row.next_at;
    row.next_at++; /* so that settling would be seen */
    trial_put(*state, &clocked_case_record, &row);
    queue_at(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY, MONDAY);
    assert_int_equal(case_now(*state, 1)->next_at, next_ms + 1);
    claim(*state, 1, MONDAY + MINUTE_MS);
    assert_int_equal(case_now(*state, 1)->next_at, next_ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_known_already_changes_nothing),
        TEST(what_was_given_up_is_counted_once_however_often_the_journal_is_stored),
        TEST(notes_the_receipt_once_whoever_tells_it),
        TEST(keeps_the_first_channel_and_the_number),
        TEST(a_case_of_many_facts_keeps_its_clocks_and_counts_what_it_gives_up),
        TEST(keeps_the_profile_that_it_began_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
