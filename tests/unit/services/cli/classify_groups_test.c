/* Tests of services/cli/classify_groups.c. */
#include "services/cli/classify_groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena arena;
static struct text faults;
static struct classify_groups groups;
static char path[] = "/tmp/shouli-groups-XXXXXX";

static const struct text labels[] =
    {{"AC01", 4}, {"AC02", 4}, {"LS01", 4}, {"out_of_scope", 12}};
static const struct model_head head =
    {.kind = MODEL_one, .label_count = 4, .labels = labels, .out_of_scope = 3};

static int set_up(void **state UNUSED)
{
    return close(mkstemp(path));
}

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return unlink(path);
}

static enum error read_list(const char *lines)
{
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_true(fputs(lines, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return classify_groups_by_list(&arena, &head, path, &faults, &groups);
}

static void each_label_stands_for_itself(void **state UNUSED)
{
    const float probabilities[] = {0.1F, 0.2F, 0.3F, 0.4F};
    float sums[4];

    classify_groups_by_prefix(&head, 0, &groups);
    assert_int_equal(groups.count, 4);
    classify_groups_sum(&groups, probabilities, sums);
    assert_true(sums[0] == 0.1F && sums[3] == 0.4F);
    assert_int_equal(classify_groups_find(&groups, &head, TEXT("LS01")), 2);
    assert_int_equal(classify_groups_find(&groups, &head, TEXT("LS02")), -1);
}

static void a_category_is_how_its_codes_begin(void **state UNUSED)
{
    const float probabilities[] = {0.1F, 0.2F, 0.3F, 0.4F};
    float sums[4];

    classify_groups_by_prefix(&head, 2, &groups);
    assert_int_equal(groups.count, 3);
    assert_true(text_is(groups.names[0], "AC"));
    assert_true(text_is(groups.names[2], "out_of_scope"));
    classify_groups_sum(&groups, probabilities, sums);
    assert_true(sums[0] > 0.29F && sums[0] < 0.31F);
    assert_int_equal(classify_groups_find(&groups, &head, TEXT("AC02")), 0);
    assert_int_equal(classify_groups_find(&groups, &head, TEXT("AC99")), 0);
    assert_int_equal(classify_groups_find(&groups, &head, TEXT("XX01")), -1);
}

static void a_list_says_the_group_of_each_label(void **state UNUSED)
{
    assert_int_equal(
        read_list("AC01\taccounts\nLS01\tloss\r\n\nAC02\taccounts\nZZ\tother\n"),
        OK
    );
    assert_int_equal(groups.count, 3);
    assert_int_equal(groups.of_label[1], groups.of_label[0]);
    assert_true(text_is(groups.names[groups.of_label[2]], "loss"));
    assert_true(text_is(groups.names[groups.of_label[3]], "out_of_scope"));
    assert_int_equal(classify_groups_find(&groups, &head, TEXT("accounts")), 0);
    assert_int_equal(classify_groups_find(&groups, &head, TEXT("AC01")), 0);
}

static void a_wrong_list_is_refused_with_its_line(void **state UNUSED)
{
    assert_int_equal(read_list("AC01\taccounts\nAC02\n"), ERROR_config);
    assert_non_null(strstr(faults.at, ":2: a line is a label, a tab, a group"));
    assert_int_equal(read_list("AC01\ta\tb\n"), ERROR_config);
    assert_int_equal(read_list("AC01\t\n"), ERROR_config);
    assert_int_equal(
        classify_groups_by_list(&arena, &head, "/nowhere", &faults, &groups),
        ERROR_config
    );
    assert_string_equal(faults.at, "/nowhere: cannot be read");
}

static void a_prefix_never_cuts_a_character(void **state UNUSED)
{
    static const struct text names[] = {{"贷款", 6}, {"贷记", 6}, {"a贷", 4}};
    static const struct model_head chinese =
        {.kind = MODEL_one, .label_count = 3, .labels = names, .out_of_scope = -1};

    for (size_t prefix = 1; prefix <= 5; prefix++) {
        classify_groups_by_prefix(&chinese, prefix, &groups);
        assert_int_equal(groups.count, 2);
        assert_true(text_is(groups.names[0], "贷"));
        assert_true(text_is(groups.names[1], prefix < 4 ? "a" : "a贷"));
    }
    classify_groups_by_prefix(&chinese, 6, &groups);
    assert_int_equal(groups.count, 3);
}

static void a_list_may_come_from_a_spreadsheet(void **state UNUSED)
{
    assert_int_equal(
        read_list("\xef\xbb\xbf"
                  "AC01\taccounts\r\n AC02 \t accounts \r\n"),
        OK
    );
    assert_int_equal(groups.count, 3);
    assert_true(text_is(groups.names[0], "accounts"));
    assert_true(classify_groups_has(&groups, TEXT("LS01")));
    assert_false(classify_groups_has(&groups, TEXT("AC01")));
}

/* A line longer than 512 bytes was taken for two. */
static void a_group_may_have_any_length(void **state UNUSED)
{
    static char line[1024] = "AC01\t";

    memset(line + 5, 'x', 600);
    assert_int_equal(read_list(line), OK);
    assert_int_equal(groups.names[0].length, 600);
}

/* It was read as an empty list. */
static void a_folder_is_no_list(void **state UNUSED)
{
    assert_int_equal(
        classify_groups_by_list(&arena, &head, "/tmp", &faults, &groups),
        ERROR_config
    );
    assert_non_null(strstr(faults.at, "/tmp: cannot be read"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_prefix_never_cuts_a_character),
        cmocka_unit_test(a_list_may_come_from_a_spreadsheet),
        cmocka_unit_test(a_group_may_have_any_length),
        cmocka_unit_test(a_folder_is_no_list),
        cmocka_unit_test(each_label_stands_for_itself),
        cmocka_unit_test(a_category_is_how_its_codes_begin),
        cmocka_unit_test(a_list_says_the_group_of_each_label),
        cmocka_unit_test(a_wrong_list_is_refused_with_its_line),
    };
    return cmocka_run_group_tests_name("classify_groups", tests, set_up, tear_down);
}
