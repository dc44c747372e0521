/* Tests of common/domain/course.c: spans, and what is read off them (DESIGN 5; REQUIREMENTS 4.7 rules 3 to 5, 9, 11). */
#include "tests/unit/common/domain/support.h"

#define HOURS(n) ((int64_t)(n)*3600000)

struct wanted {
    const char *from, *to;
    enum span_kind kind;
    const char *cause;
};

static struct course course_of(const struct course_clock *clock)
{
    struct course course;

    course_compute(clock, &support_arena, &course);
    return course;
}

static struct course_clock
clock_of(const char *start, const char *limit, const struct course_pause *pauses, size_t count)
{
    struct course_clock clock = {
        .start_ms = at(start),
        .calendar = calendar_named("CN"),
        .pauses = pauses,
        .pause_count = count,
    };

    assert_true(limit_parse(text_of(limit), &clock.limit));
    return clock;
}

static struct course_pause pause_of(const char *from, const char *to)
{
    return (struct course_pause){at(from), to ? at(to) : COURSE_OPEN, TEXT("W1")};
}

static void assert_spans(const struct course *course, const struct wanted *wanted, size_t count)
{
    assert_int_equal(course->span_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_instant(course->spans[i].from_ms, wanted[i].from);
        if (wanted[i].to)
            assert_instant(course->spans[i].to_ms, wanted[i].to);
        else
            assert_int_equal(course->spans[i].to_ms, COURSE_OPEN);
        assert_int_equal(course->spans[i].kind, wanted[i].kind);
        assert_true(text_is(course->spans[i].cause, wanted[i].cause));
    }
}

static void explains_real_time_in_one_span(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"2026-02-14T23:59:50", "2026-02-15T00:00:20", SPAN_counted, "real_time"},
    };
    struct course_clock clock = clock_of("2026-02-14T23:59:50", "30 s", NULL, 0);
    struct course course = course_of(&clock);

    assert_spans(&course, wanted, LENGTH(wanted));
    assert_int_equal(course.counted_ms, 30000);
    assert_instant(course.due_ms, "2026-02-15T00:00:20");
}

static void explains_business_time_with_nights_weekends_and_holidays(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"2026-02-13T08:00:00", "2026-02-13T09:00:00", SPAN_skipped, "closed"},
        {"2026-02-13T09:00:00", "2026-02-13T17:00:00", SPAN_counted, "open"},
        {"2026-02-13T17:00:00", "2026-02-14T09:00:00", SPAN_skipped, "closed"},
        {"2026-02-14T09:00:00", "2026-02-14T17:00:00", SPAN_counted, "open"},
        {"2026-02-14T17:00:00", "2026-02-15T00:00:00", SPAN_skipped, "closed"},
        {"2026-02-15T00:00:00", "2026-02-24T00:00:00", SPAN_skipped, "holiday"},
        {"2026-02-24T00:00:00", "2026-02-24T09:00:00", SPAN_skipped, "closed"},
        {"2026-02-24T09:00:00", "2026-02-24T10:00:00", SPAN_counted, "open"},
    };
    struct course_clock clock = clock_of("2026-02-13T08:00:00", "17 bh", NULL, 0);
    struct course course = course_of(&clock);

    assert_spans(&course, wanted, LENGTH(wanted));
    assert_int_equal(course.counted_ms, HOURS(17));
    assert_int_equal(course.total_ms, HOURS(17));
}

static void explains_business_days_without_the_day_of_receipt(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"2026-03-06T10:00:00", "2026-03-07T00:00:00", SPAN_skipped, "day_of_receipt"},
        {"2026-03-07T00:00:00", "2026-03-09T00:00:00", SPAN_skipped, "weekend"},
        {"2026-03-09T00:00:00", "2026-03-09T09:00:00", SPAN_skipped, "closed"},
        {"2026-03-09T09:00:00", "2026-03-09T12:00:00", SPAN_counted, "open"},
        {"2026-03-09T12:00:00", "2026-03-09T13:00:00", SPAN_paused, "W1"},
        {"2026-03-09T13:00:00", "2026-03-09T17:00:00", SPAN_counted, "open"},
        {"2026-03-09T17:00:00", "2026-03-10T09:00:00", SPAN_skipped, "closed"},
        {"2026-03-10T09:00:00", "2026-03-10T10:00:00", SPAN_counted, "open"},
    };
    struct course_pause pause = pause_of("2026-03-09T12:00:00", "2026-03-09T13:00:00");
    struct course_clock clock = clock_of("2026-03-06T10:00:00", "1 bd", &pause, 1);
    struct course course = course_of(&clock);

    assert_spans(&course, wanted, LENGTH(wanted));
    assert_int_equal(course.counted_ms, HOURS(8));
}

