/* See train_set.h. Three walks: the first reads lines, the second, once it is known what they are written in, numbers their
 * n-grams, the third, once it is known how many samples have each, turns counts into values. A file is read once, so that
 * a pipe will do. */
#include "services/cli/train_set.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/lines.h"
#include "common/text/normalise.h"
#include "services/cli/train_labels.h"
#include "services/cli/train_samples.h"
#include "services/cli/train_words.h"

enum { SAMPLES_FIRST = 1024, CELLS_MAX = MODEL_HEADS_MAX + 1 };

struct reading {
    const struct train_wish *wish;
    struct train_set *set;
    struct train_words words;
    struct text *cells[MODEL_HEADS_MAX]; /* of each sample */
    size_t room;
    struct arena line; /* emptied for each line */
    const char *path;
    size_t line_number;
    size_t looked_at, chinese; /* bytes of the first file's beginning */
    struct text *ret_faults;
};

static enum error fault(struct reading *reading, const char *what)
{
    *reading->ret_faults = arena_format(
        reading->set->arena,
        "%s:%zu: %s",
        reading->path,
        reading->line_number,
        what
    );
    return ERROR_config;
}

static void *grown(struct arena *arena, const void *old, size_t count, size_t room, size_t size)
{
    void *new = arena_zero(arena, room * size);

    if (count)
        memcpy(new, old, count * size);
    return new;
}

static void make_room(struct reading *reading)
{
    struct train_set *set = reading->set;
    struct arena *arena = set->arena;

    if (set->count < reading->room)
        return;
    reading->room = size_max(2 * reading->room, SAMPLES_FIRST);
    set->samples =
        grown(arena, set->samples, set->count, reading->room, sizeof(set->samples[0]));
    for (size_t i = 0; i < MODEL_HEADS_MAX; i++)
        reading->cells[i] =
            grown(arena, reading->cells[i], set->count, reading->room, sizeof(struct text));
}

static int compare_rows(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;

    return a < b ? -1 : a > b;
}

/* Those views whose n-grams weigh otherwise than their rarity says, or have to be seen more often. */
static const unsigned marked_views[] = {FEATURE_units_1, FEATURE_skip, FEATURE_pairs};

/* Before rows are in order, which they are not in the text. */
static void place_rows(
    struct arena *arena,
    const struct feature *features,
    const uint32_t *rows,
    size_t count,
    struct train_sample *sample
)
{
    static uint16_t order[FEATURES_MAX];
    uint16_t ends[FEATURE_PLACES_MAX];
    size_t places = features_placed(features, count, order, ends);
    size_t placed = places ? ends[places - 1] : 0;

    sample->place_count = places;
    sample->placed = ARENA_ARRAY(arena, uint32_t, placed + 1);
    sample->ends = ARENA_ARRAY(arena, uint16_t, places + 1);
    for (size_t i = 0; i < placed; i++)
        sample->placed[i] = rows[order[i]];
    memcpy(sample->ends, ends, places * sizeof(ends[0]));
}

/* The rows of a text and how often it has each. */
static void count_rows(struct reading *reading, struct train_sample *sample)
{
    static struct feature_unit units[FEATURE_UNITS_MAX];
    static struct feature features[FEATURES_MAX];
    static struct feature of_view[FEATURES_MAX];
    static uint32_t rows[FEATURES_MAX];
    struct arena *arena = reading->set->arena;
    struct text normalised = text_normalise(&reading->line, sample->text);
    struct text read = {
        normalised.at,
        size_min(normalised.length, MODEL_TEXT_BYTES_MAX),
    };
    size_t count = features_of(read, reading->set->views, units, features);
    uint64_t hash = 0;

    for (size_t i = 0; i < count; i++) {
        rows[i] = train_words_take(&reading->words, features[i].hash);
        hash = hash * 31 + features[i].hash;
    }
    for (size_t i = 0; i < LENGTH(marked_views); i++) {
        unsigned view = marked_views[i] & reading->set->views;
        size_t marked = view ? features_of(read, view, units, of_view) : 0;
        for (size_t at = 0; at < marked; at++)
            train_words_mark(&reading->words, of_view[at].hash, view);
    }
    if (reading->wish->places)
        place_rows(arena, features, rows, count, sample);
    qsort(rows, count, sizeof(rows[0]), compare_rows);
    sample->rows = ARENA_ARRAY(arena, uint32_t, count + 1);
    sample->values = ARENA_ARRAY(arena, float, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (sample->count == 0 || sample->rows[sample->count - 1] != rows[i]) {
            sample->rows[sample->count++] = rows[i];
            train_words_see(&reading->words, rows[i]);
        }
        sample->values[sample->count - 1]++;
    }
    sample->fold = (unsigned)((hash ^ hash >> 32) % reading->wish->folds);
}

