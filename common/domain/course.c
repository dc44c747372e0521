/* See course.h. One walk for each kind of limit; all write spans through the same function. */
#include "common/domain/course.h"

#include <assert.h>

enum { SPANS_FIRST = 16 };

struct walk {
    const struct course_clock *clock;
    struct course *course;
    struct arena *arena;
    size_t room; /* of spans */
    size_t next; /* the first pause that ends after what has been walked */
};

static void add_span(
    struct walk *walk,
    int64_t from_ms,
    int64_t to_ms,
    enum span_kind kind,
    struct text cause
)
{
    struct course *course = walk->course;

    if (from_ms >= to_ms)
        return;
    if (kind == SPAN_counted)
        course->counted_ms += to_ms - from_ms;
    if (course->span_count) {
        struct course_span *last = &course->spans[course->span_count - 1];
        if (last->kind == kind && text_equal(last->cause, cause) && last->to_ms == from_ms) {
            last->to_ms = to_ms;
            return;
        }
    }
    if (course->span_count == walk->room) {
        size_t room = walk->room ? walk->room * 2 : SPANS_FIRST;
        struct course_span *spans = ARENA_ARRAY(walk->arena, struct course_span, room);
        if (course->span_count)
            memcpy(spans, course->spans, course->span_count * sizeof(*spans));
        course->spans = spans;
        walk->room = room;
    }
    course->spans[course->span_count++] = (struct course_span){from_ms, to_ms, kind, cause};
}

/* The pause that ends after an instant first. Instants must be asked for in ascending order. */
static const struct course_pause *pause_after(struct walk *walk, int64_t at_ms)
{
    const struct course_clock *clock = walk->clock;

    while (walk->next < clock->pause_count && clock->pauses[walk->next].to_ms <= at_ms)
        walk->next++;
    return walk->next < clock->pause_count ? &clock->pauses[walk->next] : NULL;
}

/* Counts [from, to) less pauses. True when the course is at its end, by limit or by an open pause. */
static bool count(struct walk *walk, int64_t from_ms, int64_t to_ms, struct text cause)
{
    struct course *course = walk->course;

    while (from_ms < to_ms) {
        const struct course_pause *pause = pause_after(walk, from_ms);
        if (pause && pause->from_ms <= from_ms) {
            int64_t until = int64_min(pause->to_ms, to_ms);
            course->paused = pause->to_ms == COURSE_OPEN;
            if (course->paused)
                until = COURSE_OPEN;
            add_span(walk, from_ms, until, SPAN_paused, pause->cause);
            if (course->paused)
                return true;
            from_ms = until;
            continue;
        }
        int64_t until = pause ? int64_min(pause->from_ms, to_ms) : to_ms;
        int64_t left = course->total_ms - course->counted_ms;
        if (left <= until - from_ms) {
            course->due_ms = from_ms + left;
            add_span(walk, from_ms, course->due_ms, SPAN_counted, cause);
            return true;
        }
        add_span(walk, from_ms, until, SPAN_counted, cause);
        from_ms = until;
    }
    return false;
}

static void walk_real_time(struct walk *walk)
{
    walk->course->total_ms = walk->clock->limit.real_time.ms;
    (void)count(walk, walk->clock->start_ms, COURSE_OPEN, TEXT("real_time"));
}

static struct text cause_of_rest(enum day_kind kind)
{
    return kind == DAY_holiday ? TEXT("holiday") : TEXT("weekend");
}

