/* Tests of services/escalation/playbook_decide.c: a playbook is started, its steps ticked, and closed (REQUIREMENTS SL-06). */
#include "services/escalation/incident.h"
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"
#include "tests/unit/services/escalation/support_incident.h"
#include "tests/unit/services/escalation/support_playbook.h"

static struct arena arena;

static const struct playbook_view *view(const struct item *item)
{
    struct playbook_view *view = ARENA_NEW(&arena, struct playbook_view);
    struct faults faults = {0};

    assert_true(item->outcome == OUTCOME_accepted || item->outcome == OUTCOME_answered);
    assert_int_equal(
        map_decode(
            item->reply.result,
            &playbook_view_shape,
            DECODE_strict,
            "result",
            &arena,
            &faults,
            view
        ),
        OK
    );
    return view;
}

static const struct item *get(struct trial *trial, uint8_t n, const char *kind)
{
    const struct playbook_get query = {
        .kind = text_of(kind),
        .case_id = case_id(n),
        .has_case_id = true};

    return say(trial, MESSAGE_playbook_get_v1, &query, "E1001", "L1");
}

static void every_kind_can_be_chosen(void **state)
{
    /* SL-07: system failure, mass complaint, media, data leak, disaster, violence and self-harm */
    static const char *const kinds[] = {
        "system_failure",
        "mass_complaint",
        "media",
        "data_leak",
        "disaster",
        "violence",
        "protection",
    };

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    for (size_t i = 0; i < LENGTH(kinds); i++) {
        const struct item *item = start_playbook(*state, 1, kinds[i], "seen", "L2");
        const struct playbook_view *seen = view(item);
        assert_true(text_is(seen->kind, kinds[i]));
        assert_true(seen->steps_count > 0);
        assert_int_equal(seen->left, seen->steps_count);
        assert_true(text_is(seen->started_by, "E3001"));
    }
}

static void steps_are_listed_and_each_is_ticked_with_its_time(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    const struct playbook_view *seen =
        view(start_playbook(*state, 1, "violence", "seen", "L1"));
    int64_t left = seen->left;

    for (size_t i = 0; i < seen->steps_count; i++) {
        char step[33];
        assert_true(text_to_c(seen->steps[i].step, step, sizeof(step)));
        trial_set_time(*state, MONDAY + (int64_t)(i + 1) * SECOND_MS);
        const struct playbook_view *now = view(tick_playbook(*state, 1, "violence", step));
        assert_int_equal(now->steps[i].done_at, MONDAY + (int64_t)(i + 1) * SECOND_MS);
        assert_true(text_is(now->steps[i].done_by, "E4101"));
        assert_true(text_is(now->steps[i].proof, "call-17"));
        assert_int_equal(now->left, --left);
    }
    const struct playbook_step_done *done = trial_last(*state, MESSAGE_playbook_step_done_v1);
    assert_int_equal(done->left, 0);
    assert_false(done->late);
    assert_int_equal(count_events(*state, MESSAGE_playbook_step_done_v1), seen->steps_count);
    assert_int_equal(view(get(*state, 1, "violence"))->left, 0);
}

static void a_step_is_in_time_at_its_limit_and_late_a_millisecond_after(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    (void)view(start_playbook(*state, 1, "violence", "seen", "L1"));
    trial_set_time(*state, MONDAY + MINUTE_MS);
    (void)view(tick_playbook(*state, 1, "violence", "stay"));
    assert_false(
        ((const struct playbook_step_done *)trial_last(*state, MESSAGE_playbook_step_done_v1))
            ->late
    );
    trial_set_time(*state, MONDAY + 3 * MINUTE_MS + 1);
    (void)view(tick_playbook(*state, 1, "violence", "police"));
    assert_true(
        ((const struct playbook_step_done *)trial_last(*state, MESSAGE_playbook_step_done_v1))
            ->late
    );
}

static void a_step_is_done_once(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    assert_refused(tick_playbook(*state, 1, "violence", "stay"), "not_found", "data.kind");
    (void)view(start_playbook(*state, 1, "violence", "seen", "L1"));
    (void)view(tick_playbook(*state, 1, "violence", "stay"));
    assert_refused(tick_playbook(*state, 1, "violence", "stay"), "conflict", "data.step");
    assert_refused(tick_playbook(*state, 1, "violence", "dance"), "not_found", "data.step");
    (void)view(close_playbook(*state, 1, "violence", "L4"));
    assert_refused(tick_playbook(*state, 1, "violence", "police"), "conflict", "data.kind");
}

