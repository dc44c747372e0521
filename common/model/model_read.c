/* The computing half of model.h: which rows a text has, their sums, and from them probabilities. Sums of integers do not
 * depend on the order or the width of the machine's registers, so the fast path gives what the plain one does. */
#include "common/model/model_inside.h"

#include <math.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

    for (size_t line = 0; line < model->row_bytes; line += CACHE_LINE)
        __builtin_prefetch(at + line);
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

static void count_row(struct model_scratch *scratch, uint32_t row, size_t feature)
{
    uint32_t at = row * 2654435769U % MODEL_SEEN_SLOTS;

    while (scratch->seen[at] && scratch->rows[scratch->seen[at] - 1] != row)
        at = (at + 1) % MODEL_SEEN_SLOTS;
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

/* The distinct rows of the text, and their values, whose squares add up to 1. */
static void
find_rows(const struct model *model, struct text text, struct model_scratch *scratch)
{
    size_t count = features_of(text, model->file->views, scratch->units, scratch->features);
    float sum = 0;

    scratch->row_count = 0;
    for (size_t i = 0; i < size_min(count, SLOTS_AHEAD); i++)
        fetch_slot(model, scratch->features[i].hash);
    for (size_t i = 0; i < count; i++) {
        uint32_t row;
        if (i + SLOTS_AHEAD < count)
            fetch_slot(model, scratch->features[i + SLOTS_AHEAD].hash);
        if (find_row(model, scratch->features[i].hash, &row)) {
            fetch_row(model, row);
            count_row(scratch, row, i);
        }
    }
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

/* What a row weighs for a member: at most 32767. */
static int32_t weight_of(const uint8_t *row, size_t member, float value)
{
    uint16_t step;

    memcpy(&step, row + sizeof(float) + member * sizeof(step), sizeof(step));
    return (int32_t)((float)step * value * MODEL_STEP_FACTOR + 0.5F);
}

static void add_plain(int32_t *sums, const int8_t *columns, size_t count, int32_t weight)
{
    for (size_t i = 0; i < count; i++)
        sums[i] += weight * columns[i];
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void
add_wide(int32_t *sums, const int8_t *columns, size_t count, int32_t weight)
{
    __m256i weights = _mm256_set1_epi32(weight);

    for (size_t i = 0; i < count; i += MODEL_WIDTH_STEP) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(columns + i));
        __m256i *low = (__m256i *)(void *)(sums + i);
        __m256i *high = (__m256i *)(void *)(sums + i + 8);
        __m256i first = _mm256_cvtepi8_epi32(bytes);
        __m256i second = _mm256_cvtepi8_epi32(_mm_srli_si128(bytes, 8));
        first = _mm256_madd_epi16(first, weights);
        second = _mm256_madd_epi16(second, weights);
        _mm256_storeu_si256(low, _mm256_add_epi32(_mm256_loadu_si256(low), first));
        _mm256_storeu_si256(high, _mm256_add_epi32(_mm256_loadu_si256(high), second));
    }
}
#endif

typedef void adder(int32_t *sums, const int8_t *columns, size_t count, int32_t weight);

static adder *best_adder(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        return add_wide;
#endif
    return add_plain;
}

static void add_rows(const struct model *model, adder *add, struct model_scratch *scratch)
{
    memset(scratch->sums, 0, model->columns * sizeof(scratch->sums[0]));
    for (size_t i = 0; i < scratch->row_count; i++) {
        const uint8_t *row = model_row(model, scratch->rows[i]);
        const int8_t *columns = (const int8_t *)row + model->row_head_bytes;
        for (size_t at = 0; at < model->file->member_count; at++) {
            const struct model_member *member = &model->members[at];
            int32_t weight = weight_of(row, at, scratch->values[i]);
            if (weight)
                add(scratch->sums + member->column,
                    columns + member->column,
                    member->file->width,
                    weight);
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

static void score_network(
    const struct model_member *member,
    adder *add,
    struct model_scratch *scratch,
    size_t labels,
    float *scores
)
{
    const int32_t *sums = scratch->sums + member->column;
    size_t width = member->file->labels;

    memset(scratch->hidden_sums, 0, width * sizeof(scratch->hidden_sums[0]));
    for (size_t i = 0; i < member->file->hidden; i++) {
        float value = ((float)sums[i] + member->hidden_bias[i]) * member->file->scale;
        if (!(value >= 1))
            continue;
        int32_t whole =
            value < MODEL_HIDDEN_VALUE_MAX ? (int32_t)value : MODEL_HIDDEN_VALUE_MAX;
        add(scratch->hidden_sums, member->dense + i * width, width, whole);
    }
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
    adder *add = best_adder();

    find_rows(model, read, scratch);
    add_rows(model, add, scratch);
    memset(scratch->probabilities, 0, model->file->label_count * sizeof(float));
    for (size_t i = 0; i < model->file->member_count; i++) {
        const struct model_member *member = &model->members[i];
        size_t head = member->file->head;
        size_t labels = size_max(model->heads[head].label_count, 1);
        float *scores = &scratch->probabilities[model->first_label[head]];
        if (member->file->hidden)
            score_network(member, add, scratch, labels, scores);
        else
            score_linear(member, scratch->sums + member->column, labels, scores);
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
