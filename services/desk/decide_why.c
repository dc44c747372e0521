/* See decide_why.h. Names of employees are those of the bank's own staff, for those who read cases; nothing of the customer's
 * is shown. */
#include "services/desk/decide_why.h"

#include "common/domain/instant.h"
#include "services/desk/decide_get.h"
#include "services/desk/offer.h"

enum { FACTS_MAX = 48 + WHY_PEOPLE_MAX, BECAUSE_BYTES = 2048 };

struct facts {
    struct why_fact at[FACTS_MAX];
    size_t count;
};

#define SHOW(text) (int)(text).length, (text).at ? (text).at : ""

static void add(struct facts *facts, int64_t at_ms, const char *what, struct text because)
{
    because.length = size_min(because.length, BECAUSE_BYTES);
    if (facts->count < FACTS_MAX)
        facts->at[facts->count++] = (struct why_fact){at_ms, true, text_of(what), because};
}

static struct text shown_time(struct arena *arena, bool known, int64_t at_ms)
{
    return known ? instant_format_utc(arena, at_ms) : TEXT("never");
}

static void add_queue(
    const struct desk_policy *policy,
    struct arena *arena,
    const struct queued_case *row,
    struct facts *facts
)
{
    add(facts,
        row->queued_at,
        "queue",
        arena_format(
            arena,
            "%.*s for line %lld, asks for %.*s, weighs %lld, due %.*s; %s",
            SHOW(row->queue),
            (long long)row_line(row),
            SHOW(row->needs.length ? row->needs : TEXT("no skill")),
            (long long)fit_weight(policy, row),
            SHOW(shown_time(arena, row->has_due_at, row->due_at)),
            row_is_waiting(row) ? "waits" : "does not wait"
        ));
    if (row->wishes.length)
        add(facts,
            row->queued_at,
            "wishes",
            arena_format(
                arena,
                "router prefers +, forbids !, excludes units @: %.*s",
                SHOW(row->wishes)
            ));
}

/* The rungs that were passed. Of several that are passed in one turn of the chore the last that changes something is told. */
static void add_ladder(
    const struct desk_policy *policy,
    struct arena *arena,
    const struct queued_case *row,
    struct facts *facts
)
{
    for (size_t i = 0; i < (size_t)row->rung && i < policy->ladder.count; i++) {
        const struct rung *rung = &policy->ladder.rungs[i];
        bool matters = offer_rung_matters(policy, row, rung->widening);
        add(facts,
            share_over_ms(row, rung->after_percent),
            matters ? "rung" : "rung passed",
            arena_format(
                arena,
                "rung %zu of %zu: %.*s, after %lld %% of its time; %s%.*s",
                i + 1,
                policy->ladder.count,
                SHOW(enum_to_text(&widening_enum, (int)rung->widening)),
                (long long)rung->after_percent,
                matters ? "told, of it or of a later one of the same turn: "
                        : "changes nothing for this case, nobody told",
                SHOW(matters ? pool_owner(policy, row->queue) : TEXT(""))
            ));
    }
}

static void add_people_known(
    const struct call *call,
    struct arena *arena,
    const struct queued_case *row,
    struct facts *facts
)
{
    struct text rest = row->avoided, name;

    if (row->owner.at)
        add(facts,
            row->queued_at,
            "owner",
            arena_format(
                arena,
                "%.*s has it, lease %lld, %lld points",
                SHOW(row->owner),
                (long long)row->lease_epoch,
                (long long)row->weight
            ));
    if (row->offered_to.at)
        add(facts,
            call->now_ms,
            "case.offered",
            arena_format(
                arena,
                "offer %lld to %.*s until %.*s",
                (long long)row->offer_no,
                SHOW(row->offered_to),
                SHOW(shown_time(arena, row->has_offered_until, row->offered_until))
            ));
    if (row->first_owner.at)
        add(facts,
            row->queued_at,
            "first contact",
            arena_format(
                arena,
                "%.*s had it first and goes before others",
                SHOW(row->first_owner)
            ));
    while (word_take(&rest, '\n', &name))
        add(facts,
            row->queued_at,
            "not asked again",
            arena_format(arena, "%.*s gave it back, declined or missed it", SHOW(name)));
}

/* Also who is not there now: the employee complained about and the leaders. */
static void add_recused(
    const struct desk_policy *policy,
    struct arena *arena,
    const struct queued_case *row,
    struct facts *facts
)
{
    struct text who = row->about_employee;

    for (int64_t up = 0; up <= policy->staff.recusal_leaders && who.length; up++) {
        const struct person *person = person_find(&policy->staff, who);
        add(facts,
            row->queued_at,
            "refused: recused",
            arena_format(
                arena,
                up ? "%.*s leads the employee complained about"
                   : "%.*s is the employee complained about",
                SHOW(who)
            ));
        who = person ? person->leader : (struct text){0};
    }
}

static void add_candidates(
    const struct call *call,
    const struct queued_case *row,
    const struct key_list *lines,
    struct facts *facts
)
{
    const struct desk_policy *policy = call->policies;
    struct present one;

    for (size_t i = 0; i < lines->count && i < WHY_PEOPLE_MAX; i++) {
        if (!present_read(policy, text_of_bytes(lines->keys[i]), &one))
            continue;
        enum refusal refusal = present_refusal(policy, &one, row, call->now_ms);
        if (refusal == REFUSAL_recused)
            continue; /* said already */
        struct text reason = refusal ? enum_to_text(&refusal_enum, (int)refusal) : TEXT("");
        add(facts,
            call->now_ms,
            refusal ? arena_format(call->arena, "refused: %.*s", SHOW(reason)).at
                    : "may have it",
            arena_format(
                call->arena,
                "%.*s, %.*s, %lld of %lld points taken",
                SHOW(one.actor.id),
                SHOW(one.actor.role),
                (long long)one.taken,
                (long long)one.actor.capacity
            ));
    }
}

enum error desk_decide_why(struct call *call, const struct why_get *query)
{
    const struct key_list *lines = call_list(call, &desk_present_list, (struct bytes){0});
    struct queued_case *row = NULL;
    struct actor actor;
    enum error error = get_readable(
        call,
        &(struct case_asked){query->case_id, query->has_case_id, query->case_no},
        &actor,
        &row
    );

    if (error != OK || !lines)
        return error != OK ? error : ERROR_need;
    struct facts *facts = ARENA_NEW(call->arena, struct facts);
    add_queue(call->policies, call->arena, row, facts);
    add_ladder(call->policies, call->arena, row, facts);
    add_people_known(call, call->arena, row, facts);
    add_recused(call->policies, call->arena, row, facts);
    if (row_is_waiting(row))
        add_candidates(call, row, lines, facts);
    call_reply_case(call, row_ref(row));
    call_reply_result(
        call,
        &why_view_shape,
        &(struct why_view){
            .case_id = row->case_id,
            .has_case_id = true,
            .case_no = row->case_no,
            .facts = facts->at,
            .facts_count = facts->count,
        }
    );
    return OK;
}
