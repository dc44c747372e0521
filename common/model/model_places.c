/* What the members of windows read: places of a text, and what their filters find there. */
#include "common/model/model_inside.h"

/* Adds the rows of the n-grams that begin at a place. */
static void add_place(
    const struct model *model,
    size_t at,
    struct model_scratch *scratch,
    size_t place,
    int32_t *sums
)
{
    const struct model_member *member = &model->members[at];
    const struct model_places *places = &scratch->places;
    const uint8_t *rows[MODEL_SUMS_ROWS_MAX];
    float ones[MODEL_SUMS_ROWS_MAX];
    size_t next = place ? places->ends[place - 1] : 0;

    memset(sums, 0, member->file->width * sizeof(sums[0]));
    while (next < places->ends[place]) {
        size_t count = 0;
        for (; next < places->ends[place] && count < MODEL_SUMS_ROWS_MAX; next++) {
            uint32_t row = scratch->feature_rows[places->order[next]];
            if (row == MODEL_ROW_none)
                continue;
            ones[count] = 1;
            rows[count++] = model_row(model, row);
        }
        if (count == 0)
            continue;
        model_addends_weigh(
            rows,
            ones,
            count,
            model->row_head_bytes,
            model->file->member_count,
            &scratch->addends
        );
        model_addends_add(&scratch->addends, at, member->column, member->file->width, sums);
    }
}

static int16_t cut(float value)
{
    if (!(value > -MODEL_PLACE_VALUE_MAX))
        return -MODEL_PLACE_VALUE_MAX;
    return value < MODEL_PLACE_VALUE_MAX ? (int16_t)value : MODEL_PLACE_VALUE_MAX;
}

void model_places_read(
    const struct model *model,
    size_t at,
    struct model_scratch *scratch,
    float ret_hidden[MODEL_HIDDEN_UNITS_MAX]
)
{
    const struct model_member *member = &model->members[at];
    const struct model_file_member *file = member->file;
    struct model_places *places = &scratch->places;
    int32_t sums[MODEL_PLACE_COLUMNS_MAX];
    size_t before = file->window / 2 * file->width;
    size_t behind = file->window * (size_t)file->width;

    memset(ret_hidden, 0, file->hidden * sizeof(ret_hidden[0]));
    if (places->count == 0)
        return;
    memset(places->values, 0, before * sizeof(places->values[0]));
    int16_t *values = places->values + before;
    for (size_t place = 0; place < places->count; place++) {
        add_place(model, at, scratch, place, sums);
        for (size_t i = 0; i < file->width; i++)
            *values++ = cut(((float)sums[i] + member->place_bias[i]) * file->scale);
    }
    memset(values, 0, (behind - before) * sizeof(values[0]));
    model_windows_most(
        places->values,
        file->width,
        places->count,
        member->filters,
        behind,
        file->hidden,
        places->most
    );
    for (size_t i = 0; i < file->hidden; i++)
        ret_hidden[i] =
            (float)places->most[i] * member->filter_worth[i] + member->hidden_bias[i];
}
