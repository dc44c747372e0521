/* Tests of common/model/model_open.c: a model's file, and what is none. */
#include "tests/unit/common/model/small_model.h"

#include <stdlib.h>
#include <unistd.h>

static struct arena arena;
static struct text faults;

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static char path[] = "/tmp/shouli-model-XXXXXX";

static void save_small(void)
{
    struct small_model small;

    memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
    assert_int_equal(close(mkstemp(path)), 0);
    small_model_draft(&small);
    assert_int_equal(model_save(&small.draft, path), OK);
}

static void a_file_is_held_until_its_arena_is_reset(void **state UNUSED)
{
    struct model *model = NULL;
    struct arena own = {0};

    save_small();
    assert_int_equal(model_open(&own, path, &faults, &model), OK);
    assert_true(unlink(path) == 0);
    assert_true(text_is(model_head(model, 0)->labels[0], "card"));
    assert_non_null(own.endings);
    arena_reset(&own);
    assert_null(own.endings);
    arena_done(&own);
}

/* `cp new.model zh.model` under a service that had mapped it ended the service by SIGBUS. */
static void a_file_that_is_copied_over_changes_nothing(void **state UNUSED)
{
    struct model *model = NULL;
    struct model_guess guess;

    save_small();
    assert_int_equal(model_open(&arena, path, &faults, &model), OK);
    struct model_scratch *scratch = model_scratch_new(&arena, model);
    assert_int_equal(truncate(path, 0), 0);
    assert_int_equal(model_classify(model, 0, TEXT("my card"), scratch, &guess, 1), 1);
    assert_int_equal(guess.label, 0);
    assert_true(text_is(model_head(model, 0)->labels[0], "card"));
    assert_int_equal(unlink(path), 0);
}

static void assert_file_refused(const char *why)
{
    struct model *model = NULL;

    assert_int_equal(model_open(&arena, path, &faults, &model), ERROR_config);
    if (!strstr(faults.at, why))
        fail_msg("'%s' is not in: %s", why, faults.at);
}

/* So long a file would not fit into memory: it is looked at, not taken in. */
static void a_file_that_is_no_model_is_refused_however_long_it_is(void **state UNUSED)
{
    save_small();
    assert_int_equal(truncate(path, INT64_C(1) << 42), 0);
    assert_file_refused("is not as long as it says");
    assert_int_equal(truncate(path, 100), 0);
    assert_file_refused("is too short for a model");
    assert_int_equal(truncate(path, 0), 0);
    assert_file_refused("cannot be read");
    assert_int_equal(truncate(path, INT64_C(1) << 42), 0);
    assert_file_refused("is no model");
    assert_int_equal(unlink(path), 0);
}

static void a_file_that_is_not_there_or_a_folder_is_refused_by_name(void **state UNUSED)
{
    struct model *model = NULL;

    assert_int_equal(model_open(&arena, "/nowhere/x.model", &faults, &model), ERROR_config);
    assert_string_equal(faults.at, "/nowhere/x.model: cannot be read");
    assert_int_equal(model_open(&arena, "/tmp", &faults, &model), ERROR_config);
    assert_null(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_file_is_held_until_its_arena_is_reset, tear_down),
        cmocka_unit_test_teardown(a_file_that_is_copied_over_changes_nothing, tear_down),
        cmocka_unit_test_teardown(
            a_file_that_is_no_model_is_refused_however_long_it_is,
            tear_down
        ),
        cmocka_unit_test_teardown(
            a_file_that_is_not_there_or_a_folder_is_refused_by_name,
            tear_down
        ),
    };
    return cmocka_run_group_tests_name("model_open", tests, NULL, NULL);
}
