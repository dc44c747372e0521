/* See table.h. One pass over the lines; each word of the format has a function in `words`. */
#include "deploy/local/supervisor/table.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const too_many_words = "more words in a line than the limit";

/* One line, split. */
struct line {
    char *words[TABLE_WORDS_MAX + 1]; /* NULL at the end */
    size_t count;
};

/* Cuts the line in place; NULL when it is fine, else what is wrong. */
static const char *split(char *at, struct line *line)
{
    line->count = 0;
    for (;;) {
        at += strspn(at, " \t\r");
        if (!*at || *at == '#')
            break;
        if (line->count == TABLE_WORDS_MAX)
            return too_many_words;

        bool quoted = *at == '"';
        char *word = quoted ? at + 1 : at;
        char *end = quoted ? strchr(word, '"') : word + strcspn(word, " \t\r");
        if (!end)
            return "a quotation mark is not closed";
        bool more = *end != 0;
        *end = 0;
        line->words[line->count++] = word;
        if (!more)
            break;
        at = end + 1;
    }
    line->words[line->count] = NULL;
    return NULL;
}

static char **keep(struct table *table, char *const *words, size_t count)
{
    char **kept = ARENA_ARRAY(&table->arena, char *, count + 1);

    for (size_t i = 0; i < count; i++)
        kept[i] = words[i];
    return kept;
}

static const char *take_run(struct table *table, struct entry *entry, const struct line *line)
{
    entry->run = keep(table, line->words + 1, line->count - 1);
    return NULL;
}

static const char *take_ready(struct table *table, struct entry *entry, const struct line *line)
{
    entry->ready = keep(table, line->words + 1, line->count - 1);
    return NULL;
}

static const char *take_env(struct table *table, struct entry *entry, const struct line *line)
{
    char *all[TABLE_WORDS_MAX + 1];
    size_t count = 0;

    for (char **old = entry->env; old && *old; old++)
        all[count++] = *old;
    for (size_t i = 1; i < line->count; i++) {
        const char *sign = strchr(line->words[i], '=');
        if (!sign || sign == line->words[i])
            return "env needs NAME=value";
        if (count == TABLE_WORDS_MAX)
            return too_many_words;
        all[count++] = line->words[i];
    }
    entry->env = keep(table, all, count);
    return NULL;
}

static const char *
take_folder(struct table *table UNUSED, struct entry *entry, const struct line *line)
{
    entry->folder = line->words[1];
    return line->count == 2 ? NULL : "folder needs one word";
}

static const char *
take_user(struct table *table UNUSED, struct entry *entry, const struct line *line)
{
    entry->user = line->words[1];
    return line->count == 2 ? NULL : "user needs one word";
}

static const char *take_after(struct table *table, struct entry *entry, const struct line *line)
{
    size_t self = (size_t)(entry - table->entries);

    for (size_t i = 1; i < line->count; i++) {
        size_t other = 0;
        while (other < self && strcmp(table->entries[other].name, line->words[i]) != 0)
            other++;
        if (other == self)
            return "after needs the name of an entry above";
        for (size_t j = 0; j < entry->after_count; j++)
            if (entry->after[j] == other)
                return "after names an entry twice";
        entry->after[entry->after_count++] = other;
    }
    return NULL;
}

static int signal_of(const char *name)
{
    static const struct {
        const char *name;
        int number;
    } signals[] = {{"TERM", SIGTERM}, {"INT", SIGINT}, {"QUIT", SIGQUIT}, {"KILL", SIGKILL}};

    for (size_t i = 0; i < LENGTH(signals); i++)
        if (strcmp(signals[i].name, name) == 0)
            return signals[i].number;
    return 0;
}

static const char *
take_stop(struct table *table UNUSED, struct entry *entry, const struct line *line)
{
    entry->stop_signal = signal_of(line->words[1]);
    if (!entry->stop_signal || line->count > 3)
        return "stop needs TERM, INT, QUIT or KILL and perhaps seconds";
    if (line->count == 3) {
        char *end = NULL;
        long seconds = strtol(line->words[2], &end, 10);
        if (*end || seconds < 1 || seconds > TABLE_STOP_SECONDS_MAX)
            return "stop takes 1 to 600 seconds";
        entry->stop_ms = seconds * 1000;
    }
    return NULL;
}

