/* Tests of services/cli/train_math.c. */
#include "services/cli/train_math.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { COUNT = 24 };

static void adds_and_multiplies_rows(void **state UNUSED)
{
    float to[COUNT], from[COUNT];
    float expected = 0;

    for (int i = 0; i < COUNT; i++) {
        to[i] = 1;
        from[i] = (float)i;
        expected += (1 + 0.5F * (float)i) * (float)i;
    }
    train_add(to, 0.5F, from, COUNT);
    assert_true(to[0] == 1 && to[3] == 2.5F && to[COUNT - 1] == 12.5F);
    assert_true(fabsf(train_dot(to, from, COUNT) - expected) < 0.01F);
    assert_true(train_dot(to, from, 0) == 0);
}

static void probabilities_add_up_to_one_however_large_the_scores(void **state UNUSED)
{
    float scores[] = {1000, 999, -1000};

    train_softmax(scores, LENGTH(scores));
    assert_true(fabsf(scores[0] + scores[1] + scores[2] - 1) < 1e-6F);
    assert_true(fabsf(scores[0] / scores[1] - 2.71828F) < 0.001F);
    float each[] = {0, 100, -100};
    train_sigmoid(each, LENGTH(each));
    assert_true(each[0] == 0.5F && each[1] > 0.999F && each[2] < 0.001F);
}

/* As Kingma and Ba write it, beginning with means of 0. */
static void a_step_of_adam_is_that_of_its_authors(void **state UNUSED)
{
    float weights[COUNT], gradients[COUNT], means[COUNT] = {0}, squares[COUNT] = {0};
    const struct train_adam seen = {means, squares};
    double weight = 1, mean = 0, square = 0;

    for (int i = 0; i < COUNT; i++)
        weights[i] = 1;
    for (int step = 1; step <= 3; step++) {
        double corrected = 1 - pow(0.9, step), worth = 1 / (1 - pow(0.999, step));
        for (int i = 0; i < COUNT; i++)
            gradients[i] = (float)(step * 2);
        train_adam_step(
            weights,
            gradients,
            &seen,
            0.5F,
            (float)(0.1 / corrected),
            (float)worth,
            COUNT
        );
        mean = 0.9 * mean + 0.1 * step;
        square = 0.999 * square + 0.001 * step * step;
        weight -= 0.1 * mean / corrected / (sqrt(square * worth) + 1e-8);
        assert_true(fabs((double)weights[0] - weight) < 1e-5);
        assert_true(fabs((double)weights[COUNT - 1] - weight) < 1e-5);
        assert_true(gradients[0] == 0 && gradients[COUNT - 1] == 0);
    }
}

static void random_numbers_are_the_same_for_the_same_seed_and_spread_evenly(void **state UNUSED)
{
    uint64_t one = 7, two = 7, other = 9;
    double sum = 0, square = 0, normal = 0;

    assert_true(train_random(&one) == train_random(&two));
    assert_true(train_random(&one) != train_random(&other));
    for (int i = 0; i < 20000; i++) {
        double unit = (double)train_random_unit(&one);
        assert_true(unit >= 0 && unit < 1);
        sum += unit;
        double drawn = (double)train_random_normal(&two);
        normal += drawn;
        square += drawn * drawn;
    }
    assert_true(fabs(sum / 20000 - 0.5) < 0.01);
    assert_true(fabs(normal / 20000) < 0.03);
    assert_true(fabs(square / 20000 - 1) < 0.05);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_and_multiplies_rows),
        cmocka_unit_test(a_step_of_adam_is_that_of_its_authors),
        cmocka_unit_test(probabilities_add_up_to_one_however_large_the_scores),
        cmocka_unit_test(random_numbers_are_the_same_for_the_same_seed_and_spread_evenly),
    };
    return cmocka_run_group_tests_name("train_math", tests, NULL, NULL);
}
