/* Why a case is where it is, from the facts that its row holds (DESIGN P7). There is nothing personal among them: words
 * are those of the rules, not the customer's. */
#include "common/domain/instant.h"
#include "services/router/router.h"
#include "services/router/settle.h"
#include "services/router/statements.h"
#include "services/router/words.h"

enum { FACTS_MAX = 8, BECAUSE_BYTES = 2048 };

const struct list_shape router_by_number_list = {
    .name = "by_number",
    .statement = &router_case_by_number_statement,
    .key_is_text = true,
};

struct facts {
    struct why_fact at[FACTS_MAX];
    size_t count;
};

#define SHOW(text) (int)(text).length, (text).at ? (text).at : ""

static void add(struct facts *facts, int64_t at_ms, const char *what, struct text because)
{
    because.length = size_min(because.length, BECAUSE_BYTES);
    facts->at[facts->count++] = (struct why_fact){at_ms, true, text_of(what), because};
}

static struct text subject_shown(
    const struct router_policy *policy,
    struct arena *arena,
    enum case_type type,
    struct text code
)
{
    int at = code.at ? taxonomy_find(&policy->taxonomy, code) : -1;
    const struct subcategory *subcategory = at < 0 ? NULL : &policy->taxonomy.subcategories[at];

    return arena_format(
        arena,
        "%s %.*s %.*s (%.*s)",
        enum_to_text(&case_type_enum, (int)type).at,
        SHOW(code),
        SHOW(subcategory ? subcategory->zh : (struct text){0}),
        SHOW(subcategory ? subcategory->en : (struct text){0})
    );
}

static void add_finding(
    const struct router_policy *policy,
    struct arena *arena,
    const struct classified_case *row,
    struct facts *facts
)
{
    struct text subject = subject_shown(policy, arena, row->found_type, row->found_code);

    if (row->found_outcome == FOUND_OUTCOME_unreadable) {
        add(facts, row->found_at, "finding", TEXT("the key of the case is destroyed"));
        return;
    }
    struct text because = arena_format(
        arena,
        "the rules say %s: %.*s, confidence %lld, margin %lld per mille (at least 600 and "
        "150), "
        "second %.*s; linked %.*s; tags %.*s; emotion %lld; rules %.*s; likely, per mille: "
        "%.*s; "
        "n-grams %.*s",
        enum_to_text(&found_outcome_enum, (int)row->found_outcome).at,
        SHOW(subject),
        (long long)row->confidence,
        (long long)row->margin,
        SHOW(row->second_code),
        SHOW(row->linked),
        SHOW(row->tags),
        (long long)row->emotion,
        SHOW(row->rule_hits),
        SHOW(row->scores),
        SHOW(row->ngrams)
    );
    add(facts, row->found_at, "finding", because);
}

static void
add_wish(struct arena *arena, const struct classified_case *row, struct facts *facts)
{
    if (!row->has_wished_at)
        return;
    struct text because = arena_format(
        arena,
        "%.*s wished: type %s, subject %.*s",
        SHOW(row->wished_by),
        row->wished_type ? enum_to_text(&case_type_enum, (int)row->wished_type).at : "-",
        SHOW(row->wished_category)
    );
    add(facts, row->wished_at, "case.reclassify_requested.v1", because);
}

static void
add_reopening(struct arena *arena, const struct classified_case *row, struct facts *facts)
{
    if (!row->has_reopened_at)
        return;
    struct text because = arena_format(
        arena,
        "reopened %lld times, the last time now: limits count from here",
        (long long)row->reopens
    );
    add(facts, row->reopened_at, "case.reopened.v1", because);
}

static void
add_grade(struct arena *arena, const struct classified_case *row, struct facts *facts)
{
    struct text because = arena_format(
        arena,
        "%s: %.*s",
        enum_to_text(&case_grade_enum, (int)row->grade).at,
        SHOW(row->reasons)
    );

    if (row->grade_floor)
        because = arena_format(
            arena,
            "%s; at least %s, as it was or because it was reopened",
            because.at,
            enum_to_text(&case_grade_enum, (int)row->grade_floor).at
        );
    if (row->amount_parsed)
        because = arena_format(
            arena,
            "%s; %lld fen found in the text",
            because.at,
            (long long)row->amount_fen
        );
    add(facts, row->decided_at, "grade", because);
}

