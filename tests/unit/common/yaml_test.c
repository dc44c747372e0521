/* Tests of common/yaml.c: one pass reports every fault with its line (DESIGN 7), limits at and over the edge. */
#include "common/yaml.h"

#include "common/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena arena;
static struct yaml yaml;

static int begin(void **state UNUSED)
{
    arena_reset(&arena);
    return 0;
}

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static const struct yaml_node *parse(const char *text)
{
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), OK);
    return yaml.root;
}

static void assert_faults(const char *wanted)
{
    struct text faults = yaml.faults;

    assert_false(yaml_ok(&yaml));
    if (!text_is(faults, wanted))
        fail_msg("faults are: %.*s", (int)faults.length, faults.at ? faults.at : "");
}

static void assert_refused(const char *text, const char *fault)
{
    arena_reset(&arena);
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), ERROR_config);
    assert_faults(fault);
}

static void reads_maps_and_lists_in_the_order_of_the_file(void **state UNUSED)
{
    const struct yaml_node *root = parse("b: 二\na:\n  - x\n  - y: 1\n");
    struct yaml_node *list = yaml_list(&yaml, root, "a");

    assert_int_equal(root->kind, YAML_map);
    assert_int_equal(root->count, 2);
    assert_true(text_is(root->first->key, "b"));
    assert_true(text_is(root->first->text, "二"));
    assert_int_equal(root->first->next->line, 3);
    assert_true(text_is(list->text, "x"));
    assert_int_equal(list->next->kind, YAML_map);
    assert_int_equal(yaml_int(&yaml, list->next, "y", 0, 9, 5), 1);
    assert_null(list->next->next);
    assert_true(yaml_ok(&yaml));
}

static void reads_whole_numbers_within_their_limits(void **state UNUSED)
{
    const struct yaml_node *root =
        parse("low: -3\nhigh: 7\nunder: -4\nover: 8\nhalf: 1.5\nword: x\nblank: ''\nhuge: "
              "99999999999999999999\n");

    assert_int_equal(yaml_int(&yaml, root, "low", -3, 7, 0), -3);
    assert_int_equal(yaml_int(&yaml, root, "high", -3, 7, 0), 7);
    assert_int_equal(yaml_int(&yaml, root, "missing", -3, 7, 99), 99);
    assert_true(yaml_ok(&yaml));
    assert_int_equal(yaml_int(&yaml, root, "under", -3, 7, 5), 5);
    assert_int_equal(yaml_int(&yaml, root, "over", -3, 7, 5), 5);
    assert_int_equal(yaml_int(&yaml, root, "half", -3, 7, 5), 5);
    assert_int_equal(yaml_int(&yaml, root, "word", -3, 7, 5), 5);
    assert_int_equal(yaml_int(&yaml, root, "blank", -3, 7, 5), 5);
    assert_int_equal(yaml_int(&yaml, root, "huge", INT64_MIN, INT64_MAX, 5), 5);
    assert_int_equal(yaml.fault_count, 6);
    assert_true(
        text_starts(yaml.faults, TEXT("text:3: 'under' must be a whole number from -3 to 7\n"))
    );
}

static void reads_numbers_within_their_limits(void **state UNUSED)
{
    const struct yaml_node *root =
        parse("half: 0.5\none: 1\nover: 1.01\nnone: nan\nword: 1x\n");

    assert_true(yaml_number(&yaml, root, "half", 0, 1, 0) == 0.5);
    assert_true(yaml_number(&yaml, root, "one", 0, 1, 0) == 1.0);
    assert_true(yaml_number(&yaml, root, "missing", 0, 1, 0.25) == 0.25);
    assert_true(yaml_ok(&yaml));
    assert_true(yaml_number(&yaml, root, "over", 0, 1, 0.25) == 0.25);
    assert_true(yaml_number(&yaml, root, "none", 0, 1, 0.25) == 0.25);
    assert_true(yaml_number(&yaml, root, "word", 0, 1, 0.25) == 0.25);
    assert_int_equal(yaml.fault_count, 3);
}

static void reads_flags_as_true_and_false_only(void **state UNUSED)
{
    const struct yaml_node *root = parse("a: true\nb: false\nc: yes\n");

    assert_true(yaml_flag(&yaml, root, "a", false));
    assert_false(yaml_flag(&yaml, root, "b", true));
    assert_true(yaml_flag(&yaml, root, "missing", true));
    assert_true(yaml_ok(&yaml));
    assert_false(yaml_flag(&yaml, root, "c", true));
    assert_faults("text:3: 'c' must be true or false");
}

