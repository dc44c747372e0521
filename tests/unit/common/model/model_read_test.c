/* Tests of common/model/model_read.c: probabilities of a small model, computed by hand beside it. */
#include "tests/unit/common/model/small_model.h"
#include "common/model/model_sums.h"

#include <math.h>
#include <stdio.h>

static struct arena arena;
static struct model *model;
static struct model_scratch *scratch;

static int set_up(void **state UNUSED)
{
    model = small_model_open(&arena);
    scratch = model_scratch_new(&arena, model);
    return 0;
}

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void read_text(const char *text)
{
    model_read(model, text_of(text), scratch);
}

static void assert_near(float is, double should)
{
    if (fabs((double)is - should) > 0.01)
        fail_msg("%f is not %f", (double)is, should);
}

static void adds_up_words_networks_and_biases(void **state UNUSED)
{
    /* loan: linear 0.5, 2, -1; hidden 1.5 + 0.25 gives loan 0.5 × 1.75. */
    double card = exp(0.5), loan = exp(2 + 0.875), oos = exp(-1);
    double sum = card + loan + oos;

    read_text("loan");
    assert_near(model_probabilities(scratch, 0)[SMALL_CARD], card / sum);
    assert_near(model_probabilities(scratch, 0)[SMALL_LOAN], loan / sum);
    assert_near(model_probabilities(scratch, 0)[SMALL_OOS], oos / sum);
}

static void a_hidden_unit_below_zero_says_nothing(void **state UNUSED)
{
    /* rain: the unit has -1.5 + 0.25. */
    double card = exp(0.5), loan = 1, oos = exp(3);

    read_text("rain");
    assert_near(model_probabilities(scratch, 0)[SMALL_OOS], oos / (card + loan + oos));
    assert_near(model_probabilities(scratch, 0)[SMALL_LOAN], loan / (card + loan + oos));
}

static void a_hidden_unit_counts_as_its_most_at_most(void **state UNUSED)
{
    struct small_model small;
    struct text faults;
    size_t length;

    small_model_draft(&small);
    small.members[1].hidden_most = 0.5F;
    uint8_t *written = model_write(&small.draft, &length);
    assert_int_equal(
        model_from_bytes(&arena, (struct bytes){written, length}, "x", &faults, &model),
        OK
    );
    read_text("loan");
    double card = exp(0.5), loan = exp(2.25), oos = exp(-1);
    assert_near(model_probabilities(scratch, 0)[SMALL_LOAN], loan / (card + loan + oos));
    memory_free(written);
}

static void values_of_words_share_one_length_and_repeats_count_by_logarithm(void **state UNUSED)
{
    /* card twice, rain once: values (1 + ln 2) and 1, divided by their length. */
    double twice = 1 + log(2), whole = sqrt(twice * twice + 1);
    double tags = 4 * twice / whole - 4 / whole - 1;

    read_text("card rain card");
    assert_int_equal(model_known(scratch), 2);
    assert_near(model_probabilities(scratch, 1)[0], 1 / (1 + exp(-tags)));
}

static void labels_of_many_stand_each_for_itself(void **state UNUSED)
{
    double value = 1 / sqrt(2);

    read_text("angry loan");
    assert_near(model_probabilities(scratch, 1)[0], 1 / (1 + exp(1 - 4 * value)));
    assert_near(model_probabilities(scratch, 1)[1], 1 / (1 + exp(1 - 4 * value)));
}

static void a_number_stays_within_its_bounds(void **state UNUSED)
{
    read_text("card");
    assert_near(model_value(scratch, 2), 0.25);
    read_text("card loan angry");
    assert_near(model_value(scratch, 2), 0.25 + 2.5 / sqrt(3));
    read_text("angry");
    assert_near(model_value(scratch, 2), 2);
}

static void a_text_without_known_words_has_what_the_biases_say(void **state UNUSED)
{
    const char *texts[] = {"", "weather", "天气", "\xFF\xFE"};

    for (size_t i = 0; i < LENGTH(texts); i++) {
        read_text(texts[i]);
        assert_int_equal(model_known(scratch), 0);
        double card = exp(0.5), loan = exp(0.125);
        assert_near(model_probabilities(scratch, 0)[SMALL_CARD], card / (card + loan + 1));
    }
}

static void nothing_of_a_text_is_left_for_the_next(void **state UNUSED)
{
    read_text("loan");
    float first = model_probabilities(scratch, 0)[SMALL_LOAN];
    read_text("rain card angry rain");
    read_text("loan");
    assert_true(model_probabilities(scratch, 0)[SMALL_LOAN] == first);
}

static void the_best_come_first_and_no_more_than_asked_for(void **state UNUSED)
{
    struct model_guess top[4] = {{0}};

    assert_int_equal(model_classify(model, 0, TEXT("rain"), scratch, top, 4), 3);
    assert_int_equal(top[0].label, SMALL_OOS);
    assert_int_equal(top[1].label, SMALL_CARD);
    assert_int_equal(top[2].label, SMALL_LOAN);
    assert_true(top[0].probability > top[1].probability);
    assert_int_equal(model_top(model, scratch, 0, top, 1), 1);
    assert_int_equal(top[0].label, SMALL_OOS);
    assert_int_equal(model_top(model, scratch, 0, top, 0), 0);
    assert_int_equal(model_top(model, scratch, 2, top, 4), 0);
}

