/* See clocks.h. */
#include "services/escalation/clocks.h"

#include "services/escalation/calendars.h"
#include "services/escalation/clock_lines.h"

static struct due_request request_of(const struct clocks *clocks, const struct clock_view *view)
{
    const struct planned_clock *plan = &view->plan;
    struct due_request request = {
        .profile = clocks->profile->name,
        .version = clocks->profile->version,
        .clock = plan_id(view->ref.name),
        .found = view->sla,
        .found_in = view->owner,
        .grade = plan->grade,
        .received_ms = plan->start_ms,
        .channel = clocks->row->channel,
        .calendar = view->sla->statutory ? clocks->law_calendar : clocks->calendar,
        .roll = clocks->policy->roll,
        .pauses = plan->pauses,
        .pause_count = plan->pause_count,
        .extensions = plan->extensions,
        .extension_count = plan->extension_count,
    };

    if (plan->outside_ms && text_is(plan->id, "K11")) {
        request.outside.kind = DUE_OUTSIDE_instant;
        request.outside.instant_ms = plan->outside_ms;
    }
    return request;
}

/* The last wait for the customer stops nothing: it is one too many without the team leader's word (4.5 rule 3). */
static bool drop_wait(struct clock_view *view)
{
    struct planned_clock *plan = &view->plan;

    for (size_t i = plan->pause_count; i > 0; i--) {
        if (plan->pauses[i - 1].reason != WAIT_customer)
            continue;
        plan->pause_count--;
        memmove(
            &plan->pauses[i - 1],
            &plan->pauses[i],
            (plan->pause_count - i + 1) * sizeof(plan->pauses[0])
        );
        view->skipped_waits++;
        return true;
    }
    return false;
}

/* What the profile in force does not allow has no effect: the limit itself must never fall away because of it. */
static bool drop_extension(struct clock_view *view)
{
    if (!view->plan.extension_count)
        return false;
    view->plan.extension_count--;
    return true;
}

static enum due_error compute_once(struct clocks *clocks, struct clock_view *view)
{
    const struct due_rules *rules = clocks->policy->rules;
    enum due_error error;
    bool again = true;

    while (again) {
        struct due_request request = request_of(clocks, view);
        /* A channel that was taken out of the configuration since. */
        if (request.channel.at && !due_rules_channel(rules, request.channel))
            request.channel = (struct text){0};
        error = due_compute(rules, &request, clocks->call->arena, &view->due);
        again = (error == DUE_pause_limit && drop_wait(view)) ||
                (error == DUE_extension_not_allowed && drop_extension(view));
    }
    return error;
}

/* Under a grade that has no such limit the one of the grade before goes on: a regrade never stops a clock (4.3). */
static void compute(struct clocks *clocks, struct clock_view *view)
{
    struct planned_clock *plan = &view->plan;
    int64_t at_ms = plan->stopped ? plan->stop_ms : INT64_MAX;

    view->computed = false;
    while (plan->exists && plan->grade != GRADE_none) {
        enum due_error error = compute_once(clocks, view);
        int64_t since_ms = plan_grade_since(&clocks->journal, at_ms);
        bool by_grade = error == DUE_no_limit && strcmp(view->due.field, "grade") == 0;
        view->computed = error == DUE_ok;
        if (!view->computed && (!by_grade || since_ms == INT64_MIN))
            return;
        if (view->computed)
            return;
        at_ms = since_ms - 1;
        plan->grade = plan_grade(&clocks->journal, at_ms);
    }
}

/* What is missed keeps the grade that it was missed with: a raise that follows does not miss it again. */
static void compute_with_row(struct clocks *clocks, struct clock_view *view)
{
    const struct case_clock *row = view->row;

    if (!row->has_breached_at || row->started_at != view->plan.start_ms ||
        row->grade == (enum case_grade)view->plan.grade)
        return;
    view->plan.grade = (enum grade)row->grade;
    compute(clocks, view);
}

/* Whether a graver grade has the limit that this one lacks. */
static bool begins_when_raised(const struct planned_clock *plan, const struct sla_clock *sla)
{
    for (int grade = GRADE_P1; plan->exists && grade < (int)plan->grade; grade++) {
        if (sla->stages[0].limits[grade].kind != LIMIT_none)
            return true;
    }
    return false;
}

static void derive(struct clocks *clocks, struct plan_ref ref, struct clock_view *ret_view)
{
    const struct sla_policy *owner = NULL;
    const struct sla_clock *sla = due_rules_clock(
        clocks->policy->rules,
        clocks->profile,
        plan_id(ref.name),
        clocks->received_ms,
        &owner
    );

    /* But for the pauses, of which plan_derive writes as many as there are: they are most of a view. */
    memset(ret_view, 0, offsetof(struct clock_view, plan));
    memset(&ret_view->due, 0, sizeof(*ret_view) - offsetof(struct clock_view, due));
    ret_view->ref = ref;
    ret_view->sla = sla;
    ret_view->owner = owner;
    ret_view->computed = ret_view->may_begin = false;
    plan_derive(ref, &clocks->journal, sla, &ret_view->plan);
    if (!sla)
        return;
    compute(clocks, ret_view);
    bool by_grade = ret_view->due.field && strcmp(ret_view->due.field, "grade") == 0;
    ret_view->may_begin =
        !ret_view->computed && by_grade && begins_when_raised(&ret_view->plan, sla);
}

