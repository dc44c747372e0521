/* Tests of services/router/offline.c: router without servers decides as the service does. */
#include "services/router/offline.h"

#include <stdlib.h>

#include "services/router/settle.h"
#include "tests/unit/services/router/offline_support.h"

static void knows_its_commands_by_name(void **state UNUSED)
{
    assert_ptr_equal(offline_find("route"), offline_route);
    assert_null(offline_find("--check-config"));
    assert_null(offline_find(""));
    assert_null(offline_find(NULL));
}

static void finds_the_policies_where_it_is_told_or_beside_the_program(void **state UNUSED)
{
    assert_int_equal(unsetenv("SHOULI_CONFIG_DIR"), 0);
    assert_string_equal(offline_config(&arena), "deploy/config");
    assert_int_equal(setenv("SHOULI_CONFIG_DIR", "/elsewhere", 1), 0);
    assert_string_equal(offline_config(&arena), "/elsewhere");
    assert_int_equal(unsetenv("SHOULI_CONFIG_DIR"), 0);
}

static void a_folder_without_policies_is_refused(void **state UNUSED)
{
    const struct router_policy *none = NULL;

    assert_false(offline_load(&arena, "/elsewhere", NULL, &none));
    assert_null(none);
}

static void what_the_sender_told_counts(void **state UNUSED)
{
    struct traffic_request request = {
        .column =
            {
                [TRAFFIC_text] = TEXT("年费怎么收的"),
                [TRAFFIC_channel] = TEXT("pboc"),
                [TRAFFIC_about_unit] = TEXT("hd-01"),
            },
        .amount_fen = 60000000,
        .has_amount_fen = true,
    };
    struct offline_answer answer = offline_decide(policy, &arena, &request, clock_now_ms());

    assert_int_equal(answer.row.case_type, CASE_TYPE_complaint); /* 5.15 rule 11 */
    assert_true(text_is(answer.row.route, "regulator"));
    assert_true(text_is(answer.row.excluded_units, "hd-01"));
    assert_int_equal(answer.row.grade, CASE_GRADE_P1);
}

/* 4.1: how many complain and how long ago are facts of a recorded request. */
static void what_was_recorded_counts_as_it_did_then(void **state UNUSED)
{
    struct traffic_request request = {
        .column =
            {
                [TRAFFIC_text] = TEXT("有一笔交易不是我做的，要查一下"),
                [TRAFFIC_channel] = TEXT("app"),
            },
        .received_at = 1795400000000,
        .has_received_at = true,
        .occurred_at = 1795400000000 - 86399999,
        .has_occurred_at = true,
    };
    const int64_t now_ms = clock_now_ms();
    struct offline_answer young = offline_decide(policy, &arena, &request, now_ms);
    struct text reasons = young.row.reasons;

    assert_int_equal(young.row.received_at, request.received_at);
    request.has_occurred_at = false;
    request.complainants = 20;
    struct offline_answer many = offline_decide(policy, &arena, &request, now_ms);
    assert_int_equal(many.row.grade, CASE_GRADE_P1);
    assert_false(text_equal(many.row.reasons, reasons));
    request.complainants = 0;
    request.has_received_at = false;
    assert_int_equal(offline_decide(policy, &arena, &request, 7).row.received_at, 7);
}

/* 5.1: what is not known has the code of unknown matters. */
static void every_answer_has_a_code_and_a_queue(void **state UNUSED)
{
    static const char *const texts[] = {"", "银行卡", "\xff\xfe", "讲个笑话", "😀", "我要挂失"};

    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct offline_answer answer = decided(texts[i]);
        assert_true(taxonomy_find(&policy->taxonomy, answer.row.code) >= 0);
        assert_true(text_starts(answer.row.queue, TEXT("q.")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_its_commands_by_name),
        cmocka_unit_test(finds_the_policies_where_it_is_told_or_beside_the_program),
        cmocka_unit_test(a_folder_without_policies_is_refused),
        cmocka_unit_test(what_the_sender_told_counts),
        cmocka_unit_test(what_was_recorded_counts_as_it_did_then),
        cmocka_unit_test(every_answer_has_a_code_and_a_queue),
    };
    return cmocka_run_group_tests_name("offline", tests, load_policies, drop_policies);
}
