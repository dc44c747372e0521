/* Tests of services/cli/train_parts.c: the parts of a head become members of a model that say what they say. */
#include "services/cli/train_parts.h"

#include <math.h>

#include "common/memory.h"
#include "common/text/normalise.h"
#include "services/cli/train_math.h"
#include "tests/unit/services/cli/trained.h"

static struct arena arena;
static unsigned told;

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void count_progress(
    const char *what UNUSED,
    const struct model_head *head,
    unsigned done,
    unsigned of
)
{
    assert_non_null(head);
    assert_true(done <= of);
    told++;
}

static const struct train_plan plan = {
    .networks = 2,
    .hidden = 32,
    .epochs = 20,
    .folds = 5,
    .progress = count_progress,
};

/* As a reader gets it. */
static const struct model *
written(const struct train_set *set, struct model_draft_member *members, size_t count)
{
    const struct model_draft draft = {
        set->views,
        set->heads,
        1,
        members,
        count,
        set->hashes,
        set->idfs,
        set->row_count,
    };
    struct model *model = NULL;
    struct text faults;
    size_t length;
    uint8_t *bytes = model_write(&draft, &length);
    const struct bytes kept = arena_bytes(&arena, (struct bytes){bytes, length});

    memory_free(bytes);
    assert_int_equal(model_from_bytes(&arena, kept, "x", &faults, &model), OK);
    return model;
}

static void a_written_model_says_what_its_parts_say(void **state UNUSED)
{
    struct train_set set = trained_matters(&arena, 8);
    const struct train_fit fit = {.linear_factor = 3, .network_factor = 0.5F};
    struct model_draft_member members[MODEL_MEMBERS_MAX];
    size_t count = 0;

    told = 0;
    struct train_parts parts = train_parts(&arena, &set, 0, -1, &plan);
    assert_int_equal(told, 2 + 2 * 20);
    train_parts_draft(&parts, &set, 0, &fit, &arena, members, &count);
    assert_int_equal(count, 3);
    const struct model *model = written(&set, members, count);
    struct model_scratch *scratch = model_scratch_new(&arena, model);
    for (size_t i = 0; i < set.count; i++) {
        float scores[3], part[MODEL_LABELS_MAX + TRAIN_LANES];
        train_linear_score(&parts.linear, &set.samples[i], scores);
        for (int label = 0; label < 3; label++)
            scores[label] *= fit.linear_factor;
        for (size_t at = 0; at < 2; at++) {
            train_network_score(&parts.networks[at], &set.samples[i], part);
            for (int label = 0; label < 3; label++)
                scores[label] += part[label] * fit.network_factor / 2;
        }
        train_softmax(scores, 3);
        model_read(model, text_normalise(&arena, set.samples[i].text), scratch);
        for (int label = 0; label < 3; label++)
            assert_true(fabsf(model_probabilities(scratch, 0)[label] - scores[label]) < 0.02F);
    }
}

/* Numbers of a byte are not those that were learnt, so nearly is what can be asked for. */
static void a_written_model_says_what_its_windows_say(void **state UNUSED)
{
    struct train_wish read = trained_wish();
    struct train_plan wished = plan;
    const struct train_fit fit = {.linear_factor = 1, .windows_factor = 0.5F};
    struct model_draft_member members[MODEL_MEMBERS_MAX];
    struct train_set set;
    struct text faults;
    size_t count = 0;

    (void)trained_matters(&arena, 8);
    read.places = true;
    assert_int_equal(train_set_read(&arena, &read, &faults, &set), OK);
    wished.networks = 0;
    wished.windows = 2;
    struct train_parts parts = train_parts(&arena, &set, 0, -1, &wished);
    train_parts_draft(&parts, &set, 0, &fit, &arena, members, &count);
    assert_int_equal(count, 3);
    const struct model *model = written(&set, members, count);
    struct model_scratch *scratch = model_scratch_new(&arena, model);
    for (size_t i = 0; i < set.count; i++) {
        float scores[3], part[MODEL_LABELS_MAX + TRAIN_LANES];
        train_linear_score(&parts.linear, &set.samples[i], scores);
        for (size_t at = 0; at < 2; at++) {
            (void)train_windows_score(&parts.windows[at], &set.samples[i], part);
            for (int label = 0; label < 3; label++)
                scores[label] += part[label] * fit.windows_factor / 2;
        }
        train_softmax(scores, 3);
        model_read(model, text_normalise(&arena, set.samples[i].text), scratch);
        for (int label = 0; label < 3; label++)
            assert_true(fabsf(model_probabilities(scratch, 0)[label] - scores[label]) < 0.02F);
    }
}

static void assert_counted(unsigned views, int networks, int windows, int n, int w)
{
    const struct train_set set = {.views = views};
    struct train_plan wished = {.networks = networks, .windows = windows};

    train_parts_count(&set, &wished);
    assert_int_equal(wished.networks, n);
    assert_int_equal(wished.windows, w);
}

