/* See decide_complaint.h. */
#include "services/desk/decide_complaint.h"

#include "common/domain/civil_date.h"
#include "common/domain/grade.h"
#include "proto/emit.h"

enum { SHANGHAI_MS = 8 * 3600 * 1000 };

/* TS + date in Shanghai + at least 6 digits; unique, may skip (as case numbers, PROTOCOL section 6). */
static enum error give_number(struct call *call, struct queued_case *row)
{
    int64_t local = call->now_ms + SHANGHAI_MS;
    struct civil_date day = civil_date_of((struct civil_day){(int32_t)(local / DAY_MS)});
    struct text sequence =
        arena_format(call->arena, "TS%04d%02d%02d", day.year, day.month, day.day);
    int64_t number = row->complaint_no.at ? 1 : call_number(call, sequence);

    if (!number)
        return ERROR_need;
    if (!row->complaint_no.at)
        row->complaint_no =
            arena_format(call->arena, "%s%06lld", sequence.at, (long long)number);
    return OK;
}

enum error desk_decide_accept(struct call *call, const struct complaint_accept *body)
{
    struct passed passed;
    enum error error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);

    if (error == OK)
        error = give_number(call, passed.row);
    if (error != OK)
        return error;
    gate_step(call, &passed);
    emit_complaint_accepted(
        call,
        row_ref(passed.row),
        &(struct complaint_accepted){
            .state = passed.row->state,
            .version = passed.row->version,
            .has_version = true,
            .complaint_no = passed.row->complaint_no,
            .owner = passed.actor.id,
            .accepted_at = call->now_ms,
            .has_accepted_at = true,
            .told_at = body->told_at,
            .has_told_at = body->has_told_at,
            .first_received_at = passed.row->received_at,
            .has_first_received_at = true,
        }
    );
    gate_reply(call, passed.row, false);
    return OK;
}

/* Row 32: all three facets of JR/T 0169 (CP-06). */
static enum error check_facets(struct call *call, const struct complaint_grade *body)
{
    enum error error = OK;

    if (!body->facet_channel.length)
        error = refuse(
            call,
            "missing_field",
            "data.facet_channel",
            "facet A is needed / 须填写投诉渠道（分类A）"
        );
    if (!body->facet_business.length)
        error = refuse(
            call,
            "missing_field",
            "data.facet_business",
            "facet B is needed / 须填写投诉业务（分类B）"
        );
    if (!body->facet_cause.length)
        error = refuse(
            call,
            "missing_field",
            "data.facet_cause",
            "facet C is needed / 须填写投诉原因（分类C）"
        );
    return error;
}

/* REQUIREMENTS 4.1: down from L3 on with a reason, never for what a regulator sent. */
static enum error
check_grade(struct call *call, const struct passed *passed, const struct complaint_grade *body)
{
    enum grade_change change = grade_change_check(
        (enum grade)passed->row->grade,
        (enum grade)body->grade,
        (int32_t)passed->actor.line,
        body->reasons_count > 0,
        passed->row->outside_no.at != NULL
    );

    if (change == GRADE_CHANGE_needs_l3 || change == GRADE_CHANGE_regulator)
        return refuse(call, "forbidden", "data.grade", "the grade may not go down / 不得降级");
    if (change == GRADE_CHANGE_needs_reason)
        return refuse(
            call,
            "reason_required",
            "data.reasons",
            "going down needs a reason / 降级须说明理由"
        );
    return OK;
}

enum error desk_decide_grade(struct call *call, const struct complaint_grade *body)
{
    struct passed passed;
    enum error error = check_facets(call, body);

