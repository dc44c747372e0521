/* Settings: environment variables, declared once in a .def, checked all at once before anything
 * else happens.
 *
 * From a .def come the struct, the table, --help and the reference page. SHOULI_<NAME> gives
 * the value, for TEXT and SECRET also SHOULI_<NAME>_FILE a file that holds it. Every fault is
 * reported in one pass: a value out of bounds, a missing one, and any SHOULI_* name that nobody
 * knows, so that a typing error cannot silently mean the default. Secrets are a type of their
 * own and are never printed, nor quoted in a fault.
 *
 *     SETTING(batch_max, INT, 1000, 1, 10000, "messages decided in one transaction")
 *
 * that is name, type, default, min, max, sentence. TEXT and PATH become a zero-terminated
 * struct text, SECRET a struct secret, all bounded in bytes; INT an int64_t bounded by value;
 * FLAG a bool (true, false, 1, 0), its bounds are not used. A default of NULL means that the
 * setting must be given; a default may be "" whatever min says.
 *
 *     struct engine_settings {
 *     #define SETTING SETTING_MEMBER
 *     #include "common/engine/settings.def"
 *     #undef SETTING
 *     };
 *     static const struct setting table[] = {
 *     #define SETTING(...) SETTING_ROW(struct engine_settings, __VA_ARGS__),
 *     #include "common/engine/settings.def"
 *     #undef SETTING
 *     }; */
#pragma once

#include <stdio.h>

#include "common/arena.h"
#include "common/error.h"

enum { SETTING_FILE_BYTES_MAX = 64 * 1024, SETTING_FAULTS_MAX = 32 };

enum setting_kind { SETTING_TEXT, SETTING_INT, SETTING_FLAG, SETTING_SECRET, SETTING_PATH };

/* A text that must not be shown; the name of the member is a reminder at every use. */
struct secret {
    struct text hidden;
};

struct setting {
    const char *name; /* in lower case, without the prefix */
    enum setting_kind kind;
    size_t offset;             /* in the struct that is filled */
    const char *fallback_text; /* of TEXT, SECRET, PATH; NULL: must be given */
    int64_t fallback_number;   /* of INT, FLAG */
    int64_t min;
    int64_t max;
    const char *sentence;
};

/* A process has several tables, such as the engine's and its own; they are read together. */
struct settings_part {
    const char *title; /* for help and reference */
    const struct setting *table;
    size_t count;
    void *ret; /* the struct that is filled; NULL where only help is wanted */
};

/* Names that other programs use in the same environment and that every service therefore
 * accepts; common/settings.def. */
struct setting_shared {
    const char *name; /* complete: "SHOULI_RUN_DIR" */
    const char *sentence;
};
extern const struct setting_shared settings_shared[];
extern const size_t settings_shared_count;

/* Fills every part from `environment` ("NAME=value", ended by NULL). On ERROR_config
 * `ret_faults` has one line a fault ("SHOULI_X: what"), at most SETTING_FAULTS_MAX, and a line
 * with the number of others; the structs then hold defaults where the value was wrong. Texts
 * live in the arena; files are read up to SETTING_FILE_BYTES_MAX, one line end at their end is
 * taken off. */
enum error settings_load(
    const struct settings_part *parts,
    size_t count,
    char **environment,
    struct arena *arena,
    struct text *ret_faults
) MUST_CHECK;

/* For --help: name, type, default, bounds and sentence, as plain text. */
void settings_print_help(FILE *to, const struct settings_part *parts, size_t count);

/* For the documents: the same as Markdown tables, and the shared names. */
void settings_print_reference(FILE *to, const struct settings_part *parts, size_t count);

/* For --check-config: NAME=value as filled; secrets as ***, or empty where there is none. */
void settings_print_values(FILE *to, const struct settings_part *parts, size_t count);

#define SETTING_MEMBER(name, type, fallback, min, max, sentence) SETTING_TYPE_##type name;
#define SETTING_TYPE_TEXT                                        struct text
#define SETTING_TYPE_INT                                         int64_t
#define SETTING_TYPE_FLAG                                        bool
#define SETTING_TYPE_SECRET                                      struct secret
#define SETTING_TYPE_PATH                                        struct text

/* clang-format off */
#define SETTING_ROW(owner, name, type, fallback, min, max, sentence)                           \
    {#name, SETTING_##type, offsetof(owner, name), SETTING_FALLBACK_##type(fallback),          \
     min, max, sentence}
/* clang-format on */
#define SETTING_FALLBACK_TEXT(fallback)   fallback, 0
#define SETTING_FALLBACK_SECRET(fallback) fallback, 0
#define SETTING_FALLBACK_PATH(fallback)   fallback, 0
#define SETTING_FALLBACK_INT(fallback)    NULL, fallback
#define SETTING_FALLBACK_FLAG(fallback)   NULL, fallback
