/* Tests of services/escalation/decide_follow.c: the streams may come in any order (DESIGN P4). */
#include "tests/unit/services/escalation/support.h"

/* The story of a complaint as each stream tells it, in the order of its own stream. */
static void tell_intake(struct trial *trial, int step)
{
    if (step == 0)
        receive_on(trial, 1, MONDAY, "web");
    else
        acknowledge(trial, 1, MONDAY, MONDAY + 2 * SECOND_MS);
}

static void tell_router(struct trial *trial, int step)
{
    if (step == 0)
        queue_at(trial, 1, CASE_TYPE_consult, CASE_GRADE_P3, MONDAY, MONDAY + 3 * SECOND_MS);
    else
        queue_at(trial, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY, MONDAY + 4 * HOUR_MS);
}

static void tell_desk(struct trial *trial, int step)
{
    switch (step) {
    case 0:
        claim(trial, 1, MONDAY + MINUTE_MS);
        return;
    case 1:
        ask(trial, 1, MONDAY + HOUR_MS, 3);
        return;
    case 2:
        answer(trial, 1, MONDAY + 2 * HOUR_MS, 4);
        return;
    case 3:
        register_complaint(trial, 1, MONDAY, MONDAY + 4 * HOUR_MS + SECOND_MS);
        return;
    case 4:
        accept(trial, 1, MONDAY, MONDAY + 4 * HOUR_MS + MINUTE_MS);
        return;
    default:
        reply_complaint(trial, 1, MONDAY + 5 * HOUR_MS);
    }
}

static const struct {
    int steps;
    void (*tell)(struct trial *trial, int step);
} streams[] = {{2, tell_intake}, {2, tell_router}, {6, tell_desk}};

/* What must not depend on the order: the case and each of its clocks. moved_at is when the change was known here. */
static size_t end_state(struct trial *trial, char *ret_text, size_t size)
{
    static const char *const clocks[] =
        {"K1", "K2", "K3", "K6", "K7", "K8", "K8a", "K9", "K10", "K11", "K16"};
    const struct clocked_case *row = case_now(trial, 1);
    struct case_clock *all;
    size_t used = (size_t)snprintf(
        ret_text,
        size,
        "%zu clocks grade %d type %d owner %.*s breaches %lld next %lld standing %d\n",
        clocks_now(trial, 1, &all),
        (int)row->grade,
        (int)row->case_type,
        (int)row->owner.length,
        row->owner.at,
        (long long)row->breaches,
        row->has_next_at ? (long long)row->next_at : 0,
        row->standing
    );

    for (size_t i = 0; i < LENGTH(clocks); i++) {
        const struct case_clock *clock = clock_now(trial, 1, clocks[i]);
        if (!clock)
            continue;
        used += (size_t)snprintf(
            ret_text + used,
            size - used,
            "%s %d grade %d start %lld due %lld stop %lld\n",
            clocks[i],
            (int)clock->state,
            (int)clock->grade,
            (long long)clock->started_at,
            (long long)clock->due_at,
            clock->has_stopped_at ? (long long)clock->stopped_at : 0
        );
    }
    return used;
}

static size_t interleavings;

/* Every way to merge the rest of the streams; `order` says which stream speaks at each step. */
static void play(int *order, int length, int *left, const char *wanted)
{
    bool ended = true;

    for (int s = 0; s < 3; s++) {
        if (!left[s])
            continue;
        ended = false;
        left[s]--;
        order[length] = s;
        play(order, length + 1, left, wanted);
        left[s]++;
    }
    /* Each 9th: 140 of 1260 interleavings are played, spread over all. */
    if (!ended || interleavings++ % 9 != 0)
        return;
    struct trial *trial = trial_new(&escalation_service, MONDAY);
    int said[3] = {0, 0, 0};
    char text[2048];
    for (int i = 0; i < length; i++)
        streams[order[i]].tell(trial, said[order[i]]++);
    end_state(trial, text, sizeof(text));
    assert_string_equal(text, wanted);
    trial_destroy(&trial);
}

static void all_interleavings_of_the_streams_end_alike(void **state)
{
    int left[3] = {2, 2, 6}, order[16];
    char wanted[2048];

    for (int s = 0; s < 3; s++) {
        for (int step = 0; step < streams[s].steps; step++)
            streams[s].tell(*state, step);
    }
    assert_true(end_state(*state, wanted, sizeof(wanted)) > 200);
    assert_non_null(strstr(wanted, "K9 3"));
    interleavings = 0;
    play(order, 0, left, wanted);
    assert_int_equal(interleavings, 1260);
}

static void a_case_that_only_desk_has_told_of_is_kept_for_later(void **state)
{
    claim(*state, 1, MONDAY + MINUTE_MS);
    assert_int_equal(trial_event_count(*state), 0);
    assert_true(text_is(case_now(*state, 1)->owner, "agent-7"));
    assert_false(case_now(*state, 1)->has_next_at);
    queue_at(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY, MONDAY);
    assert_int_equal(clock_now(*state, 1, "K3")->state, CLOCK_STATE_met);
    assert_int_equal(clock_now(*state, 1, "K3")->stopped_at, MONDAY + MINUTE_MS);
}

static void a_triage_gives_a_grade_and_no_type(void **state)
{
    const struct case_triage_needed body = {
        .queue = TEXT("q.triage"),
        .grade = CASE_GRADE_P3,
        .due_at = MONDAY,
        .has_due_at = true,
        .case_type = CASE_TYPE_complaint,
        .received_at = MONDAY,
        .has_received_at = true,
        .channel = TEXT("web"),
    };

    tell_at(*state, MESSAGE_case_triage_needed_v1, 1, MONDAY, &body);
    assert_non_null(clock_now(*state, 1, "K6"));
    assert_null(clock_now(*state, 1, "K9"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_interleavings_of_the_streams_end_alike),
        TEST(a_case_that_only_desk_has_told_of_is_kept_for_later),
        TEST(a_triage_gives_a_grade_and_no_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
