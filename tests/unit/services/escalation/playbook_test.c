/* Tests of services/escalation/playbook.c: what starts a playbook, and what its row keeps (REQUIREMENTS SL-06, SL-07; 3.1,
 * major complaints; 4.2 and 4.3, K4). */
#include "services/escalation/playbook.h"

#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"
#include "tests/unit/services/escalation/support_incident.h"
#include "tests/unit/services/escalation/support_playbook.h"

static void classify_with(
    struct trial *trial,
    uint8_t n,
    const char *code,
    const char *category,
    struct text *reasons,
    size_t count
)
{
    const struct case_classified body = {
        .case_type = CASE_TYPE_complaint,
        .code = text_of(code),
        .category = text_of(category),
        .has_confidence = true,
        .grade = CASE_GRADE_P1,
        .reasons = reasons,
        .reasons_count = count,
        .received_at = MONDAY,
        .has_received_at = true,
        .channel = TEXT("web"),
    };

    tell_at(trial, MESSAGE_case_classified_v1, n, MONDAY, &body);
}

static void classify_for(struct trial *trial, uint8_t n, const char *reason)
{
    struct text reasons[] = {TEXT("start_complaint"), text_of(reason)};

    classify_with(trial, n, "AC01", "accounts_deposits", LIST(reasons));
}

static void each_reason_of_a_major_matter_starts_its_playbook(void **state)
{
    /* SL-07 and 3.1: mass complaint, media, data leak, disaster, violence and self-harm */
    static const struct {
        const char *reason, *kind;
    } rows[] = {
        {"many_complainants", "mass_complaint"},
        {"named_major", "mass_complaint"},
        {"public_opinion", "media"},
        {"leak_confirmed", "data_leak"},
        {"leak_suspected", "data_leak"},
        {"public_safety", "disaster"},
        {"threat_to_life", "violence"},
    };

    for (uint8_t i = 0; i < LENGTH(rows); i++) {
        classify_for(*state, i + 1, rows[i].reason);
        const struct playbook *row = playbook_now(*state, i + 1, rows[i].kind);
        assert_non_null(row);
        assert_int_equal(row->state, PLAYBOOK_STATE_open);
        assert_int_equal(row->times, 1);
        assert_null(row->started_by.at);
        assert_true(text_starts(row->cause, TEXT("reason:")));
    }
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), LENGTH(rows));
}

static void an_emergency_does_not_wait_until_a_person_says_what_it_is_about(void **state)
{
    /* Router is not sure of the category, and sure of the threat. */
    struct text reasons[] = {TEXT("threat_to_life"), TEXT("weak")};
    const struct case_triage_needed body = {
        .grade = CASE_GRADE_P1,
        .reasons = reasons,
        .reasons_count = LENGTH(reasons),
        .received_at = MONDAY,
        .has_received_at = true,
        .channel = TEXT("web"),
    };

    tell_at(*state, MESSAGE_case_triage_needed_v1, 1, MONDAY, &body);
    const struct playbook *row = playbook_now(*state, 1, "violence");
    assert_non_null(row);
    assert_true(text_is(row->cause, "reason:threat_to_life"));
    classify_for(*state, 1, "threat_to_life");
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 1);
}

static void another_reason_starts_none(void **state)
{
    classify_for(*state, 1, "amount_major");
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 0);
}

static void says_who_does_what_by_when_in_which_words(void **state)
{
    /* SL-06: steps, contacts, templates */
    classify_for(*state, 1, "leak_confirmed");
    const struct playbook_started *event = trial_last(*state, MESSAGE_playbook_started_v1);
    assert_true(text_is(event->zh, "信息泄露"));
    assert_int_equal(event->level, 5);
    assert_true(text_is(event->person, "E5001"));
    assert_int_equal(event->steps_count, 6);
    assert_true(text_is(event->steps[0].step, "contain"));
    assert_true(text_is(event->steps[0].who, "core_duty"));
    assert_true(text_is(event->steps[0].contact, "E4101"));
    assert_int_equal(event->steps[0].due_at, MONDAY + 30 * MINUTE_MS);
    assert_null(event->steps[0].template_zh.at);
    /* The authority within 72 hours (3.3). */
    assert_true(text_is(event->steps[4].step, "authority"));
    assert_int_equal(event->steps[4].due_at, MONDAY + 72 * HOUR_MS);
    assert_true(text_starts(event->steps[3].template_en, TEXT("Dear customer, some of your")));
    const char *filled = "（编号GD20260302000001）";
    assert_non_null(memmem(
        event->steps[3].template_zh.at,
        event->steps[3].template_zh.length,
        filled,
        strlen(filled)
    ));
}

