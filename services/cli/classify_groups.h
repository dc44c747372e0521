/* What a model's labels are counted as: each for itself, by how they begin (the category of a code), or by a list. */
#pragma once

#include "common/model/model.h"

struct classify_groups {
    struct text names[MODEL_LABELS_MAX];
    size_t count;
    int of_label[MODEL_LABELS_MAX]; /* the group of each label of the head */
    size_t label_count;
    size_t prefix; /* 0: whole labels */
};

/* Each label for itself (prefix 0), or by its first bytes, as many as are whole characters but at least one of these. */
void classify_groups_by_prefix(
    const struct model_head *head,
    size_t prefix,
    struct classify_groups *ret_groups
);

/* By lines of `label TAB group`; a label that is not in the list stays for itself. ERROR_config when the file cannot be
 * read or a line is something else. */
enum error classify_groups_by_list(
    struct arena *arena,
    const struct model_head *head,
    const char *path,
    struct text *ret_faults,
    struct classify_groups *ret_groups
) MUST_CHECK;

/* Whether there is a group of that name. */
bool classify_groups_has(const struct classify_groups *groups, struct text name);

/* The group of a label as it stands in a file, be it a label of the head, or a group's own name; -1: neither. */
int classify_groups_find(
    const struct classify_groups *groups,
    const struct model_head *head,
    struct text label
);

/* Probabilities of labels added up by group. */
void classify_groups_sum(
    const struct classify_groups *groups,
    const float *probabilities,
    float *ret_sums
);
