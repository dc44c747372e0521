/* Tests of services/router/routes_print.c: the routing table in words (REQUIREMENTS CL-04: first-match order). */
#include "services/router/routes_print.h"

#include "tests/unit/services/router/offline_support.h"

static char printed[65536];

static void read_back(FILE *file)
{
    rewind(file);
    printed[fread(printed, 1, sizeof(printed) - 1, file)] = '\0';
    fclose(file);
}

static void each_route_stands_in_the_order_it_is_tried(void **state UNUSED)
{
    FILE *file = tmpfile();
    const char *at = printed;

    routes_print(&policy->routes, file);
    read_back(file);
    for (size_t i = 0; i < policy->routes.count; i++) {
        struct text begin =
            arena_format(&arena, "%2zu %s", i + 1, policy->routes.routes[i].id.at);
        at = strstr(at, begin.at);
        assert_non_null(at);
    }
}

static void conditions_and_place_are_told(void **state UNUSED)
{
    struct yaml yaml;
    struct routes routes;
    FILE *file = tmpfile();
    struct text text =
        TEXT("version: 1\nroutes:\n- {id: a, outcome: [routed], type: [T, D], category: "
             "[loans], grade: "
             "[P1, P2], party: [org], channel: [web, app], language: [en], unit: [hd-*], tags: "
             "[media], "
             "code: [LN01], becomes: transfer_out, queue: q.a, skills: [s], preferred: "
             "[category, p], "
             "forbidden: [f], exclude: [u, about_unit]}\n- {id: b, queue: q.b}\n");

    assert_int_equal(yaml_read_text(&yaml, &arena, text), OK);
    assert_int_equal(routes_from_yaml(&yaml, &policy->taxonomy, &routes), OK);
    routes_print(&routes, file);
    read_back(file);
    assert_non_null(strstr(
        printed,
        " outcome=routed type=complaint,dispute category=loans code=LN01 grade=P1,P2 party=org "
        "channel=web,app language=en unit=hd-* tags=media as transfer_out -> q.a; needs s; "
        "prefers "
        "skills of the category; prefers p; never f; not the unit complained about; not the "
        "units u\n"
    ));
    assert_non_null(strstr(printed, " -> q.b\n"));
}

static void past_requests_are_counted_by_route_and_queue(void **state UNUSED)
{
    struct routes_tally *tally = ARENA_NEW(&arena, struct routes_tally);
    FILE *file = tmpfile();

    for (int i = 0; i < 3; i++)
        routes_tally_add(tally, &arena, &policy->routes, TEXT("urgent"), TEXT("q.urgent"));
    routes_tally_add(tally, &arena, &policy->routes, TEXT("subject"), TEXT("q.card"));
    routes_tally_print(tally, &policy->routes, file);
    read_back(file);
    assert_non_null(strstr(printed, "4 requests\n"));
    assert_non_null(strstr(printed, "       3   4 urgent"));
    assert_non_null(strstr(printed, "       0   1 petition")); /* who got none is seen too */
    assert_non_null(strstr(printed, "       3  q.urgent\n"));
    assert_non_null(strstr(printed, "       1  q.card\n"));
}

static void counts_as_many_queues_as_its_limit(void **state UNUSED)
{
    struct routes_tally *tally = ARENA_NEW(&arena, struct routes_tally);

    for (int i = 0; i <= TALLY_QUEUES_MAX; i++)
        routes_tally_add(
            tally,
            &arena,
            &policy->routes,
            TEXT("subject"),
            arena_format(&arena, "q.%d", i)
        );
    assert_int_equal(tally->queue_count, TALLY_QUEUES_MAX);
    assert_int_equal(tally->requests, TALLY_QUEUES_MAX + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_route_stands_in_the_order_it_is_tried),
        cmocka_unit_test(conditions_and_place_are_told),
        cmocka_unit_test(past_requests_are_counted_by_route_and_queue),
        cmocka_unit_test(counts_as_many_queues_as_its_limit),
    };
    return cmocka_run_group_tests_name("routes_print", tests, load_policies, drop_policies);
}
