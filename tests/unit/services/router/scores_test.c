/* Tests of services/router/scores.c: what rules alone make of their points (REQUIREMENTS 5.1). */
#include "services/router/scores.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void nothing_speaks_for_nothing(void **state UNUSED)
{
    const struct scores scores = {0};

    assert_int_equal(scores_judge_codes(&scores).best, -1);
    assert_int_equal(scores_judge_types(&scores).best, -1);
    assert_true(scores_judge_codes(&scores).confidence <= 0);
}

static void the_best_code_wins_and_the_first_of_equal_ones(void **state UNUSED)
{
    struct scores scores = {.codes = {[3] = 4, [5] = 4, [7] = 2}};
    struct judgement judged = scores_judge_codes(&scores);

    assert_int_equal(judged.best, 3);
    assert_int_equal(judged.second, 5);
    assert_true(judged.margin <= 0);
    scores.codes[5] = 5;
    judged = scores_judge_codes(&scores);
    assert_int_equal(judged.best, 5);
    assert_true(judged.margin > 0 && judged.margin < judged.confidence);
}

static void points_below_zero_speak_for_nothing(void **state UNUSED)
{
    const struct scores scores = {.codes = {[3] = -4}, .types = {[MATTER_dispute] = -1}};

    assert_int_equal(scores_judge_codes(&scores).best, -1);
    assert_int_equal(scores_judge_types(&scores).best, -1);
}

static void equal_types_go_by_precedence(void **state UNUSED)
{
    struct scores scores = {.types = {[MATTER_suggest] = 3, [MATTER_consult] = 3}};

    assert_int_equal(scores_judge_types(&scores).best, MATTER_consult);
    scores.types[MATTER_complaint] = 3;
    assert_int_equal(scores_judge_types(&scores).best, MATTER_complaint);
    scores.types[MATTER_urgent] = 3;
    assert_int_equal(scores_judge_types(&scores).best, MATTER_urgent);
    assert_int_equal(scores_judge_types(&scores).second, MATTER_complaint);
    assert_int_equal(precedence_of(MATTER_urgent), 0);
    assert_int_equal(precedence_of(MATTER_suggest), PRECEDENCE_TYPES - 1);
    assert_int_equal(precedence_of(MATTER_transfer_out), PRECEDENCE_TYPES);
}

static void a_type_that_gives_way_is_no_doubt(void **state UNUSED)
{
    const struct scores alone = {.types = {[MATTER_dispute] = 4}};
    const struct scores beside = {.types = {[MATTER_dispute] = 4, [MATTER_complaint] = 3}};
    const struct scores against = {.types = {[MATTER_dispute] = 3, [MATTER_complaint] = 4}};

    double share = scores_judge_types(&alone).confidence;
    assert_true(scores_judge_types(&beside).confidence >= share);
    assert_true(scores_judge_types(&against).confidence < share);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_speaks_for_nothing),
        cmocka_unit_test(the_best_code_wins_and_the_first_of_equal_ones),
        cmocka_unit_test(points_below_zero_speak_for_nothing),
        cmocka_unit_test(equal_types_go_by_precedence),
        cmocka_unit_test(a_type_that_gives_way_is_no_doubt),
    };
    return cmocka_run_group_tests_name("scores", tests, NULL, NULL);
}
