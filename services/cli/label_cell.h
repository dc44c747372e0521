/* Cells of labels, as files of texts have them: one label, several that something joins, or nothing.
 *
 * `train` and `classify` read them by these rules. Labels are bare: the spaces around one are no part of it. */
#pragma once

#include "common/basics.h"

/* Labels of what does not belong here, unless others are named. */
#define LABEL_OUT_OF_SCOPE "out_of_scope,oos,outofdomain"

enum { LABEL_SEPARATORS = 4 };

/* What may join labels: `<div>`, `|`, `,`, `+`, looked for in this order. */
extern const struct text label_separators[LABEL_SEPARATORS];

/* Empty, or `-`: the line says nothing for this head. */
bool label_cell_is_silent(struct text cell);

/* Takes the next label off a cell: what stands before the separator, or the rest, which is then absent. An empty separator
 * joins nothing. False when the cell is absent; what stands behind a last separator is an empty label. */
bool label_cell_next(struct text *io_cell, struct text separator, struct text *ret_label)
    MUST_CHECK;

/* Whether the separator stands in the cell. */
bool label_cell_has(struct text cell, struct text separator);
