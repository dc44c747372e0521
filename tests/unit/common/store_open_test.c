/* Tests of common/store_open.c: a connection is opened beside the loop, and what comes of it is told once. What needs a
 * server: tests/service/rig_test.c and tests/failover. */
#include "common/store_open.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void tells_by_its_descriptor_that_nobody_is_there(void **state UNUSED)
{
    struct store_opening *opening =
        store_opening_new("postgresql://u@/d?host=/nowhere,/nowhere/else", 1, "test", NULL, 0);
    struct pollfd waited = {.fd = store_opening_fd(opening), .events = POLLIN};
    struct store_failure failure = {{0}, {0}};
    size_t host = 7;

    assert_int_equal(poll(&waited, 1, 10000), 1);
    assert_true(store_opening_is_done(opening));
    assert_null(store_opening_take(&opening, &host, &failure));
    assert_null(opening);
    assert_int_equal(host, 7); /* none was reached */
    /* It began with the second of the two. */
    assert_non_null(strstr(failure.message, "/nowhere/else"));
}

static void may_be_let_go_at_any_time(void **state UNUSED)
{
    struct store_opening *opening =
        store_opening_new("postgresql://u@%2Fnowhere/d", 0, "test", NULL, 0);

    store_opening_destroy(&opening);
    assert_null(opening);
    store_opening_destroy(&opening); /* nothing, twice */
}

static void copies_what_it_is_given(void **state UNUSED)
{
    char url[] = "postgresql://u@%2Fnowhere/d", name[] = "test";
    struct store_failure failure = {{0}, {0}};
    struct store_opening *opening = store_opening_new(url, 0, name, NULL, 0);
    struct pollfd waited = {.fd = store_opening_fd(opening), .events = POLLIN};
    size_t host = 0;

    memset(url, 'x', sizeof(url) - 1);
    memset(name, 'x', sizeof(name) - 1);
    assert_int_equal(poll(&waited, 1, 10000), 1);
    assert_null(store_opening_take(&opening, &host, &failure));
    assert_non_null(strstr(failure.message, "/nowhere"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_by_its_descriptor_that_nobody_is_there),
        cmocka_unit_test(may_be_let_go_at_any_time),
        cmocka_unit_test(copies_what_it_is_given),
    };
    return cmocka_run_group_tests_name("store_open", tests, NULL, NULL);
}
