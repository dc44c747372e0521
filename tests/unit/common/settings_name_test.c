/* Tests of common/settings_name.c. */
#include "common/settings_name.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void writes_names_in_upper_case_with_the_prefix(void **state UNUSED)
{
    const struct setting setting = {.name = "batch_max_2"};
    struct setting_name name;

    setting_name_of(&setting, &name);
    assert_string_equal(name.plain, "SHOULI_BATCH_MAX_2");
    assert_string_equal(name.as_file, "SHOULI_BATCH_MAX_2_FILE");
}

static void takes_names_up_to_the_limit(void **state UNUSED)
{
    char long_name[SETTING_NAME_BYTES_MAX + 2] = {0};
    const struct setting setting = {.name = long_name};
    struct setting_name name;

    memset(long_name, 'n', SETTING_NAME_BYTES_MAX - 1);
    setting_name_of(&setting, &name);
    assert_int_equal(strlen(name.plain), 7 + SETTING_NAME_BYTES_MAX - 1);
    long_name[SETTING_NAME_BYTES_MAX - 1] = 'n';
    setting_name_of(&setting, &name);
    assert_int_equal(strlen(name.plain), 7 + SETTING_NAME_BYTES_MAX);
    assert_int_equal(strlen(name.as_file), 7 + SETTING_NAME_BYTES_MAX + 5);
    assert_string_equal(name.as_file + strlen(name.as_file) - 6, "N_FILE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_names_in_upper_case_with_the_prefix),
        cmocka_unit_test(takes_names_up_to_the_limit),
    };
    return cmocka_run_group_tests_name("settings_name", tests, NULL, NULL);
}
