/* Tests of common/engine/service.c: policies that are noted, the options of a service, a reload. What needs servers
 * is in tests/service and tests/system. */
#include "common/engine/loop.h"
#include "common/engine/writer_inside.h"
#include "common/sha256.h"
#include "tests/unit/common/engine/allow_text.h"

static void notes_name_version_and_digest_of_a_policy(void **state)
{
    struct bench *bench = *state;
    struct policy_set set = {.count = 0};
    char content[9001], path[] = "/tmp/policy_test.XXXXXX";
    uint8_t expected[32];

    memset(content, 'p', 9000); /* more than is read at once */
    content[9000] = 0;
    int file = mkstemp(path);
    assert_int_equal(write(file, content, 9000), 9000);
    close(file);
    assert_int_equal(policy_note(&set, &bench->arena, "rules", TEXT("v3"), path), OK);
    unlink(path);
    sha256((struct bytes){(const uint8_t *)content, 9000}, expected);
    assert_memory_equal(set.file[0].sha256, expected, 32);
    assert_true(text_is(set.file[0].name, "rules"));
    assert_true(text_is(set.file[0].version, "v3"));
    assert_int_equal(set.count, 1);
}

static void refuses_a_policy_that_cannot_be_read(void **state)
{
    struct bench *bench = *state;
    struct policy_set set = {.count = 0};

    assert_int_equal(
        policy_note(&set, &bench->arena, "rules", TEXT("v3"), "/nowhere/rules.yaml"),
        ERROR_config
    );
    assert_non_null(strstr(set.faults.at, "/nowhere/rules.yaml"));
    assert_int_equal(set.count, 0);
}

static void notes_up_to_48_policies(void **state)
{
    struct bench *bench = *state;
    struct policy_set set = {.count = 0};

    for (int i = 1; i <= POLICY_FILES_MAX + 1; i++) {
        enum error error =
            policy_note(&set, &bench->arena, "p", TEXT("1"), "deploy/config/taxonomy.yaml");
        assert_int_equal(error, i <= POLICY_FILES_MAX ? OK : ERROR_config);
    }
    assert_int_equal(set.count, POLICY_FILES_MAX);
}

static void a_policy_file_is_opened_read_and_noted(void **state)
{
    struct bench *bench = *state;
    struct policy_set set = {.count = 0};
    struct yaml yaml;

    assert_int_equal(policy_open(&set, &bench->arena, "deploy/config", "roles", &yaml), OK);
    assert_int_equal(set.count, 0);
    assert_int_equal(policy_close(&set, "deploy/config", "roles", &yaml), OK);
    assert_int_equal(set.count, 1);
    assert_true(text_is(set.file[0].name, "roles"));
    assert_true(set.file[0].version.length > 0);
}

static void a_policy_file_that_is_not_there_or_wrong_is_told(void **state)
{
    struct bench *bench = *state;
    struct policy_set set = {.count = 0};
    struct yaml yaml;

    assert_int_equal(
        policy_open(&set, &bench->arena, "/nowhere", "roles", &yaml),
        ERROR_config
    );
    assert_non_null(memmem(set.faults.at, set.faults.length, "/nowhere/roles.yaml", 19));
    assert_int_equal(policy_open(&set, &bench->arena, "deploy/config", "roles", &yaml), OK);
    yaml_fault(&yaml, yaml.root, "wrong");
    assert_int_equal(policy_close(&set, "deploy/config", "roles", &yaml), ERROR_config);
    assert_non_null(memmem(set.faults.at, set.faults.length, "wrong", 5));
    assert_int_equal(set.count, 0);
}

static int run(struct bench *bench, const char *option)
{
    char *arguments[] = {(char *)(uintptr_t) "shouli-bench", (char *)(uintptr_t)option, NULL};

    return service_main(&bench->service, option ? 2 : 1, arguments);
}

static void answers_its_options_without_servers(void **state)
{
    assert_int_equal(run(*state, "--help"), 0);
    assert_int_equal(run(*state, "--version"), 0);
    assert_int_equal(run(*state, "--settings"), 0);
}

static void refuses_options_that_it_does_not_have(void **state)
{
    assert_int_equal(run(*state, "--chek-config"), 2);
    assert_int_equal(run(*state, "help"), 2);
    assert_int_equal(run(*state, ""), 2);
}

static void does_not_start_without_a_database_or_with_a_wrong_setting(void **state)
{
    unsetenv("SHOULI_DATABASE_URL");
    assert_int_equal(run(*state, "--check-config"), 2);
    assert_int_equal(run(*state, NULL), 2);
    setenv("SHOULI_LOG_LEVEL", "loud", 1);
    assert_int_equal(run(*state, "--check-config"), 2);
    unsetenv("SHOULI_LOG_LEVEL");
}

static enum error load_result;

static enum error load_policies(
    struct arena *arena UNUSED,
    const char *directory UNUSED,
    struct policy_set *ret_set
)
{
    ret_set->faults = TEXT("rules.yaml:3: wrong");
    return load_result;
}

/* A wrong file changes nothing. */
static void keeps_policies_and_rights_at_a_reload_of_wrong_files(void **state)
{
    struct bench *bench = *state;
    struct engine *engine = &bench->engine;

    bench_allow(bench, "clients:\n  - {name: a, key: \"" KEY_A "\"}\n");
    engine->settings.keys_dir = TEXT("/nowhere");
    engine->settings.config_dir = TEXT("/nowhere");
    bench->service.policies_load = load_policies;
    engine->reload = true;
    load_result = ERROR_config;
    engine_reload(engine);
    assert_false(engine->reload);
    assert_int_equal(engine->policies_turn, 0);
    assert_false(engine->adopts);
    assert_non_null(allow_find(engine->allow, KEY_A));
    load_result = OK;
    engine_reload(engine);
    assert_int_equal(engine->policies_turn, 1);
    assert_true(engine->adopts);
    engine_reload(engine);
    assert_int_equal(engine->policies_turn, 0);
}

/* Who is overtaken stands by anew; who was told to end has ended, and is not started again behind the back of whoever
 * told it. */
static void whoever_was_told_to_end_does_not_begin_anew(void **state)
{
    struct bench *bench = *state;
    struct writer writer = {.fatal = ERROR_fenced};
    struct engine *engine = &bench->engine;

    engine->writer = &writer;
    for (int phase = PHASE_standby; phase <= PHASE_ended; phase++) {
        engine->phase = (enum engine_phase)phase;
        assert_int_equal(
            engine_code(engine, ERROR_fenced),
            phase < PHASE_draining ? CODE_begin_anew : 0
        );
    }
    writer.fatal = OK;
    assert_int_equal(engine_code(engine, OK), 0);
    assert_int_equal(engine_code(engine, ERROR_io), 1);
    engine->writer = NULL;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(notes_name_version_and_digest_of_a_policy),
        TEST(refuses_a_policy_that_cannot_be_read),
        TEST(notes_up_to_48_policies),
        TEST(a_policy_file_is_opened_read_and_noted),
        TEST(a_policy_file_that_is_not_there_or_wrong_is_told),
        TEST(answers_its_options_without_servers),
        TEST(refuses_options_that_it_does_not_have),
        TEST(does_not_start_without_a_database_or_with_a_wrong_setting),
        TEST(keeps_policies_and_rights_at_a_reload_of_wrong_files),
        TEST(whoever_was_told_to_end_does_not_begin_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
