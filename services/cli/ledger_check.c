/* See ledger_check.h. */
#include "services/cli/ledger_check.h"

#include <stdarg.h>
#include <stdio.h>

enum { INTAKE, ROUTER, DESK };

int64_t ledger_count_of(const struct ledger_view *view, const char *name)
{
    for (size_t i = 0; i < view->counts_count; i++) {
        if (text_is(view->counts[i].name, name))
            return view->counts[i].count;
    }
    return 0;
}

int64_t ledger_sum(const struct ledger_view *view, const char *prefix)
{
    int64_t sum = 0;

    for (size_t i = 0; i < view->counts_count; i++) {
        if (text_starts(view->counts[i].name, text_of(prefix)))
            sum += view->counts[i].count;
    }
    return sum;
}

PRINTF_LIKE(2, 3) static void fault(struct ledger_result *result, const char *format, ...)
{
    va_list list;

    if (result->fault_count < LEDGER_FAULTS_MAX) {
        va_start(list, format);
        vsnprintf(result->faults[result->fault_count], LEDGER_FAULT_BYTES, format, list);
        va_end(list);
    }
    result->fault_count++;
}

static void compare(struct ledger_result *result, int64_t one, int64_t other, const char *what)
{
    result->compared++;
    if (one != other)
        fault(result, "%s: %lld and %lld", what, (long long)one, (long long)other);
}

static const struct ledger_view *find_stream(const struct ledgers *ledgers, struct text stream)
{
    for (size_t i = 0; i < CLIENT_SERVICES; i++) {
        if (ledgers->of[i] && text_equal(ledgers->of[i]->stream, stream))
            return ledgers->of[i];
    }
    return NULL;
}

/* The emitter's count of the follower's types. An emitter was asked at another instant: only equal positions compare. */
static void check_cursor(
    const struct ledgers *ledgers,
    const struct ledger_view *follower,
    const struct ledger_cursor *cursor,
    struct ledger_result *result
)
{
    const struct ledger_view *emitter = find_stream(ledgers, cursor->stream);
    char name[200], what[LEDGER_FAULT_BYTES];

    if (!emitter)
        return;
    if (cursor->seq != emitter->seq) {
        result->behind += int64_max(0, emitter->seq - cursor->seq);
        return;
    }
    for (size_t i = 0; i < cursor->counts_count; i++) {
        const struct ledger_count *count = &cursor->counts[i];
        snprintf(name, sizeof(name), "event/%.*s", (int)count->name.length, count->name.at);
        snprintf(
            what,
            sizeof(what),
            "%.*s sent, %.*s applied %.*s",
            (int)cursor->stream.length,
            cursor->stream.at,
            (int)follower->stream.length,
            follower->stream.at,
            (int)count->name.length,
            count->name.at
        );
        compare(result, ledger_count_of(emitter, name), count->count, what);
    }
}

static const struct ledger_cursor *cursor_of(const struct ledger_view *view, const char *stream)
{
    for (size_t i = 0; i < view->cursors_count; i++) {
        if (text_is(view->cursors[i].stream, stream))
            return &view->cursors[i];
    }
    return NULL;
}

static int64_t applied_of(const struct ledger_cursor *cursor, const char *type)
{
    for (size_t i = 0; i < cursor->counts_count; i++) {
        if (text_is(cursor->counts[i].name, type))
            return cursor->counts[i].count;
    }
    return 0;
}

/* Each case that a service heard of is in one of its states. */
static void check_states(const struct ledgers *ledgers, struct ledger_result *result)
{
    const struct ledger_view *router = ledgers->of[ROUTER], *desk = ledgers->of[DESK];
    const struct ledger_cursor *heard = router ? cursor_of(router, "intake") : NULL;

    if (heard)
        compare(
            result,
            applied_of(heard, "case.received.v1"),
            ledger_sum(router, "state/"),
            "cases that router received, and holds by state (dead letters hold the rest)"
        );
    heard = desk ? cursor_of(desk, "router") : NULL;
    if (heard && router && heard->seq == router->seq)
        compare(
            result,
            ledger_sum(router, "state/"),
            ledger_sum(desk, "state/"),
            "cases that router and desk hold by state (dead letters hold the rest)"
        );
}

void ledger_check(const struct ledgers *ledgers, struct ledger_result *ret_result)
{
    const struct ledger_view *intake = ledgers->of[INTAKE];

    *ret_result = (struct ledger_result){.compared = 0};
    for (size_t i = 0; i < CLIENT_SERVICES; i++) {
        const struct ledger_view *view = ledgers->of[i];
        if (!view)
            continue;
        char what[LEDGER_FAULT_BYTES];
        snprintf(what, sizeof(what), "%s: last event, and events by type", client_services[i]);
        compare(ret_result, view->seq, ledger_sum(view, "event/"), what);
        if (view->imbalance != 0)
            fault(
                ret_result,
                "%s says imbalance %lld",
                client_services[i],
                (long long)view->imbalance
            );
        for (size_t j = 0; j < view->cursors_count; j++)
            check_cursor(ledgers, view, &view->cursors[j], ret_result);
    }
    if (intake)
        compare(
            ret_result,
            ledger_count_of(intake, "in/request.submitted.v1/accepted"),
            ledger_count_of(intake, "event/case.received.v1"),
            "intake: requests accepted, and cases received"
        );
    check_states(ledgers, ret_result);
}
