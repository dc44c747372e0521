/* See secret.h. The value is tried directly behind the word first; else a link (是, "is") within the same clause
 * is looked for, and then more is asked of the value. */
#include "common/domain/secret.h"

#include "common/domain/folded.h"
#include "common/domain/secret_words.h"

enum {
    FILLERS_MAX = 8,
    SPELLED_MIN = 3,         /* 密码一二三: digits written as words */
    VALUE_MIN = 3,           /* a CVV2 */
    LETTERS_MIN = 4,         /* "password is ok" is no secret */
    GAP_VALUE_MIN = 4,       /* after words in between */
    UNIT_DIGITS_MAX = 5,     /* 密码10000元 against 密码100000 */
    FOREIGN_DIGITS_MIN = 11, /* after words in between these are a phone, a card, a person */
    GROUP_DIGITS_MAX = 4,    /* 123 456 */
    JUDGED_MAX = 64,         /* characters of a value that are looked at; it is removed whole */
};

/* How the value hangs on the word. */
enum bond {
    BOND_next,   /* directly, or after fillers: 密码123456 */
    BOND_linked, /* 密码是123456 */
    BOND_far,    /* 密码我设的是123456 */
};

struct value {
    size_t at;
    size_t end;
    size_t codes; /* at most JUDGED_MAX, as the next two */
    size_t digits;
    size_t letters;
};

static bool is_value_code(uint32_t code)
{
    return code > ' ' && code <= '~' && !strchr(",;\"'()<>[]{}|`", (int)code);
}

/* Ends a clause, so that nothing behind it belongs to the word. */
static bool ends_clause(uint32_t code)
{
    static const uint32_t ends[] = {
        0x3002 /* 。 */,
        0x3001 /* 、 */,
        0x3010 /* 【 */,
        0x2026 /* … */,
        '\n',
        '\r',
        ',',
        ';',
        '!',
        '?',
    };

    for (size_t i = 0; i < LENGTH(ends); i++)
        if (code == ends[i])
            return true;
    return false;
}

static bool is_spelled_digit(uint32_t code)
{
    static const uint32_t digits[] = {
        0x3007 /* 〇 */, 0x96F6 /* 零 */, 0x4E00 /* 一 */, 0x4E8C /* 二 */, 0x4E24 /* 两 */,
        0x4E09 /* 三 */, 0x56DB /* 四 */, 0x4E94 /* 五 */, 0x516D /* 六 */, 0x4E03 /* 七 */,
        0x516B /* 八 */, 0x4E5D /* 九 */, 0x5E7A /* 幺 */, 0x58F9 /* 壹 */, 0x8D30 /* 贰 */,
        0x53C1 /* 叁 */, 0x8086 /* 肆 */, 0x4F0D /* 伍 */, 0x9646 /* 陆 */, 0x67D2 /* 柒 */,
        0x634C /* 捌 */, 0x7396 /* 玖 */,
    };

    for (size_t i = 0; i < LENGTH(digits); i++)
        if (code == digits[i])
            return true;
    return false;
}

static size_t word_match(struct text text, size_t at, const struct text *words, size_t count)
{
    size_t bytes = folded_match_any(text, at, words, count);

    /* a word of letters is not the middle of another */
    if (bytes > 0 && code_is_letter(folded_at(text, at)) &&
        (code_is_letter(folded_before(text, at)) || code_is_letter(folded_at(text, at + bytes))
        ))
        return 0;
    return bytes;
}

/* Whether any of the words begins with it: asked for each character of a text. */
static bool begins_word(uint32_t code)
{
    switch (code) {
    case 'a':
    case 'c':
    case 'o':
    case 'p':
    case 's':
    case 'v':
    case 0x5BC6: /* 密 */
    case 0x53E3: /* 口 */
    case 0x9A8C: /* 验 */
    case 0x9A57: /* 驗 */
    case 0x6821: /* 校 */
    case 0x52A8: /* 动 */
    case 0x52D5: /* 動 */
    case 0x5B89: /* 安 */
    case 0x77ED: /* 短 */
    case 0x80CC: /* 背 */
        return true;
    default:
        return false;
    }
}

