/* Tests of common/model/model_places.c: a member of windows tells apart what the order of words makes. */
#include "tests/unit/common/model/small_model.h"

#include <math.h>
#include <stdio.h>

enum { WIDTH = MODEL_WIDTH_STEP, WINDOW = 3, SPAN = WINDOW * WIDTH };

static struct arena arena;
static struct model *model;
static struct model_scratch *scratch;

/* Column 0 is card, 1 is loan, 2 is rain. */
static const float weights[SMALL_ROWS * WIDTH] = {
    [0 * WIDTH + 0] = 1,
    [1 * WIDTH + 1] = 1,
    [2 * WIDTH + 2] = 0.5F,
};
/* Filter 0: card, then loan; filter 1: rain in the middle; filter 2: nothing before; filter 3: nothing behind; filter 4: what
 * every place has. */
static const float filters[SMALL_HIDDEN * SPAN] = {
    [0 * SPAN + WIDTH + 0] = 1,
    [0 * SPAN + 2 * WIDTH + 1] = 1,
    [1 * SPAN + WIDTH + 2] = 0.01F,
    [2 * SPAN + 0 * WIDTH + 3] = -1,
    [3 * SPAN + 2 * WIDTH + 3] = -1,
    [4 * SPAN + WIDTH + 3] = 1,
};
static const float place_bias[WIDTH] = {[3] = 0.25F};
static const float hidden_bias[SMALL_HIDDEN] = {-1, 0.125F, 0.5F, 0.5F};
static const float dense[SMALL_HIDDEN * SMALL_HIDDEN] = {
    [0 * SMALL_HIDDEN + 0] = 1,
    [1 * SMALL_HIDDEN + 1] = 1,
    [2 * SMALL_HIDDEN + 2] = 1,
    [3 * SMALL_HIDDEN + 3] = 1,
    [4 * SMALL_HIDDEN + 4] = 1,
};
static const float bias[SMALL_HIDDEN] = {0};
static const struct text labels[] = {
    {"a", 1},
    {"b", 1},
    {"c", 1},
    {"d", 1},
    {"e", 1},
    {"f", 1},
    {"g", 1},
    {"h", 1},
    {"i", 1},
    {"j", 1},
    {"k", 1},
    {"l", 1},
    {"m", 1},
    {"n", 1},
    {"o", 1},
    {"p", 1}};

static int set_up(void **state UNUSED)
{
    const struct model_head head =
        {TEXT("label"), MODEL_many, SMALL_HIDDEN, labels, -1, 0.5F, 0, 0};
    const struct model_draft_member member = {
        .hidden = SMALL_HIDDEN,
        .window = WINDOW,
        .width = WIDTH,
        .weights = weights,
        .place_bias = place_bias,
        .filters = filters,
        .place_most = 2,
        .hidden_bias = hidden_bias,
        .dense = dense,
        .bias = bias,
        .hidden_most = 4,
        .factor = 1,
    };
    uint64_t hashes[SMALL_ROWS];
    struct text faults;
    size_t length;

    for (size_t i = 0; i < SMALL_ROWS; i++)
        hashes[i] = small_hash(small_words[i]);
    const struct model_draft draft = {
        .views = FEATURE_units_1,
        .heads = &head,
        .head_count = 1,
        .members = &member,
        .member_count = 1,
        .hashes = hashes,
        .idfs = small_idfs,
        .row_count = SMALL_ROWS,
    };
    uint8_t *written = model_write(&draft, &length);
    uint8_t *bytes = memcpy(arena_take(&arena, length), written, length);
    memory_free(written);
    model = NULL;
    assert_int_equal(
        model_from_bytes(&arena, (struct bytes){bytes, length}, "small", &faults, &model),
        OK
    );
    scratch = model_scratch_new(&arena, model);
    return 0;
}

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

/* What a hidden unit says of a text: the score that its label's probability comes from. */
static double said(const char *text, size_t unit)
{
    model_read(model, text_of(text), scratch);
    double probability = (double)model_probabilities(scratch, 0)[unit];
    return log(probability / (1 - probability));
}

static void assert_says(const char *text, size_t unit, double expected)
{
    double score = said(text, unit);

    if (fabs(score - expected) > 0.005)
        fail_msg("%s: unit %zu says %f, not %f", text, unit, score, expected);
}

static void words_count_in_the_order_in_which_they_stand(void **state UNUSED)
{
    assert_says("card loan", 0, 1);
    assert_says("loan card", 0, 0);
    assert_says("card rain loan", 0, 0);
    assert_says("rain rain angry card loan rain", 0, 1);
}

static void a_filter_finds_the_window_with_most_of_what_it_looks_for(void **state UNUSED)
{
    assert_says("rain", 1, 0.13);
    assert_says("card rain loan card card card", 1, 0.13);
    assert_says("card", 1, 0.125);
}

/* Unknown words are places with nothing but what all places have; before the first and behind the last is nothing. */
static void beyond_the_ends_places_are_nothing(void **state UNUSED)
{
    assert_says("strange", 4, 0.25);
    assert_says("strange", 2, 0.5);
    assert_says("strange words", 2, 0.5);
    assert_says("strange words", 3, 0.5);
}

static void a_text_without_units_says_nothing(void **state UNUSED)
{
    for (size_t unit = 0; unit < 5; unit++)
        assert_says(" , ", unit, 0);
}

/* `before` words that nobody knows, and then card and loan. */
static const char *late(size_t before)
{
    char *text = arena_take(&arena, 2 * before + sizeof("card loan"));

    for (size_t i = 0; i < before; i++)
        memcpy(text + 2 * i, "x ", 2);
    memcpy(text + 2 * before, "card loan", sizeof("card loan"));
    return text;
}

/* Loan is the last place, or one behind it. */
static void places_are_read_up_to_their_limit(void **state UNUSED)
{
    assert_says(late(FEATURE_PLACES_MAX - 3), 0, 1);
    assert_says(late(FEATURE_PLACES_MAX - 2), 0, 1);
    assert_says(late(FEATURE_PLACES_MAX - 1), 0, 0);
    assert_says(late(FEATURE_PLACES_MAX), 0, 0);
}

static void nothing_of_a_text_is_left_for_the_next(void **state UNUSED)
{
    double first = said("loan", 0);

    (void)said("card card card card card card", 0);
    assert_true(said("loan", 0) == first);
    (void)said("x loan loan", 0);
    assert_says("card", 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define PLACES(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
        PLACES(words_count_in_the_order_in_which_they_stand),
        PLACES(a_filter_finds_the_window_with_most_of_what_it_looks_for),
        PLACES(beyond_the_ends_places_are_nothing),
        PLACES(a_text_without_units_says_nothing),
        PLACES(places_are_read_up_to_their_limit),
        PLACES(nothing_of_a_text_is_left_for_the_next),
    };
    return cmocka_run_group_tests_name("model_places", tests, NULL, NULL);
}
