/* Tests of services/cli/classify.c and classify_print.c: the command, with a model that is known by heart. */
#include "services/cli/commands.h"

#include <fcntl.h>
#include <stdio_ext.h>

#include "tests/unit/common/model/small_model.h"
#include "tests/unit/services/cli/captured.h"

static char model_path[] = "/tmp/shouli-model-XXXXXX";

static int set_up(void **state UNUSED)
{
    struct small_model small;

    assert_int_equal(close(mkstemp(model_path)), 0);
    small_model_draft(&small);
    return model_save(&small.draft, model_path) == OK ? 0 : 1;
}

static int tear_down(void **state UNUSED)
{
    return unlink(model_path);
}

static int ask(const char *input, const char *const *words)
{
    char *argv[16];
    int argc = 0;

    argv[argc++] = memory_copy_text(TEXT("classify"));
    argv[argc++] = memory_copy_text(TEXT("--model"));
    argv[argc++] = memory_copy_text(text_of(model_path));
    for (; *words; words++)
        argv[argc++] = memory_copy_text(text_of(*words));
    argv[argc] = NULL;
    captured_begin(input);
    int code = cli_classify(argc, argv);
    captured_end();
    for (int i = 0; i < argc; i++)
        memory_free(argv[i]);
    return code;
}
#define ASK(input, ...) ask(input, (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

static void assert_printed(const char *part)
{
    if (!strstr(captured_out, part))
        fail_msg("no '%s' in: %s / %s", part, captured_out, captured_err);
}

static void texts_get_a_label_and_a_confidence(void **state UNUSED)
{
    assert_int_equal(ASK("my CARD\r\n\nrain\n"), EXIT_FINE);
    assert_string_equal(captured_out, "card\t0.8905\tmy CARD\noos\t0.8835\train\n");
}

static void as_many_labels_as_asked_for_and_the_reasons(void **state UNUSED)
{
    assert_int_equal(ASK("a loan\n", "--top", "2", "--why"), EXIT_FINE);
    assert_printed("loan\t0.89");
    assert_printed("\tcard\t0.0");
    assert_printed("\ta loan\tloan +1.67\n");
}

static void json_is_one_object_a_line(void **state UNUSED)
{
    assert_int_equal(ASK("a \"loan\"\\\n", "--json", "--why"), EXIT_FINE);
    assert_printed("{\"labels\":[{\"label\":\"loan\",\"confidence\":0.89");
    assert_printed("\"text\":\"a \\\"loan\\\"\\\\");
    assert_printed("\"why\":[{\"ngram\":\"loan\",\"points\":1.66");
}

static void other_heads_are_asked_by_name(void **state UNUSED)
{
    assert_int_equal(ASK("angry loan\n", "--head", "tags"), EXIT_FINE);
    assert_printed("money\t0.86");
    assert_printed("mood\t0.86");
    assert_int_equal(ASK("the\n", "--head", "tags"), EXIT_FINE);
    assert_printed("-\t0.0000\tthe");
    assert_int_equal(ASK("angry\n", "--head", "anger"), EXIT_FINE);
    assert_string_equal(captured_out, "2.000\tangry\n");
    assert_int_equal(ASK("angry\n", "--head", "anger", "--json"), EXIT_FINE);
    assert_string_equal(captured_out, "{\"anger\":2.0000,\"text\":\"angry\"}\n");
}

static void labelled_texts_are_a_test(void **state UNUSED)
{
    static const char *const texts = "card\tmy card\nloan\tmy loan\noos\train\nloan\train\n";

    assert_int_equal(ASK(texts), EXIT_FINE);
    assert_printed("texts               4\naccuracy            0.7500\n");
    assert_printed("confusion           1  loan taken for oos\n");
    assert_printed("out_of_scope        0.0000 of 1 left");
    assert_int_equal(ASK(texts, "--json", "--grave", "card"), EXIT_FINE);
    assert_printed("{\"texts\":4,\"accuracy\":0.750000,");
    assert_printed("\"coverage\":{\"1.00\":0.750000,");
    assert_printed("\"grave\":1,\"grave_passed\":0.000000,");
    assert_printed("\"confusion\":[{\"label\":\"loan\",\"taken_for\":\"oos\",\"count\":1}]");
    assert_printed("\"p50_us\":");
}

static void a_cell_for_each_head_tests_the_head_that_is_asked(void **state UNUSED)
{
    static const char *const texts = "card\tmoney\t0\tmy card\nloan\tmood\t2\tan angry loan\n";

    assert_int_equal(ASK(texts, "--head", "anger"), EXIT_FINE);
    assert_printed("correlation         1.0000\nmean_error          ");
    assert_int_equal(ASK(texts, "--head", "tags"), EXIT_FINE);
    assert_printed("micro_f1            0.8000\n");
    assert_int_equal(ASK(texts), EXIT_FINE);
    assert_printed("accuracy            1.0000\n");
    assert_int_equal(ASK("card\tmoney\tmuch\tmy card\n", "--head", "anger"), EXIT_NOT_DONE);
}

static void labels_may_be_counted_by_how_they_begin(void **state UNUSED)
{
    assert_int_equal(ASK("card\tmy card\ncaxx\tcard\n", "--prefix", "2"), EXIT_FINE);
    assert_printed("accuracy            1.0000\n");
}

static void labels_are_taken_without_spaces_around_them(void **state UNUSED)
{
    assert_int_equal(ASK("\xef\xbb\xbf card \tmy card\nloan \tmy loan\r\n"), EXIT_FINE);
    assert_printed("accuracy            1.0000\n");
    assert_string_equal(captured_err, "");
}

