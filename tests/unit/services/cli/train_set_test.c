/* Tests of services/cli/train_set.c: labelled lines become samples (REQUIREMENTS 5.1). */
#include "tests/unit/services/cli/trained.h"

#include <math.h>

static struct arena arena;

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void assert_refused(const struct train_wish *wish, const char *lines, const char *why)
{
    struct text faults = {0};
    struct train_set set;

    trained_write(lines);
    assert_int_equal(train_set_read(&arena, wish, &faults, &set), ERROR_config);
    if (!strstr(faults.at, why))
        fail_msg("'%s' is not in: %s", why, faults.at);
}

static void a_line_is_a_label_and_a_text(void **state UNUSED)
{
    struct train_set set = trained_read(
        &arena,
        "# a comment\nloan\tmy loan\n\ncard\tmy card\r\nloan\tloan loan\n"
    );

    assert_int_equal(set.count, 3);
    assert_int_equal(set.head_count, 1);
    assert_true(text_is(set.heads[0].name, "label"));
    assert_int_equal(set.heads[0].label_count, 2);
    assert_true(text_is(set.heads[0].labels[0], "card"));
    assert_int_equal(set.samples[0].targets[0].labels[0], 1);
    assert_int_equal(set.samples[1].targets[0].labels[0], 0);
    assert_true(text_is(set.samples[1].text, "my card"));
    assert_int_equal(set.row_count, 3); /* my, loan, card */
}

static void spaces_and_a_byte_order_mark_are_no_part_of_a_label(void **state UNUSED)
{
    struct train_set set = trained_read(
        &arena,
        "\xef\xbb\xbf"
        "card\tmy card\n card \tmy loan\nloan\tloan\n"
    );

    assert_int_equal(set.count, 3);
    assert_int_equal(set.heads[0].label_count, 2);
    assert_true(text_is(set.heads[0].labels[0], "card"));
    assert_int_equal(set.samples[1].targets[0].labels[0], 0);
}

static void a_folder_is_no_file_of_texts(void **state UNUSED)
{
    const char *const paths[] = {"/tmp"};
    const struct train_wish wish = {.folds = 5, .paths = paths, .path_count = 1};
    struct text faults = {0};
    struct train_set set;

    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), ERROR_config);
    assert_non_null(strstr(faults.at, "/tmp:0: cannot be read"));
}

static void values_weigh_rare_words_more_and_have_length_one(void **state UNUSED)
{
    struct train_set set =
        trained_read(&arena, "loan\tmy loan\ncard\tmy card\nloan\tloan loan\n");
    const struct train_sample *first = &set.samples[0];

    assert_int_equal(first->count, 2);
    float sum = first->values[0] * first->values[0] + first->values[1] * first->values[1];
    assert_true(fabsf(sum - 1) < 1e-5F);
    assert_int_equal(set.samples[2].count, 1);
    assert_true(fabsf(set.samples[2].values[0] - 1) < 1e-6F);
    const struct train_sample *second = &set.samples[1];
    for (size_t i = 0; i < 2; i++) {
        if (set.seen_by[second->rows[i]] == 1)
            assert_true(second->values[i] > second->values[1 - i]);
    }
}

/* The idf of the only row that a set has of one view. */
static float idf_of(unsigned view, unsigned beside)
{
    struct train_wish wish = trained_wish();
    struct text faults;
    struct train_set set;

    trained_write("loan\t贷款\ncard\t贷款\n");
    wish.views = view | beside;
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    static struct feature_unit units[FEATURE_UNITS_MAX];
    static struct feature features[FEATURES_MAX];
    size_t count = features_of(TEXT("贷款"), view, units, features);
    assert_true(count > 0);
    for (size_t row = 0; row < set.row_count; row++) {
        if (set.hashes[row] == features[0].hash)
            return set.idfs[row];
    }
    fail_msg("no row of view %u", view);
    return 0;
}

