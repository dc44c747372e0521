/* Tests of services/cli/trace_order.c: no event stands before the one that caused it. */
#include "services/cli/trace_order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena arena;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static struct traced event(const char *service, const char *id, const char *cause, int64_t at)
{
    return (struct traced
    ){.service = service,
      .event = {.id = text_of(id), .causationid = text_of(cause), .at = at}};
}

static void assert_order(const struct traced *events, size_t count, const char *const *ids)
{
    for (size_t i = 0; i < count; i++) {
        if (!text_is(events[i].event.id, ids[i]))
            fail_msg(
                "%zu: %.*s, not %s",
                i,
                (int)events[i].event.id.length,
                events[i].event.id.at,
                ids[i]
            );
    }
}
#define ASSERT_ORDER(events, count, ...)                                                       \
    assert_order(events, count, (const char *const[]){__VA_ARGS__})

static void lays_effects_behind_causes_with_the_time_between(void **state UNUSED)
{
    struct traced events[] = {
        event("desk", "desk-9", "router-4", 1030),
        event("router", "router-4", "intake-1", 1010),
        event("intake", "intake-1", "m-1", 1000)};

    assert_int_equal(trace_order(events, 3, &arena), 3);
    ASSERT_ORDER(events, 3, "intake-1", "router-4", "desk-9");
    assert_false(events[0].has_cause);
    assert_int_equal(events[1].hop_ms, 10);
    assert_int_equal(events[2].hop_ms, 20);
    assert_int_equal(events[2].depth, 2);
}

/* Hosts whose clocks differ: the effect seems to be earlier, and still stands behind. */
static void trusts_causes_more_than_clocks(void **state UNUSED)
{
    struct traced events[] = {
        event("desk", "desk-9", "router-4", 900),
        event("router", "router-4", "intake-1", 950),
        event("intake", "intake-1", NULL, 1000)};

    assert_int_equal(trace_order(events, 3, &arena), 3);
    ASSERT_ORDER(events, 3, "intake-1", "router-4", "desk-9");
    assert_int_equal(events[1].hop_ms, -50);
}

static void keeps_the_order_of_a_stream_within_one_instant(void **state UNUSED)
{
    struct traced events[] = {
        event("desk", "desk-10", NULL, 5),
        event("desk", "desk-9", NULL, 5),
        event("desk", "desk-11", NULL, 5)};

    assert_int_equal(trace_order(events, 3, &arena), 3);
    ASSERT_ORDER(events, 3, "desk-9", "desk-10", "desk-11");
}

static void shows_an_event_once_that_was_found_twice(void **state UNUSED)
{
    struct traced events[] = {
        event("desk", "desk-9", NULL, 5),
        event("desk", "desk-9", NULL, 5)};

    assert_int_equal(trace_order(events, 2, &arena), 1);
    assert_int_equal(trace_order(events, 0, &arena), 0);
}

/* A publisher may give its message any id, also that of an event. */
static void ends_where_causes_go_in_a_circle(void **state UNUSED)
{
    struct traced own[] = {event("desk", "desk-1", "desk-1", 5)};
    struct traced events[] = {
        event("desk", "desk-1", "router-1", 5),
        event("router", "router-1", "desk-1", 6),
        event("desk", "desk-2", "router-1", 7)};

    assert_int_equal(trace_order(own, 1, &arena), 1);
    assert_false(own[0].has_cause);
    assert_int_equal(trace_order(events, 3, &arena), 3);
    ASSERT_ORDER(events, 3, "desk-1", "router-1", "desk-2");
}

/* Random forests: whatever the order they come in, every cause stands before its effects. */
static void holds_for_random_histories(void **state UNUSED)
{
    enum { EVENTS = 400 };
    struct traced *events = ARENA_ARRAY(&arena, struct traced, EVENTS);
    unsigned int seed = 11;

    for (int i = 0; i < EVENTS; i++) {
        int cause = i ? rand_r(&seed) % i : 0;
        events[i] = event(
            "desk",
            arena_format(&arena, "desk-%d", i + 1).at,
            i ? arena_format(&arena, "desk-%d", cause + 1).at : NULL,
            rand_r(&seed) % 50
        );
    }
    for (int i = EVENTS - 1; i > 0; i--) {
        int other = rand_r(&seed) % (i + 1);
        struct traced kept = events[i];
        events[i] = events[other];
        events[other] = kept;
    }
    assert_int_equal(trace_order(events, EVENTS, &arena), EVENTS);
    for (size_t i = 0; i < EVENTS; i++) {
        size_t cause = 0;
        while (cause < i && !text_equal(events[cause].event.id, events[i].event.causationid))
            cause++;
        assert_true(cause < i || !events[i].event.causationid.at);
        assert_true(cause == i || events[i].depth == events[cause].depth + 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lays_effects_behind_causes_with_the_time_between),
        cmocka_unit_test(trusts_causes_more_than_clocks),
        cmocka_unit_test(keeps_the_order_of_a_stream_within_one_instant),
        cmocka_unit_test(shows_an_event_once_that_was_found_twice),
        cmocka_unit_test(ends_where_causes_go_in_a_circle),
        cmocka_unit_test(holds_for_random_histories),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
