/* The computing half of classify_measure.h. */
#include <math.h>
#include <stdlib.h>

#include "services/cli/classify_measure.h"

static const double kept_share = 0.95;

const double classify_coverages[COVERAGES] = {1, 0.98, 0.95, 0.9, 0.8, 0.7, 0.5};

static double share(size_t part, size_t of)
{
    return of ? (double)part / (double)of : 0;
}

static int compare_floats(const void *left, const void *right)
{
    float a = *(const float *)left;
    float b = *(const float *)right;

    return a < b ? -1 : a > b;
}

/* The surest first; of equal ones as they came. */
static int compare_answers(const void *left, const void *right)
{
    const struct classify_answer *a = *(const struct classify_answer *const *)left;
    const struct classify_answer *b = *(const struct classify_answer *const *)right;

    if (a->confidence != b->confidence)
        return a->confidence > b->confidence ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void find_times(const struct classify_measure *measure, struct classify_result *result)
{
    if (measure->count == 0)
        return;
    qsort(measure->microseconds, measure->count, sizeof(float), compare_floats);
    result->p50_us = (double)measure->microseconds[measure->count / 2];
    result->p99_us = (double)measure->microseconds[measure->count * 99 / 100];
}

/* F1 of each label that stands in the texts, its mean; that of a label that the model does not know is 0. */
static double macro_f1(
    const size_t *hit,
    const size_t *said,
    const size_t *there,
    size_t count,
    size_t unknown
)
{
    double sum = 0;
    size_t labels = unknown;

    for (size_t i = 0; i < count; i++) {
        if (there[i] == 0)
            continue;
        sum += 2.0 * (double)hit[i] / (double)(said[i] + there[i]);
        labels++;
    }
    return labels ? sum / (double)labels : 0;
}

/* The answers that count for accuracy: all, but texts out of scope where the model has no label for them. */
static size_t
choose(const struct classify_measure *measure, const struct classify_answer **ret_answers)
{
    size_t count = 0;

    for (size_t i = 0; i < measure->count; i++) {
        const struct classify_answer *answer = &measure->answers[i];
        if (!answer->out_of_scope || measure->head->out_of_scope >= 0)
            ret_answers[count++] = answer;
    }
    return count;
}

static void count_by_label(
    const struct classify_measure *measure,
    const struct classify_answer *const *answers,
    size_t count,
    struct classify_result *result
)
{
    size_t groups = measure->groups->count;
    size_t *hit = ARENA_ARRAY(measure->arena, size_t, groups);
    size_t *said = ARENA_ARRAY(measure->arena, size_t, groups);
    size_t *there = ARENA_ARRAY(measure->arena, size_t, groups);
    size_t right = 0;

    for (size_t i = 0; i < count; i++) {
        said[answers[i]->guess]++;
        if (answers[i]->label < 0)
            continue;
        there[answers[i]->label]++;
        hit[answers[i]->guess] += answers[i]->guess == answers[i]->label;
        right += answers[i]->guess == answers[i]->label;
    }
    result->accuracy = share(right, count);
    result->macro_f1 = macro_f1(hit, said, there, groups, measure->unknown_count);
}

/* Right answers, and texts out of scope that were left, among the surest part. */
static void find_coverage(
    const struct classify_answer *const *answers,
    size_t count,
    struct classify_result *result
)
{
    for (size_t at = 0; at < COVERAGES; at++) {
        size_t covered = (size_t)(classify_coverages[at] * (double)count + 0.5);
        size_t right = 0;
        for (size_t i = 0; i < covered; i++)
            right += answers[i]->guess == answers[i]->label;
        result->coverage_accuracy[at] = share(right, covered);
    }
    size_t accepted = (size_t)(kept_share * (double)count + 0.5);
    size_t passed = 0;
    for (size_t i = 0; i < count; i++) {
        result->grave += answers[i]->grave;
        passed += i < accepted && answers[i]->grave && !answers[i]->guess_grave;
    }
    result->grave_passed = share(passed, result->grave);
}

static void find_calibration(
    const struct classify_answer *const *answers,
    size_t count,
    struct classify_result *result
)
{
    double confidence[CALIBRATION_BINS] = {0};
    size_t right[CALIBRATION_BINS] = {0};
    size_t in[CALIBRATION_BINS] = {0};

    for (size_t i = 0; i < count; i++) {
        size_t bin = (size_t)((double)answers[i]->confidence * CALIBRATION_BINS);
        bin = size_min(bin, CALIBRATION_BINS - 1);
        confidence[bin] += (double)answers[i]->confidence;
        right[bin] += answers[i]->guess == answers[i]->label;
        in[bin]++;
    }
    for (size_t i = 0; i < CALIBRATION_BINS; i++)
        result->calibration_error += fabs(confidence[i] - (double)right[i]);
    result->calibration_error /= count ? (double)count : 1;
}

static void
find_out_of_scope(const struct classify_measure *measure, struct classify_result *result)
{
    float *belongs = ARENA_ARRAY(measure->arena, float, measure->count + 1);
    size_t inside = 0;
    size_t left = 0;

    for (size_t i = 0; i < measure->count; i++) {
        if (!measure->answers[i].out_of_scope)
            belongs[inside++] = measure->answers[i].belongs;
    }
    result->out_of_scope = measure->count - inside;
    if (inside == 0)
        return;
    qsort(belongs, inside, sizeof(float), compare_floats);
    float threshold = belongs[(size_t)((1 - kept_share) * (double)inside)];
    for (size_t i = 0; i < measure->count; i++)
        left += measure->answers[i].out_of_scope && measure->answers[i].belongs < threshold;
    result->kept_threshold = (double)threshold;
    result->out_of_scope_left = share(left, result->out_of_scope);
}

static int compare_confusions(const void *left, const void *right)
{
    const struct classify_confusion *a = left;
    const struct classify_confusion *b = right;

    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return a->label != b->label ? a->label - b->label : a->guess - b->guess;
}

/* The pairs that are mixed up most. */
static void find_confusions(
    const struct classify_measure *measure,
    const struct classify_answer *const *answers,
    size_t count,
    struct classify_result *result
)
{
    size_t groups = measure->groups->count;
    struct classify_confusion *all =
        ARENA_ARRAY(measure->arena, struct classify_confusion, groups * groups);

    for (size_t i = 0; i < groups * groups; i++)
        all[i] = (struct classify_confusion){(int)(i / groups), (int)(i % groups), 0};
    for (size_t i = 0; i < count; i++) {
        if (answers[i]->label >= 0 && answers[i]->label != answers[i]->guess)
            all[(size_t)answers[i]->label * groups + (size_t)answers[i]->guess].count++;
    }
    qsort(all, groups * groups, sizeof(all[0]), compare_confusions);
    while (result->confusion_count < size_min(CONFUSIONS_MAX, groups * groups) &&
           all[result->confusion_count].count) {
        result->confusions[result->confusion_count] = all[result->confusion_count];
        result->confusion_count++;
    }
}

static void
find_correlation(const struct classify_measure *measure, struct classify_result *result)
{
    double n = (double)measure->count;
    double below = (n * measure->xx - measure->x * measure->x) *
                   (n * measure->yy - measure->y * measure->y);

    if (below > 0)
        result->correlation = (n * measure->xy - measure->x * measure->y) / sqrt(below);
    result->mean_error = measure->count ? measure->off / n : 0;
}

static void find_many(const struct classify_measure *measure, struct classify_result *result)
{
    result->accuracy = share(measure->exact, measure->count);
    result->micro_f1 = share(2 * measure->hit, measure->said + measure->there);
    result->macro_f1 = macro_f1(
        measure->label_hit,
        measure->label_said,
        measure->label_there,
        measure->head->label_count,
        measure->unknown_count
    );
}

struct classify_result classify_measure_result(struct classify_measure *measure)
{
    struct classify_result result = {.count = measure->count};

    find_times(measure, &result);
    if (measure->head->kind == MODEL_value) {
        find_correlation(measure, &result);
        return result;
    }
    if (measure->head->kind == MODEL_many) {
        find_many(measure, &result);
        return result;
    }
    const struct classify_answer **answers =
        ARENA_ARRAY(measure->arena, const struct classify_answer *, measure->count + 1);
    size_t count = choose(measure, answers);
    qsort(answers, count, sizeof(answers[0]), compare_answers);
    count_by_label(measure, answers, count, &result);
    find_coverage(answers, count, &result);
    find_calibration(answers, count, &result);
    find_confusions(measure, answers, count, &result);
    find_out_of_scope(measure, &result);
    return result;
}