static void of_equal_labels_the_first_is_best(void **state UNUSED)
{
    struct model_guess top[2];

    read_text("angry loan");
    assert_int_equal(model_top(model, scratch, 1, top, 2), 2);
    if (model_probabilities(scratch, 1)[0] == model_probabilities(scratch, 1)[1])
        assert_int_equal(top[0].label, 0);
    read_text("");
    assert_int_equal(model_top(model, scratch, 1, top, 2), 2);
    assert_int_equal(top[0].label, 0);
}

enum {
    MANY = 2 * MODEL_SUMS_ROWS_MAX + 1,
    MANY_HIDDEN = MODEL_SUMS_ROWS_MAX + MODEL_WIDTH_STEP
};

/* A model of one number: 1 for each of MANY words, and 1 / MANY_HIDDEN for each of its hidden units, that all see them. */
static struct model *many_words_model(const uint64_t *hashes)
{
    static float ones[MANY * MANY_HIDDEN], parts[MANY_HIDDEN];
    static const float none[MANY_HIDDEN] = {0};
    const struct model_head head = {TEXT("sum"), MODEL_value, 0, NULL, -1, 0, 0, 1000};
    struct model *many = NULL;
    struct text faults;
    size_t length;

    for (size_t i = 0; i < LENGTH(ones); i++)
        ones[i] = 1;
    for (size_t i = 0; i < LENGTH(parts); i++)
        parts[i] = 1.0F / MANY_HIDDEN;
    const struct model_draft_member members[] = {
        {.weights = ones, .bias = none, .factor = 1},
        {.hidden = MANY_HIDDEN,
         .weights = ones,
         .hidden_bias = none,
         .dense = parts,
         .bias = none,
         .hidden_most = 100,
         .factor = 1},
    };
    const struct model_draft draft = {
        .views = FEATURE_units_1,
        .heads = &head,
        .head_count = 1,
        .members = members,
        .member_count = LENGTH(members),
        .hashes = hashes,
        .idfs = ones,
        .row_count = MANY,
    };
    uint8_t *written = model_write(&draft, &length);
    uint8_t *bytes = memcpy(arena_take(&arena, length), written, length);
    memory_free(written);
    assert_int_equal(
        model_from_bytes(&arena, (struct bytes){bytes, length}, "many", &faults, &many),
        OK
    );
    return many;
}

/* Below, at and above the rows, and the hidden units, that are added at once. */
static void texts_of_more_words_than_are_added_at_once_lose_none(void **state UNUSED)
{
    static char text[MANY * 4 + 1];
    uint64_t hashes[MANY];

    for (int i = 0; i < MANY; i++) {
        snprintf(text + 4 * i, 5, "%c%c%c ", 'a' + i / 26 % 26, 'a' + i % 26, 'a' + i / 676);
        hashes[i] = small_hash(arena_format(&arena, "%.3s", text + 4 * i).at);
    }
    model = many_words_model(hashes);
    scratch = model_scratch_new(&arena, model);
    static const size_t counts[] = {
        1,
        MODEL_SUMS_ROWS_MAX - 1,
        MODEL_SUMS_ROWS_MAX,
        MODEL_SUMS_ROWS_MAX + 1,
        MANY - 1,
        MANY};
    for (size_t i = 0; i < LENGTH(counts); i++) {
        model_read(model, (struct text){text, 4 * counts[i]}, scratch);
        assert_int_equal(model_known(scratch), counts[i]);
        /* A word more or less is 0.06 at least. */
        assert_true(fabs((double)model_value(scratch, 0) - 2 * sqrt((double)counts[i])) < 0.03);
    }
}

static void a_text_is_read_up_to_its_limit(void **state UNUSED)
{
    static char text[MODEL_TEXT_BYTES_MAX + 16];

    memset(text, ' ', sizeof(text));
    memcpy(text + MODEL_TEXT_BYTES_MAX - 4, "loan", 4);
    model_read(model, (struct text){text, sizeof(text)}, scratch);
    assert_int_equal(model_known(scratch), 1);
    memset(text, ' ', sizeof(text));
    memcpy(text + MODEL_TEXT_BYTES_MAX - 3, "loan", 4);
    model_read(model, (struct text){text, sizeof(text)}, scratch);
    assert_int_equal(model_known(scratch), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define READS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
        READS(adds_up_words_networks_and_biases),
        READS(a_hidden_unit_below_zero_says_nothing),
        READS(a_hidden_unit_counts_as_its_most_at_most),
        READS(values_of_words_share_one_length_and_repeats_count_by_logarithm),
        READS(labels_of_many_stand_each_for_itself),
        READS(a_number_stays_within_its_bounds),
        READS(a_text_without_known_words_has_what_the_biases_say),
        READS(nothing_of_a_text_is_left_for_the_next),
        READS(the_best_come_first_and_no_more_than_asked_for),
        READS(of_equal_labels_the_first_is_best),
        READS(texts_of_more_words_than_are_added_at_once_lose_none),
        READS(a_text_is_read_up_to_its_limit),
    };
    return cmocka_run_group_tests_name("model_read", tests, NULL, NULL);
}
