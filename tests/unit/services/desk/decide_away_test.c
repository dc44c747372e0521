/* Tests of services/desk/decide_away.c: REQUIREMENTS 2.3 rows 31 and 51. */
#include "services/desk/decide_away.h"

#include "tests/support/refused_alike.h"
#include "tests/unit/services/desk/complaint_steps.h"

static struct complaint_reject rejection(struct uuid id)
{
    return (struct complaint_reject
    ){ON_CASE(id),
      .cause = REJECT_CAUSE_not_concerned,
      .reason = TEXT("投诉人非本人，也无授权"),
      .remedies = TEXT("可由本人提出投诉"),
      .proof = TEXT("REC-7")};
}

static const struct item *reject(struct uuid id, struct complaint_reject body)
{
    return command(MESSAGE_complaint_reject_v1, id, &body, "S", "L2");
}

static const struct item *transfer(struct uuid id, struct case_transfer body)
{
    return command(MESSAGE_case_transfer_v1, id, &body, "S", "L2");
}

static const struct item *
merge(struct uuid id, struct uuid master, const char *actor, const char *role)
{
    const struct case_merge body =
        {ON_CASE(id), .master_id = master, .has_master_id = true, .reason = TEXT("同一笔扣款")};

    return command(MESSAGE_case_merge_v1, id, &body, actor, role);
}

/* Row 31: the case is closed with the way it ended, so that it is archived; nobody has it any more. */
static void a_complaint_is_not_taken_on_with_a_reason_and_remedies(void **state UNUSED)
{
    struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");

    assert_accepted(reject(id, rejection(id)));
    const struct queued_case *row = row_of_case(id);
    assert_int_equal(row->state, CASE_STATE_rejected);
    assert_null(row->owner.at);
    assert_true(row_is_settled(row));
    const struct complaint_rejected *event = trial_last(trial, MESSAGE_complaint_rejected_v1);
    assert_int_equal(event->cause, REJECT_CAUSE_not_concerned);
    assert_text(event->remedies, "可由本人提出投诉");
    assert_text(event->rejected_by, "S");
    assert_true(event->told_at == T0);
    assert_int_equal(event->version, row->version);
    assert_null(memmem(event->reason.cipher.at, event->reason.cipher.length, "授权", 6));
    const struct case_closed *closed = trial_last(trial, MESSAGE_case_closed_v1);
    assert_int_equal(closed->state, CASE_STATE_rejected);
    assert_int_equal(closed->cause, CLOSE_CAUSE_rejected);
}

static void a_rejection_without_reason_remedies_or_notice_is_refused(void **state UNUSED)
{
    struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");
    struct complaint_reject body = rejection(id);

    body.reason = TEXT(" \n");
    assert_refused(reject(id, body), "reason_required");
    body = rejection(id);
    body.remedies = (struct text){0};
    assert_refused(reject(id, body), "missing_field");
    body = rejection(id);
    body.told_at = T0 + 1;
    body.has_told_at = true;
    assert_refused(reject(id, body), "invalid_field");
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_registered);
    body.told_at = T0;
    assert_accepted(reject(id, body));
}

/* What was accepted has to be decided (row 31 begins at C1), and what is no complaint is not rejected. */
static void only_a_registered_complaint_is_rejected_or_transferred(void **state UNUSED)
{
    struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");
    struct case_transfer away =
        {ON_CASE(id), .body = TEXT("银保监局"), .reason = TEXT("x"), .proof = TEXT("p")};

    accept_it(id);
    assert_refused(reject(id, rejection(id)), "illegal_transition");
    assert_refused(transfer(id, away), "illegal_transition");
    id = claimed(2, consultation(), "S", "L2");
    away.case_id = id;
    assert_refused(reject(id, rejection(id)), "illegal_transition");
    assert_refused(transfer(id, away), "illegal_transition");
}

static void a_complaint_is_given_to_the_competent_body(void **state UNUSED)
{
    struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");
    struct case_transfer body = {
        ON_CASE(id),
        .body = TEXT("公安机关"),
        .reason = TEXT("涉嫌刑事犯罪"),
        .told_at = T0 - MINUTE,
        .has_told_at = true,
        .proof = TEXT("REC-8")};

    assert_accepted(transfer(id, body));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_transferred);
    assert_null(row_of_case(id)->owner.at);
    const struct case_transferred *event = trial_last(trial, MESSAGE_case_transferred_v1);
    assert_text(event->body, "公安机关");
    assert_true(event->told_at == T0 - MINUTE);
    const struct case_closed *closed = trial_last(trial, MESSAGE_case_closed_v1);
    assert_int_equal(closed->cause, CLOSE_CAUSE_transferred);
}

