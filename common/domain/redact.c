/* See redact.h. Most of a text is neither digit nor @ nor the beginning of a secret's word: a table of bytes tells, so
 * that such text is passed at a byte a step. Words of ASCII are looked at as a whole where they begin, because what
 * stands behind them (@, 是我的密码) decides what they are. */
#include "common/domain/redact.h"

#include <assert.h>

#include "common/domain/folded.h"
#include "common/domain/personal_number.h"
#include "common/domain/secret.h"
#include "common/uuid.h"

enum {
    DOMAIN_MAX = 253,
    SECRET_RUN_MIN = 3,
    AHEAD_MAX = 16, /* SECRET_GAP_MAX characters hold 12 words, each with a secret ahead */
};

/* What a byte may begin. */
enum { BYTE_word = 1, BYTE_secret = 2 };

static const uint8_t bytes_table[256] = {
    ['0' ... '9'] = BYTE_word, ['a'] = BYTE_word | BYTE_secret,
    ['b'] = BYTE_word,         ['c'] = BYTE_word | BYTE_secret,
    ['d' ... 'n'] = BYTE_word, ['o' ... 'p'] = BYTE_word | BYTE_secret,
    ['q' ... 'r'] = BYTE_word, ['s'] = BYTE_word | BYTE_secret,
    ['t' ... 'u'] = BYTE_word, ['v'] = BYTE_word | BYTE_secret,
    ['w' ... 'z'] = BYTE_word, ['A'] = BYTE_word | BYTE_secret,
    ['B'] = BYTE_word,         ['C'] = BYTE_word | BYTE_secret,
    ['D' ... 'N'] = BYTE_word, ['O' ... 'P'] = BYTE_word | BYTE_secret,
    ['Q' ... 'R'] = BYTE_word, ['S'] = BYTE_word | BYTE_secret,
    ['T' ... 'U'] = BYTE_word, ['V'] = BYTE_word | BYTE_secret,
    ['W' ... 'Z'] = BYTE_word, ['.'] = BYTE_word,
    ['_'] = BYTE_word,         ['%'] = BYTE_word,
    ['+'] = BYTE_word,         ['-'] = BYTE_word,
    [0xE5] = BYTE_secret, /* 密 口 动 動 安 */
    [0xE6] = BYTE_secret, /* 校 */
    [0xE7] = BYTE_secret, /* 短 */
    [0xE8] = BYTE_secret, /* 背 */
    [0xE9] = BYTE_secret, /* 验 驗 */
    [0xEF] = BYTE_secret, /* full width of all of them */
};

struct editor {
    struct text text;
    struct arena *arena;
    struct redaction found;
    char *out; /* NULL until something is taken out */
    size_t length;
    size_t capacity;
    size_t done;                    /* the text before is in `out` or was taken out */
    size_t word_end;                /* the word that begins before it was looked at */
    struct secret ahead[AHEAD_MAX]; /* found from their word, taken out in their turn */
    size_t ahead_count;
    size_t next_secret; /* where the first of them begins; SIZE_MAX for none */
};

static void append(struct editor *editor, struct text piece)
{
    if (piece.length == 0)
        return;
    assert(piece.length <= editor->capacity - editor->length);
    memcpy(editor->out + editor->length, piece.at, piece.length);
    editor->length += piece.length;
}

/* Puts `instead` in the place of the bytes from `from` to `to`. */
static void replace(struct editor *editor, size_t from, size_t to, struct text instead)
{
    if (!editor->out) {
        editor->capacity = REDACTED_BYTES_MAX(editor->text.length);
        editor->out = arena_take(editor->arena, editor->capacity);
    }
    append(editor, (struct text){editor->text.at + editor->done, from - editor->done});
    append(editor, instead);
    editor->done = to;
}

static bool is_word_code(uint32_t code)
{
    return code < 0x80 && (bytes_table[code] & BYTE_word);
}

/* The end of the word of mail characters that begins at `at`. */
static size_t word_end(struct text text, size_t at, size_t *ret_codes, bool *ret_digits)
{
    size_t bytes;
    uint32_t code;

    *ret_codes = 0;
    *ret_digits = false;
    for (; (bytes = folded_step(text, at, &code)) > 0 && is_word_code(code); at += bytes) {
        (*ret_codes)++;
        *ret_digits |= code_is_digit(code);
    }
    return at;
}

/* A label, a dot and the beginning of another label. */
static bool is_domain(struct text text, size_t at)
{
    bool label = false;
    size_t bytes;
    uint32_t code;

    for (int i = 0; i < DOMAIN_MAX; i++, at += bytes) {
        bytes = folded_step(text, at, &code);
        if (bytes == 0)
            return false;
        if (code == '.' && label)
            code = folded_at(text, at + bytes);
        else if (code == '-' || code_is_digit(code) || code_is_letter(code)) {
            label = true;
            continue;
        }
        return label && (code_is_digit(code) || code_is_letter(code));
    }
    return false;
}

