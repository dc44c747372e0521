/* See train_reading.h. */
#include "services/cli/train_reading.h"

#include "services/cli/train_math.h"

static size_t place_begin(const struct train_sample *sample, size_t place)
{
    return place ? sample->ends[place - 1] : 0;
}

/* The first place of the text: before it lie those of windows that reach over its begin. */
static float *first_place(const struct train_windows *windows, float *places)
{
    return places + windows->window / 2 * windows->width;
}

static bool dropped(struct train_reading *reading, float share)
{
    return train_random_unit(&reading->random) < share;
}

/* What the text's units are, some n-grams, units and columns left out. */
static void see_places(struct train_reading *reading, const struct train_sample *sample)
{
    const struct train_windows *windows = reading->windows;
    float *place = first_place(windows, reading->places);
    float kept_ngrams = 1 / (1 - reading->drops.ngrams);
    float kept_columns = 1 / (1 - reading->drops.columns);

    memset(
        reading->places,
        0,
        (sample->place_count + windows->window) * windows->width * sizeof(float)
    );
    for (size_t i = 0; i < sample->place_count; i++, place += windows->width) {
        bool without = dropped(reading, reading->drops.units);
        memcpy(place, windows->place_bias, windows->width * sizeof(float));
        for (size_t at = place_begin(sample, i); at < sample->ends[i]; at++) {
            reading->kept[at] = !without && !dropped(reading, reading->drops.ngrams);
            if (reading->kept[at])
                train_add(
                    place,
                    kept_ngrams,
                    windows->weights + sample->placed[at] * windows->width,
                    windows->width
                );
        }
        for (size_t column = 0; column < windows->width; column++)
            place[column] =
                dropped(reading, reading->drops.columns) ? 0 : place[column] * kept_columns;
    }
}

/* The window in which a filter finds most, and how much; 0 in TRAIN_PLACES_MAX if nothing is over 0. */
static float find_most(
    const struct train_windows *windows,
    const float *places,
    size_t place_count,
    size_t filter,
    size_t *ret_window
)
{
    size_t span = windows->window * windows->width;
    float most = 0;

    *ret_window = TRAIN_PLACES_MAX;
    for (size_t i = 0; i < place_count; i++) {
        float sum =
            windows->hidden_bias[filter] +
            train_dot(windows->filters + filter * span, places + i * windows->width, span);
        if (sum > most) {
            most = sum;
            *ret_window = i;
        }
    }
    return most;
}

void train_reading_forward(struct train_reading *reading, const struct train_sample *sample)
{
    const struct train_windows *windows = reading->windows;
    float kept = 1 / (1 - reading->drops.hidden);

    see_places(reading, sample);
    memcpy(reading->scores, windows->bias, windows->label_width * sizeof(float));
    for (size_t i = 0; i < windows->hidden; i++) {
        reading->found[i] = TRAIN_PLACES_MAX;
        if (dropped(reading, reading->drops.hidden))
            continue;
        reading->hidden[i] =
            kept *
            find_most(windows, reading->places, sample->place_count, i, &reading->found[i]);
        if (reading->found[i] != TRAIN_PLACES_MAX)
            train_add(
                reading->scores,
                reading->hidden[i],
                windows->dense + i * windows->label_width,
                windows->label_width
            );
    }
}

static void back_to_places(
    struct train_reading *reading,
    const struct train_sample *sample,
    const struct train_gradients *to
)
{
    const struct train_windows *windows = reading->windows;
    float *places = first_place(windows, reading->places);
    float *gradients = first_place(windows, reading->place_gradients);
    float kept_columns = 1 / (1 - reading->drops.columns);
    float kept_ngrams = 1 / (1 - reading->drops.ngrams);
    size_t width = windows->width;

    for (size_t i = 0; i < sample->place_count; i++) {
        float *gradient = gradients + i * width;
        for (size_t column = 0; column < width; column++)
            gradient[column] =
                places[i * width + column] == 0.0F ? 0 : gradient[column] * kept_columns;
        train_add(to->place_bias, 1, gradient, width);
        for (size_t at = place_begin(sample, i); at < sample->ends[i]; at++) {
            if (reading->kept[at])
                train_add(
                    to->row(to->context, sample->placed[at]),
                    kept_ngrams,
                    gradient,
                    width
                );
        }
    }
}

void train_reading_backward(
    struct train_reading *reading,
    const struct train_sample *sample,
    const struct train_gradients *to
)
{
    const struct train_windows *windows = reading->windows;
    size_t span = windows->window * windows->width;
    size_t labels = windows->label_width;
    float kept = 1 / (1 - reading->drops.hidden);

    memset(
        reading->place_gradients,
        0,
        (sample->place_count + windows->window) * windows->width * sizeof(float)
    );
    for (size_t i = 0; i < windows->hidden; i++) {
        if (reading->found[i] == TRAIN_PLACES_MAX)
            continue;
        size_t from = reading->found[i] * windows->width;
        float back = kept * train_dot(windows->dense + i * labels, reading->scores, labels);
        train_add(to->dense + i * labels, reading->hidden[i], reading->scores, labels);
        train_add(reading->place_gradients + from, back, windows->filters + i * span, span);
        train_add(to->filters + i * span, back, reading->places + from, span);
        to->hidden_bias[i] += back;
    }
    train_add(to->bias, 1, reading->scores, labels);
    back_to_places(reading, sample, to);
}
