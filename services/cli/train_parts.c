/* The learning and drafting half of train_parts.h. */
#include "services/cli/train_parts.h"

#include "services/cli/train_math.h"

static const double cost_of_one = 1;
static const double cost_of_many = 1;
static const double cost_of_value = 1;

struct telling {
    const struct train_plan *plan;
    const struct model_head *head;
    const char *what;
    size_t before; /* networks that are learnt already */
    size_t of;
    unsigned epochs;
};

static void tell_epoch(void *context, unsigned epoch)
{
    const struct telling *telling = context;
    telling->plan->progress(
        telling->what,
        telling->head,
        (unsigned)telling->before * telling->epochs + epoch,
        (unsigned)telling->of * telling->epochs
    );
}

struct train_network_wish
train_parts_wish(const struct train_set *set, size_t head, const struct train_plan *plan)
{
    bool wide = plan->hidden >= TRAIN_HIDDEN_WIDE && set->views & FEATURE_pairs;
    bool crowded =
        plan->hidden < TRAIN_HIDDEN_WIDE && plan->hidden < set->heads[head].label_count;
    float drop_hidden = wide ? 0.7F : 0.5F;

    return (struct train_network_wish){
        .hidden = crowded ? 2 * plan->hidden : plan->hidden,
        .epochs = plan->epochs,
        .rate = wide ? 0.03F : 0.05F,
        .spread = plan->hidden < TRAIN_HIDDEN_WIDE ? 0.03F : 0.1F,
        .drop_hidden = crowded ? 0.2F : drop_hidden,
        .drop_ngrams = 0.5F,
        .smoothing = 0.02F,
        .evenness = plan->hidden < TRAIN_HIDDEN_WIDE ? 0.3F : 0,
    };
}

void train_parts_count(const struct train_set *set, struct train_plan *io_plan)
{
    bool characters = set->views & FEATURE_ends;
    bool few = characters && io_plan->windows != 0;

    if (io_plan->networks == TRAIN_COUNT_usual)
        io_plan->networks = few ? 2 : 4;
    if (io_plan->windows == TRAIN_COUNT_usual)
        io_plan->windows = characters ? 2 : 1;
}

struct train_windows_wish train_parts_windows_wish(void)
{
    return (struct train_windows_wish){
        .width = 64,
        .window = 3,
        .hidden = 256,
        .epochs = 20,
        .rate = 0.002F,
        .drops = {.ngrams = 0.3F, .units = 0.1F, .columns = 0.2F, .hidden = 0.5F},
        .smoothing = 0.05F,
    };
}

static void learn_windows(
    struct arena *arena,
    const struct train_set *set,
    size_t head,
    int left_out,
    const struct train_plan *plan,
    struct train_parts *io_parts
)
{
    struct train_windows_wish wish = train_parts_windows_wish();

    for (size_t i = 0; i < (size_t)plan->windows; i++) {
        struct telling telling =
            {plan, &set->heads[head], "windows", i, (size_t)plan->windows, wish.epochs};
        wish.seed = 1 + i;
        wish.epoch_done = tell_epoch;
        wish.context = &telling;
        io_parts->windows[i] = train_windows(arena, set, head, left_out, &wish);
    }
    io_parts->windows_count = (size_t)plan->windows;
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
    parts.network_count = kind == MODEL_value ? 0 : (size_t)plan->networks;
    for (size_t i = 0; i < parts.network_count; i++) {
        struct telling telling =
            {plan, &set->heads[head], "networks", i, (size_t)plan->networks, plan->epochs};
        wish.seed = 1 + i;
        wish.epoch_done = tell_epoch;
        wish.context = &telling;
        parts.networks[i] = train_network(arena, set, head, left_out, &wish);
    }
    if (kind != MODEL_value)
        learn_windows(arena, set, head, left_out, plan, &parts);
    return parts;
}

/* The dense layer without the columns that only fill up. */
static const float *
dense_of(struct arena *arena, const float *from, size_t hidden, size_t labels)
{
    float *dense = ARENA_ARRAY(arena, float, hidden *labels);
    size_t width = model_rounded(labels, TRAIN_LANES);

    for (size_t i = 0; i < hidden; i++)
        memcpy(dense + i * labels, from + i * width, labels * sizeof(float));
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

static struct train_windows_most
windows_most(const struct train_set *set, const struct train_windows *windows)
{
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];
    struct train_windows_most most = {1e-3F, 1e-3F};

    for (size_t i = 0; i < set->count; i++) {
        struct train_windows_most of = train_windows_score(windows, &set->samples[i], scores);
        most.place = of.place > most.place ? of.place : most.place;
        most.hidden = of.hidden > most.hidden ? of.hidden : most.hidden;
    }
    return most;
}

static struct model_draft_member draft_windows(
    const struct train_windows *windows,
    const struct train_set *set,
    size_t head,
    float factor,
    struct arena *arena
)
{
    struct train_windows_most most = windows_most(set, windows);

    return (struct model_draft_member){
        .head = (int)head,
        .hidden = windows->hidden,
        .window = windows->window,
        .width = windows->width,
        .weights = windows->weights,
        .place_bias = windows->place_bias,
        .filters = windows->filters,
        .place_most = most.place,
        .hidden_bias = windows->hidden_bias,
        .dense = dense_of(arena, windows->dense, windows->hidden, windows->labels),
        .bias = windows->bias,
        .hidden_most = most.hidden,
        .factor = factor,
    };
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
            .dense = dense_of(arena, network->dense, network->hidden, network->labels),
            .bias = network->bias,
            .hidden_most = hidden_most(set, network),
            .factor = fit->network_factor / (float)parts->network_count,
        };
    }
    for (size_t i = 0; i < parts->windows_count; i++)
        io_members[(*io_count)++] = draft_windows(
            &parts->windows[i],
            set,
            head,
            fit->windows_factor / (float)parts->windows_count,
            arena
        );
}
