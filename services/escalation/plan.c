/* See plan.h. One walk along the journal for each clock. */
#include "services/escalation/plan.h"

#include "proto/messages.h"

enum {
    ANY = ~0,
    COMPLAINT = 1 << CASE_TYPE_complaint,
    CONSULT = 1 << CASE_TYPE_consult,
    SUGGEST = 1 << CASE_TYPE_suggest,
    APPLY = 1 << CASE_TYPE_apply,
    DISPUTE = 1 << CASE_TYPE_dispute
};

enum reopening { REOPENED_stays, REOPENED_resumes, REOPENED_anew };

static const struct plan {
    const char *id;
    int types;
    uint64_t starts;
    enum reopening reopened;
    uint32_t flags;
} plans[PLANS] = {
#define PLAN(name, id, types, starts, reopened, flags)                                         \
    [PLAN_##name] = {id, types, starts, REOPENED_##reopened, flags},
#include "services/escalation/plans.def"
#undef PLAN
};

struct walk {
    const struct plan *plan;
    const struct sla_clock *sla;
    struct planned_clock *clock;
    int types;
    int64_t type;   /* of the case, here */
    bool is_ours;   /* the case is, or was, of the clock's types */
    bool seen_type; /* a type was given before */
    bool started;
    bool by_type; /* stopped by a type that is not the clock's */
};

struct text plan_id(enum plan_name name)
{
    return text_of(plans[name].id);
}

enum grade plan_grade(const struct journal *journal, int64_t at_ms)
{
    enum grade base = GRADE_none, raised = GRADE_none;

    for (size_t i = 0; i < journal->count; i++) {
        const struct fact_entry *entry = &journal->entries[i];
        bool by_person = entry->fact == FACT_regraded || entry->fact == FACT_set;
        bool is_grade = entry->fact == FACT_graded || by_person;
        if (entry->at_ms > at_ms && base != GRADE_none)
            break;
        if (is_grade)
            base = (enum grade)entry->value;
        if (by_person)
            raised = GRADE_none;
        if (entry->fact == FACT_raised)
            raised = (enum grade)entry->value;
    }
    return raised != GRADE_none && raised < base ? raised : base;
}

int64_t plan_grade_since(const struct journal *journal, int64_t at_ms)
{
    enum grade grade = plan_grade(journal, at_ms);

    for (size_t i = journal->count; i-- > 0;) {
        int64_t since_ms = journal->entries[i].at_ms;
        enum fact fact = journal->entries[i].fact;
        bool grades = fact == FACT_graded || fact == FACT_regraded || fact == FACT_raised ||
                      fact == FACT_set;
        if (grades && since_ms <= at_ms && plan_grade(journal, since_ms - 1) != grade)
            return since_ms;
    }
    return INT64_MIN;
}

int64_t plan_type(const struct journal *journal)
{
    int64_t type = CASE_TYPE_none;

    for (size_t i = 0; i < journal->count; i++) {
        if (journal->entries[i].fact == FACT_typed)
            type = journal->entries[i].value;
    }
    if (!type && journal_first(journal, FACT_registered))
        type = CASE_TYPE_complaint;
    return type;
}

static struct due_pause *open_pause(struct planned_clock *clock)
{
    if (!clock->pause_count)
        return NULL;
    struct due_pause *last = &clock->pauses[clock->pause_count - 1];
    return last->to_ms == COURSE_OPEN ? last : NULL;
}

static void begin_pause(
    struct planned_clock *clock,
    int64_t from_ms,
    int64_t to_ms,
    enum wait_reason reason
)
{
    if (clock->pause_count < PLAN_PAUSES_MAX)
        clock->pauses[clock->pause_count++] = (struct due_pause){from_ms, to_ms, reason};
}

static void end_pause(struct planned_clock *clock, int64_t at_ms)
{
    struct due_pause *pause = open_pause(clock);

    if (pause)
        pause->to_ms = int64_max(at_ms, pause->from_ms);
}

static void start(struct walk *walk, int64_t at_ms)
{
    struct planned_clock *clock = walk->clock;

    walk->started = true;
    walk->by_type = false;
    clock->start_ms = at_ms;
    clock->stopped = clock->cancelled = false;
    clock->pause_count = 0;
}

static void stop(struct walk *walk, int64_t at_ms, struct text cause, bool cancelled)
{
    struct planned_clock *clock = walk->clock;

    end_pause(clock, at_ms);
    clock->stopped = true;
    clock->cancelled = cancelled;
    clock->stop_ms = at_ms;
    clock->cause = cause;
}

/* A new period of a clock that recurs. */
static void begin_period(struct walk *walk, int64_t at_ms)
{
    walk->clock->last_period_ms = walk->clock->start_ms;
    walk->clock->period_end_ms = at_ms;
    start(walk, at_ms);
}

static void take_type(struct walk *walk, const struct fact_entry *entry)
{
    struct planned_clock *clock = walk->clock;
    bool fits = walk->types & 1 << entry->value;

    if (fits && !walk->is_ours && walk->seen_type && walk->plan->flags & PLAN_from_type &&
        walk->started && !clock->stopped)
        start(walk, entry->at_ms);
    if (fits && walk->by_type)
        clock->stopped = clock->cancelled = walk->by_type = false;
    if (!fits && walk->is_ours && walk->started && !clock->stopped) {
        stop(walk, entry->at_ms, TEXT("case.reclassified"), true);
        walk->by_type = true;
    }
    walk->is_ours = walk->is_ours || fits;
    walk->type = entry->value;
    walk->seen_type = true;
}

static bool is_end(const struct walk *walk, const struct fact_entry *entry)
{
    /* Who claims a case that is no complaint has taken the emergency on; a complaint must be accepted (row 30). */
    if (entry->fact == FACT_claimed && walk->plan->flags & PLAN_grave)
        return walk->type != CASE_TYPE_complaint;
    for (size_t i = 0; i < walk->sla->end_count; i++) {
        if (fact_counts_as(entry->fact, walk->sla->ends[i]))
            return true;
    }
    return false;
}

static void take_reopened(struct walk *walk, int64_t at_ms)
{
    struct planned_clock *clock = walk->clock;

    if (!clock->stopped || walk->plan->reopened == REOPENED_stays)
        return;
    if (walk->plan->reopened == REOPENED_anew) {
        start(walk, at_ms);
        return;
    }
    begin_pause(clock, clock->stop_ms, at_ms, WAIT_closed);
    clock->stopped = clock->cancelled = false;
}

/* What ends any clock: with the case its internal duties end; a statutory one only with a withdrawal. */
static bool take_final(struct walk *walk, const struct fact_entry *entry)
{
    bool recurs = walk->plan->flags & PLAN_recurs;

    if (entry->fact == FACT_withdrawn)
        stop(walk, entry->at_ms, fact_word(entry->fact), true);
    else if (entry->fact == FACT_closed && !walk->sla->statutory)
        stop(walk, entry->at_ms, fact_word(entry->fact), true);
    else if (recurs && (entry->fact == FACT_resolved || entry->fact == FACT_replied))
        stop(walk, entry->at_ms, fact_word(entry->fact), false);
    else
        return false;
    return true;
}

static void take(struct walk *walk, const struct fact_entry *entry)
{
    struct planned_clock *clock = walk->clock;
    bool anew = walk->plan->flags & PLAN_anew && clock->stopped;

    if (walk->plan->starts & FACT_BIT(entry->fact) && (!walk->started || anew)) {
        start(walk, entry->at_ms);
        return;
    }
    if (entry->fact == FACT_reopened && walk->started)
        take_reopened(walk, entry->at_ms);
    if (!walk->started || clock->stopped || take_final(walk, entry))
        return;
    if (is_end(walk, entry)) {
        if (walk->plan->flags & PLAN_recurs)
            begin_period(walk, entry->at_ms);
        else
            stop(walk, entry->at_ms, fact_word(entry->fact), false);
    }
    if (entry->fact == FACT_asked && !clock->stopped && !open_pause(clock))
        begin_pause(clock, entry->at_ms, COURSE_OPEN, WAIT_customer);
    if (entry->fact == FACT_answered)
        end_pause(clock, entry->at_ms);
}

void plan_derive(
    enum plan_name name,
    const struct journal *journal,
    const struct sla_clock *sla,
    struct planned_clock *ret_clock
)
{
    const struct fact_entry *outside = journal_first(journal, FACT_outside);
    struct walk walk = {.plan = &plans[name], .sla = sla, .clock = ret_clock};
    enum grade first = plan_grade(journal, INT64_MIN);

    *ret_clock = (struct planned_clock){.id = plan_id(name), .last_period_ms = -1};
    walk.types = walk.plan->types;
    if (walk.plan->flags & PLAN_grave && first != GRADE_none && first <= GRADE_P2)
        walk.types = ANY;
    walk.is_ours = walk.types == ANY;
    for (size_t i = 0; i < journal->count; i++) {
        const struct fact_entry *entry = &journal->entries[i];
        if (entry->fact == FACT_typed)
            take_type(&walk, entry);
        else
            take(&walk, entry);
    }
    /* Desk's word may come before router's. */
    if (!walk.seen_type && walk.types & COMPLAINT && journal_first(journal, FACT_registered))
        walk.is_ours = true;
    if (outside)
        ret_clock->outside_ms = outside->value;
    ret_clock->exists =
        walk.started && walk.is_ours && !(walk.plan->flags & PLAN_outside && !outside);
    ret_clock->grade = plan_grade(journal, ret_clock->stopped ? ret_clock->stop_ms : INT64_MAX);
    if (ret_clock->grade == GRADE_none && walk.plan->flags & PLAN_any_grade)
        ret_clock->grade = GRADE_P3;
}
