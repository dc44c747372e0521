/* Tests of services/desk/decide_claim.c: CL-08, CL-11, REQUIREMENTS 2.5 invariant 3, PROTOCOL section 7. */
#include "services/desk/decide_claim.h"

#include "common/engine/engine.h"
#include "common/memory.h"
#include "tests/unit/services/desk/desk_trial.h"

static void gives_the_next_case_with_lease_and_event(void **state UNUSED)
{
    struct uuid id = case_id(1);
    struct case_result result;

    place(id, consultation());
    const struct item *item = claim(id, "A", "L1");
    assert_accepted(item);
    result_of(item, &case_result_shape, &result);
    assert_true(uuid_equal(result.case_id, id));
    assert_text(result.case_no, "GD20261121000001");
    assert_int_equal(result.state, CASE_STATE_in_progress);
    assert_int_equal(result.version, row_of_case(id)->version);
    assert_int_equal(result.lease_epoch, 1);
    assert_int_equal(result.lease_until, T0 + 30 * MINUTE);
    const struct case_claimed *event = trial_last(trial, MESSAGE_case_claimed_v1);
    assert_text(event->owner, "A");
    assert_text(event->queue, "q.card");
    assert_int_equal(event->queued_at, T0);
    assert_text(row_of_case(id)->first_owner, "A");
}

static void says_queue_empty_when_nothing_is_offered(void **state UNUSED)
{
    offer(NULL, 0);
    assert_refused(
        command(MESSAGE_case_claim_v1, (struct uuid){{0}}, &(struct case_claim){0}, "A", "L1"),
        "queue_empty"
    );
}

static void is_busy_while_redis_is_away(void **state UNUSED)
{
    trial_list(trial, &desk_candidates_list, NULL, 0, true);
    const struct item *item =
        command(MESSAGE_case_claim_v1, (struct uuid){{0}}, &(struct case_claim){0}, "A", "L1");
    assert_int_equal(item->outcome, OUTCOME_busy);
    assert_true(item->reply.retry_after_ms > 0);
}

static void takes_the_second_candidate_when_the_first_is_gone(void **state UNUSED)
{
    struct uuid ids[] = {case_id(1), case_id(2)};

    place(ids[0], consultation());
    place(ids[1], consultation());
    assert_accepted(claim(ids[0], "A", "L1"));
    offer(ids, 2);
    assert_accepted(
        command(MESSAGE_case_claim_v1, (struct uuid){{0}}, &(struct case_claim){0}, "B", "L1")
    );
    assert_text(row_of_case(ids[0])->owner, "A");
    assert_text(row_of_case(ids[1])->owner, "B");
}

static void is_busy_when_all_candidates_are_gone(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    assert_int_equal(claim(id, "B", "L1")->outcome, OUTCOME_busy);
    assert_text(row_of_case(id)->owner, "A");
}

static void needs_actor_and_role(void **state UNUSED)
{
    const struct item *item = claim(case_id(1), NULL, NULL);

    assert_refused(item, "missing_field");
    assert_int_equal(item->reply.faults.count, 2);
    assert_refused(claim(case_id(1), "A", "emperor"), "forbidden");
}

static void roles_outside_the_lines_claim_nothing(void **state UNUSED)
{
    /* REQUIREMENTS 1.21: claim/handle */
    static const char *const roles[] = {"reception", "sysadmin", "auditor", "ops"};

    place(case_id(1), consultation());
    for (size_t i = 0; i < LENGTH(roles); i++)
        assert_refused(claim(case_id(1), "A", roles[i]), "forbidden");
    for (int line = 1; line <= 5; line++) {
        char role[] = {'L', (char)('0' + line), '\0'};
        struct uuid id = case_id((uint8_t)(10 + line));
        place(id, consultation());
        assert_accepted(claim(id, role, role));
    }
}

static void complaints_go_to_specialists_and_above(void **state UNUSED)
{
    /* CP-14 */
    static const struct text skills[] = {{"complaint", 9}};
    struct case_queued body = complaint(CASE_GRADE_P3);

    body.skills = skills;
    place(case_id(1), body);
    assert_refused(claim(case_id(1), "A", "L1"), "queue_empty");
    assert_accepted(claim(case_id(1), "A", "complaint_specialist"));
    assert_int_equal(row_of_case(case_id(1))->state, CASE_STATE_cp_registered);
}

static void never_offers_a_complaint_to_the_employee_or_the_leader(void **state UNUSED)
{
    /* CL-08; E3001 leads E1001 in roles.yaml */
    place(case_id(1), complaint(CASE_GRADE_P3));
    assert_refused(claim(case_id(1), "E1001", "L2"), "queue_empty");
    assert_refused(claim(case_id(1), "E3001", "L3"), "queue_empty");
    assert_accepted(claim(case_id(1), "E4001", "L4"));
}

static void asks_only_for_the_queues_named(void **state UNUSED)
{
    static const struct text others[] = {{"q.loan", 6}, {"no|queue", 8}};
    static const struct text cards[] = {{"q.card", 6}};
    struct uuid none = {{0}};

    place(case_id(1), consultation());
    offer((struct uuid[]){case_id(1)}, 1);
    assert_refused(
        command(
            MESSAGE_case_claim_v1,
            none,
            &(struct case_claim){.queues = others, .queues_count = 2},
            "A",
            "L1"
        ),
        "queue_empty"
    );
    assert_accepted(command(
        MESSAGE_case_claim_v1,
        none,
        &(struct case_claim){.queues = cards, .queues_count = 1},
        "A",
        "L1"
    ));
}

