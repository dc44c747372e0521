/* See train_linear.h. */
#include "services/cli/train_linear.h"

#include <linear.h>
#include <stdlib.h>

static const double accuracy = 0.1;        /* LIBLINEAR's own default for these */
static const double value_accuracy = 1e-4; /* likewise */
static const double value_slack = 0.1;     /* how far off a number may be without cost */

struct learning {
    struct arena *arena;
    const struct train_set *set;
    size_t head;
    int left_out;
    struct problem problem;
    const struct train_sample **samples; /* those learnt from */
};

static void quiet(const char *line UNUSED)
{
}

static bool is_used(const struct learning *learning, const struct train_sample *sample)
{
    return sample->targets[learning->head].known &&
           (learning->left_out < 0 || sample->fold != (unsigned)learning->left_out);
}

/* The samples as LIBLINEAR wants them: numbers from 1 on, an end mark; with `bias` a last n-gram that all have. */
static void prepare(struct learning *learning, bool bias)
{
    const struct train_set *set = learning->set;
    struct problem *problem = &learning->problem;

    problem->n = (int)set->row_count + bias;
    problem->bias = bias ? 1 : -1;
    problem->y = ARENA_ARRAY(learning->arena, double, set->count);
    problem->x = ARENA_ARRAY(learning->arena, struct feature_node *, set->count);
    learning->samples = ARENA_ARRAY(learning->arena, const struct train_sample *, set->count);
    for (size_t i = 0; i < set->count; i++) {
        const struct train_sample *sample = &set->samples[i];
        if (!is_used(learning, sample))
            continue;
        struct feature_node *nodes =
            arena_take(learning->arena, (sample->count + 2) * sizeof(*nodes));
        for (size_t at = 0; at < sample->count; at++)
            nodes[at] =
                (struct feature_node){(int)sample->rows[at] + 1, (double)sample->values[at]};
        size_t end = sample->count;
        if (bias)
            nodes[end++] = (struct feature_node){problem->n, 1};
        nodes[end] = (struct feature_node){-1, 0};
        learning->samples[problem->l] = sample;
        problem->x[problem->l++] = nodes;
    }
}

static struct model *solve(struct learning *learning, int solver, double cost)
{
    const struct parameter parameter = {
        .solver_type = solver,
        .eps = solver == L2R_L2LOSS_SVR ? value_accuracy : accuracy,
        .C = cost,
        .p = value_slack,
    };

    set_print_string_function(quiet);
    srand(1);
    return train(&learning->problem, &parameter);
}

static void learn_one(struct learning *learning, double cost, struct train_linear *linear)
{
    for (int i = 0; i < learning->problem.l; i++)
        learning->problem.y[i] = learning->samples[i]->targets[learning->head].labels[0];
    struct model *model = solve(learning, MCSVM_CS, cost);
    for (size_t row = 0; row < learning->set->row_count; row++) {
        for (int i = 0; i < model->nr_class; i++)
            linear->weights[row * linear->labels + (size_t)model->label[i]] =
                (float)model->w[row * (size_t)model->nr_class + (size_t)i];
    }
    free_and_destroy_model(&model);
}

static bool has_label(const struct train_target *target, int label)
{
    for (size_t i = 0; i < target->count; i++) {
        if (target->labels[i] == label)
            return true;
    }
    return false;
}

/* A label that all or none of the samples have cannot be learnt: it is always, or never, said. */
static const float never = -10;

static void
learn_label(struct learning *learning, double cost, int label, struct train_linear *linear)
{
    int with = 0;

    for (int i = 0; i < learning->problem.l; i++) {
        bool has = has_label(&learning->samples[i]->targets[learning->head], label);
        learning->problem.y[i] = has ? 1 : -1;
        with += has;
    }
    if (with == 0 || with == learning->problem.l) {
        linear->bias[label] = with ? -never : never;
        return;
    }
    struct model *model = solve(learning, L2R_L2LOSS_SVC_DUAL, cost);
    float sign = model->label[0] == 1 ? 1 : -1;
    for (size_t row = 0; row < learning->set->row_count; row++)
        linear->weights[row * linear->labels + (size_t)label] = sign * (float)model->w[row];
    linear->bias[label] = sign * (float)model->w[learning->set->row_count];
    free_and_destroy_model(&model);
}

static void learn_value(struct learning *learning, double cost, struct train_linear *linear)
{
    for (int i = 0; i < learning->problem.l; i++)
        learning->problem.y[i] = (double)learning->samples[i]->targets[learning->head].value;
    struct model *model = solve(learning, L2R_L2LOSS_SVR, cost);
    for (size_t row = 0; row < learning->set->row_count; row++)
        linear->weights[row] = (float)model->w[row];
    linear->bias[0] = (float)model->w[learning->set->row_count];
    free_and_destroy_model(&model);
}

struct train_linear train_linear(
    struct arena *arena,
    const struct train_set *set,
    size_t head,
    int left_out,
    double cost
)
{
    struct arena inputs = {0};
    struct learning learning = {&inputs, set, head, left_out, {0}, NULL};
    struct train_linear linear = {.labels = size_max(set->heads[head].label_count, 1)};

    linear.weights = ARENA_ARRAY(arena, float, set->row_count *linear.labels);
    linear.bias = ARENA_ARRAY(arena, float, linear.labels);
    prepare(&learning, set->heads[head].kind != MODEL_one);
    if (set->heads[head].kind == MODEL_one)
        learn_one(&learning, cost, &linear);
    else if (set->heads[head].kind == MODEL_value)
        learn_value(&learning, cost, &linear);
    else
        for (size_t i = 0; i < linear.labels; i++)
            learn_label(&learning, cost, (int)i, &linear);
    arena_done(&inputs);
    return linear;
}

void train_linear_score(
    const struct train_linear *linear,
    const struct train_sample *sample,
    float *ret_scores
)
{
    memcpy(ret_scores, linear->bias, linear->labels * sizeof(float));
    for (size_t i = 0; i < sample->count; i++) {
        const float *row = linear->weights + sample->rows[i] * linear->labels;
        for (size_t label = 0; label < linear->labels; label++)
            ret_scores[label] += sample->values[i] * row[label];
    }
}
