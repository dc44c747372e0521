/* Tests of services/escalation/playbook_watch.c: steps that are not done in time are said once (REQUIREMENTS SL-06), and which
 * kinds there are (SL-07). */
#include "common/metrics.h"
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_playbook.h"

static struct arena arena;

static void begin(struct trial *trial, uint8_t n)
{
    static char keys[4][96];
    static struct bytes list[4];
    static size_t count;
    char id[UUID_TEXT_LENGTH + 1];

    count = n == 1 ? 0 : count;
    take(trial, n, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    assert_int_equal(
        start_playbook(trial, n, "violence", "seen", "L1")->outcome,
        OUTCOME_accepted
    );
    uuid_to_text(case_id(n), id);
    snprintf(keys[count], sizeof(keys[0]), "%s/violence", id);
    list[count] = bytes_of_text(text_of(keys[count]));
    count++;
    trial_list(trial, &playbook_due_list, list, count, false);
}

static void a_step_that_is_not_done_is_said_once_and_names_who_has_it(void **state)
{
    /* `stay`: one minute, inclusive */
    begin(*state, 1);
    trial_set_time(*state, MONDAY + MINUTE_MS);
    (void)trial_chore(*state, "playbooks");
    assert_int_equal(count_events(*state, MESSAGE_playbook_step_overdue_v1), 0);
    trial_set_time(*state, MONDAY + MINUTE_MS + 1);
    (void)trial_chore(*state, "playbooks");
    const struct playbook_step_overdue *event =
        trial_last(*state, MESSAGE_playbook_step_overdue_v1);
    assert_non_null(event);
    assert_true(text_is(event->step, "stay"));
    assert_true(text_is(event->who, "L3"));
    assert_true(text_is(event->person, "E3001"));
    assert_int_equal(event->due_at, MONDAY + MINUTE_MS);
    (void)trial_chore(*state, "playbooks");
    assert_int_equal(count_events(*state, MESSAGE_playbook_step_overdue_v1), 1);
    assert_int_equal(playbook_now(*state, 1, "violence")->next_at, MONDAY + 3 * MINUTE_MS + 1);
}

static void what_is_done_is_not_overdue(void **state)
{
    begin(*state, 1);
    assert_int_equal(tick_playbook(*state, 1, "violence", "stay")->outcome, OUTCOME_accepted);
    trial_set_time(*state, MONDAY + 2 * MINUTE_MS);
    (void)trial_chore(*state, "playbooks");
    assert_int_equal(count_events(*state, MESSAGE_playbook_step_overdue_v1), 0);
}

static void of_a_closed_playbook_nothing_is_said(void **state)
{
    begin(*state, 1);
    assert_int_equal(close_playbook(*state, 1, "violence", "L4")->outcome, OUTCOME_accepted);
    trial_set_time(*state, MONDAY + DAY_MS);
    (void)trial_chore(*state, "playbooks");
    assert_int_equal(count_events(*state, MESSAGE_playbook_step_overdue_v1), 0);
}

static void four_a_turn_ask_for_another_at_once(void **state)
{
    for (uint8_t n = 1; n <= 3; n++)
        begin(*state, n);
    trial_set_time(*state, MONDAY + 8 * DAY_MS);
    assert_false(trial_chore(*state, "playbooks")->reply.busy);
    assert_int_equal(count_events(*state, MESSAGE_playbook_step_overdue_v1), 3 * 6);
    begin(*state, 4);
    trial_set_time(*state, MONDAY + 16 * DAY_MS);
    assert_true(trial_chore(*state, "playbooks")->reply.busy);
    assert_int_equal(count_events(*state, MESSAGE_playbook_step_overdue_v1), 4 * 6);
}

static void shows_how_many_are_open_however_many_and_zero_when_none_is(void **state)
{
    struct bytes count = bytes_of_text(TEXT("1203"));

    trial_list(*state, &playbook_count_list, &count, 1, false);
    (void)trial_chore(*state, "playing");
    assert_int_equal(metric_value(METRIC_shouli_playbooks_open), 1203);
    trial_list(*state, &playbook_count_list, NULL, 0, false);
    (void)trial_chore(*state, "playing");
    assert_int_equal(metric_value(METRIC_shouli_playbooks_open), 0);
}

static void says_which_kinds_there_are_and_what_is_done_then(void **state)
{
    const struct playbook_kinds query = {0};
    struct playbook_table table;
    struct faults faults = {0};
    const struct item *item = say(*state, MESSAGE_playbook_kinds_v1, &query, NULL, NULL);

    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_int_equal(
        map_decode(
            item->reply.result,
            &playbook_table_shape,
            DECODE_strict,
            "result",
            &arena,
            &faults,
            &table
        ),
        OK
    );
    assert_int_equal(table.kinds_count, 7);
    assert_true(text_is(table.version, "1"));
    const struct playbook_kind *last = &table.kinds[6];
    assert_true(text_is(last->kind, "protection"));
    assert_int_equal(last->starts_on_count, 2);
    assert_true(text_is(last->starts_on[0], "step:K4.1"));
    assert_int_equal(last->steps[0].minutes, 2);
    assert_true(text_is(last->steps[0].contact, "E4101"));
    assert_true(last->steps[3].template_zh.length > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_step_that_is_not_done_is_said_once_and_names_who_has_it),
        TEST(what_is_done_is_not_overdue),
        TEST(of_a_closed_playbook_nothing_is_said),
        TEST(four_a_turn_ask_for_another_at_once),
        TEST(shows_how_many_are_open_however_many_and_zero_when_none_is),
        TEST(says_which_kinds_there_are_and_what_is_done_then),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_done(&arena);
    return failed;
}
