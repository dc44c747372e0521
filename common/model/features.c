/* See features.h. One walk over the text makes units, one over the units makes n-grams. */
#include "common/model/features.h"

#include "common/utf8.h"

enum {
    NUMBER_EXACT_MAX =
        4, /* 110, 315, 2024 mean something; longer numbers only how long they are */
    LETTERS_OF_WORD_MAX = 32,
    LENGTH_CLASS_MAX = 20,
};

/* So that n-grams of different kinds never share a hash. */
enum {
    SEED_unit = 0x11,
    SEED_number = 0x22,
    SEED_twos = 0x33,
    SEED_threes = 0x44,
    SEED_skip = 0x55,
    SEED_letters = 0x66,
    SEED_begin = 0x77,
    SEED_end = 0x88,
    SEED_pair = 0x99,
};

struct making {
    struct text text;
    struct feature *features;
    size_t count;
    uint16_t unit; /* that of the n-grams which are being made */
};

static uint64_t stir(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* The last step of SplitMix64: every bit of the input reaches every bit. */
static uint64_t finish(uint64_t hash)
{
    hash = (hash ^ hash >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    hash = (hash ^ hash >> 27) * UINT64_C(0x94D049BB133111EB);
    return hash ^ hash >> 31;
}

static bool is_letter(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code == '\'' ||
           (code >= 0xC0 && code < 0x2000 && code != 0xD7 && code != 0xF7);
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* Characters of scripts without spaces between words, and anything else that is no blank: emoji, ¥, ?, !. */
static bool is_sign(uint32_t code)
{
    return code >= 0x2E80 || code == '?' || code == '!' || code == '%' || code == '$' ||
           (code >= 0x80 && code < 0xC0) || (code >= 0x2000 && code != UTF8_REPLACEMENT);
}

/* The word or number that begins at `at`; returns where it ends. */
static size_t take_run(struct text text, size_t at, bool number, struct feature_unit *ret_unit)
{
    uint64_t hash = SEED_unit;
    size_t end = at;
    size_t count = 0;
    uint32_t code;

    for (size_t bytes; (bytes = utf8_step(text, end, &code)) > 0; end += bytes) {
        if (number ? !is_digit(code) : !is_letter(code))
            break;
        hash = stir(hash, code);
        count++;
    }
    if (number && count > NUMBER_EXACT_MAX)
        hash = stir(SEED_number, size_min(count, LENGTH_CLASS_MAX));
    *ret_unit = (struct feature_unit){hash, (uint32_t)at, (uint32_t)(end - at), !number};
    return end;
}

static size_t units_of(struct text text, struct feature_unit *units)
{
    size_t count = 0;
    size_t at = 0;
    uint32_t code;

    for (size_t bytes; count < FEATURE_UNITS_MAX && (bytes = utf8_step(text, at, &code)) > 0;) {
        if (is_digit(code) || is_letter(code)) {
            at = take_run(text, at, is_digit(code), &units[count++]);
            continue;
        }
        if (is_sign(code))
            units[count++] = (struct feature_unit
            ){stir(SEED_unit, code), (uint32_t)at, (uint32_t)bytes, false};
        at += bytes;
    }
    return count;
}

static inline void add(struct making *making, uint64_t hash, uint32_t at, uint32_t end)
{
    if (making->count < FEATURES_MAX)
        making->features[making->count++] =
            (struct feature){finish(hash), at, (uint16_t)(end - at), making->unit};
}

static void add_letters(struct making *making, const struct feature_unit *word)
{
    struct text text = {making->text.at, word->at + word->length};
    uint32_t codes[LETTERS_OF_WORD_MAX + 2];
    uint32_t places[LETTERS_OF_WORD_MAX + 3];
    size_t count = 0;
    size_t at = word->at;

    codes[count] = '<';
    places[count++] = (uint32_t)at;
    for (size_t bytes; count <= LETTERS_OF_WORD_MAX; at += bytes) {
        places[count] = (uint32_t)at;
        bytes = utf8_step(text, at, &codes[count]);
        if (bytes == 0)
            break;
        count++;
    }
    codes[count] = '>';
    places[count++] = (uint32_t)at;
    places[count] = (uint32_t)at;
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = SEED_letters;
        for (size_t n = 1; n <= FEATURE_LETTERS_MAX && i + n <= count; n++) {
            hash = stir(hash, codes[i + n - 1]);
            if (n > 1 || (i > 0 && i + 1 < count))
                add(making, stir(hash, n), places[i], places[i + n]);
        }
    }
}

static uint32_t end_of(const struct feature_unit *unit)
{
    return unit->at + unit->length;
}

/* What begins with the unit at `i`. */
static void add_units(
    struct making *making,
    unsigned views,
    const struct feature_unit *units,
    size_t count,
    size_t i
)
{
    const struct feature_unit *unit = &units[i];

    making->unit = (uint16_t)i;
    if (views & FEATURE_units_1)
        add(making, unit->hash, unit->at, end_of(unit));
    if ((views & FEATURE_letters) && unit->word)
        add_letters(making, unit);
    if ((views & FEATURE_units_2) && i + 1 < count)
        add(making,
            stir(stir(SEED_twos, unit->hash), units[i + 1].hash),
            unit->at,
            end_of(&units[i + 1]));
    if (i + 2 >= count)
        return;
    if (views & FEATURE_units_3)
        add(making,
            stir(stir(stir(SEED_threes, unit->hash), units[i + 1].hash), units[i + 2].hash),
            unit->at,
            end_of(&units[i + 2]));
    if (views & FEATURE_skip)
        add(making,
            stir(stir(SEED_skip, unit->hash), units[i + 2].hash),
            unit->at,
            end_of(&units[i + 2]));
}

/* After everything else, so that of a text that is too long they are the first to be left out. */
static void add_pairs(struct making *making, const struct feature_unit *units, size_t count)
{
    size_t end = size_min(count, FEATURE_PAIR_UNITS_MAX);

    making->unit = FEATURE_UNITS_MAX;
    for (size_t i = 0; i < end; i++) {
        for (size_t with = i + 1; with < end && with - i <= FEATURE_PAIR_DISTANCE_MAX; with++) {
            uint64_t one = units[i].hash;
            uint64_t other = units[with].hash;
            uint64_t hash = one < other ? stir(stir(SEED_pair, one), other)
                                        : stir(stir(SEED_pair, other), one);
            add(making, hash, units[i].at, end_of(&units[with]));
        }
    }
}

size_t features_of(
    struct text normalised,
    unsigned views,
    struct feature_unit *units,
    struct feature ret_features[FEATURES_MAX]
)
{
    struct text read = {normalised.at, size_min(normalised.length, FEATURE_TEXT_BYTES_MAX)};
    struct making making = {read, ret_features, 0, 0};
    size_t count = units_of(read, units);

    if ((views & FEATURE_ends) && count > 0) {
        const struct feature_unit *last = &units[count - 1];
        add(&making, stir(SEED_begin, units[0].hash), units[0].at, end_of(&units[0]));
        making.unit = (uint16_t)(count - 1);
        add(&making, stir(SEED_end, last->hash), last->at, end_of(last));
    }
    for (size_t i = 0; i < count; i++)
        add_units(&making, views, units, count, i);
    if (views & FEATURE_pairs)
        add_pairs(&making, units, count);
    return making.count;
}

size_t features_placed(
    const struct feature *features,
    size_t count,
    uint16_t ret_order[FEATURES_MAX],
    uint16_t ret_ends[FEATURE_PLACES_MAX]
)
{
    uint16_t begins[FEATURE_PLACES_MAX] = {0};
    size_t places = 0;
    uint16_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (features[i].unit >= FEATURE_PLACES_MAX)
            continue;
        begins[features[i].unit]++;
        places = size_max(places, (size_t)features[i].unit + 1);
    }
    for (size_t i = 0; i < places; i++) {
        sum = (uint16_t)(sum + begins[i]);
        begins[i] = (uint16_t)(sum - begins[i]);
        ret_ends[i] = sum;
    }
    for (size_t i = 0; i < count; i++) {
        if (features[i].unit < FEATURE_PLACES_MAX)
            ret_order[begins[features[i].unit]++] = (uint16_t)i;
    }
    return places;
}
