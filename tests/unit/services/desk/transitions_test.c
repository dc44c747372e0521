/* Tests of services/desk/transitions.c: REQUIREMENTS 2.3. Every command is sent in every state, for a consultation
 * and for a complaint: what the table has is accepted, everything else refused with the list of what is legal. */
#include "services/desk/transitions.h"

#include <stdlib.h>

#include "tests/unit/services/desk/desk_trial.h"

/* A body of each command on a case, complete enough to be accepted where it is legal. */
#define BODY(command_name, ...)                                                                \
    case MESSAGE_##command_name##_v1: {                                                        \
        static struct command_name body;                                                       \
        body = (struct command_name){.case_id = id, .has_case_id = true, __VA_ARGS__};         \
        return &body;                                                                          \
    }
#define LEASE  .lease_epoch = epoch, .has_lease_epoch = true
#define OFFER  .offer_no = 7, .has_offer_no = true
#define REASON .reason = TEXT("理由")

static const void *body_of(enum message_type type, struct uuid id, int64_t epoch)
{
    switch ((int)type) {
        BODY(case_take_offer, OFFER)
        BODY(case_decline_offer, OFFER, REASON)
        BODY(case_extend, LEASE)
        BODY(case_release, LEASE, REASON)
        BODY(case_note, LEASE, .text = TEXT("x"))
        BODY(case_ask_customer, LEASE, .text = TEXT("x"))
        BODY(case_customer_answered, .text = TEXT("x"))
        BODY(case_second_line, LEASE, REASON)
        BODY(case_resolve, LEASE, .answer = TEXT("x"))
        BODY(case_close, .has_version = false)
        BODY(case_reopen, REASON)
        BODY(case_reclassify, REASON, .type = CASE_TYPE_suggest)
        BODY(case_withdraw, REASON)
        BODY(complaint_accept, .has_version = false)
        BODY(
            complaint_grade,
            .grade = CASE_GRADE_P2,
            .facet_channel = TEXT("A"),
            .facet_business = TEXT("B"),
            .facet_cause = TEXT("C")
        )
        BODY(complaint_investigate, .investigator = TEXT("I"))
        BODY(
            complaint_draft,
            .answer = TEXT("x"),
            .finding = FINDING_not_established,
            .basis = TEXT("x"),
            .remedies = TEXT("x")
        )
        BODY(complaint_approve, .has_version = false)
        BODY(complaint_return, REASON)
        BODY(complaint_reply, .proof = TEXT("SMS-1"))
        BODY(complaint_review, REASON)
    }
    return NULL;
}

/* Only what is waiting or settled has no owner. */
static bool is_owned(enum case_state state)
{
    return state != CASE_STATE_queued && state != CASE_STATE_triage &&
           state != CASE_STATE_resolved && state != CASE_STATE_closed &&
           state != CASE_STATE_withdrawn && state != CASE_STATE_cp_replied &&
           state != CASE_STATE_cp_review && state != CASE_STATE_follow_up;
}

/* Where somebody must be found for it. */
static bool is_offered(enum case_state state, enum message_type command_type)
{
    return (command_type == MESSAGE_case_take_offer_v1 ||
            command_type == MESSAGE_case_decline_offer_v1) &&
           (state == CASE_STATE_queued || state == CASE_STATE_triage ||
            state == CASE_STATE_second_line);
}

static void put_case(struct uuid id, enum case_state state, enum case_type type, bool offered)
{
    bool owned = is_owned(state) && !offered;
    bool work = owned && state != CASE_STATE_wait_customer && state != CASE_STATE_cp_drafted;
    struct queued_case row = {
        .case_id = id,
        .has_case_id = true,
        .case_no = TEXT("GD20261121000001"),
        .state = state,
        .stage =
            type == CASE_TYPE_complaint ? CASE_STATE_cp_registered : CASE_STATE_in_progress,
        .version = 5,
        .has_version = true,
        .case_type = type,
        .code = TEXT("CR01"),
        .category = TEXT("credit_card"),
        .grade = CASE_GRADE_P3,
        .queue = TEXT("q.card"),
        .skills = TEXT("card"),
        .owner = owned ? TEXT("A") : (struct text){0},
        .owner_role = TEXT("L2"),
        .offered_to = offered ? TEXT("A") : (struct text){0},
        .offer_no = 7,
        .has_offer_no = true,
        .offered_until = T0,
        .has_offered_until = offered,
        .lease_epoch = 3,
        .has_lease_epoch = true,
        .lease_until = T0 + MINUTE,
        .has_lease_until = work,
        .received_at = T0 - MINUTE,
        .has_received_at = true,
        .channel = TEXT("app"),
        .investigator = TEXT("I"),
        .resolved_at = T0,
        .has_resolved_at = true,
        .decided_at = T0,
        .has_decided_at = true,
    };
    trial_put(trial, &queued_case_record, &row);
    give_key(id);
}

