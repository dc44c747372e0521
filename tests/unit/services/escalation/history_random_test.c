/* 100,000 random histories of cases against an independent, slow implementation that walks through every minute of opening
 * hours and every midnight (REQUIREMENTS 3.1, 4.2, 4.5, 4.7 rules 3 to 8 and 12; invariant 2.5.6; DESIGN P11).
 *
 * A history is a list of facts: questions, answers, ends, reopenings, withdrawals, grades, appraisals, extensions, new
 * facts, calendars that are published. The slow one shares nothing with plan.c and course.c: it keeps flags, counts minutes and midnights. The
 * fast one is asked with TZ unset, UTC and America/New_York; all say the same second. */
#include "tests/unit/common/domain/support.h"

#include <time.h>

#include "proto/messages.h"
#include "services/escalation/plan.h"

enum {
    HISTORIES = 100000,
    MINUTE_MS = 60000,
    DAY_MINUTES = 1440,
    OPENING = 540,
    CLOSING = 1020,
    DAYS = 200,
    STEPS_MAX = 12,
    OFFSET_MINUTES = 480 /* Shanghai */
};

/* From 2026-03-01 on, the working days by hand: Monday to Friday but for Qingming, Labour Day, Dragon Boat; Sat 05-09 works. */
#define FIRST_DAY "2026-03-01"
static const char *const off[] = {
    "2026-04-06",
    "2026-05-01",
    "2026-05-04",
    "2026-05-05",
    "2026-06-19",
};
static bool works[DAYS];

/* The newest version of the calendar in force; NULL: the one that the configuration has. */
static const struct calendar *published;

static uint64_t random_state = 20260901;

/* xorshift64*: the same histories on every run. */
static int32_t random_below(int32_t end)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (int32_t)((random_state * UINT64_C(2685821657736338717) >> 33) % (uint64_t)end);
}

/* Minutes since FIRST_DAY 00:00 in Shanghai. */
struct step {
    int32_t minute;
    enum fact fact;
    int32_t value;
};

struct history {
    size_t count;
    struct step steps[STEPS_MAX]; /* ascending, never two in one minute, none at midnight */
};

static int64_t ms_of(int32_t minute)
{
    return (int64_t)day_of(FIRST_DAY).days * DAY_MS +
           ((int64_t)minute - OFFSET_MINUTES) * MINUTE_MS;
}

static void
add_step(struct history *history, int32_t within_minutes, enum fact fact, int32_t value)
{
    int32_t last = history->count ? history->steps[history->count - 1].minute : 0;
    int32_t minute = last + 1 + random_below(within_minutes);

    if (minute % DAY_MINUTES == 0)
        minute++;
    history->steps[history->count++] = (struct step){minute, fact, value};
}

static void prepare_days(void)
{
    for (int i = 0; i < DAYS; i++) {
        struct civil_day day = civil_day_add(day_of(FIRST_DAY), i);
        works[i] = i % 7 != 0 && i % 7 != 6; /* 2026-03-01 is a Sunday */
        for (size_t k = 0; k < LENGTH(off); k++)
            works[i] = works[i] && day.days != day_of(off[k]).days;
        if (day.days == day_of("2026-05-09").days)
            works[i] = true;
    }
}

/* What is so at a minute, by the flags of the slow implementation. */
struct flags {
    bool waits, ended, appraised, withdrawn, replied;
    int32_t start, days, grade, last_grade;
};

static int32_t target_of(int32_t grade)
{
    static const int32_t days[] =
        {[GRADE_P1] = 5, [GRADE_P2] = 7, [GRADE_P3] = 10, [GRADE_P4] = 0};

    return days[grade];
}

/* The last step after which the clock is not started or reopened any more: from there on nothing stands. */
static size_t last_end(const struct history *history, enum fact end, enum fact again)
{
    size_t at = history->count;

    for (size_t i = 0; i < history->count; i++) {
        if (history->steps[i].fact == end && at == history->count)
            at = i;
        if (history->steps[i].fact == again)
            at = history->count;
    }
    return at;
}

