/* Tests of services/migrate/files.c. */
#include "services/migrate/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];
static struct arena arena;
static struct migration_list list;
static struct text fault;

static int begin(void **state UNUSED)
{
    snprintf(folder, sizeof(folder), "/tmp/shouli-files-XXXXXX");
    list.count = 0;
    fault = (struct text){0};
    return mkdtemp(folder) ? 0 : -1;
}

static int end(void **state UNUSED)
{
    char command[128];

    snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    arena_done(&arena);
    return system(command);
}

static void put(const char *name, const char *at, size_t length)
{
    char path[256];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(at, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static enum error read_all(void)
{
    return migrations_read(&arena, "desk", folder, &list, &fault);
}

static void reads_files_in_the_order_of_their_numbers(void **state UNUSED)
{
    put("0010_c.sql", "c", 1);
    put("0001_a.sql", "a", 1);
    put("0002_b.sql", "b", 1);
    assert_int_equal(read_all(), OK);
    assert_int_equal(list.count, 3);
    assert_string_equal(list.at[0].name, "desk/0001_a.sql");
    assert_string_equal(list.at[1].name, "desk/0002_b.sql");
    assert_string_equal(list.at[2].name, "desk/0010_c.sql");
    assert_string_equal(list.at[1].script, "b");
}

static void gives_the_checksum_that_sha256sum_prints(void **state UNUSED)
{
    put("0001_a.sql", "abc", 3);
    assert_int_equal(read_all(), OK);
    assert_string_equal(
        list.at[0].sha256,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

static void appends_after_the_files_of_another_folder(void **state UNUSED)
{
    put("0001_a.sql", "a", 1);
    assert_int_equal(migrations_read(&arena, "zeta", folder, &list, &fault), OK);
    assert_int_equal(read_all(), OK);
    assert_string_equal(list.at[0].name, "zeta/0001_a.sql");
    assert_string_equal(list.at[1].name, "desk/0001_a.sql");
}

static void a_folder_that_is_not_there_has_no_files(void **state UNUSED)
{
    assert_int_equal(migrations_read(&arena, "desk", "/nowhere/schema", &list, &fault), OK);
    assert_int_equal(list.count, 0);
}

static void other_files_are_left_alone(void **state UNUSED)
{
    put("README.md", "x", 1);
    put(".0001_draft.sql", "x", 1);
    assert_int_equal(read_all(), OK);
    assert_int_equal(list.count, 0);
}

static void takes_names_of_the_agreed_form_only(void **state UNUSED)
{
    static const char *const good[] = {"0001_a.sql", "9999_two_words2.sql"};
    static const char *const bad[] = {
        "001_a.sql",
        "00001_a.sql",
        "0001-a.sql",
        "0001_.sql",
        "0001_A.sql",
        "0001_a.SQL",
        "0001_a.sq",
        "a_0001.sql",
        "0001_a.b.sql",
        "0001_\xe5.sql",
        ".sql",
        "",
    };

    for (size_t i = 0; i < LENGTH(good); i++)
        assert_true(migration_name_is_valid(good[i]));
    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_false(migration_name_is_valid(bad[i]));
}

static void a_name_may_have_96_bytes_and_not_97(void **state UNUSED)
{
    char name[MIGRATION_NAME_BYTES_MAX + 2] = "0001_";

    memset(name + 5, 'a', MIGRATION_NAME_BYTES_MAX - 9);
    memcpy(name + MIGRATION_NAME_BYTES_MAX - 4, ".sql", 5);
    assert_int_equal(strlen(name), MIGRATION_NAME_BYTES_MAX);
    assert_true(migration_name_is_valid(name));
    memcpy(name + MIGRATION_NAME_BYTES_MAX - 4, "a.sql", 6);
    assert_false(migration_name_is_valid(name));
}

static void a_wrong_name_is_refused_with_the_path(void **state UNUSED)
{
    put("1_a.sql", "a", 1);
    assert_int_equal(read_all(), ERROR_config);
    assert_non_null(strstr(fault.at, "1_a.sql: migrations are named 0001_what.sql"));
}

static void two_files_with_one_number_are_refused(void **state UNUSED)
{
    put("0001_a.sql", "a", 1);
    put("0001_b.sql", "b", 1);
    assert_int_equal(read_all(), ERROR_config);
    assert_non_null(strstr(fault.at, "desk/0001_a.sql and desk/0001_b.sql"));
}

static void a_file_may_have_a_mebibyte_and_not_a_byte_more(void **state UNUSED)
{
    char *big = test_malloc(MIGRATION_BYTES_MAX + 1);

    memset(big, ' ', MIGRATION_BYTES_MAX + 1);
    put("0001_a.sql", big, MIGRATION_BYTES_MAX);
    assert_int_equal(read_all(), OK);
    put("0001_a.sql", big, MIGRATION_BYTES_MAX + 1);
    list.count = 0;
    assert_int_equal(read_all(), ERROR_config);
    test_free(big);
}

static void a_zero_byte_is_refused_because_the_rest_would_be_skipped(void **state UNUSED)
{
    put("0001_a.sql", "a\0b", 3);
    assert_int_equal(read_all(), ERROR_config);
    assert_non_null(strstr(fault.at, "0001_a.sql"));
}

static void holds_256_files_and_refuses_one_more(void **state UNUSED)
{
    put("0001_a.sql", "a", 1);
    list.count = MIGRATION_FILES_MAX - 1;
    for (size_t i = 0; i < list.count; i++)
        list.at[i].name = "engine/0001_x.sql";
    assert_int_equal(read_all(), OK);
    assert_int_equal(list.count, MIGRATION_FILES_MAX);
    assert_int_equal(read_all(), ERROR_config);
    assert_int_equal(list.count, MIGRATION_FILES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_files_in_the_order_of_their_numbers, begin, end),
        cmocka_unit_test_setup_teardown(gives_the_checksum_that_sha256sum_prints, begin, end),
        cmocka_unit_test_setup_teardown(appends_after_the_files_of_another_folder, begin, end),
        cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_has_no_files, begin, end),
        cmocka_unit_test_setup_teardown(other_files_are_left_alone, begin, end),
        cmocka_unit_test(takes_names_of_the_agreed_form_only),
        cmocka_unit_test(a_name_may_have_96_bytes_and_not_97),
        cmocka_unit_test_setup_teardown(a_wrong_name_is_refused_with_the_path, begin, end),
        cmocka_unit_test_setup_teardown(two_files_with_one_number_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(
            a_file_may_have_a_mebibyte_and_not_a_byte_more,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(
            a_zero_byte_is_refused_because_the_rest_would_be_skipped,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(holds_256_files_and_refuses_one_more, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
