/* The learning and drafting half of train_parts.h. */
#include "services/cli/train_parts.h"

#include "services/cli/train_math.h"

static const double cost_of_one = 1;
static const double cost_of_many = 1;
static const double cost_of_value = 1;

/* Of so many n-grams as pairs make, a network with so many hidden units learns slower and with most of them dropped. */
enum { HIDDEN_WIDE = 128 };

struct telling {
    const struct train_plan *plan;
    const struct model_head *head;
    size_t network;
};

static void tell_epoch(void *context, unsigned epoch)
{
    const struct telling *telling = context;
    unsigned before = (unsigned)telling->network * telling->plan->epochs;

    telling->plan->progress(
        "networks",
        telling->head,
        before + epoch,
        (unsigned)telling->plan->networks * telling->plan->epochs
    );
}

struct train_network_wish
train_parts_wish(const struct train_set *set, size_t head, const struct train_plan *plan)
{
    bool wide = plan->hidden >= HIDDEN_WIDE && set->views & FEATURE_pairs;
    bool crowded = plan->hidden < HIDDEN_WIDE && plan->hidden < set->heads[head].label_count;
    float drop_hidden = wide ? 0.7F : 0.5F;

    return (struct train_network_wish){
        .hidden = crowded ? 2 * plan->hidden : plan->hidden,
        .epochs = plan->epochs,
        .rate = wide ? 0.03F : 0.05F,
        .spread = plan->hidden < HIDDEN_WIDE ? 0.03F : 0.1F,
        .drop_hidden = crowded ? 0.2F : drop_hidden,
        .drop_ngrams = 0.5F,
        .smoothing = 0.02F,
        .evenness = plan->hidden < HIDDEN_WIDE ? 0.3F : 0,
    };
}

struct train_parts train_parts(
    struct arena *arena,
    const struct train_set *set,
    size_t head,
    int left_out,
    const struct train_plan *plan
)
{
    static const double costs[] = {
        [MODEL_one] = cost_of_one,
        [MODEL_many] = cost_of_many,
        [MODEL_value] = cost_of_value,
    };
    enum model_kind kind = set->heads[head].kind;
    struct train_network_wish wish = train_parts_wish(set, head, plan);
    struct train_parts parts = {.linear = {0}};

    plan->progress("linear part", &set->heads[head], 0, 1);
    parts.linear = train_linear(arena, set, head, left_out, costs[kind]);
    plan->progress("linear part", &set->heads[head], 1, 1);
    parts.network_count = kind == MODEL_value ? 0 : plan->networks;
    for (size_t i = 0; i < parts.network_count; i++) {
        struct telling telling = {plan, &set->heads[head], i};
        wish.seed = 1 + i;
        wish.epoch_done = tell_epoch;
        wish.context = &telling;
        parts.networks[i] = train_network(arena, set, head, left_out, &wish);
    }
    return parts;
}

/* The dense layer without the columns that only fill up. */
static const float *dense_of(struct arena *arena, const struct train_network *network)
{
    float *dense = ARENA_ARRAY(arena, float, network->hidden * network->labels);

    for (size_t i = 0; i < network->hidden; i++)
        memcpy(
            dense + i * network->labels,
            network->dense + i * network->width,
            network->labels * sizeof(float)
        );
    return dense;
}

static float hidden_most(const struct train_set *set, const struct train_network *network)
{
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];
    float most = 0;

    for (size_t i = 0; i < set->count; i++) {
        float hidden = train_network_score(network, &set->samples[i], scores);
        most = hidden > most ? hidden : most;
    }
    return most > 0 ? most : 1;
}

void train_parts_draft(
    const struct train_parts *parts,
    const struct train_set *set,
    size_t head,
    const struct train_fit *fit,
    struct arena *arena,
    struct model_draft_member *io_members,
    size_t *io_count
)
{
    io_members[(*io_count)++] = (struct model_draft_member){
        .head = (int)head,
        .weights = parts->linear.weights,
        .bias = parts->linear.bias,
        .factor = fit->linear_factor,
    };
    for (size_t i = 0; i < parts->network_count; i++) {
        const struct train_network *network = &parts->networks[i];
        io_members[(*io_count)++] = (struct model_draft_member){
            .head = (int)head,
            .hidden = network->hidden,
            .weights = network->weights,
            .hidden_bias = network->hidden_bias,
            .dense = dense_of(arena, network),
            .bias = network->bias,
            .hidden_most = hidden_most(set, network),
            .factor = fit->network_factor / (float)parts->network_count,
        };
    }
}
