/* Tests of services/cli/train_labels.c. */
#include "services/cli/train_labels.h"

#include "tests/unit/services/cli/trained.h"

static struct arena arena;

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

#define SEPARATOR(...)                                                                         \
    train_labels_separator(                                                                    \
        (const struct text[]){__VA_ARGS__},                                                    \
        LENGTH(((const struct text[]){__VA_ARGS__}))                                           \
    )

static void finds_what_joins_labels(void **state UNUSED)
{
    struct text comma = SEPARATOR(TEXT("a,b"), TEXT("a"), TEXT("b,c"), TEXT("c"));
    struct text bar = SEPARATOR(TEXT("a|b"), TEXT("a|c"), TEXT("c"), TEXT("b"));
    struct text div = SEPARATOR(TEXT("a<div>b"), TEXT("a"), TEXT("b"));

    assert_true(text_is(comma, ","));
    assert_true(text_is(bar, "|"));
    assert_true(text_is(div, "<div>"));
}

static void what_joins_nothing_that_comes_again_is_part_of_a_label(void **state UNUSED)
{
    assert_int_equal(SEPARATOR(TEXT("a"), TEXT("b"), TEXT("a")).length, 0);
    assert_int_equal(SEPARATOR(TEXT("yes, it is"), TEXT("no, not"), TEXT("x")).length, 0);
    assert_int_equal(SEPARATOR(TEXT("a,"), TEXT("a"), TEXT("a")).length, 0);
}

/* A name with a comma in it, however often it comes, is one label. */
static void parts_that_only_ever_stand_together_are_one_label(void **state UNUSED)
{
    assert_int_equal(
        SEPARATOR(
            TEXT("Loans, cars"),
            TEXT("Loans, cars"),
            TEXT("Cards, lost"),
            TEXT("Cards, lost"),
            TEXT("Other"),
            TEXT("Other")
        )
            .length,
        0
    );
    assert_true(text_is(SEPARATOR(TEXT("a, b"), TEXT("a, c"), TEXT("b"), TEXT("c")), ","));
}

static void one_cell_in_a_hundred_has_to_be_joined(void **state UNUSED)
{
    static struct text cells[1000];

    for (size_t joined = 9; joined <= 11; joined++) {
        for (size_t i = 0; i < LENGTH(cells); i++)
            cells[i] = i < joined ? TEXT("a+b") : i % 2 ? TEXT("a") : TEXT("b");
        struct text separator = train_labels_separator(cells, LENGTH(cells));
        assert_int_equal(separator.length, joined >= 10);
    }
}

static void samples_of_several_labels_have_them_all(void **state UNUSED)
{
    struct train_set set = trained_read(&arena, "b,a\tx\na\ty\nb\tz\nc,a\tx y\nc\ty\n");

    assert_int_equal(set.heads[0].kind, MODEL_many);
    assert_int_equal(set.heads[0].label_count, 3);
    assert_int_equal(set.samples[0].targets[0].count, 2);
    assert_int_equal(set.samples[0].targets[0].labels[0], 1);
    assert_int_equal(set.samples[0].targets[0].labels[1], 0);
    assert_int_equal(set.samples[2].targets[0].count, 1);
}

static void labels_are_bare_and_said_once(void **state UNUSED)
{
    struct train_set set = trained_read(&arena, "a | b\tx\na|a\ty\nb\tz\n");

    assert_int_equal(set.heads[0].label_count, 2);
    assert_int_equal(set.samples[0].targets[0].count, 2);
    assert_int_equal(set.samples[1].targets[0].count, 1);
    assert_int_equal(set.samples[1].targets[0].labels[0], 0);
}

static void more_labels_than_a_text_ever_has_are_all_taken(void **state UNUSED)
{
    char lines[2048];
    size_t end = 0;

    for (int i = 0; i < 100; i++)
        end += (size_t)snprintf(lines + end, sizeof(lines) - end, "%sl%d", i ? "|" : "", i);
    for (int i = 0; i < 99; i++)
        end += (size_t
        )snprintf(lines + end, sizeof(lines) - end, i ? "l%d\ty\n" : "\tx\nl%d\ty\n", i);
    struct train_set set = trained_read(&arena, lines);
    assert_int_equal(set.heads[0].label_count, 100);
    assert_int_equal(set.samples[0].targets[0].count, 100);
}