static void explains_calendar_days_with_the_days_left_out_and_the_roll(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"2026-03-02T10:00:00", "2026-03-03T00:00:00", SPAN_skipped, "day_of_receipt"},
        {"2026-03-03T00:00:00", "2026-03-04T00:00:00", SPAN_counted, "calendar_days"},
        {"2026-03-04T00:00:00", "2026-03-06T00:00:00", SPAN_paused, "W1"},
        {"2026-03-06T00:00:00", "2026-03-08T00:00:00", SPAN_counted, "calendar_days"},
        {"2026-03-08T00:00:00", "2026-03-10T00:00:00", SPAN_skipped, "roll"},
    };
    struct course_pause pause = pause_of("2026-03-04T12:00:00", "2026-03-06T13:00:00");
    struct course_clock clock = clock_of("2026-03-02T10:00:00", "3 cd", &pause, 1);

    clock.rolls = true;
    struct course course = course_of(&clock);
    assert_spans(&course, wanted, LENGTH(wanted));
    assert_int_equal(course.counted_ms, HOURS(72));
    assert_instant(course.due_ms, "2026-03-10T00:00:00");
    assert_int_equal(course.days_left, 0);
}

static void ends_with_an_open_pause_and_knows_what_remains(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"2026-03-02T10:00:00", "2026-03-02T12:00:00", SPAN_counted, "open"},
        {"2026-03-02T12:00:00", NULL, SPAN_paused, "W1"},
    };
    static const struct wanted wanted_days[] = {
        {"2026-03-02T10:00:00", "2026-03-03T00:00:00", SPAN_skipped, "day_of_receipt"},
        {"2026-03-03T00:00:00", "2026-03-04T00:00:00", SPAN_counted, "calendar_days"},
        {"2026-03-04T00:00:00", NULL, SPAN_paused, "W1"},
    };
    struct course_pause pause = pause_of("2026-03-02T12:00:00", NULL);
    struct course_clock clock = clock_of("2026-03-02T10:00:00", "4 bh", &pause, 1);
    struct course course = course_of(&clock);

    assert_true(course.paused);
    assert_spans(&course, wanted, LENGTH(wanted));
    assert_int_equal(course.total_ms - course.counted_ms, HOURS(2));

    pause = pause_of("2026-03-04T12:00:00", NULL);
    clock = clock_of("2026-03-02T10:00:00", "3 cd", &pause, 1);
    course = course_of(&clock);
    assert_true(course.paused);
    assert_spans(&course, wanted_days, LENGTH(wanted_days));
    assert_int_equal(course.days_left, 2);
    clock.rolls = true;
    course = course_of(&clock);
    assert_spans(&course, wanted_days, LENGTH(wanted_days));
}

