/* See normalise.h. One pass: decode a code point, fold it by table, and append what it became;
 * appending collapses spaces and repeats, and a closing bracket looks back for pinyin. */
#include "common/text/normalise.h"

#include "common/text/fold_table.h"
#include "common/utf8.h"

enum {
    GROWTH_MAX = 4,        /* bytes out for a byte in: two bytes become at most seven */
    PINYIN_BYTES_MAX = 40, /* longest content of a bracket that may be pinyin */
};

struct folding {
    char *at;
    size_t length;
    size_t previous; /* where the last character begins */
    size_t repeats;  /* how often it stood there, 1 when once */
    bool space;      /* a space is due before the next character */
};

/* What becomes of the code point at byte `at`, and its bytes; a malformed byte is dropped. */
static uint16_t fold_of(struct text text, size_t at, size_t *ret_bytes)
{
    uint32_t code;

    *ret_bytes = utf8_next(text, at, &code);
    if (*ret_bytes == 0) {
        *ret_bytes = 1;
        return FOLD_drop;
    }
    return fold_entries[fold_pages[code / FOLD_PAGE]][code % FOLD_PAGE];
}

static size_t character_bytes(char first)
{
    uint8_t byte = (uint8_t)first;

    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/* U+2E80..U+9FFF without the punctuation that is folded anyway, and the planes of rare
 * characters: in UTF-8 a first byte E3..E9 or a four-byte character from U+20000 on. */
static bool is_han(const char *at)
{
    uint8_t first = (uint8_t)at[0];

    return (first >= 0xE3 && first <= 0xE9) || (first == 0xF0 && (uint8_t)at[1] >= 0xA0);
}

/* Characters whose number of repeats means something: 1000 and 一一三 stay. */
static bool is_digit(const char *at, size_t bytes)
{
    static const char *const chinese = "零〇一二三四五六七八九十百千万亿两";

    if (bytes == 1)
        return at[0] >= '0' && at[0] <= '9';
    if (bytes != 3)
        return false;
    for (const char *digit = chinese; *digit; digit += 3) {
        if (memcmp(digit, at, 3) == 0)
            return true;
    }
    return false;
}

static bool is_mark(const char *at, size_t bytes)
{
    return bytes == 1 && !(at[0] >= '0' && at[0] <= '9') && !(at[0] >= 'a' && at[0] <= 'z');
}

static size_t part_length(const char *const *parts, size_t count, const char *at, size_t *next)
{
    while (*next < count) {
        const char *part = parts[(*next)++];
        size_t length = strlen(part);
        if (strncmp(at, part, length) == 0)
            return length;
    }
    return SIZE_MAX;
}

/* Marks in `reached` where a syllable that begins at `at + from` can end. */
static void reach_syllable_ends(const char *at, size_t from, uint8_t *reached)
{
    static const char *const initials[] = {"zh", "ch", "sh", "b", "p", "m", "f", "d",
                                           "t",  "n",  "l",  "g", "k", "h", "j", "q",
                                           "x",  "r",  "z",  "c", "s", "y", "w", ""};
    static const char *const finals[] = {
        "a",  "o",   "e",  "ai",  "ei", "ao",   "ou",  "an",   "en",  "ang",  "eng", "er",
        "i",  "ia",  "ie", "iao", "iu", "ian",  "in",  "iang", "ing", "iong", "u",   "ua",
        "uo", "uai", "ui", "uan", "un", "uang", "ong", "v",    "ve",  "ue"};
    size_t next_initial = 0;
    size_t initial;

    while ((initial = part_length(LIST(initials), at + from, &next_initial)) != SIZE_MAX) {
        size_t next_final = 0;
        size_t final;
        while ((final = part_length(LIST(finals), at + from + initial, &next_final)) != SIZE_MAX
        ) {
            uint8_t *end = &reached[from + initial + final];
            uint8_t syllables = (uint8_t)(reached[from] + 1);
            if (*end == 0 || *end > syllables)
                *end = syllables;
        }
    }
}

/* The least number of pinyin syllables that make up the text; 0 when it is not pinyin. */
static size_t pinyin_syllables(const char *at, size_t length)
{
    char letters[PINYIN_BYTES_MAX + 1];
    uint8_t reached[PINYIN_BYTES_MAX + 1] = {1}; /* syllables up to here, plus one */
    size_t count = 0;

    for (size_t i = 0; i < length; i++) {
        if (at[i] >= 'a' && at[i] <= 'z')
            letters[count++] = at[i];
        else if (at[i] != ' ' && at[i] != '\'' && !(at[i] >= '1' && at[i] <= '5'))
            return 0;
    }
    letters[count] = 0;
    for (size_t from = 0; from < count; from++) {
        if (reached[from])
            reach_syllable_ends(letters, from, reached);
    }
    return count && reached[count] ? reached[count] - 1U : 0;
}

static size_t han_before(const struct folding *out, size_t end)
{
    size_t count = 0;

    while (end >= 3 && is_han(out->at + end - 3)) {
        end -= 3;
        count++;
    }
    return count;
}

/* Called before a `)` is appended: takes `(pinyin` back when as many characters stand before
 * it. */
static bool drop_pinyin(struct folding *out)
{
    for (size_t back = 1; back <= out->length && back <= PINYIN_BYTES_MAX; back++) {
        size_t open = out->length - back;
        if (out->at[open] != '(')
            continue;
        size_t syllables = pinyin_syllables(out->at + open + 1, back - 1);
        if (syllables == 0 || han_before(out, open) < syllables)
            return false;
        out->length = open;
        out->previous = open - 3;
        out->repeats = 1;
        return true;
    }
    return false;
}

/* True when the character only stretches what is there already. */
static bool is_stretch(struct folding *out, const char *at, size_t bytes)
{
    bool same = out->length == out->previous + bytes && out->length > 0 &&
                memcmp(out->at + out->previous, at, bytes) == 0;

    if (!same || is_digit(at, bytes)) {
        out->repeats = 0;
        return false;
    }
    if (is_mark(at, bytes))
        return true;
    if (out->repeats < 2)
        return false;
    /* The third: the second one goes too. From now on there is one, and each further one is the
     * third. */
    if (out->previous >= bytes && memcmp(out->at + out->previous - bytes, at, bytes) == 0) {
        out->length -= bytes;
        out->previous -= bytes;
    }
    return true;
}

static void append(struct folding *out, const char *at, size_t bytes)
{
    if (bytes == 1 && at[0] == ' ') {
        out->space = out->length > 0;
        return;
    }
    if (out->space && !is_han(at) && !is_han(out->at + out->previous)) {
        out->at[out->length] = ' ';
        out->previous = out->length++;
        out->repeats = 1;
    }
    out->space = false;
    if (bytes == 1 && at[0] == ')' && drop_pinyin(out))
        return;
    if (is_stretch(out, at, bytes))
        return;
    memcpy(out->at + out->length, at, bytes);
    out->previous = out->length;
    out->length += bytes;
    out->repeats++;
}

struct text text_normalise(struct arena *arena, struct text original)
{
    struct text read = {original.at, size_min(original.length, NORMALISE_BYTES_MAX)};
    struct folding out = {.at = arena_take(arena, GROWTH_MAX * read.length + 1)};

    for (size_t i = 0, bytes; i < read.length; i += bytes) {
        uint16_t fold = fold_of(read, i, &bytes);
        if (fold == FOLD_keep)
            append(&out, read.at + i, bytes);
        else if (fold == FOLD_space)
            append(&out, " ", 1);
        else if (fold != FOLD_drop)
            for (const char *at = fold_texts[fold]; *at; at += character_bytes(*at))
                append(&out, at, character_bytes(*at));
    }
    out.at[out.length] = 0;
    return (struct text){out.at, out.length};
}
