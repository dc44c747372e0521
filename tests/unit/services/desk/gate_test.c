/* Tests of services/desk/gate.c: PROTOCOL sections 2 and 7. */
#include "services/desk/gate.h"

#include "services/desk/decide_get.h"
#include "tests/support/refused_alike.h"
#include "tests/unit/services/desk/desk_trial.h"

static const struct item *
note(struct uuid id, int64_t epoch, const char *actor, const char *role)
{
    return command(
        MESSAGE_case_note_v1,
        id,
        &(struct case_note
        ){ON_CASE(id), .lease_epoch = epoch, .has_lease_epoch = true, .text = TEXT("x")},
        actor,
        role
    );
}

static void an_unknown_case_may_still_come_for_a_minute(void **state UNUSED)
{
    struct uuid id = case_id(1);

    trial_set_time(trial, T0 + MINUTE - 1);
    const struct item *item = note(id, 1, "A", "L1");
    assert_refused(item, "not_found");
    assert_true(item->reply.retry_after_ms > 0);
    trial_set_time(trial, T0 + MINUTE);
    item = note(id, 1, "A", "L1");
    assert_refused(item, "not_found");
    assert_int_equal(item->reply.retry_after_ms, 0);
}

static void an_early_row_is_not_known_yet(void **state UNUSED)
{
    struct case_regraded up = {.from_grade = CASE_GRADE_P4, .grade = CASE_GRADE_P2};

    event_of(MESSAGE_case_regraded_v1, case_id(1), &up);
    assert_refused(note(case_id(1), 1, "A", "L1"), "not_found");
}

static void says_who_acts_is_missing(void **state UNUSED)
{
    const struct item *item = note(claimed(1, consultation(), "A", "L1"), 1, NULL, NULL);

    assert_refused(item, "missing_field");
    assert_text(item->reply.faults.list[0].field, "actorid");
    assert_text(item->reply.faults.list[1].field, "actorrole");
}

static void only_the_owner_acts_on_a_claimed_case(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    assert_refused(note(id, 1, "B", "L5"), "forbidden");
    assert_refused(note(id, 0, "A", "L1"), "lease_lost");
    assert_refused(note(id, 2, "A", "L1"), "lease_lost");
    assert_accepted(note(id, 1, "A", "L1"));
}

/* REQUIREMENTS 1.21, CL-08: E1001 is complained about, E3001 leads E1001. */
static const struct {
    const char *who, *role;
} recused[] = {{"E1001", "L1"}, {"E1001", "L5"}, {"E3001", "L3"}, {"E1001", "auditor"}};

/* Each answer about a complaint is the one about a case that never was. */
static void whoever_is_recused_hears_that_there_is_no_such_case(void **state UNUSED)
{
    const struct uuid ids[] = {case_id(1), case_id(9)}, nowhere = {{0}};

    place(ids[0], complaint(CASE_GRADE_P3));
    for (size_t i = 0; i < LENGTH(recused); i++) {
        const struct item *get[2], *why[2], *reopen[2], *take[2];
        const char *who = recused[i].who, *role = recused[i].role;
        for (size_t k = 0; k < 2; k++) {
            get[k] = command(
                MESSAGE_case_get_v1,
                nowhere,
                &(struct case_get){ON_CASE(ids[k]), .version = 77, .has_version = true},
                who,
                role
            );
            why[k] = command(
                MESSAGE_why_get_v1,
                nowhere,
                &(struct why_get){ON_CASE(ids[k])},
                who,
                role
            );
            reopen[k] = command(
                MESSAGE_case_reopen_v1,
                ids[k],
                &(struct case_reopen){ON_CASE(ids[k]), .reason = TEXT("x")},
                who,
                role
            );
            take[k] = command(
                MESSAGE_case_take_offer_v1,
                ids[k],
                &(struct case_take_offer){ON_CASE(ids[k]), .offer_no = 1, .has_offer_no = true},
                who,
                role
            );
        }
        assert_refused_alike(get[0], get[1]);
        assert_refused_alike(why[0], why[1]);
        assert_refused_alike(reopen[0], reopen[1]);
        assert_refused_alike(take[0], take[1]);
        assert_refused_alike(note(ids[0], 1, who, role), note(ids[1], 1, who, role));
        assert_refused(get[0], "not_found");
    }
    assert_refused(note(ids[0], 0, "S", "L2"), "illegal_transition"); /* others are told */
}

