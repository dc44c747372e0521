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

enum reopening { REOPENED_stays, REOPENED_resumes, REOPENED_anew, REOPENED_ends };

static const struct plan {
    struct text id;
    int types;
    enum fact starts[PLAN_STARTS_MAX];
    enum reopening reopened;
    uint32_t flags;
} plans[PLANS] = {
#define ONLY(fact)                                                                             \
    {                                                                                          \
        FACT_##fact                                                                            \
    }
#define EITHER(one, other)                                                                     \
    {                                                                                          \
        FACT_##one, FACT_##other                                                               \
    }
#define PLAN(name, id, types, starts, reopened, flags)                                         \
    [PLAN_##name] = {{id, sizeof(id) - 1}, types, starts, REOPENED_##reopened, flags},
#include "services/escalation/plans.def"
#undef PLAN
};

struct walk {
    const struct plan *plan;
    const struct sla_clock *sla;
    struct planned_clock *clock;
    int32_t number; /* of the task, or 0 */
    int types;
    int64_t type;   /* of the case, here */
    bool is_ours;   /* the case is, or was, of the clock's types */
    bool seen_type; /* a type was given before */
    bool started;
    bool by_type;             /* stopped by a type that is not the clock's */
    bool waits[WAIT_REASONS]; /* what the case waits for, here */
};

struct text plan_id(enum plan_name name)
{
    return plans[name].id;
}

struct text plan_ref_id(struct plan_ref ref)
{
    return ref.number ? plan_task_id(ref.number) : plan_id(ref.name);
}

struct plan_ref plan_ref_at(size_t index)
{
    enum plan_name name = (enum plan_name)size_min(index, PLANS - 1);
    int32_t number = (int32_t)(index - (size_t)name) + 1;

    return (struct plan_ref){name, plans[name].flags & PLAN_numbered ? number : 0};
}

const struct due_pause *
plan_stopping_pause(const struct planned_clock *clock, const struct sla_clock *sla)
{
    for (size_t i = clock->pause_count; i > 0; i--) {
        if (sla->stopped_by[clock->pauses[i - 1].reason])
            return &clock->pauses[i - 1];
    }
    return NULL;
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

/* Whether a pause that stops the clock has not ended; then another reason has to wait its turn. */
static bool stands(const struct walk *walk)
{
    const struct due_pause *pause = plan_stopping_pause(walk->clock, walk->sla);

    return pause && pause->to_ms == COURSE_OPEN;
}

static void wait_from(struct walk *walk, enum wait_reason reason, int64_t at_ms)
{
    if (!walk->sla->stopped_by[reason] || !stands(walk))
        begin_pause(walk->clock, at_ms, COURSE_OPEN, reason);
}

/* What the case waits for already when a clock starts or goes on. */
static void wait_on(struct walk *walk, int64_t at_ms)
{
    for (int reason = 0; reason < WAIT_REASONS; reason++) {
        if (walk->waits[reason] && walk->sla->stopped_by[reason])
            wait_from(walk, (enum wait_reason)reason, at_ms);
    }
}

static void begin_wait(struct walk *walk, enum wait_reason reason, int64_t at_ms)
{
    bool waited = walk->waits[reason];

    walk->waits[reason] = true;
    if (!waited && walk->started && !walk->clock->stopped)
        wait_from(walk, reason, at_ms);
}

static void end_wait(struct walk *walk, enum wait_reason reason, int64_t at_ms)
{
    struct planned_clock *clock = walk->clock;

    walk->waits[reason] = false;
    for (size_t i = 0; i < clock->pause_count; i++) {
        struct due_pause *pause = &clock->pauses[i];
        if (pause->reason == reason && pause->to_ms == COURSE_OPEN) {
            pause->to_ms = int64_max(at_ms, pause->from_ms);
            if (walk->sla->stopped_by[reason])
                wait_on(walk, pause->to_ms);
            return;
        }
    }
}

/* What ran until now is over; what had stopped was so already. */
static void end_period(struct planned_clock *clock, int64_t at_ms, struct text cause)
{
    clock->begun_anew = true;
    clock->before = (struct planned_period){at_ms, true, false, cause};
    if (clock->stopped)
        clock->before =
            (struct planned_period){clock->stop_ms, clock->cancelled, false, clock->cause};
}

static void start(struct walk *walk, int64_t at_ms, struct text cause)
{
    struct planned_clock *clock = walk->clock;

    if (walk->started)
        end_period(clock, at_ms, cause);
    walk->started = true;
    walk->by_type = false;
    clock->start_ms = at_ms;
    clock->stopped = clock->cancelled = clock->hastened = false;
    clock->pause_count = clock->extension_count = 0;
    wait_on(walk, at_ms);
}

static void stop(struct walk *walk, int64_t at_ms, struct text cause, bool cancelled)
{
    struct planned_clock *clock = walk->clock;

    for (size_t i = 0; i < clock->pause_count; i++) {
        struct due_pause *pause = &clock->pauses[i];
        if (pause->to_ms == COURSE_OPEN)
            pause->to_ms = int64_max(at_ms, pause->from_ms);
    }
    clock->stopped = true;
    clock->cancelled = cancelled;
    clock->stop_ms = at_ms;
    clock->cause = cause;
}

/* A new period of a clock that recurs. */
static void begin_period(struct walk *walk, int64_t at_ms)
{
    start(walk, at_ms, TEXT("progress.sent"));
    walk->clock->before.cancelled = false;
}

static void take_type(struct walk *walk, const struct fact_entry *entry)
{
    struct planned_clock *clock = walk->clock;
    bool fits = walk->types & 1 << entry->value;

    if (fits && !walk->is_ours && walk->seen_type && walk->plan->flags & PLAN_from_type &&
        walk->started && !clock->stopped) {
        start(walk, entry->at_ms, TEXT("case.reclassified"));
        clock->before.void_now = true;
    }
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
    if (walk->number && entry->value != walk->number)
        return false;
    for (size_t i = 0; i < walk->sla->end_count; i++) {
        if (fact_counts_as(entry->fact, walk->sla->ends[i]))
            return true;
    }
    return false;
}

static bool is_start(const struct walk *walk, const struct fact_entry *entry)
{
    bool listed = entry->fact == walk->plan->starts[0] || entry->fact == walk->plan->starts[1];
    bool anew = walk->plan->flags & PLAN_anew && walk->clock->stopped;

    if (walk->started && entry->fact == FACT_new_facts)
        return walk->plan->flags & PLAN_new_facts;
    if (walk->number && entry->value != walk->number)
        return false;
    return listed && (!walk->started || anew);
}

/* A statutory limit that a withdrawal had cancelled goes on as if nothing had been: it never moves later by a reopening. */
static void take_reopened(struct walk *walk, int64_t at_ms)
{
    struct planned_clock *clock = walk->clock;
    enum reopening reopened = walk->plan->reopened;

    if (reopened == REOPENED_ends && !clock->stopped)
        stop(walk, at_ms, fact_word(FACT_reopened), true);
    else if (clock->stopped && reopened == REOPENED_anew)
        start(walk, at_ms, fact_word(FACT_reopened));
    else if (clock->stopped && (reopened == REOPENED_resumes || (walk->sla->statutory && clock->cancelled && !walk->by_type))) {
        if (!walk->sla->statutory)
            begin_pause(clock, clock->stop_ms, at_ms, WAIT_closed);
        clock->stopped = clock->cancelled = false;
        wait_on(walk, at_ms);
    }
}

/* What ends any clock: with the case its internal duties end; a statutory one only with a withdrawal. */
static bool take_final(struct walk *walk, const struct fact_entry *entry)
{
    bool recurs = walk->plan->flags & PLAN_recurs;
    bool closes = entry->fact == FACT_closed && !(walk->plan->flags & PLAN_beyond);

    if (walk->plan->flags & PLAN_lasts)
        return false;
    if (entry->fact == FACT_withdrawn)
        stop(walk, entry->at_ms, fact_word(entry->fact), true);
    else if (closes && !walk->sla->statutory)
        stop(walk, entry->at_ms, fact_word(entry->fact), true);
    else if (recurs && (entry->fact == FACT_resolved || entry->fact == FACT_replied))
        stop(walk, entry->at_ms, fact_word(entry->fact), false);
    else
        return false;
    return true;
}

/* A question is W1, or W1! when somebody asked who may allow the wait (4.5 rule 3). */
static enum wait_reason reason_of(const struct fact_entry *asked)
{
    return asked->value ? WAIT_customer_allowed : WAIT_customer;
}

/* The waits that a fact begins or ends; the others change nothing. */
static void take_wait(struct walk *walk, const struct fact_entry *entry)
{
    if (entry->fact == FACT_asked)
        begin_wait(walk, reason_of(entry), entry->at_ms);
    if (entry->fact == FACT_answered) {
        end_wait(walk, WAIT_customer, entry->at_ms);
        end_wait(walk, WAIT_customer_allowed, entry->at_ms);
    }
    if (entry->fact == FACT_appraisal_begun)
        begin_wait(walk, WAIT_appraisal, entry->at_ms);
    if (entry->fact == FACT_appraisal_ended)
        end_wait(walk, WAIT_appraisal, entry->at_ms);
    if (entry->fact == FACT_outside_begun)
        begin_wait(walk, WAIT_outside, entry->at_ms);
    if (entry->fact == FACT_outside_ended)
        end_wait(walk, WAIT_outside, entry->at_ms);
}

static void take(struct walk *walk, const struct fact_entry *entry)
{
    struct planned_clock *clock = walk->clock;

    if (is_start(walk, entry)) {
        start(walk, entry->at_ms, TEXT("fact.recorded"));
        if (entry->fact == FACT_asked)
            walk->waits[reason_of(entry)] = true;
        return;
    }
    if (entry->fact == FACT_reopened && walk->started)
        take_reopened(walk, entry->at_ms);
    bool runs = walk->started && !clock->stopped;
    if (runs && !take_final(walk, entry) && is_end(walk, entry)) {
        if (walk->plan->flags & PLAN_recurs)
            begin_period(walk, entry->at_ms);
        else
            stop(walk, entry->at_ms, fact_word(entry->fact), false);
    }
    bool fails = walk->plan->flags & PLAN_hastened && entry->fact == FACT_protection_failed;
    if (walk->started && !clock->stopped && fails && !clock->hastened) {
        clock->hastened = true;
        clock->hastened_ms = entry->at_ms;
    }
    bool extends = entry->fact == FACT_extended && walk->sla->stage_count > 1;
    if (runs && extends && clock->extension_count < SLA_STAGES_MAX)
        clock->extensions[clock->extension_count++] = (int32_t)entry->value;
    take_wait(walk, entry);
}

/* A profile may have the clock for other types than all have it for: Regulation E's K9 is one of disputes. */
static int types_of(const struct plan *plan, const struct sla_clock *sla)
{
    int types = 0;

    for (size_t i = 0; i < sla->type_count; i++)
        types |= 1 << enum_from_text(&case_type_enum, sla->types[i]);
    return sla->type_count ? types : plan->types;
}

bool plan_may_start(struct plan_ref ref, const struct journal *journal)
{
    const enum fact *starts = plans[ref.name].starts;

    return journal_first(journal, starts[0]) || journal_first(journal, starts[1]);
}

void plan_derive(
    struct plan_ref ref,
    const struct journal *journal,
    const struct sla_clock *sla,
    struct planned_clock *ret_clock
)
{
    const struct fact_entry *outside = journal_first(journal, FACT_outside);
    struct walk walk = {.plan = &plans[ref.name], .sla = sla, .clock = ret_clock};

    memset(ret_clock, 0, offsetof(struct planned_clock, pauses));
    ret_clock->id = plan_ref_id(ref);
    if (!sla)
        return;
    walk.number = ref.number;
    walk.types = types_of(walk.plan, sla);
    enum grade first =
        walk.plan->flags & PLAN_grave ? plan_grade(journal, INT64_MIN) : GRADE_none;
    if (first != GRADE_none && first <= GRADE_P2)
        walk.types = ANY;
    walk.is_ours = walk.types == ANY;
    if (!plan_may_start(ref, journal))
        return;
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
    if (walk.plan->flags & PLAN_from_grade && walk.started)
        ret_clock->start_ms = plan_since_grade(journal, sla, ret_clock->start_ms);
    ret_clock->exists = walk.started && walk.is_ours && plan_has_code(journal, sla) &&
                        !(walk.plan->flags & PLAN_outside && !outside);
    ret_clock->grade = plan_grade(journal, ret_clock->stopped ? ret_clock->stop_ms : INT64_MAX);
    if (ret_clock->grade == GRADE_none && walk.plan->flags & PLAN_any_grade)
        ret_clock->grade = GRADE_P3;
}
