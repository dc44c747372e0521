/* From the cells of a head to the labels that its samples have (train_set.h says how cells read). */
#pragma once

#include "services/cli/train_set.h"

struct train_label_wish {
    const char *separator;    /* NULL: found out, "": never */
    const char *out_of_scope; /* labels that mean so, joined by commas */
};

/* What joins several labels in these cells; empty when nothing does. Found out: at least one cell in a hundred is joined
 * by it, no label is empty, and half of them stand in cells that differ: alone, or with others. */
struct text train_labels_separator(const struct text *cells, size_t count);

/* Sets the head's kind and labels, sorted, and its target of each sample. ERROR_config when a label is too long, a number
 * is none, or there are too many labels or only one. */
enum error train_labels_set(
    struct train_set *set,
    size_t head,
    const struct text *cells,
    const struct train_label_wish *wish,
    struct text *ret_faults
) MUST_CHECK;