static const char *actor_for(const struct transition *step)
{
    if (step && step->doer == DOER_investigator)
        return "I";
    if (step && step->doer == DOER_approver)
        return "M";
    return "A";
}

static void
assert_legal_is_said(const struct item *item, enum case_state state, enum case_type type)
{
    struct arena arena = {0};
    size_t count;
    const enum holder holder = is_owned(state) ? HOLDER_owner : HOLDER_nobody;
    const struct text *legal = transition_legal(state, type, holder, &arena, &count);

    assert_int_equal(item->reply.legal_count, count);
    for (size_t i = 0; i < count; i++)
        assert_true(text_equal(item->reply.legal[i], legal[i]));
    arena_done(&arena);
}

static void try_all(enum case_type type)
{
    uint8_t n = 0;
    size_t accepted = 0;

    for (int state = CASE_STATE_queued; state <= CASE_STATE_transferred; state++) {
        for (int command_type = 1; command_type < MESSAGE_count; command_type++) {
            struct uuid id = case_id(n++);
            const void *body = body_of((enum message_type)command_type, id, 3);
            if (!body)
                continue;
            trial_begin(NULL);
            bool offered = is_offered((enum case_state)state, (enum message_type)command_type);
            put_case(id, (enum case_state)state, type, offered);
            const struct transition *step =
                transition_find((enum case_state)state, type, (enum message_type)command_type);
            const struct item *item = command(command_type, id, body, actor_for(step), "L5");
            bool legal = step && (step->doer != DOER_owner || is_owned((enum case_state)state));
            if (legal) {
                assert_accepted(item);
                enum case_state to = step->to ? step->to : row_of_case(id)->stage;
                if (row_of_case(id)->owner.at || row_is_settled(row_of_case(id)))
                    assert_int_equal(row_of_case(id)->state, to);
                accepted++;
            } else if (strcmp(item->reply.faults.list[0].code, "lease_lost") != 0) {
                assert_refused(item, "illegal_transition");
                assert_legal_is_said(item, (enum case_state)state, type);
            }
            trial_end(NULL);
        }
    }
    assert_true(accepted > 30);
}

static void a_general_case_goes_on_as_the_table_says(void **state UNUSED)
{
    try_all(CASE_TYPE_consult);
}

static void a_complaint_goes_on_as_the_table_says(void **state UNUSED)
{
    try_all(CASE_TYPE_complaint);
}

static bool is_legal(enum case_state state, enum holder holder, const char *name)
{
    struct arena arena = {0};
    size_t count;
    const struct text *legal =
        transition_legal(state, CASE_TYPE_consult, holder, &arena, &count);
    bool found = false;

    for (size_t i = 0; i < count; i++)
        found = found || text_is(legal[i], name);
    arena_done(&arena);
    return found;
}

