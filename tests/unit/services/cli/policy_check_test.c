/* Tests of services/cli/policy_check.c: worked examples and days without servers (REQUIREMENTS 3, 4.4). */
#include "services/cli/policy_check.h"

#include "tests/unit/services/cli/run_cli.h"

static void the_shipped_folder_holds(void **state)
{
    (void)state;
    assert_int_equal(cli_run(cli_policy, (const char *[]){"policy", "check", NULL}), EXIT_FINE);
    assert_non_null(strstr(cli_out, " examples, 0 do not hold\n"));
    assert_string_equal(cli_errors, "");
}

static void a_folder_that_cannot_be_used_is_told(void **state)
{
    static const char *const verbs[] = {"check", "days"};

    (void)state;
    for (size_t i = 0; i < LENGTH(verbs); i++) {
        const char *words[] = {"policy", verbs[i], "--config", "deploy/nothing", NULL};
        assert_int_equal(cli_run(cli_policy, words), EXIT_NOT_DONE);
        assert_non_null(strstr(cli_errors, "deploy/nothing"));
        assert_string_equal(cli_out, "");
    }
}

static void an_example_that_does_not_hold_is_told_with_its_line(void **state)
{
    /* One number of a calendar changed: 05-09 is worked no more. */
    static const char change[] =
        "rm -rf build/policy_check && mkdir -p build/policy_check && "
        "cp -r deploy/config/channels.yaml deploy/config/policies deploy/config/calendars "
        "build/policy_check/ && "
        "sed -i 's/^makeup:.*/makeup: [2026-01-04, 2026-02-14, 2026-02-28, 2026-09-20, "
        "2026-10-10]/' "
        "build/policy_check/calendars/CN.yaml";

    (void)state;
    assert_int_equal(system(change), 0);
    const char *words[] = {"policy", "check", "--config", "build/policy_check", NULL};
    assert_int_equal(cli_run(cli_policy, words), EXIT_NOT_DONE);
    assert_non_null(strstr(cli_errors, "CN:"));
    assert_non_null(strstr(cli_errors, "it is weekend, the example says makeup"));
    assert_non_null(strstr(cli_errors, "2026 has 247 working days"));
    assert_int_equal(system("rm -rf build/policy_check"), 0);
}

static void
an_example_that_a_newer_file_of_the_calendar_leaves_in_force_is_still_run(void **state)
{
    /* 2028 is added by a file without examples; then an example of 2026 is broken. */
    static const char add[] =
        "rm -rf build/policy_check && mkdir -p build/policy_check && "
        "cp -r deploy/config/channels.yaml deploy/config/policies deploy/config/calendars "
        "build/policy_check/ && "
        "printf 'name: CN\\nzone: Asia/Shanghai\\nversion: 9\\nyears: [2028]\\n"
        "fixed: [01-01, 05-01, 05-02, 10-01, 10-02, 10-03]\\n' "
        "> build/policy_check/calendars/CN.2028.yaml";
    static const char change[] =
        "sed -i 's/{day: 2026-01-04, is: makeup}/{day: 2026-01-04, is: weekend}/' "
        "build/policy_check/calendars/CN.yaml";
    const char *words[] = {"policy", "check", "--config", "build/policy_check", NULL};

    (void)state;
    assert_int_equal(system(add), 0);
    if (cli_run(cli_policy, words) != EXIT_FINE)
        fail_msg("%s", cli_errors);
    assert_int_equal(system(change), 0);
    assert_int_equal(cli_run(cli_policy, words), EXIT_NOT_DONE);
    assert_non_null(strstr(cli_errors, "it is makeup, the example says weekend"));
    assert_int_equal(system("rm -rf build/policy_check"), 0);
}

static void shows_every_day_of_the_covered_years_and_the_next(void **state)
{
    (void)state;
    assert_int_equal(cli_run(cli_policy, (const char *[]){"policy", "days", NULL}), EXIT_FINE);
    assert_non_null(strstr(cli_out, "CN 2026-01-01 holiday\n"));
    assert_non_null(strstr(cli_out, "CN 2026-02-14 makeup\n"));
    assert_non_null(strstr(cli_out, "CN 2027-05-01 holiday provisional\n"));
    assert_non_null(strstr(cli_out, "CN 2027-12-31 workday provisional\n"));
    assert_non_null(strstr(cli_out, "UK 2028-12-25 holiday provisional\n"));
    assert_null(strstr(cli_out, "CN 2025"));
    assert_null(strstr(cli_out, "CN 2028"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_folder_holds),
        cmocka_unit_test(a_folder_that_cannot_be_used_is_told),
        cmocka_unit_test(an_example_that_does_not_hold_is_told_with_its_line),
        cmocka_unit_test(
            an_example_that_a_newer_file_of_the_calendar_leaves_in_force_is_still_run
        ),
        cmocka_unit_test(shows_every_day_of_the_covered_years_and_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
