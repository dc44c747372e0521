/* See settings.h. One pass over the tables fills the structs, one over the environment finds
 * the names that nobody knows. */
#include "common/settings.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "common/settings_name.h"
#include "common/utf8.h"

enum { QUOTED_BYTES_MAX = 64 };

/* One call of settings_load. */
struct loading {
    const struct settings_part *parts;
    size_t count;
    char **environment;
    struct arena *arena;
    struct text faults;
    size_t fault_count;
};

const struct setting_shared settings_shared[] = {
#define SHARED(name, sentence) {SETTING_PREFIX #name, sentence},
#include "common/settings.def"
#undef SHARED
};
const size_t settings_shared_count = LENGTH(settings_shared);

static void note(struct loading *loading, struct text fault)
{
    loading->fault_count++;
    if (loading->fault_count > SETTING_FAULTS_MAX)
        return;
    loading->faults = arena_format(
        loading->arena,
        "%.*s%s%s",
        (int)loading->faults.length,
        loading->faults.at ? loading->faults.at : "",
        loading->faults.at ? "\n" : "",
        fault.at
    );
}

/* note (loading, "SHOULI_X: must …") */
#define NOTE(loading, ...) note(loading, arena_format((loading)->arena, __VA_ARGS__))

static const char *find_value(const struct loading *loading, const char *name)
{
    size_t length = strlen(name);

    for (char **entry = loading->environment; *entry; entry++)
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
            return *entry + length + 1;
    return NULL;
}

static bool is_declared(const struct loading *loading, struct text name)
{
    struct setting_name declared;

    for (size_t i = 0; i < loading->count; i++)
        for (size_t k = 0; k < loading->parts[i].count; k++) {
            setting_name_of(&loading->parts[i].table[k], &declared);
            if (text_is(name, declared.plain))
                return true;
        }
    return false;
}

static bool may_come_as_file(enum setting_kind kind)
{
    return kind == SETTING_TEXT || kind == SETTING_SECRET;
}

static bool is_known(const struct loading *loading, struct text name)
{
    struct setting_name declared;

    if (is_declared(loading, name))
        return true;
    for (size_t i = 0; i < settings_shared_count; i++)
        if (text_is(name, settings_shared[i].name))
            return true;
    for (size_t i = 0; i < loading->count; i++)
        for (size_t k = 0; k < loading->parts[i].count; k++) {
            const struct setting *setting = &loading->parts[i].table[k];
            setting_name_of(setting, &declared);
            if (may_come_as_file(setting->kind) && text_is(name, declared.as_file))
                return true;
        }
    return false;
}

static void look_for_unknown(struct loading *loading)
{
    for (char **entry = loading->environment; *entry; entry++) {
        struct text name = {*entry, strcspn(*entry, "=")};
        if (text_starts(name, TEXT(SETTING_PREFIX)) && !is_known(loading, name))
            NOTE(
                loading,
                "%.*s: is not a setting of this program",
                (int)size_min(name.length, QUOTED_BYTES_MAX),
                name.at
            );
    }
}

/* The content of a file without its last line end; absent, and noted, when there is none to be
 * had. */
static struct text read_file(struct loading *loading, const char *name, const char *path)
{
    FILE *file = fopen(path, "re");
    char *content = arena_take(loading->arena, SETTING_FILE_BYTES_MAX + 2);

    errno = 0;
    size_t length = file ? fread(content, 1, SETTING_FILE_BYTES_MAX + 1, file) : 0;
    bool failed = !file || ferror(file);
    if (file)
        fclose(file);
    if (failed) {
        NOTE(loading, "%s: the file cannot be read", name);
        return (struct text){0};
    }
    if (length > SETTING_FILE_BYTES_MAX) {
        NOTE(loading, "%s: the file is over %d bytes", name, SETTING_FILE_BYTES_MAX);
        return (struct text){0};
    }
    if (length && content[length - 1] == '\n')
        length--;
    if (length && content[length - 1] == '\r')
        length--;
    content[length] = 0;
    return (struct text){content, length};
}

/* What the environment says; absent when it says nothing or when what it says cannot be had. */
static struct text
given(struct loading *loading, const struct setting *setting, bool *ret_failed)
{
    struct setting_name name;
    setting_name_of(setting, &name);
    const char *value = find_value(loading, name.plain);
    const char *path =
        may_come_as_file(setting->kind) && !is_declared(loading, text_of(name.as_file))
            ? find_value(loading, name.as_file)
            : NULL;

    *ret_failed = false;
    if (value && path) {
        NOTE(loading, "%s: is given twice, also as %s", name.plain, name.as_file);
        *ret_failed = true;
    } else if (path) {
        struct text content = read_file(loading, name.as_file, path);
        *ret_failed = !content.at;
        return content;
    } else if (value) {
        return arena_text(loading->arena, text_of(value));
    }
    return (struct text){0};
}

