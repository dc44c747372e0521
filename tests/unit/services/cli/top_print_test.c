/* Tests of services/cli/top_print.c: what a moment looks like (OP-04). */
#include "services/cli/top_print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct top_turn turn;
static char *said;
static size_t said_length;

static void say(void (*print)(FILE *, const struct top_turn *))
{
    free(said);
    said = NULL;
    FILE *out = open_memstream(&said, &said_length);
    assert_non_null(out);
    print(out, &turn);
    assert_int_equal(fclose(out), 0);
}

static int begin(void **state UNUSED)
{
    turn = (struct top_turn){.at_us = 1};
    for (size_t i = 0; i < CLIENT_SERVICES; i++)
        turn.service[i] = (struct top_service){
            .up = true,
            .ready = true,
            .postgres = 1,
            .redis = -1,
            .projection = -1,
        };
    return 0;
}

static int end(void **state UNUSED)
{
    free(said);
    said = NULL;
    return 0;
}

static void says_in_both_languages_that_nothing_waits(void **state UNUSED)
{
    turn.queue[0] = (struct top_queue){.name = "q.card", .arrived = 4};
    turn.queue_count = 1;
    say(top_print);
    assert_non_null(strstr(said, "nothing waits / 没有待领取的工单\n"));
    assert_non_null(strstr(said, "q.card "));
    turn.queue[0].waiting = 1;
    say(top_print);
    assert_null(strstr(said, "nothing waits"));
}

static void shows_rates_of_queues_and_services(void **state UNUSED)
{
    turn.service[0].rate = 1234;
    turn.queue[0] = (struct top_queue){
        .name = "q.loan",
        .waiting = 3,
        .arrived_a_minute = 12.5,
        .completed_a_minute = 7.25,
    };
    turn.queue_count = 1;
    say(top_print);
    assert_non_null(strstr(said, "     1234 "));
    assert_non_null(strstr(said, "     12.5 "));
    assert_non_null(strstr(said, "      7.2\n"));
    say(top_print_json);
    assert_non_null(strstr(said, "\"arrived_per_minute\":12.5,"));
    assert_non_null(strstr(said, "\"events_per_second\":1234.0,"));
}

static void shows_what_a_service_that_is_down_has_not(void **state UNUSED)
{
    turn.service[2] = (struct top_service){.postgres = 1, .redis = 1, .projection = 1};
    say(top_print_json);
    assert_non_null(strstr(said, "\"postgres\":null,\"redis\":null,\"projection\":null"));
    say(top_print);
    assert_non_null(strstr(said, "        -      -  -\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_in_both_languages_that_nothing_waits, begin, end),
        cmocka_unit_test_setup_teardown(shows_rates_of_queues_and_services, begin, end),
        cmocka_unit_test_setup_teardown(shows_what_a_service_that_is_down_has_not, begin, end),
    };

    return cmocka_run_group_tests_name("top_print", tests, NULL, NULL);
}
