/* See tallies.h. A list in the batch's arena; the same counter and label are added up. */
#include "common/engine/tallies.h"

struct tally {
    struct tally *next;
    enum metric metric;
    struct text label; /* terminated */
    int64_t count;
};

void tally_add(struct tallies *tallies, enum metric metric, struct text label)
{
    struct tally *tally = tallies->first;

    while (tally && !(tally->metric == metric && text_equal(tally->label, label)))
        tally = tally->next;
    if (!tally) {
        tally = ARENA_NEW(tallies->arena, struct tally);
        *tally = (struct tally){.next = tallies->first, .metric = metric};
        tally->label = arena_text(tallies->arena, label);
        tallies->first = tally;
    }
    tally->count++;
}

void tallies_commit(struct tallies *tallies)
{
    for (const struct tally *tally = tallies->first; tally; tally = tally->next) {
        if (tally->label.at)
            metric_add_labelled(tally->metric, tally->count, tally->label.at);
        else
            metric_add(tally->metric, tally->count);
    }
    tallies->first = NULL;
}
