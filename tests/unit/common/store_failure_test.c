/* Tests of common/store_failure.c: what is kept and counted of a failure, and what an SQLSTATE asks for. */
#include "common/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

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

static int64_t counted(const char *code)
{
    return metric_value_labelled(METRIC_shouli_postgres_failures_total, code);
}

static void keeps_the_first_line_and_counts_by_sqlstate(void **state UNUSED)
{
    struct store_failure failure;

    store_failure_note(&failure, "53100", "could not extend file\nHINT: more disk");
    assert_string_equal(failure.sqlstate, "53100");
    assert_string_equal(failure.message, "could not extend file");
    store_failure_note(&failure, "53100", NULL);
    assert_string_equal(failure.message, "");
    store_failure_note(&failure, NULL, "gone");
    assert_string_equal(failure.sqlstate, "");
    store_failure_note(&failure, "", "gone again");
    assert_int_equal(counted("53100"), 2);
    assert_int_equal(counted("connection"), 2);
    assert_int_equal(counted("no_answer"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeats_what_was_not_the_messages_fault),
        cmocka_unit_test(blames_the_data_for_the_rest),
        cmocka_unit_test(knows_the_fence_from_other_checks),
        cmocka_unit_test(repeats_when_a_part_of_a_table_is_missing),
        cmocka_unit_test(keeps_the_first_line_and_counts_by_sqlstate),
    };

    return cmocka_run_group_tests_name("store_failure", tests, NULL, NULL);
}
