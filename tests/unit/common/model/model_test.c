/* Tests of common/model/model.c: what a model's file may be, and what is refused. */
#include "tests/unit/common/model/small_model.h"

static struct arena arena;
static struct text faults;
static struct bytes bytes;

static struct model_file_header *header(void)
{
    return (void *)(uintptr_t)bytes.at;
}

static struct model_layout layout(void)
{
    struct model_layout first = model_layout(header(), NULL);

    return model_layout(header(), (const void *)(bytes.at + first.members));
}

static struct model_file_head *heads(void)
{
    return (void *)(uintptr_t)(bytes.at + layout().heads);
}

static struct model_file_member *members(void)
{
    return (void *)(uintptr_t)(bytes.at + layout().members);
}

static enum error open_bytes(void)
{
    struct model *model = NULL;
    enum error error = model_from_bytes(&arena, bytes, "small", &faults, &model);

    assert_int_equal(model != NULL, error == OK);
    return error;
}

static int set_up(void **state UNUSED)
{
    bytes = small_model_bytes(&arena);
    faults = (struct text){0};
    return 0;
}

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void assert_refused(const char *why)
{
    small_model_seal(bytes);
    assert_int_equal(open_bytes(), ERROR_config);
    if (!strstr(faults.at, why))
        fail_msg("'%s' is not in: %s", why, faults.at);
    set_up(NULL);
}

static void says_what_is_in_it(void **state UNUSED)
{
    struct model *model = small_model_open(&arena);

    assert_int_equal(model_head_count(model), 3);
    assert_int_equal(model_find_head(model, TEXT("tags")), 1);
    assert_int_equal(model_find_head(model, TEXT("tag")), -1);
    assert_int_equal(model_head(model, 0)->label_count, 3);
    assert_int_equal(model_head(model, 0)->out_of_scope, SMALL_OOS);
    assert_true(text_is(model_head(model, 1)->labels[1], "mood"));
    assert_int_equal(model_head(model, 2)->kind, MODEL_value);
    assert_int_equal(model_head(model, 2)->label_count, 0);
    assert_int_equal(model_version(model).length, 16);
    assert_int_equal(model_bytes(model), bytes.length);
}

static void any_changed_byte_is_found_by_the_sum(void **state UNUSED)
{
    for (size_t at = 0; at < bytes.length; at += at < 1024 ? 1 : 97) {
        *(uint8_t *)(uintptr_t)(bytes.at + at) ^= 1;
        assert_int_equal(open_bytes(), ERROR_config);
        *(uint8_t *)(uintptr_t)(bytes.at + at) ^= 1;
    }
    assert_int_equal(open_bytes(), OK);
}

static void a_file_cut_anywhere_is_refused(void **state UNUSED)
{
    size_t whole = bytes.length;

    for (size_t length = 0; length < whole; length += length < 2048 ? 1 : 61) {
        bytes.length = length;
        assert_int_equal(open_bytes(), ERROR_config);
    }
    bytes.length = sizeof(struct model_file_header) - 1;
    assert_int_equal(open_bytes(), ERROR_config);
    assert_non_null(strstr(faults.at, "small: is too short"));
}

static void another_magic_or_format_is_refused_even_with_a_good_sum(void **state UNUSED)
{
    header()->magic[0] = 'X';
    assert_refused("is no model");
    header()->format = MODEL_FORMAT + 1;
    assert_refused("another format");
}

static void counts_over_their_limits_are_refused(void **state UNUSED)
{
    header()->head_count = MODEL_HEADS_MAX + 1;
    assert_refused("over its limit");
    header()->head_count = 0;
    assert_refused("over its limit");
    header()->member_count = MODEL_MEMBERS_MAX + 1;
    assert_refused("over its limit");
    header()->row_count = MODEL_ROWS_MAX + 1;
    assert_refused("over its limit");
    header()->row_count = 1U << header()->slot_bits;
    assert_refused("over its limit");
    header()->slot_bits = MODEL_SLOT_BITS_MAX + 1;
    assert_refused("over its limit");
    header()->label_count = MODEL_LABELS_TOTAL_MAX + 1;
    assert_refused("over its limit");
    header()->views = FEATURES_all + 1;
    assert_refused("over its limit");
    header()->row_count--;
    assert_refused("not as long as its counts say");
}

static void members_that_do_not_fit_their_heads_are_refused(void **state UNUSED)
{
    members()[0].head = 3;
    assert_refused("member without a head");
    members()[0].labels += MODEL_WIDTH_STEP;
    assert_refused("wrong size");
    members()[1].hidden = MODEL_HIDDEN_UNITS_MAX + MODEL_WIDTH_STEP;
    assert_refused("wrong size");
    members()[1].width = 8;
    assert_refused("wrong size");
    members()[1].scale = __builtin_nanf("");
    assert_refused("scale that is no number");
    heads()[0].label_count = MODEL_LABELS_MAX + 1;
    assert_refused("too many labels");
}

/* A member of windows may have any width that is a step of columns, so these are told by the length of the file. */
static void windows_within_their_limits_are_not_refused_for_their_size(void **state UNUSED)
{
    static const uint32_t windows[] = {1, MODEL_WINDOW_MAX - 1, MODEL_WINDOW_MAX};
    static const uint32_t widths[] = {
        MODEL_WIDTH_STEP,
        MODEL_PLACE_COLUMNS_MAX - MODEL_WIDTH_STEP,
        MODEL_PLACE_COLUMNS_MAX};

    for (size_t i = 0; i < LENGTH(windows); i++) {
        members()[1].window = windows[i];
        assert_refused("not as long as its counts say");
        members()[1].window = 3;
        members()[1].width = widths[i];
        assert_refused("not as long as its counts say");
    }
}