/* CL-11: an offered case is nobody else's to claim. */
static void what_is_offered_is_taken_or_declined_not_claimed(void **state UNUSED)
{
    static const char *const offers[] = {"case.take_offer.v1", "case.decline_offer.v1"};
    static const enum case_state states[] = {
        CASE_STATE_queued,
        CASE_STATE_triage,
        CASE_STATE_second_line};

    for (size_t i = 0; i < LENGTH(states); i++) {
        assert_true(is_legal(states[i], HOLDER_nobody, "case.claim.v1"));
        assert_false(is_legal(states[i], HOLDER_offered, "case.claim.v1"));
        assert_false(is_legal(states[i], HOLDER_owner, "case.claim.v1"));
        for (size_t k = 0; k < LENGTH(offers); k++) {
            assert_false(is_legal(states[i], HOLDER_nobody, offers[k]));
            assert_true(is_legal(states[i], HOLDER_offered, offers[k]));
            assert_false(is_legal(states[i], HOLDER_owner, offers[k]));
        }
        assert_non_null(transition_by_itself(states[i], CASE_TYPE_consult, TRIGGER_offered));
        assert_non_null(transition_by_itself(states[i], CASE_TYPE_consult, TRIGGER_offer_lapsed)
        );
    }
    assert_null(transition_by_itself(CASE_STATE_in_progress, CASE_TYPE_consult, TRIGGER_offered)
    );
}

static void no_step_stands_twice(void **state UNUSED)
{
    for (size_t i = 0; i < transition_count; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct transition *a = &transitions[i], *b = &transitions[k];
            bool both =
                a->kind == CASE_KIND_any || b->kind == CASE_KIND_any || a->kind == b->kind;
            assert_false(
                a->from == b->from && a->command == b->command && a->trigger == b->trigger &&
                both
            );
        }
    }
}

static void no_complaint_reaches_closed_without_an_answer(void **state UNUSED)
{
    /* REQUIREMENTS 2.5 invariant 4: the only ways to resolved and closed lead through C8 */
    for (size_t i = 0; i < transition_count; i++) {
        const struct transition *step = &transitions[i];
        if (step->kind == CASE_KIND_general)
            continue;
        if (step->to == CASE_STATE_closed)
            assert_true(
                step->from == CASE_STATE_cp_replied || step->from == CASE_STATE_resolved
            );
        if (step->to == CASE_STATE_follow_up)
            assert_true(
                step->from == CASE_STATE_cp_replied || step->from == CASE_STATE_resolved
            );
        if (step->to == CASE_STATE_resolved)
            assert_true(
                step->from == CASE_STATE_cp_review || step->from == CASE_STATE_follow_up
            );
        if (step->to == CASE_STATE_cp_review)
            assert_true(
                step->from == CASE_STATE_cp_replied || step->from == CASE_STATE_resolved ||
                step->from == CASE_STATE_closed || step->from == CASE_STATE_follow_up
            );
    }
}

static void the_page_shows_every_step(void **state UNUSED)
{
    struct arena arena = {0};
    char *page = arena_zero(&arena, 65536);
    FILE *file = fopen("services/desk/states.md", "re");
    size_t lines = 0;

    assert_non_null(file);
    assert_true(fread(page, 1, 65535, file) > 0);
    fclose(file);
    for (const char *at = page; (at = strstr(at, "\n| ")) != NULL; at++)
        lines++;
    assert_int_equal(lines, transition_count + 2);
    for (size_t i = 0; i < transition_count; i++) {
        const struct transition *step = &transitions[i];
        struct text from = enum_to_text(&case_state_enum, (int)step->from);
        struct text label = enum_label(&case_state_enum, (int)step->from);
        const char *name =
            step->trigger ? trigger_name(step->trigger) : message_shape_of(step->command)->name;
        int length = (int)strlen(name) - (step->trigger ? 0 : 3); /* without .v1 */
        struct text begin =
            arena_format(&arena, "\n| %s %s | %.*s | ", from.at, label.at, length, name);
        if (!strstr(page, begin.at))
            fail_msg("run services/desk/pages.py: %s is missing", begin.at + 1);
        assert_true(step->trigger || strstr(page, doer_name(step->doer)));
    }
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_general_case_goes_on_as_the_table_says),
        cmocka_unit_test(a_complaint_goes_on_as_the_table_says),
        cmocka_unit_test(what_is_offered_is_taken_or_declined_not_claimed),
        cmocka_unit_test(no_step_stands_twice),
        cmocka_unit_test(no_complaint_reaches_closed_without_an_answer),
        cmocka_unit_test(the_page_shows_every_step),
    };
    return cmocka_run_group_tests_name("desk: transitions", tests, NULL, NULL);
}