/* K8a: 480 open minutes after the day of receipt, without waits for the customer and without the time it was resolved. */
static int32_t slow_consultation(const struct history *history)
{
    size_t next = 1, final = last_end(history, FACT_resolved, FACT_reopened);
    int32_t counted = 0;
    bool waits = false, ended = false;

    for (int32_t minute = history->steps[0].minute;; minute++) {
        int32_t day = minute / DAY_MINUTES, of_day = minute % DAY_MINUTES;
        for (; next < history->count && history->steps[next].minute == minute; next++) {
            enum fact fact = history->steps[next].fact;
            waits = fact == FACT_asked || (waits && fact != FACT_answered);
            ended = fact == FACT_resolved || (ended && fact != FACT_reopened);
        }
        bool over = final < history->count && next > final;
        bool open = works[day] && of_day >= OPENING && of_day < CLOSING;
        if (day == history->steps[0].minute / DAY_MINUTES || !open ||
            (!over && (waits || ended)))
            continue;
        if (++counted == CLOSING - OPENING)
            return minute + 1;
    }
}

/* K8: midnights after the day of receipt at which the case was not resolved; as many as the grade has. */
static int32_t slow_target(const struct history *history)
{
    size_t final = last_end(history, FACT_resolved, FACT_reopened);
    int32_t grade = 0, left, next = 1;
    bool ended = false;

    for (size_t i = 0; i < history->count && i <= final; i++) {
        const struct step *step = &history->steps[i];
        if (step->fact == FACT_regraded && target_of(step->value))
            grade = step->value;
    }
    left = target_of(grade);
    for (int32_t day = history->steps[0].minute / DAY_MINUTES + 1;; day++) {
        int32_t end = (day + 1) * DAY_MINUTES;
        for (; (size_t)next < history->count && history->steps[next].minute < end; next++) {
            enum fact fact = history->steps[next].fact;
            ended = (fact == FACT_resolved && (size_t)next < final) ||
                    (ended && fact != FACT_reopened);
        }
        left -= !ended;
        if (left == 0)
            return end;
    }
}

/* K9: midnights without an appraisal of which the customer knew, from the receipt or the newest facts; neither reopening,
 * regrading nor reclassifying matters; a withdrawal that is taken back neither. */
static int32_t slow_statutory(const struct history *history)
{
    struct flags now = {.start = history->steps[0].minute, .days = 15};
    bool stands[DAYS] = {false};
    size_t next = 1;

    for (int32_t day = now.start / DAY_MINUTES; day < DAYS; day++) {
        for (; next < history->count && history->steps[next].minute < (day + 1) * DAY_MINUTES;
             next++) {
            const struct step *step = &history->steps[next];
            bool stopped = now.replied || now.withdrawn;
            if (step->fact == FACT_new_facts) {
                now.start = step->minute;
                now.days = 15;
                now.replied = now.withdrawn = false;
            }
            if (step->fact == FACT_extended && !stopped)
                now.days = step->value;
            now.appraised = step->fact == FACT_appraisal_begun ||
                            (now.appraised && step->fact != FACT_appraisal_ended);
            now.replied = now.replied || (step->fact == FACT_replied && !stopped);
            now.withdrawn = (now.withdrawn || (step->fact == FACT_withdrawn && !stopped)) &&
                            step->fact != FACT_reopened;
        }
        stands[day] = now.appraised && !now.replied && !now.withdrawn;
    }
    for (int32_t day = now.start / DAY_MINUTES + 1;; day++) {
        now.days -= !stands[day];
        if (now.days == 0)
            return (day + 1) * DAY_MINUTES;
    }
}

