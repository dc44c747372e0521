/* Tests of services/cli/train_fit.c: confidence that means what it says, and a threshold that keeps 95 %. */
#include "services/cli/train_parts.h"

#include "tests/unit/services/cli/trained.h"

static struct arena arena;

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void tell_nothing(
    const char *what UNUSED,
    const struct model_head *head UNUSED,
    unsigned done UNUSED,
    unsigned of UNUSED
)
{
}

static const struct train_plan plan = {
    .networks = 1,
    .hidden = 16,
    .epochs = 10,
    .folds = 5,
    .progress = tell_nothing,
};

static void what_words_tell_apart_is_right_and_sure(void **state UNUSED)
{
    struct train_set set = trained_matters(&arena, 40);
    struct train_fit fit = train_fit(&set, 0, &plan);

    assert_int_equal(fit.tested, set.count);
    assert_true(fit.right > 0.99);
    assert_true(fit.linear_factor > 1 && fit.network_factor > 0);
    assert_true(fit.threshold > 0.5F);
    assert_true(fit.kept >= 0.95 && fit.kept < 0.97);
}

/* The labels differ in nothing but the order of words, so windows alone know, and their factor says so. */
static void windows_weigh_what_they_know(void **state UNUSED)
{
    static char lines[8 * 1024];
    struct train_wish wish = trained_wish();
    struct train_plan wished = plan;
    struct train_set set;
    struct text faults;
    size_t length = 0;

    for (size_t i = 0; i < 60; i++)
        length += (size_t)snprintf(
            lines + length,
            sizeof(lines) - length,
            i % 2 ? "to\tto n%zu from\n" : "from\tfrom n%zu to\n",
            i / 2 % 10
        );
    trained_write(lines);
    wish.places = true;
    wish.views = FEATURE_units_1 | FEATURE_ends;
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    wished.windows = 1;
    struct train_fit with = train_fit(&set, 0, &wished);
    assert_true(with.windows_factor > 0);
    assert_true(with.right > 0.99);
    wished.windows = 0;
    struct train_fit without = train_fit(&set, 0, &wished);
    assert_true(without.windows_factor == 0);
}

/* Words that no other text has are unknown in a text that was held out, as they will be in the texts to come; were they
 * not, the one word that counts would seem weak, and the factor would make up for it. */
static void a_text_held_out_looks_as_it_will_to_a_model_that_never_saw_it(void **state UNUSED)
{
    static char lines[32 * 1024];
    size_t length = 0;
    float factors[2];

    for (size_t i = 0; i < 100; i++)
        length += (size_t)snprintf(
            lines + length,
            sizeof(lines) - length,
            "%s z%c%c y%c%c x%c%c w%c%c v%c%c\n",
            i % 10 == 7 ? "b\tcard"
            : i % 2     ? "a\tcard"
                        : "b\tloan", /* some labels are wrong */
            'a' + (int)i / 10,
            'a' + (int)i % 10,
            'a' + (int)i / 10,
            'a' + (int)i % 10,
            'a' + (int)i / 10,
            'a' + (int)i % 10,
            'a' + (int)i / 10,
            'a' + (int)i % 10,
            'a' + (int)i / 10,
            'a' + (int)i % 10
        );
    trained_write(lines);
    for (size_t least = 1; least <= 2; least++) {
        struct train_wish wish = trained_wish();
        struct text faults;
        struct train_set set;
        wish.rows_min_samples = least;
        assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
        struct train_plan linear_alone = plan;
        linear_alone.networks = 0;
        factors[least - 1] = train_fit(&set, 0, &linear_alone).linear_factor;
    }
    if (factors[0] > 2 * factors[1])
        fail_msg("%f against %f", (double)factors[0], (double)factors[1]);
}

/* Labels without any rule: nothing can be known, and confidence says so. */
static void what_nobody_can_know_gets_a_confidence_near_chance(void **state UNUSED)
{
    static char lines[32 * 1024];
    size_t length = 0;

    for (size_t i = 0; i < 400; i++)
        length += (size_t)snprintf(
            lines + length,
            sizeof(lines) - length,
            "%s\tcommon words w%zu v%zu\n",
            i * 7919 % 13 % 2 ? "a" : "b",
            i % 17,
            i % 23
        );
    struct train_set set = trained_read(&arena, lines);
    struct train_fit fit = train_fit(&set, 0, &plan);
    assert_true(fit.right < 0.65);
    assert_true(fit.threshold < 0.6F);
}

static void many_labels_get_the_threshold_of_the_best_f1(void **state UNUSED)
{
    static char lines[32 * 1024];
    size_t length = 0;

    for (size_t i = 0; i < 60; i++)
        length += (size_t)snprintf(
            lines + length,
            sizeof(lines) - length,
            "a,b\tx y n%zu\na\tx n%zu\nb\ty n%zu\nc\tz n%zu\n",
            i,
            i,
            i,
            i
        );
    struct train_set set = trained_read(&arena, lines);
    struct train_fit fit = train_fit(&set, 0, &plan);
    assert_true(fit.right > 0.97);
    assert_true(fit.threshold >= 0.06F && fit.threshold <= 0.7F);
}

static void a_number_says_how_well_it_goes_with_what_is(void **state UNUSED)
{
    static char lines[32 * 1024];
    size_t length = 0;

    for (size_t i = 0; i < 60; i++)
        length += (size_t)snprintf(
            lines + length,
            sizeof(lines) - length,
            "a\tb\t3\tfurious n%zu\nb\ta\t0\tthanks m%zu\n",
            i,
            i
        );
    struct train_set set = trained_read(&arena, lines);
    struct train_fit fit = train_fit(&set, 2, &plan);
    assert_true(fit.right > 0.85);
    assert_true(fit.linear_factor == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(
            a_text_held_out_looks_as_it_will_to_a_model_that_never_saw_it,
            tear_down
        ),
        cmocka_unit_test_teardown(windows_weigh_what_they_know, tear_down),
        cmocka_unit_test_teardown(what_words_tell_apart_is_right_and_sure, tear_down),
        cmocka_unit_test_teardown(
            what_nobody_can_know_gets_a_confidence_near_chance,
            tear_down
        ),
        cmocka_unit_test_teardown(many_labels_get_the_threshold_of_the_best_f1, tear_down),
        cmocka_unit_test_teardown(a_number_says_how_well_it_goes_with_what_is, tear_down),
    };
    return cmocka_run_group_tests_name("train_fit", tests, NULL, trained_remove);
}