static size_t split(struct text line, struct text *ret_cells)
{
    size_t count = 0;

    while (count < CELLS_MAX) {
        const char *tab = memchr(line.at, '\t', line.length);
        if (!tab || count + 1 == CELLS_MAX) {
            ret_cells[count++] = line;
            return count;
        }
        size_t length = (size_t)(tab - line.at);
        ret_cells[count++] = (struct text){line.at, length};
        line = (struct text){tab + 1, line.length - length - 1};
    }
    return count;
}

/* "code,type,emotion:value" into heads; what a file with so many cells has when nothing is said. */
static enum error name_heads(struct reading *reading, size_t cells)
{
    static const char *const usual[CELLS_MAX + 1] = {
        [2] = "label",
        [3] = "code,type",
        [4] = "code,type,emotion:value",
    };
    struct train_set *set = reading->set;
    const char *at = reading->wish->heads;

    if (!at)
        at = cells <= CELLS_MAX ? usual[cells] : NULL;
    if (!at)
        return fault(reading, "a line is a label, a tab, a text; for more cells say --heads");
    while (*at) {
        size_t length = strcspn(at, ",:");
        bool value = strncmp(at + length, ":value", 6) == 0;
        if (set->head_count == MODEL_HEADS_MAX || length == 0 || length >= MODEL_NAME_BYTES)
            return fault(reading, "--heads: at most 4 names of at most 15 bytes");
        struct text name = {at, length};
        for (size_t i = 0; i < set->head_count; i++) {
            if (text_equal(set->heads[i].name, name))
                return fault(reading, "--heads: a name stands twice");
        }
        struct model_head *head = &set->heads[set->head_count++];
        head->name = arena_text(set->arena, name);
        head->kind = value ? MODEL_value : MODEL_one;
        head->out_of_scope = -1;
        at += length + (value ? 6 : 0);
        if (*at && *at != ',')
            return fault(
                reading,
                "--heads: names are joined by commas, a number is name:value"
            );
        at += *at == ',';
    }
    return set->head_count ? OK : fault(reading, "--heads names none");
}

static enum error take_line(struct reading *reading, struct text line)
{
    struct train_set *set = reading->set;
    struct text cells[CELLS_MAX];
    size_t count = split(line, cells);

    if (set->head_count == 0) {
        enum error error = name_heads(reading, count);
        if (error != OK)
            return error;
    }
    if (count != set->head_count + 1)
        return fault(
            reading,
            "has another number of cells than the lines before, or than --heads names"
        );
    if (set->count == TRAIN_SAMPLES_MAX)
        return fault(reading, "is one sample too many");
    make_room(reading);
    struct train_sample *sample = &set->samples[set->count];
    for (size_t i = 0; i < set->head_count; i++)
        reading->cells[i][set->count] = arena_text(set->arena, lines_bare_cell(cells[i]));
    sample->label = reading->cells[0][set->count];
    sample->text = arena_text(set->arena, cells[set->head_count]);
    sample->path = reading->path;
    sample->line = reading->line_number;
    set->count++;
    return OK;
}

/* Looks at the beginning of the first file, line by line. */
static void look_at(struct reading *reading, struct text line)
{
    size_t length = size_min(line.length, TRAIN_LINE_BYTES_MAX - reading->looked_at);

    if (reading->path != reading->wish->paths[0])
        return;
    for (size_t i = 0; i < length; i++)
        reading->chinese += (unsigned char)line.at[i] >= 0x80;
    reading->looked_at += size_min(length + 1, TRAIN_LINE_BYTES_MAX - reading->looked_at);
}

/* Whether more bytes of the first file's beginning belong to Chinese characters than to anything else. */
static unsigned choose_views(const struct reading *reading)
{
    const struct train_wish *wish = reading->wish;
    unsigned of_words = wish->pairs == TRAIN_PAIRS_always ? TRAIN_VIEWS_OF_WORDS | FEATURE_pairs
                                                          : TRAIN_VIEWS_OF_WORDS;
    unsigned of_characters = wish->pairs == TRAIN_PAIRS_never ? TRAIN_VIEWS_OF_CHARACTERS_NEAR
                                                              : TRAIN_VIEWS_OF_CHARACTERS;

    if (wish->views)
        return wish->views;
    return reading->chinese * 2 > reading->looked_at ? of_characters : of_words;
}

static enum error read_file(struct reading *reading)
{
    FILE *file = fopen(reading->path, "re");
    enum error error = OK;
    struct text line;

