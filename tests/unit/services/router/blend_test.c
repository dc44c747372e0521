/* Tests of services/router/blend.c: a model's opinion and the points of rules become shares. */
#include "services/router/blend.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { CODES = 4 };

static const struct blend_weights weights = {1, 0.5, 1, 0.5, 2};
static struct blended blended;

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-6;
}

static struct judgement
codes_of(const struct opinion *opinion, const struct scores *scores, bool strange)
{
    return blend_codes(&weights, opinion, scores, CODES, strange, &blended);
}

static void without_rules_the_shares_are_the_models(void **state UNUSED)
{
    const struct opinion opinion = {
        .codes = {0.5F, 0.25F, 0.125F, 0.0625F},
        .out_of_scope = 0.0625F};
    const struct scores none = {0};
    struct judgement judged = codes_of(&opinion, &none, false);

    assert_int_equal(judged.best, 0);
    assert_int_equal(judged.second, 1);
    assert_true(near(judged.confidence, 0.5));
    assert_true(near(judged.margin, 0.25));
    assert_true(near(blended.codes[3], 0.0625) && near(blended.out_of_scope, 0.0625));
}

/* Shares and logarithms that come again are computed once; what is between them is not lost. */
static void labels_alike_have_shares_alike_wherever_they_stand(void **state UNUSED)
{
    const struct opinion opinion = {.codes = {0, 0.5F, 0, 0.5F}, .out_of_scope = 1e-9F};
    const struct scores none = {0};
    const double sum = 0.5 + 0.5 + 3e-4;

    (void)codes_of(&opinion, &none, false);
    assert_true(near(blended.codes[1], 0.5 / sum) && near(blended.codes[3], 0.5 / sum));
    assert_true(blended.codes[1] == blended.codes[3]);
    assert_true(fabs(blended.codes[0] - 1e-4 / sum) < 1e-12);
    assert_true(blended.codes[0] == blended.codes[2]);
    assert_true(blended.codes[0] == blended.out_of_scope);
}

static void the_points_of_rules_move_the_shares(void **state UNUSED)
{
    const struct opinion opinion = {.codes = {0.5F, 0.3F, 0.1F, 0.05F}, .out_of_scope = 0.05F};
    struct scores scores = {.codes = {[1] = 4}};

    assert_int_equal(codes_of(&opinion, &scores, false).best, 1);
    scores.codes[1] = -4;
    assert_int_equal(codes_of(&opinion, &scores, false).second, 2);
}

static void a_strange_text_is_rather_out_of_scope(void **state UNUSED)
{
    const struct opinion opinion = {.codes = {0.4F, 0.1F, 0.1F, 0.1F}, .out_of_scope = 0.3F};
    const struct scores none = {0};

    assert_int_equal(codes_of(&opinion, &none, false).best, 0);
    assert_int_equal(codes_of(&opinion, &none, true).best, -1);
    assert_int_equal(codes_of(&opinion, &none, true).second, 0);
}

static void what_a_model_holds_impossible_is_only_unlikely(void **state UNUSED)
{
    const struct opinion opinion = {.codes = {1, 0, 0, 0}, .types = {[MATTER_consult] = 1}};
    struct scores scores = {.codes = {[2] = 30}, .types = {[MATTER_complaint] = 30}};
    struct judgement judged = codes_of(&opinion, &scores, false);

    assert_int_equal(judged.best, 2);
    assert_true(isfinite(judged.confidence) && judged.confidence <= 1);
    judged = blend_types(&weights, &opinion, &scores, &blended);
    assert_int_equal(judged.best, MATTER_complaint);
}

static void shares_of_types_add_up_to_one(void **state UNUSED)
{
    const struct opinion opinion = {.types = {[MATTER_consult] = 0.6F, [MATTER_urgent] = 0.4F}};
    const struct scores scores = {.types = {[MATTER_urgent] = 2}};
    struct judgement judged = blend_types(&weights, &opinion, &scores, &blended);
    double sum = 0;

    for (size_t i = 0; i < PRECEDENCE_TYPES; i++)
        sum += blended.types[precedence[i]];
    assert_true(near(sum, 1));
    assert_int_equal(judged.best, MATTER_urgent);
    assert_int_equal(judged.second, MATTER_consult);
    assert_true(
        near(judged.margin, blended.types[MATTER_urgent] - blended.types[MATTER_consult])
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_rules_the_shares_are_the_models),
        cmocka_unit_test(labels_alike_have_shares_alike_wherever_they_stand),
        cmocka_unit_test(the_points_of_rules_move_the_shares),
        cmocka_unit_test(a_strange_text_is_rather_out_of_scope),
        cmocka_unit_test(what_a_model_holds_impossible_is_only_unlikely),
        cmocka_unit_test(shares_of_types_add_up_to_one),
    };
    return cmocka_run_group_tests_name("blend", tests, NULL, NULL);
}
