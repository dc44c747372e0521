/* See files.h. */
#include "services/migrate/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS = 4 };

bool migration_name_is_valid(const char *name)
{
    const size_t length = strlen(name), ending = strlen(".sql");

    if (length > MIGRATION_NAME_BYTES_MAX || length <= DIGITS + 1 + ending)
        return false;
    if (strspn(name, "0123456789") != DIGITS || name[DIGITS] != '_' ||
        strcmp(name + length - ending, ".sql") != 0)
        return false;
    return DIGITS + 1 + strspn(name + DIGITS + 1, "abcdefghijklmnopqrstuvwxyz0123456789_") ==
           length - ending;
}

static enum error read_script(
    struct arena *arena,
    const char *path,
    struct migration *migration,
    struct text *ret_fault
)
{
    FILE *file = fopen(path, "re");
    char *script = arena_take(arena, MIGRATION_BYTES_MAX + 2);
    uint8_t digest[SHA256_BYTES];
    size_t length;
    bool failed;

    if (!file) {
        *ret_fault = arena_format(arena, "%s: %s", path, strerror(errno));
        return ERROR_config;
    }
    length = fread(script, 1, MIGRATION_BYTES_MAX + 1, file);
    failed = ferror(file);
    fclose(file);
    if (failed || length > MIGRATION_BYTES_MAX || memchr(script, 0, length)) {
        *ret_fault = arena_format(
            arena,
            "%s: it must be readable, at most %d bytes, without zero bytes",
            path,
            MIGRATION_BYTES_MAX
        );
        return ERROR_config;
    }
    script[length] = 0;
    migration->script = script;
    sha256((struct bytes){(const uint8_t *)script, length}, digest);
    for (size_t i = 0; i < SHA256_BYTES; i++)
        snprintf(migration->sha256 + 2 * i, 3, "%02x", digest[i]);
    return OK;
}

/* Keeps [first, count) in order; names begin with the label, then the number. */
static void insert_sorted(struct migration_list *list, size_t first, struct migration new)
{
    size_t at = list->count++;

    for (; at > first && strcmp(list->at[at - 1].name, new.name) > 0; at--)
        list->at[at] = list->at[at - 1];
    list->at[at] = new;
}

static enum error add_file(
    struct arena *arena,
    const char *label,
    const char *folder,
    const char *name,
    struct migration_list *list,
    size_t first,
    struct text *ret_fault
)
{
    const char *path = arena_format(arena, "%s/%s", folder, name).at;
    struct migration new = {.name = arena_format(arena, "%s/%s", label, name).at};
    enum error error;

    if (!migration_name_is_valid(name)) {
        *ret_fault = arena_format(arena, "%s: migrations are named 0001_what.sql", path);
        return ERROR_config;
    }
    if (list->count == MIGRATION_FILES_MAX) {
        *ret_fault = arena_format(arena, "%s: more than %d files", folder, MIGRATION_FILES_MAX);
        return ERROR_config;
    }
    error = read_script(arena, path, &new, ret_fault);
    if (error != OK)
        return error;
    insert_sorted(list, first, new);
    return OK;
}

static enum error check_numbers(
    struct arena *arena,
    const char *label,
    const struct migration_list *list,
    size_t first,
    struct text *ret_fault
)
{
    const size_t end = strlen(label) + 1 + DIGITS;

    for (size_t i = first + 1; i < list->count; i++) {
        const char *before = list->at[i - 1].name, *name = list->at[i].name;
        if (strncmp(before, name, end) == 0) {
            *ret_fault = arena_format(arena, "%s and %s have one number", before, name);
            return ERROR_config;
        }
    }
    return OK;
}

enum error migrations_read(
    struct arena *arena,
    const char *label,
    const char *folder,
    struct migration_list *list,
    struct text *ret_fault
)
{
    const size_t first = list->count;
    DIR *directory = opendir(folder);
    enum error error = OK;

    if (!directory && errno == ENOENT)
        return OK;
    if (!directory) {
        *ret_fault = arena_format(arena, "%s: %s", folder, strerror(errno));
        return ERROR_config;
    }
    for (struct dirent *entry; error == OK && (entry = readdir(directory));) {
        const char *dot = strrchr(entry->d_name, '.');
        if (entry->d_name[0] != '.' && dot && strcmp(dot, ".sql") == 0)
            error = add_file(arena, label, folder, entry->d_name, list, first, ret_fault);
    }
    closedir(directory);
    return error == OK ? check_numbers(arena, label, list, first, ret_fault) : error;
}