/* 0 unless a secret's word begins at `at`; else its length, and whether the secret may be of letters. */
static size_t secret_word(struct text text, size_t at, bool *ret_letters)
{
    uint32_t first = folded_at(text, at);

    if (!begins_word(first) || (first < 0x80 && code_is_letter(folded_before(text, at))))
        return 0;

    size_t bytes = word_match(text, at, LIST(password_words));
    *ret_letters = bytes > 0;
    if (bytes == 0)
        return word_match(text, at, LIST(code_words));
    return folded_match_any(text, at + bytes, LIST(device_words)) ? 0 : bytes;
}

static struct value read_value(struct text text, size_t at)
{
    struct value value = {.at = at, .end = at};
    size_t bytes;
    uint32_t code;

    for (; (bytes = folded_step(text, at, &code)) > 0 && is_value_code(code); at += bytes) {
        if (value.codes == JUDGED_MAX)
            break;
        value.codes++;
        value.digits += code_is_digit(code);
        value.letters += code_is_letter(code);
        if (!strchr(".!?:", (int)code))
            value.end = at + bytes; /* a full stop at the end is not part of it */
    }
    return value;
}

static size_t value_end(struct text text, struct value value)
{
    size_t bytes;
    uint32_t code;

    if (value.codes < JUDGED_MAX)
        return value.end;
    for (; (bytes = folded_step(text, value.end, &code)) > 0 && is_value_code(code);)
        value.end += bytes;
    return value.end;
}

/* 1 2 3 4 5 6 and 123 456 are one value. */
static struct value join_groups(struct text text, struct value value)
{
    struct value group = value;

    while (group.codes == group.digits && group.digits <= GROUP_DIGITS_MAX &&
           value.codes < JUDGED_MAX && folded_at(text, group.end) == ' ') {
        group = read_value(text, group.end + folded_white(text, group.end));
        if (group.digits == 0 || group.codes != group.digits ||
            group.digits > GROUP_DIGITS_MAX || word_match(text, group.end, LIST(unit_words)))
            break;
        value.end = group.end;
        value.codes += group.codes;
        value.digits += group.digits;
    }
    return value;
}

static struct value read_spelled(struct text text, size_t at)
{
    struct value value = {.at = at, .end = at};
    size_t bytes;
    uint32_t code;

    for (; (bytes = folded_step(text, at, &code)) > 0 && is_spelled_digit(code); at += bytes) {
        value.codes++;
        value.end = at + bytes;
    }
    return value;
}

/* 2026年, 3次, 5000元. */
static bool counts_something(struct text text, struct value value)
{
    size_t behind = value.end + folded_white(text, value.end);
    uint32_t first = folded_at(text, value.at);

    if (value.digits != value.codes || value.digits > UNIT_DIGITS_MAX)
        return false;
    if (value.digits == 4 && (first == '1' || first == '2') &&
        folded_match(text, behind, TEXT("年")))
        return true;
    return word_match(text, behind, LIST(unit_words)) > 0;
}

static bool tells_a_state(struct text text, struct value value)
{
    static const struct text endings[] = {TEXT("ed"), TEXT("ing"), TEXT("ly"), TEXT("able")};

    for (size_t i = 0; i < LENGTH(state_words); i++)
        if (folded_match(text, value.at, state_words[i]) == value.end - value.at)
            return true;
    for (size_t i = 0; i < LENGTH(endings); i++)
        if (value.codes > endings[i].length &&
            folded_match(text, value.end - endings[i].length, endings[i]))
            return true;
    return false;
}

static bool value_is_secret(struct text text, struct value value, enum bond bond, bool letters)
{
    if (value.digits == 0)
        return letters && bond == BOND_linked && value.letters >= LETTERS_MIN &&
               !tells_a_state(text, value);
    if (value.digits + value.letters < VALUE_MIN || counts_something(text, value))
        return false;
    if (bond == BOND_far)
        return value.codes >= (letters ? GAP_VALUE_MIN : VALUE_MIN) &&
               value.digits < FOREIGN_DIGITS_MIN;
    return value.digits == value.codes || bond == BOND_linked || value.codes >= LETTERS_MIN;
}

