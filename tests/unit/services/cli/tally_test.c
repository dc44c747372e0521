/* Tests of services/cli/tally.c. */
#include "services/cli/tally.h"

#include "tests/unit/services/cli/run_cli.h"

static struct tally tally;

static int print(int argc UNUSED, char **argv UNUSED)
{
    tally_print(stdout, &tally, 100000);
    return 0;
}

static void counts_by_word_and_grade_most_first(void **state UNUSED)
{
    tally = (struct tally){.title = "type 类型"};
    tally_add(&tally, TEXT("consult"), TEXT("咨询"), 4, 90000);
    tally_add(&tally, TEXT("complaint"), TEXT("投诉"), 2, 70000);
    tally_add(&tally, TEXT("complaint"), TEXT("投诉"), 9, 40000);
    assert_int_equal(CLI(print, "x"), 0);
    assert_true(text_is(tally.lines[0].word, "complaint"));
    assert_int_equal(tally.lines[0].cases, 2);
    assert_int_equal(tally.lines[0].graded[2], 1);
    assert_int_equal(tally.lines[0].graded[0], 1);
    ASSERT_OUT("complaint 投诉                2     0     1     0     0   1m 0s\n");
    ASSERT_OUT("consult 咨询                  1     0     0     0     1   10s\n");
}

static void counts_words_beyond_its_limit_apart(void **state UNUSED)
{
    static char words[TALLY_MAX + 1][16];

    tally = (struct tally){.title = "x"};
    for (int i = 0; i <= TALLY_MAX; i++) {
        snprintf(words[i], sizeof(words[i]), "w%d", i);
        tally_add(&tally, text_of(words[i]), (struct text){0}, 1, 1);
        assert_int_equal(tally.left_out, i == TALLY_MAX);
    }
    assert_int_equal(tally.count, TALLY_MAX);
    assert_int_equal(CLI(print, "x"), 0);
    ASSERT_OUT("and 1 more");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_by_word_and_grade_most_first),
        cmocka_unit_test(counts_words_beyond_its_limit_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