static void gives_defaults_back_and_reports_every_fault_at_once(void **state UNUSED)
{
    static const char *const keys[] = {"name", "size", "list", NULL};
    const struct yaml_node *root = parse("size: big\nlist: 3\nnmae: x\n");

    assert_true(text_is(yaml_text(&yaml, root, "name", (struct text){0}), ""));
    assert_int_equal(yaml_int(&yaml, root, "size", 1, 2, 1), 1);
    assert_null(yaml_list(&yaml, root, "list"));
    yaml_allow(&yaml, root, keys);
    yaml_fault(&yaml, root->first, "%d of my own", 1);
    assert_faults("text:1: 'name' is missing\n"
                  "text:1: 'size' must be a whole number from 1 to 2\n"
                  "text:2: 'list' must be a list\n"
                  "text:3: unknown key 'nmae'\n"
                  "text:1: 1 of my own");
}

static void tells_a_missing_entry_from_a_wrong_one(void **state UNUSED)
{
    const struct yaml_node *root = parse("map: {a: 1}\nword: w\n");

    assert_null(yaml_find(root, "gone"));
    assert_null(yaml_find(yaml_find(root, "word"), "a"));
    assert_null(yaml_find(NULL, "a"));
    assert_null(yaml_list(&yaml, root, "gone"));
    assert_true(text_is(yaml_text(&yaml, root, "gone", TEXT("default")), "default"));
    assert_true(text_is(yaml_text(&yaml, root, "word", (struct text){0}), "w"));
    assert_non_null(yaml_get(&yaml, root, "map"));
    assert_true(yaml_ok(&yaml));
    assert_null(yaml_get(&yaml, root, "gone"));
    assert_true(text_is(yaml_text(&yaml, root, "map", TEXT("default")), "default"));
    yaml_allow(&yaml, yaml_find(root, "word"), (const char *const[]){NULL});
    assert_faults("text:1: 'gone' is missing\n"
                  "text:1: 'map' must be a single value\n"
                  "text:2: a map is expected here");
}

static void refuses_what_is_not_yaml_with_the_line(void **state UNUSED)
{
    assert_refused("", "text:1: the file is empty");
    assert_refused("a: 1\nb: [1, 2\n", "text:3: did not find expected ',' or ']'");
    assert_refused("a: 1\na: 2\n", "text:2: key 'a' stands twice");
    assert_refused("[a]: 2\n", "text:1: a key must be a plain word");
}

/* A map of so many lines "kN: x", or of one key so often. */
static enum error read_map(int keys, bool same)
{
    static char text[16 * 1024 * 8];
    size_t length = 0;

    arena_reset(&arena);
    for (int i = 0; i < keys; i++)
        length +=
            (size_t)snprintf(text + length, sizeof(text) - length, "k%d: x\n", same ? 0 : i);
    return yaml_read_text(&yaml, &arena, (struct text){text, length});
}

static void takes_up_to_4096_keys_a_map(void **state UNUSED)
{
    assert_int_equal(read_map(4095, false), OK);
    assert_int_equal(read_map(4096, false), OK);
    assert_int_equal(yaml.root->count, 4096);
    assert_int_equal(read_map(4097, false), ERROR_config);
    assert_faults("text:4097: more than 4096 keys");
}

/* Each pair of equal keys was a fault, and each fault was formatted: a small file took minutes. */
static void tells_once_of_a_key_that_stands_often(void **state UNUSED)
{
    assert_int_equal(read_map(4000, true), ERROR_config);
    assert_int_equal(yaml.fault_count, 3999);
}

/* 255 bytes are kept of a fault; one of the three lengths ends inside a character. */
static void cuts_a_fault_between_characters(void **state UNUSED)
{
    char text[400] = "";

    for (int i = 0; i < 100; i++)
        strncat(text, "二", 4);
    for (int i = 0; i < 3; i++) {
        yaml = (struct yaml){.arena = &arena, .file = TEXT("text")};
        yaml_fault(&yaml, NULL, "%.*s%s", i, "xyz", text);
        assert_true(utf8_valid(yaml.faults));
        assert_int_equal(
            yaml.faults.length,
            strlen("text:1: ") + (size_t)i + 3 * ((255 - (size_t)i) / 3)
        );
    }
}

/* yaml.h: a policy shows what it says. */
static void refuses_aliases_and_merge_keys(void **state UNUSED)
{
    assert_refused("a: &x {b: 1}\nc: *x\n", "text:1: aliases are not read");
    assert_refused("a: &x [*x]\n", "text:1: aliases are not read");
    assert_refused("a:\n  <<: {b: 1}\n  d: 2\n", "text:2: merge keys are not read");
    assert_non_null(parse("a: &x {b: 1}\n"));
}

/* `depth` lists around a word: the word itself lies at that depth. */
static enum error read_nested(size_t depth)
{
    char text[128];
    size_t length = 0;

    for (size_t i = 0; i < depth; i++)
        text[length++] = '[';
    text[length++] = 'x';
    for (size_t i = 0; i < depth; i++)
        text[length++] = ']';
    arena_reset(&arena);
    return yaml_read_text(&yaml, &arena, (struct text){text, length});
}

