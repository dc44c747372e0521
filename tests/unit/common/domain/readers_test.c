/* Tests of common/domain/readers.c: who may be told of a case (REQUIREMENTS 1.21, SE-02, CL-08). */
#include "common/domain/readers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;
static struct readers readers;

static int begin(void **state UNUSED)
{
    readers = (struct readers){.role_count = 0};
    return 0;
}

static int done(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static bool take(const char *name, const char *text)
{
    struct yaml yaml;
    size_t i = 0;

    while (strcmp(readers_files[i].name, name) != 0)
        assert_true(++i < READERS_FILES);
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), OK);
    readers_files[i].take(&yaml, &readers);
    return yaml_ok(&yaml);
}

static void only_roles_that_read_may_ask(void **state UNUSED)
{
    assert_true(take(
        "roles",
        "roles: {L1: {line: 1, reads: true}, ops: {reads: false}, sysadmin: {line: 0}}\n"
    ));
    assert_true(readers_may(&readers, TEXT("L1")));
    assert_false(readers_may(&readers, TEXT("ops")));
    assert_false(readers_may(&readers, TEXT("sysadmin")));
    assert_false(readers_may(&readers, TEXT("L9")));
    assert_false(readers_may(&readers, TEXT("")));
}

static void without_roles_the_file_is_wrong(void **state UNUSED)
{
    assert_false(take("roles", "version: 1\n"));
    assert_false(take("roles", "roles: {L1: {reads: 7}}\n"));
}

static void takes_as_many_roles_as_its_limit(void **state UNUSED)
{
    char text[8192] = "roles:\n";
    size_t length = strlen(text);

    for (int i = 0; i < READERS_ROLES_MAX - 1; i++)
        length += (size_t)snprintf(text + length, 64, "  r%d: {reads: true}\n", i);
    assert_true(take("roles", text));
    assert_int_equal(readers.role_count, READERS_ROLES_MAX - 1);
    begin(NULL);
    length += (size_t)snprintf(text + length, 64, "  last: {reads: true}\n");
    assert_true(take("roles", text));
    assert_true(readers_may(&readers, TEXT("last")));
    begin(NULL);
    length += (size_t)snprintf(text + length, 64, "  none: {reads: false}\n");
    assert_true(take("roles", text));
    begin(NULL);
    (void)snprintf(text + length, 64, "  over: {reads: true}\n");
    assert_false(take("roles", text));
}

static void the_employee_and_as_many_leaders_are_recused(void **state UNUSED)
{
    static const char people[] = "people: {E1: {leader: E2}, E2: {leader: E3}, E3: {}}\n";
    static const char *const limits[] = {
        "assignment: {recusal_leaders: 0}\n",
        "assignment: {recusal_leaders: 1}\n",
        "assignment: {recusal_leaders: 2}\n",
        "assignment: {recusal_leaders: 6}\n"};

    assert_true(take("staff", people));
    for (int64_t up = 0; up < (int64_t)LENGTH(limits); up++) {
        assert_true(take("desk", limits[up]));
        assert_true(readers_recused(&readers, TEXT("E1"), TEXT("E1")));
        assert_int_equal(readers_recused(&readers, TEXT("E2"), TEXT("E1")), up >= 1);
        assert_int_equal(readers_recused(&readers, TEXT("E3"), TEXT("E1")), up >= 2);
        assert_false(readers_recused(&readers, TEXT("E9"), TEXT("E1")));
        assert_false(readers_recused(&readers, TEXT("E1"), TEXT("")));
    }
    assert_false(take("desk", "assignment: {recusal_leaders: 7}\n"));
}

static void one_leader_is_recused_where_nothing_is_said(void **state UNUSED)
{
    assert_true(take("desk", "version: 1\n"));
    assert_int_equal(readers.leaders, 1);
    assert_true(take("staff", "version: 1\n"));
    assert_false(readers_recused(&readers, TEXT("E2"), TEXT("E1")));
    assert_true(readers_recused(&readers, TEXT("E1"), TEXT("E1")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(only_roles_that_read_may_ask, begin),
        cmocka_unit_test_setup(without_roles_the_file_is_wrong, begin),
        cmocka_unit_test_setup(takes_as_many_roles_as_its_limit, begin),
        cmocka_unit_test_setup(the_employee_and_as_many_leaders_are_recused, begin),
        cmocka_unit_test_setup(one_leader_is_recused_where_nothing_is_said, begin),
    };
    return cmocka_run_group_tests_name("router: readers", tests, NULL, done);
}
