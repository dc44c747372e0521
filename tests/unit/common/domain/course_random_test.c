/* 100,000 random courses against an independent, slow implementation that steps minute by minute and day by day
 * (DESIGN promise P11; REQUIREMENTS 4.7 rules 3 to 5, 9 and 11).
 *
 * The slow one shares nothing with the fast one but the lists of days off below: its calendar is a table of minutes,
 * its midnights come from the C library, once. The environment's TZ is unset, UTC and America/New_York in turn. */
#include "tests/unit/common/domain/support.h"

#include <time.h>

#include "common/domain/calendar_read.h"

enum {
    HISTORIES = 100000,
    MINUTE_MS = 60000,
    DAY_MINUTES = 1440,
    DAYS = 365 + 365, /* of 2026 and 2027 */
    PAUSES_MAX = 4
};

static struct arena scratch; /* of one history */
static uint64_t random_state = 20260302;

/* xorshift64*: the same histories on every run. */
static int32_t random_below(int32_t end)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (int32_t)((random_state * UINT64_C(2685821657736338717) >> 33) % (uint64_t)end);
}

/* One zone's calendar as the slow implementation sees it. */
struct slow {
    const char *zone, *yaml;
    const char *off[40];
    const char *makeup[8];
    int lunch_from, lunch_to;   /* minutes of the day without work */
    int friday_close;           /* minute of the day */
    int64_t midnight[DAYS + 1]; /* UTC ms */
    bool work[DAYS];
    struct calendar *calendar;
};

#define CHINA_OFF                                                                              \
    "2026-01-01", "2026-01-02", "2026-01-03", "2026-02-15", "2026-02-16", "2026-02-17",        \
        "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-21", "2026-02-22", "2026-02-23",    \
        "2026-04-04", "2026-04-05", "2026-04-06", "2026-05-01", "2026-05-02", "2026-05-03",    \
        "2026-05-04", "2026-05-05", "2026-06-19", "2026-06-20", "2026-06-21", "2026-09-25",    \
        "2026-09-26", "2026-09-27", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04",    \
        "2026-10-05", "2026-10-06", "2026-10-07"

