/* Tests of services/desk/case_row.c: which grade counts, and REQUIREMENTS 2.5 invariants 3, 4 and 5 on random runs. */
#include "services/desk/case_row.h"

#include <stdlib.h>

#include "services/desk/decide_chores.h"
#include "tests/unit/services/desk/complaint_steps.h"

static void the_grade_is_a_function_of_what_was_said_last(void **state UNUSED)
{
    static const struct {
        enum case_grade first, routed, from, to;
        int64_t reopened;
        enum case_grade counts;
    } rows[] = {
        {CASE_GRADE_P4, CASE_GRADE_P4, 0, 0, 0, CASE_GRADE_P4},
        {CASE_GRADE_P4, CASE_GRADE_P4, CASE_GRADE_P4, CASE_GRADE_P2, 0, CASE_GRADE_P2},
        {CASE_GRADE_P4, CASE_GRADE_P1, CASE_GRADE_P4, CASE_GRADE_P2, 0, CASE_GRADE_P1},
        {CASE_GRADE_P2, CASE_GRADE_P2, CASE_GRADE_P2, CASE_GRADE_P3, 0, CASE_GRADE_P3},
        {0, 0, CASE_GRADE_P4, CASE_GRADE_P3, 0, CASE_GRADE_P3},
        {CASE_GRADE_P4, CASE_GRADE_P4, 0, 0, 1, CASE_GRADE_P3},
        {CASE_GRADE_P4, CASE_GRADE_P4, 0, 0, 2, CASE_GRADE_P2},
        {CASE_GRADE_P4, CASE_GRADE_P4, 0, 0, 3, CASE_GRADE_P1},
        {CASE_GRADE_P1, CASE_GRADE_P1, 0, 0, 9, CASE_GRADE_P1},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct queued_case row = {
            .first_grade = rows[i].first,
            .routed_grade = rows[i].routed,
            .regraded_from = rows[i].from,
            .regraded_to = rows[i].to,
            .reopen_count = rows[i].reopened,
        };
        row_settle_grade(&row);
        assert_int_equal(row.grade, rows[i].counts);
    }
}

static void the_earlier_deadline_counts(void **state UNUSED)
{
    struct queued_case row = {.routed_due = 9, .regraded_due = 7};

    row_settle_due(&row);
    assert_false(row.has_due_at);
    row.has_routed_due = true;
    row_settle_due(&row);
    assert_int_equal(row.due_at, 9);
    row.has_regraded_due = true;
    row_settle_due(&row);
    assert_int_equal(row.due_at, 7);
}

static void work_without_an_owner_waits_in_the_queue(void **state UNUSED)
{
    struct queued_case row = {.state = CASE_STATE_queued};
    struct call call = {.now_ms = T0};

    row_enter(&call, &row, CASE_STATE_cp_decided);
    assert_int_equal(row.state, CASE_STATE_queued);
    assert_int_equal(row.stage, CASE_STATE_cp_decided);
    row.owner = TEXT("A");
    row_enter(&call, &row, CASE_STATE_cp_decided);
    assert_int_equal(row.state, CASE_STATE_cp_decided);
    row_enter(&call, &row, CASE_STATE_wait_customer);
    assert_int_equal(row.stage, CASE_STATE_cp_decided);
}

static void waiting_begins_once(void **state UNUSED)
{
    struct queued_case row = {
        .state = CASE_STATE_cp_review,
        .queue = TEXT("q.complaint"),
        .queued_at = 5,
        .has_queued_at = true};
    struct call call = {.now_ms = T0};

    row_enter(&call, &row, CASE_STATE_cp_investigating);
    assert_int_equal(row.state, CASE_STATE_queued);
    assert_int_equal(row.queued_at, T0);
    call.now_ms = T0 + 1;
    row_enter(&call, &row, CASE_STATE_queued); /* as a wish for another type does */
    assert_int_equal(row.queued_at, T0);
    row_enter(&call, &row, CASE_STATE_wait_customer);
    assert_int_equal(row.queued_at, T0);
    row_enter(&call, &row, CASE_STATE_cp_investigating);
    assert_int_equal(row.queued_at, T0 + 1);
}

/* ---- random runs ---- */

enum { CASES = 4, ACTORS = 5, STEPS = 1500 };

static const struct {
    const char *id, *role;
} people[ACTORS] = {{"A", "L1"}, {"B", "L2"}, {"T", "L3"}, {"M", "L5"}, {"E1001", "L5"}};
static uint32_t seed;
static bool answered[CASES]; /* a complaint that passed C8 */

static uint32_t dice(uint32_t sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % sides;
}

#define TRY(command_name, ...)                                                                 \
    command(                                                                                   \
        MESSAGE_##command_name##_v1,                                                           \
        id,                                                                                    \
        &(struct command_name){ON_CASE(id), __VA_ARGS__},                                      \
        people[who].id,                                                                        \
        people[who].role                                                                       \
    )

