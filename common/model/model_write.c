/* See model_write.h. */
#include "common/model/model_write.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "common/memory.h"
#include "common/sha256.h"

enum { BYTE_MOST = 127, STEP_MOST = 65535 };

struct writing {
    const struct model_draft *draft;
    struct model_file_header header;
    struct model_file_member members[MODEL_MEMBERS_MAX];
    float units[MODEL_MEMBERS_MAX]; /* what a step of 1 is worth */
    struct model_layout layout;
    uint8_t *bytes;
};

/* A head of one number has one score, and no label to show for it. */
static size_t labels_of(const struct model_head *head)
{
    return head->kind == MODEL_value ? 1 : head->label_count;
}

static struct text label_of(const struct model_head *head, size_t label)
{
    return head->kind == MODEL_value ? head->name : head->labels[label];
}

static size_t columns_of(const struct writing *writing, size_t member)
{
    const struct model_draft_member *draft = &writing->draft->members[member];

    if (draft->window)
        return draft->width;
    return draft->hidden ? draft->hidden : labels_of(&writing->draft->heads[draft->head]);
}

static float largest(const float *numbers, size_t count)
{
    float most = 0;

    for (size_t i = 0; i < count; i++)
        most = fabsf(numbers[i]) > most ? fabsf(numbers[i]) : most;
    return most;
}

static void count_all(struct writing *writing)
{
    const struct model_draft *draft = writing->draft;
    struct model_file_header *header = &writing->header;

    memcpy(header->magic, MODEL_MAGIC, sizeof(header->magic));
    header->format = MODEL_FORMAT;
    header->views = draft->views;
    header->head_count = (uint32_t)draft->head_count;
    header->member_count = (uint32_t)draft->member_count;
    header->row_count = (uint32_t)draft->row_count;
    while (((size_t)1 << header->slot_bits) * 2 < draft->row_count * 3 + 3)
        header->slot_bits++;
    for (size_t i = 0; i < draft->head_count; i++) {
        size_t labels = labels_of(&draft->heads[i]);
        assert(labels > 0 && labels <= MODEL_LABELS_MAX);
        header->label_count += (uint32_t)labels;
        for (size_t label = 0; label < labels; label++)
            header->label_bytes += (uint32_t)label_of(&draft->heads[i], label).length + 1;
    }
    assert(draft->row_count > 0 && draft->row_count <= MODEL_ROWS_MAX);
    assert(draft->head_count <= MODEL_HEADS_MAX && draft->member_count <= MODEL_MEMBERS_MAX);
    assert(header->slot_bits <= MODEL_SLOT_BITS_MAX);
}

/* Sizes and scales of a member: what an integer sum is worth. */
static void measure_member(struct writing *writing, size_t at)
{
    const struct model_draft_member *draft = &writing->draft->members[at];
    struct model_file_member *member = &writing->members[at];
    size_t labels = labels_of(&writing->draft->heads[draft->head]);
    float most = largest(draft->weights, writing->draft->row_count * columns_of(writing, at));
    float unit = (most > 0 ? most : 1) / BYTE_MOST / STEP_MOST;
    float sum_worth = unit / MODEL_STEP_FACTOR;

    assert(draft->hidden <= MODEL_HIDDEN_UNITS_MAX && draft->hidden % MODEL_WIDTH_STEP == 0);
    assert(draft->window <= MODEL_WINDOW_MAX && draft->width <= MODEL_PLACE_COLUMNS_MAX);
    member->head = (uint32_t)draft->head;
    member->hidden = (uint32_t)draft->hidden;
    member->labels = (uint32_t)model_rounded(labels, MODEL_WIDTH_STEP);
    member->width = (uint32_t)model_rounded(columns_of(writing, at), MODEL_WIDTH_STEP);
    member->window = (uint32_t)draft->window;
    writing->units[at] = unit;
    if (!draft->hidden) {
        member->scale = sum_worth * draft->factor;
        return;
    }
    float dense = largest(draft->dense, draft->hidden * labels);
    float hidden_worth = draft->hidden_most / MODEL_HIDDEN_VALUE_MAX;
    member->scale =
        sum_worth / (draft->window ? draft->place_most / MODEL_PLACE_VALUE_MAX : hidden_worth);
    member->out_scale = hidden_worth * (dense > 0 ? dense : 1) / BYTE_MOST * draft->factor;
}

static void put_heads(struct writing *writing)
{
    struct model_file_head *heads = (void *)(writing->bytes + writing->layout.heads);
    char *labels = (void *)(writing->bytes + writing->layout.labels);

    for (size_t i = 0; i < writing->draft->head_count; i++) {
        const struct model_head *head = &writing->draft->heads[i];
        assert(head->name.length < MODEL_NAME_BYTES);
        memcpy(heads[i].name, head->name.at, head->name.length);
        heads[i].kind = head->kind;
        heads[i].label_count = (uint32_t)labels_of(head);
        heads[i].out_of_scope = head->out_of_scope;
        heads[i].threshold = head->threshold;
        heads[i].value_min = head->value_min;
        heads[i].value_max = head->value_max;
        for (size_t label = 0; label < heads[i].label_count; label++) {
            struct text text = label_of(head, label);
            assert(text.length > 0 && text.length <= MODEL_LABEL_BYTES_MAX);
            memcpy(labels, text.at, text.length);
            labels += text.length + 1;
        }
    }
}