static const char *
take_death(struct table *table UNUSED, struct entry *entry, const struct line *line)
{
    entry->death_signal = signal_of(line->words[1]);
    return entry->death_signal && line->count == 2 ? NULL
                                                   : "death needs TERM, INT, QUIT or KILL";
}

static bool name_is_good(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return !name[length] && length >= 1 && length <= TABLE_NAME_BYTES_MAX;
}

static const char *begin(struct table *table, enum entry_kind kind, const struct line *line)
{
    if (line->count != 2 || !name_is_good(line->words[1]))
        return "a name is 1 to 32 of a-z, 0-9 and -";
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->entries[i].name, line->words[1]) == 0)
            return "the name is taken by an entry above";
    if (table->count == TABLE_ENTRIES_MAX)
        return "more entries than the limit";
    table->entries[table->count++] = (struct entry){
        .kind = kind,
        .name = line->words[1],
        .stop_signal = SIGTERM,
        .stop_ms = 10000,
        .death_signal = SIGKILL,
    };
    return NULL;
}

static const char *take(struct table *table, const struct line *line)
{
    static const struct {
        const char *name;
        const char *(*take)(struct table *, struct entry *, const struct line *);
    } words[] = {
        {"run", take_run},
        {"ready", take_ready},
        {"env", take_env},
        {"folder", take_folder},
        {"user", take_user},
        {"after", take_after},
        {"stop", take_stop},
        {"death", take_death},
    };

    if (strcmp(line->words[0], "service") == 0)
        return begin(table, ENTRY_service, line);
    if (strcmp(line->words[0], "task") == 0)
        return begin(table, ENTRY_task, line);
    for (size_t i = 0; i < LENGTH(words); i++) {
        if (strcmp(line->words[0], words[i].name) != 0)
            continue;
        if (!table->count)
            return "the first line must be a service or a task";
        if (line->count < 2)
            return "the line says nothing after its first word";
        return words[i].take(table, &table->entries[table->count - 1], line);
    }
    return "unknown word at the start of the line";
}

/* The whole file, zero-terminated, in the arena. */
static enum error load(
    const char *path,
    struct table *table,
    char **ret_bytes,
    char ret_reason[TABLE_REASON_BYTES]
)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        snprintf(ret_reason, TABLE_REASON_BYTES, "%.80s: %s", path, strerror(errno));
        return ERROR_io;
    }

    char *bytes = arena_zero(&table->arena, TABLE_FILE_BYTES_MAX + 2);
    size_t length = fread(bytes, 1, TABLE_FILE_BYTES_MAX + 1, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed) {
        snprintf(ret_reason, TABLE_REASON_BYTES, "%.80s: cannot be read", path);
        return ERROR_io;
    }
    if (length > TABLE_FILE_BYTES_MAX || strlen(bytes) != length) {
        snprintf(
            ret_reason,
            TABLE_REASON_BYTES,
            "%.80s: longer than 64 KiB, or not text",
            path
        );
        return ERROR_config;
    }
    *ret_bytes = bytes;
    return OK;
}

enum error
table_read(const char *path, struct table *table, char ret_reason[TABLE_REASON_BYTES])
{
    char *rest = NULL;
    enum error error = load(path, table, &rest, ret_reason);
    if (error != OK)
        return error;

    const char *wrong = NULL;
    size_t number = 0;
    while (!wrong && rest) {
        struct line line;
        char *at = strsep(&rest, "\n");
        number++;
        wrong = split(at, &line);
        if (!wrong && line.count)
            wrong = take(table, &line);
    }
    for (size_t i = 0; !wrong && i < table->count; i++)
        if (!table->entries[i].run)
            wrong = "an entry has no run line";
    if (!wrong && !table->count)
        wrong = "the table is empty";
    if (wrong) {
        snprintf(ret_reason, TABLE_REASON_BYTES, "%.80s:%zu: %s", path, number, wrong);
        return ERROR_config;
    }
    return OK;
}

void table_done(struct table *table)
{
    arena_done(&table->arena);
    *table = (struct table){0};
}