/* One working day from `from_ms` on: closed hours are skipped, windows counted. */
static bool count_windows(struct walk *walk, struct civil_day day, int64_t from_ms)
{
    const struct calendar *calendar = walk->clock->calendar;
    const struct calendar_hours *hours = &calendar->hours[civil_day_weekday(day)];
    int64_t end = calendar_midnight(calendar, civil_day_add(day, 1));

    for (size_t i = 0; i < hours->count; i++) {
        struct calendar_span window = calendar_window_span(calendar, day, &hours->windows[i]);
        add_span(walk, from_ms, window.from_ms, SPAN_skipped, TEXT("closed"));
        from_ms = int64_max(from_ms, window.from_ms);
        if (count(walk, from_ms, window.to_ms, TEXT("open")))
            return true;
        from_ms = int64_max(from_ms, window.to_ms);
    }
    add_span(walk, from_ms, end, SPAN_skipped, TEXT("closed"));
    return false;
}

static void walk_windows(struct walk *walk, struct civil_day day, int64_t from_ms)
{
    const struct calendar *calendar = walk->clock->calendar;

    for (;; day = civil_day_add(day, 1)) {
        struct calendar_day fact = calendar_day(calendar, day);
        int64_t end = calendar_midnight(calendar, civil_day_add(day, 1));
        walk->course->provisional = walk->course->provisional || fact.provisional;
        if (!fact.is_work)
            add_span(walk, from_ms, end, SPAN_skipped, cause_of_rest(fact.kind));
        else if (count_windows(walk, day, from_ms))
            return;
        from_ms = end;
    }
}

static void walk_business_time(struct walk *walk)
{
    const struct course_clock *clock = walk->clock;

    walk->course->total_ms = clock->limit.business_time.ms;
    walk_windows(
        walk,
        zone_to_local(clock->calendar->zone, clock->start_ms).day,
        clock->start_ms
    );
}

/* The rest of the day of receipt is skipped without asking what kind of day it is. Returns the next day. */
static struct civil_day skip_day_of_receipt(struct walk *walk)
{
    const struct course_clock *clock = walk->clock;
    struct civil_day receipt = zone_to_local(clock->calendar->zone, clock->start_ms).day;
    struct civil_day next = civil_day_add(receipt, 1);

    add_span(
        walk,
        clock->start_ms,
        calendar_midnight(clock->calendar, next),
        SPAN_skipped,
        TEXT("day_of_receipt")
    );
    return next;
}

static void walk_business_days(struct walk *walk)
{
    const struct calendar *calendar = walk->clock->calendar;
    struct course *course = walk->course;
    struct civil_day first = skip_day_of_receipt(walk);
    struct civil_day day = civil_day_add(first, -1);

    for (int32_t n = walk->clock->limit.business_days.days; n > 0; n--) {
        day = calendar_add_workdays(calendar, day, 1, &course->provisional);
        course->total_ms += calendar_open_ms(calendar, day);
    }
    walk_windows(walk, first, calendar_midnight(calendar, first));
}

/* The pause in which a day ends. On a day that may be the last one, a pause that only begins at
 * its end begins at the limit, and has no effect (rule 7), unless it continues another. */
static const struct course_pause *
pause_at_end(struct walk *walk, int64_t end_ms, bool may_be_last)
{
    const struct course_pause *pause = pause_after(walk, end_ms);

    if (!pause || pause->from_ms > end_ms)
        return NULL;
    bool continues = pause > walk->clock->pauses && pause[-1].to_ms == end_ms;
    if (may_be_last && pause->from_ms == end_ms && !continues)
        return NULL;
    return pause;
}

/* One day that is left out; true when nobody knows for how long. */
static bool
leave_out(struct walk *walk, int64_t from_ms, int64_t end_ms, const struct course_pause *pause)
{
    walk->course->paused = pause->to_ms == COURSE_OPEN;
    add_span(
        walk,
        from_ms,
        walk->course->paused ? COURSE_OPEN : end_ms,
        SPAN_paused,
        pause->cause
    );
    return walk->course->paused;
}