static void windows_over_their_limits_are_refused(void **state UNUSED)
{
    static const uint32_t widths[] =
        {0, 1, MODEL_WIDTH_STEP + 1, MODEL_PLACE_COLUMNS_MAX + MODEL_WIDTH_STEP};

    members()[1].window = MODEL_WINDOW_MAX + 1;
    assert_refused("wrong size");
    members()[0].window = 1;
    assert_refused("wrong size");
    for (size_t i = 0; i < LENGTH(widths); i++) {
        members()[1].window = 3;
        members()[1].width = widths[i];
        assert_refused("wrong size");
    }
}

static void heads_whose_labels_do_not_fit_are_refused(void **state UNUSED)
{
    heads()[0].out_of_scope = 3;
    assert_refused("labels do not fit");
    heads()[0].out_of_scope = -2;
    assert_refused("labels do not fit");
    heads()[0].kind = MODEL_value + 1;
    assert_refused("labels do not fit");
    heads()[0].kind = MODEL_value;
    assert_refused("labels do not fit");
    heads()[1].label_count = 1;
    assert_refused("labels of no head");
    heads()[0].label_count = 5;
    assert_refused("labels do not fit");
    memset(heads()[0].name, 'x', MODEL_NAME_BYTES);
    assert_refused("head without a name");
    heads()[2].value_min = 3;
    assert_refused("limit that is no number");
}

static void labels_that_are_empty_or_no_text_are_refused(void **state UNUSED)
{
    char *labels = (char *)(uintptr_t)bytes.at + layout().labels;

    labels[0] = '\0';
    assert_refused("empty or missing");
    labels = (char *)(uintptr_t)bytes.at + layout().labels;
    labels[0] = (char)0xFF;
    assert_refused("no UTF-8");
    labels = (char *)(uintptr_t)bytes.at + layout().labels;
    labels[header()->label_bytes - 1] = 'x';
    assert_refused("empty or missing");
}

static void n_grams_without_row_or_with_impossible_weight_are_refused(void **state UNUSED)
{
    struct model_file_slot *slots = (void *)(uintptr_t)(bytes.at + layout().slots);
    float wrong[] = {0, -1, 0.00099F, 1001, __builtin_nanf("")};

    for (size_t i = 0; i < (size_t)1 << header()->slot_bits; i++) {
        if (slots[i].fingerprint)
            slots[i].row = SMALL_ROWS;
    }
    assert_refused("without a row");
    slots = (void *)(uintptr_t)(bytes.at + layout().slots);
    for (size_t i = 0; i < (size_t)1 << header()->slot_bits; i++)
        slots[i] = (struct model_file_slot){1, 0};
    assert_refused("no free slot");
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        memcpy((uint8_t *)(uintptr_t)bytes.at + layout().rows, &wrong[i], sizeof(float));
        assert_refused("impossible weight");
    }
    for (size_t i = 0; i < 2; i++) {
        const float idf = i ? 1000 : 0.001F;
        memcpy((uint8_t *)(uintptr_t)bytes.at + layout().rows, &idf, sizeof(idf));
        small_model_seal(bytes);
        assert_int_equal(open_bytes(), OK);
    }
}

static void numbers_by_which_a_score_would_be_none_are_refused(void **state UNUSED)
{
    static const float wrong[] = {1.01e20F, -1.01e20F, __builtin_inff(), __builtin_nanf("")};

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        memcpy((uint8_t *)(uintptr_t)bytes.at + layout().biases[0], &wrong[i], sizeof(float));
        assert_refused("bias that is no number");
        members()[0].scale = wrong[i];
        assert_refused("scale that is no number");
    }
}

/* The largest scales that are taken, of opposite signs: no probability is none for it. */
static void the_largest_numbers_still_make_probabilities(void **state UNUSED)
{
    struct model *model = NULL;

    for (size_t i = 0; i < header()->member_count; i++) {
        members()[i].scale = i % 2 ? -1e20F : 1e20F;
        members()[i].out_scale = i % 2 ? 1e20F : -1e20F;
        float *bias = (void *)(uintptr_t)(bytes.at + layout().biases[i]);
        *bias = i % 2 ? 1e20F : -1e20F;
    }
    small_model_seal(bytes);
    assert_int_equal(model_from_bytes(&arena, bytes, "small", &faults, &model), OK);
    struct model_scratch *scratch = model_scratch_new(&arena, model);
    model_read(model, TEXT("my card loan angry"), scratch);
    for (int head = 0; head < 2; head++) {
        for (size_t i = 0; i < model_head(model, head)->label_count; i++) {
            float probability = model_probabilities(scratch, head)[i];
            assert_true(probability >= 0 && probability <= 1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            numbers_by_which_a_score_would_be_none_are_refused,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(
            the_largest_numbers_still_make_probabilities,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(says_what_is_in_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            any_changed_byte_is_found_by_the_sum,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(a_file_cut_anywhere_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            another_magic_or_format_is_refused_even_with_a_good_sum,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(
            counts_over_their_limits_are_refused,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(
            members_that_do_not_fit_their_heads_are_refused,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(
            windows_within_their_limits_are_not_refused_for_their_size,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(
            windows_over_their_limits_are_refused,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(
            heads_whose_labels_do_not_fit_are_refused,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(
            labels_that_are_empty_or_no_text_are_refused,
            set_up,
            tear_down
        ),
        cmocka_unit_test_setup_teardown(
            n_grams_without_row_or_with_impossible_weight_are_refused,
            set_up,
            tear_down
        ),
    };
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
