/* Where everything is afterwards. See demo.h. */
#include <stdio.h>

#include "common/clock.h"
#include "services/cli/demo.h"
#include "services/cli/exits.h"
#include "services/cli/ledger_check.h"
#include "services/cli/ledger_fetch.h"
#include "services/cli/tally.h"

enum { PLACED_WAIT_MS = 15000, PLACED_TURN_MS = 100 };

struct report {
    struct client *client;
    struct arena arena;
    struct tally types, queues, states;
    size_t unplaced;
};

/* Desk does not know a case before router has placed it. */
static bool look(struct report *report, const struct demo_case *one, struct case_view *ret_view)
{
    const struct case_get body = {.case_no = one->no};
    const struct question question = {
        .type = MESSAGE_case_get_v1,
        .actor = "D3001",
        .role = "L3",
        .data = map_encode(&case_get_shape, &body, &report->arena),
    };
    struct faults faults = {.count = 0};
    struct answer answer;

    return client_ask(report->client, &question, &report->arena, &answer) == EXIT_FINE &&
           map_decode(
               answer.result,
               &case_view_shape,
               DECODE_lenient,
               "result",
               &report->arena,
               &faults,
               ret_view
           ) == OK;
}

static void count(struct report *report, const struct case_view *view)
{
    const int grade = (int)view->grade;

    tally_add(
        &report->types,
        enum_to_text(&case_type_enum, (int)view->case_type),
        enum_label(&case_type_enum, (int)view->case_type),
        grade,
        view->received_at
    );
    tally_add(
        &report->states,
        enum_to_text(&case_state_enum, (int)view->state),
        enum_label(&case_state_enum, (int)view->state),
        grade,
        view->received_at
    );
    if (!view->owner.at && view->queue.at &&
        (view->state == CASE_STATE_queued || view->state == CASE_STATE_triage ||
         view->state == CASE_STATE_second_line))
        tally_add(&report->queues, view->queue, (struct text){0}, grade, view->received_at);
}

/* The last of them comes last: router works in order. */
static void wait_until_placed(struct report *report, const struct demo *demo)
{
    const int64_t until_us = clock_monotone_us() + PLACED_WAIT_MS * INT64_C(1000);
    struct case_view view;

    while (demo->case_count > 0 && !look(report, &demo->cases[demo->case_count - 1], &view) &&
           clock_monotone_us() < until_us)
        sockets_wait(NULL, 0, PLACED_TURN_MS);
}

static int64_t archived_now(struct arena *arena)
{
    const struct ledger_view *view = ledger_fetch("archive", arena);

    return view ? ledger_count_of(view, "event/archive.stored.v1") : 0;
}

static void print_advice(const struct demo *demo)
{
    const struct text no = demo->case_count ? demo->cases[0].no : TEXT("GD…");

    printf(
        "\nWhat to try next / 接下来可以试试:\n"
        "  build/bin/shouli case get %.*s --actor me --role L3   one case 单个工单\n"
        "  build/bin/shouli why %.*s --actor me --role L3        why it is there 为什么\n"
        "  build/bin/shouli top                                         live view 实时概览\n"
        "  build/bin/shouli tail desk --from 1 --once                   what happened 事件流\n"
        "  build/bin/shouli ledger                                      do the counts balance "
        "台账\n"
        "  build/bin/shouli verify                                      are the chains whole "
        "校验\n"
        "  build/bin/shouli submit --text '我的卡丢了，要挂失'          a request of yours "
        "提交请求\n",
        (int)no.length,
        no.at,
        (int)no.length,
        no.at
    );
}

static void print(struct report *report, const struct demo *demo)
{
    const int64_t now_ms = clock_now_ms();

    tally_print(stdout, &report->types, now_ms);
    tally_print(stdout, &report->states, now_ms);
    tally_print(stdout, &report->queues, now_ms);
    printf(
        "\naccepted 受理 %zu, refused 拒收 %zu, worked on 处理 %zu: resolved 办结 %zu, "
        "complaints answered 投诉答复 %zu, sorted by a person 人工分拣 %zu; archived 归档 "
        "%lld\n",
        demo->case_count,
        demo->refused,
        demo->claimed,
        demo->resolved,
        demo->told,
        demo->decided,
        (long long)archived_now(&report->arena)
    );
    if (report->unplaced)
        printf("not placed yet 未派单: %zu\n", report->unplaced);
    print_advice(demo);
}

int demo_report(const struct demo *demo)
{
    struct report report = {
        .client = client_new("desk", "operator", 0),
        .types.title = "type 类型",
        .queues.title = "waiting in 待领取队列",
        .states.title = "state 状态",
    };

    if (!report.client)
        return EXIT_UNAVAILABLE;
    wait_until_placed(&report, demo);
    for (size_t i = 0; i < demo->case_count; i++) {
        struct case_view view;
        if (look(&report, &demo->cases[i], &view))
            count(&report, &view);
        else
            report.unplaced++;
    }
    print(&report, demo);
    client_destroy(&report.client);
    arena_done(&report.arena);
    return report.unplaced ? EXIT_NOT_DONE : EXIT_FINE;
}
