/* Tests of deploy/local/keys/rotate.c: an allow-list in which a client has two keys for a time (PROTOCOL 5). */
#include "deploy/local/keys/rotate.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define OLD   "OOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOO"
#define NEW   "NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN"
#define OTHER "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"

#define HEAD "# Who may connect.\nclients:\n"
#define CLIENT(name, key)                                                                      \
    "  - name: " name "\n    key: \"" key "\"\n    sources: [\"*\"]\n    actors:\n      - "    \
    "E1\n"
#define NO_END "  - name: app\n    key: \"" OLD "\""

static char written[4096];

static bool rotate(const char *list)
{
    FILE *file = fmemopen(written, sizeof(written), "w");
    bool done = list_rotate(file, list, OLD, NEW);

    fclose(file);
    return done;
}

static int retire(const char *list, const char *name, const char *kept)
{
    FILE *file = fmemopen(written, sizeof(written), "w");
    int left_out = list_retire(file, list, name, kept);

    fclose(file);
    return left_out;
}

static void gives_the_new_key_the_rights_of_the_old_beside_it(void **state UNUSED)
{
    assert_true(rotate(HEAD CLIENT("app", OLD) "# here\n" CLIENT("other", OTHER)));
    assert_string_equal(
        written,
        HEAD CLIENT("app", OLD) "# here\n" CLIENT("app", NEW) "# here\n" CLIENT("other", OTHER)
    );
}

static void takes_a_list_that_ends_without_a_line_end(void **state UNUSED)
{
    assert_true(rotate(HEAD NO_END));
    assert_string_equal(written, HEAD NO_END "\n  - name: app\n    key: \"" NEW "\"");
}

static void finds_only_a_whole_key(void **state UNUSED)
{
    assert_false(rotate(HEAD CLIENT("app", OTHER)));
    assert_false(rotate(HEAD CLIENT("app", "Z" OLD)));
    assert_false(rotate(HEAD));
    assert_false(rotate(""));
    assert_false(rotate("# \"" OLD "\" was here\n" HEAD CLIENT("app", OTHER)));
}

static void retires_every_key_of_the_name_but_the_one_that_is_kept(void **state UNUSED)
{
    const char *list = HEAD CLIENT("app", OLD) CLIENT("app", OTHER) CLIENT("app", NEW)
        CLIENT("app-two", OLD) "  - {name: app, key: \"" OLD "\"}\n" CLIENT("last", OLD);

    assert_int_equal(retire(list, "app", NEW), 3);
    assert_string_equal(
        written,
        HEAD CLIENT("app", NEW) CLIENT("app-two", OLD) CLIENT("last", OLD)
    );
}

static void retires_nothing_where_there_is_one_key(void **state UNUSED)
{
    assert_int_equal(retire(HEAD CLIENT("app", NEW), "app", NEW), 0);
    assert_string_equal(written, HEAD CLIENT("app", NEW));
}

/* A client must not be shut out because its new key was never put on the list. */
static void refuses_to_retire_when_the_kept_key_is_not_on_the_list(void **state UNUSED)
{
    assert_int_equal(retire(HEAD CLIENT("app", OLD), "app", NEW), -1);
    assert_int_equal(retire("", "app", NEW), -1);
}

static void says_so_when_the_file_takes_no_more(void **state UNUSED)
{
    const char *list = HEAD CLIENT("app", OLD) CLIENT("app", NEW);
    FILE *full = fopen("/dev/full", "w");

    setbuf(full, NULL);
    assert_false(list_rotate(full, list, OLD, NEW));
    assert_int_equal(list_retire(full, list, "app", NEW), -1);
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_new_key_the_rights_of_the_old_beside_it),
        cmocka_unit_test(takes_a_list_that_ends_without_a_line_end),
        cmocka_unit_test(finds_only_a_whole_key),
        cmocka_unit_test(retires_every_key_of_the_name_but_the_one_that_is_kept),
        cmocka_unit_test(retires_nothing_where_there_is_one_key),
        cmocka_unit_test(refuses_to_retire_when_the_kept_key_is_not_on_the_list),
        cmocka_unit_test(says_so_when_the_file_takes_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