static void a_person_has_at_most_the_capacity(void **state UNUSED)
{
    /* E1002 has a capacity of 10: one below, at, above */
    for (uint8_t i = 0; i < 11; i++)
        place(case_id(i), consultation());
    for (uint8_t i = 0; i < 10; i++)
        assert_accepted(claim(case_id(i), "E1002", "L1"));
    assert_refused(claim(case_id(10), "E1002", "L1"), "queue_empty");
    resolve(case_id(3), "E1002", "L1");
    assert_accepted(claim(case_id(10), "E1002", "L1"));
}

static void a_stale_version_conflicts(void **state UNUSED)
{
    place(case_id(1), consultation());
    offer((struct uuid[]){case_id(1)}, 1);
    assert_refused(
        command(
            MESSAGE_case_claim_v1,
            (struct uuid){{0}},
            &(struct case_claim){.version = 7, .has_version = true},
            "A",
            "L1"
        ),
        "conflict"
    );
    assert_null(row_of_case(case_id(1))->owner.at);
}

/* One batch of `count` claims as the engine decides it; every claim is proposed the same case. */
static void decide_in_one_batch(size_t count, const struct queued_case *row, size_t *ret_won)
{
    struct engine *engine = memory_new(1, sizeof(*engine));
    struct batch *batch = memory_new(1, sizeof(*batch));
    struct bytes key = {row->case_id.b, 16};

    engine->service = &desk_service;
    engine->stream_name = "desk";
    engine->counts = counts_new();
    engine->parked = parked_new();
    assert_int_equal(
        desk_service.policies_load(
            &engine->policies_arena[0],
            "deploy/config",
            &engine->policy_sets[0]
        ),
        OK
    );
    batch_begin(batch, T0);
    batch->policies = engine->policy_sets[0].policies;
    for (size_t i = 0; i < count; i++) {
        struct item *item = batch_add(batch, ITEM_command);
        item->decide = desk_service.answers[0].decide;
        item->message.shape = engine_message_shape(engine, MESSAGE_case_claim_v1);
        item->message.id = arena_format(&batch->arena, "claim-%zu", i);
        item->message.source = TEXT("/test");
        item->message.actorid = arena_format(&batch->arena, "agent-%zu", i);
        item->message.actorrole = TEXT("L1");
        item->message.body = arena_zero(&batch->arena, sizeof(struct case_claim));
    }
    batch->to = batch->count;
    while (!batch_decide(engine, batch)) {
        for (struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
            if (slot->state != SLOT_loaded && slot->shape == &queued_case_record)
                slot->now = slot->before = record_copy(slot->shape, row, &batch->arena);
            slot->state = SLOT_loaded;
        }
        for (struct list_slot *slot = batch->lists; slot; slot = slot->next) {
            slot->loaded = true;
            slot->list = (struct key_list){.count = 1, .keys = &key};
        }
    }
    *ret_won = 0;
    for (size_t i = 0; i < count; i++)
        *ret_won += batch->items[i].outcome == OUTCOME_accepted;
    assert_int_equal(batch->placed_count, *ret_won);
    counts_destroy(&engine->counts);
    parked_destroy(&engine->parked);
    arena_done(&engine->policies_arena[0]);
    batch_done(batch);
    memory_free(batch);
    memory_free(engine);
}

static void two_claims_of_one_batch_never_get_the_same_case(void **state UNUSED)
{
    size_t won;

    place(case_id(1), consultation());
    decide_in_one_batch(2, row_of_case(case_id(1)), &won);
    assert_int_equal(won, 1);
    decide_in_one_batch(40, row_of_case(case_id(1)), &won);
    assert_int_equal(won, 1);
}

static void a_triage_case_is_claimed_and_stays_in_triage(void **state UNUSED)
{
    struct case_triage_needed body = {
        .queue = TEXT("q.triage"),
        .grade = CASE_GRADE_P3,
        .due_at = T0,
        .has_due_at = true,
        .received_at = T0,
        .has_received_at = true,
        .channel = TEXT("web"),
    };

    event_of(MESSAGE_case_triage_needed_v1, case_id(1), &body);
    assert_accepted(claim(case_id(1), "A", "L1"));
    assert_int_equal(row_of_case(case_id(1))->state, CASE_STATE_triage);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(gives_the_next_case_with_lease_and_event),
        TEST(says_queue_empty_when_nothing_is_offered),
        TEST(is_busy_while_redis_is_away),
        TEST(takes_the_second_candidate_when_the_first_is_gone),
        TEST(is_busy_when_all_candidates_are_gone),
        TEST(needs_actor_and_role),
        TEST(roles_outside_the_lines_claim_nothing),
        TEST(complaints_go_to_specialists_and_above),
        TEST(never_offers_a_complaint_to_the_employee_or_the_leader),
        TEST(asks_only_for_the_queues_named),
        TEST(a_person_has_at_most_the_capacity),
        TEST(a_stale_version_conflicts),
        TEST(two_claims_of_one_batch_never_get_the_same_case),
        TEST(a_triage_case_is_claimed_and_stays_in_triage),
    };
    return cmocka_run_group_tests_name("desk: claims", tests, NULL, NULL);
}
