/* `shouli trace TRACE-ID`: one case across all services by its trace, each event behind what caused it, with the time
 * between. */
#include <stdio.h>

#include "common/engine/trace.h"
#include "common/timestamp.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/show.h"
#include "services/cli/trace_order.h"

/* A trace that reached more cases than this is followed into the first of them only. */
enum { CASES_MAX = 16, DEPTH_SHOWN_MAX = 12 };

struct looking {
    struct traced *events;
    size_t count;
    struct uuid trace;
    struct arena *arena;
    bool silent;  /* a service did not answer */
    bool refused; /* … or did not want to tell */
    bool cut;     /* there is more than is shown */
};

/* A trace id, a traceparent, or a case's id. */
static bool read_trace(const char *word, struct uuid *ret_trace)
{
    struct text text = text_of(word);

    return trace_from_text(text, ret_trace) || uuid_from_text(text, ret_trace) ||
           (text.length == TRACEPARENT_LENGTH && trace_of(text, ret_trace));
}

static struct bytes data_of(struct uuid trace, int64_t after, struct arena *arena)
{
    char *digits = arena_take(arena, TRACE_ID_LENGTH + 1);
    struct trace_get query = {.after = after, .has_after = after > 0};

    for (size_t i = 0; i < sizeof(trace.b); i++)
        snprintf(digits + 2 * i, 3, "%02x", trace.b[i]);
    query.trace = (struct text){digits, TRACE_ID_LENGTH};
    return map_encode(&trace_get_shape, &query, arena);
}

static void keep(struct looking *looking, const char *service, const struct trace_view *view)
{
    for (size_t i = 0; i < view->events_count; i++) {
        struct uuid trace = {{0}};
        if (looking->count == TRACED_MAX) {
            looking->cut = true;
            return;
        }
        bool has = trace_of(view->events[i].traceparent, &trace);
        looking->events[looking->count++] = (struct traced){
            .service = service,
            .event = view->events[i],
            .foreign = !has || !uuid_equal(trace, looking->trace),
        };
    }
}

/* False when there is no more, or no answer. */
static bool ask_page(
    struct looking *looking,
    struct client *client,
    const char *service,
    struct uuid trace,
    int64_t *io_after
)
{
    const struct question question = {
        .type = MESSAGE_trace_get_v1,
        .data = data_of(trace, *io_after, looking->arena),
        .patience_ms = CLI_SHORT_MS};
    struct faults faults = {.count = 0};
    struct trace_view view = {0};
    struct answer answer = {0};

    int code = client_ask(client, &question, looking->arena, &answer);

    if (code == EXIT_NOT_DONE) {
        looking->refused = true;
        fprintf(stderr, "shouli trace: %s refuses 拒绝\n", service);
        answer_complain(&answer);
        return false;
    }
    if (code != EXIT_FINE || map_decode(
                                 answer.result,
                                 &trace_view_shape,
                                 DECODE_lenient,
                                 "result",
                                 looking->arena,
                                 &faults,
                                 &view
                             ) != OK) {
        looking->silent = true;
        fprintf(stderr, "shouli trace: %s does not answer 无应答\n", service);
        return false;
    }
    keep(looking, service, &view);
    *io_after = view.next;
    return view.has_next && !looking->cut;
}

static void ask_all(struct looking *looking, struct uuid trace)
{
    for (size_t i = 0; i < CLIENT_SERVICES; i++) {
        struct client *client = client_new(client_services[i], "operator", 0);
        int64_t after = 0;
        if (!client) {
            looking->silent = true;
            continue;
        }
        while (ask_page(looking, client, client_services[i], trace, &after))
            ;
        client_destroy(&client);
    }
}

/* A trace from outside is known where it entered; what else happened to its cases is found by them. */
static void ask_cases(struct looking *looking)
{
    struct uuid cases[CASES_MAX];
    size_t count = 0, seen = looking->count;

    for (size_t i = 0; i < seen; i++) {
        const struct trace_event *event = &looking->events[i].event;
        bool known = !event->has_case_id || uuid_equal(event->case_id, looking->trace);
        for (size_t j = 0; j < count && !known; j++)
            known = uuid_equal(cases[j], event->case_id);
        if (known)
            continue;
        if (count == CASES_MAX) {
            looking->cut = true;
            break;
        }
        cases[count++] = event->case_id;
    }
    for (size_t i = 0; i < count; i++)
        ask_all(looking, cases[i]);
}