static void as_many_networks_are_learnt_as_texts_have_time_for(void **state UNUSED)
{
    enum { WORDS = TRAIN_VIEWS_OF_WORDS, CHARACTERS = TRAIN_VIEWS_OF_CHARACTERS };
    enum { USUAL = TRAIN_COUNT_usual };

    assert_counted(WORDS, USUAL, USUAL, 4, 1);
    assert_counted(CHARACTERS, USUAL, USUAL, 2, 2);
    assert_counted(CHARACTERS, USUAL, 0, 4, 0);
    assert_counted(CHARACTERS, 0, USUAL, 0, 2);
    assert_counted(WORDS, 3, 3, 3, 3);
}

static void a_number_has_a_linear_part_alone(void **state UNUSED)
{
    struct train_set set =
        trained_read(&arena, "a\tb\t3\tbad\nb\ta\t0\tgood\na\tb\t2\tbad bad\n");
    struct train_parts parts = train_parts(&arena, &set, 2, -1, &plan);

    assert_int_equal(parts.network_count, 0);
    assert_int_equal(parts.windows_count, 0);
    assert_int_equal(parts.linear.labels, 1);
}

static struct train_network_wish wished(size_t hidden, size_t labels, unsigned views)
{
    const struct train_set set = {.heads = {{.label_count = labels}}, .views = views};
    struct train_plan narrowed = plan;

    narrowed.hidden = hidden;
    return train_parts_wish(&set, 0, &narrowed);
}

static float dropped(size_t hidden, size_t labels, unsigned views)
{
    return wished(hidden, labels, views).drop_hidden;
}

static void a_network_with_fewer_units_than_labels_gets_twice_as_many(void **state UNUSED)
{
    assert_int_equal(wished(32, 31, FEATURE_units_1).hidden, 32);
    assert_int_equal(wished(32, 32, FEATURE_units_1).hidden, 32);
    assert_int_equal(wished(32, 33, FEATURE_units_1).hidden, 64);
    assert_int_equal(wished(112, 113, FEATURE_pairs).hidden, 224);
    assert_int_equal(wished(128, 129, FEATURE_pairs).hidden, 128);
}

static void a_network_with_fewer_units_than_labels_keeps_most_of_them(void **state UNUSED)
{
    assert_float_equal(dropped(32, 31, FEATURE_units_1), 0.5F, 1e-6F);
    assert_float_equal(dropped(32, 32, FEATURE_units_1), 0.5F, 1e-6F);
    assert_float_equal(dropped(32, 33, FEATURE_units_1), 0.2F, 1e-6F);
    assert_float_equal(dropped(112, 113, FEATURE_pairs), 0.2F, 1e-6F);
    assert_float_equal(dropped(128, 129, FEATURE_pairs), 0.7F, 1e-6F);
}

static void a_narrow_network_begins_with_small_weights(void **state UNUSED)
{
    assert_float_equal(wished(112, 3, FEATURE_units_1).spread, 0.03F, 1e-6F);
    assert_float_equal(wished(128, 3, FEATURE_units_1).spread, 0.1F, 1e-6F);
    assert_float_equal(wished(144, 3, FEATURE_units_1).spread, 0.1F, 1e-6F);
}

static float evenness(size_t hidden)
{
    return wished(hidden, 3, 0).evenness;
}

static void rare_labels_weigh_more_in_narrow_networks_alone(void **state UNUSED)
{
    assert_float_equal(evenness(112), 0.3F, 1e-6F);
    assert_float_equal(evenness(128), 0, 1e-6F);
    assert_float_equal(evenness(144), 0, 1e-6F);
}

static void a_wide_network_of_pairs_drops_most_units(void **state UNUSED)
{
    assert_float_equal(dropped(112, 3, FEATURE_pairs), 0.5F, 1e-6F);
    assert_float_equal(dropped(128, 3, FEATURE_pairs), 0.7F, 1e-6F);
    assert_float_equal(dropped(144, 3, FEATURE_pairs), 0.7F, 1e-6F);
    assert_float_equal(dropped(128, 3, FEATURE_units_1), 0.5F, 1e-6F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_written_model_says_what_its_parts_say, tear_down),
        cmocka_unit_test_teardown(a_written_model_says_what_its_windows_say, tear_down),
        cmocka_unit_test(as_many_networks_are_learnt_as_texts_have_time_for),
        cmocka_unit_test_teardown(a_number_has_a_linear_part_alone, tear_down),
        cmocka_unit_test(a_network_with_fewer_units_than_labels_gets_twice_as_many),
        cmocka_unit_test(a_narrow_network_begins_with_small_weights),
        cmocka_unit_test(a_network_with_fewer_units_than_labels_keeps_most_of_them),
        cmocka_unit_test(rare_labels_weigh_more_in_narrow_networks_alone),
        cmocka_unit_test(a_wide_network_of_pairs_drops_most_units),
    };
    return cmocka_run_group_tests_name("train_parts", tests, NULL, trained_remove);
}
