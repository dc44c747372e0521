/* See train_spans.h. N-grams of one view at a time, laid over the places of the units. */
#include "services/cli/train_spans.h"

static struct feature_unit room[FEATURE_UNITS_MAX];
static struct feature places[TRAIN_SPAN_UNITS];
static struct feature features[FEATURES_MAX];

static size_t find_places(struct text text)
{
    size_t count = features_of(text, FEATURE_units_1, room, features);

    count = size_min(count, TRAIN_SPAN_UNITS);
    memcpy(places, features, count * sizeof(places[0]));
    return count;
}

/* The bits of the units that the n-gram lies over. */
static uint64_t units_of(const struct feature *feature, size_t count, bool ends_only)
{
    uint32_t end = feature->at + feature->length;
    uint64_t all = 0;
    uint64_t first = 0;
    uint64_t last = 0;

    for (size_t i = 0; i < count && places[i].at < end; i++) {
        if (places[i].at + places[i].length <= feature->at)
            continue;
        last = UINT64_C(1) << i;
        first = first ? first : last;
        all |= last;
    }
    return ends_only ? first | last : all;
}

size_t train_spans(
    struct text normalised,
    unsigned views,
    size_t *ret_units,
    struct train_span ret_spans[FEATURES_MAX]
)
{
    size_t units = find_places(normalised);
    size_t count = 0;

    for (unsigned view = 1; view < FEATURES_all; view <<= 1) {
        bool apart = view == FEATURE_pairs || view == FEATURE_skip;
        size_t found = views & view ? features_of(normalised, view, room, features) : 0;
        for (size_t i = 0; i < found && count < FEATURES_MAX; i++)
            ret_spans[count++] = (struct train_span
            ){features[i].hash, units_of(&features[i], units, apart), view};
    }
    *ret_units = units;
    return count;
}
