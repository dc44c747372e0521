/* The computing half of model.h: which rows a text has, their sums, and from them probabilities. */
#include "common/model/model_inside.h"

#include <math.h>

struct model_scratch *model_scratch_new(struct arena *arena, const struct model *model)
{
    struct model_scratch *scratch = ARENA_NEW(arena, struct model_scratch);

    memcpy(scratch->first_label, model->first_label, sizeof(scratch->first_label));
    return scratch;
}

enum { CACHE_LINE = 64, SLOTS_AHEAD = 12 };

static void fetch_slot(const struct model *model, uint64_t hash)
{
    __builtin_prefetch(&model->slots[hash & (((uint64_t)1 << model->file->slot_bits) - 1)]);
}

static void fetch_row(const struct model *model, uint32_t row)
{
    const uint8_t *at = model_row(model, row);
    const uint8_t *end = at + model->row_bytes;

#pragma GCC unroll 4
    for (at -= (uintptr_t)at % CACHE_LINE; at < end; at += CACHE_LINE)
        __builtin_prefetch(at);
}

static bool find_row(const struct model *model, uint64_t hash, uint32_t *ret_row)
{
    uint32_t fingerprint = model_fingerprint(hash);
    uint64_t mask = ((uint64_t)1 << model->file->slot_bits) - 1;

    for (uint64_t at = hash & mask;; at = (at + 1) & mask) {
        const struct model_file_slot *slot = &model->slots[at];
        if (slot->fingerprint == fingerprint) {
            *ret_row = slot->row;
            return true;
        }
        if (slot->fingerprint == 0)
            return false;
    }
}

/* As few of the slots as are enough, so that those of most texts stay near. */
static uint32_t seen_mask(size_t features)
{
    uint32_t slots = 64;

    while (slots < 2 * features)
        slots *= 2;
    return slots - 1;
}

static void
count_row(struct model_scratch *scratch, uint32_t row, size_t feature, uint32_t mask)
{
    uint32_t at = row * 2654435769U & mask;

    while (scratch->seen[at] && scratch->rows[scratch->seen[at] - 1] != row)
        at = (at + 1) & mask;
    if (scratch->seen[at]) {
        scratch->counts[scratch->seen[at] - 1]++;
        return;
    }
    size_t place = scratch->row_count++;
    scratch->rows[place] = row;
    scratch->counts[place] = 1;
    scratch->first_features[place] = (uint32_t)feature;
    scratch->seen_slots[place] = at;
    scratch->seen[at] = (uint32_t)place + 1;
}

/* The distinct rows of the text, and how often it has each. */
static void
find_rows(const struct model *model, struct text text, struct model_scratch *scratch)
{
    size_t count = features_of(text, model->file->views, scratch->units, scratch->features);
    uint32_t mask = seen_mask(count);

    scratch->row_count = 0;
    scratch->feature_count = count;
    for (size_t i = 0; i < size_min(count, SLOTS_AHEAD); i++)
        fetch_slot(model, scratch->features[i].hash);
    for (size_t i = 0; i < count; i++) {
        uint32_t row = MODEL_ROW_none;
        if (i + SLOTS_AHEAD < count)
            fetch_slot(model, scratch->features[i + SLOTS_AHEAD].hash);
        if (find_row(model, scratch->features[i].hash, &row)) {
            fetch_row(model, row);
            count_row(scratch, row, i, mask);
        }
        scratch->feature_rows[i] = row;
    }
}

/* Their values, whose squares add up to 1. */
static void value_rows(const struct model *model, struct model_scratch *scratch)
{
    float sum = 0;

    for (size_t i = 0; i < scratch->row_count; i++) {
        float idf;
        memcpy(&idf, model_row(model, scratch->rows[i]), sizeof(idf));
        uint32_t times = scratch->counts[i];
        scratch->values[i] = times == 1 ? idf : idf * (1 + logf((float)times));
        sum += scratch->values[i] * scratch->values[i];
        scratch->seen[scratch->seen_slots[i]] = 0;
    }
    float length = sum > 0 ? 1 / sqrtf(sum) : 0;
    for (size_t i = 0; i < scratch->row_count; i++)
        scratch->values[i] *= length;
}

