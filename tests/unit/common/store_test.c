/* Tests of common/store.c that need no server: what an SQLSTATE asks for, and connections that do not come about.
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

static struct store_failure failure_of(const char *sqlstate, const char *message)
{
    struct store_failure failure = {{0}, {0}};

    snprintf(failure.sqlstate, sizeof(failure.sqlstate), "%s", sqlstate);
    snprintf(failure.message, sizeof(failure.message), "%s", message);
    return failure;
}

static enum error error_of(const char *sqlstate, const char *message)
{
    struct store_failure failure = failure_of(sqlstate, message);

    return store_error(&failure);
}

/* DESIGN 3, poison: classes 08, 40, 53, 57 retry all; the rest is the message's own fault. */
static void repeats_what_was_not_the_messages_fault(void **state UNUSED)
{
    assert_int_equal(error_of("08006", "connection failure"), ERROR_db_retry);
    assert_int_equal(error_of("40001", "could not serialize access"), ERROR_db_retry);
    assert_int_equal(error_of("40P01", "deadlock detected"), ERROR_db_retry);
    assert_int_equal(error_of("53100", "disk full"), ERROR_db_retry);
    assert_int_equal(error_of("57P01", "terminating connection"), ERROR_db_retry);
    assert_int_equal(error_of("55P03", "lock not available"), ERROR_db_retry);
    assert_int_equal(error_of("", "server closed the connection"), ERROR_db_away);
}

static void blames_the_data_for_the_rest(void **state UNUSED)
{
    assert_int_equal(error_of("22021", "invalid byte sequence"), ERROR_db_refused);
    assert_int_equal(error_of("23505", "duplicate key value"), ERROR_db_refused);
    assert_int_equal(
        error_of("23514", "violates check constraint \"other\""),
        ERROR_db_refused
    );
    assert_int_equal(error_of("42P01", "relation does not exist"), ERROR_db_refused);
    assert_int_equal(error_of("XX000", "internal error"), ERROR_db_refused);
}

static void knows_the_fence_from_other_checks(void **state UNUSED)
{
    assert_int_equal(
        error_of(
            "23514",
            "new row for relation \"stream\" violates check constraint \"stream_fence\""
        ),
        ERROR_fenced
    );
    assert_int_equal(error_of("23505", "stream_fence"), ERROR_db_refused);
}

static void repeats_when_a_part_of_a_table_is_missing(void **state UNUSED)
{
    assert_int_equal(
        error_of("23514", "no partition of relation \"event\" found for row"),
        ERROR_db_retry
    );
}

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
        cmocka_unit_test(repeats_what_was_not_the_messages_fault),
        cmocka_unit_test(blames_the_data_for_the_rest),
        cmocka_unit_test(knows_the_fence_from_other_checks),
        cmocka_unit_test(repeats_when_a_part_of_a_table_is_missing),
        cmocka_unit_test(is_broken_when_nobody_is_there),
        cmocka_unit_test(keeps_the_first_line_of_what_went_wrong),
        cmocka_unit_test(never_waits_for_a_server_that_says_nothing),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
