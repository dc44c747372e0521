/* See model.h. Everything in the file is checked once, here, so that reading texts needs to check nothing. */
#include "common/model/model.h"

#include <math.h>
#include <stdio.h>

#include "common/model/model_inside.h"
#include "common/sha256.h"
#include "common/utf8.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "models are used as they lie");
_Static_assert(sizeof(struct model_file_header) == 128, "no padding");

/* No idf of a real text is near these: squares keep their precision, and no text is longer than a number can be. */
static const float idf_min = 0.001F;
static const float idf_max = 1000.0F;

/* The sums of a text, below 2^31, times this, of all members, are numbers still. */
static const float number_max = 1e20F;

struct loading {
    struct arena *arena;
    struct bytes bytes;
    const char *name;
    struct text *ret_faults;
    struct model *model;
    struct model_layout layout;
};

static enum error fault(struct loading *loading, const char *what)
{
    *loading->ret_faults = arena_format(loading->arena, "%s: %s", loading->name, what);
    return ERROR_config;
}

static bool is_number(float number)
{
    return isfinite(number) && fabsf(number) <= number_max;
}

static const void *section(const struct loading *loading, size_t at)
{
    return loading->bytes.at + at;
}

static enum error check_header(struct loading *loading)
{
    const struct model_file_header *header = section(loading, 0);

    if (loading->bytes.length < sizeof(*header))
        return fault(loading, "is too short for a model");
    if (memcmp(header->magic, MODEL_MAGIC, sizeof(header->magic)) != 0)
        return fault(loading, "is no model");
    if (header->format != MODEL_FORMAT)
        return fault(loading, "is a model of another format; train it again");
    if (header->file_bytes != loading->bytes.length)
        return fault(loading, "is not as long as it says; it was cut or grew");
    if (header->head_count == 0 || header->head_count > MODEL_HEADS_MAX ||
        header->member_count == 0 || header->member_count > MODEL_MEMBERS_MAX ||
        header->row_count == 0 || header->row_count > MODEL_ROWS_MAX ||
        header->slot_bits > MODEL_SLOT_BITS_MAX ||
        header->row_count >= (size_t)1 << header->slot_bits || header->label_count == 0 ||
        header->label_count > MODEL_LABELS_TOTAL_MAX ||
        header->label_bytes > MODEL_LABELS_TOTAL_MAX * (MODEL_LABEL_BYTES_MAX + 1) ||
        header->views == 0 || header->views > FEATURES_all)
        return fault(loading, "has a count over its limit");
    loading->model->file = header;
    return OK;
}

static enum error check_sum(struct loading *loading)
{
    static const uint8_t zeroes[SHA256_BYTES];
    const struct model_file_header *header = loading->model->file;
    size_t at = offsetof(struct model_file_header, sha256);
    size_t rest = at + SHA256_BYTES;
    uint8_t digest[SHA256_BYTES];
    struct sha256 sum;

    sha256_begin(&sum);
    sha256_add(&sum, (struct bytes){loading->bytes.at, at});
    sha256_add(&sum, (struct bytes){zeroes, SHA256_BYTES});
    sha256_add(&sum, (struct bytes){loading->bytes.at + rest, loading->bytes.length - rest});
    sha256_end(&sum, digest);
    if (memcmp(digest, header->sha256, SHA256_BYTES) != 0)
        return fault(loading, "does not match its SHA-256; it was damaged");
    for (size_t i = 0; i < 8; i++)
        snprintf(&loading->model->version[2 * i], 3, "%02x", digest[i]);
    return OK;
}

static bool has_a_width(const struct model_file_member *member)
{
    if (member->window == 0)
        return member->width == (member->hidden ? member->hidden : member->labels);
    return member->window <= MODEL_WINDOW_MAX && member->hidden > 0 && member->width > 0 &&
           member->width <= MODEL_PLACE_COLUMNS_MAX && member->width % MODEL_WIDTH_STEP == 0;
}

/* Before the layout is known: widths and heads of the members, which it is made from. */
static enum error check_members(struct loading *loading)
{
    const struct model_file_header *header = loading->model->file;
    struct model_layout first = model_layout(header, NULL);
    const struct model_file_head *heads = section(loading, first.heads);
    const struct model_file_member *members = section(loading, first.members);
    size_t columns = 0;

    if (first.labels > loading->bytes.length)
        return fault(loading, "is too short for its members");
    for (size_t i = 0; i < header->member_count; i++) {
        const struct model_file_member *member = &members[i];
        if (member->head >= header->head_count)
            return fault(loading, "has a member without a head");
        uint32_t labels = heads[member->head].label_count;
        if (labels == 0 || labels > MODEL_LABELS_MAX)
            return fault(loading, "has a head with too many labels, or none");
        if (member->labels != model_rounded(labels, MODEL_WIDTH_STEP) ||
            member->hidden > MODEL_HIDDEN_UNITS_MAX || member->hidden % MODEL_WIDTH_STEP != 0 ||
            !has_a_width(member))
            return fault(loading, "has a member of a wrong size");
        if (!is_number(member->scale) || !is_number(member->out_scale))
            return fault(loading, "has a scale that is no number");
        columns += member->width;
    }
    if (columns > MODEL_COLUMNS_MAX)
        return fault(loading, "has rows over their limit");
    loading->layout = model_layout(header, members);
    if (loading->layout.end != loading->bytes.length)
        return fault(loading, "is not as long as its counts say");
    loading->model->columns = columns;
    return OK;
}