static bool
secret_at(struct text text, size_t at, enum bond bond, bool letters, struct secret *ret_secret)
{
    struct value value = read_spelled(text, at);

    if (value.codes >= SPELLED_MIN + (bond == BOND_far)) {
        *ret_secret = (struct secret){value.at, value.end};
        return true;
    }
    value = read_value(text, at);
    if (value.codes > 0 && value.codes == value.digits)
        value = join_groups(text, value);
    if (!value_is_secret(text, value, bond, letters))
        return false;
    *ret_secret = (struct secret){value.at, value_end(text, value)};
    return true;
}

/* Passes fillers and links; tells whether there was a link. */
static size_t skip_fillers(struct text text, size_t at, bool *ret_linked)
{
    for (int i = 0; i < FILLERS_MAX; i++) {
        size_t bytes = folded_white(text, at);
        if (bytes == 0)
            bytes = word_match(text, at, LIST(filler_words));
        if (bytes == 0) {
            bytes = word_match(text, at, LIST(link_words));
            *ret_linked |= bytes > 0;
        }
        if (bytes == 0)
            break;
        at += bytes;
    }
    return at;
}

static bool unlinks(uint32_t code)
{
    for (size_t i = 0; i < LENGTH(unlinking); i++)
        if (code == unlinking[i])
            return true;
    return false;
}

/* 密码我上次设的是123456: a link further on in the clause. */
static bool find_far(struct text text, size_t at, bool letters, struct secret *ret_secret)
{
    uint32_t before = 0;
    size_t bytes;

    for (int i = 0; i < SECRET_GAP_MAX; i++, at += bytes) {
        size_t link = unlinks(before) ? 0 : word_match(text, at, LIST(link_words));
        bool linked = false;
        if (link > 0 && secret_at(
                            text,
                            skip_fillers(text, at + link, &linked),
                            BOND_far,
                            letters,
                            ret_secret
                        ))
            return true;
        bytes = folded_step(text, at, &before);
        if (bytes == 0 || ends_clause(before))
            return false;
    }
    return false;
}

bool secret_find(struct text text, size_t at, struct secret *ret_secret)
{
    bool letters, linked = false;
    size_t bytes = secret_word(text, at, &letters);

    if (bytes == 0)
        return false;
    size_t behind = skip_fillers(text, at + bytes, &linked);
    enum bond bond = linked ? BOND_linked : BOND_next;
    return secret_at(text, behind, bond, letters, ret_secret) ||
           find_far(text, at + bytes, letters, ret_secret);
}

bool secret_find_more(struct text text, size_t at, struct secret *ret_secret)
{
    size_t white = folded_white(text, at);
    size_t bytes = folded_match_any(text, at + white, LIST(list_words));
    bool linked = false;

    if (bytes == 0 && white > 0)
        bytes = folded_match_any(text, at + white, LIST(spaced_list_words));
    if (bytes == 0)
        return false;
    at = skip_fillers(text, at + white + bytes, &linked);
    return secret_at(text, at, BOND_far, false, ret_secret);
}

bool secret_is_named_after(struct text text, size_t at)
{
    bool letters;
    size_t white = folded_white(text, at);
    size_t bytes = folded_match_any(text, at + white, LIST(naming_links));

    if (bytes == 0 && white > 0)
        bytes = folded_match_any(text, at + white, LIST(spaced_naming_links));
    if (bytes == 0)
        return false;
    at += white + bytes;
    for (int i = 0; i < FILLERS_MAX; i++) {
        bytes = folded_white(text, at);
        if (bytes == 0)
            bytes = folded_match_any(text, at, LIST(owner_words));
        if (bytes == 0)
            break;
        at += bytes;
    }
    return secret_word(text, at, &letters) > 0;
}
