/* See classify_measure.h: the counting. */
#include "services/cli/classify_measure.h"

#include <stdlib.h>

#include "services/cli/label_cell.h"

enum { ROOM_FIRST = 1024 };

/* What the probability of all grave matters together takes from the confidence of a guess that is none of them: to pass a
 * grave one as harmless costs more than to ask a person. */
static const float grave_weight = 2;

void classify_measure_init(
    struct classify_measure *measure,
    struct arena *arena,
    const struct model_head *head,
    const struct classify_groups *groups,
    const char *grave,
    const char *separator
)
{
    *measure = (struct classify_measure){
        .arena = arena,
        .head = head,
        .groups = groups,
        .grave = text_of(grave),
        .separator = text_of(separator),
        .label_hit = ARENA_ARRAY(arena, size_t, head->label_count + 1),
        .label_said = ARENA_ARRAY(arena, size_t, head->label_count + 1),
        .label_there = ARENA_ARRAY(arena, size_t, head->label_count + 1),
    };
}

static struct classify_answer *make_room(struct classify_measure *measure, float microseconds)
{
    if (measure->count == measure->room) {
        struct classify_answer *answers = measure->answers;
        float *times = measure->microseconds;
        measure->room = size_max(2 * measure->room, ROOM_FIRST);
        measure->answers = ARENA_ARRAY(measure->arena, struct classify_answer, measure->room);
        measure->microseconds = ARENA_ARRAY(measure->arena, float, measure->room);
        if (measure->count) {
            memcpy(measure->answers, answers, measure->count * sizeof(answers[0]));
            memcpy(measure->microseconds, times, measure->count * sizeof(times[0]));
        }
    }
    measure->microseconds[measure->count] = microseconds;
    return &measure->answers[measure->count++];
}

static bool is_grave(const struct classify_measure *measure, int group)
{
    return group >= 0 && text_lists(measure->grave, ',', measure->groups->names[group]);
}

static bool is_called_out_of_scope(struct text label)
{
    return label.length && text_lists(TEXT(LABEL_OUT_OF_SCOPE), ',', label);
}

static void note_unknown(struct classify_measure *measure, struct text label)
{
    for (size_t i = 0; i < measure->unknown_count; i++) {
        if (text_equal(measure->unknown[i], label))
            return;
    }
    if (measure->unknown_count < UNKNOWN_LABELS_MAX)
        measure->unknown[measure->unknown_count++] = arena_text(measure->arena, label);
}

static void add_one(
    struct classify_measure *measure,
    struct text label,
    const float *probabilities,
    float us
)
{
    const struct classify_groups *groups = measure->groups;
    struct classify_answer *answer = make_room(measure, us);
    int here = measure->head->out_of_scope;
    int out_of_scope = here < 0 ? -1 : groups->of_label[here];
    float sums[MODEL_LABELS_MAX];
    float doubt = 0;

    classify_groups_sum(groups, probabilities, sums);
    *answer =
        (struct classify_answer){.label = classify_groups_find(groups, measure->head, label)};
    for (size_t i = 0; i < groups->count; i++) {
        if (sums[i] > sums[answer->guess])
            answer->guess = (int)i;
        if ((int)i != out_of_scope && sums[i] > answer->belongs)
            answer->belongs = sums[i];
        if (is_grave(measure, (int)i))
            doubt += sums[i];
    }
    answer->out_of_scope =
        is_called_out_of_scope(label) || (out_of_scope >= 0 && answer->label == out_of_scope);
    if (answer->out_of_scope)
        answer->label = out_of_scope;
    else if (answer->label < 0) {
        measure->unknown_texts++;
        note_unknown(measure, label);
    }
    answer->confidence = sums[answer->guess];
    answer->grave = is_grave(measure, answer->label);
    answer->guess_grave = is_grave(measure, answer->guess);
    if (!answer->guess_grave) {
        answer->confidence -= grave_weight * doubt;
        answer->confidence = answer->confidence > 0 ? answer->confidence : 0;
    }
}

static int find_label(const struct model_head *head, struct text label)
{
    for (size_t i = 0; i < head->label_count; i++) {
        if (text_equal(head->labels[i], label))
            return (int)i;
    }
    return -1;
}

/* Notes the labels of a cell, and returns how many the model does not know. What is a label is not cut any further: C++ is
 * none of C. `from`: separators before this one were tried. */
static size_t mark_labels(
    struct classify_measure *measure,
    struct text cell,
    size_t from,
    bool there[MODEL_LABELS_MAX]
)
{
    bool given = measure->separator.at;
    int label = find_label(measure->head, cell);
    size_t unknown = 0;
    struct text part;

    if (label >= 0) {
        there[label] = true;
        return 0;
    }
    for (size_t i = from; i < (given ? 1 : LABEL_SEPARATORS); i++) {
        struct text separator = given ? measure->separator : label_separators[i];
        if (!label_cell_has(cell, separator))
            continue;
        while (label_cell_next(&cell, separator, &part))
            unknown += part.length ? mark_labels(measure, part, i + 1, there) : 0;
        return unknown;
    }
    if (is_called_out_of_scope(cell))
        return 0;
    note_unknown(measure, cell);
    return 1;
}

static void add_many(
    struct classify_measure *measure,
    struct text label,
    const float *probabilities,
    float us
)
{
    bool there[MODEL_LABELS_MAX] = {false};
    size_t unknown = mark_labels(measure, label, 0, there);
    bool exact = unknown == 0;

    *make_room(measure, us) = (struct classify_answer){.label = -1};
    for (size_t i = 0; i < measure->head->label_count; i++) {
        bool said = probabilities[i] >= measure->head->threshold;
        measure->label_said[i] += said;
        measure->label_there[i] += there[i];
        measure->label_hit[i] += said && there[i];
        exact = exact && said == there[i];
        measure->said += said;
        measure->there += there[i];
        measure->hit += said && there[i];
    }
    measure->there += unknown;
    measure->unknown_texts += unknown > 0;
    measure->exact += exact;
}

void classify_measure_add(
    struct classify_measure *measure,
    struct text label,
    const float *probabilities,
    float microseconds
)
{
    if (measure->head->kind == MODEL_many)
        add_many(measure, label, probabilities, microseconds);
    else
        add_one(measure, label, probabilities, microseconds);
}

bool classify_measure_add_value(
    struct classify_measure *measure,
    struct text label,
    float value,
    float microseconds
)
{
    char digits[32];
    char *end;

    if (label.length == 0 || label.length >= sizeof(digits))
        return false;
    memcpy(digits, label.at, label.length);
    digits[label.length] = 0;
    double is = strtod(digits, &end);
    if (*end || !(is > -1e9 && is < 1e9))
        return false;
    double said = (double)value;
    *make_room(measure, microseconds) = (struct classify_answer){.label = -1};
    measure->x += said;
    measure->y += is;
    measure->xx += said * said;
    measure->yy += is * is;
    measure->xy += said * is;
    measure->off += said > is ? said - is : is - said;
    return true;
}