static void a_trigger_starts_a_playbook_once_for_ever(void **state)
{
    classify_for(*state, 1, "public_opinion");
    classify_for(*state, 1, "public_opinion");
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 1);
    assert_int_equal(close_playbook(*state, 1, "media", "L4")->outcome, OUTCOME_accepted);
    classify_for(*state, 1, "public_opinion");
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 1);
    assert_int_equal(playbook_now(*state, 1, "media")->state, PLAYBOOK_STATE_closed);
}

static void two_reasons_of_one_kind_start_it_once(void **state)
{
    struct text reasons[] = {
        TEXT("leak_confirmed"),
        TEXT("leak_suspected"),
        TEXT("public_safety")};

    classify_with(*state, 1, "PI01", "personal_info", LIST(reasons));
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 2);
    assert_true(text_is(playbook_now(*state, 1, "data_leak")->cause, "reason:leak_confirmed"));
}

static void a_leak_that_is_recorded_starts_the_playbook_of_leaks(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    record(*state, 1, RECORDED_FACT_leak_known, MONDAY + MINUTE_MS);
    const struct playbook *row = playbook_now(*state, 1, "data_leak");
    assert_non_null(row);
    assert_true(text_is(row->cause, "fact:leak_known"));
    assert_int_equal(row->started_at, MONDAY + MINUTE_MS);
}

static void a_silent_core_starts_the_playbook_of_protection_with_the_first_rung(void **state)
{
    /* 4.3, K4 silent: not at 59.999 s, at 60 s; later rungs start it no second time */
    take(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
    claim(*state, 1, MONDAY);
    record(*state, 1, RECORDED_FACT_protection_requested, MONDAY);
    fire(*state, 1, MONDAY + 60 * SECOND_MS - 1);
    assert_null(playbook_now(*state, 1, "protection"));
    fire(*state, 1, MONDAY + 60 * SECOND_MS);
    assert_true(text_is(playbook_now(*state, 1, "protection")->cause, "step:K4.1"));
    const struct protection_failed *failed = trial_last(*state, MESSAGE_protection_failed_v1);
    assert_int_equal(failed->cause, PROTECTION_CAUSE_silent);
    assert_int_equal(failed->level, 3);
    assert_int_equal(failed->requested_at, MONDAY);
    fire(*state, 1, MONDAY + 600 * SECOND_MS);
    assert_int_equal(count_events(*state, MESSAGE_protection_failed_v1), 3);
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 1);
}

static void what_a_rung_starts_counts_among_the_events_of_a_turn(void **state)
{
    /* Each: protection.failed, case.escalated, duty.called, playbook.started; from FIRE_EVENTS_MAX / 2 = 14 on the rest
     * waits for the next turn. */
    struct uuid ids[5];
    struct bytes keys[5];

    for (uint8_t i = 0; i < LENGTH(keys); i++) {
        take(*state, i, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
        claim(*state, i, MONDAY);
        record(*state, i, RECORDED_FACT_protection_requested, MONDAY);
        ids[i] = case_id(i);
        keys[i] = (struct bytes){ids[i].b, 16};
    }
    trial_set_time(*state, MONDAY + 60 * SECOND_MS);
    trial_list(*state, &escalation_due_list, keys, LENGTH(keys), false);
    assert_true(trial_chore(*state, "fire")->reply.busy);
    assert_int_equal(count_events(*state, MESSAGE_protection_failed_v1), 4);
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 4);
    (void)trial_chore(*state, "fire");
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 5);
}