static struct slow china = {
    .zone = "Asia/Shanghai",
    .off = {CHINA_OFF, "2027-01-01", "2027-10-01"},
    .makeup =
        {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"},
    .lunch_from = 720,
    .lunch_to = 720,
    .friday_close = 1020,
};

static struct slow lunch = {
    .zone = "America/New_York",
    .yaml = "name: L\nzone: America/New_York\nyears: [2026, 2027]\n"
            "off: [2026-03-09, 2026-11-02..2026-11-03]\nmakeup: [2026-03-08, 2026-11-01]\n"
            "hours: [[\"09:00\", \"12:00\"], [\"13:30\", \"17:00\"]]\n"
            "hours_by_weekday: {friday: [[\"09:00\", \"12:00\"], [\"13:30\", \"15:00\"]]}\n",
    .off = {"2026-03-09", "2026-11-02", "2026-11-03"},
    .makeup = {"2026-03-08", "2026-11-01"},
    .lunch_from = 720,
    .lunch_to = 810,
    .friday_close = 900,
};

static bool is_listed(const char *const *list, size_t count, const char *date)
{
    for (size_t i = 0; i < count && list[i]; i++) {
        if (strcmp(list[i], date) == 0)
            return true;
    }
    return false;
}

static void prepare(struct slow *slow)
{
    setenv("TZ", slow->zone, 1);
    tzset();
    for (int i = 0; i <= DAYS; i++) {
        struct tm local = {.tm_year = 126, .tm_mday = 1 + i, .tm_isdst = -1};
        char date[16];
        slow->midnight[i] = (int64_t)mktime(&local) * 1000;
        strftime(date, sizeof(date), "%Y-%m-%d", &local);
        if (i == DAYS)
            break;
        bool weekend = local.tm_wday == 0 || local.tm_wday == 6;
        slow->work[i] = is_listed(slow->makeup, LENGTH(slow->makeup), date) ||
                        (!weekend && !is_listed(slow->off, LENGTH(slow->off), date));
    }
    unsetenv("TZ");
    tzset();
}

static int day_index(const struct slow *slow, int64_t ms)
{
    int day = 0;

    while (slow->midnight[day + 1] <= ms)
        day++;
    return day;
}

/* No change to summer time falls into opening hours, so the wall clock stands still relative to closing. */
static bool is_open(const struct slow *slow, int day, int64_t ms)
{
    int64_t day_length = slow->midnight[day + 1] - slow->midnight[day];
    int64_t minute =
        (ms - slow->midnight[day] + (int64_t)DAY_MINUTES * MINUTE_MS - day_length) / MINUTE_MS;
    int weekday = (day + 4) % 7; /* 2026-01-01 is a Thursday */

    if (!slow->work[day] || minute < 540 ||
        minute >= (weekday == 5 ? slow->friday_close : 1020))
        return false;
    return minute < slow->lunch_from || minute >= slow->lunch_to;
}

static const struct course_pause *
pause_at(const struct course_pause *pauses, size_t count, int64_t ms)
{
    for (size_t i = 0; i < count; i++) {
        if (pauses[i].from_ms <= ms && ms < pauses[i].to_ms)
            return &pauses[i];
    }
    return NULL;
}

/* Minutes that the n working days after the day of receipt are open. */
static int64_t slow_day_minutes(const struct slow *slow, int day, int32_t n)
{
    int64_t minutes = 0;

    while (n > 0) {
        day++;
        if (!slow->work[day])
            continue;
        for (int64_t ms = slow->midnight[day]; ms < slow->midnight[day + 1]; ms += MINUTE_MS)
            minutes += is_open(slow, day, ms);
        n--;
    }
    return minutes;
}

/* The instant at which so many minutes have been counted, by looking at every minute. */
static int64_t slow_minutes(
    const struct slow *slow,
    const struct course_clock *clock,
    int64_t from_ms,
    int64_t minutes
)
{
    int day = day_index(slow, from_ms);

    for (int64_t ms = from_ms; minutes > 0; ms += MINUTE_MS) {
        if (ms >= slow->midnight[day + 1])
            day++;
        bool counts =
            is_open(slow, day, ms) && !pause_at(clock->pauses, clock->pause_count, ms);
        minutes -= counts;
        if (minutes == 0)
            return ms + MINUTE_MS;
    }
    return from_ms;
}

/* By looking at every midnight; `*ret_days` are the counted days' indices. */
static int64_t
slow_days(const struct slow *slow, const struct course_clock *clock, int *ret_days)
{
    int32_t left = clock->limit.calendar_days.days;
    int day = day_index(slow, clock->start_ms);

    while (left > 0) {
        int64_t end = slow->midnight[++day + 1];
        const struct course_pause *pause = pause_at(clock->pauses, clock->pause_count, end);
        /* a pause from the limit on has no effect, unless it goes on from one before */
        bool at_limit = pause && left == 1 && pause->from_ms == end &&
                        !pause_at(clock->pauses, clock->pause_count, end - 1);
        if (!pause || at_limit)
            ret_days[clock->limit.calendar_days.days - left--] = day;
    }
    while (clock->rolls) {
        int64_t end = slow->midnight[day + 1];
        const struct course_pause *pause = pause_at(clock->pauses, clock->pause_count, end);
        bool runs = !pause || (pause->from_ms == end &&
                               !pause_at(clock->pauses, clock->pause_count, end - 1));
        if (slow->work[day] && runs)
            break;
        day++;
    }
    return slow->midnight[day + 1];
}

static void check_spans(const struct course_clock *clock, const struct course *course)
{
    int64_t sum = 0, until = clock->start_ms;

    for (size_t i = 0; i < course->span_count; i++) {
        const struct course_span *span = &course->spans[i];
        assert_true(span->from_ms == until && span->to_ms > span->from_ms);
        until = span->to_ms;
        if (span->kind == SPAN_counted)
            sum += span->to_ms - span->from_ms;
    }
    assert_true(until == course->due_ms);
    assert_true(sum == course->total_ms && sum == course->counted_ms);
}

/* Whole minutes, so that stepping by minutes is exact; often on the edges of days and windows. */
static int64_t random_instant(const struct slow *slow, int64_t after_ms, int32_t days)
{
    static const int32_t edges[] = {0, 1, 539, 540, 541, 720, 810, 900, 1019, 1020, 1021, 1439};
    int day = day_index(slow, after_ms) + random_below(days);
    int32_t minute =
        random_below(3) ? random_below(DAY_MINUTES) : edges[random_below(LENGTH(edges))];

    return slow->midnight[day] + (int64_t)minute * MINUTE_MS;
}

static size_t
random_pauses(const struct slow *slow, int64_t start_ms, struct course_pause *pauses)
{
    size_t wanted = (size_t)random_below(PAUSES_MAX + 1), count = 0;
    int64_t until = start_ms;

    while (count < wanted) {
        int64_t from_ms = random_below(5) ? random_instant(slow, until, 4) : until;
        int64_t to_ms = random_instant(slow, int64_max(from_ms, until), 3);
        from_ms = int64_max(from_ms, until);
        if (to_ms <= from_ms)
            to_ms = from_ms + (1 + random_below(3000)) * (int64_t)MINUTE_MS;
        pauses[count++] = (struct course_pause){from_ms, to_ms, TEXT("W1")};
        until = to_ms;
    }
    return count;
}

static void check_warnings(
    const struct slow *slow,
    const struct course_clock *clock,
    const struct course *course,
    int64_t from_ms
)
{
    static const int32_t percents[] = {25, 50, 75};

    for (size_t i = 0; i < LENGTH(percents); i++) {
        int64_t part_ms = course->total_ms * percents[i] / 100;
        if (part_ms % MINUTE_MS || part_ms == 0)
            continue;
        assert_true(
            course_percent_at(course, percents[i]) ==
            slow_minutes(slow, clock, from_ms, part_ms / MINUTE_MS)
        );
    }
}

static void check_business(const struct slow *slow, struct course_clock *clock, int32_t n)
{
    bool days = random_below(2);
    int day = day_index(slow, clock->start_ms);
    int64_t from_ms = days ? slow->midnight[day + 1] : clock->start_ms;
    int64_t minutes = days ? slow_day_minutes(slow, day, n) : n * 60;
    struct course course;

    clock->limit = (struct limit){.kind = LIMIT_business_days, .business_days = {n}};
    if (!days)
        clock->limit = (struct limit){
            .kind = LIMIT_business_time,
            .business_time = {(int64_t)n * 60 * MINUTE_MS},
        };
    course_compute(clock, &scratch, &course);
    assert_false(course.paused);
    assert_true(course.total_ms == minutes * MINUTE_MS);
    int64_t expected = slow_minutes(slow, clock, from_ms, minutes);
    if (course.due_ms != expected)
        fail_msg(
            "%s from %s: %s, slow %s",
            limit_format(&support_arena, &clock->limit).at,
            instant_format_utc(&support_arena, clock->start_ms).at,
            instant_format_utc(&support_arena, course.due_ms).at,
            instant_format_utc(&support_arena, expected).at
        );
    check_spans(clock, &course);
    check_warnings(slow, clock, &course, from_ms);
}

static void check_days(const struct slow *slow, struct course_clock *clock, int32_t n)
{
    int days[64];
    struct course course;

    clock->rolls = random_below(2);
    clock->limit = (struct limit){.kind = LIMIT_calendar_days, .calendar_days = {n}};
    int64_t expected = slow_days(slow, clock, days);
    course_compute(clock, &scratch, &course);
    assert_false(course.paused);
    if (course.due_ms != expected)
        fail_msg(
            "%d days from %s: %s, slow %s",
            n,
            instant_format_utc(&support_arena, clock->start_ms).at,
            instant_format_utc(&support_arena, course.due_ms).at,
            instant_format_utc(&support_arena, expected).at
        );
    check_spans(clock, &course);
    for (int32_t i = 1; i <= n; i++) {
        struct civil_day day;
        assert_true(course_day(&course, clock->calendar, i, &day));
        assert_int_equal(day.days - day_of("2026-01-01").days, days[i - 1]);
    }
}

static void agrees_with_stepping_through_every_minute_and_day(void **state UNUSED)
{
    static const char *const zones[] = {NULL, "UTC", "America/New_York"};
    struct slow *const slows[] = {&china, &lunch};

    for (int i = 0; i < HISTORIES; i++) {
        const struct slow *slow = slows[i % 2];
        struct course_pause pauses[PAUSES_MAX];
        struct course_clock clock = {
            .start_ms = random_instant(slow, slow->midnight[0], 360),
            .calendar = slow->calendar,
            .pauses = pauses,
        };
        clock.pause_count = random_pauses(slow, clock.start_ms, pauses);
        const char *zone = zones[i % (int)LENGTH(zones)];
        if (zone)
            setenv("TZ", zone, 1);
        else
            unsetenv("TZ");
        tzset();
        if (random_below(2))
            check_business(slow, &clock, 1 + random_below(6));
        else
            check_days(slow, &clock, 1 + random_below(60));
        arena_reset(&scratch);
    }
}

static int drop_all(void **state)
{
    arena_done(&scratch);
    return drop_rules(state);
}

static int prepare_all(void **state)
{
    struct yaml yaml;

    if (load_rules(state) != 0)
        return -1;
    china.calendar = ARENA_NEW(&support_arena, struct calendar);
    *china.calendar = *calendar_named("CN");
    prepare(&china);
    prepare(&lunch);
    if (yaml_read_text(&yaml, &support_arena, text_of(lunch.yaml)) != OK)
        return -1;
    return calendar_read(&yaml, &lunch.calendar) == OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_stepping_through_every_minute_and_day),
    };
    return cmocka_run_group_tests_name("course_random", tests, prepare_all, drop_all);
}
