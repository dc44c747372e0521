/* What every service answers and does in the same way, in the terms of messages: dead letters, the ledger, policies
 * in force, and why. A service names them in its tables: OPERATORS among its answers, OPERATOR_CHORES among its
 * chores. They live in proto/ and not in common/, because common knows no message. */
#pragma once

#include "common/engine/service.h"
#include "common/engine/watch.h"
#include "proto/messages.h"

enum error operators_retry(struct call *call, const struct dead_retry *wish);
enum error operators_drop(struct call *call, const struct dead_drop *wish);
enum error operators_list_dead(struct call *call, const struct dead_list *query);
/* Needs an actor. The files are read once the event is committed; a wrong one changes nothing, as with SIGHUP. */
enum error operators_reload(struct call *call, const struct service_reload *wish);
enum error operators_ledger(struct call *call, const struct ledger_get *query);
enum error operators_adopt(struct call *call);

/* The events that a trace reached here, and those of the case whose own trace it is, at most TRACE_EVENTS_MAX at a time;
 * a trace that nothing is known of has none. */
enum { TRACE_EVENTS_MAX = 100 };
extern const struct list_shape operators_trace_list;
enum error operators_trace(struct call *call, const struct trace_get *query);

#define OPERATORS                                                                              \
    ANSWER(dead_retry, operators_retry, NULL), ANSWER(dead_drop, operators_drop, NULL),        \
        ANSWER(dead_list, operators_list_dead, NULL),                                          \
        ANSWER(ledger_get, operators_ledger, NULL), ANSWER(trace_get, operators_trace, NULL),  \
        ANSWER(service_reload, operators_reload, NULL)

/* A policy takes effect by an event of its own: decisions after it use the new version. The other two only look. */
#define OPERATOR_CHORES                                                                        \
    CHORE("policies", 1000, operators_adopt),                                                  \
        OVERVIEW(                                                                              \
            "chain",                                                                           \
            WATCH_CHAIN_EVERY_MS,                                                              \
            watch_chain,                                                                       \
            watch_chain_list,                                                                  \
            watch_chain_key                                                                    \
        ),                                                                                     \
        OVERVIEW(                                                                              \
            "database",                                                                        \
            WATCH_DATABASE_EVERY_MS,                                                           \
            watch_database,                                                                    \
            watch_database_list,                                                               \
            NULL                                                                               \
        )
