/* Tests of services/cli/due.c (REQUIREMENTS 4.7 rules 16 to 18). */
#include "tests/unit/services/cli/run_due.h"

#include <unistd.h>

#define K9       "--profile", "CN-NFRA-2020", "--clock", "K9", "--grade", "P3"
#define RECEIVED K9, "--received", "2026-01-31T10:00:00+08:00"

static void prints_the_due_instant_in_both_zones(void **state UNUSED)
{
    assert_int_equal(RUN(RECEIVED, "--json"), 0);
    json_t *root = run_json();
    assert_string_equal(member(root, "due"), "2026-02-15T16:00:00.000Z");
    assert_string_equal(member(root, "due_local"), "2026-02-16T00:00:00.000+08:00");
    assert_true(json_is_false(json_object_get(root, "provisional")));
    json_decref(root);
    assert_string_equal(run_errors, "");
}

static void passes_every_option_on(void **state UNUSED)
{
    static const struct {
        const char *arguments[8];
        const char *due;
    } cases[] = {
        {{"--stat-roll", "next_day"}, "2026-02-24T16:00:00.000Z"},
        {{"--stat-roll=none"}, "2026-02-15T16:00:00.000Z"},
        {{"--extend", "30"}, "2026-03-02T16:00:00.000Z"},
        {{"--extend", "30", "--extend", "60"}, "2026-04-01T16:00:00.000Z"},
        {{"--channel", "phone"}, "2026-02-15T16:00:00.000Z"},
        {{"--pause", "2026-02-03T10:00:00+08:00/2026-02-05T10:00:00+08:00/W3.appraisal"},
         "2026-02-17T16:00:00.000Z"},
        {{"--pause", "2026-02-03T10:00:00+08:00/2026-02-05T10:00:00+08:00/W1"},
         "2026-02-15T16:00:00.000Z"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const char *arguments[24] = {RECEIVED, "--json"};
        for (size_t a = 0; cases[i].arguments[a]; a++)
            arguments[9 + a] = cases[i].arguments[a];
        assert_int_equal(run_config("deploy/config", arguments), 0);
        json_t *root = run_json();
        assert_string_equal(member(root, "due"), cases[i].due);
        json_decref(root);
    }
    assert_int_equal(
        RUN("--profile",
            "CN-NFRA-2020",
            "--clock",
            "K11",
            "--grade",
            "P1",
            "--json",
            "--received",
            "2026-01-31T10:00:00+08:00",
            "--outside-due",
            "2026-02-02"),
        0
    );
    json_t *root = run_json();
    assert_string_equal(member(root, "due"), "2026-02-02T16:00:00.000Z");
    json_decref(root);
}

static void says_what_remains_of_a_paused_clock(void **state UNUSED)
{
    assert_int_equal(
        RUN(RECEIVED, "--json", "--pause", "2026-02-03T10:00:00+08:00//W3.appraisal"),
        0
    );
    json_t *root = run_json();
    assert_true(json_is_null(json_object_get(root, "due")));
    assert_true(json_is_null(json_object_get(root, "due_local")));
    assert_int_equal(json_integer_value(json_object_get(root, "remaining_days")), 13);
    assert_null(json_object_get(root, "remaining_ms"));
    json_decref(root);

    assert_int_equal(
        RUN("--profile",
            "INTERNAL",
            "--clock",
            "K8a",
            "--grade",
            "P4",
            "--json",
            "--received",
            "2026-03-02T10:00:00+08:00",
            "--pause",
            "2026-03-03T10:00:00+08:00//W1"),
        0
    );
    root = run_json();
    assert_true(json_is_null(json_object_get(root, "due")));
    assert_int_equal(json_integer_value(json_object_get(root, "remaining_ms")), 7 * 3600000);
    assert_null(json_object_get(root, "remaining_days"));
    json_decref(root);
}

static void refuses_with_exit_2_code_and_field(void **state UNUSED)
{
    assert_refused(
        RUN(K9, "--json", "--received", "2026-01-31T10:00:00"),
        "invalid_time",
        "received"
    );
    assert_refused(
        RUN(RECEIVED, "--json", "--extend", "31"),
        "extension_not_allowed",
        "extend"
    );
    assert_refused(RUN(RECEIVED, "--json", "--channel", "fax"), "invalid_field", "channel");
    assert_refused(
        RUN(RECEIVED, "--json", "--outside-due", "2026-02-02"),
        "invalid_field",
        "outside_due"
    );
    assert_refused(
        RUN(RECEIVED, "--json", "--pause", "2026-01-31T09:59:59.999+08:00//W3.appraisal"),
        "invalid_pause",
        "pause"
    );
    assert_refused(
        RUN(RECEIVED, "--json", "--calendar", "/nowhere.yaml"),
        "invalid_field",
        "calendar"
    );
    assert_non_null(strstr(run_errors, "/nowhere.yaml:1: "));
}

static void tells_people_about_a_refusal_on_the_error_stream(void **state UNUSED)
{
    assert_int_equal(RUN(RECEIVED, "--extend", "31"), 2);
    assert_string_equal(run_out, "");
    assert_non_null(strstr(run_errors, "extension_not_allowed"));
    assert_non_null(strstr(run_errors, "(extend)"));
}

static void takes_another_calendar_from_a_file(void **state UNUSED)
{
    char path[] = "/tmp/shouli-calendar-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");

    assert_non_null(file);
    fputs("name: X\nzone: Asia/Tokyo\nyears: [2026]\noff: [2026-03-03]\n", file);
    fclose(file);
    assert_int_equal(
        RUN("--profile",
            "INTERNAL",
            "--clock",
            "K8a",
            "--grade",
            "P4",
            "--json",
            "--received",
            "2026-03-02T10:00:00+09:00",
            "--calendar",
            path),
        0
    );
    assert_int_equal(remove(path), 0);
    json_t *root = run_json();
    assert_string_equal(member(root, "due_local"), "2026-03-04T17:00:00.000+09:00");
    assert_string_equal(member(root, "calendar"), "X");
    json_decref(root);
}