static void add_rows(const struct model *model, struct model_scratch *scratch)
{
    const uint8_t *rows[MODEL_SUMS_ROWS_MAX];

    memset(scratch->sums, 0, model->columns * sizeof(scratch->sums[0]));
    for (size_t from = 0; from < scratch->row_count; from += MODEL_SUMS_ROWS_MAX) {
        size_t count = size_min(scratch->row_count - from, MODEL_SUMS_ROWS_MAX);
        for (size_t i = 0; i < count; i++)
            rows[i] = model_row(model, scratch->rows[from + i]);
        model_addends_weigh(
            rows,
            &scratch->values[from],
            count,
            model->row_head_bytes,
            model->file->member_count,
            &scratch->addends
        );
        for (size_t i = 0; i < model->file->member_count; i++) {
            size_t column = model->members[i].column;
            size_t width = model->members[i].file->width;
            if (model->members[i].file->window)
                continue;
            model_addends_add(&scratch->addends, i, column, width, scratch->sums + column);
        }
    }
}

static void score_linear(
    const struct model_member *member,
    const int32_t *sums,
    size_t labels,
    float *scores
)
{
    for (size_t i = 0; i < labels; i++)
        scores[i] += (float)sums[i] * member->file->scale + member->bias[i];
}

/* A hidden unit's row of the dense layer, as the next of those that are added for member 0. */
static void
take_unit(struct model_addends *addends, size_t taken, const int8_t *row, uint32_t value)
{
    size_t pair = taken / 2;

    addends->columns[taken] = row;
    if (taken % 2) {
        addends->weights[pair].of[0] |= value << 16;
        return;
    }
    addends->columns[taken + 1] = row;
    addends->weights[pair].of[0] = value;
    addends->pair_count = pair + 1;
}

struct dense {
    struct model_scratch *scratch;
    const struct model_member *member;
    size_t taken; /* hidden units whose rows wait to be added */
};

static void add_units(struct dense *dense)
{
    model_addends_add(
        &dense->scratch->addends,
        0,
        0,
        dense->member->file->labels,
        dense->scratch->hidden_sums
    );
    dense->taken = 0;
}

/* A hidden unit says nothing below 1, and counts as its most at most. */
static inline void take_value(struct dense *dense, size_t unit, float value)
{
    if (!(value >= 1))
        return;
    uint32_t whole = value < MODEL_HIDDEN_VALUE_MAX ? (uint32_t)value : MODEL_HIDDEN_VALUE_MAX;
    const int8_t *row = dense->member->dense + unit * dense->member->file->labels;
    take_unit(&dense->scratch->addends, dense->taken++, row, whole);
    if (dense->taken == MODEL_SUMS_ROWS_MAX)
        add_units(dense);
}

static void take_network(struct dense *dense)
{
    const struct model_member *member = dense->member;
    const int32_t *sums = dense->scratch->sums + member->column;

    for (size_t i = 0; i < member->file->hidden; i++) {
        float value = ((float)sums[i] + member->hidden_bias[i]) * member->file->scale;
        take_value(dense, i, value);
    }
}

static void take_windows(struct dense *dense, const struct model *model, size_t at)
{
    float hidden[MODEL_HIDDEN_UNITS_MAX];

    model_places_read(model, at, dense->scratch, hidden);
    for (size_t i = 0; i < dense->member->file->hidden; i++)
        take_value(dense, i, hidden[i]);
}

