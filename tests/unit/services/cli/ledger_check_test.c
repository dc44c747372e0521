/* Tests of services/cli/ledger_check.c: DESIGN P10. */
#include "services/cli/ledger_check.h"

#include "tests/unit/services/cli/run_cli.h"

static struct ledger_result result;

#define COUNT(name_text, number)                                                               \
    {                                                                                          \
        .name = TEXT(name_text), .count = (number), .has_count = true                          \
    }

/* Three services that balance: two requests, both placed, one of them claimed. */
struct scene {
    struct ledger_count intake[3], router[4], desk[3], from_intake[1], from_router[1];
    struct ledger_cursor router_of[1], desk_of[1];
    struct ledger_view views[3];
    struct ledgers ledgers;
};

static struct scene *scene_of(struct scene *scene)
{
    *scene = (struct scene){
        .intake =
            {COUNT("in/request.submitted.v1/accepted", 2),
             COUNT("in/request.submitted.v1/rejected", 1),
             COUNT("event/case.received.v1", 2)},
        .router =
            {COUNT("event/case.queued.v1", 2),
             COUNT("event/policy.adopted.v1", 1),
             COUNT("state/placed", 2),
             COUNT("state/triage", 0)},
        .desk =
            {COUNT("event/case.claimed.v1", 1),
             COUNT("state/queued", 1),
             COUNT("state/in_progress", 1)},
        .from_intake = {COUNT("case.received.v1", 2)},
        .from_router = {COUNT("case.queued.v1", 2)},
    };
    scene->router_of[0] =
        (struct ledger_cursor){TEXT("intake"), 2, true, scene->from_intake, 1};
    scene->desk_of[0] = (struct ledger_cursor){TEXT("router"), 3, true, scene->from_router, 1};
    scene->views[0] = (struct ledger_view
    ){.stream = TEXT("intake"), .seq = 2, .counts = scene->intake, .counts_count = 3};
    scene->views[1] = (struct ledger_view
    ){.stream = TEXT("router"),
      .seq = 3,
      .counts = scene->router,
      .counts_count = 4,
      .cursors = scene->router_of,
      .cursors_count = 1};
    scene->views[2] = (struct ledger_view
    ){.stream = TEXT("desk"),
      .seq = 1,
      .counts = scene->desk,
      .counts_count = 3,
      .cursors = scene->desk_of,
      .cursors_count = 1};
    for (size_t i = 0; i < 3; i++)
        scene->ledgers.of[i] = &scene->views[i];
    return scene;
}

static void assert_fault(const struct scene *scene, const char *part)
{
    ledger_check(&scene->ledgers, &result);
    if (result.fault_count != 1 || !strstr(result.faults[0], part))
        fail_msg("%zu faults, no '%s' in: %s", result.fault_count, part, result.faults[0]);
}

static void services_that_balance_have_no_fault(void **state UNUSED)
{
    struct scene scene;

    ledger_check(&scene_of(&scene)->ledgers, &result);
    assert_int_equal(result.fault_count, 0);
    assert_int_equal(result.behind, 0);
    assert_int_equal(result.compared, 8);
}

static void an_event_that_nobody_counted_is_found(void **state UNUSED)
{
    struct scene scene;

    scene_of(&scene)->router[1].count = 0;
    assert_fault(&scene, "router: last event, and events by type: 3 and 2");
}

static void a_lost_event_is_found_at_its_follower(void **state UNUSED)
{
    struct scene scene;

    scene_of(&scene)->from_router[0].count = 1;
    assert_fault(&scene, "router sent, desk applied case.queued.v1: 2 and 1");
    scene_of(&scene)->from_router[0].count = 3; /* applied twice */
    assert_fault(&scene, "2 and 3");
}

static void a_lost_case_is_found_by_its_states(void **state UNUSED)
{
    struct scene scene;

    scene_of(&scene)->desk[2].count = 0;
    assert_fault(&scene, "router and desk hold by state");
}

static void a_request_without_its_case_is_found(void **state UNUSED)
{
    struct scene scene;

    scene_of(&scene)->intake[0].count = 3;
    assert_fault(&scene, "requests accepted, and cases received: 3 and 2");
}

static void what_a_service_finds_itself_counts(void **state UNUSED)
{
    struct scene scene;

    scene_of(&scene)->views[2].imbalance = 4;
    assert_fault(&scene, "desk says imbalance 4");
}

static void a_follower_that_is_behind_is_no_fault(void **state UNUSED)
{
    struct scene scene;

    scene_of(&scene)->desk_of[0].seq = 1;
    scene.from_router[0].count = 0;
    scene.desk[1].count = 0;
    ledger_check(&scene.ledgers, &result);
    assert_int_equal(result.fault_count, 0);
    assert_int_equal(result.behind, 2);
}

static void a_service_that_does_not_answer_is_left_out(void **state UNUSED)
{
    struct scene scene;

    scene_of(&scene)->ledgers.of[1] = NULL;
    ledger_check(&scene.ledgers, &result);
    assert_int_equal(result.fault_count, 0);
    assert_int_equal(result.compared, 3);
    scene.ledgers = (struct ledgers){.of = {NULL}};
    ledger_check(&scene.ledgers, &result);
    assert_int_equal(result.compared, 0);
}

static void counts_faults_beyond_those_it_keeps(void **state UNUSED)
{
    static struct ledger_count wrong[LEDGER_FAULTS_MAX + 1];
    struct scene scene;

    for (size_t i = 0; i < LENGTH(wrong); i++)
        wrong[i] = (struct ledger_count)COUNT("case.other.v1", 1);
    for (size_t count = LEDGER_FAULTS_MAX - 1; count <= LEDGER_FAULTS_MAX + 1; count++) {
        scene_of(&scene)->desk_of[0].counts = wrong;
        scene.desk_of[0].counts_count = count;
        ledger_check(&scene.ledgers, &result);
        assert_int_equal(result.fault_count, count);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_that_balance_have_no_fault),
        cmocka_unit_test(an_event_that_nobody_counted_is_found),
        cmocka_unit_test(a_lost_event_is_found_at_its_follower),
        cmocka_unit_test(a_lost_case_is_found_by_its_states),
        cmocka_unit_test(a_request_without_its_case_is_found),
        cmocka_unit_test(what_a_service_finds_itself_counts),
        cmocka_unit_test(a_follower_that_is_behind_is_no_fault),
        cmocka_unit_test(a_service_that_does_not_answer_is_left_out),
        cmocka_unit_test(counts_faults_beyond_those_it_keeps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