/* The version valid at receipt is kept (DESIGN 5); one that was taken away since falls back to what is valid. */
static bool choose_profile(struct clocks *clocks)
{
    struct clocked_case *row = clocks->row;
    const struct due_rules *rules = clocks->policy->rules;

    if (row->profile.at)
        clocks->profile = due_rules_version(rules, row->profile, (int32_t)row->profile_version);
    if (!clocks->profile)
        clocks->profile = due_rules_policy(
            rules,
            clock_policy_profile(clocks->policy, row->channel),
            clocks->received_ms
        );
    if (!clocks->profile)
        return false;
    row->profile = clocks->profile->name;
    row->profile_version = clocks->profile->version;
    row->has_profile_version = true;
    return true;
}

static struct case_clock *find_row(struct case_clock *rows, size_t count, struct text id)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(rows[i].clock, id))
            return &rows[i];
    }
    return NULL;
}

static struct case_clock *blank_row(struct arena *arena, struct text id)
{
    struct case_clock *row = ARENA_NEW(arena, struct case_clock);

    row->clock = id;
    return row;
}

/* What the row says of its clocks, and what its facts say. With a line that does not read, nothing is said: its clock would
 * be begun, warned of and missed once more. */
static void take_views(struct clocks *clocks)
{
    struct arena *arena = clocks->call->arena;
    struct case_clock *rows = NULL;
    struct clock_view *view = NULL; /* one that was not needed is used for the next */
    size_t count = 0;

    if (clock_lines_read(clocks->row->clock_lines, arena, &rows, &count) != OK) {
        clocks->unsettled = TEXT("lines");
        return;
    }
    for (size_t i = 0; i < PLAN_REFS_MAX; i++) {
        struct plan_ref ref = plan_ref_at(i);
        struct text id = plan_ref_id(ref);
        struct case_clock *row = find_row(rows, count, id);
        if (!row && !plan_may_start(ref, &clocks->journal))
            continue;
        if (!view)
            view = arena_take(arena, sizeof(*view));
        derive(clocks, ref, view);
        if (!view->computed && !view->may_begin && !row)
            continue;
        view->row = row ? row : blank_row(arena, id);
        compute_with_row(clocks, view);
        clocks->views[clocks->count++] = view;
        view = NULL;
    }
}

/* The calendar that was chosen when the case was queued last. One that was taken out of the configuration since, or does
 * not stand upon the profile's, counts no more. */
static struct text chosen_calendar(const struct clocks *clocks)
{
    const struct due_rules *rules = clocks->policy->rules;
    struct text base = clocks->profile->calendar;
    int64_t chosen = 0;

    for (size_t i = 0; i < clocks->journal.count; i++) {
        if (clocks->journal.entries[i].fact == FACT_placed)
            chosen = clocks->journal.entries[i].value;
    }
    for (size_t i = 0; chosen && i < rules->calendar_count; i++) {
        const struct calendar *calendar = rules->calendars[i];
        if (calendar->own && text_equal(calendar->base, base) &&
            fact_hash(calendar->name) == chosen)
            return calendar->name;
    }
    return base;
}

static enum error load_calendars(struct clocks *clocks)
{
    const struct due_rules *rules = clocks->policy->rules;
    struct text base = clocks->profile->calendar, name = chosen_calendar(clocks);
    enum error error = calendars_find(clocks->call, rules, base, &clocks->law_calendar);

    if (text_equal(name, base)) {
        clocks->calendar = clocks->law_calendar;
        return error;
    }
    enum error other = calendars_find(clocks->call, rules, name, &clocks->calendar);
    return error != OK ? error : other;
}

enum error clocks_load_from(
    struct call *call,
    struct clocked_case *row,
    const struct journal *journal,
    struct clocks **ret_clocks
)
{
    struct clocks *clocks = ARENA_NEW(call->arena, struct clocks);

    clocks->call = call;
    clocks->policy = call->policies;
    clocks->row = row;
    clocks->journal.count = journal->count;
    memcpy(
        clocks->journal.entries,
        journal->entries,
        journal->count * sizeof(journal->entries[0])
    );
    const struct fact_entry *received = journal_first(&clocks->journal, FACT_received);
    *ret_clocks = clocks;
    if (!received)
        return OK;
    clocks->received_ms = received->at_ms;
    if (!choose_profile(clocks)) {
        clocks->unsettled = TEXT("profile");
        return OK;
    }
    enum error error = load_calendars(clocks);
    if (error != OK)
        return error;
    row->calendar_name = clocks->calendar->name;
    row->calendar_version = clocks->calendar->version;
    row->has_calendar_version = true;
    take_views(clocks);
    return OK;
}

enum error clocks_load(struct call *call, struct clocked_case *row, struct clocks **ret_clocks)
{
    struct journal journal;

    journal_read(row->journal, &journal);
    return clocks_load_from(call, row, &journal, ret_clocks);
}

void clocks_store(struct clocks *clocks)
{
    const struct case_clock *rows[PLAN_REFS_MAX] = {NULL};
    struct clocked_case *row = clocks->row;
    bool stands = false;

    if (clocks->unsettled.at)
        return;
    for (size_t i = 0; i < clocks->count; i++) {
        rows[i] = clocks->views[i]->row;
        stands = stands || (rows[i]->has_started_at && !rows[i]->has_stopped_at);
    }
    row->clock_lines = clock_lines_write(rows, clocks->count, clocks->call->arena);
    row->standing = row->has_standing = stands && !row->has_next_at;
}

void clocks_refresh(struct clocks *clocks)
{
    for (size_t i = 0; i < clocks->count; i++) {
        struct clock_view *view = clocks->views[i];
        struct case_clock *row = view->row;
        derive(clocks, view->ref, view);
        view->row = row;
        compute_with_row(clocks, view);
    }
}

struct clock_view *clocks_find(struct clocks *clocks, struct text id)
{
    for (size_t i = 0; i < clocks->count; i++) {
        if (text_equal(clocks->views[i]->plan.id, id))
            return clocks->views[i];
    }
    return NULL;
}
