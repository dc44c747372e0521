/* Tests of services/cli/due_options.c (REQUIREMENTS 4.7 rule 16). */
#include "services/cli/due_options.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/support/host_zones.h"

static struct arena arena;
static const char *field;

enum { ARGUMENTS_MAX = 2100 };

static char *writable(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(arena_take(&arena, size), text, size);
}

static enum due_error
read_options(const char *const *arguments, size_t count, struct due_options *ret_options)
{
    static char *argv[ARGUMENTS_MAX];

    /* Copies in the arena, as main has them writable; they live as long as the views of the options. */
    argv[0] = writable("due");
    for (size_t i = 0; i < count; i++)
        argv[i + 1] = writable(arguments[i]);
    field = NULL;
    enum due_error error = due_options_read((int)count + 1, argv, &arena, ret_options, &field);
    return error;
}

#define READ(ret, ...)                                                                         \
    read_options(                                                                              \
        (const char *const[]){__VA_ARGS__},                                                    \
        LENGTH(((const char *const[]){__VA_ARGS__})),                                          \
        ret                                                                                    \
    )
#define NEEDED                                                                                 \
    "--profile", "INTERNAL", "--clock", "K8", "--grade", "P2", "--received",                   \
        "2026-03-02T10:00:00Z"

static void reads_all_options(void **state UNUSED)
{
    struct due_options options;

    assert_int_equal(
        READ(
            &options,
            NEEDED,
            "--channel=web",
            "--queue",
            "q.card",
            "--unit",
            "xz-lhasa",
            "--calendar",
            "x.yaml",
            "--stat-roll",
            "next_day",
            "--outside-due",
            "2026-03-10",
            "--pause",
            "2026-03-03T10:00:00Z//W1",
            "--pause=2026-03-04T10:00:00Z/2026-03-04T11:00:00Z/W2",
            "--extend",
            "30",
            "--extend=60",
            "--json"
        ),
        DUE_ok
    );
    assert_true(text_is(options.request.profile, "INTERNAL"));
    assert_true(text_is(options.request.clock, "K8"));
    assert_int_equal(options.request.grade, GRADE_P2);
    assert_int_equal(options.request.received_ms, INT64_C(1772445600000));
    assert_true(text_is(options.request.channel, "web"));
    assert_true(text_is(options.calendar, "x.yaml"));
    assert_true(text_is(options.request.queue, "q.card"));
    assert_true(text_is(options.request.unit, "xz-lhasa"));
    assert_true(options.request.roll && options.json);
    assert_int_equal(options.request.outside.kind, DUE_OUTSIDE_day);
    assert_int_equal(options.request.pause_count, 2);
    assert_int_equal(options.request.pauses[1].reason, WAIT_internal);
    assert_int_equal(options.request.extension_count, 2);
    assert_int_equal(options.request.extensions[1], 60);
}

static void leaves_out_what_is_not_given(void **state UNUSED)
{
    struct due_options options;

    assert_int_equal(READ(&options, NEEDED), DUE_ok);
    assert_null(options.request.channel.at);
    assert_null(options.calendar.at);
    assert_false(options.request.roll || options.json);
    assert_int_equal(options.request.outside.kind, DUE_OUTSIDE_none);
    assert_int_equal(options.request.pause_count + options.request.extension_count, 0);
}

static void needs_profile_clock_grade_and_received(void **state UNUSED)
{
    static const char *const needed[] = {NEEDED};
    static const char *const names[] = {"profile", "clock", "grade", "received"};
    struct due_options options;

    for (size_t left_out = 0; left_out < LENGTH(names); left_out++) {
        const char *arguments[LENGTH(needed)];
        size_t count = 0;
        for (size_t i = 0; i < LENGTH(needed); i++) {
            if (i / 2 != left_out)
                arguments[count++] = needed[i];
        }
        assert_int_equal(read_options(arguments, count, &options), DUE_invalid_field);
        assert_string_equal(field, names[left_out]);
    }
}

static void names_the_option_that_is_wrong(void **state UNUSED)
{
    static const struct {
        const char *option, *value;
        enum due_error error;
        const char *field;
    } cases[] = {
        {"--stat-roll", "sometimes", DUE_invalid_field, "stat_roll"},
        {"--stat-roll", "", DUE_invalid_field, "stat_roll"},
        {"--outside-due", "soon", DUE_invalid_time, "outside_due"},
        {"--pause", "now//W1", DUE_invalid_time, "pause"},
        {"--pause", "2026-03-03T10:00:00Z//W9", DUE_invalid_pause, "pause"},
        {"--extend", "more", DUE_invalid_field, "extend"},
        {"--profile", "INTERNAL", DUE_invalid_field, "profile"}, /* twice */
        {"--colour", "red", DUE_invalid_field, "--colour"},
        {"--profiles", "red", DUE_invalid_field, "--profiles"},
        {"extra", "word", DUE_invalid_field, "extra"},
    };
    struct due_options options;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_int_equal(
            READ(&options, NEEDED, cases[i].option, cases[i].value),
            cases[i].error
        );
        assert_string_equal(field, cases[i].field);
    }
    assert_int_equal(READ(&options, "--grade", "P5"), DUE_unknown_grade);
    assert_string_equal(field, "grade");
    assert_int_equal(READ(&options, "--received", "2026-03-02T10:00:00"), DUE_invalid_time);
    assert_string_equal(field, "received");
    assert_int_equal(READ(&options, NEEDED, "--channel"), DUE_invalid_field);
    assert_string_equal(field, "channel");
}

static void knows_that_json_is_wanted_before_a_fault(void **state UNUSED)
{
    struct due_options options;

    assert_int_equal(READ(&options, "--colour", "--json"), DUE_invalid_field);
    assert_true(options.json);
}

static void takes_as_many_pauses_and_extensions_as_its_limits(void **state UNUSED)
{
    static const char *arguments[ARGUMENTS_MAX];
    struct due_options options;
    size_t count = 0;
    static const char *const needed[] = {NEEDED};

    for (; count < LENGTH(needed); count++)
        arguments[count] = needed[count];
    for (size_t i = 0; i < DUE_PAUSES_MAX; i++) {
        arguments[count++] = "--pause";
        arguments[count++] = "2026-03-03T10:00:00Z//W2";
    }
    assert_int_equal(read_options(arguments, count, &options), DUE_ok);
    assert_int_equal(options.request.pause_count, DUE_PAUSES_MAX);
    arguments[count++] = "--pause=2026-03-03T10:00:00Z//W2";
    assert_int_equal(read_options(arguments, count, &options), DUE_invalid_pause);
    assert_string_equal(field, "pause");

    count = LENGTH(needed);
    for (size_t i = 0; i < DUE_EXTENSIONS_MAX; i++)
        arguments[count++] = "--extend=30";
    assert_int_equal(read_options(arguments, count, &options), DUE_ok);
    arguments[count++] = "--extend=30";
    assert_int_equal(read_options(arguments, count, &options), DUE_extension_not_allowed);
}

static int drop_arena(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_all_options),
        cmocka_unit_test(leaves_out_what_is_not_given),
        cmocka_unit_test(needs_profile_clock_grade_and_received),
        cmocka_unit_test(names_the_option_that_is_wrong),
        cmocka_unit_test(knows_that_json_is_wanted_before_a_fault),
        cmocka_unit_test(takes_as_many_pauses_and_extensions_as_its_limits),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, NULL, drop_arena);
}