static void a_separator_that_is_given_is_taken_and_an_empty_one_never_splits(void **state UNUSED
)
{
    struct train_wish wish = trained_wish();
    struct text faults;
    struct train_set set;

    trained_write("b,a\tx\na\ty\nb\tz\n");
    wish.separator = "";
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    assert_int_equal(set.heads[0].kind, MODEL_one);
    assert_int_equal(set.heads[0].label_count, 3);
    trained_write("b;a\tx\na\ty\nb\tz\n");
    wish.separator = ";";
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    assert_int_equal(set.heads[0].kind, MODEL_many);
    assert_int_equal(set.heads[0].label_count, 2);
}

static void a_label_for_what_does_not_belong_here_is_known_by_name(void **state UNUSED)
{
    struct train_set with = trained_read(&arena, "a\tx\noos\ty\n");
    struct train_set without = trained_read(&arena, "a\tx\noosx\ty\n");

    assert_int_equal(with.heads[0].out_of_scope, 1);
    assert_int_equal(without.heads[0].out_of_scope, -1);
}

static void assert_refused_bytes(const char *lines, size_t length, const char *why)
{
    struct train_wish wish = trained_wish();
    struct text faults = {0};
    struct train_set set;

    trained_write_bytes(lines, length);
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), ERROR_config);
    if (!strstr(faults.at, why))
        fail_msg("'%s' is not in: %s", why, faults.at);
}

static void assert_refused(const char *lines, const char *why)
{
    assert_refused_bytes(lines, strlen(lines), why);
}

/* One with a zero was learnt from to the end, and the model then refused. */
static void a_label_has_no_control_characters(void **state UNUSED)
{
    static const char zero[] = "b\tx\nc\0d\ty\n";

    assert_refused_bytes(
        zero,
        sizeof(zero) - 1,
        ":2: label: a label has 1 to 64 bytes of UTF-8"
    );
    assert_refused("a\x1f\tx\nb\ty\n", ":1: label: a label has");
    assert_refused("b\tx\na\x7f\ty\n", ":2: label: a label has");
    assert_int_equal(trained_read(&arena, "a b\tx\nb~\ty\n").heads[0].label_count, 2);
}

static void labels_have_limits(void **state UNUSED)
{
    static char lines[64 * 1024];
    char label[MODEL_LABEL_BYTES_MAX + 2];

    assert_refused("a\tx\na\ty\n", "two labels at least");
    for (size_t length = MODEL_LABEL_BYTES_MAX - 1; length <= MODEL_LABEL_BYTES_MAX + 1;
         length++) {
        memset(label, 'l', length);
        label[length] = '\0';
        snprintf(lines, sizeof(lines), "%s\tx\nb\ty\n", label);
        if (length > MODEL_LABEL_BYTES_MAX)
            assert_refused(lines, "1 to 64 bytes");
        else
            trained_read(&arena, lines);
    }
    for (size_t count = MODEL_LABELS_MAX - 1; count <= MODEL_LABELS_MAX + 1; count++) {
        size_t end = 0;
        for (size_t i = 0; i < count; i++)
            end += (size_t)snprintf(lines + end, sizeof(lines) - end, "l%zu\tx\n", i);
        if (count > MODEL_LABELS_MAX)
            assert_refused(lines, "more than 512 labels");
        else
            assert_int_equal(trained_read(&arena, lines).heads[0].label_count, count);
    }
    assert_refused("\xFF\tx\nb\ty\n", "UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_joins_labels),
        cmocka_unit_test(what_joins_nothing_that_comes_again_is_part_of_a_label),
        cmocka_unit_test(parts_that_only_ever_stand_together_are_one_label),
        cmocka_unit_test_teardown(labels_are_bare_and_said_once, tear_down),
        cmocka_unit_test_teardown(more_labels_than_a_text_ever_has_are_all_taken, tear_down),
        cmocka_unit_test_teardown(a_label_has_no_control_characters, tear_down),
        cmocka_unit_test(one_cell_in_a_hundred_has_to_be_joined),
        cmocka_unit_test_teardown(samples_of_several_labels_have_them_all, tear_down),
        cmocka_unit_test_teardown(
            a_separator_that_is_given_is_taken_and_an_empty_one_never_splits,
            tear_down
        ),
        cmocka_unit_test_teardown(
            a_label_for_what_does_not_belong_here_is_known_by_name,
            tear_down
        ),
        cmocka_unit_test_teardown(labels_have_limits, tear_down),
    };
    return cmocka_run_group_tests_name("train_labels", tests, NULL, trained_remove);
}
