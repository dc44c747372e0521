/* Tests of common/settings.c, on the table of settings_example.def. */
#include "common/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/common/settings_example.h"

#include <cmocka.h>

enum { VARIABLES_MAX = 64 };

/* What must be given, so that the rest of an environment can be about one thing. */
#define GIVEN "SHOULI_DATABASE=postgresql://", "SHOULI_TOKEN=secret-token"

static struct arena arena;
static struct example_settings settings;
static struct text faults;

static int clean(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static enum error load_list(const char *const *variables, size_t count)
{
    const struct settings_part part = {"Example", LIST(example_table), &settings};
    char *environment[VARIABLES_MAX + 1] = {0};

    assert_true(count <= VARIABLES_MAX);
    for (size_t i = 0; i < count; i++)
        environment[i] = (char *)(uintptr_t)variables[i];
    faults = (struct text){0};
    return settings_load(&part, 1, environment, &arena, &faults);
}

#define LOAD(...)                                                                              \
    load_list((const char *const[]){__VA_ARGS__}, LENGTH(((const char *const[]){__VA_ARGS__})))

/* The environment loads, up to the one fault given. */
#define ASSERT_FAULT(fault, ...)                                                               \
    do {                                                                                       \
        assert_int_equal(LOAD(GIVEN, __VA_ARGS__), ERROR_config);                              \
        assert_non_null(faults.at);                                                            \
        assert_string_equal(faults.at, fault);                                                 \
    } while (0)

static void fills_defaults_where_nothing_is_given(void **state UNUSED)
{
    assert_int_equal(LOAD(GIVEN, "HOME=/root", "PATH=/bin"), OK);
    assert_null(faults.at);
    assert_int_equal(settings.batch_max, 1000);
    assert_int_equal(settings.offset_ms, -5);
    assert_string_equal(settings.name.at, "router");
    assert_int_equal(settings.name.length, 6);
    assert_non_null(settings.note.at);
    assert_int_equal(settings.note.length, 0);
    assert_int_equal(settings.password.hidden.length, 0);
    assert_string_equal(settings.policies.at, "config");
    assert_false(settings.carefully);
    assert_true(settings.answers);
}

static void takes_what_the_environment_gives(void **state UNUSED)
{
    assert_int_equal(
        LOAD(
            GIVEN,
            "SHOULI_BATCH_MAX=250",
            "SHOULI_OFFSET_MS=-10",
            "SHOULI_NAME=受理",
            "SHOULI_NOTE=a=b",
            "SHOULI_PASSWORD=pass word",
            "SHOULI_POLICIES=/etc/shouli",
            "SHOULI_CAREFULLY=true",
            "SHOULI_ANSWERS=0"
        ),
        OK
    );
    assert_int_equal(settings.batch_max, 250);
    assert_int_equal(settings.offset_ms, -10);
    assert_string_equal(settings.name.at, "受理");
    assert_string_equal(settings.note.at, "a=b");
    assert_string_equal(settings.database.at, "postgresql://");
    assert_string_equal(settings.password.hidden.at, "pass word");
    assert_string_equal(settings.token.hidden.at, "secret-token");
    assert_string_equal(settings.policies.at, "/etc/shouli");
    assert_true(settings.carefully);
    assert_false(settings.answers);
}

static void keeps_texts_after_the_environment_is_gone(void **state UNUSED)
{
    char variable[] = "SHOULI_NAME=desk";

    assert_int_equal(LOAD(GIVEN, variable), OK);
    memset(variable, 'x', sizeof(variable) - 1);
    assert_string_equal(settings.name.at, "desk");
}

static void bounds_whole_numbers_on_both_sides(void **state UNUSED)
{
    assert_int_equal(LOAD(GIVEN, "SHOULI_BATCH_MAX=1"), OK);
    assert_int_equal(settings.batch_max, 1);
    assert_int_equal(LOAD(GIVEN, "SHOULI_BATCH_MAX=10000"), OK);
    assert_int_equal(settings.batch_max, 10000);
    ASSERT_FAULT(
        "SHOULI_BATCH_MAX: must be a whole number from 1 to 10000, not \"0\"",
        "SHOULI_BATCH_MAX=0"
    );
    assert_int_equal(settings.batch_max, 1000);
    ASSERT_FAULT(
        "SHOULI_BATCH_MAX: must be a whole number from 1 to 10000, not \"10001\"",
        "SHOULI_BATCH_MAX=10001"
    );
}

static void refuses_what_is_no_whole_number(void **state UNUSED)
{
    static const char *const bad[] = {
        "",
        "ten",
        " 10",
        "10 ",
        "+10",
        "10.0",
        "0x10",
        "-",
        "9223372036854775808",
        "18446744073709551617"};

    for (size_t i = 0; i < LENGTH(bad); i++) {
        const char *variable = arena_format(&arena, "SHOULI_BATCH_MAX=%s", bad[i]).at;
        assert_int_equal(LOAD(GIVEN, variable), ERROR_config);
        assert_true(text_starts(faults, TEXT("SHOULI_BATCH_MAX: must be a whole number")));
    }
}

static void refuses_what_is_neither_true_nor_false(void **state UNUSED)
{
    ASSERT_FAULT(
        "SHOULI_CAREFULLY: must be true or false, not \"yes\"",
        "SHOULI_CAREFULLY=yes"
    );
    ASSERT_FAULT("SHOULI_CAREFULLY: must be true or false, not \"\"", "SHOULI_CAREFULLY=");
    ASSERT_FAULT("SHOULI_ANSWERS: must be true or false, not \"TRUE\"", "SHOULI_ANSWERS=TRUE");
    assert_true(settings.answers);
}

static void bounds_the_length_of_texts_in_bytes(void **state UNUSED)
{
    assert_int_equal(LOAD(GIVEN, "SHOULI_NAME=12", "SHOULI_NOTE=123"), OK);
    assert_int_equal(LOAD(GIVEN, "SHOULI_NAME=12345678"), OK);
    ASSERT_FAULT("SHOULI_NAME: must have 2 to 8 bytes, has 1", "SHOULI_NAME=1");
    ASSERT_FAULT("SHOULI_NAME: must have 2 to 8 bytes, has 0", "SHOULI_NAME=");
    ASSERT_FAULT("SHOULI_NAME: must have 2 to 8 bytes, has 9", "SHOULI_NAME=受理中");
    assert_string_equal(settings.name.at, "router");
}

static void takes_empty_for_left_out_where_the_default_is_empty(void **state UNUSED)
{
    assert_int_equal(LOAD(GIVEN, "SHOULI_NOTE="), OK);
    assert_int_equal(settings.note.length, 0);
    ASSERT_FAULT("SHOULI_NOTE: must have 3 to 20 bytes, has 2", "SHOULI_NOTE=12");
}

static void refuses_text_that_is_not_utf8(void **state UNUSED)
{
    ASSERT_FAULT("SHOULI_NAME: is not text in UTF-8", "SHOULI_NAME=a\xff");
    assert_int_equal(LOAD(GIVEN, "SHOULI_POLICIES=/a\xff"), OK);
}

static void asks_for_what_must_be_given(void **state UNUSED)
{
    assert_int_equal(LOAD("SHOULI_TOKEN=1234"), ERROR_config);
    assert_string_equal(faults.at, "SHOULI_DATABASE: must be given: how PostgreSQL is reached");
    assert_int_equal(settings.database.length, 0);
}

static void never_quotes_a_secret(void **state UNUSED)
{
    ASSERT_FAULT("SHOULI_PASSWORD: must have 4 to 16 bytes, has 3", "SHOULI_PASSWORD=pss");
    ASSERT_FAULT(
        "SHOULI_PASSWORD: must have 4 to 16 bytes, has 17",
        "SHOULI_PASSWORD=verysecretindeed!"
    );
}

static void refuses_names_that_nobody_knows(void **state UNUSED)
{
    ASSERT_FAULT("SHOULI_BATCHMAX: is not a setting of this program", "SHOULI_BATCHMAX=5");
    ASSERT_FAULT("SHOULI_: is not a setting of this program", "SHOULI_=5");
    ASSERT_FAULT("SHOULI_BATCH: is not a setting of this program", "SHOULI_BATCH=5");
    ASSERT_FAULT("SHOULI_batch_max: is not a setting of this program", "SHOULI_batch_max=5");
    assert_int_equal(LOAD(GIVEN, "SHOULIX=1", "XSHOULI_Y=1"), OK);
}

static void lets_names_pass_that_all_programs_share(void **state UNUSED)
{
    assert_int_equal(
        LOAD(
            GIVEN,
            "SHOULI_PORT_BASE=5500",
            "SHOULI_RUN_DIR=/run",
            "SHOULI_CONFIG_DIR=x",
            "SHOULI_KEYS_DIR=x",
            "SHOULI_VAULT_KEK_FILE=x"
        ),
        OK
    );
    for (size_t i = 0; i < settings_shared_count; i++)
        assert_true(text_starts(text_of(settings_shared[i].name), TEXT("SHOULI_")));
}

static void reports_all_faults_at_once(void **state UNUSED)
{
    assert_int_equal(
        LOAD("SHOULI_BATCH_MAX=x", "SHOULI_NAME=1", "SHOULI_TOKEN=abc", "SHOULI_WRONG=1"),
        ERROR_config
    );
    assert_string_equal(
        faults.at,
        "SHOULI_BATCH_MAX: must be a whole number from 1 to 10000, not \"x\"\n"
        "SHOULI_NAME: must have 2 to 8 bytes, has 1\n"
        "SHOULI_DATABASE: must be given: how PostgreSQL is reached\n"
        "SHOULI_TOKEN: must have 4 to 70000 bytes, has 3\n"
        "SHOULI_WRONG: is not a setting of this program"
    );
}

/* `count` unknown names; the number of lines of faults. */
static size_t lines_with_unknown(size_t count)
{
    const char *variables[VARIABLES_MAX] = {GIVEN};
    size_t lines = 1;

    for (size_t i = 0; i < count; i++)
        variables[2 + i] = arena_format(&arena, "SHOULI_UNKNOWN_%zu=1", i).at;
    assert_int_equal(load_list(variables, 2 + count), ERROR_config);
    for (const char *at = faults.at; *at; at++)
        lines += *at == '\n';
    return lines;
}

static void lists_faults_up_to_its_limit_and_counts_the_others(void **state UNUSED)
{
    assert_int_equal(lines_with_unknown(SETTING_FAULTS_MAX - 1), SETTING_FAULTS_MAX - 1);
    assert_int_equal(lines_with_unknown(SETTING_FAULTS_MAX), SETTING_FAULTS_MAX);
    assert_null(strstr(faults.at, "more"));
    assert_int_equal(lines_with_unknown(SETTING_FAULTS_MAX + 1), SETTING_FAULTS_MAX + 1);
    assert_non_null(strstr(faults.at, "\nand 1 more"));
    assert_int_equal(lines_with_unknown(SETTING_FAULTS_MAX + 20), SETTING_FAULTS_MAX + 1);
    assert_non_null(strstr(faults.at, "\nand 20 more"));
}

static void cuts_what_it_quotes(void **state UNUSED)
{
    char value[500] = "SHOULI_BATCH_MAX=";
    char name[500] = "SHOULI_X";

    memset(value + strlen(value), 'v', 400);
    memset(name + strlen(name), 'N', 400);
    assert_int_equal(LOAD(GIVEN, value, name), ERROR_config);
    assert_in_range(faults.length, 100, 300);
}

/* A file with `length` bytes of content as SHOULI_<name>_FILE. */
static enum error load_file(const char *name, const char *content, size_t length)
{
    char path[] = "/tmp/settings_test.XXXXXX";
    int file = mkstemp(path);
    const char *variables[] = {
        "SHOULI_DATABASE=x",
        arena_format(&arena, "SHOULI_%s_FILE=%s", name, path).at,
        strcmp(name, "TOKEN") == 0 ? "X=" : "SHOULI_TOKEN=1234",
    };

    assert_true(file >= 0);
    assert_int_equal(write(file, content, length), length);
    close(file);
    enum error error = load_list(LIST(variables));
    unlink(path);
    return error;
}

static void reads_texts_and_secrets_from_files(void **state UNUSED)
{
    assert_int_equal(load_file("TOKEN", "from a file\n", 12), OK);
    assert_string_equal(settings.token.hidden.at, "from a file");
    assert_int_equal(load_file("TOKEN", "no line end", 11), OK);
    assert_string_equal(settings.token.hidden.at, "no line end");
    assert_int_equal(load_file("TOKEN", "two\r\n\r\n", 7), OK);
    assert_string_equal(settings.token.hidden.at, "two\r\n");
    assert_int_equal(load_file("NAME", "desk\n", 5), OK);
    assert_string_equal(settings.name.at, "desk");
}

static void has_no_file_for_other_kinds(void **state UNUSED)
{
    ASSERT_FAULT(
        "SHOULI_BATCH_MAX_FILE: is not a setting of this program\n"
        "SHOULI_POLICIES_FILE: is not a setting of this program",
        "SHOULI_BATCH_MAX_FILE=/dev/null",
        "SHOULI_POLICIES_FILE=/dev/null"
    );
}

static void refuses_a_file_that_cannot_be_read_without_a_second_fault(void **state UNUSED)
{
    assert_int_equal(LOAD("SHOULI_DATABASE=x", "SHOULI_TOKEN_FILE=/nonexistent"), ERROR_config);
    assert_string_equal(faults.at, "SHOULI_TOKEN_FILE: the file cannot be read");
    assert_int_equal(LOAD("SHOULI_DATABASE=x", "SHOULI_TOKEN_FILE=/tmp"), ERROR_config);
    assert_string_equal(faults.at, "SHOULI_TOKEN_FILE: the file cannot be read");
}

static void bounds_files(void **state UNUSED)
{
    static char content[SETTING_FILE_BYTES_MAX + 1];

    memset(content, 'x', sizeof(content));
    assert_int_equal(load_file("TOKEN", content, SETTING_FILE_BYTES_MAX - 1), OK);
    assert_int_equal(load_file("TOKEN", content, SETTING_FILE_BYTES_MAX), OK);
    assert_int_equal(settings.token.hidden.length, SETTING_FILE_BYTES_MAX);
    assert_int_equal(load_file("TOKEN", content, SETTING_FILE_BYTES_MAX + 1), ERROR_config);
    assert_string_equal(faults.at, "SHOULI_TOKEN_FILE: the file is over 65536 bytes");
}

static void refuses_a_zero_byte_in_a_file(void **state UNUSED)
{
    assert_int_equal(load_file("TOKEN", "abc\0def", 7), ERROR_config);
    assert_string_equal(faults.at, "SHOULI_TOKEN: is not text in UTF-8");
}

static void refuses_a_value_that_is_given_twice(void **state UNUSED)
{
    assert_int_equal(LOAD(GIVEN, "SHOULI_TOKEN_FILE=/dev/null"), ERROR_config);
    assert_string_equal(faults.at, "SHOULI_TOKEN: is given twice, also as SHOULI_TOKEN_FILE");
}

static void reads_several_tables_together(void **state UNUSED)
{
    struct other {
        int64_t rounds;
        struct text name_file; /* its own, not the file of the other table's `name` */
    } other;
    const struct setting table[] = {
        SETTING_ROW(struct other, rounds, INT, 3, 1, 9, "how often"),
        SETTING_ROW(struct other, name_file, PATH, "", 1, 99, "where names are"),
    };
    const struct settings_part parts[] = {
        {"Example", LIST(example_table), &settings},
        {"Other", LIST(table), &other},
    };
    char rounds[] = "SHOULI_ROUNDS=7", file[] = "SHOULI_NAME_FILE=/names",
         name[] = "SHOULI_NAME=ab";
    char database[] = "SHOULI_DATABASE=x", token[] = "SHOULI_TOKEN=1234";
    char *environment[] = {rounds, file, name, database, token, NULL};

    assert_int_equal(settings_load(LIST(parts), environment, &arena, &faults), OK);
    assert_int_equal(other.rounds, 7);
    assert_string_equal(other.name_file.at, "/names");
    assert_string_equal(settings.name.at, "ab");
    assert_int_equal(settings_load(parts, 1, environment, &arena, &faults), ERROR_config);
    assert_non_null(strstr(faults.at, "SHOULI_ROUNDS: is not a setting of this program"));
}

#define SETTING_CASE(test) cmocka_unit_test_teardown(test, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SETTING_CASE(fills_defaults_where_nothing_is_given),
        SETTING_CASE(takes_what_the_environment_gives),
        SETTING_CASE(keeps_texts_after_the_environment_is_gone),
        SETTING_CASE(bounds_whole_numbers_on_both_sides),
        SETTING_CASE(refuses_what_is_no_whole_number),
        SETTING_CASE(refuses_what_is_neither_true_nor_false),
        SETTING_CASE(bounds_the_length_of_texts_in_bytes),
        SETTING_CASE(takes_empty_for_left_out_where_the_default_is_empty),
        SETTING_CASE(refuses_text_that_is_not_utf8),
        SETTING_CASE(asks_for_what_must_be_given),
        SETTING_CASE(never_quotes_a_secret),
        SETTING_CASE(refuses_names_that_nobody_knows),
        SETTING_CASE(lets_names_pass_that_all_programs_share),
        SETTING_CASE(reports_all_faults_at_once),
        SETTING_CASE(lists_faults_up_to_its_limit_and_counts_the_others),
        SETTING_CASE(cuts_what_it_quotes),
        SETTING_CASE(reads_texts_and_secrets_from_files),
        SETTING_CASE(has_no_file_for_other_kinds),
        SETTING_CASE(refuses_a_file_that_cannot_be_read_without_a_second_fault),
        SETTING_CASE(bounds_files),
        SETTING_CASE(refuses_a_zero_byte_in_a_file),
        SETTING_CASE(refuses_a_value_that_is_given_twice),
        SETTING_CASE(reads_several_tables_together),
    };
    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