static void is_not_stopped_by_an_open_pause_at_its_limit(void **state UNUSED)
{
    static const struct {
        const char *start, *limit, *pause, *due;
    } cases[] = {
        {"2026-03-02T10:00:00", "4 bh", "2026-03-02T14:00:00", "2026-03-02T14:00:00"},
        {"2026-03-02T10:00:00", "1 bd", "2026-03-03T17:00:00", "2026-03-03T17:00:00"},
        {"2026-03-02T10:00:00", "3 cd", "2026-03-06T00:00:00", "2026-03-06T00:00:00"},
        {"2026-03-02T10:00:00", "30 s", "2026-03-02T10:00:30", "2026-03-02T10:00:30"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct course_pause pause = pause_of(cases[i].pause, NULL);
        struct course_clock clock = clock_of(cases[i].start, cases[i].limit, &pause, 1);
        struct course course = course_of(&clock);
        assert_false(course.paused);
        assert_instant(course.due_ms, cases[i].due);
        pause.from_ms--;
        course = course_of(&clock);
        assert_true(course.paused);
    }
}

/* A roll may be stopped by a pause without an end, although all days have been counted. */
static void may_be_paused_while_it_rolls(void **state UNUSED)
{
    struct course_pause pause = pause_of("2026-03-08T12:00:00", NULL);
    struct course_clock clock = clock_of("2026-03-02T10:00:00", "5 cd", &pause, 1);
    struct course course = course_of(&clock);

    assert_false(course.paused);
    clock.rolls = true;
    course = course_of(&clock);
    assert_true(course.paused);
    assert_int_equal(course.days_left, 0);
}

/* Rule 11: rounded up to the millisecond. */
static void finds_the_instant_of_a_part_of_the_limit(void **state UNUSED)
{
    struct course_clock clock = clock_of("2026-03-02T16:00:00", "2 bh", NULL, 0);
    struct course course = course_of(&clock);

    assert_instant(course_percent_at(&course, 50), "2026-03-02T17:00:00");
    assert_instant(course_percent_at(&course, 51), "2026-03-03T09:01:12");
    assert_instant(course_percent_at(&course, 100), "2026-03-03T10:00:00");
    assert_instant(course_instant_at(&course, 1), "2026-03-02T16:00:00.001");
    assert_instant(course_instant_at(&course, HOURS(1) + 1), "2026-03-03T09:00:00.001");
    assert_int_equal(course_instant_at(&course, HOURS(2) + 1), COURSE_OPEN);

    clock.limit = (struct limit){.kind = LIMIT_real_time, .real_time = {3}};
    course = course_of(&clock);
    assert_instant(course_percent_at(&course, 50), "2026-03-02T16:00:00.002");
    assert_instant(course_percent_at(&course, 33), "2026-03-02T16:00:00.001");
    assert_instant(course_percent_at(&course, 34), "2026-03-02T16:00:00.002");
}

static void finds_the_counted_days(void **state UNUSED)
{
    struct course_pause pause = pause_of("2026-03-04T12:00:00", "2026-03-06T13:00:00");
    struct course_clock clock = clock_of("2026-03-02T10:00:00", "3 cd", &pause, 1);
    struct course course = course_of(&clock);
    struct civil_day day = {0};

    assert_true(course_day(&course, clock.calendar, 1, &day));
    assert_int_equal(day.days, day_of("2026-03-03").days);
    assert_true(course_day(&course, clock.calendar, 2, &day));
    assert_int_equal(day.days, day_of("2026-03-06").days);
    assert_true(course_day(&course, clock.calendar, 3, &day));
    assert_int_equal(day.days, day_of("2026-03-07").days);
    assert_false(course_day(&course, clock.calendar, 4, &day));
}

static void knows_the_date_of_its_limit(void **state UNUSED)
{
    static const struct {
        const char *start, *limit, *day;
    } cases[] = {
        {"2026-03-02T10:00:00", "3 cd", "2026-03-05"},
        {"2026-03-02T10:00:00", "1 bd", "2026-03-03"},
        {"2026-03-02T10:00:00", "1 h", "2026-03-02"},
        {"2026-03-02T23:00:00", "1 h", "2026-03-03"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct course_clock clock = clock_of(cases[i].start, cases[i].limit, NULL, 0);
        struct course course = course_of(&clock);
        assert_int_equal(course_limit_day(&clock, &course).days, day_of(cases[i].day).days);
    }
}

/* Rule 17: the sum of the opening hours of the n working days after the day of receipt. */
static void counts_days_of_different_length(void **state UNUSED)
{
    struct calendar calendar = *calendar_named("CN");
    struct calendar_hours short_day = {1, {{9 * 3600000, 12 * 3600000}}};
    struct course_pause pause = pause_of("2026-03-05T09:00:00", "2026-03-05T12:00:00");
    struct course_clock clock = clock_of("2026-03-04T10:00:00", "2 bd", NULL, 0);

    calendar.hours[WEEKDAY_friday] = short_day;
    clock.calendar = &calendar;
    assert_instant(course_of(&clock).due_ms, "2026-03-06T12:00:00");
    /* the limit stays 8 + 3 hours; what the pause left out is counted on Monday */
    clock.pauses = &pause;
    clock.pause_count = 1;
    assert_int_equal(course_of(&clock).total_ms, HOURS(11));
    assert_instant(course_of(&clock).due_ms, "2026-03-09T12:00:00");
}

static void counts_the_days_of_a_change_to_summer_time_as_they_are(void **state UNUSED)
{
    struct course_clock clock = clock_of("2026-03-07T10:00:00-05:00", "2 cd", NULL, 0);

    clock.calendar = calendar_named("US");
    struct course course = course_of(&clock);
    assert_instant(course.due_ms, "2026-03-10T00:00:00-04:00");
    assert_int_equal(course.counted_ms, HOURS(47));
    struct civil_day day = {0};
    assert_true(course_day(&course, clock.calendar, 2, &day));
    assert_int_equal(day.days, day_of("2026-03-09").days);
}

static void keeps_many_spans(void **state UNUSED)
{
    struct course_clock clock = clock_of("2026-03-02T10:00:00", "200 bd", NULL, 0);
    struct course course = course_of(&clock);
    int64_t sum = 0;

    assert_true(course.span_count > 400);
    for (size_t i = 0; i < course.span_count; i++) {
        assert_true(i == 0 || course.spans[i].from_ms == course.spans[i - 1].to_ms);
        if (course.spans[i].kind == SPAN_counted)
            sum += course.spans[i].to_ms - course.spans[i].from_ms;
    }
    assert_int_equal(sum, HOURS(1600));
    assert_int_equal(course.spans[course.span_count - 1].to_ms, course.due_ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(explains_real_time_in_one_span),
        cmocka_unit_test(explains_business_time_with_nights_weekends_and_holidays),
        cmocka_unit_test(explains_business_days_without_the_day_of_receipt),
        cmocka_unit_test(explains_calendar_days_with_the_days_left_out_and_the_roll),
        cmocka_unit_test(ends_with_an_open_pause_and_knows_what_remains),
        cmocka_unit_test(is_not_stopped_by_an_open_pause_at_its_limit),
        cmocka_unit_test(may_be_paused_while_it_rolls),
        cmocka_unit_test(finds_the_instant_of_a_part_of_the_limit),
        cmocka_unit_test(finds_the_counted_days),
        cmocka_unit_test(knows_the_date_of_its_limit),
        cmocka_unit_test(counts_days_of_different_length),
        cmocka_unit_test(counts_the_days_of_a_change_to_summer_time_as_they_are),
        cmocka_unit_test(keeps_many_spans),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, load_rules, drop_rules);
}
