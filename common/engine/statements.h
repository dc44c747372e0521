/* Written by common/tools/statements.py from the .sql files in common/engine; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* One look-up a batch over all parts; the events say what was answered. */
extern const struct statement engine_accepted_find_statement;

/* Fails when one of the keys was accepted before, for a batch that has not asked first; the server's log says so. */
extern const struct statement engine_accepted_guard_statement;

/* What was accepted, to answer it again. */
extern const struct statement engine_accepted_insert_statement;

/* The first events that accepted messages caused, by the messages' keys. */
extern const struct statement engine_accepted_of_statement;

/* Committed before the message is tried: a crash leaves the row behind. */
extern const struct statement engine_attempt_begin_statement;

/* In the transaction of the messages. */
extern const struct statement engine_attempt_end_statement;

/* The writer is careful no more: what messages left that never came again. */
extern const struct statement engine_attempt_forget_statement;

/* A group that is tried together; what is not returned was under way when a process ended. */
extern const struct statement engine_attempt_group_statement;

/* Opens the transaction of a batch. */
extern const struct statement engine_begin_statement;

/* one slice of the own chain computed anew: the stream's head and hash, how far the slice came, its last hash, first event that is missing or does not fit */
extern const struct statement engine_chain_slice_statement;

/* Ends it; only its answer makes anything accepted. */
extern const struct statement engine_commit_statement;

/* In the transaction of the effects. */
extern const struct statement engine_cursor_advance_statement;

/* How far the streams were applied. */
extern const struct statement engine_cursor_read_statement;

/* what the database says of its replicas and its archive: how many receive the log, slots nobody uses, bytes of log kept for the slot furthest behind, bytes behind the last piece that archive_command has copied */
extern const struct statement engine_database_state_statement;

/* For the metric: what waits for an operator, and what of it are commands. */
extern const struct statement engine_dead_count_statement;

/* What waits for an operator, oldest first. */
extern const struct statement engine_dead_list_statement;

/* The events of a batch. */
extern const struct statement engine_event_insert_statement;

/* Events of cases that began in a span of time, by case: an id begins with its time; keys are "id id", both not included. */
extern const struct statement engine_event_of_span_statement;

/* A trace: events of the case that has its id, and events that it reached from outside; keys are "id seq", behind that seq. */
extern const struct statement engine_event_of_trace_statement;

/* For followers that are behind what is kept in memory. */
extern const struct statement engine_event_read_statement;

/* Commands that wait for an operator: sent again, they are answered so. */
extern const struct statement engine_letter_find_statement;

/* Election only: the lock says who may try to be the writer, the fence says who is. */
extern const struct statement engine_lock_try_statement;

/* Takes a block of numbers, in a transaction of its own. */
extern const struct statement engine_number_lease_statement;

/* Messages join the queues behind their cases' dead letters, in this order; retried letters go first (rank 0). */
extern const struct statement engine_parked_insert_statement;

/* Cases that wait, those without an open letter (they may be replayed) first; one more than may be known tells that there are too many. */
extern const struct statement engine_parked_left_statement;

/* What may be replayed of these cases, and of what is about no case: queues without an open letter, each in order; never a look at all that waits. */
extern const struct statement engine_parked_ready_statement;

/* Replayed or dropped. */
extern const struct statement engine_parked_remove_statement;

/* Which of these cases wait still. */
extern const struct statement engine_parked_still_statement;

/* Parts are made ahead of need. */
extern const struct statement engine_parts_ensure_statement;

/* After a failed statement. */
extern const struct statement engine_rollback_statement;

/* Duplicates and refusals by source and day, added up; days are counted from 1970. */
extern const struct statement engine_sender_day_add_statement;

/* A source's duplicates and refusals of a day; keys are "day source". */
extern const struct statement engine_sender_day_find_statement;

/* Part of every transaction: moves the head, and fails when another process has taken the stream. */
extern const struct statement engine_stream_advance_statement;

/* The first process of a service makes the row of its stream. */
extern const struct statement engine_stream_create_statement;

/* Has somebody else become the writer? */
extern const struct statement engine_stream_look_statement;

/* Becoming writer is itself a commit: it waits for a transaction that is still running and defeats later ones. */
extern const struct statement engine_stream_take_statement;
