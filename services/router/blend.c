/* See blend.h. */
#include "services/router/blend.h"

#include <math.h>

/* What a model holds for impossible is only very unlikely; the rules may know better. */
#define LEAST_PROBABILITY 1e-4

/* Most of a text's labels are as unlikely as can be, and so have one logarithm, and one share where the rules say
 * nothing about them: what was computed last is kept. */
struct computed {
    double of;
    double is;
};

static double logarithm(float probability, struct computed *last)
{
    double of =
        (double)probability > LEAST_PROBABILITY ? (double)probability : LEAST_PROBABILITY;

    if (of != last->of)
        *last = (struct computed){of, log(of)};
    return last->is;
}

/* Scores become shares that add up to 1. */
static void softmax(double *scores, size_t count)
{
    double highest = scores[0];
    double sum = 0;
    struct computed last = {0, 1};

    for (size_t i = 1; i < count; i++)
        highest = scores[i] > highest ? scores[i] : highest;
    for (size_t i = 0; i < count; i++) {
        double below = scores[i] - highest;
        if (below != last.of)
            last = (struct computed){below, exp(below)};
        scores[i] = last.is;
        sum += scores[i];
    }
    for (size_t i = 0; i < count; i++)
        scores[i] /= sum;
}

static void rank(const double *shares, size_t count, size_t *ret_best, size_t *ret_second)
{
    size_t best = 0;
    size_t second = count;

    for (size_t i = 1; i < count; i++) {
        if (shares[i] > shares[best]) {
            second = best;
            best = i;
        } else if (second == count || shares[i] > shares[second]) {
            second = i;
        }
    }
    *ret_best = best;
    *ret_second = second;
}

/* The last label is that of what is not addressed to a bank. */
struct judgement blend_codes(
    const struct blend_weights *weights,
    const struct opinion *opinion,
    const struct scores *scores,
    size_t count,
    bool strange,
    struct blended *ret_blended
)
{
    double shares[SUBCATEGORIES_MAX + 1];
    struct computed last = {1, 0};
    size_t best;
    size_t second;

    for (size_t i = 0; i < count; i++)
        shares[i] = weights->code_model * logarithm(opinion->codes[i], &last) +
                    weights->code_rules * scores->codes[i];
    shares[count] = weights->code_model * logarithm(opinion->out_of_scope, &last) +
                    (strange ? weights->out_of_scope_rules : 0);
    softmax(shares, count + 1);
    rank(shares, count + 1, &best, &second);
    for (size_t i = 0; i < count; i++)
        ret_blended->codes[i] = shares[i];
    ret_blended->out_of_scope = shares[count];
    return (struct judgement){
        best == count ? -1 : (int)best,
        second >= count ? -1 : (int)second,
        shares[best],
        shares[best] - shares[second],
    };
}

struct judgement blend_types(
    const struct blend_weights *weights,
    const struct opinion *opinion,
    const struct scores *scores,
    struct blended *ret_blended
)
{
    double shares[PRECEDENCE_TYPES];
    struct computed last = {1, 0};
    size_t best;
    size_t second;

    for (size_t i = 0; i < PRECEDENCE_TYPES; i++)
        shares[i] = weights->type_model * logarithm(opinion->types[precedence[i]], &last) +
                    weights->type_rules * scores->types[precedence[i]];
    softmax(shares, PRECEDENCE_TYPES);
    rank(shares, PRECEDENCE_TYPES, &best, &second);
    for (size_t i = 0; i < PRECEDENCE_TYPES; i++)
        ret_blended->types[precedence[i]] = shares[i];
    return (struct judgement){
        (int)precedence[best],
        (int)precedence[second],
        shares[best],
        shares[best] - shares[second],
    };
}
