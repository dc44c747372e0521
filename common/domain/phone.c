/* See phone.h. The mainland's patterns are tried first: 86 without a plus is a country code only where a
 * mobile or an area code follows. */
#include "common/domain/phone.h"

#include "common/domain/half_width.h"

enum { ENTERED_MAX = 47, FOREIGN_DIGITS_MIN = 7, FOREIGN_DIGITS_MAX = 15 };

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

static bool all_digits(const char *text)
{
    return text[digits_at(text)] == 0;
}

/* Length of the area code that `count` digits begin with, its 0 included; 0 if there is none. */
static size_t area_length(const char *digits, size_t count)
{
    if (count < 3 || digits[0] != '0')
        return 0;
    if (digits[1] == '2' || (digits[1] == '1' && digits[2] == '0'))
        return 3;
    return digits[1] >= '3' && count >= 4 ? 4 : 0;
}

/* 7 or 8 digits, the first not 0. */
static bool is_subscriber(const char *digits, size_t count)
{
    return count >= 7 && count <= 8 && digits[0] != '0';
}

bool phone_is_mobile(const char *digits, size_t count)
{
    return count == 11 && digits[0] == '1' && digits[1] >= '3';
}

bool phone_is_fixed(const char *digits, size_t count)
{
    size_t area = area_length(digits, count);

    return area > 0 && is_subscriber(digits + area, count - area);
}

/* 95xxx(x), 96xxx, 12xxx, 110, 119. */
static bool is_short(const char *text)
{
    size_t count = strlen(text);

    if (!all_digits(text))
        return false;
    if (count == 3)
        return strcmp(text, "110") == 0 || strcmp(text, "119") == 0;
    if (count == 5)
        return strncmp(text, "95", 2) == 0 || strncmp(text, "96", 2) == 0 ||
               strncmp(text, "12", 2) == 0;
    return count == 6 && strncmp(text, "95", 2) == 0;
}

/* Folds and takes out what has no meaning; hyphens stay. */
static bool normalise(struct text entered, char ret_text[ENTERED_MAX + 1])
{
    size_t kept = 0;

    if (!half_width_text(entered, ret_text, ENTERED_MAX + 1))
        return false;
    for (const char *at = ret_text; *at; at++)
        if (!strchr(" ()", *at))
            ret_text[kept++] = *at;
    ret_text[kept] = 0;
    return true;
}

static size_t copy_without_hyphens(const char *text, char *ret_digits)
{
    size_t count = 0;

    for (; *text; text++)
        if (*text != '-')
            ret_digits[count++] = *text;
    ret_digits[count] = 0;
    return count;
}

static void
set_e164(struct phone *phone, enum phone_kind kind, const char *code, const char *rest)
{
    size_t code_length = strlen(code), rest_length = strlen(rest);

    phone->e164[0] = '+';
    memcpy(phone->e164 + 1, code, code_length);
    memcpy(phone->e164 + 1 + code_length, rest, rest_length + 1);
    phone->kind = kind;
}

/* 400 and 800 numbers: no area code is one of these. */
static bool is_service(const char *digits, size_t count)
{
    return count == 10 && (digits[0] == '4' || digits[0] == '8') &&
           strncmp(digits + 1, "00", 2) == 0;
}

/* `text` begins with the area code and may hold hyphens after it and before the extension. */
static bool read_fixed(const char *text, struct phone *ret_phone)
{
    char digits[ENTERED_MAX + 1];
    size_t area = area_length(text, digits_at(text));
    const char *subscriber = text + area + (text[area] == '-');
    size_t count = digits_at(subscriber);
    const char *rest = subscriber + count;

    if (area == 0 || !is_subscriber(subscriber, count))
        return false;
    if (*rest) {
        size_t extension = digits_at(rest + 1);
        if (*rest != '-' || extension < 1 || extension > PHONE_EXTENSION_MAX ||
            rest[1 + extension])
            return false;
        memcpy(ret_phone->extension, rest + 1, extension);
    }
    memcpy(digits, text + 1, area - 1);
    memcpy(digits + area - 1, subscriber, count);
    count += area - 1;
    digits[count] = 0;
    set_e164(ret_phone, is_service(digits, count) ? PHONE_service : PHONE_fixed, "86", digits);
    return true;
}

/* A number without its country code; `abroad` tells that a code stood before it, so that the 0 of the area
 * code may be missing. */
static bool read_mainland(const char *text, bool abroad, struct phone *ret_phone)
{
    char digits[ENTERED_MAX + 1];
    size_t count = copy_without_hyphens(text, digits);

    if (!all_digits(digits))
        return false;
    if (phone_is_mobile(digits, count)) {
        set_e164(ret_phone, PHONE_mobile, "86", digits);
        return true;
    }
    if (is_service(digits, count)) {
        set_e164(ret_phone, PHONE_service, "86", digits);
        return true;
    }
    if (abroad && text[0] != '0') {
        char with_zero[ENTERED_MAX + 2] = "0";
        memcpy(with_zero + 1, text, strlen(text) + 1);
        return read_fixed(with_zero, ret_phone);
    }
    return read_fixed(text, ret_phone);
}

/* Digits with their country code, which is not 86. */
static bool read_foreign(const char *digits, size_t count, struct phone *ret_phone)
{
    static const struct {
        char code[4];
        size_t count;
        enum phone_kind kind;
    } neighbours[] = {
        {"852", 8, PHONE_hong_kong},
        {"853", 8, PHONE_macao},
        {"886", 9, PHONE_taiwan},
    };

    if (count < FOREIGN_DIGITS_MIN || count > FOREIGN_DIGITS_MAX || digits[0] == '0')
        return false;
    for (size_t i = 0; i < LENGTH(neighbours); i++) {
        if (strncmp(digits, neighbours[i].code, 3) != 0)
            continue;
        if (count != 3 + neighbours[i].count || digits[3] == '0')
            return false;
        set_e164(ret_phone, neighbours[i].kind, "", digits);
        return true;
    }
    set_e164(ret_phone, PHONE_foreign, "", digits);
    return true;
}

static bool read_number(const char *text, struct phone *ret_phone)
{
    char digits[ENTERED_MAX + 1];
    size_t code = text[0] == '+' ? 1 : strncmp(text, "00", 2) == 0 ? 2 : 0;

    if (code == 0 && read_mainland(text, false, ret_phone))
        return true;
    text += code;
    if (strncmp(text, "86", 2) == 0)
        return read_mainland(text + 2 + (text[2] == '-'), true, ret_phone);
    if (code == 0)
        return false;

    size_t count = copy_without_hyphens(text, digits);
    if (strncmp(digits, "86", 2) == 0) /* a hyphen stood within it; no foreign code begins so */
        return read_mainland(digits + 2, true, ret_phone);
    return all_digits(digits) && read_foreign(digits, count, ret_phone);
}

enum phone_result phone_read(struct text entered, struct phone *ret_phone)
{
    char text[ENTERED_MAX + 1];
    struct phone phone = {0};

    if (!normalise(entered, text))
        return PHONE_bad_form;
    if (is_short(text))
        return PHONE_short_number;
    if (!read_number(text, &phone))
        return PHONE_bad_form;
    *ret_phone = phone;
    return PHONE_ok;
}