static bool int_from_text(struct text text, int64_t *ret_number)
{
    char *end;

    if (!text.length || (text.at[0] != '-' && (text.at[0] < '0' || text.at[0] > '9')))
        return false;
    errno = 0;
    long long number = strtoll(text.at, &end, 10);
    if (errno || end != text.at + text.length)
        return false;
    *ret_number = number;
    return true;
}

static void
fill_int(struct loading *loading, const struct setting *setting, struct text text, int64_t *to)
{
    struct setting_name name;
    int64_t number;

    assert(
        setting->fallback_number >= setting->min && setting->fallback_number <= setting->max
    );
    *to = setting->fallback_number;
    if (!text.at)
        return;
    if (int_from_text(text, &number) && number >= setting->min && number <= setting->max) {
        *to = number;
        return;
    }
    setting_name_of(setting, &name);
    NOTE(
        loading,
        "%s: must be a whole number from %lld to %lld, not \"%.*s\"",
        name.plain,
        (long long)setting->min,
        (long long)setting->max,
        (int)size_min(text.length, QUOTED_BYTES_MAX),
        text.at
    );
}

static void
fill_flag(struct loading *loading, const struct setting *setting, struct text text, bool *to)
{
    struct setting_name name;

    *to = setting->fallback_number != 0;
    if (!text.at)
        return;
    if (text_is(text, "true") || text_is(text, "1")) {
        *to = true;
    } else if (text_is(text, "false") || text_is(text, "0")) {
        *to = false;
    } else {
        setting_name_of(setting, &name);
        NOTE(
            loading,
            "%s: must be true or false, not \"%.*s\"",
            name.plain,
            (int)size_min(text.length, QUOTED_BYTES_MAX),
            text.at
        );
    }
}

/* Never quotes the value, which may be a secret. */
static void fill_text(
    struct loading *loading,
    const struct setting *setting,
    struct text text,
    bool failed,
    struct text *to
)
{
    struct setting_name name;
    const char *fallback = setting->fallback_text;
    bool is_optional = fallback && !fallback[0];

    *to = text_of(fallback ? fallback : "");
    setting_name_of(setting, &name);
    if (!text.at) {
        if (!fallback && !failed)
            NOTE(loading, "%s: must be given: %s", name.plain, setting->sentence);
        return;
    }
    if (memchr(text.at, 0, text.length) ||
        (setting->kind == SETTING_TEXT && !utf8_valid(text))) {
        NOTE(loading, "%s: is not text in UTF-8", name.plain);
        return;
    }
    int64_t length = (int64_t)text.length;
    if ((length < setting->min && !(is_optional && length == 0)) || length > setting->max) {
        NOTE(
            loading,
            "%s: must have %lld to %lld bytes, has %lld",
            name.plain,
            (long long)setting->min,
            (long long)setting->max,
            (long long)length
        );
        return;
    }
    *to = text;
}

static void fill(struct loading *loading, const struct setting *setting, void *to)
{
    bool failed;
    struct text text = given(loading, setting, &failed);
    void *member = (char *)to + setting->offset;

    switch (setting->kind) {
    case SETTING_INT:
        fill_int(loading, setting, text, member);
        break;
    case SETTING_FLAG:
        fill_flag(loading, setting, text, member);
        break;
    case SETTING_SECRET:
        fill_text(loading, setting, text, failed, &((struct secret *)member)->hidden);
        break;
    case SETTING_TEXT:
    case SETTING_PATH:
        fill_text(loading, setting, text, failed, member);
        break;
    }
}

enum error settings_load(
    const struct settings_part *parts,
    size_t count,
    char **environment,
    struct arena *arena,
    struct text *ret_faults
)
{
    struct loading loading = {parts, count, environment, arena, {0}, 0};

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < parts[i].count; k++)
            fill(&loading, &parts[i].table[k], parts[i].ret);
    look_for_unknown(&loading);

    if (!loading.fault_count)
        return OK;
    *ret_faults = loading.faults;
    if (loading.fault_count > SETTING_FAULTS_MAX)
        *ret_faults = arena_format(
            arena,
            "%s\nand %zu more",
            loading.faults.at,
            loading.fault_count - SETTING_FAULTS_MAX
        );
    return ERROR_config;
}
