/* Scripted staff: a specialist claims and works, a team leader grades complaints, a division head approves decisions. See
 * demo.h. What they do is what people do by `shouli case`. */
#include <stdio.h>

#include "services/cli/demo.h"
#include "services/cli/exits.h"

enum { EMPTY_TURNS_MAX = 6, EMPTY_WAIT_MS = 400 };

static const struct person {
    const char *actor, *role;
} specialist = {"D1001", "complaint_specialist"}, leader = {"D3001", "L3"},
  head = {"D5001", "L5"};

struct working {
    struct client *client;
    struct arena arena; /* of one case */
    struct demo *demo;
    struct case_result got;
};

/* One command by somebody; its result becomes what is known of the case. */
static int step(
    struct working *working,
    enum message_type type,
    const struct person *who,
    const void *body
)
{
    const struct question question = {
        .type = type,
        .actor = who->actor,
        .role = who->role,
        .data = map_encode(message_shape_of(type)->data, body, &working->arena),
    };
    struct faults faults = {.count = 0};
    struct answer answer;
    int code = client_ask(working->client, &question, &working->arena, &answer);

    if (code == EXIT_FINE && answer.result.at &&
        map_decode(
            answer.result,
            &case_result_shape,
            DECODE_lenient,
            "result",
            &working->arena,
            &faults,
            &working->got
        ) == OK)
        return EXIT_FINE;
    if (code == EXIT_NOT_DONE && answer.fault_count > 0 &&
        strcmp(answer.faults[0].code, "queue_empty") == 0)
        return EXIT_NOT_DONE;
    fprintf(stderr, "%s: ", message_shape_of(type)->name);
    answer_complain(&answer);
    working->demo->failed++;
    return code == EXIT_FINE ? EXIT_NOT_DONE : code;
}

static int work_question(struct working *working)
{
    const struct case_note note = {
        .case_id = working->got.case_id,
        .has_case_id = true,
        .lease_epoch = working->got.lease_epoch,
        .has_lease_epoch = true,
        .text = TEXT("已联系客户，正在核实。"),
        .to_customer = true,
        .has_to_customer = true,
    };
    struct case_resolve resolve = {
        .case_id = working->got.case_id,
        .has_case_id = true,
        .lease_epoch = working->got.lease_epoch,
        .has_lease_epoch = true,
        .answer = TEXT("已为您核实并办理，感谢您的来电。"),
    };
    const struct case_close close = {.case_id = working->got.case_id, .has_case_id = true};
    int code = step(working, MESSAGE_case_note_v1, &specialist, &note);

    if (code == EXIT_FINE)
        code = step(working, MESSAGE_case_resolve_v1, &specialist, &resolve);
    if (code != EXIT_FINE)
        return code;
    working->demo->resolved++;
    return step(working, MESSAGE_case_close_v1, &specialist, &close);
}

/* The words that a person would have chosen; router decides, and the case is offered again in its queue. */
static int work_triage(struct working *working)
{
    const struct case_reclassify wish = {
        .case_id = working->got.case_id,
        .has_case_id = true,
        .type = CASE_TYPE_consult,
        .category = TEXT("QT06"),
        .reason = TEXT("人工分拣：按咨询处理"),
    };
    int code = step(working, MESSAGE_case_reclassify_v1, &specialist, &wish);

    working->demo->decided += code == EXIT_FINE;
    return code;
}

static int decide_complaint(struct working *working)
{
    const struct uuid id = working->got.case_id;
    const struct complaint_draft draft = {
        .case_id = id,
        .has_case_id = true,
        .answer = TEXT("经核实，您反映的情况属实，费用已退回，我们向您致歉。"),
        .finding = FINDING_established,
        .basis = TEXT("交易流水与收费标准"),
        .remedies = TEXT("如有异议，可申请核查、调解或诉讼。"),
        .root_cause = TEXT("收费参数未及时更新"),
        .responsible_unit = TEXT("demo"),
    };
    const struct complaint_approve approve = {.case_id = id, .has_case_id = true};
    const struct complaint_reply reply = {
        .case_id = id,
        .has_case_id = true,
        .proof = TEXT("demo-recording"),
        .proof_kind = PROOF_KIND_recorded_call,
    };
    int code = step(working, MESSAGE_complaint_draft_v1, &specialist, &draft);

    if (code == EXIT_FINE)
        code = step(working, MESSAGE_complaint_approve_v1, &head, &approve);
    if (code == EXIT_FINE)
        code = step(working, MESSAGE_complaint_reply_v1, &specialist, &reply);
    working->demo->told += code == EXIT_FINE;
    return code;
}

static int work_complaint(struct working *working)
{
    const struct uuid id = working->got.case_id;
    const struct complaint_accept accept = {.case_id = id, .has_case_id = true};
    /* A grade that goes down needs a reason (REQUIREMENTS 4.1); it does no harm where it goes up. */
    static const struct text reasons[] = {{"reviewed_by_leader", 18}};
    const struct complaint_grade grade = {
        .reasons = reasons,
        .reasons_count = LENGTH(reasons),
        .case_id = id,
        .has_case_id = true,
        .grade = CASE_GRADE_P2,
        .facet_channel = TEXT("A.phone"),
        .facet_business = TEXT("B.other"),
        .facet_cause = TEXT("C.service"),
    };
    const struct complaint_investigate investigate = {
        .case_id = id,
        .has_case_id = true,
        .investigator = text_of(specialist.actor),
    };
    int code = step(working, MESSAGE_complaint_accept_v1, &specialist, &accept);

    if (code == EXIT_FINE)
        code = step(working, MESSAGE_complaint_grade_v1, &leader, &grade);
    if (code == EXIT_FINE)
        code = step(working, MESSAGE_complaint_investigate_v1, &leader, &investigate);
    return code == EXIT_FINE ? decide_complaint(working) : code;
}

static int work_one(struct working *working)
{
    enum case_state state = working->got.state;

    working->demo->claimed++;
    if (state == CASE_STATE_in_progress || state == CASE_STATE_second_line)
        return work_question(working);
    if (state == CASE_STATE_triage)
        return work_triage(working);
    if (state == CASE_STATE_cp_registered)
        return work_complaint(working);
    return EXIT_FINE;
}

static int claim(struct working *working)
{
    const struct case_claim any = {.queues_count = 0};

    arena_reset(&working->arena);
    return step(working, MESSAGE_case_claim_v1, &specialist, &any);
}

int demo_work(size_t turns_max, struct demo *demo)
{
    struct working working = {.client = client_new("desk", "operator", 0), .demo = demo};
    size_t empty = 0;
    int code = EXIT_FINE;

    if (!working.client)
        return EXIT_UNAVAILABLE;
    while (demo->claimed < turns_max && empty < EMPTY_TURNS_MAX && code != EXIT_UNAVAILABLE) {
        code = claim(&working);
        if (code == EXIT_NOT_DONE) { /* router may still be placing some */
            empty++;
            sockets_wait(NULL, 0, EMPTY_WAIT_MS);
            continue;
        }
        empty = 0;
        if (code == EXIT_FINE)
            code = work_one(&working);
        demo_progress("cases worked on 已处理", demo->claimed, turns_max);
    }
    client_destroy(&working.client);
    arena_done(&working.arena);
    return code == EXIT_UNAVAILABLE ? code : EXIT_FINE;
}