static const char *label_of(struct text type)
{
    const struct message_shape *shape = catalogue_find(&shouli_catalogue, type);

    return shape ? shape->data->meaning_zh : "";
}

static void print_hop(const struct traced *traced)
{
    if (traced->has_cause)
        printf(
            "  +%lld ms after 起因 %.*s",
            (long long)traced->hop_ms,
            (int)traced->event.causationid.length,
            traced->event.causationid.at
        );
    else if (traced->event.causationid.at)
        printf(
            "  by message 起因消息 %.*s",
            (int)traced->event.causationid.length,
            traced->event.causationid.at
        );
    else
        fputs("  by time 按时触发", stdout);
}

static void print(const struct looking *looking)
{
    char time[SHOW_TIME_BYTES];

    for (size_t i = 0; i < looking->count; i++) {
        const struct traced *traced = &looking->events[i];
        const struct trace_event *event = &traced->event;
        show_time(event->at, time);
        printf(
            "%s.%03d  %*s%s%.*s %s  %.*s",
            time,
            (int)(event->at % 1000),
            (int)size_min((size_t)traced->depth, DEPTH_SHOWN_MAX) * 2,
            "",
            traced->foreign ? "~ " : "",
            (int)event->type.length,
            event->type.at,
            label_of(event->type),
            (int)event->id.length,
            event->id.at
        );
        if (event->case_no.at)
            printf("  %.*s", (int)event->case_no.length, event->case_no.at);
        print_hop(traced);
        if (event->actor.at)
            printf("  actor 操作人 %.*s", (int)event->actor.length, event->actor.at);
        fputs("\n", stdout);
    }
    printf(
        "%zu events 事件; ~ of the case in another trace 同一工单的其他链路\n",
        looking->count
    );
}

static void print_json(const struct looking *looking)
{
    for (size_t i = 0; i < looking->count; i++) {
        const struct traced *traced = &looking->events[i];
        struct text json = message_to_json(
            map_encode(&trace_event_shape, &traced->event, looking->arena),
            looking->arena
        );
        printf(
            "%.*s,\"service\":\"%s\",\"depth\":%d,\"in_trace\":%s",
            (int)json.length - 1,
            json.at,
            traced->service,
            traced->depth,
            traced->foreign ? "false" : "true"
        );
        if (traced->has_cause)
            printf(",\"hop_ms\":%lld", (long long)traced->hop_ms);
        fputs("}\n", stdout);
    }
}

static int code_of(const struct looking *looking, int otherwise)
{
    if (looking->silent)
        return EXIT_UNAVAILABLE;
    return looking->refused ? EXIT_NOT_DONE : otherwise;
}

static int tell(struct looking *looking, bool json)
{
    looking->count = trace_order(looking->events, looking->count, looking->arena);
    if (looking->count == 0) {
        if (!looking->silent && !looking->refused)
            fprintf(stderr, "shouli trace: no service knows this trace 没有这条链路\n");
        return code_of(looking, EXIT_NOT_DONE);
    }
    if (json)
        print_json(looking);
    else
        print(looking);
    if (looking->cut)
        fprintf(stderr, "shouli trace: there is more than is shown 未全部显示\n");
    return code_of(looking, EXIT_FINE);
}

int cli_trace(int argc, char **argv)
{
    struct arena arena = {0};
    struct arguments arguments;
    struct looking looking = {.arena = &arena};

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    if (arguments.word_count == 0 || !read_trace(arguments.words[0], &looking.trace))
        return arguments_refuse(
            &arguments,
            "say which: a trace id of 32 hexadecimal digits, a traceparent, or a case's id"
        );
    if (!arguments_end(&arguments, 1))
        return EXIT_USAGE;
    if (!client_has_keys("operator"))
        return EXIT_UNAVAILABLE;
    looking.events = ARENA_ARRAY(&arena, struct traced, TRACED_MAX);
    ask_all(&looking, looking.trace);
    ask_cases(&looking);
    int code = tell(&looking, arguments.json);
    arena_done(&arena);
    return code;
}