static void add_answer(
    const struct router_policy *policy,
    struct arena *arena,
    const struct classified_case *row,
    struct facts *facts
)
{
    bool triage = row->state == CLASSIFIED_STATE_triage;
    struct text subject = subject_shown(policy, arena, row->case_type, row->code);

    add(facts,
        row->decided_at,
        triage ? "case.triage_needed.v1" : "case.queued.v1",
        arena_format(
            arena,
            "%s, decided by %s, by route %.*s into %.*s, skills %.*s",
            subject.at,
            enum_to_text(&decider_enum, (int)row->decided_by).at,
            SHOW(row->route),
            SHOW(row->queue),
            SHOW(row->skills)
        ));
    add(facts,
        row->decided_at,
        "due",
        arena_format(
            arena,
            "%.*s of %s for this type and grade, due %s",
            SHOW(row->clock),
            ROUTER_PROFILE,
            instant_format_utc(arena, row->due_at).at
        ));
    add(facts, row->decided_at, "policies", arena_format(arena, "%.*s", SHOW(row->policies)));
}

/* Whoever is recused hears what is said of a case that is not there. */
static enum error
find(struct call *call, const struct why_get *query, struct classified_case **ret_row)
{
    const struct router_policy *policy = call->policies;
    const struct classified_case *row;
    const char *field = query->has_case_id ? "data.case_id" : "data.case_no";

    if (!query->has_case_id && !query->case_no.length)
        return refuse(
            call,
            "missing_field",
            "data.case_id",
            "an id or a number is needed / 须填写工单标识或工单号"
        );
    if (query->has_case_id) {
        *ret_row = call_record_id(call, &classified_case_record, query->case_id);
    } else {
        const struct key_list *keys =
            call_list(call, &router_by_number_list, bytes_of_text(query->case_no));
        if (!keys)
            return ERROR_need;
        if (!keys->count)
            return refuse(call, "not_found", field, NO_CASE_FOR_ACTOR);
        *ret_row = call_record(call, &classified_case_record, keys->keys[0]);
    }
    row = *ret_row;
    if (!row)
        return ERROR_need;
    if (!row->head.exists || row->state == CLASSIFIED_STATE_unheard ||
        readers_recused(&policy->readers, call->message->actorid, row->about_employee))
        return refuse(call, "not_found", field, NO_CASE_FOR_ACTOR);
    return OK;
}

/* 1.21, tier T1: whoever reads cases may know, but nobody about a complaint about themselves (CL-08). */
static enum error may_ask(struct call *call)
{
    const struct router_policy *policy = call->policies;
    const struct message *message = call->message;
    enum error error = OK;

    if (!message->actorid.length)
        error =
            refuse(call, "missing_field", "actorid", "who asks must be said / 须说明操作人");
    if (!message->actorrole.length)
        error = refuse(
            call,
            "missing_field",
            "actorrole",
            "the role of who asks must be said / 须说明角色"
        );
    if (error == OK && !readers_may(&policy->readers, message->actorrole))
        error = refuse(
            call,
            "forbidden",
            "actorrole",
            "this role reads no cases / 该角色不查看工单"
        );
    return error;
}

enum error router_decide_why(struct call *call, const struct why_get *query)
{
    const struct router_policy *policy = call->policies;
    struct classified_case *row = NULL;
    enum error error = may_ask(call);
    struct facts *facts = ARENA_NEW(call->arena, struct facts);

    if (error == OK)
        error = find(call, query, &row);
    if (error != OK || !row)
        return error;
    add_finding(policy, call->arena, row, facts);
    if (row->reopened_at < row->wished_at) {
        add_reopening(call->arena, row, facts);
        add_wish(call->arena, row, facts);
    } else {
        add_wish(call->arena, row, facts);
        add_reopening(call->arena, row, facts);
    }
    add_grade(call->arena, row, facts);
    add_answer(policy, call->arena, row, facts);
    const struct why_view view = {
        .case_id = row->case_id,
        .has_case_id = true,
        .case_no = row->case_no,
        .facts = facts->at,
        .facts_count = facts->count,
    };
    call_reply_case(call, (struct case_ref){row->case_id, row->case_no});
    call_reply_result(call, &why_view_shape, &view);
    return OK;
}
