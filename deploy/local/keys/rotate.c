/* See rotate.h. */
#include "deploy/local/keys/rotate.h"

#include <string.h>

struct entry {
    const char *at;
    size_t length;
};

static const char *next_line(const char *at)
{
    const char *end = strchr(at, '\n');

    return end ? end + 1 : at + strlen(at);
}

static size_t dash_of(const char *line)
{
    size_t indent = strspn(line, " ");

    return strncmp(line + indent, "- ", 2) == 0 ? indent + 1 : 0;
}

/* The first line from `at` with a dash at `dash` (0: any, which is then noted), or the end. */
static const char *find_dash(const char *at, size_t *dash)
{
    while (*at && (!dash_of(at) || (*dash && dash_of(at) != *dash)))
        at = next_line(at);
    if (!*dash)
        *dash = dash_of(at);
    return at;
}

static bool next_entry(const char *from, size_t *dash, struct entry *ret_entry)
{
    ret_entry->at = find_dash(from, dash);
    if (!*ret_entry->at)
        return false;
    ret_entry->length = (size_t)(find_dash(next_line(ret_entry->at), dash) - ret_entry->at);
    return true;
}

/* Where the key stands between its quotation marks; NULL when the entry has another. */
static const char *find_key(const struct entry *entry, const char *key)
{
    const char *found = memmem(entry->at, entry->length, key, strlen(key));

    return found && found > entry->at && found[-1] == '"' && found[strlen(key)] == '"' ? found
                                                                                       : NULL;
}

static bool has_name(const struct entry *entry, const char *name)
{
    static const char field[] = "name:";
    const char *found = memmem(entry->at, entry->length, field, sizeof(field) - 1);
    size_t length = strlen(name);

    if (!found)
        return false;
    found += sizeof(field) - 1;
    found += strspn(found, " \"'");
    return strncmp(found, name, length) == 0 && strchr(" \"'\r\n,}", found[length]);
}

bool list_rotate(FILE *to, const char *list, const char *old_key, const char *new_key)
{
    struct entry entry = {list, 0};
    size_t dash = 0;

    while (next_entry(entry.at + entry.length, &dash, &entry)) {
        const char *key = find_key(&entry, old_key);
        const char *end = entry.at + entry.length;
        if (!key)
            continue;
        const char *rest = key + strlen(old_key);
        fwrite(list, 1, (size_t)(end - list), to);
        if (end[-1] != '\n')
            fputc('\n', to);
        fwrite(entry.at, 1, (size_t)(key - entry.at), to);
        fputs(new_key, to);
        fwrite(rest, 1, (size_t)(end - rest), to);
        fputs(end, to);
        return !ferror(to);
    }
    return false;
}

int list_retire(FILE *to, const char *list, const char *name, const char *kept_key)
{
    struct entry entry = {list, 0};
    size_t dash = 0;
    bool kept = false;
    int left_out = 0;

    fwrite(list, 1, (size_t)(find_dash(list, &dash) - list), to);
    while (next_entry(entry.at + entry.length, &dash, &entry)) {
        if (has_name(&entry, name) && !find_key(&entry, kept_key)) {
            left_out++;
            continue;
        }
        kept = kept || find_key(&entry, kept_key);
        fwrite(entry.at, 1, entry.length, to);
    }
    return kept && !ferror(to) ? left_out : -1;
}