static void a_refusing_core_starts_it_at_once(void **state)
{
    take(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
    claim(*state, 1, MONDAY);
    record(*state, 1, RECORDED_FACT_protection_requested, MONDAY);
    record(*state, 1, RECORDED_FACT_protection_failed, MONDAY + 20 * SECOND_MS);
    assert_true(text_is(playbook_now(*state, 1, "protection")->cause, "fact:protection_failed")
    );
}

static void a_mass_incident_starts_the_playbook_of_faults(void **state)
{
    /* SL-13: the twentieth case */
    complain_many(*state, 0, 19);
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 0);
    complain_many(*state, 19, 22);
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 1);
    const struct playbook_started *event = trial_last(*state, MESSAGE_playbook_started_v1);
    const struct incident_opened *opened = trial_last(*state, MESSAGE_incident_opened_v1);
    assert_true(text_is(event->kind, "system_failure"));
    assert_true(text_is(event->cause, "incident"));
    assert_true(text_equal(event->incident_no, opened->incident_no));
}

static void keeps_the_next_instant_that_a_step_is_due(void **state)
{
    struct arena arena = {0};
    struct playbook row = {.has_next_at = true};
    struct playbook_log log = {.count = 2}, read;

    (void)state;
    for (size_t i = 0; i < 2; i++)
        log.lines[i] = (struct playbook_line){
            .step = i ? TEXT("b") : TEXT("a"),
            .due_at = 1000 + (int64_t)i,
            .has_due_at = true,
        };
    playbook_log_write(&row, &log, &arena);
    assert_int_equal(row.next_at, 1001); /* in time at 1000 */
    log.lines[0].has_done_at = true;
    playbook_log_write(&row, &log, &arena);
    assert_int_equal(row.next_at, 1002);
    assert_int_equal(playbook_left(&log), 1);
    log.lines[1].overdue = log.lines[1].has_overdue = true;
    playbook_log_write(&row, &log, &arena);
    assert_false(row.has_next_at);
    playbook_log_read(&row, &arena, &read);
    assert_int_equal(read.count, 2);
    assert_true(read.lines[1].overdue);
    arena_done(&arena);
}

static void a_line_that_does_not_read_is_kept_as_it_is(void **state)
{
    /* P5: the row is written anew with each step that is done; nothing of the log may go with that */
    struct arena arena = {0};
    struct playbook row = {
        .steps = TEXT("a\tx\ty\tL4\t1000\nb\tx\ty\tL4\tnever\n\tx\ty\tL4\t7")};
    struct playbook_log log;

    (void)state;
    playbook_log_read(&row, &arena, &log);
    assert_int_equal(log.count, 1);
    assert_int_equal(playbook_left(&log), 1);
    log.lines[0].done_at = 900;
    log.lines[0].has_done_at = true;
    playbook_log_write(&row, &log, &arena);
    assert_false(row.has_next_at);
    assert_true(
        text_is(row.steps, "a\tx\ty\tL4\t1000\t\t\t900\nb\tx\ty\tL4\tnever\n\tx\ty\tL4\t7")
    );
    playbook_log_read(&row, &arena, &log);
    assert_int_equal(log.damaged_count, 2);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_reason_of_a_major_matter_starts_its_playbook),
        TEST(an_emergency_does_not_wait_until_a_person_says_what_it_is_about),
        TEST(another_reason_starts_none),
        TEST(says_who_does_what_by_when_in_which_words),
        TEST(a_trigger_starts_a_playbook_once_for_ever),
        TEST(two_reasons_of_one_kind_start_it_once),
        TEST(a_leak_that_is_recorded_starts_the_playbook_of_leaks),
        TEST(a_silent_core_starts_the_playbook_of_protection_with_the_first_rung),
        TEST(what_a_rung_starts_counts_among_the_events_of_a_turn),
        TEST(a_refusing_core_starts_it_at_once),
        TEST(a_mass_incident_starts_the_playbook_of_faults),
        TEST(keeps_the_next_instant_that_a_step_is_due),
        TEST(a_line_that_does_not_read_is_kept_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
