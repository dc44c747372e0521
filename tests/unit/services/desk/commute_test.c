/* P4: handlers of different streams commute. All interleavings of what router, escalation and survey say about one
 * case are played, and the rows at the end compared field by field. */
#include "common/message.h"
#include "tests/unit/services/desk/desk_trial.h"

enum { STREAMS = 3, EVENTS_EACH = 4, ORDERS_MAX = 2000 };

struct said {
    int type;
    const void *body;
};

static struct said streams[STREAMS][EVENTS_EACH];
static size_t said_count[STREAMS];
static struct bytes end_state;
static struct arena arena;
static size_t orders;

static void add(size_t stream, int type, const void *body)
{
    streams[stream][said_count[stream]++] = (struct said){type, body};
}

static void forget(void)
{
    memset(said_count, 0, sizeof(said_count));
    end_state = (struct bytes){0};
    orders = 0;
}

/* The row as bytes. With which of its versions it came back follows the order, as every version on the way does; that only
 * parts what desk itself said before from what it said after. */
static struct bytes state_of(struct uuid id)
{
    struct queued_case row = *row_of_case(id);

    assert_int_equal(row.has_reopened_version, row.reopen_count > 0);
    assert_true(row.reopened_version <= row.version);
    row.has_reopened_version = false;
    return map_encode(queued_case_record.map, &row, &arena);
}

static void play(const size_t *order, size_t count, bool resolved_before)
{
    struct uuid id = case_id(1);
    size_t next[STREAMS] = {0};

    trial_begin(NULL);
    if (resolved_before) {
        place(id, consultation());
        assert_accepted(claim(id, "A", "L1"));
        resolve(id, "A", "L1");
    }
    for (size_t i = 0; i < count; i++) {
        const struct said *said = &streams[order[i]][next[order[i]]++];
        event_of(said->type, id, said->body);
    }
    struct bytes state = state_of(id);
    if (!end_state.at)
        end_state = state;
    if (!bytes_equal(state, end_state))
        fail_msg(
            "order %zu%zu%zu%zu%zu%zu…: %s\nis not %s",
            order[0],
            order[1],
            order[2],
            order[3],
            order[4],
            order[5],
            message_to_json(state, &arena).at,
            message_to_json(end_state, &arena).at
        );
    trial_end(NULL);
    orders++;
}

/* Every order that keeps each stream's own. */
static void play_all(size_t *order, size_t length, bool resolved_before)
{
    size_t used[STREAMS] = {0}, left = 0;

    for (size_t i = 0; i < length; i++)
        used[order[i]]++;
    for (size_t stream = 0; stream < STREAMS; stream++) {
        if (used[stream] == said_count[stream])
            continue;
        left++;
        order[length] = stream;
        play_all(order, length + 1, resolved_before);
    }
    if (!left)
        play(order, length, resolved_before);
}

static struct case_triage_needed triage(void)
{
    return (struct case_triage_needed){
        .queue = TEXT("q.triage"),
        .grade = CASE_GRADE_P3,
        .due_at = T0 + MINUTE,
        .has_due_at = true,
        .received_at = T0 - MINUTE,
        .has_received_at = true,
        .channel = TEXT("app"),
    };
}

static void an_early_event_leaves_an_early_row_that_router_completes(void **state UNUSED)
{
    size_t order[STREAMS * EVENTS_EACH] = {0};
    struct case_triage_needed unsure = triage();
    struct case_queued sure = consultation(), other = complaint(CASE_GRADE_P3);
    struct case_regraded up = {
        .from_grade = CASE_GRADE_P4,
        .grade = CASE_GRADE_P2,
        .due_at = T0 + 5,
        .has_due_at = true,
    };
    struct case_regraded down = {.from_grade = CASE_GRADE_P2, .grade = CASE_GRADE_P3};
    struct case_escalated taken = {
        .from_level = 1,
        .level = 4,
        .has_level = true,
        .has_from_level = true,
        .step = TEXT("E4"),
        .reason = TEXT("breach"),
        .take_over = true,
        .has_take_over = true,
    };

    forget();
    add(0, MESSAGE_case_triage_needed_v1, &unsure);
    add(0, MESSAGE_case_queued_v1, &sure);
    add(0, MESSAGE_case_queued_v1, &other);
    add(1, MESSAGE_case_regraded_v1, &up);
    add(1, MESSAGE_case_escalated_v1, &taken);
    add(1, MESSAGE_case_regraded_v1, &down);
    play_all(order, 0, false);
    assert_int_equal(orders, 20); /* 6 over 3 */
}

static void a_reopened_case_ends_the_same_in_any_order(void **state UNUSED)
{
    size_t order[STREAMS * EVENTS_EACH] = {0};
    struct case_queued anew = consultation(), other = complaint(CASE_GRADE_P3);
    struct case_regraded up = {.from_grade = CASE_GRADE_P4, .grade = CASE_GRADE_P2};
    struct case_escalated told = {
        .level = 3,
        .has_level = true,
        .from_level = 2,
        .has_from_level = true,
        .step = TEXT("E2"),
        .reason = TEXT("warning"),
    };
    struct survey_recovery_needed recovery = {
        .cause = RECOVERY_CAUSE_low_score,
        .score = 1,
        .has_score = true,
        .due_at = T0,
        .has_due_at = true,
    };

    forget();
    anew.code = TEXT("CR02");
    add(0, MESSAGE_case_queued_v1, &anew);
    add(0, MESSAGE_case_queued_v1, &other);
    add(1, MESSAGE_case_regraded_v1, &up);
    add(1, MESSAGE_case_escalated_v1, &told);
    add(2, MESSAGE_survey_recovery_needed_v1, &recovery);
    play_all(order, 0, true);
    assert_int_equal(orders, 30); /* 5! / (2! 2! 1!) */
}

static void a_call_back_ends_the_same_in_any_order(void **state UNUSED)
{
    size_t order[STREAMS * EVENTS_EACH] = {0};
    struct case_queued other = complaint(CASE_GRADE_P3);
    struct case_regraded up = {.from_grade = CASE_GRADE_P4, .grade = CASE_GRADE_P2};
    struct survey_invited planned = {
        .channel = TEXT("phone"),
        .questions = TEXT("csat-1"),
        .call_back = true,
        .has_call_back = true,
    };
    struct followup_started begun = {.started_at = T0, .has_started_at = true};
    struct followup_satisfied good = {.score = 5, .has_score = true};

    forget();
    add(0, MESSAGE_case_queued_v1, &other);
    add(1, MESSAGE_case_regraded_v1, &up);
    add(2, MESSAGE_survey_invited_v1, &planned);
    add(2, MESSAGE_followup_started_v1, &begun);
    add(2, MESSAGE_followup_satisfied_v1, &good);
    play_all(order, 0, true);
    assert_int_equal(orders, 20); /* 5! / 3! */
}

static int done(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_early_event_leaves_an_early_row_that_router_completes),
        cmocka_unit_test(a_reopened_case_ends_the_same_in_any_order),
        cmocka_unit_test(a_call_back_ends_the_same_in_any_order),
    };
    return cmocka_run_group_tests_name("desk: streams commute", tests, NULL, done);
}
