/* Tests of common/store.c that need no server: connections that do not come about.
 * tests/service/store_test.c goes on with a real PostgreSQL. */
#include "common/store.h"

#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/clock.h"
#include "common/metrics.h"

static enum store_state wait_for_state(struct store *store, enum store_state wanted)
{
    for (int i = 0; i < 500 && store_state(store) != wanted; i++) {
        struct pollfd waited = {.fd = store_fd(store), .events = POLLIN};
        poll(&waited, 1, 10);
        store_turn(store);
    }
    return store_state(store);
}

static void handle(void *context, const struct rows *rows, const struct store_failure *failure)
{
    (void)rows;
    (void)failure;
    (*(int *)context)++;
}

static void is_broken_when_nobody_is_there(void **state UNUSED)
{
    static const struct statement nothing = {.name = "nothing", .sql = ""};
    AUTO(store) *store = store_new("postgresql://u@%2Fnowhere/d", "test", NULL, 0);
    int handled = 0;

    assert_int_equal(wait_for_state(store, STORE_broken), STORE_broken);
    assert_int_equal(
        metric_value_labelled(METRIC_shouli_postgres_failures_total, "connection"),
        1
    );
    assert_string_equal(store_failure(store)->sqlstate, "");
    assert_non_null(strstr(store_failure(store)->message, "/nowhere"));
    assert_int_equal(store_error(store_failure(store)), ERROR_db_away);
    assert_int_equal(store_fd(store), -1);
    assert_false(store_wants_write(store));
    store_send(store, &nothing, NULL, handle, &handled);
    store_sync(store, handle, &handled);
    store_turn(store);
    assert_int_equal(store_pending(store), 0);
    assert_int_equal(handled, 0);
}

static void keeps_the_first_line_of_what_went_wrong(void **state UNUSED)
{
    AUTO(store) *store = store_new("postgresql://u@127.0.0.1:1/d", "test", NULL, 0);

    assert_int_equal(wait_for_state(store, STORE_broken), STORE_broken);
    assert_true(strlen(store_failure(store)->message) > 0);
    assert_null(strchr(store_failure(store)->message, '\n'));
}

/* DESIGN 3: connecting, name look-up included, must not block the loop. */
static void never_waits_for_a_server_that_says_nothing(void **state UNUSED)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof(address);
    char url[80];
    int silent = socket(AF_INET, SOCK_STREAM, 0);

    assert_int_equal(bind(silent, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(silent, 1), 0);
    assert_int_equal(getsockname(silent, (struct sockaddr *)&address, &length), 0);
    snprintf(url, sizeof(url), "postgresql://u@127.0.0.1:%d/d", ntohs(address.sin_port));
    int64_t began_us = clock_monotone_us();
    struct store *store = store_new(url, "test", NULL, 0);
    for (int i = 0; i < 10; i++)
        store_turn(store);
    assert_int_equal(store_state(store), STORE_opening);
    assert_true(store_fd(store) >= 0);
    store_destroy(&store); /* while it opens: the thread cleans up after itself */
    assert_null(store);
    assert_true(clock_monotone_us() - began_us < 1000 * 1000);
    close(silent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_broken_when_nobody_is_there),
        cmocka_unit_test(keeps_the_first_line_of_what_went_wrong),
        cmocka_unit_test(never_waits_for_a_server_that_says_nothing),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