static void pairs_weigh_less_and_single_characters_more(void **state UNUSED)
{
    float plain = idf_of(FEATURE_units_2, FEATURE_ends);

    assert_true(fabsf(idf_of(FEATURE_pairs, FEATURE_ends) - 0.7F * plain) < 1e-5F);
    assert_true(fabsf(idf_of(FEATURE_pairs, 0) - 0.7F * plain) < 1e-5F);
    assert_true(fabsf(idf_of(FEATURE_units_1, FEATURE_ends) - 1.5F * plain) < 1e-5F);
    assert_true(fabsf(idf_of(FEATURE_units_1, 0) - plain) < 1e-5F);
}

static void places_are_known_only_where_wished_for(void **state UNUSED)
{
    struct train_wish wish = trained_wish();
    struct text faults;
    struct train_set set;

    trained_write("loan\tmy loan my\ncard\tmy card\nloan\tloan\n");
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    assert_int_equal(set.samples[0].place_count, 0);
    wish.places = true;
    wish.rows_min_samples = 2;
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    assert_int_equal(set.samples[0].place_count, 3);
    assert_int_equal(set.samples[0].ends[2], 3);
    assert_int_equal(set.samples[0].placed[0], set.samples[0].placed[2]);
    assert_int_not_equal(set.samples[0].placed[0], set.samples[0].placed[1]);
    assert_int_equal(set.samples[1].place_count, 2); /* card is in too few, its place stays */
    assert_int_equal(set.samples[1].ends[1], 1);
}

static void n_grams_of_too_few_samples_are_left_out(void **state UNUSED)
{
    struct train_wish wish = trained_wish();
    struct text faults;
    struct train_set set;

    trained_write("loan\tmy loan\ncard\tmy card\nloan\tloan loan\n");
    wish.rows_min_samples = 2;
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    assert_int_equal(set.row_count, 2); /* my, loan */
    wish.rows_min_samples = 3;
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    assert_int_equal(set.row_count, 0);
}

/* How many n-grams a set has of so many texts, each the same five characters long. */
static size_t rows_of_texts(unsigned views, int texts)
{
    struct train_wish wish = trained_wish();
    char lines[256] = "";
    struct text faults;
    struct train_set set;

    for (int i = 0; i < texts; i++)
        strncat(
            lines,
            i % 2 ? "a\t贷款要利息\n" : "b\t贷款要利息\n",
            sizeof(lines) - strlen(lines) - 1
        );
    trained_write(lines);
    wish.views = views;
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    return set.row_count;
}

/* Of five characters there are three such two; the text's ends are no part of any. */
static void two_units_around_a_third_need_two_samples_more(void **state UNUSED)
{
    const size_t units = rows_of_texts(FEATURE_units_1, 2);
    const size_t ends = rows_of_texts(FEATURE_units_1 | FEATURE_ends, 2);

    assert_int_equal(units, 5);
    assert_int_equal(rows_of_texts(FEATURE_units_1 | FEATURE_skip, 2), units);
    assert_int_equal(rows_of_texts(FEATURE_units_1 | FEATURE_skip, 3), units + 3);
    assert_int_equal(rows_of_texts(FEATURE_units_1 | FEATURE_skip, 4), units + 3);
    assert_int_equal(rows_of_texts(FEATURE_units_1 | FEATURE_ends | FEATURE_skip, 2), ends);
    assert_int_equal(rows_of_texts(FEATURE_units_1 | FEATURE_ends | FEATURE_skip, 3), ends + 3);
}

