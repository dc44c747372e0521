/* Tests of common/model/model_file.c: where sections lie. */
#include "common/model/model_file.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void sections_follow_each_other_aligned(void **state UNUSED)
{
    const struct model_file_header header = {
        .head_count = 1,
        .member_count = 2,
        .row_count = 3,
        .slot_bits = 2,
        .label_count = 2,
        .label_bytes = 10,
    };
    const struct model_file_member members[] = {
        {.labels = 16, .width = 16},
        {.labels = 16, .hidden = 32, .width = 32},
    };
    struct model_layout layout = model_layout(&header, members);

    assert_int_equal(layout.heads, 128);
    assert_int_equal(layout.members, 192);
    assert_int_equal(layout.labels, 256);
    assert_int_equal(layout.biases[0], 320);
    assert_int_equal(layout.dense[0], 384);
    assert_int_equal(layout.biases[1], 384);
    assert_int_equal(layout.dense[1], 576);
    assert_int_equal(layout.slots, 576 + 512);
    assert_int_equal(layout.rows, 1088 + 64);
    assert_int_equal(layout.row_bytes, 16 + 16 + 32);
    assert_int_equal(layout.end, 1152 + 3 * 64);
}

static void windows_have_filters_and_numbers_of_their_own(void **state UNUSED)
{
    const struct model_file_header header = {
        .head_count = 1,
        .member_count = 1,
        .row_count = 1,
        .slot_bits = 1,
        .label_count = 2,
        .label_bytes = 10,
    };
    const struct model_file_member members[] = {
        {.labels = 16, .hidden = 32, .width = 48, .window = 3},
    };
    struct model_layout layout = model_layout(&header, members);

    assert_int_equal(model_window_floats(&members[0]), 48 + 32);
    assert_int_equal(layout.biases[0], 320);
    assert_int_equal(layout.dense[0], 320 + 4 * (48 + 32 + 32 + 16));
    assert_int_equal(layout.filters[0], layout.dense[0] + 32 * 16);
    assert_int_equal(layout.slots, layout.filters[0] + 32 * 3 * 48);
    assert_int_equal(layout.row_bytes, 16 + 48);
    assert_int_equal(model_window_floats(&(struct model_file_member){.hidden = 32}), 0);
}

static void a_row_begins_with_its_idf_and_steps_rounded_up(void **state UNUSED)
{
    assert_int_equal(model_row_head_bytes(1), 16);
    assert_int_equal(model_row_head_bytes(6), 16);
    assert_int_equal(model_row_head_bytes(7), 32);
    assert_int_equal(model_rounded(0, 16), 0);
    assert_int_equal(model_rounded(1, 16), 16);
    assert_int_equal(model_rounded(16, 16), 16);
}

static void a_fingerprint_is_never_that_of_a_free_slot(void **state UNUSED)
{
    assert_int_not_equal(model_fingerprint(0), 0);
    assert_int_not_equal(model_fingerprint(UINT64_C(0xFFFFFFFF)), 0);
    assert_int_equal(model_fingerprint(UINT64_C(0x1234567800000000)), 0x12345679);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_follow_each_other_aligned),
        cmocka_unit_test(windows_have_filters_and_numbers_of_their_own),
        cmocka_unit_test(a_row_begins_with_its_idf_and_steps_rounded_up),
        cmocka_unit_test(a_fingerprint_is_never_that_of_a_free_slot),
    };
    return cmocka_run_group_tests_name("model_file", tests, NULL, NULL);
}
