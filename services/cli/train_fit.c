/* The fitting half of train_parts.h: scores of samples that were held out, then a search for the two factors. */
#include <math.h>
#include <stdlib.h>

#include "services/cli/train_math.h"
#include "services/cli/train_parts.h"
#include "services/cli/train_samples.h"

enum { TESTED_ENOUGH = 1500 };

static const float kept_share = 0.95F;
static const float least_probability = 1e-7F;

/* Scores of the samples that were held out. */
struct held {
    const struct train_set *set;
    size_t head;
    size_t labels;
    const struct train_sample **samples;
    float *linear;   /* `labels` for each */
    float *networks; /* the mean of all */
    float *windows;  /* likewise */
    size_t count;
    bool has_networks;
    bool has_windows;
};

static void
score(struct held *held, const struct train_parts *parts, const struct train_sample *sample)
{
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];
    float *networks = held->networks + held->count * held->labels;
    float *windows = held->windows + held->count * held->labels;

    held->samples[held->count] = sample;
    train_linear_score(&parts->linear, sample, held->linear + held->count * held->labels);
    for (size_t i = 0; i < parts->network_count; i++) {
        train_network_score(&parts->networks[i], sample, scores);
        for (size_t label = 0; label < held->labels; label++)
            networks[label] += scores[label] / (float)parts->network_count;
    }
    for (size_t i = 0; i < parts->windows_count; i++) {
        (void)train_windows_score(&parts->windows[i], sample, scores);
        for (size_t label = 0; label < held->labels; label++)
            windows[label] += scores[label] / (float)parts->windows_count;
    }
    held->has_networks = parts->network_count > 0;
    held->has_windows = parts->windows_count > 0;
    held->count++;
}

static void test_fold(struct held *held, unsigned fold, const struct train_plan *plan)
{
    const struct train_set *set = held->set;
    struct arena arena = {0};
    struct train_parts parts = train_parts(&arena, set, held->head, (int)fold, plan);
    uint32_t *seen_by_fold = ARENA_ARRAY(&arena, uint32_t, set->row_count);

    for (size_t i = 0; i < set->count; i++) {
        for (size_t at = 0; set->samples[i].fold == fold && at < set->samples[i].count; at++)
            seen_by_fold[set->samples[i].rows[at]]++;
    }
    for (size_t i = 0; i < set->count; i++) {
        const struct train_sample *sample = &set->samples[i];
        if (sample->fold != fold || !sample->targets[held->head].known)
            continue;
        struct train_sample seen = train_sample_forget(&arena, set, seen_by_fold, sample);
        score(held, &parts, &seen);
        held->samples[held->count - 1] = sample;
    }
    arena_done(&arena);
}

static void probabilities(
    const struct held *held,
    size_t at,
    const struct train_fit *fit,
    float *ret_probabilities
)
{
    const float *linear = held->linear + at * held->labels;
    const float *networks = held->networks + at * held->labels;
    const float *windows = held->windows + at * held->labels;

    for (size_t i = 0; i < held->labels; i++)
        ret_probabilities[i] = fit->linear_factor * linear[i] +
                               fit->network_factor * networks[i] +
                               fit->windows_factor * windows[i];
    if (held->set->heads[held->head].kind == MODEL_one)
        train_softmax(ret_probabilities, held->labels);
    else
        train_sigmoid(ret_probabilities, held->labels);
}

static bool has_label(const struct train_target *target, size_t label)
{
    for (size_t i = 0; i < target->count; i++) {
        if (target->labels[i] == (int)label)
            return true;
    }
    return false;
}

/* How badly the probabilities fit the labels: mean negative logarithm. */
static double misfit(const struct held *held, const struct train_fit *fit)
{
    float found[MODEL_LABELS_MAX];
    double sum = 0;

    for (size_t i = 0; i < held->count; i++) {
        const struct train_target *target = &held->samples[i]->targets[held->head];
        probabilities(held, i, fit, found);
        if (held->set->heads[held->head].kind == MODEL_one) {
            sum -= log((double)fmaxf(found[target->labels[0]], least_probability));
            continue;
        }
        for (size_t label = 0; label < held->labels; label++) {
            float right = has_label(target, label) ? found[label] : 1 - found[label];
            sum -= log((double)fmaxf(right, least_probability));
        }
    }
    return held->count ? sum / (double)held->count : 0;
}

