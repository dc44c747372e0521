/* libFuzzer target: any environment (common/settings.h), any file that a setting names, and any file of a CURVE key.
 *
 * The input's first byte says whether it is a key's file, a setting's file, or variables with zero bytes between them. What
 * was refused is said; whatever happened, each number lies inside its bounds, each text too, and a secret is never quoted. */
#include "common/engine/settings.h"
#include "common/socket.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { VARIABLES_MAX = 64 };

static struct arena arena;

/* An environment is not const, though nobody writes to it. */
static char *edit(struct text text)
{
    return (char *)(uintptr_t)text.at;
}

/* Z85 (RFC 32): what the library takes for a key. */
static bool is_key(const char *text)
{
    static const char letters[] =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        ".-:+=^!/*?&<>()[]{}@%$#";

    return strlen(text) == CURVE_TEXT_LENGTH && strspn(text, letters) == CURVE_TEXT_LENGTH;
}

static void try_key(struct bytes content)
{
    struct curve_pair pair = {{0}, {0}};

    if (curve_read(fuzz_file(content), &pair) != OK)
        return;
    must(is_key(pair.public_key));
    must(!pair.secret_key[0] || is_key(pair.secret_key));
}

static void check(const struct engine_settings *settings, const struct setting *setting)
{
    const char *member = (const char *)settings + setting->offset;
    int64_t number;

    if (setting->kind == SETTING_INT) {
        memcpy(&number, member, sizeof(number));
        must(number >= setting->min && number <= setting->max);
    } else if (setting->kind != SETTING_FLAG) {
        const struct text *text = (const struct text *)(const void *)member;
        must(text->at && (int64_t)text->length <= setting->max && !text->at[text->length]);
    }
}

static void try_environment(char **environment, bool holds_a_secret)
{
    static struct engine_settings settings;
    const struct settings_part part =
        {"Engine", engine_settings_table, engine_settings_count, &settings};
    struct text faults = {0};

    if (settings_load(&part, 1, environment, &arena, &faults) != OK)
        must(faults.length > 0);
    else
        must(faults.at == NULL);
    must(!holds_a_secret || !faults.at || !memmem(faults.at, faults.length, "s3cr3t", 6));
    for (size_t i = 0; i < engine_settings_count; i++)
        check(&settings, &engine_settings_table[i]);
}

static void try_file(struct bytes content)
{
    const char *path = fuzz_file(content);
    char *of_secret = edit(arena_format(&arena, "SHOULI_DATABASE_URL_FILE=%s", path));
    char *of_text = edit(arena_format(&arena, "SHOULI_LISTEN_FILE=%s", path));
    char *environment[] = {of_secret, of_text, NULL};

    try_environment(environment, false);
}

static void try_variables(struct bytes content)
{
    struct input input = {content.at, content.length};
    char *environment[VARIABLES_MAX + 2] = {NULL};
    size_t count = 0;

    while (input.left && count < VARIABLES_MAX) {
        const uint8_t *zero = memchr(input.at, 0, input.left);
        struct bytes word = input_bytes(&input, zero ? (size_t)(zero - input.at) : input.left);
        struct text kept =
            arena_format(&arena, "%.*s", (int)word.length, (const char *)word.at);
        (void)input_byte(&input);
        if (!text_starts(kept, TEXT("SHOULI_DATABASE_URL")) &&
            !memmem(kept.at, kept.length, "s3cr3t", 6))
            environment[count++] = edit(kept);
    }
    struct text secret = arena_format(
        &arena,
        "SHOULI_DATABASE_URL=s3cr3t%0*d",
        1 + (int)content.length % 9000,
        0
    );
    environment[count] = edit(secret);
    try_environment(environment, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    unsigned which = input_byte(&input) % 3;

    if (which == 0)
        try_key(input_rest(&input));
    else if (which == 1)
        try_file(input_rest(&input));
    else
        try_variables(input_rest(&input));
    arena_reset(&arena);
    return 0;
}
