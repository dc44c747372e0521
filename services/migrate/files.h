/* The migrations in a folder: NNNN_what.sql, in the order of their numbers, with their checksums.
 *
 * Forward only: a file that was applied once is never edited, so its SHA-256 says whether it is still the same. */
#pragma once

#include "common/arena.h"
#include "common/error.h"
#include "common/sha256.h"

enum {
    MIGRATION_FILES_MAX = 256,
    MIGRATION_BYTES_MAX = 1024 * 1024,
    MIGRATION_NAME_BYTES_MAX = 96
};

struct migration {
    const char *name;   /* "intake/0001_vault.sql": label and file */
    const char *script; /* zero-terminated */
    char sha256[2 * SHA256_BYTES + 1];
};

struct migration_list {
    struct migration at[MIGRATION_FILES_MAX];
    size_t count;
};

/* Appends the .sql files of `folder`, each named `label`/file. A folder that does not exist has none. ERROR_config,
 * with a sentence, for a name of another form, two files with one number, a file that is too large, holds a zero
 * byte or cannot be read, and too many files. */
enum error migrations_read(
    struct arena *arena,
    const char *label,
    const char *folder,
    struct migration_list *list,
    struct text *ret_fault
) MUST_CHECK;

/* Whether `name` is NNNN_what.sql with `what` of a-z, 0-9 and _. */
bool migration_name_is_valid(const char *name);
