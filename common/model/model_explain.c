/* The explaining half of model.h. Only linear members speak: what they add is a sum over n-grams. What an n-gram adds to
 * all labels alike explains nothing and is taken off. */
#include "common/model/model_inside.h"

enum { SUM_STEP = 8 };

/* Eight bytes at once; sixteen bits have room for the sums of MODEL_LABELS_MAX / 8 of them. */
static int sum_of(const int8_t *columns, size_t count)
{
    int8_t eight __attribute__((vector_size(SUM_STEP)));
    int16_t sums __attribute__((vector_size(2 * SUM_STEP))) = {0};
    int sum = 0;
    size_t i = 0;

    for (; i + SUM_STEP <= count; i += SUM_STEP) {
        memcpy(&eight, columns + i, sizeof(eight));
        sums += __builtin_convertvector(eight, __typeof__(sums));
    }
    for (; i < count; i++)
        sum += columns[i];
    for (size_t at = 0; at < SUM_STEP; at++)
        sum += sums[at];
    return sum;
}

static float points_of(
    const struct model *model,
    const struct model_scratch *scratch,
    size_t place,
    size_t at,
    int label
)
{
    const struct model_member *member = &model->members[at];
    const uint8_t *row = model_row(model, scratch->rows[place]);
    const int8_t *columns =
        (const int8_t *)row + model->row_head_bytes + model->members[at].column;
    size_t labels = model->heads[member->file->head].label_count;
    uint16_t step;

    memcpy(&step, row + sizeof(float) + at * sizeof(step), sizeof(step));
    float mean = labels > 1 ? (float)sum_of(columns, labels) / (float)labels : 0;
    return ((float)columns[label] - mean) * (float)step * MODEL_STEP_FACTOR *
           scratch->values[place] * member->file->scale;
}

static size_t
linear_members(const struct model *model, int head, size_t ret_members[MODEL_MEMBERS_MAX])
{
    size_t count = 0;

    for (size_t at = 0; at < model->file->member_count; at++) {
        const struct model_file_member *member = model->members[at].file;
        if ((int)member->head == head && !member->hidden)
            ret_members[count++] = at;
    }
    return count;
}

static float strength(float points)
{
    return points < 0 ? -points : points;
}

size_t model_explain(
    const struct model *model,
    struct text normalised,
    const struct model_scratch *scratch,
    int head,
    int label,
    struct model_reason *ret_reasons,
    size_t count
)
{
    size_t speaking[MODEL_MEMBERS_MAX];
    size_t speaking_count = linear_members(model, head, speaking);
    size_t kept = 0;

    for (size_t place = 0; place < scratch->row_count; place++) {
        const struct feature *feature = &scratch->features[scratch->first_features[place]];
        float points = 0;
        for (size_t i = 0; i < speaking_count; i++)
            points += points_of(model, scratch, place, speaking[i], label);
        size_t to = kept;
        while (to > 0 && strength(ret_reasons[to - 1].points) < strength(points))
            to--;
        if (to >= count || points == 0.0F)
            continue;
        kept += kept < count;
        for (size_t move = kept - 1; move > to; move--)
            ret_reasons[move] = ret_reasons[move - 1];
        struct text ngram = {normalised.at + feature->at, feature->length};
        ret_reasons[to] = (struct model_reason){ngram, points};
    }
    return kept;
}
