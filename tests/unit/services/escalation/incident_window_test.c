/* Tests of services/escalation/incident_window.c: when cases are an incident (REQUIREMENTS SL-13). */
#include "services/escalation/incident_window.h"

#include "tests/unit/services/escalation/support.h"

static struct arena arena;

static void add(struct incident_window_list *list, uint8_t n, int64_t ms)
{
    incident_window_add(list, (struct incident_entry){ms, case_id(n)});
}

static struct incident_window_list every(uint8_t count, int64_t step_ms)
{
    struct incident_window_list list = {.count = 0};

    for (uint8_t i = 0; i < count; i++)
        add(&list, i, i * step_ms);
    return list;
}

static void so_many_within_so_long_are_an_incident(void **state)
{
    /* 20 in 30 minutes, both included: number one below, at; time at, one above */
    const int64_t window = 19 * MINUTE_MS;
    struct incident_window_list list = every(19, MINUTE_MS);

    (void)state;
    assert_int_equal(incident_window_find(&list, 20, window), -1);
    list = every(20, MINUTE_MS);
    assert_int_equal(incident_window_find(&list, 20, window), 0);
    assert_int_equal(incident_window_find(&list, 20, window - 1), -1);
    list = every(20, MINUTE_MS + 1);
    assert_int_equal(incident_window_find(&list, 20, window), -1);
}

static void finds_the_run_whatever_came_before(void **state)
{
    struct incident_window_list list = {.count = 0};

    (void)state;
    add(&list, 1, 0);
    add(&list, 2, HOUR_MS);
    add(&list, 3, HOUR_MS + 1);
    assert_int_equal(incident_window_find(&list, 2, MINUTE_MS), 1);
    assert_int_equal(incident_window_find(&list, 3, MINUTE_MS), -1);
}

static void the_order_in_which_cases_come_does_not_matter(void **state)
{
    struct incident_window_list list = {.count = 0};

    (void)state;
    for (uint8_t i = 20; i-- > 0;)
        add(&list, i, i * MINUTE_MS);
    assert_int_equal(incident_window_find(&list, 20, 19 * MINUTE_MS), 0);
    assert_int_equal(list.at[0].received_ms, 0);
}

static void a_case_counts_once(void **state)
{
    struct incident_window_list list = every(3, MINUTE_MS);

    (void)state;
    add(&list, 1, 5 * MINUTE_MS);
    assert_int_equal(list.count, 3);
    incident_window_remove(&list, case_id(1));
    incident_window_remove(&list, case_id(77));
    assert_int_equal(list.count, 2);
}

static void keeps_the_newest(void **state)
{
    /* one below, at, one above; what is older than all does not displace */
    struct incident_window_list list = every(INCIDENT_WINDOW_MAX - 1, MINUTE_MS);

    (void)state;
    add(&list, 100, HOUR_MS);
    assert_int_equal(list.count, INCIDENT_WINDOW_MAX);
    add(&list, 101, 2 * HOUR_MS);
    assert_int_equal(list.count, INCIDENT_WINDOW_MAX);
    assert_int_equal(list.at[0].received_ms, MINUTE_MS);
    add(&list, 102, 1);
    assert_int_equal(list.at[0].received_ms, MINUTE_MS);
}

static void is_written_and_read(void **state)
{
    struct incident_window_list list = every(20, MINUTE_MS), again;

    (void)state;
    incident_window_read(incident_window_write(&list, &arena), &again);
    assert_int_equal(again.count, 20);
    assert_true(uuid_equal(again.at[19].case_id, case_id(19)));
    assert_int_equal(again.at[19].received_ms, 19 * MINUTE_MS);
    incident_window_read(TEXT("x\n5 not-an-id\n"), &again);
    assert_int_equal(again.count, 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_within_so_long_are_an_incident),
        cmocka_unit_test(finds_the_run_whatever_came_before),
        cmocka_unit_test(the_order_in_which_cases_come_does_not_matter),
        cmocka_unit_test(a_case_counts_once),
        cmocka_unit_test(keeps_the_newest),
        cmocka_unit_test(is_written_and_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