/* z***@: the domain is left, and looked at as any other text. */
static size_t mask_local_part(struct editor *editor, size_t from, size_t to)
{
    uint32_t code;
    size_t first = folded_step(editor->text, from, &code);

    replace(editor, from + first, to, TEXT("***"));
    editor->found.mails++;
    return to + folded_step(editor->text, to, &code);
}

static void set_next_secret(struct editor *editor)
{
    editor->next_secret = SIZE_MAX;
    for (size_t i = 0; i < editor->ahead_count; i++)
        editor->next_secret = size_min(editor->next_secret, editor->ahead[i].at);
}

/* Between a secret's word and the secret there may be a phone or another secret, so it is taken out in its turn. */
static void note_secret(struct editor *editor, struct secret secret)
{
    for (size_t i = 0; i < editor->ahead_count; i++) {
        if (editor->ahead[i].at == secret.at) {
            editor->ahead[i].end = size_max(editor->ahead[i].end, secret.end);
            return;
        }
    }
    assert(editor->ahead_count < AHEAD_MAX);
    editor->ahead[editor->ahead_count++] = secret;
    set_next_secret(editor);
}

/* The first secret begins at `at`, or began before if a number was taken out over it. Returns where to go on. */
static size_t take_secret(struct editor *editor, size_t at)
{
    size_t i = 0;

    while (editor->ahead[i].at != editor->next_secret)
        i++;
    struct secret secret = editor->ahead[i], more;
    editor->ahead[i] = editor->ahead[--editor->ahead_count];
    set_next_secret(editor);

    size_t from = size_max(secret.at, editor->done);
    if (from < secret.end) {
        replace(editor, from, secret.end, TEXT(REDACT_MARK));
        editor->found.secrets++;
    }
    if (secret_find_more(editor->text, secret.end, &more))
        note_secret(editor, more);
    return size_max(at, secret.end);
}

/* A word of ASCII begins at `at`. Returns where to go on, `at` if it is no mail address nor anything else that is
 * known by the whole word. */
static size_t look_at_word(struct editor *editor, size_t at)
{
    struct text text = editor->text;
    size_t codes;
    bool digits;
    size_t end = word_end(text, at, &codes, &digits);
    struct uuid id;

    editor->word_end = end;
    if (folded_at(text, end) == '@') {
        uint32_t code;
        size_t bytes = folded_step(text, end, &code);
        if (is_domain(text, end + bytes))
            return mask_local_part(editor, at, end);
    }
    if (digits && codes >= SECRET_RUN_MIN && secret_is_named_after(text, end)) {
        note_secret(editor, (struct secret){at, end});
        return take_secret(editor, at);
    }
    if (codes == UUID_TEXT_LENGTH && uuid_from_text((struct text){text.at + at, end - at}, &id))
        return end;
    return at;
}

static size_t take_number(struct editor *editor, size_t at)
{
    struct personal_number number = personal_number_at(editor->text, at, editor->arena);
    size_t end = at + number.length;

    switch (number.kind) {
    case PERSONAL_NUMBER_none:
        return end;
    case PERSONAL_NUMBER_card:
        editor->found.cards++;
        break;
    case PERSONAL_NUMBER_id:
        editor->found.ids++;
        break;
    case PERSONAL_NUMBER_phone:
        editor->found.phones++;
        break;
    case PERSONAL_NUMBER_track:
        editor->found.secrets++;
        replace(editor, at, end, TEXT(REDACT_MARK));
        return end;
    }
    replace(editor, at, end, number.mask);
    return end;
}

/* Looks at the character at `at` and returns where to go on. */
static size_t step(struct editor *editor, size_t at)
{
    uint8_t byte = bytes_table[(uint8_t)editor->text.at[at]];
    struct secret secret;
    uint32_t code = 0;
    size_t bytes = folded_step(editor->text, at, &code);

    if (at >= editor->word_end && is_word_code(code)) {
        size_t next = look_at_word(editor, at);
        if (next > at)
            return next;
    }
    if (code_is_digit(code))
        return take_number(editor, at);
    if ((byte & BYTE_secret) && secret_find(editor->text, at, &secret))
        note_secret(editor, secret);
    return at + bytes;
}

struct text redact(struct text text, struct arena *arena, struct redaction *ret_found)
{
    struct editor editor = {.text = text, .arena = arena, .next_secret = SIZE_MAX};

    for (size_t at = 0; at < text.length;) {
        if (at >= editor.next_secret)
            at = take_secret(&editor, at);
        else if (bytes_table[(uint8_t)text.at[at]])
            at = step(&editor, at);
        else
            at++;
    }
    *ret_found = editor.found;
    if (!editor.out)
        return text;
    append(&editor, (struct text){text.at + editor.done, text.length - editor.done});
    return (struct text){editor.out, editor.length};
}