/* Walks to the lowest misfit by ever smaller steps, each factor in turn. */
static void fit_factors(const struct held *held, struct train_fit *fit)
{
    bool one = held->set->heads[held->head].kind == MODEL_one;

    fit->linear_factor = one ? 4.0F : 3.0F;
    fit->network_factor = held->has_networks ? 0.6F : 0;
    fit->windows_factor = held->has_windows ? 0.6F : 0;
    float *const factors[] = {
        &fit->linear_factor,
        &fit->network_factor,
        &fit->windows_factor,
    };
    size_t count = held->has_windows ? 3 : 2;
    double best = misfit(held, fit);
    for (float by = 1.6F; by > 1.02F; by = sqrtf(by)) {
        for (size_t turn = 0; turn < 4 * count; turn++) {
            float *factor = factors[turn % count];
            float before = *factor;
            *factor = turn / count % 2 ? before / by : before * by;
            double now = misfit(held, fit);
            if (now < best)
                best = now;
            else
                *factor = before;
        }
    }
}

static int compare_floats(const void *left, const void *right)
{
    float a = *(const float *)left;
    float b = *(const float *)right;

    return a < b ? -1 : a > b;
}

/* The threshold that keeps 95 % of what belongs here; a label for what does not takes part in the probabilities but is
 * none of the answers. */
static void fit_one(struct arena *arena, const struct held *held, struct train_fit *fit)
{
    int out_of_scope = held->set->heads[held->head].out_of_scope;
    float *bests = ARENA_ARRAY(arena, float, held->count + 1);
    float found[MODEL_LABELS_MAX];
    size_t count = 0;
    size_t right = 0;

    for (size_t i = 0; i < held->count; i++) {
        int label = held->samples[i]->targets[held->head].labels[0];
        size_t best = 0;
        probabilities(held, i, fit, found);
        for (size_t at = 1; at < held->labels; at++)
            best = found[at] > found[best] ? at : best;
        right += (int)best == label;
        if (label == out_of_scope)
            continue;
        bests[count] = 0;
        for (size_t at = 0; at < held->labels; at++)
            bests[count] =
                (int)at != out_of_scope && found[at] > bests[count] ? found[at] : bests[count];
        count++;
    }
    qsort(bests, count, sizeof(bests[0]), compare_floats);
    size_t dropped = (size_t)((1 - kept_share) * (float)count);
    fit->threshold = count ? bests[dropped] : 0;
    fit->kept = count ? (double)(count - dropped) / (double)count : 0;
    fit->right = held->count ? (double)right / (double)held->count : 0;
}

static double micro_f1(const struct held *held, const struct train_fit *fit, float threshold)
{
    float found[MODEL_LABELS_MAX];
    size_t hit = 0;
    size_t said = 0;
    size_t there = 0;

    for (size_t i = 0; i < held->count; i++) {
        const struct train_target *target = &held->samples[i]->targets[held->head];
        probabilities(held, i, fit, found);
        there += target->count;
        for (size_t label = 0; label < held->labels; label++) {
            said += found[label] >= threshold;
            hit += found[label] >= threshold && has_label(target, label);
        }
    }
    return said + there ? 2.0 * (double)hit / (double)(said + there) : 0;
}

static void fit_many(const struct held *held, struct train_fit *fit)
{
    fit->right = -1;
    for (int i = 6; i <= 70; i += 2) {
        float threshold = (float)i / 100;
        double f1 = micro_f1(held, fit, threshold);
        if (f1 > fit->right) {
            fit->right = f1;
            fit->threshold = threshold;
        }
    }
    fit->kept = 1;
}

/* How well the numbers that were said go with those that are so: Pearson's correlation. */
static double correlation(const struct held *held)
{
    double n = (double)held->count, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

    for (size_t i = 0; i < held->count; i++) {
        double said = (double)held->linear[i];
        double is = (double)held->samples[i]->targets[held->head].value;
        x += said;
        y += is;
        xx += said * said;
        yy += is * is;
        xy += said * is;
    }
    double below = sqrt((n * xx - x * x) * (n * yy - y * y));
    return below > 0 ? (n * xy - x * y) / below : 0;
}

struct train_fit
train_fit(const struct train_set *set, size_t head, const struct train_plan *plan)
{
    struct arena arena = {0};
    struct train_fit fit = {.linear_factor = 1};
    size_t labels = size_max(set->heads[head].label_count, 1);
    struct held held = {
        .set = set,
        .head = head,
        .labels = labels,
        .samples = ARENA_ARRAY(&arena, const struct train_sample *, set->count),
        .linear = ARENA_ARRAY(&arena, float, set->count *labels),
        .networks = ARENA_ARRAY(&arena, float, set->count *labels),
        .windows = ARENA_ARRAY(&arena, float, set->count *labels),
    };

    for (unsigned fold = 0; fold < plan->folds && held.count < TESTED_ENOUGH; fold++)
        test_fold(&held, fold, plan);
    fit.tested = held.count;
    if (set->heads[head].kind == MODEL_value) {
        fit.right = correlation(&held);
    } else {
        fit_factors(&held, &fit);
        if (set->heads[head].kind == MODEL_one)
            fit_one(&arena, &held, &fit);
        else
            fit_many(&held, &fit);
    }
    arena_done(&arena);
    return fit;
}
