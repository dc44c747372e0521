/* See model_file.h. */
#include "common/model/model_file.h"

static size_t place(size_t *io_end, size_t bytes)
{
    size_t at = *io_end;

    *io_end = model_rounded(at + bytes, MODEL_ALIGN);
    return at;
}

struct model_layout
model_layout(const struct model_file_header *header, const struct model_file_member *members)
{
    struct model_layout layout = {.row_bytes = model_row_head_bytes(header->member_count)};
    size_t end = model_rounded(sizeof(*header), MODEL_ALIGN);

    layout.heads = place(&end, header->head_count * sizeof(struct model_file_head));
    layout.members = place(&end, header->member_count * sizeof(struct model_file_member));
    layout.labels = place(&end, header->label_bytes);
    for (size_t i = 0; i < header->member_count && members; i++) {
        const struct model_file_member *member = &members[i];
        size_t floats = model_window_floats(member) + member->hidden + member->labels;
        layout.biases[i] = place(&end, floats * sizeof(float));
        layout.dense[i] = place(&end, (size_t)member->hidden * member->labels);
        layout.filters[i] =
            place(&end, (size_t)member->window * member->hidden * member->width);
        layout.row_bytes += member->width;
    }
    layout.slots = place(&end, sizeof(struct model_file_slot) << header->slot_bits);
    layout.rows = place(&end, header->row_count * layout.row_bytes);
    layout.end = end;
    return layout;
}
