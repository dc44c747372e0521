/* See train_labels.h. */
#include "services/cli/train_labels.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "services/cli/label_cell.h"

enum { JOINED_PER_MILLE_MIN = 10 };

struct naming {
    struct text labels[MODEL_LABELS_MAX];
    struct text first[MODEL_LABELS_MAX]; /* the cell in which it came first */
    bool again[MODEL_LABELS_MAX];        /* it came in another one too */
    size_t count;
};

/* Its place in the list, -1 when the list is full. */
static int place_of(struct naming *naming, struct text label)
{
    for (size_t i = 0; i < naming->count; i++) {
        if (text_equal(naming->labels[i], label))
            return (int)i;
    }
    if (naming->count == MODEL_LABELS_MAX)
        return -1;
    naming->labels[naming->count] = label;
    return (int)naming->count++;
}

/* False when one of its labels is empty or they are too many. */
static bool note_cell(struct naming *naming, struct text cell, struct text separator)
{
    const bool joined = label_cell_has(cell, separator);
    struct text label;

    for (struct text rest = cell; label_cell_next(&rest, separator, &label);) {
        size_t before = naming->count;
        int place = place_of(naming, label);
        if (place < 0 || (joined && label.length == 0))
            return false;
        if (naming->count > before) {
            naming->first[place] = cell;
            naming->again[place] = false;
        }
        naming->again[place] = naming->again[place] || !text_equal(naming->first[place], cell);
    }
    return true;
}

static bool joins(const struct text *cells, size_t count, struct text separator)
{
    static struct naming naming;
    size_t joined = 0;
    size_t again = 0;

    naming.count = 0;
    for (size_t i = 0; i < count; i++) {
        joined += label_cell_has(cells[i], separator);
        if (!note_cell(&naming, cells[i], separator))
            return false;
    }
    for (size_t i = 0; i < naming.count; i++)
        again += naming.again[i];
    return joined * 1000 >= count * JOINED_PER_MILLE_MIN && joined > 0 &&
           again * 2 >= naming.count;
}

struct text train_labels_separator(const struct text *cells, size_t count)
{
    for (size_t i = 0; i < LABEL_SEPARATORS; i++) {
        if (joins(cells, count, label_separators[i]))
            return label_separators[i];
    }
    return TEXT("");
}

static enum error
fault(struct train_set *set, size_t head, struct text *ret_faults, const char *what)
{
    *ret_faults = arena_format(set->arena, "%s: %s", set->heads[head].name.at, what);
    return ERROR_config;
}

/* Of one sample's cell. */
static enum error fault_of(
    struct train_set *set,
    size_t head,
    size_t sample,
    struct text *ret_faults,
    const char *what
)
{
    const struct train_sample *at = &set->samples[sample];

    *ret_faults = arena_format(
        set->arena,
        "%s:%zu: %s: %s",
        at->path,
        at->line,
        set->heads[head].name.at,
        what
    );
    return ERROR_config;
}

static int compare_texts(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

/* A zero would end it in the model's file; other control characters are slips that nobody sees. */
static bool is_label(struct text label)
{
    for (size_t i = 0; i < label.length; i++) {
        if ((unsigned char)label.at[i] < ' ' || label.at[i] == 0x7F)
            return false;
    }
    return label.length > 0 && label.length <= MODEL_LABEL_BYTES_MAX && utf8_valid(label);
}

/* Collects the labels, in order, so that the order of the lines does not matter. */
static enum error name_labels(
    struct train_set *set,
    size_t at,
    const struct text *cells,
    struct text separator,
    struct text *ret_faults
)
{
    static struct naming naming;
    struct text label;

    naming.count = 0;
    for (size_t i = 0; i < set->count; i++) {
        struct text rest = label_cell_is_silent(cells[i]) ? (struct text){0} : cells[i];
        while (label_cell_next(&rest, separator, &label)) {
            if (!is_label(label))
                return fault_of(
                    set,
                    at,
                    i,
                    ret_faults,
                    "a label has 1 to 64 bytes of UTF-8, no control characters"
                );
            if (place_of(&naming, label) < 0)
                return fault_of(set, at, i, ret_faults, "has more than 512 labels");
        }
    }
    if (naming.count < 2)
        return fault(set, at, ret_faults, "there have to be two labels at least");
    qsort(naming.labels, naming.count, sizeof(naming.labels[0]), compare_texts);
    struct text *labels = ARENA_ARRAY(set->arena, struct text, naming.count);
    memcpy(labels, naming.labels, naming.count * sizeof(labels[0]));
    set->heads[at].labels = labels;
    set->heads[at].label_count = naming.count;
    return OK;
}

static int find_label(const struct model_head *head, struct text label)
{
    const struct text *found =
        bsearch(&label, head->labels, head->label_count, sizeof(label), compare_texts);

    return found ? (int)(found - head->labels) : -1;
}

/* A label that stands twice in a cell is said once. */
static void set_labels(
    struct train_set *set,
    size_t at,
    struct text cell,
    struct text separator,
    size_t sample
)
{
    struct text rest = label_cell_is_silent(cell) ? (struct text){0} : cell;
    const size_t room = size_min(cell.length, set->heads[at].label_count);
    int *labels = ARENA_ARRAY(set->arena, int, room + 1);
    size_t count = 0;
    struct text label;

    while (label_cell_next(&rest, separator, &label)) {
        int found = find_label(&set->heads[at], label);
        size_t same = 0;
        while (same < count && labels[same] != found)
            same++;
        if (same == count)
            labels[count++] = found;
    }
    set->samples[sample].targets[at] = (struct train_target){labels, count, 0, count > 0};
}

static enum error
set_values(struct train_set *set, size_t at, const struct text *cells, struct text *ret_faults)
{
    struct model_head *head = &set->heads[at];
    size_t known = 0;

    for (size_t i = 0; i < set->count; i++) {
        char *end;
        if (label_cell_is_silent(cells[i]))
            continue;
        float value = strtof(cells[i].at, &end);
        if (end != cells[i].at + cells[i].length || !(value > -1e6F && value < 1e6F))
            return fault_of(set, at, i, ret_faults, "a value is a number");
        set->samples[i].targets[at] = (struct train_target){NULL, 0, value, true};
        head->value_min = known == 0 || value < head->value_min ? value : head->value_min;
        head->value_max = known == 0 || value > head->value_max ? value : head->value_max;
        known++;
    }
    return known ? OK : fault(set, at, ret_faults, "has not one value");
}

enum error train_labels_set(
    struct train_set *set,
    size_t head,
    const struct text *cells,
    const struct train_label_wish *wish,
    struct text *ret_faults
)
{
    struct model_head *made = &set->heads[head];

    if (made->kind == MODEL_value)
        return set_values(set, head, cells, ret_faults);
    struct text separator =
        wish->separator ? text_of(wish->separator) : train_labels_separator(cells, set->count);
    made->kind = separator.length ? MODEL_many : MODEL_one;
    set->separators[head] = separator;
    enum error error = name_labels(set, head, cells, separator, ret_faults);
    if (error != OK)
        return error;
    for (size_t i = 0; i < made->label_count; i++) {
        if (text_lists(text_of(wish->out_of_scope), ',', made->labels[i]))
            made->out_of_scope = (int)i;
    }
    for (size_t i = 0; i < set->count; i++)
        set_labels(set, head, cells[i], separator, i);
    return OK;
}
