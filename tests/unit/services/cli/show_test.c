/* Tests of services/cli/show.c. */
#include "services/cli/show.h"

#include "proto/messages.h"
#include "tests/unit/services/cli/run_cli.h"

static struct arena arena;

static int drop(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static int print(int argc, char **argv UNUSED)
{
    static const struct text legal[] = {{"case.note.v1", 12}, {"case.resolve.v1", 15}};
    const struct note_view note = {
        .at = INT64_C(1795399200000),
        .has_at = true,
        .author = TEXT("A1"),
        .text = TEXT("已联系"),
        .to_customer = true,
        .has_to_customer = true,
    };
    const struct case_view view = {
        .case_no = TEXT("GD1"),
        .state = CASE_STATE_in_progress,
        .version = 3,
        .has_version = true,
        .due_at = INT64_C(1795399200000),
        .has_due_at = true,
        .notes = &note,
        .notes_count = 1,
        .legal = legal,
        .legal_count = 2,
    };
    struct bytes map = map_encode(&case_view_shape, &view, &arena);

    if (argc > 1)
        show_json(stdout, map, &arena);
    else
        show_map(stdout, map, &case_view_shape, 0);
    return 0;
}

static void shows_labels_words_times_and_lists(void **state UNUSED)
{
    assert_int_equal(CLI(print, "x"), 0);
    ASSERT_OUT("case_no 工单号: GD1\n");
    ASSERT_OUT("state 状态: in_progress 处理中\n");
    ASSERT_OUT("due_at 到期时间: 2026-11-23 10:00:00\n"); /* local time of the bank */
    ASSERT_OUT("legal 可执行操作: case.note.v1, case.resolve.v1\n");
    ASSERT_OUT("author 作者: A1\n");
    ASSERT_OUT("to_customer 发送客户: yes 是\n");
}

static void shows_json_on_one_line(void **state UNUSED)
{
    assert_int_equal(CLI(print, "x", "json"), 0);
    ASSERT_OUT("\"state\":\"in_progress\"");
    assert_int_equal(strlen(cli_out), strcspn(cli_out, "\n") + 1);
}

static void shows_spans_in_their_two_largest_units(void **state UNUSED)
{
    static const struct {
        int64_t ms;
        const char *text;
    } rows[] = {
        {0, "0s"},
        {59999, "59s"},
        {60000, "1m 0s"},
        {3599999, "59m 59s"},
        {3600000, "1h 0m"},
        {86399999, "23h 59m"},
        {86400000, "1d 0h"},
        {-61000, "-1m 1s"},
    };
    char text[SHOW_SPAN_BYTES];

    for (size_t i = 0; i < LENGTH(rows); i++) {
        show_span(rows[i].ms, text);
        assert_string_equal(text, rows[i].text);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_labels_words_times_and_lists),
        cmocka_unit_test(shows_json_on_one_line),
        cmocka_unit_test(shows_spans_in_their_two_largest_units),
    };

    return cmocka_run_group_tests(tests, NULL, drop);
}