static void runs_once_at_a_time_and_begins_anew_when_it_was_closed(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    (void)view(start_playbook(*state, 1, "media", "seen", "L1"));
    (void)view(tick_playbook(*state, 1, "media", "preserve"));
    assert_refused(start_playbook(*state, 1, "media", "seen", "L1"), "conflict", "data.kind");
    (void)view(close_playbook(*state, 1, "media", "L4"));
    const struct playbook_view *again = view(start_playbook(*state, 1, "media", "again", "L1"));
    assert_int_equal(again->times, 2);
    assert_int_equal(again->left, again->steps_count);
    assert_false(again->has_closed_at);
    assert_true(text_is(again->cause, "again"));
}

static void is_closed_from_l3_on_and_with_steps_left_from_l4_on(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    const struct playbook_view *seen =
        view(start_playbook(*state, 1, "protection", "seen", "L1"));
    assert_refused(close_playbook(*state, 1, "protection", "L3"), "forbidden", "actorrole");
    for (size_t i = 0; i < seen->steps_count; i++) {
        char step[33];
        assert_true(text_to_c(seen->steps[i].step, step, sizeof(step)));
        (void)view(tick_playbook(*state, 1, "protection", step));
    }
    assert_refused(close_playbook(*state, 1, "protection", "L2"), "forbidden", "actorrole");
    const struct playbook_view *closed = view(close_playbook(*state, 1, "protection", "L3"));
    assert_int_equal(closed->state, PLAYBOOK_STATE_closed);
    assert_true(text_is(closed->closed_by, "E4001"));
    const struct playbook_closed *event = trial_last(*state, MESSAGE_playbook_closed_v1);
    assert_int_equal(event->left, 0);
    assert_true(text_is(event->reason, "over"));
    assert_refused(close_playbook(*state, 1, "protection", "L3"), "conflict", "data.kind");
    (void)view(start_playbook(*state, 1, "media", "seen", "L1"));
    (void)view(close_playbook(*state, 1, "media", "L4"));
    assert_true(
        ((const struct playbook_closed *)trial_last(*state, MESSAGE_playbook_closed_v1))->left >
        0
    );
}

static void refuses_what_is_no_playbook(void **state)
{
    const struct playbook_start neither = {.kind = TEXT("media"), .reason = TEXT("seen")};
    const struct playbook_start both = {
        .kind = TEXT("media"),
        .reason = TEXT("seen"),
        .case_id = case_id(1),
        .has_case_id = true,
        .incident_no = TEXT("IN1"),
    };
    const struct playbook_start unknown = {
        .kind = TEXT("media"),
        .reason = TEXT("seen"),
        .incident_no = TEXT("IN1")};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    assert_refused(
        start_playbook(*state, 2, "media", "seen", "L1"),
        "not_found",
        "data.case_id"
    );
    assert_refused(start_playbook(*state, 1, "flood", "seen", "L1"), "not_found", "data.kind");
    assert_refused(
        start_playbook(*state, 1, "media", "a reason", "L1"),
        "invalid_field",
        "data.reason"
    );
    assert_refused(
        start_playbook(*state, 1, "media", "seen", NULL),
        "missing_field",
        "actorrole"
    );
    assert_refused(get(*state, 1, "media"), "not_found", "data.kind");
    assert_refused(
        say(*state, MESSAGE_playbook_start_v1, &neither, "E1", "L1"),
        "missing_field",
        "data.case_id"
    );
    assert_refused(
        say(*state, MESSAGE_playbook_start_v1, &both, "E1", "L1"),
        "invalid_field",
        "data.case_id"
    );
    assert_refused(
        say(*state, MESSAGE_playbook_start_v1, &unknown, "E1", "L1"),
        "not_found",
        "data.incident_no"
    );
}

static void an_incident_has_one_too(void **state)
{
    complain_many(*state, 0, 20);
    const struct incident_opened *opened = trial_last(*state, MESSAGE_incident_opened_v1);
    struct uuid id = incident_now(*state);
    set_keys(*state, &incident_number_list, &id, 1);
    const struct playbook_tick wish = {
        .kind = TEXT("system_failure"),
        .incident_no = opened->incident_no,
        .step = TEXT("notice"),
        .proof = TEXT("notice-1"),
    };
    const struct playbook_view *seen =
        view(say(*state, MESSAGE_playbook_tick_v1, &wish, "E3001", "L3"));
    assert_true(text_equal(seen->incident_no, opened->incident_no));
    assert_true(seen->steps[2].has_done_at);
    assert_false(seen->has_case_id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_can_be_chosen),
        TEST(steps_are_listed_and_each_is_ticked_with_its_time),
        TEST(a_step_is_in_time_at_its_limit_and_late_a_millisecond_after),
        TEST(a_step_is_done_once),
        TEST(runs_once_at_a_time_and_begins_anew_when_it_was_closed),
        TEST(is_closed_from_l3_on_and_with_steps_left_from_l4_on),
        TEST(refuses_what_is_no_playbook),
        TEST(an_incident_has_one_too),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_done(&arena);
    return failed;
}
