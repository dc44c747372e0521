/* Tests of services/router/router.c: what the service shows the engine, and what a decision costs. */
#include <time.h>

#include "tests/unit/services/router/support.h"

static void answers_why_and_the_operators(void **state UNUSED)
{
    static const int types[] = {
        MESSAGE_why_get_v1,
        MESSAGE_dead_retry_v1,
        MESSAGE_dead_drop_v1,
        MESSAGE_dead_list_v1,
        MESSAGE_ledger_get_v1,
        MESSAGE_trace_get_v1,
        MESSAGE_service_reload_v1,
    };

    assert_int_equal(router_service.port, 20);
    assert_int_equal(router_service.answer_count, LENGTH(types));
    for (size_t i = 0; i < LENGTH(types); i++)
        assert_int_equal(router_service.answers[i].type, types[i]);
    assert_null(router_service.projection);
}

static void follows_intake_and_desk(void **state UNUSED)
{
    assert_int_equal(router_service.reaction_count, 3);
    assert_string_equal(router_service.reactions[0].stream, "intake");
    assert_string_equal(router_service.reactions[1].stream, "desk");
    assert_string_equal(router_service.reactions[2].stream, "desk");
}

static void never_stores_into_the_vault(void **state UNUSED)
{
    take_text(1, "银行卡");
    const struct wrapped_case_key *row =
        trial_record_id(trial, &wrapped_case_key_record, case_id(1));
    assert_true(row->created_at == MONDAY_MS);
    assert_false(row->head.put);
}

static int64_t cpu_ns(void)
{
    struct timespec now;

    assert_int_equal(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now), 0);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The pure part of a decision, without sanitizers below 40 µs; here a bound that no slow machine meets by chance. */
static void a_case_is_decided_in_microseconds(void **state UNUSED)
{
    enum { TURNS = 200 };
    struct policy_set set = {.count = 0};
    struct arena loaded = {0};
    const struct text text =
        TEXT("信用卡年费乱收，收了我八百块，打了三次电话都没人管，我要投诉");

    assert_int_equal(router_policies_load(&loaded, "deploy/config", &set), OK);
    const struct router_policy *policy = set.policies;
    int64_t begin = cpu_ns();
    for (int i = 0; i < TURNS; i++) {
        struct classification found = classify(&policy->classifier, &kept, text, MATTER_none);
        struct classified_case row = {
            .channel = TEXT("app"),
            .received_at = MONDAY_MS,
            .found_outcome = FOUND_OUTCOME_routed,
            .found_type = (enum case_type)found.type,
            .found_code = policy->taxonomy.subcategories[found.code].code,
        };
        settle(policy, &kept, MONDAY_MS, &row);
        arena_reset(&kept);
    }
    int64_t each_ns = (cpu_ns() - begin) / TURNS;
    print_message("classify and settle: %lld ns\n", (long long)each_ns);
    assert_true(each_ns < 2000000);
    arena_done(&loaded);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(answers_why_and_the_operators),
        TEST(follows_intake_and_desk),
        TEST(never_stores_into_the_vault),
        TEST(a_case_is_decided_in_microseconds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
