/* See classify_groups.h. */
#include "services/cli/classify_groups.h"

#include <stdio.h>

#include "common/lines.h"
#include "common/utf8.h"

static int find(const struct classify_groups *groups, struct text name)
{
    for (size_t i = 0; i < groups->count; i++) {
        if (text_equal(groups->names[i], name))
            return (int)i;
    }
    return -1;
}

/* There are at most as many groups as labels. */
static int take(struct classify_groups *groups, struct text name)
{
    int found = find(groups, name);

    if (found >= 0)
        return found;
    groups->names[groups->count] = name;
    return (int)groups->count++;
}

/* A character that does not fit whole is left out, but for the first. */
static struct text beginning(struct text label, size_t prefix)
{
    size_t end = 0;
    uint32_t code;

    if (prefix == 0 || prefix >= label.length)
        return label;
    for (size_t bytes; (bytes = utf8_step(label, end, &code)) > 0; end += bytes) {
        if (end > 0 && end + bytes > prefix)
            break;
    }
    return (struct text){label.at, end};
}

void classify_groups_by_prefix(
    const struct model_head *head,
    size_t prefix,
    struct classify_groups *ret_groups
)
{
    *ret_groups = (struct classify_groups){.label_count = head->label_count, .prefix = prefix};
    for (size_t i = 0; i < head->label_count; i++) {
        bool whole = (int)i == head->out_of_scope;
        ret_groups->of_label[i] =
            take(ret_groups, beginning(head->labels[i], whole ? 0 : prefix));
    }
}

/* Notes the group of one label. */
static bool take_line(
    struct arena *arena,
    const struct model_head *head,
    struct text line,
    struct text *groups_of
)
{
    const char *tab = memchr(line.at, '\t', line.length);

    if (!tab)
        return false;
    size_t length = (size_t)(tab - line.at);
    struct text label = lines_bare_cell((struct text){line.at, length});
    struct text group = lines_bare_cell((struct text){tab + 1, line.length - length - 1});
    if (group.length == 0 || memchr(group.at, '\t', group.length))
        return false;
    for (size_t i = 0; i < head->label_count; i++) {
        if (text_equal(head->labels[i], label))
            groups_of[i] = arena_text(arena, group);
    }
    return true;
}

enum error classify_groups_by_list(
    struct arena *arena,
    const struct model_head *head,
    const char *path,
    struct text *ret_faults,
    struct classify_groups *ret_groups
)
{
    struct text groups_of[MODEL_LABELS_MAX] = {{0}};
    FILE *file = fopen(path, "re");
    bool good = true;
    struct text line;

    if (!file) {
        *ret_faults = arena_format(arena, "%s: cannot be read", path);
        return ERROR_config;
    }
    struct lines lines = lines_of(file, arena);
    while (good && lines_next(&lines, &line))
        good = line.length == 0 || take_line(arena, head, line, groups_of);
    bool failed = lines_failed(&lines);
    (void)fclose(file);
    if (failed) {
        *ret_faults = arena_format(arena, "%s: cannot be read", path);
        return ERROR_config;
    }
    if (!good) {
        *ret_faults = arena_format(
            arena,
            "%s:%zu: a line is a label, a tab, a group",
            path,
            lines.number
        );
        return ERROR_config;
    }
    *ret_groups = (struct classify_groups){.label_count = head->label_count};
    for (size_t i = 0; i < head->label_count; i++)
        ret_groups->of_label[i] =
            take(ret_groups, groups_of[i].at ? groups_of[i] : head->labels[i]);
    return OK;
}

bool classify_groups_has(const struct classify_groups *groups, struct text name)
{
    return find(groups, name) >= 0;
}

int classify_groups_find(
    const struct classify_groups *groups,
    const struct model_head *head,
    struct text label
)
{
    for (size_t i = 0; i < head->label_count; i++) {
        if (text_equal(head->labels[i], label))
            return groups->of_label[i];
    }
    int found = find(groups, label);
    return found >= 0 ? found : find(groups, beginning(label, groups->prefix));
}

void classify_groups_sum(
    const struct classify_groups *groups,
    const float *probabilities,
    float *ret_sums
)
{
    memset(ret_sums, 0, groups->count * sizeof(ret_sums[0]));
    for (size_t i = 0; i < groups->label_count; i++)
        ret_sums[groups->of_label[i]] += probabilities[i];
}
