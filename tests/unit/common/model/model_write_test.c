/* Tests of common/model/model_write.c: numbers become small integers and stay near what they were. */
#include "tests/unit/common/model/small_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void the_same_draft_gives_the_same_bytes(void **state UNUSED)
{
    struct small_model small;
    size_t first_bytes, second_bytes;

    small_model_draft(&small);
    uint8_t *first = model_write(&small.draft, &first_bytes);
    uint8_t *second = model_write(&small.draft, &second_bytes);
    assert_int_equal(first_bytes, second_bytes);
    assert_memory_equal(first, second, first_bytes);
    memory_free(first);
    memory_free(second);
}

/* Weights of very different size keep their own precision: a row has a step of its own. */
static void small_weights_beside_large_ones_keep_their_precision(void **state UNUSED)
{
    static const float weights[SMALL_ROWS * 3] =
        {1000, 0, 0, 1, -0.5F, 0.25F, 0, 0, 0, 0, 0, 0};
    struct arena arena = {0};
    struct small_model small;
    struct model *model = NULL;
    struct text faults;
    struct model_reason reason;
    size_t length;

    small_model_draft(&small);
    small.members[0].weights = weights;
    uint8_t *bytes = model_write(&small.draft, &length);
    assert_int_equal(
        model_from_bytes(&arena, (struct bytes){bytes, length}, "x", &faults, &model),
        OK
    );
    struct model_scratch *scratch = model_scratch_new(&arena, model);
    model_read(model, TEXT("loan"), scratch);
    assert_int_equal(model_explain(model, TEXT("loan"), scratch, 0, 0, &reason, 1), 1);
    assert_true(reason.points > 0.73F && reason.points < 0.77F); /* 1 less the mean, 0.25 */
    arena_done(&arena);
    memory_free(bytes);
}

static void a_member_of_nothing_but_zeroes_is_written(void **state UNUSED)
{
    static const float zeroes[SMALL_ROWS * SMALL_HIDDEN];
    struct arena arena = {0};
    struct small_model small;
    struct model *model = NULL;
    struct text faults;
    size_t length;

    small_model_draft(&small);
    small.members[0].weights = zeroes;
    small.members[1].weights = zeroes;
    small.members[1].dense = zeroes;
    uint8_t *bytes = model_write(&small.draft, &length);
    assert_int_equal(
        model_from_bytes(&arena, (struct bytes){bytes, length}, "x", &faults, &model),
        OK
    );
    arena_done(&arena);
    memory_free(bytes);
}

/* Two that learn at once wrote one file beside it, each into the other's bytes. */
static void what_another_writes_beside_it_is_left_alone(void **state UNUSED)
{
    char folder[] = "/tmp/shouli-model-XXXXXX";
    char path[64], other[64], others[8];
    struct small_model small;

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/a.model", folder);
    snprintf(other, sizeof(other), "%s/a.model.new", folder);
    FILE *file = fopen(other, "we");
    assert_true(file && fputs("other", file) >= 0);
    small_model_draft(&small);
    assert_int_equal(model_save(&small.draft, path), OK);
    assert_int_equal(fclose(file), 0);
    file = fopen(other, "re");
    assert_non_null(file);
    assert_non_null(fgets(others, sizeof(others), file));
    assert_int_equal(fclose(file), 0);
    assert_string_equal(others, "other");
    assert_int_equal(unlink(other), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* nothing else is left */
}

static void a_model_replaces_the_old_file_in_one_step(void **state UNUSED)
{
    char folder[] = "/tmp/shouli-model-XXXXXX";
    char path[64];
    struct small_model small;

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/a.model", folder);
    small_model_draft(&small);
    assert_int_equal(model_save(&small.draft, path), OK);
    assert_int_equal(model_save(&small.draft, path), OK);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* nothing else is left */
    assert_int_equal(model_save(&small.draft, path), ERROR_io);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_draft_gives_the_same_bytes),
        cmocka_unit_test(small_weights_beside_large_ones_keep_their_precision),
        cmocka_unit_test(a_member_of_nothing_but_zeroes_is_written),
        cmocka_unit_test(what_another_writes_beside_it_is_left_alone),
        cmocka_unit_test(a_model_replaces_the_old_file_in_one_step),
    };
    return cmocka_run_group_tests_name("model_write", tests, NULL, NULL);
}
