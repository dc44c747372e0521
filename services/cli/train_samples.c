/* See train_samples.h. */
#include "services/cli/train_samples.h"

#include <math.h>

#include "services/cli/train_math.h"

void train_sample_keep(struct train_sample *io_sample, const uint32_t *renumbered)
{
    size_t kept = 0;
    size_t at = 0;

    for (size_t place = 0; place < io_sample->place_count; place++) {
        for (; at < io_sample->ends[place]; at++) {
            uint32_t row = renumbered[io_sample->placed[at]];
            if (row != UINT32_MAX)
                io_sample->placed[kept++] = row;
        }
        io_sample->ends[place] = (uint16_t)kept;
    }
}

size_t train_set_choose(
    const struct train_set *set,
    size_t head,
    int left_out,
    const struct train_sample **ret_samples
)
{
    size_t count = 0;

    for (size_t i = 0; i < set->count; i++) {
        const struct train_sample *sample = &set->samples[i];
        if (sample->targets[head].known && sample->fold != (unsigned)left_out)
            ret_samples[count++] = sample;
    }
    return count;
}

void train_shuffle(const struct train_sample **samples, size_t count, uint64_t *random)
{
    for (size_t i = count; i > 1; i--) {
        size_t with = train_random(random) % i;
        const struct train_sample *sample = samples[i - 1];
        samples[i - 1] = samples[with];
        samples[with] = sample;
    }
}

static void forget_places(
    struct arena *arena,
    const struct train_set *set,
    const uint32_t *seen_by_fold,
    const struct train_sample *sample,
    struct train_sample *ret_sample
)
{
    size_t kept = 0;
    size_t at = 0;

    if (sample->place_count == 0)
        return;
    ret_sample->placed =
        ARENA_ARRAY(arena, uint32_t, (size_t)sample->ends[sample->place_count - 1] + 1);
    ret_sample->ends = ARENA_ARRAY(arena, uint16_t, sample->place_count);
    for (size_t place = 0; place < sample->place_count; place++) {
        for (; at < sample->ends[place]; at++) {
            uint32_t row = sample->placed[at];
            if (seen_by_fold[row] != set->seen_by[row])
                ret_sample->placed[kept++] = row;
        }
        ret_sample->ends[place] = (uint16_t)kept;
    }
}

struct train_sample train_sample_forget(
    struct arena *arena,
    const struct train_set *set,
    const uint32_t *seen_by_fold,
    const struct train_sample *sample
)
{
    struct train_sample seen = *sample;
    float sum = 0;

    seen.rows = ARENA_ARRAY(arena, uint32_t, sample->count + 1);
    seen.values = ARENA_ARRAY(arena, float, sample->count + 1);
    seen.count = 0;
    for (size_t i = 0; i < sample->count; i++) {
        uint32_t row = sample->rows[i];
        if (seen_by_fold[row] == set->seen_by[row])
            continue;
        seen.rows[seen.count] = row;
        seen.values[seen.count++] = sample->values[i];
        sum += sample->values[i] * sample->values[i];
    }
    for (size_t i = 0; i < seen.count; i++)
        seen.values[i] /= sqrtf(sum);
    forget_places(arena, set, seen_by_fold, sample, &seen);
    return seen;
}
