/* Tests of common/settings_print.c, on the table of settings_example.def. */
#include "common/settings.h"

#include <setjmp.h>
#include <stdarg.h>

#include "common/memory.h"
#include "tests/unit/common/settings_example.h"

#include <cmocka.h>

typedef void print_function(FILE *to, const struct settings_part *parts, size_t count);

static const struct settings_part twice[] = {
    {"Example", LIST(example_table), NULL},
    {"Again", LIST(example_table), NULL},
};

static char *printed;

static int forget(void **state UNUSED)
{
    memory_free(printed);
    printed = NULL;
    return 0;
}

static void print(print_function *function, const struct settings_part *parts, size_t count)
{
    size_t length;
    FILE *to = open_memstream(&printed, &length);

    function(to, parts, count);
    fclose(to);
}

static void assert_prints(const char *expected)
{
    if (!strstr(printed, expected))
        fail_msg("no %s in %s", expected, printed);
}

static void helps_with_each_kind_of_setting(void **state UNUSED)
{
    print(settings_print_help, twice, 1);
    assert_prints("Example:\n"
                  "  SHOULI_BATCH_MAX\n"
                  "      messages decided in one transaction\n"
                  "      whole number, 1 to 10000, default: 1000\n");
    assert_prints("      whole number, -10 to 10, default: -5\n");
    assert_prints("  SHOULI_NAME, or a file: SHOULI_NAME_FILE\n"
                  "      how the service calls itself\n"
                  "      text, 2 to 8 bytes, default: router\n");
    assert_prints("      text, 3 to 20 bytes, default: empty\n");
    assert_prints("      text, 1 to 100 bytes, default: must be given\n");
    assert_prints("  SHOULI_PASSWORD, or a file: SHOULI_PASSWORD_FILE\n");
    assert_prints("      secret, 4 to 16 bytes, default: empty\n");
    assert_prints("  SHOULI_POLICIES\n"
                  "      where the policies lie\n"
                  "      path, 1 to 64 bytes, default: config\n");
    assert_prints("      true or false, default: false\n");
    assert_prints("      true or false, default: true\n");
}

static void helps_with_all_parts(void **state UNUSED)
{
    print(settings_print_help, LIST(twice));
    assert_true(text_starts(text_of(printed), TEXT("Example:\n")));
    assert_prints("default: true\n\nAgain:\n  SHOULI_BATCH_MAX\n");
}

static void writes_a_reference_as_markdown(void **state UNUSED)
{
    print(settings_print_reference, twice, 1);
    assert_prints(
        "## Example\n\n"
        "| name | type | default | bounds | meaning |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| `SHOULI_BATCH_MAX` | whole number | 1000 | 1 to 10000 | messages decided in one "
        "transaction |\n"
    );
    assert_prints("| `SHOULI_NAME`, `…_FILE` | text | router | 2 to 8 bytes | how the");
    assert_prints("| a text that may be left out \\| or not |\n");
    assert_prints("| `SHOULI_CAREFULLY` | true or false | false |  | whether");
    assert_prints("\n| `SHOULI_RUN_DIR` | where sockets");
}

static void names_every_setting_and_shared_name_once(void **state UNUSED)
{
    size_t rows = 0;

    print(settings_print_reference, twice, 1);
    for (const char *at = printed; (at = strstr(at, "\n| `SHOULI_")) != NULL; at++)
        rows++;
    assert_int_equal(rows, LENGTH(example_table) + settings_shared_count);
}

static void prints_values_but_no_secrets(void **state UNUSED)
{
    struct example_settings settings = {
        .batch_max = 5,
        .offset_ms = -1,
        .name = TEXT("desk"),
        .note = TEXT(""),
        .database = TEXT("postgresql://"),
        .password = {TEXT("")},
        .token = {TEXT("open sesame")},
        .policies = TEXT("/etc"),
        .carefully = true,
    };
    const struct settings_part part = {"Example", LIST(example_table), &settings};

    print(settings_print_values, &part, 1);
    assert_string_equal(
        printed,
        "SHOULI_BATCH_MAX=5\n"
        "SHOULI_OFFSET_MS=-1\n"
        "SHOULI_NAME=desk\n"
        "SHOULI_NOTE=\n"
        "SHOULI_DATABASE=postgresql://\n"
        "SHOULI_PASSWORD=\n"
        "SHOULI_TOKEN=***\n"
        "SHOULI_POLICIES=/etc\n"
        "SHOULI_CAREFULLY=true\n"
        "SHOULI_ANSWERS=false\n"
    );
}

static void hides_the_default_of_a_secret(void **state UNUSED)
{
    const struct setting table[] = {
        {"key", SETTING_SECRET, 0, "open sesame", 0, 1, 99, "a key"},
    };
    const struct settings_part part = {"Example", LIST(table), NULL};

    print(settings_print_help, &part, 1);
    assert_prints("default: ***\n");
    assert_null(strstr(printed, "sesame"));
}

#define PRINT_CASE(test) cmocka_unit_test_teardown(test, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PRINT_CASE(helps_with_each_kind_of_setting),
        PRINT_CASE(helps_with_all_parts),
        PRINT_CASE(writes_a_reference_as_markdown),
        PRINT_CASE(names_every_setting_and_shared_name_once),
        PRINT_CASE(prints_values_but_no_secrets),
        PRINT_CASE(hides_the_default_of_a_secret),
    };
    return cmocka_run_group_tests_name("settings_print", tests, NULL, NULL);
}