static enum error load_labels(struct loading *loading, struct text *labels)
{
    const struct model_file_header *header = loading->model->file;
    const char *at = section(loading, loading->layout.labels);
    const char *end = at + header->label_bytes;

    for (size_t i = 0; i < header->label_count; i++) {
        const char *zero = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        if (!zero || zero == at || zero - at > MODEL_LABEL_BYTES_MAX)
            return fault(loading, "has a label that is too long, empty or missing");
        labels[i] = (struct text){at, (size_t)(zero - at)};
        if (!utf8_valid(labels[i]))
            return fault(loading, "has a label that is no UTF-8");
        at = zero + 1;
    }
    return at == end ? OK : fault(loading, "has more text than labels");
}

static enum error load_heads(struct loading *loading)
{
    struct model *model = loading->model;
    const struct model_file_head *heads = section(loading, loading->layout.heads);
    struct text *labels = ARENA_ARRAY(loading->arena, struct text, model->file->label_count);
    size_t first = 0;
    enum error error = load_labels(loading, labels);

    if (error != OK)
        return error;
    for (size_t i = 0; i < model->file->head_count; i++) {
        const struct model_file_head *head = &heads[i];
        size_t count = head->label_count;
        if (memchr(head->name, 0, MODEL_NAME_BYTES) == NULL || head->name[0] == 0)
            return fault(loading, "has a head without a name");
        if (head->kind > MODEL_value || count == 0 || count > MODEL_LABELS_MAX ||
            (head->kind == MODEL_value && count != 1) ||
            count > model->file->label_count - first || head->out_of_scope < -1 ||
            head->out_of_scope >= (int32_t)count)
            return fault(loading, "has a head whose labels do not fit");
        if (!is_number(head->threshold) || !is_number(head->value_min) ||
            !is_number(head->value_max) || head->value_min > head->value_max)
            return fault(loading, "has a head with a limit that is no number");
        model->heads[i] = (struct model_head){
            text_of(head->name),
            (enum model_kind)head->kind,
            head->kind == MODEL_value ? 0 : count,
            &labels[first],
            head->out_of_scope,
            head->threshold,
            head->value_min,
            head->value_max,
        };
        model->first_label[i] = first;
        first += count;
    }
    return first == model->file->label_count ? OK : fault(loading, "has labels of no head");
}

static enum error load_members(struct loading *loading)
{
    struct model *model = loading->model;
    const struct model_file_member *members = section(loading, loading->layout.members);
    size_t column = 0;

    for (size_t i = 0; i < model->file->member_count; i++) {
        const float *biases = section(loading, loading->layout.biases[i]);
        size_t before = model_window_floats(&members[i]);
        for (size_t at = 0; at < before + members[i].hidden + members[i].labels; at++) {
            if (!is_number(biases[at]))
                return fault(loading, "has a bias that is no number");
        }
        model->members[i] = (struct model_member){
            .file = &members[i],
            .place_bias = biases,
            .filter_worth = biases + members[i].width,
            .filters = section(loading, loading->layout.filters[i]),
            .hidden_bias = biases + before,
            .bias = biases + before + members[i].hidden,
            .dense = section(loading, loading->layout.dense[i]),
            .column = column,
        };
        model->has_windows = model->has_windows || members[i].window;
        column += members[i].width;
    }
    return OK;
}

static enum error load_rows(struct loading *loading)
{
    struct model *model = loading->model;
    size_t slots = (size_t)1 << model->file->slot_bits;
    size_t used = 0;

    model->slots = section(loading, loading->layout.slots);
    model->rows = section(loading, loading->layout.rows);
    model->row_bytes = loading->layout.row_bytes;
    model->row_head_bytes = model_row_head_bytes(model->file->member_count);
    for (size_t i = 0; i < slots; i++) {
        if (model->slots[i].fingerprint == 0)
            continue;
        used++;
        if (model->slots[i].row >= model->file->row_count)
            return fault(loading, "has an n-gram without a row");
    }
    if (used >= slots)
        return fault(loading, "has no free slot, so a search would not end");
    for (uint32_t row = 0; row < model->file->row_count; row++) {
        float idf;
        memcpy(&idf, model_row(model, row), sizeof(idf));
        if (!(idf >= idf_min) || idf > idf_max)
            return fault(loading, "has an n-gram with an impossible weight");
    }
    return OK;
}

static enum error load(struct loading *loading)
{
    enum error error = check_header(loading);

    if (error == OK)
        error = check_sum(loading);
    if (error == OK)
        error = check_members(loading);
    if (error == OK)
        error = load_heads(loading);
    if (error == OK)
        error = load_members(loading);
    if (error == OK)
        error = load_rows(loading);
    return error;
}

enum error model_from_bytes(
    struct arena *arena,
    struct bytes bytes,
    const char *name,
    struct text *ret_faults,
    struct model **ret_model
)
{
    struct model *model = ARENA_NEW(arena, struct model);
    struct loading loading = {arena, bytes, name, ret_faults, model, {0}};
    enum error error = load(&loading);

    if (error == OK)
        *ret_model = model;
    return error;
}

struct text model_version(const struct model *model)
{
    return text_of(model->version);
}

size_t model_bytes(const struct model *model)
{
    return model->file->file_bytes;
}

size_t model_head_count(const struct model *model)
{
    return model->file->head_count;
}

const struct model_head *model_head(const struct model *model, int head)
{
    return &model->heads[head];
}

int model_find_head(const struct model *model, struct text name)
{
    for (size_t i = 0; i < model->file->head_count; i++) {
        if (text_equal(model->heads[i].name, name))
            return (int)i;
    }
    return -1;
}