/* The steps of a complaint that have much to say. */
static void take_a_long_step(struct uuid id, size_t who, uint32_t which)
{
    struct text reason = TEXT("x");

    switch (which) {
    case 9:
        TRY(complaint_grade,
            .grade = CASE_GRADE_P2,
            .facet_channel = reason,
            .facet_business = reason,
            .facet_cause = reason);
        break;
    case 10:
        TRY(complaint_investigate, .investigator = text_of(people[dice(ACTORS)].id));
        break;
    case 11:
        TRY(complaint_draft,
            .answer = reason,
            .finding = FINDING_not_established,
            .basis = reason,
            .remedies = reason);
        break;
    case 12:
        TRY(complaint_approve, .has_version = false);
        break;
    default:
        fail();
    }
}

static void take_a_step(uint8_t n, size_t who)
{
    struct uuid id = case_id(n);
    int64_t epoch = row_of_case(id)->lease_epoch - (dice(8) == 0);
    struct text reason = TEXT("x");
    uint32_t which = dice(16);

    switch (which) {
    case 0:
    case 1:
        claim(id, people[who].id, people[who].role);
        break;
    case 2:
        TRY(case_release, .lease_epoch = epoch, .has_lease_epoch = true, .reason = reason);
        break;
    case 3:
        TRY(case_ask_customer, .lease_epoch = epoch, .has_lease_epoch = true, .text = reason);
        break;
    case 4:
        TRY(case_customer_answered, .text = reason);
        break;
    case 5:
        TRY(case_resolve, .lease_epoch = epoch, .has_lease_epoch = true, .answer = reason);
        break;
    case 6:
        TRY(case_close, .has_version = false);
        break;
    case 7:
        TRY(case_reopen, .reason = reason);
        break;
    case 8:
        TRY(complaint_accept, .has_version = false);
        break;
    case 9:
    case 10:
    case 11:
    case 12:
        take_a_long_step(id, who, which);
        break;
    case 13:
        answered[n] |= TRY(complaint_reply, .proof = reason)->outcome == OUTCOME_accepted;
        break;
    case 14:
        TRY(complaint_review, .reason = reason);
        break;
    default:
        trial_set_time(trial, trial_time(trial) + dice(40) * MINUTE);
        trial_list(trial, &desk_awake_list, &(struct bytes){id.b, 16}, 1, false);
        trial_chore(trial, "awake");
    }
}

/* Invariant 3: what the workers' rows count is what the cases say, and an owner is one person. */
static void check(void)
{
    for (size_t who = 0; who < ACTORS; who++) {
        const struct worker *worker =
            trial_record(trial, &worker_record, bytes_of_text(text_of(people[who].id)));
        int64_t held = 0;
        for (uint8_t n = 0; n < CASES; n++)
            held += text_is(row_of_case(case_id(n))->owner, people[who].id);
        assert_int_equal(worker ? worker->held : 0, held);
    }
    for (uint8_t n = 0; n < CASES; n++) {
        const struct queued_case *row = row_of_case(case_id(n));
        bool is_complaint = row->case_type == CASE_TYPE_complaint;
        if (is_complaint &&
            (row->state == CASE_STATE_closed || row->state == CASE_STATE_resolved))
            assert_true(answered[n]);                               /* invariant 4 */
        assert_false(text_is(row->owner, "E1001") && is_complaint); /* invariant 5 */
        assert_false(text_is(row->investigator, "E1001"));
        if (row->has_decided_at && row->state == CASE_STATE_cp_decided)
            assert_false(
                text_equal(row->decided_by, row->drafted_by) ||
                text_equal(row->decided_by, row->investigator)
            );
        assert_false(row->owner.at && row_is_waiting(row));
        assert_int_equal(row->has_lease_until && !row->has_wake_at, 0);
    }
}

static void random_runs_keep_the_invariants(void **state UNUSED)
{
    size_t replied = 0;

    for (uint32_t run = 1; run <= 6; run++) {
        seed = run;
        trial_begin(NULL);
        memset(answered, 0, sizeof(answered));
        for (uint8_t n = 0; n < CASES; n++)
            place(case_id(n), n % 2 ? consultation() : complaint(CASE_GRADE_P3));
        for (int step = 0; step < STEPS; step++) {
            take_a_step((uint8_t)dice(CASES), dice(ACTORS));
            check();
        }
        for (uint8_t n = 0; n < CASES; n++)
            replied += answered[n];
        trial_end(NULL);
    }
    assert_true(replied > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grade_is_a_function_of_what_was_said_last),
        cmocka_unit_test(the_earlier_deadline_counts),
        cmocka_unit_test(work_without_an_owner_waits_in_the_queue),
        cmocka_unit_test(waiting_begins_once),
        cmocka_unit_test(random_runs_keep_the_invariants),
    };
    return cmocka_run_group_tests_name("desk: the case's row", tests, NULL, NULL);
}