    reading->line_number = 0;
    if (!file)
        return fault(reading, "cannot be read");
    struct lines lines = lines_of(file, reading->set->arena);
    while (error == OK && lines_next(&lines, &line)) {
        reading->line_number = lines.number;
        look_at(reading, line);
        if (line.length >= TRAIN_LINE_BYTES_MAX - 1)
            error = fault(reading, "is longer than a line may be");
        else if (line.length && line.at[0] != '#')
            error = take_line(reading, line);
    }
    if (error == OK && lines_failed(&lines))
        error = fault(reading, "cannot be read");
    (void)fclose(file);
    return error;
}

/* Single characters carry more than what they are made of is worth by its rarity, pairs less: found by trying (README.md
 * of common/model). */
static float weight_of(const struct train_set *set, unsigned view)
{
    bool characters = set->views & FEATURE_ends;

    if (view == FEATURE_pairs)
        return 0.7F;
    return view == FEATURE_units_1 && characters ? 1.5F : 1;
}

static void count_all(struct reading *reading)
{
    reading->set->views = choose_views(reading);
    for (size_t i = 0; i < reading->set->count; i++) {
        count_rows(reading, &reading->set->samples[i]);
        arena_reset(&reading->line);
    }
}

/* What is skipped between two units tells little that the units do not: where nothing else has to be seen more than once, it
 * would be most of a model's rows. */
static size_t least_of(const struct reading *reading, unsigned view)
{
    size_t least = reading->wish->rows_min_samples;

    return view == FEATURE_skip && least == 1 ? TRAIN_SKIP_LEAST : least;
}

/* Leaves out what too few samples have, and turns counts into values. */
static void weigh(struct reading *reading)
{
    struct train_set *set = reading->set;
    size_t all = reading->words.count;
    uint32_t *renumbered = ARENA_ARRAY(set->arena, uint32_t, all + 1);

    set->hashes = ARENA_ARRAY(set->arena, uint64_t, all + 1);
    set->idfs = ARENA_ARRAY(set->arena, float, all + 1);
    set->seen_by = ARENA_ARRAY(set->arena, uint32_t, all + 1);
    for (size_t i = 0; i < all; i++) {
        uint32_t seen_by = reading->words.seen_by[i];
        renumbered[i] = UINT32_MAX;
        if (seen_by < least_of(reading, reading->words.views[i]) ||
            set->row_count == MODEL_ROWS_MAX)
            continue;
        set->hashes[set->row_count] = reading->words.hashes[i];
        set->seen_by[set->row_count] = seen_by;
        set->idfs[set->row_count] = weight_of(set, reading->words.views[i]) *
                                    (1 + logf((float)(set->count + 1) / (float)(seen_by + 1)));
        renumbered[i] = (uint32_t)set->row_count++;
    }
    for (size_t i = 0; i < set->count; i++) {
        struct train_sample *sample = &set->samples[i];
        size_t kept = 0;
        float sum = 0;
        train_sample_keep(sample, renumbered);
        for (size_t at = 0; at < sample->count; at++) {
            uint32_t row = renumbered[sample->rows[at]];
            if (row == UINT32_MAX)
                continue;
            float value = (1 + logf(sample->values[at])) * set->idfs[row];
            sample->rows[kept] = row;
            sample->values[kept++] = value;
            sum += value * value;
        }
        sample->count = kept;
        for (size_t at = 0; at < kept; at++)
            sample->values[at] /= sqrtf(sum);
    }
}

static enum error set_targets(struct reading *reading)
{
    struct train_set *set = reading->set;
    struct train_label_wish wish = {reading->wish->separator, reading->wish->out_of_scope};

    for (size_t i = 0; i < set->head_count; i++) {
        enum error error =
            train_labels_set(set, i, reading->cells[i], &wish, reading->ret_faults);
        if (error != OK)
            return error;
    }
    return OK;
}

enum error train_set_read(
    struct arena *arena,
    const struct train_wish *wish,
    struct text *ret_faults,
    struct train_set *ret_set
)
{
    struct train_set set = {.arena = arena};
    struct reading reading = {.wish = wish, .set = &set, .ret_faults = ret_faults};
    enum error error = OK;

    train_words_init(&reading.words, arena);
    for (size_t i = 0; i < wish->path_count && error == OK; i++) {
        reading.path = wish->paths[i];
        error = read_file(&reading);
    }
    if (error == OK && set.count == 0) {
        *ret_faults = TEXT("there is not one line to learn from");
        error = ERROR_config;
    }
    if (error == OK)
        error = set_targets(&reading);
    if (error == OK) {
        count_all(&reading);
        weigh(&reading);
    }
    arena_done(&reading.line);
    if (error == OK)
        *ret_set = set;
    return error;
}
