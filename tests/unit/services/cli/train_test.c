/* Tests of services/cli/train.c: the command. */
#include "services/cli/commands.h"

#include <sys/stat.h>

#include "tests/unit/services/cli/run_cli.h"
#include "tests/unit/services/cli/trained.h"

static char folder[] = "/tmp/shouli-models-XXXXXX";
static char first[64], second[64];

static const char *const lines =
    "card\tmy card is lost\nloan\tmy loan is late\noos\tis it rain\n"
    "card\tcard lost\nloan\tloan late\noos\train again\n"
    "card\tlost the card\nloan\tthe loan\noos\tno rain\n";

static int set_up(void **state UNUSED)
{
    assert_non_null(mkdtemp(folder));
    snprintf(first, sizeof(first), "%s/first.model", folder);
    snprintf(second, sizeof(second), "%s/second.model", folder);
    trained_write(lines);
    return 0;
}

static int tear_down(void **state)
{
    (void)unlink(first);
    (void)unlink(second);
    assert_int_equal(rmdir(folder), 0);
    return trained_remove(state);
}

static void writes_a_model_and_says_how_good_it_is(void **state UNUSED)
{
    assert_int_equal(
        CLI(cli_train, "train", "--out", first, "--least", "1", "--epochs", "3", trained_path),
        EXIT_FINE
    );
    ASSERT_OUT("head label: 3 labels; held out 9: accuracy ");
    ASSERT_OUT("9 samples");
    ASSERT_ERRORS("label: linear part done");
    ASSERT_ERRORS("label: networks done");
    assert_int_equal(access(first, R_OK), 0);
}

static void the_same_texts_give_the_same_file(void **state UNUSED)
{
    struct arena arena = {0};
    struct model *one = NULL, *two = NULL;
    struct text faults;

#define OPTIONS "--quiet", "--json", "--least", "1", "--epochs", "4", "--hidden", "16"
    assert_int_equal(CLI(cli_train, "train", "--out", first, OPTIONS, trained_path), EXIT_FINE);
    assert_string_equal(cli_errors, "");
    ASSERT_OUT("{\"head\":\"label\",\"labels\":3,");
    assert_int_equal(
        CLI(cli_train, "train", "--out", second, OPTIONS, trained_path),
        EXIT_FINE
    );
    assert_int_equal(model_open(&arena, first, &faults, &one), OK);
    assert_int_equal(model_open(&arena, second, &faults, &two), OK);
    assert_true(text_equal(model_version(one), model_version(two)));
    arena_done(&arena);
}

/* What is said while it learns tells which parts there are. */
static void windows_are_learnt_where_wished_for_and_beside_wide_networks(void **state UNUSED)
{
#define QUICK "--least", "1", "--epochs", "1", "--out", first, trained_path

    assert_int_equal(CLI(cli_train, "train", "--hidden", "112", QUICK), EXIT_FINE);
    assert_null(strstr(cli_errors, "windows"));
    assert_int_equal(CLI(cli_train, "train", "--networks", "0", QUICK), EXIT_FINE);
    assert_null(strstr(cli_errors, "windows"));
    assert_int_equal(CLI(cli_train, "train", "--hidden", "128", QUICK), EXIT_FINE);
    ASSERT_ERRORS("label: windows done");
    assert_int_equal(
        CLI(cli_train, "train", "--hidden", "16", "--windows", "4", QUICK),
        EXIT_FINE
    );
    ASSERT_ERRORS("label: windows done");
}

static void refuses_what_is_missing_or_too_much(void **state UNUSED)
{
    assert_int_equal(CLI(cli_train, "train", trained_path), EXIT_USAGE);
    ASSERT_ERRORS("--out MODEL is missing");
    assert_int_equal(CLI(cli_train, "train", "--out", first), EXIT_USAGE);
    ASSERT_ERRORS("at least one FILE.tsv");
    assert_int_equal(
        CLI(cli_train, "train", "--out", first, "--hidden", "513", trained_path),
        EXIT_USAGE
    );
    assert_int_equal(
        CLI(cli_train, "train", "--out", first, "--networks", "9", trained_path),
        EXIT_USAGE
    );
    assert_int_equal(
        CLI(cli_train, "train", "--out", first, "--windows", "5", trained_path),
        EXIT_USAGE
    );
    assert_int_equal(
        CLI(cli_train, "train", "--out", first, "--pairs", "some", trained_path),
        EXIT_USAGE
    );
    ASSERT_ERRORS("--pairs is chinese, never or always");
    assert_int_equal(
        CLI(cli_train, "train", "--out", first, "--x", "1", trained_path),
        EXIT_USAGE
    );
    assert_int_equal(CLI(cli_train, "train", "--out", first, "/nowhere.tsv"), EXIT_NOT_DONE);
    ASSERT_ERRORS("cannot be read");
    assert_int_equal(
        CLI(cli_train, "train", "--quiet", "--epochs", "1", "--out", "/nowhere/x", trained_path
        ),
        EXIT_NOT_DONE
    );
    ASSERT_ERRORS("/nowhere/x cannot be written");
    assert_int_equal(
        CLI(cli_train, "train", "--out", first, "--least", "100", trained_path),
        EXIT_NOT_DONE
    );
    ASSERT_ERRORS("no n-gram");
}