static void a_number_hides_it_as_well(void **state UNUSED)
{
    const struct case_get body = {.case_no = TEXT("GD20261121000001")};
    const struct uuid id = case_id(1), nowhere = {{0}};
    const struct item *none = command(MESSAGE_case_get_v1, nowhere, &body, "E1001", "L1");

    place(id, complaint(CASE_GRADE_P3));
    trial_list(trial, &desk_by_number_list, &(struct bytes){id.b, 16}, 1, false);
    assert_refused_alike(command(MESSAGE_case_get_v1, nowhere, &body, "E1001", "L1"), none);
    assert_int_equal(
        command(MESSAGE_case_get_v1, nowhere, &body, "E1002", "L1")->outcome,
        OUTCOME_answered
    );
}

/* Who had it knows that it is there, and is told what is told of every lease that is over. */
static void whoever_has_it_when_it_becomes_about_them_loses_the_lease(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "E1001", "L1");
    struct queued_case row = *row_of_case(id);
    const struct item *over = note(id, row.lease_epoch + 1, "E1001", "L1");

    row.about_employee = TEXT("E1001");
    trial_put(trial, &queued_case_record, &row);
    const struct item *item = note(id, row.lease_epoch, "E1001", "L1");
    assert_refused(item, "lease_lost");
    assert_true(
        text_equal(item->reply.faults.list[0].message, over->reply.faults.list[0].message)
    );
}

static void a_stale_version_conflicts(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");
    struct case_note body = {WITH_LEASE(id), .text = TEXT("x"), .has_version = true};

    body.version = row_of_case(id)->version - 1;
    assert_refused(command(MESSAGE_case_note_v1, id, &body, "A", "L1"), "conflict");
    body.version++;
    assert_accepted(command(MESSAGE_case_note_v1, id, &body, "A", "L1"));
    assert_refused(command(MESSAGE_case_note_v1, id, &body, "A", "L1"), "conflict");
}

/* What clerks read: the state and who it takes are named in both languages. */
static void says_what_is_not_possible_in_both_languages(void **state UNUSED)
{
    place(case_id(1), consultation());
    const struct item *item = note(case_id(1), 0, "A", "L1");
    struct text told = item->reply.faults.list[0].message;
    assert_text(told, "this is not possible in state queued / 不可操作，当前状态：待领取");
    item = note(claimed(2, consultation(), "A", "L1"), 1, "A", "ops");
    told = item->reply.faults.list[0].message;
    assert_text(told, "this role does not handle cases / 该角色不办理工单");
    for (int doer = DOER_anyone; doer <= DOER_offered; doer++)
        assert_true((uint8_t)doer_name_zh((enum doer)doer)[0] >= 0x80);
}

static void what_was_never_claimed_is_illegal_and_not_lost(void **state UNUSED)
{
    place(case_id(1), consultation());
    const struct item *item = note(case_id(1), 0, "A", "L1");
    assert_refused(item, "illegal_transition");
    assert_true(item->reply.legal_count > 0);
    assert_text(item->reply.legal[0], "case.claim.v1");
}

static void a_case_whose_key_is_gone_takes_no_words(void **state UNUSED)
{
    struct case_queued body = consultation();

    event_of(MESSAGE_case_queued_v1, case_id(1), &body);
    assert_accepted(claim(case_id(1), "A", "L1"));
    assert_refused(note(case_id(1), 1, "A", "L1"), "not_found");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_unknown_case_may_still_come_for_a_minute),
        TEST(an_early_row_is_not_known_yet),
        TEST(says_who_acts_is_missing),
        TEST(only_the_owner_acts_on_a_claimed_case),
        TEST(whoever_is_recused_hears_that_there_is_no_such_case),
        TEST(a_number_hides_it_as_well),
        TEST(whoever_has_it_when_it_becomes_about_them_loses_the_lease),
        TEST(a_stale_version_conflicts),
        TEST(says_what_is_not_possible_in_both_languages),
        TEST(what_was_never_claimed_is_illegal_and_not_lost),
        TEST(a_case_whose_key_is_gone_takes_no_words),
    };
    return cmocka_run_group_tests_name("desk: the gate", tests, NULL, NULL);
}
