/* A year of 200,000 cases a day, one in 5,000 of them (14,600 cases, some 16 for each way through type, grade and script; with
 * sanitizers, which are slower, one in 40,000), from receipt to the stored package with the injected clock: every timer
 * fires in its millisecond and never twice, every limit is met or missed as its end says (DESIGN P5, P11; REQUIREMENTS
 * 0.4, 4.3, 4.7 rule 6). A case takes some 1.2 ms; YEAR_SAMPLE=1000 in the environment plays one in 1,000. */
#include "tests/unit/services/escalation/support.h"

#include <malloc.h>
#include <stdlib.h>

#include "services/escalation/plan.h"

#ifdef __SANITIZE_ADDRESS__
enum { SAMPLE = 40000 };
#else
enum { SAMPLE = 5000 };
#endif
enum { DAYS = 365, CASES_A_DAY = 200000, CASES_A_TRIAL = 40, STEPS_MAX = 13 };

static uint64_t random_state = 20260101;

static int64_t random_below(int64_t end)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (int64_t)((random_state * UINT64_C(2685821657736338717) >> 33) % (uint64_t)end);
}

/* What people and systems do with a case, in order of time. */
struct script {
    size_t count;
    struct {
        int64_t ms;
        void (*tell)(struct trial *trial, int64_t ms, int64_t version);
    } steps[STEPS_MAX];
};

static int64_t received_ms;
static uint8_t number; /* of the case in its trial */

static void tell_claim(struct trial *trial, int64_t ms, int64_t version)
{
    (void)version;
    claim(trial, number, ms);
}

static void tell_ask(struct trial *trial, int64_t ms, int64_t version)
{
    ask(trial, number, ms, version);
}

static void tell_answer(struct trial *trial, int64_t ms, int64_t version)
{
    answer(trial, number, ms, version);
}

static void tell_note(struct trial *trial, int64_t ms, int64_t version)
{
    tell_customer(trial, number, ms, version);
}

static void tell_accept(struct trial *trial, int64_t ms, int64_t version)
{
    (void)version;
    accept(trial, number, received_ms, ms);
}

static void tell_decide(struct trial *trial, int64_t ms, int64_t version)
{
    (void)version;
    decide_complaint(trial, number, ms);
}

static void tell_reply(struct trial *trial, int64_t ms, int64_t version)
{
    (void)version;
    reply_complaint(trial, number, ms);
}

static void tell_resolve(struct trial *trial, int64_t ms, int64_t version)
{
    resolve(trial, number, ms, version);
}

static void tell_reopen(struct trial *trial, int64_t ms, int64_t version)
{
    reopen(trial, number, ms, version);
}

static void tell_close(struct trial *trial, int64_t ms, int64_t version)
{
    close_case(trial, number, ms, version);
}

static void tell_stored(struct trial *trial, int64_t ms, int64_t version)
{
    const struct archive_stored body = {
        .archive_no = TEXT("AC01-20260302-000001"),
        .version = version,
        .has_version = true,
        .class = TEXT("AC01"),
        .sha256 = {sealed_bytes, 32},
        .has_bytes = true,
        .has_events = true,
        .stored_at = ms,
        .has_stored_at = true,
        .closed_at = ms,
        .has_closed_at = true,
    };

    tell_at(trial, MESSAGE_archive_stored_v1, number, ms, &body);
}

static void tell_suppressed(struct trial *trial, int64_t ms, int64_t version)
{
    const struct survey_suppressed body = {.cause = SUPPRESS_CAUSE_not_sampled};

    (void)version;
    tell_at(trial, MESSAGE_survey_suppressed_v1, number, ms, &body);
}

static void
then(struct script *script, int64_t within_ms, void (*tell)(struct trial *, int64_t, int64_t))
{
    int64_t last = script->count ? script->steps[script->count - 1].ms : received_ms;

    script->steps[script->count].ms = last + 1 + random_below(within_ms);
    script->steps[script->count++].tell = tell;
}

static struct script script_of(enum case_type type)
{
    struct script script = {.count = 0};

    then(&script, 15 * MINUTE_MS, tell_claim);
    if (type == CASE_TYPE_complaint)
        then(&script, 10 * MINUTE_MS, tell_accept);
    if (random_below(2))
        then(&script, 26 * HOUR_MS, tell_note);
    if (random_below(3) == 0) {
        then(&script, 24 * HOUR_MS, tell_ask);
        then(&script, 72 * HOUR_MS, tell_answer);
    }
    if (type == CASE_TYPE_complaint) {
        then(&script, 9 * (int64_t)DAY_MS, tell_decide);
        then(&script, 8 * (int64_t)DAY_MS, tell_reply);
    }
    then(&script, 48 * HOUR_MS, tell_resolve);
    if (random_below(10) == 0) {
        then(&script, 72 * HOUR_MS, tell_reopen);
        then(&script, 48 * HOUR_MS, tell_resolve);
    }
    then(&script, 72 * HOUR_MS, tell_close);
    then(&script, MINUTE_MS, tell_suppressed);
    then(&script, 26 * HOUR_MS, tell_stored);
    return script;
}

