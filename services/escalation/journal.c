/* See journal.h. */
#include "services/escalation/journal.h"

#include "common/sha256.h"
#include "services/escalation/figures.h"

enum { NAME_BYTES_MAX = 31, LINE_BYTES_MAX = NAME_BYTES_MAX + 3 * FIGURE_BYTES_MAX + 4 };

/* The streams, in the order in which facts of one millisecond are taken. */
enum source {
    SOURCE_intake,
    SOURCE_router,
    SOURCE_desk,
    SOURCE_escalation,
    SOURCE_survey,
    SOURCE_archive,
    SOURCE_told
};

static const struct {
    const char *name;
    size_t length; /* of the name */
    enum source source;
    const char *words;
} facts[FACTS] = {
#define FACT(name, source, words)                                                              \
    [FACT_##name] = {#name, sizeof(#name) - 1, SOURCE_##source, words},
#include "services/escalation/facts.def"
#undef FACT
};

bool fact_find(struct text name, enum fact *ret_fact)
{
    for (int fact = FACT_none + 1; fact < FACTS; fact++) {
        if (name.length == facts[fact].length &&
            memcmp(name.at, facts[fact].name, name.length) == 0) {
            *ret_fact = (enum fact)fact;
            return true;
        }
    }
    return false;
}

int64_t fact_pack(struct text code)
{
    int64_t packed = 0;

    if (code.length >= sizeof(packed))
        return 0;
    for (size_t i = 0; i < code.length; i++)
        packed = packed << 8 | (uint8_t)code.at[i];
    return packed;
}

int64_t fact_hash(struct text name)
{
    uint8_t hash[SHA256_BYTES];
    int64_t value = 0;

    sha256(bytes_of_text(name), hash);
    for (size_t i = 0; i < sizeof(value) - 1; i++)
        value = value << 8 | hash[i];
    return value + 1;
}

static int compare_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare(const struct fact_entry *a, const struct fact_entry *b)
{
    int order = compare_number(a->at_ms, b->at_ms);

    if (!order)
        order = compare_number(facts[a->fact].source, facts[b->fact].source);
    if (!order)
        order = compare_number(a->version, b->version);
    if (!order)
        order = compare_number(a->fact, b->fact);
    return order ? order : compare_number(a->value, b->value);
}

static void remove_at(struct journal *journal, size_t at)
{
    journal->count--;
    memmove(
        &journal->entries[at],
        &journal->entries[at + 1],
        (journal->count - at) * sizeof(journal->entries[0])
    );
}

static void insert(struct journal *journal, struct fact_entry entry)
{
    size_t at = journal->count;

    while (at > 0 && compare(&journal->entries[at - 1], &entry) > 0)
        at--;
    memmove(
        &journal->entries[at + 1],
        &journal->entries[at],
        (journal->count - at) * sizeof(journal->entries[0])
    );
    journal->entries[at] = entry;
    journal->count++;
}

/* Of a kind that may repeat, keeps the first alone, or the first and the newest. */
static void thin(struct journal *journal, enum fact fact, size_t most)
{
    size_t seen = 0, last_but_one = 0, last = 0;

    for (size_t i = 0; i < journal->count; i++) {
        if (journal->entries[i].fact != fact)
            continue;
        seen++;
        last_but_one = last;
        last = i;
    }
    if (seen > most)
        remove_at(journal, most == 1 ? last : last_but_one);
}

/* What desk and survey tell again and again while a case goes to and fro. */
static bool may_repeat(enum fact fact)
{
    return facts[fact].source == SOURCE_desk ? fact != FACT_registered && fact != FACT_regraded
                                             : facts[fact].source == SOURCE_survey;
}

/* Few, and without them a limit would be another. */
static bool is_few(enum fact fact)
{
    return fact == FACT_acknowledged || fact == FACT_registered || fact == FACT_extended;
}

enum tier { TIER_repeated, TIER_many, TIER_any, TIERS };

/* Two of each kind always fit: in the last tier there is one to give up. */
_Static_assert(2 * FACTS < JOURNAL_MAX, "a full journal has a kind of three facts");

/* The oldest fact that `first` older ones and a newer one of its kind stand beside; `count` when there is none. */
static size_t oldest_spare(const struct journal *journal, enum tier tier)
{
    size_t seen[FACTS] = {0}, last[FACTS] = {0};
    size_t first = tier == TIER_repeated ? JOURNAL_FIRST : 1;

    for (size_t i = 0; i < journal->count; i++)
        last[journal->entries[i].fact] = i;
    for (size_t i = 0; i < journal->count; i++) {
        enum fact fact = journal->entries[i].fact;
        bool may_go =
            tier == TIER_any || (tier == TIER_many ? !is_few(fact) : may_repeat(fact));
        if (may_go && seen[fact]++ >= first && i != last[fact])
            return i;
    }
    return journal->count;
}

/* A journal that is over its limit gives up one fact. */
static void make_room(struct journal *journal)
{
    size_t at = journal->count;

    for (enum tier tier = TIER_repeated; at == journal->count && tier < TIERS; tier++)
        at = oldest_spare(journal, tier);
    remove_at(journal, at);
    journal->dropped++;
}

/* How many of a kind that may repeat without end are kept; 0: all. */
static size_t most_of(enum fact fact)
{
    if (fact == FACT_told || fact == FACT_coded || fact == FACT_placed)
        return 2;
    return fact == FACT_claimed || fact == FACT_stored;
}

static bool has(const struct journal *journal, const struct fact_entry *entry)
{
    for (size_t i = 0; i < journal->count; i++) {
        if (compare(&journal->entries[i], entry) == 0)
            return true;
    }
    return false;
}

bool journal_add(struct journal *journal, struct fact_entry entry)
{
    size_t most = most_of(entry.fact);

    if (has(journal, &entry))
        return false;
    insert(journal, entry);
    if (most)
        thin(journal, entry.fact, most);
    if (journal->count > JOURNAL_MAX)
        make_room(journal);
    return has(journal, &entry);
}

void journal_add_own(struct journal *journal, int64_t at_ms, enum fact fact, int64_t value)
{
    int64_t version = 0;

    for (size_t i = 0; i < journal->count; i++) {
        const struct fact_entry *entry = &journal->entries[i];
        if (entry->at_ms == at_ms && facts[entry->fact].source == SOURCE_escalation)
            version = int64_max(version, entry->version + 1);
    }
    journal_add(journal, (struct fact_entry){at_ms, version, fact, value});
}

/* A stored journal is in order: what comes behind the last needs no search. */
static void take_stored(struct journal *journal, struct fact_entry entry)
{
    size_t count = journal->count;
    bool behind = count == 0 || compare(&journal->entries[count - 1], &entry) < 0;

    if (behind && count < JOURNAL_MAX && !most_of(entry.fact))
        journal->entries[journal->count++] = entry;
    else
        journal_add(journal, entry);
}

const struct fact_entry *journal_first(const struct journal *journal, enum fact fact)
{
    for (size_t i = 0; i < journal->count; i++) {
        if (journal->entries[i].fact == fact)
            return &journal->entries[i];
    }
    return NULL;
}

static bool skip_blank(struct text *rest)
{
    if (!rest->length || rest->at[0] != ' ')
        return false;
    *rest = (struct text){rest->at + 1, rest->length - 1};
    return true;
}

static bool read_name(struct text *rest, enum fact *ret_fact)
{
    const char *end = memchr(rest->at, ' ', rest->length);
    struct text name = {rest->at, end ? (size_t)(end - rest->at) : 0};

    *rest = (struct text){rest->at + name.length, rest->length - name.length};
    return fact_find(name, ret_fact);
}

static bool read_line(struct text line, struct fact_entry *ret_entry)
{
    return figure_read(&line, &ret_entry->at_ms) && skip_blank(&line) &&
           read_name(&line, &ret_entry->fact) && skip_blank(&line) &&
           figure_read(&line, &ret_entry->value) && skip_blank(&line) &&
           figure_read(&line, &ret_entry->version);
}

void journal_read(struct text text, struct journal *ret_journal)
{
    struct fact_entry entry;

    ret_journal->count = ret_journal->dropped = 0;
    for (size_t from = 0; from < text.length;) {
        const char *end = memchr(text.at + from, '\n', text.length - from);
        size_t length = end ? (size_t)(end - text.at) - from : text.length - from;
        if (read_line((struct text){text.at + from, length}, &entry))
            take_stored(ret_journal, entry);
        from += length + 1;
    }
}

struct text journal_write(const struct journal *journal, struct arena *arena)
{
    char *from = arena_take(arena, journal->count * LINE_BYTES_MAX + 1), *at = from;

    for (size_t i = 0; i < journal->count; i++) {
        const struct fact_entry *entry = &journal->entries[i];
        at = figure_write(at, entry->at_ms);
        *at++ = ' ';
        memcpy(at, facts[entry->fact].name, facts[entry->fact].length);
        at += facts[entry->fact].length;
        *at++ = ' ';
        at = figure_write(at, entry->value);
        *at++ = ' ';
        at = figure_write(at, entry->version);
        *at++ = '\n';
    }
    return (struct text){from, (size_t)(at - from)};
}

static struct text first_word(const char *words)
{
    const char *end = strchr(words, ' ');

    return (struct text){words, end ? (size_t)(end - words) : strlen(words)};
}

bool fact_counts_as(enum fact fact, struct text word)
{
    const char *words = facts[fact].words;

    while (words && *words) {
        struct text one = first_word(words);
        if (text_equal(one, word))
            return true;
        words += one.length + (words[one.length] == ' ');
    }
    return false;
}

struct text fact_word(enum fact fact)
{
    return first_word(facts[fact].words);
}
