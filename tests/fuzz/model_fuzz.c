/* libFuzzer target: any bytes as a model's file, with a sum that is right, and any bytes as a text for a good model.
 *
 * The first byte chooses: a file from scratch, a good file with bytes changed, or a text. */
#include "common/memory.h"
#include "common/model/features.h"
#include "common/model/model_write.h"
#include "common/sha256.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS = 8, HIDDEN = 16, LABELS = 3 };

static uint8_t *good;
static size_t good_bytes;

static void make_good(void)
{
    static const struct text labels[] = {{"a", 1}, {"b", 1}, {"c", 1}};
    static const struct model_head heads[] = {
        {{"label", 5}, MODEL_one, LABELS, labels, 2, 0.5F, 0, 0},
        {{"value", 5}, MODEL_value, 0, NULL, -1, 0, 0, 3},
    };
    static float weights[ROWS * HIDDEN], filters[HIDDEN * HIDDEN], bias[HIDDEN], idfs[ROWS];
    static struct feature_unit units[FEATURE_UNITS_MAX];
    static struct feature features[FEATURES_MAX];
    uint64_t hashes[ROWS];

    for (size_t i = 0; i < ROWS * HIDDEN; i++)
        weights[i] = (float)(int)(i % 7) - 3;
    for (size_t i = 0; i < LENGTH(filters); i++)
        filters[i] = (float)(int)(i % 5) - 2;
    features_of(TEXT("abcdefgh"), FEATURE_letters, units, features);
    for (size_t i = 0; i < ROWS; i++) {
        idfs[i] = 1 + (float)i;
        hashes[i] = features[i].hash;
    }
    const struct model_draft_member members[] = {
        {.head = 0, .weights = weights, .bias = bias, .factor = 1},
        {.head = 0,
         .hidden = HIDDEN,
         .weights = weights,
         .hidden_bias = bias,
         .dense = weights,
         .bias = bias,
         .hidden_most = 4,
         .factor = 1},
        {.head = 0,
         .hidden = HIDDEN,
         .window = 1,
         .width = HIDDEN,
         .weights = weights,
         .place_bias = bias,
         .filters = filters,
         .place_most = 4,
         .hidden_bias = bias,
         .dense = weights,
         .bias = bias,
         .hidden_most = 4,
         .factor = 1},
        {.head = 1, .weights = weights, .bias = bias, .factor = 1},
    };
    const struct model_draft draft =
        {FEATURES_all, heads, LENGTH(heads), members, LENGTH(members), hashes, idfs, ROWS};
    good = model_write(&draft, &good_bytes);
}

static void seal(uint8_t *bytes, size_t length)
{
    uint8_t *sum = bytes + offsetof(struct model_file_header, sha256);
    uint8_t digest[SHA256_BYTES];

    if (length < sizeof(struct model_file_header))
        return;
    memset(sum, 0, SHA256_BYTES);
    sha256((struct bytes){bytes, length}, digest);
    memcpy(sum, digest, SHA256_BYTES);
}

static void ask(struct arena *arena, const struct model *model, struct text text)
{
    struct model_scratch *scratch = model_scratch_new(arena, model);
    struct model_reason reasons[4];
    struct model_guess top[4];

    for (size_t head = 0; head < model_head_count(model); head++) {
        size_t count = model_classify(model, (int)head, text, scratch, top, 4);
        assert(count <= model_head(model, (int)head)->label_count);
        count = model_explain(model, text, scratch, (int)head, 0, reasons, 4);
        for (size_t i = 0; i < count; i++)
            assert(reasons[i].ngram.at + reasons[i].ngram.length <= text.at + text.length);
    }
}

static void open_and_ask(struct arena *arena, uint8_t *bytes, size_t length, struct text text)
{
    struct text faults = {0};
    struct model *model;

    if (model_from_bytes(arena, (struct bytes){bytes, length}, "fuzz", &faults, &model) == OK)
        ask(arena, model, text);
    else
        assert(faults.length > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;

    if (!good)
        make_good();
    if (size == 0)
        return 0;
    struct text text = {(const char *)data + 1, size - 1};
    size_t length = data[0] % 4 == 0 ? size - 1 : good_bytes;
    uint8_t *bytes = arena_take(&arena, length + 1);
    if (data[0] % 4 == 0)
        memcpy(bytes, data + 1, length);
    else
        memcpy(bytes, good, length);
    if (data[0] % 4 == 1) {
        for (size_t i = 1; i + 2 < size; i += 3)
            bytes[(data[i] | (size_t)data[i + 1] << 8) % length] = data[i + 2];
        text = TEXT("abcdefgh ab 卡");
    }
    if (data[0] % 4 < 2)
        seal(bytes, length);
    open_and_ask(&arena, bytes, length, text);
    arena_reset(&arena);
    return 0;
}
