/* What waits, by queue and grade, from desk's metrics; desk counts them from its rows every 15 s. */
#pragma once

#include <stdio.h>

#include "services/cli/metrics_page.h"

enum { QUEUES_MAX = 128, QUEUE_GRADES = 4 };

struct queue_line {
    struct text queue;
    long cases[QUEUE_GRADES]; /* P1 to P4 */
    double oldest_s;
};

struct queue_table {
    struct queue_line lines[QUEUES_MAX]; /* by name */
    size_t count;
};

/* Empty queues are left out. */
void queue_table_read(struct text page, struct queue_table *ret_table);

void queue_table_print(FILE *out, const struct queue_table *table);
void queue_table_print_json(FILE *out, const struct queue_table *table);
