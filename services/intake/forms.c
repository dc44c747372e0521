/* See forms.h. */
#include "services/intake/forms.h"

#include "common/domain/civil_date.h"
#include "common/domain/half_width.h"
#include "common/utf8.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_one_of(char c, const char *choices)
{
    return c && strchr(choices, c);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool code_is_blank(uint32_t code)
{
    return code <= 0x20 || (code >= 0x7F && code <= 0xA0) || code == 0xAD || code == 0x1680 ||
           code == 0x180E || (code >= 0x2000 && code <= 0x200F) ||
           (code >= 0x2028 && code <= 0x202F) || (code >= 0x205F && code <= 0x206F) ||
           code == 0x3000 || code == 0x3164 || code == 0xFEFF || code == 0xFFA0;
}

bool form_is_blank(struct text text)
{
    uint32_t code;

    for (size_t at = 0, step; (step = utf8_step(text, at, &code)) != 0; at += step) {
        if (!code_is_blank(code))
            return false;
    }
    return true;
}

static struct text trim(struct text text)
{
    while (text.length && (uint8_t)text.at[0] <= ' ') {
        text.at++;
        text.length--;
    }
    while (text.length && (uint8_t)text.at[text.length - 1] <= ' ')
        text.length--;
    return text;
}

/* dot-atom of `extra` and letters, digits, and characters outside ASCII. */
static bool is_dotted(struct text text, const char *extra)
{
    bool after_dot = true;

    for (size_t i = 0; i < text.length; i++) {
        const char c = text.at[i];
        if (c == '.'
                ? after_dot
                : !is_letter(c) && !is_digit(c) && (uint8_t)c < 0x80 && !is_one_of(c, extra))
            return false;
        after_dot = c == '.';
    }
    return !after_dot;
}

static bool is_domain(struct text domain)
{
    size_t label = 0;
    bool dotted = false;

    if (!is_dotted(domain, "-"))
        return false;
    for (size_t i = 0; i <= domain.length; i++) {
        if (i < domain.length && domain.at[i] != '.')
            continue;
        if (i - label > 63 || domain.at[label] == '-' || domain.at[i - 1] == '-')
            return false;
        dotted = dotted || i < domain.length;
        label = i + 1;
    }
    return dotted;
}

bool form_mail(struct text entered, struct arena *arena, struct text *ret_mail)
{
    char ascii[MAIL_BYTES_MAX + 2];
    struct text mail = trim(entered), local, domain;
    const char *sign;
    char *copy;

    /* Full width from an input method; addresses of other scripts stay as they are. */
    if (half_width_text(entered, ascii, sizeof(ascii)))
        mail = text_of(ascii);
    sign = mail.length ? memchr(mail.at, '@', mail.length) : NULL;
    if (!sign || mail.length > MAIL_BYTES_MAX || !utf8_valid(mail))
        return false;
    local = (struct text){mail.at, (size_t)(sign - mail.at)};
    domain = (struct text){sign + 1, mail.length - local.length - 1};
    if (local.length > MAIL_LOCAL_BYTES_MAX || !is_dotted(local, "!#$%&'*+/=?^_`{|}~-") ||
        !is_domain(domain))
        return false;
    copy = arena_take(arena, mail.length);
    memcpy(copy, mail.at, mail.length);
    for (size_t i = local.length; i < mail.length; i++)
        copy[i] = lower(copy[i]);
    *ret_mail = (struct text){copy, mail.length};
    return true;
}

bool form_account(struct text entered, char ret_account[ACCOUNT_DIGITS_MAX + 1])
{
    char ascii[2 * ACCOUNT_DIGITS_MAX + 1];
    size_t count = 0;
    bool all_zero = true;

    if (!half_width_text(entered, ascii, sizeof(ascii)))
        return false;
    for (const char *c = ascii; *c; c++) {
        if (*c == ' ' || *c == '-')
            continue;
        if (!is_digit(*c) || count == ACCOUNT_DIGITS_MAX)
            return false;
        all_zero = all_zero && *c == '0';
        ret_account[count++] = *c;
    }
    ret_account[count] = 0;
    return count >= ACCOUNT_DIGITS_MIN && !all_zero;
}

bool form_document(struct text entered, char ret_document[DOCUMENT_LENGTH_MAX + 1])
{
    bool has_digit = false;

    if (!half_width_text(entered, ret_document, DOCUMENT_LENGTH_MAX + 1))
        return false;
    for (char *c = ret_document; *c; c++) {
        if (!is_digit(*c) && !is_letter(*c) && !is_one_of(*c, "-()/"))
            return false;
        has_digit = has_digit || is_digit(*c);
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    }
    return has_digit && strlen(ret_document) >= DOCUMENT_LENGTH_MIN;
}

bool form_uri(struct text text)
{
    size_t at = 0;

    while (at < text.length &&
           (is_letter(text.at[at]) ||
            (at > 0 && (is_digit(text.at[at]) || is_one_of(text.at[at], "+-.")))))
        at++;
    if (at == 0 || at + 1 >= text.length || text.at[at] != ':')
        return false;
    for (; at < text.length; at++) {
        const char c = text.at[at];
        if ((uint8_t)c <= ' ' || c == 0x7F || is_one_of(c, "<>\"\\^`{|}"))
            return false;
    }
    return true;
}

bool form_digest(struct text text, char ret_digest[DIGEST_DIGITS + 1])
{
    if (text.length != DIGEST_DIGITS)
        return false;
    for (size_t i = 0; i < DIGEST_DIGITS; i++) {
        const char c = lower(text.at[i]);
        if (!is_digit(c) && !(c >= 'a' && c <= 'f'))
            return false;
        ret_digest[i] = c;
    }
    ret_digest[DIGEST_DIGITS] = 0;
    return true;
}

static struct text next_subtag(struct text *rest)
{
    const char *hyphen = rest->length ? memchr(rest->at, '-', rest->length) : NULL;
    const size_t length = hyphen ? (size_t)(hyphen - rest->at) : rest->length;
    const struct text subtag = {rest->at, length};

    /* A hyphen at the end leaves an empty subtag to be refused. */
    *rest = hyphen ? (struct text){hyphen + 1, rest->length - length - 1} : (struct text){0};
    return subtag;
}

static bool is_subtag(struct text subtag, size_t min, bool letters_only)
{
    for (size_t i = 0; i < subtag.length; i++) {
        if (!is_letter(subtag.at[i]) && (letters_only || !is_digit(subtag.at[i])))
            return false;
    }
    return subtag.length >= min && subtag.length <= 8;
}

bool form_language(struct text text)
{
    struct text rest = text;
    struct text subtag = next_subtag(&rest);
    bool is_private = subtag.length == 1 && lower(subtag.at[0]) == 'x';
    bool owes_subtag = is_private;

    if (!is_private && !is_subtag(subtag, 2, true))
        return false;
    while (rest.at) {
        subtag = next_subtag(&rest);
        if (!is_subtag(subtag, 1, false))
            return false;
        if (is_private || subtag.length > 1) {
            owes_subtag = false;
            continue;
        }
        /* A singleton begins an extension and means nothing alone. */
        if (owes_subtag)
            return false;
        owes_subtag = true;
        is_private = lower(subtag.at[0]) == 'x';
    }
    return !owes_subtag;
}

bool form_case_number(struct text text)
{
    char day[] = "0000-00-00";
    struct civil_day found;

    if ((text.length != 16 && text.length != 17) || !text_starts(text, TEXT("GD")))
        return false;
    for (size_t i = 2; i < text.length; i++) {
        if (!is_digit(text.at[i]))
            return false;
    }
    memcpy(day, text.at + 2, 4);
    memcpy(day + 5, text.at + 6, 2);
    memcpy(day + 8, text.at + 8, 2);
    return civil_day_parse(text_of(day), &found) && (text.length == 16 || text.at[10] != '0');
}