static void further_cells_are_further_heads_and_silent_ones_are_unknown(void **state UNUSED)
{
    struct train_set set = trained_read(
        &arena,
        "AC01\tZ\t0\t开户要带什么\nAC02\t-\t2.5\t换手机号\nAC01\tB\t\t我要开户\n"
    );

    assert_int_equal(set.head_count, 3);
    assert_true(text_is(set.heads[1].name, "type"));
    assert_int_equal(set.heads[1].label_count, 2);
    assert_false(set.samples[1].targets[1].known);
    assert_true(set.samples[1].targets[0].known);
    assert_int_equal(set.heads[2].kind, MODEL_value);
    assert_true(set.samples[1].targets[2].value > 2.4F);
    assert_false(set.samples[2].targets[2].known);
    assert_true(set.heads[2].value_max > 2.4F && set.heads[2].value_min < 0.1F);
}

static void the_names_of_the_cells_may_be_given(void **state UNUSED)
{
    struct train_wish wish = trained_wish();
    struct text faults;
    struct train_set set;

    trained_write("3\tx\tgood\n1\ty\tbad\n");
    wish.heads = "mark:value,kind";
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    assert_int_equal(set.heads[0].kind, MODEL_value);
    assert_true(text_is(set.heads[1].name, "kind"));
    wish.heads = "a,b,c,d,e";
    assert_refused(&wish, "1\t2\n", "at most 4 names");
    wish.heads = "sixteen-letters-";
    assert_refused(&wish, "1\t2\n", "at most 15 bytes");
    wish.heads = "";
    assert_refused(&wish, "1\t2\n", "names none");
    wish.heads = "a,b,a";
    assert_refused(&wish, "1\t2\t3\tx\n", "a name stands twice");
    wish.heads = "a:number";
    assert_refused(&wish, "1\t2\n", "name:value");
}

static void chinese_texts_get_longer_n_grams_unless_something_else_is_wished(void **state UNUSED
)
{
    struct train_wish wish = trained_wish();
    struct text faults;
    struct train_set set;

    wish.views = 0;
    trained_write("a\tmy card\nb\tmy loan\n");
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    assert_int_equal(set.views, TRAIN_VIEWS_OF_WORDS);
    trained_write("a\t我的卡丢了\nb\t我的贷款\n");
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    assert_int_equal(set.views, TRAIN_VIEWS_OF_CHARACTERS);
    assert_true(set.views & FEATURE_pairs);
    wish.views = FEATURE_units_1;
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    assert_int_equal(set.views, FEATURE_units_1);
}

/* What was looked at of a pipe, to know what it is written in, was lost for learning. */
static void a_pipe_is_read_from_its_first_line(void **state UNUSED)
{
    struct train_wish wish = trained_wish();
    struct text faults = {0};
    struct train_set set;
    char path[32];
    const char *const paths[] = {path};
    static const char lines[] = "a\t我的卡丢了\nb\t我的贷款\n";
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], lines, sizeof(lines) - 1), sizeof(lines) - 1);
    close(ends[1]);
    snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
    wish.paths = paths;
    wish.views = 0;
    if (train_set_read(&arena, &wish, &faults, &set) != OK)
        fail_msg("%s", faults.at);
    close(ends[0]);
    assert_int_equal(set.count, 2);
    assert_int_equal(set.views, TRAIN_VIEWS_OF_CHARACTERS);
}

static void equal_texts_are_held_out_together(void **state UNUSED)
{
    struct train_set set =
        trained_read(&arena, "a\tone two\nb\tOne  TWO\na\tthree four\nb\tfive\n");

    assert_int_equal(set.samples[0].fold, set.samples[1].fold);
    for (size_t i = 0; i < set.count; i++)
        assert_true(set.samples[i].fold < 5);
}

static void wrong_files_are_refused_with_their_line(void **state UNUSED)
{
    struct train_wish wish = trained_wish();

    assert_refused(&wish, "a\tx\nb\n", ":2: has another number of cells");
    assert_refused(&wish, "only a text\n", ":1: a line is a label, a tab, a text");
    assert_refused(&wish, "", "not one line");
    assert_refused(&wish, "a\tb\t1\ttext\nc\td\tword\tx\n", ":2: emotion: a value is a number");
    static const char *const none[] = {"/nowhere.tsv"};
    wish.paths = none;
    assert_refused(&wish, "", "/nowhere.tsv:0: cannot be read");
}

