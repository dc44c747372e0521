/* Tests of services/router/say.c: what events of router carry for those who follow (DESIGN P4). */
#include "services/router/say.h"

#include "tests/unit/services/router/support.h"

static void counts_shares_per_mille(void **state UNUSED)
{
    assert_int_equal(per_mille(0), 0);
    assert_int_equal(per_mille(-0.5), 0);
    assert_int_equal(per_mille(0.5999), 599);
    assert_int_equal(per_mille(0.6), 600);
    assert_int_equal(per_mille(1), 1000);
    assert_int_equal(per_mille(1.5), 1000);
}

static struct case_received full(uint8_t n, const char *text)
{
    static const struct sealed_customer customer = {.type = PARTY_org};
    struct case_received body = received(n, text);

    body.channel = TEXT("regulator_nfra");
    body.customer = &customer;
    body.unit = TEXT("U1");
    body.about_unit = TEXT("U2");
    body.about_employee = TEXT("E2");
    body.complainants = 3;
    body.has_complainants = true;
    body.outside_no = TEXT("NFRA-7");
    body.outside_due = MONDAY_MS + DAY_MS;
    body.has_outside_due = true;
    return body;
}

static void a_place_carries_what_intake_told(void **state UNUSED)
{
    struct case_received body = full(1, "排队等了两个小时没人管，我要投诉");

    take(1, &body);
    const struct case_queued *queued = queued_now();
    assert_int_equal(queued->party, PARTY_org);
    assert_true(text_is(queued->unit, "U1"));
    assert_true(text_is(queued->about_unit, "U2"));
    assert_true(text_is(queued->about_employee, "E2"));
    assert_int_equal(queued->complainants, 3);
    assert_true(text_is(queued->outside_no, "NFRA-7"));
    assert_int_equal(queued->outside_due, MONDAY_MS + DAY_MS);
    assert_int_equal(queued->due_at, MONDAY_MS + DAY_MS);
    assert_true(text_is(queued->route, "regulator"));
    assert_true(has_word(queued->skills, queued->skills_count, "regulator"));
    assert_int_equal(queued->preferred_count, 1);
    assert_int_equal(queued->forbidden_count, 0);
    assert_int_equal(queued->excluded_units_count, 1);
    assert_true(text_is(queued->excluded_units[0], "U2"));
    const struct case_classified *classified = classified_now();
    assert_true(text_is(classified->about_employee, "E2"));
    assert_int_equal(classified->party, PARTY_org);
    assert_true(has_word(classified->reasons, classified->reasons_count, "regulator_source"));
}

static void a_triage_carries_the_same(void **state UNUSED)
{
    struct case_received body = full(1, "银行卡");

    body.channel = TEXT("app");
    take(1, &body);
    const struct case_triage_needed *triage = triage_now();
    assert_true(text_is(triage->about_employee, "E2"));
    assert_int_equal(triage->complainants, 3);
    assert_int_equal(triage->due_at, MONDAY_MS + HOUR_MS * 24);
    assert_int_equal(triage->policies_count, ROUTER_FILES_MAX);
    assert_true(triage->has_confidence);
    assert_true(triage->confidence < 600 || triage->margin < 150);
}

static void what_was_not_told_is_absent(void **state UNUSED)
{
    take_text(1, "排队等了两个小时没人管，我要投诉");
    assert_null(queued_now()->unit.at);
    assert_null(queued_now()->outside_no.at);
    assert_false(queued_now()->has_outside_due);
    assert_false(queued_now()->has_complainants);
    assert_int_equal(queued_now()->party, PARTY_none);
    assert_false(classified_now()->has_amount_fen);
}

static void scores_of_a_row_become_those_of_an_event(void **state UNUSED)
{
    struct scores_said said =
        scores_said(&kept, TEXT("code CR03=873,broken,type consult=40,emotion=1200"));

    assert_int_equal(said.count, 3);
    assert_true(text_is(said.at[0].what, "code CR03"));
    assert_int_equal(said.at[0].per_mille, 873);
    assert_true(text_is(said.at[2].what, "emotion"));
    assert_int_equal(said.at[2].per_mille, 1200);
    assert_int_equal(scores_said(&kept, (struct text){0}).count, 0);
}

static void a_classification_says_why(void **state UNUSED)
{
    take_text(1, "我的信用卡年费什么时候收，一年要交多少钱");
    const struct case_classified *said = classified_now();
    assert_true(said->scores_count >= 2);
    assert_true(text_is(said->scores[0].what, "code CR03"));
    assert_true(said->ngrams_count > 0);
    assert_true(said->rule_hits_count > 0);
}

static void a_place_says_whom_it_must_not_reach(void **state UNUSED)
{
    take_text(1, "我钱包被偷了，马上挂失银行卡");
    const struct case_queued *queued = queued_now();
    assert_int_equal(queued->forbidden_count, 1);
    assert_true(text_is(queued->forbidden[0], "trainee"));
    assert_int_equal(queued->excluded_units_count, 0);
    assert_true(text_is(queued->route, "urgent"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(counts_shares_per_mille),
        TEST(a_place_carries_what_intake_told),
        TEST(a_triage_carries_the_same),
        TEST(what_was_not_told_is_absent),
        TEST(a_place_says_whom_it_must_not_reach),
        TEST(scores_of_a_row_become_those_of_an_event),
        TEST(a_classification_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