static void ends_with_1_when_the_configuration_cannot_be_used(void **state UNUSED)
{
    const char *arguments[] = {RECEIVED, "--json", NULL};

    assert_int_equal(run_config("/nowhere", arguments), 1);
    assert_string_equal(run_out, "");
    assert_non_null(strstr(run_errors, "/nowhere/calendars:1: "));
}

/* The streams of the process are put back before anything is asserted. */
static void prints_to_the_streams_of_the_process(void **state UNUSED)
{
    const char *arguments[] = {"due", RECEIVED, "--json"};
    char *argv[LENGTH(arguments) + 1] = {0};
    char path[] = "/tmp/shouli-due-XXXXXX";
    int file = mkstemp(path), saved;

    assert_true(file >= 0);
    for (size_t i = 0; i < LENGTH(arguments); i++)
        argv[i] = memory_copy_text(text_of(arguments[i]));
    fflush(stdout);
    saved = dup(STDOUT_FILENO);
    dup2(file, STDOUT_FILENO);
    int code = cli_due((int)LENGTH(arguments), argv);
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    ssize_t length = pread(file, run_out, sizeof(run_out) - 1, 0);
    close(file);
    assert_int_equal(remove(path), 0);
    for (size_t i = 0; i < LENGTH(arguments); i++)
        memory_free(argv[i]);
    assert_int_equal(code, 0);
    assert_true(length > 0);
    run_out[length] = 0;
    json_t *root = run_json();
    assert_string_equal(member(root, "due"), "2026-02-15T16:00:00.000Z");
    json_decref(root);
}

/* The settings' SHOULI_CONFIG_DIR goes first. */
static void looks_for_its_configuration_where_the_environment_says(void **state UNUSED)
{
    char *argv[] = {memory_copy_text(TEXT("due")), NULL};
    char *full[16] = {0};
    const char *arguments[] = {"due", RECEIVED};

    for (size_t i = 0; i < LENGTH(arguments); i++)
        full[i] = memory_copy_text(text_of(arguments[i]));
    setenv("SHOULI_CONFIG_DIR", "/nowhere", 1);
    assert_int_equal(cli_due((int)LENGTH(arguments), full), 1);
    assert_int_equal(cli_due(1, argv), 2);
    unsetenv("SHOULI_CONFIG_DIR");
    for (size_t i = 0; i < LENGTH(arguments); i++)
        memory_free(full[i]);
    memory_free(argv[0]);
}

static void the_hosts_zone_changes_nothing(void **state)
{
    /* 4.4, night edge: 2026-02-28 23:59:59.9 in Shanghai is the 28th, wherever the host is */
    static const char *const zones[] = {"UTC", "America/New_York", "Asia/Shanghai", NULL};
    char first[RUN_BYTES_MAX];

    (void)state;
    const char *was = getenv("TZ");
    char *kept = was ? memory_copy_text(text_of(was)) : NULL;
    for (size_t i = 0; i < LENGTH(zones); i++) {
        if (zones[i])
            setenv("TZ", zones[i], 1);
        else
            unsetenv("TZ");
        tzset();
        assert_int_equal(
            RUN("--profile",
                "CN-NFRA-2020",
                "--clock",
                "K9",
                "--grade",
                "P3",
                "--received",
                "2026-02-28T23:59:59.9+08:00",
                "--json"),
            0
        );
        assert_non_null(strstr(run_out, "2026-03-15T16:00:00.000Z"));
        if (i == 0)
            memcpy(first, run_out, sizeof(first));
        assert_string_equal(run_out, first);
    }
    if (kept)
        setenv("TZ", kept, 1);
    memory_free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_the_due_instant_in_both_zones),
        cmocka_unit_test(passes_every_option_on),
        cmocka_unit_test(the_hosts_zone_changes_nothing),
        cmocka_unit_test(says_what_remains_of_a_paused_clock),
        cmocka_unit_test(refuses_with_exit_2_code_and_field),
        cmocka_unit_test(tells_people_about_a_refusal_on_the_error_stream),
        cmocka_unit_test(takes_another_calendar_from_a_file),
        cmocka_unit_test(ends_with_1_when_the_configuration_cannot_be_used),
        cmocka_unit_test(prints_to_the_streams_of_the_process),
        cmocka_unit_test(looks_for_its_configuration_where_the_environment_says),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, NULL, NULL);
}
