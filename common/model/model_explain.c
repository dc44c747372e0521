/* The explaining half of model.h. Only linear members speak: what they add is a sum over n-grams. What an n-gram adds to
 * all labels alike explains nothing and is taken off. */
#include "common/model/model_inside.h"

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
    int sum = 0;

    memcpy(&step, row + sizeof(float) + at * sizeof(step), sizeof(step));
    for (size_t i = 0; i < labels; i++)
        sum += columns[i];
    float mean = labels > 1 ? (float)sum / (float)labels : 0;
    return ((float)columns[label] - mean) * (float)step * MODEL_STEP_FACTOR *
           scratch->values[place] * member->file->scale;
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
    size_t kept = 0;

    for (size_t place = 0; place < scratch->row_count; place++) {
        const struct feature *feature = &scratch->features[scratch->first_features[place]];
        float points = 0;
        for (size_t at = 0; at < model->file->member_count; at++) {
            const struct model_file_member *member = model->members[at].file;
            if ((int)member->head == head && !member->hidden)
                points += points_of(model, scratch, place, at, label);
        }
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