static void labels_that_the_model_does_not_know_are_told_of(void **state UNUSED)
{
    assert_int_equal(ASK("card\tmy card\ncrad\tmy card\ncrad\tcard\n"), EXIT_FINE);
    assert_printed("accuracy            0.3333\n");
    assert_non_null(strstr(captured_err, "2 texts have labels that the model does not know"));
    assert_non_null(strstr(captured_err, "'crad'"));
}

static void a_line_of_any_length_is_one_text(void **state UNUSED)
{
    enum { LONG = 200 * 1024 };
    char *input = memory_new(LONG + 16, 1);

    memset(input, 'x', LONG);
    memcpy(input, "card ", 5);
    memcpy(input + LONG, "\nmy loan\n", 10);
    assert_int_equal(ASK(input), EXIT_FINE);
    memory_free(input);
    assert_int_equal(captured_lines(captured_out), 2);
    assert_printed("\nloan\t");
    assert_printed("\tmy loan\n");
}

static void a_failing_output_is_no_success(void **state UNUSED)
{
    char name[] = "classify", option[] = "--model";
    char *words[] = {name, option, model_path, NULL};

    captured_begin("my card\n");
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(dup2(full, STDOUT_FILENO) >= 0);
    int code = cli_classify(3, words);
    __fpurge(stdout);
    clearerr(stdout);
    captured_end();
    close(full);
    assert_int_equal(code, EXIT_NOT_DONE);
    assert_non_null(strstr(captured_err, "the answers cannot be written"));
}

/* Exported and hand-written files have lines that judge one head alone; they counted as wrong answers. */
static void a_cell_that_says_nothing_is_left_out(void **state UNUSED)
{
    assert_int_equal(ASK("-\tmy loan\ncard\tmy card\n\tloan\n"), EXIT_FINE);
    assert_printed("texts               1\naccuracy            1.0000\n");
    assert_non_null(strstr(captured_err, "2 lines say nothing for this head"));
    assert_int_equal(
        ASK("card\tmoney\t-\tmy card\ncard\tmoney\t0\tcard\n", "--head", "anger"),
        EXIT_FINE
    );
    assert_printed("texts               1\n");
    assert_int_equal(ASK("card\tmy card\n"), EXIT_FINE);
    assert_string_equal(captured_err, "");
}

static void grave_labels_have_to_be_labels(void **state UNUSED)
{
    assert_int_equal(ASK("card\tmy card\n", "--grave", "crad"), EXIT_USAGE);
    assert_non_null(strstr(captured_err, "there is no label 'crad'"));
    assert_int_equal(ASK("card\tmy card\n", "--grave", "crad,card"), EXIT_FINE);
    assert_non_null(strstr(captured_err, "there is no label 'crad'"));
    assert_printed("grave_passed        0.0000 of 1");
}

static void labels_are_counted_together_where_a_text_has_one(void **state UNUSED)
{
    assert_int_equal(ASK("x\n", "--head", "tags", "--prefix", "1"), EXIT_USAGE);
    assert_int_equal(ASK("x\n", "--head", "anger", "--grave", "card"), EXIT_USAGE);
    assert_non_null(strstr(captured_err, "are for heads of one label a text"));
}

static void several_labels_are_joined_by_what_is_given(void **state UNUSED)
{
    static const char *const texts = "money;mood\tangry loan\n";

    assert_int_equal(ASK(texts, "--head", "tags", "--separator", ";"), EXIT_FINE);
    assert_printed("exact               1.0000");
    assert_int_equal(ASK(texts, "--head", "tags"), EXIT_FINE);
    assert_printed("exact               0.0000");
}

static void wrong_options_and_models_are_refused(void **state UNUSED)
{
    assert_int_equal(ASK("x\n", "--head", "mood"), EXIT_USAGE);
    assert_non_null(strstr(captured_err, "the model has no head mood"));
    assert_int_equal(ASK("x\n", "--top", "33"), EXIT_USAGE);
    assert_int_equal(ASK("x\n", "--top", "32"), EXIT_FINE);
    assert_int_equal(ASK("x\n", "word"), EXIT_USAGE);
    assert_int_equal(ASK("x\n", "--groups", "/nowhere"), EXIT_NOT_DONE);
    assert_int_equal(ASK("x\n", "--model", "/nowhere"), EXIT_NOT_DONE);
    assert_non_null(strstr(captured_err, "/nowhere: cannot be read"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_get_a_label_and_a_confidence),
        cmocka_unit_test(as_many_labels_as_asked_for_and_the_reasons),
        cmocka_unit_test(json_is_one_object_a_line),
        cmocka_unit_test(other_heads_are_asked_by_name),
        cmocka_unit_test(labelled_texts_are_a_test),
        cmocka_unit_test(a_cell_for_each_head_tests_the_head_that_is_asked),
        cmocka_unit_test(labels_may_be_counted_by_how_they_begin),
        cmocka_unit_test(labels_are_taken_without_spaces_around_them),
        cmocka_unit_test(labels_that_the_model_does_not_know_are_told_of),
        cmocka_unit_test(a_line_of_any_length_is_one_text),
        cmocka_unit_test(a_failing_output_is_no_success),
        cmocka_unit_test(a_cell_that_says_nothing_is_left_out),
        cmocka_unit_test(grave_labels_have_to_be_labels),
        cmocka_unit_test(labels_are_counted_together_where_a_text_has_one),
        cmocka_unit_test(several_labels_are_joined_by_what_is_given),
        cmocka_unit_test(wrong_options_and_models_are_refused),
    };
    return cmocka_run_group_tests_name("classify", tests, set_up, tear_down);
}