static int64_t fast(
    const struct history *history,
    enum plan_name name,
    const char *profile,
    struct arena *arena
)
{
    static struct journal journal;
    static struct planned_clock plan;
    const struct sla_policy *owner = NULL;
    const struct sla_policy *policy = due_rules_version(support_rules, text_of(profile), 1);
    const struct sla_clock *sla =
        due_rules_clock(support_rules, policy, plan_id(name), ms_of(0), &owner);
    struct due_result result;

    journal.count = 0;
    for (size_t i = 0; i < history->count; i++) {
        const struct step *step = &history->steps[i];
        journal_add(
            &journal,
            (struct fact_entry){ms_of(step->minute), 0, step->fact, step->value}
        );
    }
    plan_derive((struct plan_ref){name, 0}, &journal, sla, &plan);
    assert_true(plan.exists);
    /* Under P4 a complaint keeps the limit of the grade before (4.3). */
    for (size_t i = history->count; i-- > 0 && plan.grade == GRADE_P4 && name == PLAN_K8;)
        plan.grade = plan_grade(&journal, ms_of(history->steps[i].minute) - 1);
    const struct due_request request = {
        .profile = policy->name,
        .version = 1,
        .clock = plan_id(name),
        .grade = plan.grade,
        .received_ms = plan.start_ms,
        .calendar = published,
        .pauses = plan.pauses,
        .pause_count = plan.pause_count,
        .extensions = plan.extensions,
        .extension_count = plan.extension_count,
    };
    assert_int_equal(due_compute(support_rules, &request, arena, &result), DUE_ok);
    assert_false(result.paused);
    int64_t counted = 0, until = plan.start_ms;
    for (size_t i = 0; i < result.span_count; i++) {
        assert_true(result.spans[i].from_ms == until);
        until = result.spans[i].to_ms;
        counted += result.spans[i].kind == SPAN_counted ? until - result.spans[i].from_ms : 0;
    }
    assert_true(until == result.due_ms);
    assert_true(result.remaining_ms == 0 && counted > 0);
    return result.due_ms;
}

static void agree(const struct history *history, enum plan_name name, int32_t slow_minute)
{
    static const char *const zones[] = {NULL, "UTC", "America/New_York"};
    struct arena arena = {0};

    for (size_t i = 0; i < LENGTH(zones); i++) {
        if (zones[i])
            setenv("TZ", zones[i], 1);
        else
            unsetenv("TZ");
        tzset();
        int64_t due_ms = fast(history, name, "CN-NFRA-2020", &arena);
        if (due_ms == ms_of(slow_minute))
            continue;
        for (size_t k = 0; k < history->count; k++)
            print_error(
                "%s fact %d value %d\n",
                instant_format_utc(&support_arena, ms_of(history->steps[k].minute)).at,
                (int)history->steps[k].fact,
                history->steps[k].value
            );
        fail_msg(
            "%s: %s, slow %s",
            plan_id(name).at,
            instant_format_utc(&support_arena, due_ms).at,
            instant_format_utc(&support_arena, ms_of(slow_minute)).at
        );
    }
    arena_done(&arena);
}

/* At most three waits, however they are cut by an end (4.5 rule 3), none open at the end. */
static void random_consultation(struct history *history)
{
    add_step(history, 60 * DAY_MINUTES, FACT_received, 0);
    add_step(history, 30, FACT_typed, CASE_TYPE_consult);
    add_step(history, 30, FACT_graded, GRADE_P3 + random_below(2));
    if (random_below(3))
        add_step(history, 2 * DAY_MINUTES, FACT_asked, 0);
    bool late = random_below(2);
    if (!late)
        add_step(history, 2 * DAY_MINUTES, FACT_answered, 0);
    if (random_below(2)) {
        add_step(history, DAY_MINUTES, FACT_resolved, 0);
        if (random_below(3) || late)
            add_step(history, 9 * DAY_MINUTES, FACT_reopened, 0);
    }
    if (late)
        add_step(history, 2 * DAY_MINUTES, FACT_answered, 0);
    if (random_below(2)) {
        add_step(history, DAY_MINUTES, FACT_asked, 0);
        add_step(history, DAY_MINUTES, FACT_answered, 0);
    }
}

static void random_complaint(struct history *history)
{
    static const enum fact ends[] = {FACT_resolved, FACT_replied, FACT_withdrawn};
    int32_t stage = 15;
    bool appraised = false, ended = false;

    add_step(history, 30 * DAY_MINUTES, FACT_received, 0);
    add_step(history, 30, FACT_typed, CASE_TYPE_complaint);
    add_step(history, 30, FACT_regraded, GRADE_P1 + random_below(3));
    while (history->count < STEPS_MAX - 1) {
        switch (random_below(7)) {
        case 0:
            add_step(history, 6 * DAY_MINUTES, FACT_regraded, GRADE_P1 + random_below(4));
            break;
        case 1:
            add_step(
                history,
                4 * DAY_MINUTES,
                appraised ? FACT_appraisal_ended : FACT_appraisal_begun,
                0
            );
            appraised = !appraised;
            break;
        case 2:
            if (stage < 60 && !ended) {
                stage = stage == 15 ? 16 + random_below(15) : 31 + random_below(30);
                add_step(history, 3 * DAY_MINUTES, FACT_extended, stage);
                stage = stage > 30 ? 60 : 30;
            }
            break;
        case 3:
            if (!ended) {
                add_step(history, 3 * DAY_MINUTES, ends[random_below(3)], 0);
                ended = true;
            }
            break;
        case 4:
            if (ended) {
                add_step(history, 5 * DAY_MINUTES, FACT_reopened, 0);
                ended = false;
            }
            break;
        case 5:
            if (random_below(3) == 0) {
                add_step(history, 5 * DAY_MINUTES, FACT_new_facts, 0);
                stage = 15;
                ended = false;
            }
            break;
        default:
            add_step(history, 2 * DAY_MINUTES, FACT_asked + (enum fact)random_below(2), 0);
        }
    }
    if (appraised)
        add_step(history, DAY_MINUTES, FACT_appraisal_ended, 0);
}

