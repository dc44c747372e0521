/* `shouli ledger`: all services' counts side by side, and whether they balance. */
#include <stdio.h>

#include "common/clock.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/ledger_check.h"
#include "services/cli/ledger_day.h"
#include "services/cli/ledger_fetch.h"
#include "services/cli/show.h"

static void print_service(const char *service, const struct ledger_view *view)
{
    if (!view) {
        printf("%-11s does not answer 无应答\n", service);
        return;
    }
    printf("%-11s events %lld", service, (long long)view->seq);
    if (ledger_sum(view, "state/"))
        printf(", cases %lld", (long long)ledger_sum(view, "state/"));
    fputs("\n", stdout);
    for (size_t i = 0; i < view->counts_count; i++) {
        const struct ledger_count *count = &view->counts[i];
        if (count->count && !text_starts(count->name, TEXT("event/")))
            printf(
                "    %-52.*s %10lld\n",
                (int)count->name.length,
                count->name.at,
                (long long)count->count
            );
    }
    for (size_t i = 0; i < view->cursors_count; i++)
        printf(
            "    has applied %-10.*s up to %33lld\n",
            (int)view->cursors[i].stream.length,
            view->cursors[i].stream.at,
            (long long)view->cursors[i].seq
        );
}

static void print(const struct ledgers *ledgers, const struct ledger_result *result)
{
    for (size_t i = 0; i < CLIENT_SERVICES; i++)
        print_service(client_services[i], ledgers->of[i]);
    for (size_t i = 0; i < size_min(result->fault_count, LEDGER_FAULTS_MAX); i++)
        printf("UNBALANCED 不平: %s\n", result->faults[i]);
    printf(
        "%zu comparisons, imbalance %zu 差额, %lld events not applied yet 待处理事件\n",
        result->compared,
        result->fault_count,
        (long long)result->behind
    );
}

static void print_json(
    const struct ledgers *ledgers,
    const struct ledger_result *result,
    struct arena *arena
)
{
    for (size_t i = 0; i < CLIENT_SERVICES; i++) {
        if (ledgers->of[i])
            show_json(stdout, map_encode(&ledger_view_shape, ledgers->of[i], arena), arena);
    }
    printf(
        "{\"compared\":%zu,\"imbalance\":%zu,\"behind\":%lld}\n",
        result->compared,
        result->fault_count,
        (long long)result->behind
    );
}

/* Services are asked one after the other while they work: a difference must last to count. */
static void settle(
    struct ledgers *ledgers,
    struct ledger_result *result,
    int64_t until_us,
    struct arena *arena
)
{
    for (;;) {
        for (size_t i = 0; i < CLIENT_SERVICES; i++) {
            bool down = ledgers->of[i] == NULL && result->compared > 0;
            ledgers->of[i] = down ? NULL : ledger_fetch(client_services[i], arena);
        }
        ledger_check(ledgers, result);
        if ((result->fault_count == 0 && result->behind == 0) ||
            clock_monotone_us() >= until_us || result->compared == 0)
            return;
        sockets_wait(NULL, 0, 300);
    }
}

int cli_ledger(int argc, char **argv)
{
    static struct ledger_result result;
    struct ledgers ledgers = {.of = {NULL}};
    struct arguments arguments;
    struct arena arena = {0};
    long wait_s = 5;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    if (arguments_has(&arguments, "source") || arguments_has(&arguments, "day"))
        return cli_ledger_day(&arguments);
    if (!arguments_take_number(&arguments, "wait", 0, 3600, &wait_s) ||
        !arguments_end(&arguments, 0))
        return EXIT_USAGE;
    if (!client_has_keys("operator"))
        return EXIT_UNAVAILABLE;
    result.compared = 0;
    settle(&ledgers, &result, clock_monotone_us() + wait_s * 1000000, &arena);
    if (arguments.json)
        print_json(&ledgers, &result, &arena);
    else
        print(&ledgers, &result);
    arena_done(&arena);
    if (result.compared == 0)
        return EXIT_UNAVAILABLE;
    return result.fault_count ? EXIT_BROKEN : EXIT_FINE;
}
