/* Tests of services/migrate/migrate.c that need no server; what it does to one: tests/service/migrate_test.py. */
#include "services/migrate/migrate.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void
the_examples_are_the_last_services_and_intake_with_the_vault_the_first(void **state UNUSED)
{
    assert_int_equal(migrate_services_count, 8);
    assert_string_equal(migrate_services[0], "intake");
    assert_string_equal(migrate_services[migrate_services_count - 2], "example");
    assert_string_equal(migrate_services[migrate_services_count - 1], "mirror");
}

static void without_a_server_it_fails_with_a_sentence_and_applies_nothing(void **state UNUSED)
{
    const struct migrate_options options = {.root = ".", .passwords_dir = ""};
    struct migrate_result result = {.applied = 9};
    struct arena arena = {0};
    AUTO(store_admin) *admin = NULL;

    assert_int_equal(
        store_admin_open("postgresql://x@/x?host=/nowhere", "t", &admin),
        ERROR_db_away
    );
    assert_int_not_equal(migrate_run(admin, &options, &arena, &result), OK);
    assert_int_equal(result.applied, 0);
    assert_true(result.fault.length > 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_are_the_last_services_and_intake_with_the_vault_the_first
        ),
        cmocka_unit_test(without_a_server_it_fails_with_a_sentence_and_applies_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
