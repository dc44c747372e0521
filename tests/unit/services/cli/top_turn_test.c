/* Tests of services/cli/top_turn.c: what is read from the pages, and rates between two moments (OP-04). */
#include "services/cli/top_turn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct top_turn first, second;

static int begin(void **state UNUSED)
{
    first = (struct top_turn){.at_us = 1000000};
    second = (struct top_turn){.at_us = 3000000};
    return 0;
}

static void add(struct top_turn *turn, const struct top_turn *before, const char *page)
{
    top_turn_add(turn, before, 2, text_of(page), TEXT("ready\n"));
    top_turn_end(turn, before);
}

static void computes_rates_from_two_turns(void **state UNUSED)
{
    add(&first, NULL, "shouli_stream_seq 10\nshouli_queue_arrivals_total{queue=\"q\"} 5\n");
    assert_int_equal((int)first.service[2].rate, 0);
    assert_int_equal((int)first.queue[0].arrived_a_minute, 0);
    add(&second,
        &first,
        "shouli_stream_seq 30\nshouli_queue_arrivals_total{queue=\"q\"} 8\n"
        "shouli_queue_completions_total{queue=\"q\"} 2\n");
    assert_int_equal((int)second.service[2].rate, 10);
    assert_int_equal((int)second.queue[0].arrived_a_minute, 90);
    assert_int_equal((int)second.queue[0].completed_a_minute, 60);
}

static void a_service_that_began_anew_has_no_negative_rate(void **state UNUSED)
{
    add(&first, NULL, "shouli_stream_seq 10\nshouli_queue_arrivals_total{queue=\"q\"} 5\n");
    add(&second, &first, "shouli_stream_seq 4\nshouli_queue_arrivals_total{queue=\"q\"} 1\n");
    assert_int_equal((int)second.service[2].rate, 0);
    assert_int_equal((int)second.queue[0].arrived_a_minute, 0);
}

static void sums_grades_and_keeps_the_oldest(void **state UNUSED)
{
    add(&first,
        NULL,
        "shouli_queue_depth{queue=\"q.b\",grade=\"P1\"} 2\n"
        "shouli_queue_depth{queue=\"q.a\",grade=\"P1\"} 1\n"
        "shouli_queue_depth{queue=\"q.b\",grade=\"P4\"} 3\n"
        "shouli_queue_oldest_age_seconds{queue=\"q.b\",grade=\"P1\"} 9\n"
        "shouli_queue_oldest_age_seconds{queue=\"q.b\",grade=\"P4\"} 7\n"
        "shouli_clocks{clock=\"K9\",state=\"running\"} 3\n"
        "shouli_clocks{clock=\"K3\",state=\"running\"} 4\n"
        "shouli_clocks{clock=\"K3\",state=\"paused\"} 1\n");
    assert_int_equal(first.queue_count, 2);
    assert_string_equal(first.queue[0].name, "q.a");
    assert_int_equal((int)first.queue[1].waiting, 5);
    assert_int_equal((int)first.queue[1].oldest_seconds, 9);
    assert_int_equal(first.state_count, 2);
    assert_string_equal(first.state[1].name, "running");
    assert_int_equal((int)first.state[1].clocks, 7);
}

static void knows_a_store_that_is_down_from_one_that_is_not_there(void **state UNUSED)
{
    add(&first, NULL, "shouli_postgres_up 0\n");
    assert_int_equal(first.service[2].postgres, 0);
    assert_int_equal(first.service[2].redis, -1);
    top_turn_add(&first, NULL, 3, (struct text){0}, (struct text){0});
    assert_false(first.service[3].up);
}

static void keeps_as_many_queues_and_states_as_its_limits(void **state UNUSED)
{
    static char page[64 * (TOP_QUEUES_MAX + 2)];

    for (size_t count = TOP_QUEUES_MAX - 1; count <= TOP_QUEUES_MAX + 1; count++) {
        size_t length = 0;
        first = (struct top_turn){.at_us = 1};
        for (size_t i = 0; i < count; i++)
            length += (size_t)snprintf(
                page + length,
                sizeof(page) - length,
                "shouli_queue_depth{queue=\"q.%zu\"} 1\n",
                i
            );
        add(&first, NULL, page);
        assert_int_equal(first.queue_count, size_min(count, TOP_QUEUES_MAX));
    }
    for (size_t count = TOP_STATES_MAX - 1; count <= TOP_STATES_MAX + 1; count++) {
        size_t length = 0;
        first = (struct top_turn){.at_us = 1};
        for (size_t i = 0; i < count; i++)
            length += (size_t)snprintf(
                page + length,
                sizeof(page) - length,
                "shouli_clocks{state=\"s%zu\"} 1\n",
                i
            );
        add(&first, NULL, page);
        assert_int_equal(first.state_count, size_min(count, TOP_STATES_MAX));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(computes_rates_from_two_turns, begin),
        cmocka_unit_test_setup(a_service_that_began_anew_has_no_negative_rate, begin),
        cmocka_unit_test_setup(sums_grades_and_keeps_the_oldest, begin),
        cmocka_unit_test_setup(knows_a_store_that_is_down_from_one_that_is_not_there, begin),
        cmocka_unit_test_setup(keeps_as_many_queues_and_states_as_its_limits, begin),
    };

    return cmocka_run_group_tests_name("top_turn", tests, NULL, NULL);
}