static void a_line_is_taken_up_to_its_limit(void **state UNUSED)
{
    static char lines[TRAIN_LINE_BYTES_MAX + 64];
    struct train_wish wish = trained_wish();
    struct text faults;
    struct train_set set;

    for (size_t length = TRAIN_LINE_BYTES_MAX - 3; length <= TRAIN_LINE_BYTES_MAX - 1;
         length++) {
        memset(lines, 'x', length);
        memcpy(lines, "a\t", 2);
        memcpy(lines + length, "\nb\tx\n", 6);
        trained_write(lines);
        enum error error = train_set_read(&arena, &wish, &faults, &set);
        assert_int_equal(error, length < TRAIN_LINE_BYTES_MAX - 1 ? OK : ERROR_config);
    }
    assert_non_null(strstr(faults.at, "longer than a line may be"));
}

static void pairs_are_made_of_chinese_unless_never_or_always_is_wished(void **state UNUSED)
{
    static const struct {
        enum train_pairs pairs;
        unsigned words, characters;
    } cases[] = {
        {TRAIN_PAIRS_of_characters, TRAIN_VIEWS_OF_WORDS, TRAIN_VIEWS_OF_CHARACTERS},
        {TRAIN_PAIRS_never, TRAIN_VIEWS_OF_WORDS, TRAIN_VIEWS_OF_CHARACTERS_NEAR},
        {TRAIN_PAIRS_always, TRAIN_VIEWS_OF_WORDS | FEATURE_pairs, TRAIN_VIEWS_OF_CHARACTERS},
    };
    struct train_wish wish = trained_wish();
    struct text faults;
    struct train_set set;

    wish.views = 0;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        wish.pairs = cases[i].pairs;
        trained_write("a\tmy card\nb\tmy loan\n");
        assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
        assert_int_equal(set.views, cases[i].words);
        trained_write("a\t我的卡丢了\nb\t我的贷款\n");
        assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
        assert_int_equal(set.views, cases[i].characters);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_line_is_a_label_and_a_text, tear_down),
        cmocka_unit_test_teardown(
            spaces_and_a_byte_order_mark_are_no_part_of_a_label,
            tear_down
        ),
        cmocka_unit_test_teardown(a_folder_is_no_file_of_texts, tear_down),
        cmocka_unit_test_teardown(values_weigh_rare_words_more_and_have_length_one, tear_down),
        cmocka_unit_test_teardown(pairs_weigh_less_and_single_characters_more, tear_down),
        cmocka_unit_test_teardown(
            pairs_are_made_of_chinese_unless_never_or_always_is_wished,
            tear_down
        ),
        cmocka_unit_test_teardown(places_are_known_only_where_wished_for, tear_down),
        cmocka_unit_test_teardown(n_grams_of_too_few_samples_are_left_out, tear_down),
        cmocka_unit_test_teardown(two_units_around_a_third_need_two_samples_more, tear_down),
        cmocka_unit_test_teardown(
            further_cells_are_further_heads_and_silent_ones_are_unknown,
            tear_down
        ),
        cmocka_unit_test_teardown(the_names_of_the_cells_may_be_given, tear_down),
        cmocka_unit_test_teardown(
            chinese_texts_get_longer_n_grams_unless_something_else_is_wished,
            tear_down
        ),
        cmocka_unit_test_teardown(a_pipe_is_read_from_its_first_line, tear_down),
        cmocka_unit_test_teardown(equal_texts_are_held_out_together, tear_down),
        cmocka_unit_test_teardown(wrong_files_are_refused_with_their_line, tear_down),
        cmocka_unit_test_teardown(a_line_is_taken_up_to_its_limit, tear_down),
    };
    return cmocka_run_group_tests_name("train_set", tests, NULL, trained_remove);
}
