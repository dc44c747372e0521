/* `shouli why CASE [CLOCK]`: what each service stored about why a case is where it is, as one list by time; with a clock every
 * counted, skipped and paused span of that limit, from escalation alone. They tell only who may read cases, so they must know
 * who asks. */
#include <stdio.h>
#include <stdlib.h>

#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/fields.h"
#include "services/cli/show.h"

enum { REASONS_MAX = CLIENT_SERVICES * 256 };

struct reason {
    const char *service;
    const struct why_fact *fact;
};

struct reasons {
    struct reason at[REASONS_MAX];
    size_t count;
    bool silent;  /* a service did not answer */
    bool refused; /* a service did not tell this actor */
};

/* Who asks, and what. */
struct asking {
    struct acting acting;
    struct bytes data;
};

static int by_time(const void *a, const void *b)
{
    const struct reason *one = a, *other = b;

    return (one->fact->at > other->fact->at) - (one->fact->at < other->fact->at);
}

static bool has_fault(const struct answer *answer, const char *code)
{
    for (size_t i = 0; i < answer->fault_count; i++) {
        if (strcmp(answer->faults[i].code, code) == 0)
            return true;
    }
    return false;
}

/* What one service knows; one that does not answer such questions, or does not know the case, adds nothing. */
static void
ask(const char *service,
    const struct asking *asking,
    struct arena *arena,
    struct reasons *reasons)
{
    const struct question question = {
        .type = MESSAGE_why_get_v1,
        .data = asking->data,
        .actor = asking->acting.actor,
        .role = asking->acting.role,
        .unit = asking->acting.unit,
        .patience_ms = CLI_SHORT_MS};
    struct client *client = client_new(service, "operator", 0);
    struct faults faults = {.count = 0};
    struct why_view *view = ARENA_NEW(arena, struct why_view);
    struct answer answer = {0};

    if (!client) {
        reasons->silent = true;
        return;
    }
    int code = client_ask(client, &question, arena, &answer);
    client_destroy(&client);
    if (code == EXIT_UNAVAILABLE) {
        fprintf(stderr, "shouli why: %s does not answer\n", service);
        reasons->silent = true;
        return;
    }
    if (has_fault(&answer, "missing_field") || has_fault(&answer, "forbidden")) {
        fprintf(
            stderr,
            "shouli why: %s does not say it to this actor (--actor, --role)\n",
            service
        );
        answer_complain(&answer);
        reasons->refused = true;
        return;
    }
    if (code != EXIT_FINE || !answer.result.at ||
        map_decode(
            answer.result,
            &why_view_shape,
            DECODE_lenient,
            "result",
            arena,
            &faults,
            view
        ) != OK)
        return;
    for (size_t i = 0; i < view->facts_count && reasons->count < REASONS_MAX; i++)
        reasons->at[reasons->count++] = (struct reason){service, &view->facts[i]};
}

static struct bytes name_case(struct arguments *arguments, struct arena *arena)
{
    const char *word = arguments->words[0];
    struct arguments named = {.command = "why"};
    struct bytes data = {0};

    arguments_give(&named, strncmp(word, "GD", 2) == 0 ? "case-no" : "case-id", word);
    if (arguments->word_count > 1)
        arguments_give(&named, "clock", arguments->words[1]);
    if (!fields_pack(&named, message_shape_of(MESSAGE_why_get_v1)->data, arena, &data))
        return (struct bytes){0};
    return data;
}

static void print_json(const struct reasons *reasons, struct arena *arena)
{
    struct why_fact fact;

    for (size_t i = 0; i < reasons->count; i++) {
        fact = *reasons->at[i].fact;
        fact.what = arena_format(
            arena,
            "%s %.*s",
            reasons->at[i].service,
            (int)fact.what.length,
            fact.what.at
        );
        show_json(stdout, map_encode(&why_fact_shape, &fact, arena), arena);
    }
}

static void print(const struct reasons *reasons)
{
    char time[SHOW_TIME_BYTES];

    for (size_t i = 0; i < reasons->count; i++) {
        const struct why_fact *fact = reasons->at[i].fact;
        show_time(fact->at, time);
        printf(
            "%s  %-10s %.*s\n    %.*s\n",
            time,
            reasons->at[i].service,
            (int)fact->what.length,
            fact->what.at,
            (int)fact->because.length,
            fact->because.at
        );
    }
}

int cli_why(int argc, char **argv)
{
    struct arena arena = {0};
    struct arguments arguments;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    if (arguments.word_count == 0)
        return arguments_refuse(&arguments, "say which case: its number or id");
    struct asking asking = {.acting = cli_acting(&arguments)};
    if (!arguments_end(&arguments, 2))
        return EXIT_USAGE;
    if (!client_has_keys("operator"))
        return EXIT_UNAVAILABLE;
    bool one_clock = arguments.word_count > 1;
    struct reasons *reasons = ARENA_NEW(&arena, struct reasons);
    asking.data = name_case(&arguments, &arena);
    for (size_t i = 0; i < CLIENT_SERVICES && !one_clock; i++)
        ask(client_services[i], &asking, &arena, reasons);
    if (one_clock)
        ask("escalation", &asking, &arena, reasons);
    else
        qsort(reasons->at, reasons->count, sizeof(*reasons->at), by_time);
    if (arguments.json)
        print_json(reasons, &arena);
    else
        print(reasons);
    bool silent = reasons->silent, refused = reasons->refused, found = reasons->count > 0;
    arena_done(&arena);
    if (found)
        return EXIT_FINE;
    if (refused)
        return EXIT_NOT_DONE;
    fprintf(
        stderr,
        one_clock ? "shouli why: no such case, or it has no such limit\n"
                  : "shouli why: no service knows this case\n"
    );
    return silent ? EXIT_UNAVAILABLE : EXIT_NOT_DONE;
}