    if (error == OK)
        error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);
    if (error == OK)
        error = check_grade(call, &passed, body);
    if (error != OK)
        return error;
    passed.row->regraded_from = passed.row->grade;
    passed.row->regraded_to = body->grade;
    row_settle_grade(passed.row);
    gate_step(call, &passed);
    emit_complaint_graded(
        call,
        row_ref(passed.row),
        &(struct complaint_graded){
            .state = passed.row->state,
            .version = passed.row->version,
            .has_version = true,
            .grade = passed.row->grade,
            .reasons = body->reasons,
            .reasons_count = body->reasons_count,
            .facet_channel = body->facet_channel,
            .facet_business = body->facet_business,
            .facet_cause = body->facet_cause,
            .graded_by = passed.actor.id,
        }
    );
    gate_reply(call, passed.row, false);
    return OK;
}

/* Row 33: never the one complained about, nor the direct leader (CP-07, CL-08). */
enum error desk_decide_investigate(struct call *call, const struct complaint_investigate *body)
{
    struct passed passed;
    enum error error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);

    if (error != OK)
        return error;
    struct text investigator = body->investigator.length ? body->investigator : passed.actor.id;
    if (actor_is_recused(call->policies, investigator, passed.row->about_employee))
        return refuse(
            call,
            "forbidden",
            "data.investigator",
            "the complaint is about this person / 该人员应当回避"
        );
    passed.row->investigator = investigator;
    gate_step(call, &passed);
    emit_complaint_investigation_started(
        call,
        row_ref(passed.row),
        &(struct complaint_investigation_started){
            .state = passed.row->state,
            .version = passed.row->version,
            .has_version = true,
            .investigator = investigator,
            .started_at = call->now_ms,
            .has_started_at = true,
        }
    );
    gate_reply(call, passed.row, false);
    return OK;
}

/* CP-05, CP-08, CP-11: no decision without a finding, what it rests on and what the customer can do next; an
 * established complaint says its root cause. */
static enum error check_draft(struct call *call, const struct complaint_draft *body)
{
    enum error error = OK;

    if (!body->finding)
        error = refuse(
            call,
            "missing_field",
            "data.finding",
            "a finding is needed / 须填写认定结论"
        );
    if (!body->basis.length)
        error = refuse(
            call,
            "missing_field",
            "data.basis",
            "what it rests on is needed / 须填写认定依据"
        );
    if (!body->remedies.length)
        error = refuse(
            call,
            "missing_field",
            "data.remedies",
            "the remedies are needed / 须告知救济途径"
        );
    if (body->finding && body->finding != FINDING_not_established && !body->root_cause.length)
        error = refuse(
            call,
            "missing_field",
            "data.root_cause",
            "the root cause is needed / 须填写根本原因"
        );
    return error;
}

static enum error seal_draft(
    struct call *call,
    const struct queued_case *row,
    const struct complaint_draft *body,
    struct complaint_drafted *event
)
{
    enum error error = gate_seal(call, row, "answer", body->answer, &event->answer);

    if (error == OK)
        error = gate_seal(call, row, "basis", body->basis, &event->basis);
    if (error == OK && body->root_cause.length)
        error = gate_seal(call, row, "root_cause", body->root_cause, &event->root_cause);
    return error;
}

enum error desk_decide_draft(struct call *call, const struct complaint_draft *body)
{
    struct passed passed;
    struct complaint_drafted event = {.has_version = true};
    enum error error = check_draft(call, body);

    if (error == OK)
        error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);
    if (error == OK)
        error = seal_draft(call, passed.row, body, &event);
    if (error != OK)
        return error;
    passed.row->drafted_by = passed.actor.id;
    passed.row->finding = body->finding;
    row_lease_pause(passed.row);
    gate_step(call, &passed);
    event.state = passed.row->state;
    event.version = passed.row->version;
    event.drafted_by = passed.actor.id;
    event.finding = body->finding;
    event.remedies = body->remedies;
    event.responsible_unit = body->responsible_unit;
    event.responsible_employee = body->responsible_employee;
    emit_complaint_drafted(call, row_ref(passed.row), &event);
    gate_reply(call, passed.row, false);
    return OK;
}
