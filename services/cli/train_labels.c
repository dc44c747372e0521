/* See train_labels.h. */
#include "services/cli/train_labels.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/utf8.h"

enum { PARTS_MAX = 64, JOINED_PER_MILLE_MIN = 10 };

struct naming {
    struct text labels[MODEL_LABELS_MAX];
    size_t seen[MODEL_LABELS_MAX];
    size_t count;
};

static bool is_silent(struct text cell)
{
    return cell.length == 0 || text_is(cell, "-");
}

/* The labels of a cell; at most PARTS_MAX. */
static size_t split(struct text cell, struct text separator, struct text parts[PARTS_MAX])
{
    size_t count = 0;

    while (count < PARTS_MAX) {
        const char *end = separator.length
                              ? memmem(cell.at, cell.length, separator.at, separator.length)
                              : NULL;
        if (!end || count + 1 == PARTS_MAX) {
            parts[count++] = cell;
            break;
        }
        parts[count++] = (struct text){cell.at, (size_t)(end - cell.at)};
        cell.length -= parts[count - 1].length + separator.length;
        cell.at = end + separator.length;
    }
    return count;
}

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
    naming->seen[naming->count] = 0;
    return (int)naming->count++;
}

static bool joins(const struct text *cells, size_t count, struct text separator)
{
    static struct naming naming;
    struct text parts[PARTS_MAX];
    size_t joined = 0;
    size_t again = 0;

    naming.count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t part_count = split(cells[i], separator, parts);
        joined += part_count > 1;
        for (size_t at = 0; at < part_count; at++) {
            int place = place_of(&naming, parts[at]);
            if (place < 0 || (part_count > 1 && parts[at].length == 0))
                return false;
            naming.seen[place]++;
        }
    }
    for (size_t i = 0; i < naming.count; i++)
        again += naming.seen[i] > 1;
    return joined * 1000 >= count * JOINED_PER_MILLE_MIN && joined > 0 &&
           again * 2 >= naming.count;
}

struct text train_labels_separator(const struct text *cells, size_t count)
{
    static const char *const separators[] = {"<div>", "|", ",", "+"};

    for (size_t i = 0; i < LENGTH(separators); i++) {
        if (joins(cells, count, text_of(separators[i])))
            return text_of(separators[i]);
    }
    return TEXT("");
}

static enum error
fault(struct train_set *set, size_t head, struct text *ret_faults, const char *what)
{
    *ret_faults = arena_format(set->arena, "%s: %s", set->heads[head].name.at, what);
    return ERROR_config;
}

static int compare_texts(const void *left, const void *right)
{
    const struct text *a = left;
    const struct text *b = right;
    int order = memcmp(a->at, b->at, size_min(a->length, b->length));

    return order ? order : a->length < b->length ? -1 : a->length > b->length;
}

static bool is_in_list(const char *list, struct text label)
{
    while (list && *list) {
        size_t length = strcspn(list, ",");
        if (text_equal((struct text){list, length}, label))
            return true;
        list += length + (list[length] == ',');
    }
    return false;
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
    struct text parts[PARTS_MAX];

    naming.count = 0;
    for (size_t i = 0; i < set->count; i++) {
        size_t count = is_silent(cells[i]) ? 0 : split(cells[i], separator, parts);
        for (size_t part = 0; part < count; part++) {
            if (parts[part].length == 0 || parts[part].length > MODEL_LABEL_BYTES_MAX ||
                !utf8_valid(parts[part]))
                return fault(set, at, ret_faults, "a label has 1 to 64 bytes of UTF-8");
            if (place_of(&naming, parts[part]) < 0)
                return fault(set, at, ret_faults, "has more than 512 labels");
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

static void set_labels(
    struct train_set *set,
    size_t at,
    struct text cell,
    struct text separator,
    size_t sample
)
{
    struct text parts[PARTS_MAX];
    size_t count = is_silent(cell) ? 0 : split(cell, separator, parts);
    int *labels = ARENA_ARRAY(set->arena, int, count + 1);

    for (size_t i = 0; i < count; i++)
        labels[i] = find_label(&set->heads[at], parts[i]);
    set->samples[sample].targets[at] = (struct train_target){labels, count, 0, count > 0};
}

static enum error
set_values(struct train_set *set, size_t at, const struct text *cells, struct text *ret_faults)
{
    struct model_head *head = &set->heads[at];
    size_t known = 0;

    for (size_t i = 0; i < set->count; i++) {
        char *end;
        if (is_silent(cells[i]))
            continue;
        float value = strtof(cells[i].at, &end);
        if (end != cells[i].at + cells[i].length || !(value > -1e6F && value < 1e6F))
            return fault(set, at, ret_faults, "a value is a number");
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
    enum error error = name_labels(set, head, cells, separator, ret_faults);
    if (error != OK)
        return error;
    for (size_t i = 0; i < made->label_count; i++) {
        if (is_in_list(wish->out_of_scope, made->labels[i]))
            made->out_of_scope = (int)i;
    }
    for (size_t i = 0; i < set->count; i++)
        set_labels(set, head, cells[i], separator, i);
    return OK;
}