/* Row 51. The master goes on as it is; its owner need not be the one who merges. */
static void a_case_goes_on_in_another_open_one(void **state UNUSED)
{
    struct uuid master = case_id(2), id = claimed(1, consultation(), "A", "L1");

    place(master, consultation());
    int64_t version = row_of_case(master)->version;
    assert_accepted(merge(id, master, "A", "L1"));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_merged);
    assert_null(row_of_case(id)->owner.at);
    assert_int_equal(row_of_case(master)->version, version);
    const struct case_merged *event = trial_last(trial, MESSAGE_case_merged_v1);
    assert_true(uuid_equal(event->master_id, master));
    assert_text(event->master_no, "GD20261121000001");
    const struct case_closed *closed = trial_last(trial, MESSAGE_case_closed_v1);
    assert_int_equal(closed->state, CASE_STATE_merged);
    assert_int_equal(closed->cause, CLOSE_CAUSE_merged);
    assert_refused(merge(id, master, "A", "L1"), "illegal_transition"); /* it is over */
}

static void a_case_is_not_merged_with_what_is_not_there_or_over(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1"),
                other = claimed(2, consultation(), "A", "L1");

    assert_refused(merge(id, case_id(9), "A", "L1"), "not_found");
    assert_refused(merge(id, id, "A", "L1"), "conflict");
    resolve(other, "A", "L1");
    assert_refused(merge(id, other, "A", "L1"), "conflict");
    assert_int_equal(row_of_case(id)->state, CASE_STATE_in_progress);
}

static void a_case_is_merged_with_a_case_of_the_same_customer(void **state UNUSED)
{
    static const uint8_t one[16] = {1}, two[16] = {2};
    struct case_queued mine = consultation(), theirs = consultation(), unknown = consultation();

    mine.customer_key = (struct bytes){LIST(one)};
    theirs.customer_key = (struct bytes){LIST(two)};
    struct uuid id = claimed(1, mine, "A", "L1");
    place(case_id(2), theirs);
    place(case_id(3), unknown);
    assert_refused(merge(id, case_id(2), "A", "L1"), "conflict");
    assert_accepted(merge(id, case_id(3), "A", "L1")); /* who merges knows who called */
}

/* 4.7: a statutory limit does not move by a merge. */
static void a_complaint_goes_on_in_an_older_complaint_only(void **state UNUSED)
{
    static const struct {
        int64_t later_ms;
        bool is_complaint, fine;
    } cases[] = {{1, true, false}, {0, true, true}, {-1, true, true}, {-1, false, false}};

    for (size_t i = 0; i < LENGTH(cases); i++) {
        trial_end(NULL);
        trial_begin(NULL);
        struct case_queued master =
            cases[i].is_complaint ? complaint(CASE_GRADE_P3) : consultation();
        master.received_at += cases[i].later_ms;
        struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");
        place(case_id(2), master);
        const struct item *item = merge(id, case_id(2), "S", "L2");
        if (cases[i].fine)
            assert_accepted(item);
        else
            assert_refused(item, "illegal_transition");
    }
}

/* CL-08: who merges sees the master; nor does the refusal tell that there is one. */
static void nobody_merges_with_a_complaint_about_himself(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "E1001", "L2");

    place(case_id(2), complaint(CASE_GRADE_P3)); /* about E1001 */
    assert_refused_alike(
        merge(id, case_id(2), "E1001", "L2"),
        merge(id, case_id(9), "E1001", "L2")
    );
    assert_refused(merge(id, case_id(2), "E1001", "L2"), "not_found");
}

static void who_does_not_have_the_case_does_not_merge_it(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    place(case_id(2), consultation());
    assert_refused(merge(id, case_id(2), "B", "L1"), "forbidden");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_complaint_is_not_taken_on_with_a_reason_and_remedies),
        TEST(a_rejection_without_reason_remedies_or_notice_is_refused),
        TEST(only_a_registered_complaint_is_rejected_or_transferred),
        TEST(a_complaint_is_given_to_the_competent_body),
        TEST(a_case_goes_on_in_another_open_one),
        TEST(a_case_is_not_merged_with_what_is_not_there_or_over),
        TEST(a_case_is_merged_with_a_case_of_the_same_customer),
        TEST(a_complaint_goes_on_in_an_older_complaint_only),
        TEST(nobody_merges_with_a_complaint_about_himself),
        TEST(who_does_not_have_the_case_does_not_merge_it),
    };
    return cmocka_run_group_tests_name("desk: goes on elsewhere", tests, NULL, NULL);
}