static void bounds_the_depth(void **state UNUSED)
{
    assert_int_equal(read_nested(31), OK);
    assert_int_equal(read_nested(32), OK);
    assert_int_equal(read_nested(33), ERROR_config);
    assert_faults("text:1: too deep or too large");
}

/* A list and its words are `nodes` in all. */
static enum error read_many(size_t nodes)
{
    size_t length = 0;

    arena_reset(&arena);
    char *text = arena_take(&arena, nodes * 2 + 2);
    text[length++] = '[';
    for (size_t i = 1; i < nodes; i++) {
        text[length++] = 'x';
        text[length++] = ',';
    }
    text[length++] = ']';
    return yaml_read_text(&yaml, &arena, (struct text){text, length});
}

static void bounds_the_number_of_nodes(void **state UNUSED)
{
    assert_int_equal(read_many(99999), OK);
    assert_int_equal(read_many(100000), OK);
    assert_int_equal(yaml.root->count, 99999);
    assert_int_equal(read_many(100001), ERROR_config);
}

static void lists_at_most_32_faults_and_counts_them_all(void **state UNUSED)
{
    const struct yaml_node *root = parse("a: 1\n");

    for (int i = 0; i < 33; i++)
        yaml_fault(&yaml, root, "fault %d", i);
    assert_int_equal(yaml.fault_count, 33);
    size_t lines = 1;
    for (size_t i = 0; i < yaml.faults.length; i++)
        lines += yaml.faults.at[i] == '\n';
    assert_int_equal(lines, 32);
}

static enum error read_file_of(size_t bytes)
{
    char path[] = "/tmp/shouli-yaml.XXXXXX";
    int file = mkstemp(path);

    assert_true(file >= 0);
    FILE *out = fdopen(file, "w");
    fputs("a: ", out);
    for (size_t i = 4; i < bytes; i++)
        fputc('x', out);
    fputc('\n', out);
    fclose(out);
    arena_reset(&arena);
    enum error error = yaml_read_file(&yaml, &arena, path);
    unlink(path);
    return error;
}

static void bounds_the_bytes_of_a_file(void **state UNUSED)
{
    assert_int_equal(read_file_of(1024 * 1024 - 1), OK);
    assert_int_equal(read_file_of(1024 * 1024), OK);
    assert_int_equal(read_file_of(1024 * 1024 + 1), ERROR_config);
    assert_non_null(memmem(yaml.faults.at, yaml.faults.length, "larger than 1 MiB", 17));
}

static void names_the_file_that_is_not_there(void **state UNUSED)
{
    assert_int_equal(yaml_read_file(&yaml, &arena, "/nowhere/p.yaml"), ERROR_config);
    assert_faults("/nowhere/p.yaml:1: No such file or directory");
}

/* In words they mean nothing, but libyaml looks at each that is open for each token. */
static void refuses_more_than_256_open_brackets(void **state UNUSED)
{
    char text[8 + 257 + 2] = "a: \"";

    memset(text + 4, '[', 256);
    memcpy(text + 4 + 256, "\"", 2);
    (void)parse(text);
    memset(text + 4, '{', 257);
    memcpy(text + 4 + 257, "\"", 2);
    assert_refused(text, "text:1: more than 256 brackets are open");
    memcpy(text + 4, "[]{}", 4);
    (void)parse(text); /* what is closed again does not count */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(reads_maps_and_lists_in_the_order_of_the_file, begin),
        cmocka_unit_test_setup(reads_whole_numbers_within_their_limits, begin),
        cmocka_unit_test_setup(reads_numbers_within_their_limits, begin),
        cmocka_unit_test_setup(reads_flags_as_true_and_false_only, begin),
        cmocka_unit_test_setup(gives_defaults_back_and_reports_every_fault_at_once, begin),
        cmocka_unit_test_setup(tells_a_missing_entry_from_a_wrong_one, begin),
        cmocka_unit_test_setup(refuses_what_is_not_yaml_with_the_line, begin),
        cmocka_unit_test_setup(takes_up_to_4096_keys_a_map, begin),
        cmocka_unit_test_setup(refuses_more_than_256_open_brackets, begin),
        cmocka_unit_test_setup(tells_once_of_a_key_that_stands_often, begin),
        cmocka_unit_test_setup(cuts_a_fault_between_characters, begin),
        cmocka_unit_test_setup(refuses_aliases_and_merge_keys, begin),
        cmocka_unit_test_setup(bounds_the_depth, begin),
        cmocka_unit_test_setup(bounds_the_number_of_nodes, begin),
        cmocka_unit_test_setup(lists_at_most_32_faults_and_counts_them_all, begin),
        cmocka_unit_test_setup(bounds_the_bytes_of_a_file, begin),
        cmocka_unit_test_setup(names_the_file_that_is_not_there, begin),
    };
    return cmocka_run_group_tests_name("yaml", tests, NULL, end);
}