/* From the day found to the next working day at whose end the clock runs (rule 9). */
static void roll(struct walk *walk, struct civil_day found)
{
    const struct calendar *calendar = walk->clock->calendar;
    struct course *course = walk->course;

    for (struct civil_day day = found;; day = civil_day_add(day, 1)) {
        int64_t end = calendar_midnight(calendar, civil_day_add(day, 1));
        bool work = calendar_is_workday(calendar, day, &course->provisional);
        const struct course_pause *pause = pause_at_end(walk, end, true);
        if (pause && leave_out(walk, course->due_ms, end, pause))
            return;
        if (!pause)
            add_span(walk, course->due_ms, end, SPAN_skipped, TEXT("roll"));
        course->due_ms = end;
        if (work && !pause)
            return;
    }
}

static void walk_calendar_days(struct walk *walk)
{
    const struct calendar *calendar = walk->clock->calendar;
    struct course *course = walk->course;
    struct civil_day day = skip_day_of_receipt(walk);

    course->days_left = walk->clock->limit.calendar_days.days;
    for (;; day = civil_day_add(day, 1)) {
        int64_t begin = calendar_midnight(calendar, day);
        int64_t end = calendar_midnight(calendar, civil_day_add(day, 1));
        const struct course_pause *pause = pause_at_end(walk, end, course->days_left == 1);
        if (pause && leave_out(walk, begin, end, pause))
            break;
        if (pause)
            continue;
        add_span(walk, begin, end, SPAN_counted, TEXT("calendar_days"));
        course->due_ms = end;
        if (--course->days_left == 0)
            break;
    }
    /* Days still to come count as 24 hours, so that warnings already reached are known. */
    course->total_ms = course->counted_ms + (int64_t)course->days_left * DAY_MS;
    if (walk->clock->rolls && !course->paused)
        roll(walk, day);
}

void course_compute(
    const struct course_clock *clock,
    struct arena *arena,
    struct course *ret_course
)
{
    struct walk walk = {.clock = clock, .course = ret_course, .arena = arena};

    *ret_course = (struct course){0};
    switch (clock->limit.kind) {
    case LIMIT_real_time:
        walk_real_time(&walk);
        break;
    case LIMIT_business_time:
        walk_business_time(&walk);
        break;
    case LIMIT_business_days:
        walk_business_days(&walk);
        break;
    case LIMIT_calendar_days:
        walk_calendar_days(&walk);
        break;
    case LIMIT_none:
        assert(!"a clock without a limit has no course");
    }
}

int64_t course_instant_at(const struct course *course, int64_t counted_ms)
{
    assert(counted_ms > 0);
    for (size_t i = 0; i < course->span_count; i++) {
        const struct course_span *span = &course->spans[i];
        if (span->kind != SPAN_counted)
            continue;
        if (counted_ms <= span->to_ms - span->from_ms)
            return span->from_ms + counted_ms;
        counted_ms -= span->to_ms - span->from_ms;
    }
    return COURSE_OPEN;
}

int64_t course_percent_at(const struct course *course, int32_t percent)
{
    if (course->total_ms == 0)
        return COURSE_OPEN;
    return course_instant_at(course, (course->total_ms * percent + 99) / 100);
}

bool course_day(
    const struct course *course,
    const struct calendar *calendar,
    int32_t n,
    struct civil_day *ret_day
)
{
    for (size_t i = 0; i < course->span_count; i++) {
        const struct course_span *span = &course->spans[i];
        if (span->kind != SPAN_counted)
            continue;
        struct civil_day first = zone_to_local(calendar->zone, span->from_ms).day;
        struct civil_day last = zone_to_local(calendar->zone, span->to_ms - 1).day;
        int32_t days = last.days - first.days + 1;
        if (n <= days) {
            *ret_day = civil_day_add(first, n - 1);
            return true;
        }
        n -= days;
    }
    return false;
}

struct civil_day course_limit_day(const struct course_clock *clock, const struct course *course)
{
    bool end_of_day = clock->limit.kind != LIMIT_real_time;

    return zone_to_local(clock->calendar->zone, course->due_ms - end_of_day).day;
}
