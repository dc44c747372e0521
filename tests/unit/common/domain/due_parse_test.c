/* Tests of common/domain/due_parse.c (REQUIREMENTS 4.7 rules 13, 16 and 17). */
#include "tests/unit/common/domain/support.h"

static void reads_a_pause(void **state UNUSED)
{
    struct due_pause pause;

    assert_int_equal(
        due_pause_parse(TEXT("2026-03-02T10:00:00Z/2026-03-02T11:00:00Z/W1"), &pause),
        DUE_ok
    );
    assert_instant(pause.from_ms, "2026-03-02T10:00:00Z");
    assert_instant(pause.to_ms, "2026-03-02T11:00:00Z");
    assert_int_equal(pause.reason, WAIT_customer);
}

static void reads_every_reason(void **state UNUSED)
{
    static const struct {
        const char *name;
        enum wait_reason reason;
    } reasons[] = {
        {"W1", WAIT_customer},
        {"W1!", WAIT_customer_allowed},
        {"W2", WAIT_internal},
        {"W3.appraisal", WAIT_appraisal},
        {"W3.other", WAIT_outside},
    };

    for (size_t i = 0; i < LENGTH(reasons); i++) {
        struct text text =
            arena_format(&support_arena, "2026-03-02T10:00:00Z//%s", reasons[i].name);
        struct due_pause pause;
        assert_int_equal(due_pause_parse(text, &pause), DUE_ok);
        assert_int_equal(pause.reason, reasons[i].reason);
        assert_int_equal(pause.to_ms, COURSE_OPEN);
        assert_true(text_is(wait_reason_text(pause.reason), reasons[i].name));
    }
}

static void refuses_other_pauses(void **state UNUSED)
{
    static const struct {
        const char *text;
        enum due_error error;
    } cases[] = {
        {"", DUE_invalid_pause},
        {"2026-03-02T10:00:00Z", DUE_invalid_pause},
        {"2026-03-02T10:00:00Z/2026-03-02T11:00:00Z", DUE_invalid_pause},
        {"2026-03-02T10:00:00Z/2026-03-02T11:00:00Z/", DUE_invalid_pause},
        {"2026-03-02T10:00:00Z/2026-03-02T11:00:00Z/W3", DUE_invalid_pause},
        {"2026-03-02T10:00:00Z/2026-03-02T11:00:00Z/w1", DUE_invalid_pause},
        {"2026-03-02T10:00:00Z/2026-03-02T11:00:00Z/closed", DUE_invalid_pause},
        {"2026-03-02T10:00:00Z/2026-03-02T11:00:00Z/W1/W2", DUE_invalid_pause},
        {"2026-03-02T10:00:00.001Z/2026-03-02T10:00:00Z/W1", DUE_invalid_pause},
        {"2026-03-02T10:00:00/2026-03-02T11:00:00Z/W1", DUE_invalid_time},
        {"2026-03-02T10:00:00Z/2026-03-02T11:00:00/W1", DUE_invalid_time},
        {"2026-03-02/2026-03-02T11:00:00Z/W1", DUE_invalid_time},
        {"//W1", DUE_invalid_time},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct due_pause pause;
        assert_string_equal(
            due_error_code(due_pause_parse(text_of(cases[i].text), &pause)),
            due_error_code(cases[i].error)
        );
    }
}

static void reads_an_outside_date_as_a_day_or_an_instant(void **state UNUSED)
{
    struct due_outside outside;

    assert_int_equal(due_outside_parse(TEXT("2026-03-10"), &outside), DUE_ok);
    assert_int_equal(outside.kind, DUE_OUTSIDE_day);
    assert_int_equal(outside.day.days, day_of("2026-03-10").days);
    assert_int_equal(due_outside_parse(TEXT("2026-03-10T12:00:00+08:00"), &outside), DUE_ok);
    assert_int_equal(outside.kind, DUE_OUTSIDE_instant);
    assert_instant(outside.instant_ms, "2026-03-10T12:00:00");
}

static void refuses_other_outside_dates(void **state UNUSED)
{
    static const char *const wrong[] = {
        "",
        "2026-02-30",
        "2026-03-10T12:00:00",
        "10",
        "1969-12-30",
        "2200-01-01",
    };
    struct due_outside outside;

    for (size_t i = 0; i < LENGTH(wrong); i++)
        assert_int_equal(due_outside_parse(text_of(wrong[i]), &outside), DUE_invalid_time);
    assert_int_equal(due_outside_parse(TEXT("2199-12-30"), &outside), DUE_ok);
}

static void reads_whole_numbers_of_days(void **state UNUSED)
{
    int32_t days = 0;

    assert_int_equal(due_extension_parse(TEXT("30"), &days), DUE_ok);
    assert_int_equal(days, 30);
    assert_int_equal(due_extension_parse(TEXT("-30"), &days), DUE_ok);
    assert_int_equal(days, -30);
    assert_int_equal(due_extension_parse(TEXT("999999"), &days), DUE_ok);
    assert_int_equal(due_extension_parse(TEXT("1000000"), &days), DUE_invalid_field);
    assert_int_equal(due_extension_parse(TEXT(""), &days), DUE_invalid_field);
    assert_int_equal(due_extension_parse(TEXT("-"), &days), DUE_invalid_field);
    assert_int_equal(due_extension_parse(TEXT("3o"), &days), DUE_invalid_field);
    assert_int_equal(due_extension_parse(TEXT("30.0"), &days), DUE_invalid_field);
}

static int drop_arena(void **state UNUSED)
{
    arena_done(&support_arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_pause),
        cmocka_unit_test(reads_every_reason),
        cmocka_unit_test(refuses_other_pauses),
        cmocka_unit_test(reads_an_outside_date_as_a_day_or_an_instant),
        cmocka_unit_test(refuses_other_outside_dates),
        cmocka_unit_test(reads_whole_numbers_of_days),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, NULL, drop_arena);
}