/* Fires what is due before an instant, each timer in its own millisecond; returns how many there were. */
static size_t fire_until(struct trial *trial, int64_t end_ms)
{
    size_t fired = 0;

    while (case_now(trial, number)->has_next_at && case_now(trial, number)->next_at < end_ms) {
        int64_t next_ms = case_now(trial, number)->next_at;
        fire(trial, number, next_ms);
        assert_true(
            !case_now(trial, number)->has_next_at || case_now(trial, number)->next_at > next_ms
        );
        assert_true(++fired < 100);
    }
    return fired;
}

/* Every limit that has ended is met at its due instant or before, or missed and counted once. */
static int64_t check_clocks(struct trial *trial)
{
    int64_t missed = 0;

    for (size_t i = 0; i < PLAN_REFS_MAX; i++) {
        const struct case_clock *row = clock_now(trial, number, plan_ref_id(plan_ref_at(i)).at);
        if (!row)
            continue;
        assert_true(row->has_stopped_at);
        if (row->state == CLOCK_STATE_met)
            assert_true(row->stopped_at <= row->due_at);
        if (row->state == CLOCK_STATE_breached)
            assert_true(row->breached_at > row->due_at || row->has_moved_at);
        missed += row->state == CLOCK_STATE_breached;
    }
    return missed;
}

static void one_case(struct trial *trial, int64_t ms, int64_t *io_timers, int64_t *io_missed)
{
    static const enum case_type types[] = {
        CASE_TYPE_consult,
        CASE_TYPE_complaint,
        CASE_TYPE_suggest,
        CASE_TYPE_apply,
        CASE_TYPE_dispute,
    };
    enum case_type type = types[random_below(LENGTH(types))];
    enum case_grade grade = CASE_GRADE_P2 + (enum case_grade)random_below(3);

    received_ms = ms;
    take(trial, number, type, grade, ms);
    struct script script = script_of(type);
    for (size_t i = 0; i < script.count; i++) {
        *io_timers += (int64_t)fire_until(trial, script.steps[i].ms);
        script.steps[i].tell(trial, script.steps[i].ms, (int64_t)i + 6);
    }
    /* What the case leaves open runs out. */
    *io_timers += (int64_t)fire_until(trial, ms + 400 * (int64_t)DAY_MS);
    assert_false(case_now(trial, number)->has_next_at);
    int64_t missed = check_clocks(trial);
    assert_true(missed <= case_now(trial, number)->breaches);
    *io_missed += missed;
}

/* Cases [from, to) of the year, one in `sample`; every timer was on time. */
static void
some_cases(int64_t from, int64_t to, int64_t sample, int64_t *io_timers, int64_t *io_missed)
{
    const int64_t begin_ms = at("2026-01-01T00:00:00");
    struct trial *trial =
        trial_new(&escalation_service, begin_ms + from * sample / CASES_A_DAY * DAY_MS);
    int64_t missed = 0, late = 0, breached = 0;

    for (int64_t i = from; i < to; i++) {
        int64_t day = i * sample / CASES_A_DAY;
        number = (uint8_t)(i - from);
        one_case(trial, begin_ms + day * DAY_MS + random_below(DAY_MS), io_timers, &missed);
    }
    for (size_t i = 0; i < trial_event_count(trial); i++) {
        int event = 0;
        const void *body = trial_emitted(trial, i, &event, NULL);
        if (event == MESSAGE_sla_warning_v1)
            late += ((const struct sla_warning *)body)->late;
        breached += event == MESSAGE_sla_breached_v1;
    }
    assert_int_equal(late, 0);
    assert_true(missed <= breached);
    *io_missed += missed;
    trial_destroy(&trial);
}

static void a_year_of_cases_fires_every_timer_in_its_millisecond(void **state)
{
    const char *wanted = getenv("YEAR_SAMPLE");
    int64_t sample = wanted ? strtol(wanted, NULL, 10) : SAMPLE, timers = 0, missed = 0;

    (void)state;
    assert_in_range(sample, 1, CASES_A_DAY);
    int64_t cases = DAYS * (int64_t)CASES_A_DAY / sample;
    for (int64_t from = 0; from < cases; from += CASES_A_TRIAL)
        some_cases(from, int64_min(from + CASES_A_TRIAL, cases), sample, &timers, &missed);
    assert_true(missed > 0 && missed < timers && timers > cases);
    print_message(
        "%lld cases, %lld timers, %lld limits missed\n",
        (long long)cases,
        (long long)timers,
        (long long)missed
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_of_cases_fires_every_timer_in_its_millisecond),
    };
    /* Arenas come and go with every decision: kept, they need not be cleared by the system each time. */
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