static void says_before_it_learns_that_the_model_cannot_be_written(void **state UNUSED)
{
    assert_int_equal(
        CLI(cli_train, "train", "--out", "/nowhere/x", trained_path),
        EXIT_NOT_DONE
    );
    assert_string_equal(cli_errors, "shouli train: /nowhere/x cannot be written\n");
    assert_int_equal(CLI(cli_train, "train", "--out", folder, trained_path), EXIT_NOT_DONE);
    ASSERT_ERRORS("cannot be written");
    assert_null(strstr(cli_errors, "done"));
}

/* As root, --out /dev/null made a file of /dev/null. */
static void what_is_no_file_is_not_replaced_by_one(void **state UNUSED)
{
    struct stat there;

    (void)unlink(first);
    assert_int_equal(mkfifo(first, 0600), 0);
    assert_int_equal(CLI(cli_train, "train", "--out", first, trained_path), EXIT_NOT_DONE);
    ASSERT_ERRORS("cannot be written");
    assert_int_equal(stat(first, &there), 0);
    assert_true(S_ISFIFO(there.st_mode));
    assert_int_equal(unlink(first), 0);
}

#define FEW "--least", "1", "--epochs", "1", "--hidden", "16"

static void what_is_called_out_of_scope_has_to_be_a_label(void **state UNUSED)
{
    assert_int_equal(
        CLI(cli_train, "train", "--out", first, FEW, "--out-of-scope", "oops", trained_path),
        EXIT_NOT_DONE
    );
    ASSERT_ERRORS("no label is one of --out-of-scope oops");
    assert_int_equal(
        CLI(cli_train, "train", "--out", first, FEW, "--out-of-scope", "x,loan", trained_path),
        EXIT_FINE
    );
}

static void tells_that_texts_have_several_labels(void **state UNUSED)
{
    trained_write("a|b\tmy card\na\tmy loan\nb\train\nb|a\tmy rain\n");
    assert_int_equal(CLI(cli_train, "train", "--out", first, FEW, trained_path), EXIT_FINE);
    ASSERT_ERRORS("label: several labels a text, joined by '|'\n");
    trained_write(lines);
    assert_int_equal(CLI(cli_train, "train", "--out", first, FEW, trained_path), EXIT_FINE);
    assert_null(strstr(cli_errors, "several labels"));
}

static void json_holds_whatever_names_there_are(void **state UNUSED)
{
    char odd[80];

    snprintf(odd, sizeof(odd), "%s/a\"b", folder);
    assert_int_equal(
        CLI(cli_train, "train", "--json", "--out", odd, FEW, "--heads", "a\"b", trained_path),
        EXIT_FINE
    );
    ASSERT_OUT("{\"head\":\"a\\\"b\",\"labels\":3,");
    ASSERT_OUT("/a\\\"b\",\"version\":\"");
    assert_int_equal(unlink(odd), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_a_model_and_says_how_good_it_is),
        cmocka_unit_test(the_same_texts_give_the_same_file),
        cmocka_unit_test(windows_are_learnt_where_wished_for_and_beside_wide_networks),
        cmocka_unit_test(refuses_what_is_missing_or_too_much),
        cmocka_unit_test(what_is_no_file_is_not_replaced_by_one),
        cmocka_unit_test(what_is_called_out_of_scope_has_to_be_a_label),
        cmocka_unit_test(tells_that_texts_have_several_labels),
        cmocka_unit_test(json_holds_whatever_names_there_are),
        cmocka_unit_test(says_before_it_learns_that_the_model_cannot_be_written),
    };
    return cmocka_run_group_tests_name("train", tests, set_up, tear_down);
}
