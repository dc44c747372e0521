/* See rungs.h. */
#include "services/desk/rungs.h"

static enum widening read_widening(struct yaml *yaml, const struct yaml_node *node)
{
    struct text word = yaml_text(yaml, node, "widening", (struct text){0});

    for (int i = WIDENING_none + 1; i <= WIDENING_alarm; i++) {
        if (text_equal(word, enum_to_text(&widening_enum, i)))
            return (enum widening)i;
    }
    yaml_fault(yaml, node, "widening is levels, pool, offer or alarm");
    return WIDENING_none;
}

void ladder_read(struct yaml *yaml, struct ladder *ladder)
{
    static const char *const keys[] = {"after_percent", "widening", NULL};
    const struct yaml_node *node = yaml_list(yaml, yaml->root, "ladder");
    int64_t before = 0;

    for (; node; node = node->next) {
        if (ladder->count == RUNGS_MAX) {
            yaml_fault(yaml, node, "more than %d rungs", RUNGS_MAX);
            return;
        }
        yaml_allow(yaml, node, keys);
        struct rung *rung = &ladder->rungs[ladder->count++];
        rung->after_percent =
            yaml_int(yaml, node, "after_percent", before, RUNG_PERCENT_MAX, before);
        rung->widening = read_widening(yaml, node);
        before = rung->after_percent;
        if (!node->next && rung->widening != WIDENING_alarm)
            yaml_fault(yaml, node, "the last rung is the alarm");
    }
}

int64_t share_over_ms(const struct queued_case *row, int64_t percent)
{
    if (!row->has_due_at)
        return INT64_MAX;
    int64_t window = int64_max(0, row->due_at - row->queued_at);
    return row->queued_at + window / 100 * percent + window % 100 * percent / 100;
}

size_t rungs_reached(const struct ladder *ladder, const struct queued_case *row, int64_t now_ms)
{
    size_t reached = 0;

    while (reached < ladder->count &&
           share_over_ms(row, ladder->rungs[reached].after_percent) <= now_ms)
        reached++;
    return reached;
}

int64_t rung_next_ms(const struct ladder *ladder, const struct queued_case *row)
{
    size_t next = (size_t)row->rung;

    return next < ladder->count ? share_over_ms(row, ladder->rungs[next].after_percent)
                                : INT64_MAX;
}

bool rung_does(
    const struct ladder *ladder,
    const struct queued_case *row,
    enum widening widening
)
{
    for (size_t i = 0; i < (size_t)row->rung && i < ladder->count; i++) {
        if (ladder->rungs[i].widening == widening)
            return true;
    }
    return false;
}