static void consultations_agree_with_counting_every_minute(void **state UNUSED)
{
    for (int i = 0; i < HISTORIES / 2; i++) {
        struct history history = {.count = 0};
        random_consultation(&history);
        agree(&history, PLAN_K8a, slow_consultation(&history));
    }
}

/* A version of the year in which some days are worked that were not, and the other way round; at most six. */
static void publish_another_year(struct calendar *calendar, struct calendar_year *year)
{
    const struct calendar *before = calendar_named("CN");
    struct calendar newer = *before;
    int32_t first = civil_day_of_year(day_of(FIRST_DAY)), count = 1 + random_below(6);

    *year = *before->years[2026 - CALENDAR_YEAR_FIRST];
    year->version = newer.version = before->version + 1;
    for (int32_t i = 0; i < count; i++) {
        int32_t day = random_below(DAYS);
        works[day] = !works[day];
        year->kinds[first + day] = works[day] ? DAY_makeup : DAY_holiday;
    }
    newer.years[2026 - CALENDAR_YEAR_FIRST] = year;
    *calendar = *before;
    calendar_overlay(calendar, &newer);
    published = calendar;
}

/* 4.5 rule 7, 4.7 rule 10: whatever was known when it was paused, the newest calendar counts. */
static void consultations_agree_whatever_calendar_is_published(void **state UNUSED)
{
    struct calendar calendar;
    struct calendar_year year;

    for (int i = 0; i < HISTORIES / 5; i++) {
        struct history history = {.count = 0};
        random_consultation(&history);
        publish_another_year(&calendar, &year);
        agree(&history, PLAN_K8a, slow_consultation(&history));
        prepare_days();
    }
    published = NULL;
}

static void complaints_agree_with_counting_every_midnight(void **state UNUSED)
{
    for (int i = 0; i < HISTORIES / 2; i++) {
        struct history history = {.count = 0};
        random_complaint(&history);
        agree(&history, PLAN_K9, slow_statutory(&history));
    }
}

static void targets_agree_with_counting_every_midnight(void **state UNUSED)
{
    for (int i = 0; i < HISTORIES / 10; i++) {
        struct history history = {.count = 0};
        add_step(&history, 30 * DAY_MINUTES, FACT_received, 0);
        add_step(&history, 30, FACT_typed, CASE_TYPE_complaint);
        add_step(&history, 30, FACT_regraded, GRADE_P1 + random_below(3));
        while (history.count < STEPS_MAX - 2) {
            add_step(&history, 3 * DAY_MINUTES, FACT_regraded, GRADE_P1 + random_below(4));
            if (random_below(2))
                continue;
            add_step(&history, 2 * DAY_MINUTES, FACT_resolved, 0);
            if (random_below(3))
                add_step(&history, 4 * DAY_MINUTES, FACT_reopened, 0);
            else
                break;
        }
        agree(&history, PLAN_K8, slow_target(&history));
    }
}

static int prepare_all(void **state)
{
    prepare_days();
    return load_rules(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(consultations_agree_with_counting_every_minute),
        cmocka_unit_test(consultations_agree_whatever_calendar_is_published),
        cmocka_unit_test(complaints_agree_with_counting_every_midnight),
        cmocka_unit_test(targets_agree_with_counting_every_midnight),
    };
    return cmocka_run_group_tests_name("history_random", tests, prepare_all, drop_rules);
}
