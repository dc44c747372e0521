/* Tests of services/cli/training.c: `shouli training export` (REQUIREMENTS CL-09, SE-07). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/taken.h"

#define WHO "--actor", "M1", "--role", "L5", "--reason", "w"

static const uint8_t sealed[40] = {1};
static const struct case_reclassify_requested wish = {
    .version = 1,
    .has_version = true,
    .asked_by = TEXT("A1"),
    .wished_type = CASE_TYPE_complaint,
    .wished_category = TEXT("credit_card"),
    .reason = {{sealed, 8}, {sealed, 12}, {sealed, 40}},
    .received_at = 1,
    .has_received_at = true,
    .channel = TEXT("app")};
static const struct case_reclassified answer = {
    .state = CASE_STATE_queued,
    .version = 2,
    .has_version = true,
    .case_type = CASE_TYPE_complaint,
    .code = TEXT("CR01"),
    .code_named = true,
    .has_code_named = true,
    .category = TEXT("credit_card"),
    .grade = CASE_GRADE_P3,
    .queue = TEXT("q.complaint"),
    .received_at = 1,
    .has_received_at = true,
    .channel = TEXT("app")};

static void reclassify(size_t n)
{
    taken_add(n, MESSAGE_case_reclassify_requested_v1, &wish);
    taken_add(n, MESSAGE_case_reclassified_v1, &answer);
}

static void writes_lines_that_train_reads(void **state UNUSED)
{
    taken_reset("desk");
    reclassify(1);
    reclassify(2);
    reclassify(3); /* desk says nothing of it */
    play(taken_answer);
    assert_int_equal(
        RUN(cli_training, "training", "export", "--out", taken_path("out"), WHO),
        EXIT_FINE
    );
    assert_string_equal(taken_written(), "CR01\tT\t-\tsaid 1 more\nCR01\tT\t-\tsaid 2 more\n");
    assert_says(captured_out, "2 reclassified cases exported 已导出, 1 left out");
    assert_int_equal(taken_order.purpose, WORDS_PURPOSE_training);
    assert_int_equal(taken_order.cases_count, 3);
}

static void without_reclassifications_the_file_is_empty(void **state UNUSED)
{
    taken_reset("desk");
    play(taken_answer);
    assert_int_equal(
        RUN(cli_training, "training", "export", "--out", taken_path("out"), WHO, "--json"),
        EXIT_FINE
    );
    assert_string_equal(captured_out, "{\"exported\":0,\"left_out\":0}\n");
    assert_int_equal(access(taken_path("out"), F_OK), 0);
    assert_string_equal(taken_written(), "");
}

static void leaves_no_file_when_it_is_refused(void **state UNUSED)
{
    taken_reset("desk");
    reclassify(1);
    play(taken_refused);
    assert_int_equal(
        RUN(cli_training, "training", "export", "--out", taken_path("out"), WHO),
        EXIT_NOT_DONE
    );
    assert_says(captured_err, "forbidden");
    assert_int_equal(access(taken_path("out"), F_OK), -1);
    assert_int_equal(access(taken_path("out.part"), F_OK), -1);
}

static void wants_to_know_what_who_why_and_where_to(void **state UNUSED)
{
    play(taken_answer);
    assert_int_equal(RUN(cli_training, "training"), 2);
    assert_int_equal(RUN(cli_training, "training", "import", "--out", "x", WHO), 2);
    assert_int_equal(RUN(cli_training, "training", "export", WHO), 2);
    assert_int_equal(
        RUN(cli_training, "training", "export", "--out", "x", "--actor=M", "--role=L5"),
        2
    );
    assert_int_equal(RUN(cli_training, "training", "export", "--out=x", WHO, "--from=0"), 2);
    assert_int_equal(RUN(cli_training, "training", "export", "more", "--out=x", WHO), 2);
    assert_int_equal(played.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_lines_that_train_reads),
        cmocka_unit_test(without_reclassifications_the_file_is_empty),
        cmocka_unit_test(leaves_no_file_when_it_is_refused),
        cmocka_unit_test(wants_to_know_what_who_why_and_where_to),
    };

    return cmocka_run_group_tests_name("cli: training", tests, taken_begin, taken_end);
}
