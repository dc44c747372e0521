/* See queue_table.h. */
#include "services/cli/queue_table.h"

#include <stdlib.h>

#include "services/cli/show.h"

static struct queue_line *line_of(struct queue_table *table, struct text queue)
{
    for (size_t i = 0; i < table->count; i++) {
        if (text_equal(table->lines[i].queue, queue))
            return &table->lines[i];
    }
    if (table->count == QUEUES_MAX)
        return NULL;
    table->lines[table->count] = (struct queue_line){.queue = queue};
    return &table->lines[table->count++];
}

static int by_name(const void *a, const void *b)
{
    const struct queue_line *one = a, *other = b;
    size_t shorter = size_min(one->queue.length, other->queue.length);
    int order = memcmp(one->queue.at, other->queue.at, shorter);

    return order ? order
                 : (one->queue.length > other->queue.length) -
                       (one->queue.length < other->queue.length);
}

static long total_of(const struct queue_line *line)
{
    long total = 0;

    for (int grade = 0; grade < QUEUE_GRADES; grade++)
        total += line->cases[grade];
    return total;
}

static void take(struct queue_table *table, const struct sample *sample)
{
    bool depth = text_is(sample->name, "shouli_queue_depth");
    struct text grade = sample_label(sample, "grade");

    if (!depth && !text_is(sample->name, "shouli_queue_oldest_age_seconds"))
        return;
    struct queue_line *line = line_of(table, sample_label(sample, "queue"));
    if (!line)
        return;
    if (!depth)
        line->oldest_s = sample->value > line->oldest_s ? sample->value : line->oldest_s;
    else if (grade.length == 2 && grade.at[1] >= '1' && grade.at[1] <= '4')
        line->cases[grade.at[1] - '1'] += (long)sample->value;
}

void queue_table_read(struct text page, struct queue_table *ret_table)
{
    struct sample sample;
    size_t kept = 0;

    ret_table->count = 0;
    while (page_next(&page, &sample))
        take(ret_table, &sample);
    for (size_t i = 0; i < ret_table->count; i++) {
        if (total_of(&ret_table->lines[i]) > 0)
            ret_table->lines[kept++] = ret_table->lines[i];
    }
    ret_table->count = kept;
    qsort(ret_table->lines, kept, sizeof(*ret_table->lines), by_name);
}

void queue_table_print(FILE *out, const struct queue_table *table)
{
    char age[SHOW_SPAN_BYTES];

    fputs("queue                 P1      P2      P3      P4     all   oldest\n", out);
    for (size_t i = 0; i < table->count; i++) {
        const struct queue_line *line = &table->lines[i];
        show_span((int64_t)(line->oldest_s * 1000), age);
        fprintf(out, "%-16.*s", (int)line->queue.length, line->queue.at);
        for (int grade = 0; grade < QUEUE_GRADES; grade++)
            fprintf(out, " %7ld", line->cases[grade]);
        fprintf(out, " %7ld   %s\n", total_of(line), age);
    }
    if (table->count == 0)
        fputs("nothing waits / 没有待领取的工单\n", out);
}

void queue_table_print_json(FILE *out, const struct queue_table *table)
{
    fputs("[", out);
    for (size_t i = 0; i < table->count; i++) {
        const struct queue_line *line = &table->lines[i];
        fprintf(
            out,
            "%s{\"queue\":\"%.*s\",\"P1\":%ld,\"P2\":%ld,\"P3\":%ld,\"P4\":%ld,"
            "\"cases\":%ld,\"oldest_seconds\":%.3f}",
            i ? "," : "",
            (int)line->queue.length,
            line->queue.at,
            line->cases[0],
            line->cases[1],
            line->cases[2],
            line->cases[3],
            total_of(line),
            line->oldest_s
        );
    }
    fputs("]\n", out);
}