/* Each filter has its own largest weight, so that one of small ones keeps them apart. */
static void put_windows(struct writing *writing, size_t at, float *floats)
{
    const struct model_draft_member *draft = &writing->draft->members[at];
    int8_t *filters = (void *)(writing->bytes + writing->layout.filters[at]);
    float hidden_worth = draft->hidden_most / MODEL_HIDDEN_VALUE_MAX;
    float place_worth = draft->place_most / MODEL_PLACE_VALUE_MAX;
    size_t span = draft->window * draft->width;

    for (size_t i = 0; i < draft->width; i++)
        floats[i] = draft->place_bias[i] / writing->units[at] * MODEL_STEP_FACTOR;
    for (size_t i = 0; i < draft->hidden; i++) {
        const float *filter = draft->filters + i * span;
        float most = largest(filter, span);
        floats[draft->width + i] = most / BYTE_MOST * place_worth / hidden_worth;
        for (size_t weight = 0; weight < span && most > 0; weight++)
            filters[i * span + weight] = (int8_t)lrintf(filter[weight] / most * BYTE_MOST);
    }
}

/* Hidden units add their bias as sums of rows, or, with windows, as what they are. */
static float put_bias(const struct writing *writing, size_t at, float bias)
{
    const struct model_draft_member *draft = &writing->draft->members[at];

    return draft->window ? bias / draft->hidden_most * MODEL_HIDDEN_VALUE_MAX
                         : bias / writing->units[at] * MODEL_STEP_FACTOR;
}

static void put_member(struct writing *writing, size_t at)
{
    const struct model_draft_member *draft = &writing->draft->members[at];
    const struct model_file_member *member = &writing->members[at];
    size_t labels = labels_of(&writing->draft->heads[draft->head]);
    float *biases = (void *)(writing->bytes + writing->layout.biases[at]);
    int8_t *dense = (void *)(writing->bytes + writing->layout.dense[at]);

    if (draft->window)
        put_windows(writing, at, biases);
    biases += model_window_floats(member);
    for (size_t i = 0; i < draft->hidden; i++)
        biases[i] = put_bias(writing, at, draft->hidden_bias[i]);
    for (size_t i = 0; i < labels; i++)
        biases[draft->hidden + i] = draft->bias[i] * draft->factor;
    float most = draft->hidden ? largest(draft->dense, draft->hidden * labels) : 0;
    if (!(most > 0))
        return;
    for (size_t i = 0; i < draft->hidden; i++) {
        for (size_t label = 0; label < labels; label++)
            dense[i * member->labels + label] =
                (int8_t)lrintf(draft->dense[i * labels + label] / most * BYTE_MOST);
    }
}

static void put_row(struct writing *writing, size_t row)
{
    const struct model_draft *draft = writing->draft;
    uint8_t *at = writing->bytes + writing->layout.rows + row * writing->layout.row_bytes;
    uint16_t *steps = (void *)(at + sizeof(float));
    int8_t *columns = (int8_t *)at + model_row_head_bytes(draft->member_count);

    memcpy(at, &draft->idfs[row], sizeof(float));
    for (size_t i = 0; i < draft->member_count; i++) {
        size_t count = columns_of(writing, i);
        const float *weights = draft->members[i].weights + row * count;
        float step = ceilf(largest(weights, count) / BYTE_MOST / writing->units[i]);
        steps[i] = (uint16_t)fminf(step, STEP_MOST);
        for (size_t column = 0; column < count && steps[i]; column++) {
            float byte = weights[column] / (writing->units[i] * steps[i]);
            columns[column] = (int8_t)lrintf(fminf(fmaxf(byte, -BYTE_MOST), BYTE_MOST));
        }
        columns += writing->members[i].width;
    }
}

static void put_slots(struct writing *writing)
{
    struct model_file_slot *slots = (void *)(writing->bytes + writing->layout.slots);
    uint64_t mask = ((uint64_t)1 << writing->header.slot_bits) - 1;

    for (size_t row = 0; row < writing->draft->row_count; row++) {
        uint64_t hash = writing->draft->hashes[row];
        uint64_t at = hash & mask;
        while (slots[at].fingerprint)
            at = (at + 1) & mask;
        slots[at] = (struct model_file_slot){model_fingerprint(hash), (uint32_t)row};
    }
}

uint8_t *model_write(const struct model_draft *draft, size_t *ret_bytes)
{
    struct writing writing = {.draft = draft};
    struct model_file_header *header = &writing.header;

    count_all(&writing);
    for (size_t i = 0; i < draft->member_count; i++)
        measure_member(&writing, i);
    writing.layout = model_layout(header, writing.members);
    header->file_bytes = writing.layout.end;
    writing.bytes = memory_new(writing.layout.end, 1);
    put_heads(&writing);
    memcpy(
        writing.bytes + writing.layout.members,
        writing.members,
        draft->member_count * sizeof(writing.members[0])
    );
    for (size_t i = 0; i < draft->member_count; i++)
        put_member(&writing, i);
    put_slots(&writing);
    for (size_t row = 0; row < draft->row_count; row++)
        put_row(&writing, row);
    memcpy(writing.bytes, header, sizeof(*header));
    sha256((struct bytes){writing.bytes, writing.layout.end}, header->sha256);
    memcpy(writing.bytes, header, sizeof(*header));
    *ret_bytes = writing.layout.end;
    return writing.bytes;
}

enum error model_save(const struct model_draft *draft, const char *path)
{
    char beside[PATH_MAX];
    size_t length;
    int needed = snprintf(beside, sizeof(beside), "%s.%ld.new", path, (long)getpid());

    if (needed < 0 || (size_t)needed >= sizeof(beside))
        return ERROR_io;
    FILE *file = fopen(beside, "we");
    if (!file)
        return ERROR_io;
    uint8_t *bytes = model_write(draft, &length);
    bool written = fwrite(bytes, 1, length, file) == length;
    memory_free(bytes);
    written = written && fflush(file) == 0 && fsync(fileno(file)) == 0;
    written = fclose(file) == 0 && written;
    if (written && rename(beside, path) == 0)
        return OK;
    (void)unlink(beside);
    return ERROR_io;
}
