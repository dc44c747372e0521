/* Tests of common/store_admin.c that need no server; with one: tests/service/migrate_test.py. */
#include "common/store_admin.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *const nowhere = "postgresql://x@/x?host=/nowhere";

static void a_server_that_is_not_there_is_db_away_with_its_words(void **state UNUSED)
{
    AUTO(store_admin) *admin = NULL;

    assert_int_equal(store_admin_open(nowhere, "test", &admin), ERROR_db_away);
    assert_string_equal(store_admin_failure(admin)->sqlstate, "");
    assert_non_null(strstr(store_admin_failure(admin)->message, "/nowhere"));
    assert_null(strchr(store_admin_failure(admin)->message, '\n'));
}

static void an_url_that_is_none_is_said_and_not_tried(void **state UNUSED)
{
    AUTO(store_admin) *admin = NULL;

    assert_int_equal(store_admin_open("postgresql://[", "test", &admin), ERROR_db_away);
    assert_true(store_admin_failure(admin)->message[0] != 0);
}

static void without_a_connection_every_call_fails_and_none_crashes(void **state UNUSED)
{
    static const struct statement one = {"one", "select 1", 0, NULL};
    AUTO(store_admin) *admin = NULL;
    struct admin_rows rows;
    struct arena arena = {0};

    assert_int_equal(store_admin_open(nowhere, "test", &admin), ERROR_db_away);
    assert_int_not_equal(store_admin_execute(admin, "select 1"), OK);
    assert_int_not_equal(store_admin_query(admin, &one, NULL, &arena, &rows), OK);
    assert_false(store_admin_in_transaction(admin));
    arena_done(&arena);
}

static void destroying_nothing_is_fine(void **state UNUSED)
{
    struct store_admin *admin = NULL;

    store_admin_destroy(&admin);
    assert_null(admin);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_that_is_not_there_is_db_away_with_its_words),
        cmocka_unit_test(an_url_that_is_none_is_said_and_not_tried),
        cmocka_unit_test(without_a_connection_every_call_fails_and_none_crashes),
        cmocka_unit_test(destroying_nothing_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
