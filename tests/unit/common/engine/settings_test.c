/* Tests of common/engine/settings.c: defaults and limits that every service has (STYLE 8). */
#include "common/engine/settings.h"

#include "tests/unit/common/engine/bench.h"

static enum error load(struct bench *bench, const char *assignment, struct engine_settings *ret)
{
    char *environment[] = {(char *)(uintptr_t)assignment, NULL};
    struct settings_part part = {"test", engine_settings_table, engine_settings_count, ret};
    struct text faults = {0};

    return settings_load(&part, 1, environment, &bench->arena, &faults);
}

static void has_defaults_that_are_within_their_limits(void **state)
{
    struct engine_settings settings = {.port_base = 0};

    assert_int_equal(load(*state, NULL, &settings), OK);
    assert_int_equal(settings.port_base, 5500); /* PROTOCOL section 4 */
    assert_int_equal(settings.connections, 2);
    assert_int_equal(settings.batch_max, BATCH_MAX);
    assert_int_equal(settings.waiting_max, 16384);
    /* `unavailable` is answered within 1 s: PROTOCOL section 2. */
    assert_true(settings.unavailable_after_ms < 1000);
    assert_true(text_is(settings.listen, "127.0.0.1"));
}

static void refuses_values_beyond_their_limits(void **state)
{
    static const struct {
        const char *assignment;
        enum error error;
    } cases[] = {
        {"SHOULI_BATCH_MAX=0", ERROR_config},
        {"SHOULI_BATCH_MAX=1", OK},
        {"SHOULI_BATCH_MAX=1000", OK},
        {"SHOULI_BATCH_MAX=1001", ERROR_config},
        {"SHOULI_CONNECTIONS=2", OK},
        {"SHOULI_CONNECTIONS=3", ERROR_config},
        {"SHOULI_UNAVAILABLE_AFTER_MS=1000", OK},
        {"SHOULI_UNAVAILABLE_AFTER_MS=1001", ERROR_config},
        {"SHOULI_PORT_BASE=1023", ERROR_config},
        {"SHOULI_NO_SUCH_THING=1", ERROR_config},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct engine_settings settings = {.port_base = 0};
        if (load(*state, cases[i].assignment, &settings) != cases[i].error)
            fail_msg("%s", cases[i].assignment);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(has_defaults_that_are_within_their_limits),
        TEST(refuses_values_beyond_their_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