static void score_network(
    const struct model *model,
    size_t at,
    struct model_scratch *scratch,
    size_t labels,
    float *scores
)
{
    const struct model_member *member = &model->members[at];
    struct dense dense = {scratch, member, 0};

    memset(scratch->hidden_sums, 0, member->file->labels * sizeof(scratch->hidden_sums[0]));
    if (member->file->window)
        take_windows(&dense, model, at);
    else
        take_network(&dense);
    if (dense.taken)
        add_units(&dense);
    for (size_t i = 0; i < labels; i++)
        scores[i] += (float)scratch->hidden_sums[i] * member->file->out_scale + member->bias[i];
}

static float clamp(float value, float min, float max)
{
    return value < min ? min : value > max ? max : value;
}

static void make_probabilities(const struct model_head *head, float *scores)
{
    float most = scores[0];
    float sum = 0;

    if (head->kind == MODEL_value) {
        scores[0] = clamp(scores[0], head->value_min, head->value_max);
        return;
    }
    if (head->kind == MODEL_many) {
        for (size_t i = 0; i < head->label_count; i++)
            scores[i] = 1 / (1 + expf(-clamp(scores[i], -60, 60)));
        return;
    }
    for (size_t i = 1; i < head->label_count; i++)
        most = scores[i] > most ? scores[i] : most;
    for (size_t i = 0; i < head->label_count; i++) {
        scores[i] = expf(clamp(scores[i] - most, -80, 0));
        sum += scores[i];
    }
    for (size_t i = 0; i < head->label_count; i++)
        scores[i] /= sum;
}

void model_read(
    const struct model *model,
    struct text normalised,
    struct model_scratch *scratch
)
{
    struct text read = {normalised.at, size_min(normalised.length, MODEL_TEXT_BYTES_MAX)};

    find_rows(model, read, scratch);
    value_rows(model, scratch);
    add_rows(model, scratch);
    if (model->has_windows)
        scratch->places.count = features_placed(
            scratch->features,
            scratch->feature_count,
            scratch->places.order,
            scratch->places.ends
        );
    memset(scratch->probabilities, 0, model->file->label_count * sizeof(float));
    for (size_t i = 0; i < model->file->member_count; i++) {
        size_t head = model->members[i].file->head;
        size_t labels = size_max(model->heads[head].label_count, 1);
        float *scores = &scratch->probabilities[model->first_label[head]];
        if (model->members[i].file->hidden)
            score_network(model, i, scratch, labels, scores);
        else
            score_linear(
                &model->members[i],
                scratch->sums + model->members[i].column,
                labels,
                scores
            );
    }
    for (size_t i = 0; i < model->file->head_count; i++)
        make_probabilities(&model->heads[i], &scratch->probabilities[model->first_label[i]]);
}

const float *model_probabilities(const struct model_scratch *scratch, int head)
{
    return &scratch->probabilities[scratch->first_label[head]];
}

size_t model_top(
    const struct model *model,
    const struct model_scratch *scratch,
    int head,
    struct model_guess *ret_top,
    size_t count
)
{
    const float *probabilities = model_probabilities(scratch, head);
    size_t kept = 0;

    for (size_t i = 0; i < model->heads[head].label_count; i++) {
        size_t at = kept;
        while (at > 0 && ret_top[at - 1].probability < probabilities[i])
            at--;
        if (at >= count)
            continue;
        kept += kept < count;
        for (size_t move = kept - 1; move > at; move--)
            ret_top[move] = ret_top[move - 1];
        ret_top[at] = (struct model_guess){(int)i, probabilities[i]};
    }
    return kept;
}

size_t model_classify(
    const struct model *model,
    int head,
    struct text normalised,
    struct model_scratch *scratch,
    struct model_guess *ret_top,
    size_t count
)
{
    model_read(model, normalised, scratch);
    return model_top(model, scratch, head, ret_top, count);
}

float model_value(const struct model_scratch *scratch, int head)
{
    return scratch->probabilities[scratch->first_label[head]];
}

size_t model_known(const struct model_scratch *scratch)
{
    return scratch->row_count;
}
