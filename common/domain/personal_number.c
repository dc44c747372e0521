/* See personal_number.h. Digits are read as groups with the same separator between them; the first group alone is
 * tried before it is joined with those that follow. */
#include "common/domain/personal_number.h"

#include "common/domain/card_number.h"
#include "common/domain/folded.h"
#include "common/domain/mask.h"
#include "common/domain/phone.h"
#include "common/domain/resident_id.h"

enum {
    GROUPS_MAX = 8,
    GROUP_DIGITS_MIN = 3, /* in a joined number, except for the last group */
    DIGITS_MAX = 20,      /* one more than any number has */
    PREFIX_DIGITS_MAX =
        4, /* 138 0013 8000, 0755 8888888; 15052018 125 is a date and a number */
    FIXED_DIGITS_MAX = 12,
    OLD_ID_LENGTH = 15,
    CASE_NUMBER_DIGITS = 14,
    TRACK_CODES_MAX = 96, /* ISO/IEC 7813: track 1 has at most 79 characters */
};

struct group {
    size_t end;   /* byte after its last digit */
    size_t count; /* its digits, and those of all groups before it */
};

struct groups {
    struct text text;
    size_t at;
    char digits[DIGITS_MAX + 1];
    struct group group[GROUPS_MAX];
    size_t length;
    uint32_t separator; /* between the groups */
    size_t width;       /* bytes of each digit; 0 for any */
};

/* Stops at DIGITS_MAX: then it is none of ours, and a long run costs no more than a short one. */
static size_t read_digits(struct groups *groups, size_t at, size_t count)
{
    size_t bytes;
    uint32_t code;

    while (count < DIGITS_MAX && (bytes = folded_step(groups->text, at, &code)) > 0 &&
           code_is_digit(code) && (groups->width == 0 || bytes == groups->width)) {
        groups->digits[count++] = (char)code;
        at += bytes;
    }
    groups->group[groups->length++] = (struct group){.end = at, .count = count};
    return at;
}

/* Dashes of every kind are one; the bracket after an area code is as good as a space. */
static uint32_t separator_of(uint32_t code)
{
    if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212)
        return '-';
    return code == 0xA0 || code == ')' ? ' ' : code;
}

/* Bytes of one separator, or two of the same, with a digit behind; else 0. */
static size_t separator_at(const struct groups *groups, size_t at)
{
    uint32_t code = 0, next = 0;
    size_t bytes = folded_step(groups->text, at, &code);

    code = separator_of(code);
    if (code != ' ' && code != '-')
        return 0;
    if (groups->length > 1 && code != groups->separator)
        return 0;
    size_t more = folded_step(groups->text, at + bytes, &next);
    if (separator_of(next) == code) {
        bytes += more;
        next = folded_at(groups->text, at + bytes);
    }
    return code_is_digit(next) ? bytes : 0;
}

static void read_groups(struct groups *groups)
{
    size_t at = read_digits(groups, groups->at, 0);

    while (groups->length < GROUPS_MAX &&
           groups->group[groups->length - 1].count < CARD_NUMBER_LENGTH_MAX) {
        size_t bytes = separator_at(groups, at);
        if (bytes == 0)
            return;
        groups->separator = separator_of(folded_at(groups->text, at));
        at = read_digits(groups, at + bytes, groups->group[groups->length - 1].count);
    }
}

static struct personal_number
found(const struct groups *groups, enum personal_number_kind kind, size_t end, struct text mask)
{
    return (struct personal_number){kind, end - groups->at, mask};
}

/* Bytes of the last character of an identity number that is an X, or 0. */
static size_t check_x_at(struct text text, size_t at)
{
    uint32_t code = 0;
    size_t bytes = folded_step(text, at, &code);
    uint32_t next = folded_at(text, at + bytes);

    return code == 'x' && !code_is_letter(next) && !code_is_digit(next) ? bytes : 0;
}

static bool is_resident_id(const char id[RESIDENT_ID_LENGTH])
{
    static const struct iso_date end_of_time = {9999, 12, 31};
    struct resident_id read;

    switch (resident_id_read((struct text){id, RESIDENT_ID_LENGTH}, end_of_time, &read)) {
    case RESIDENT_ID_ok:
    case RESIDENT_ID_future_date:
    case RESIDENT_ID_too_old:
        return true;
    case RESIDENT_ID_bad_form:
    case RESIDENT_ID_bad_check:
    case RESIDENT_ID_bad_region:
    case RESIDENT_ID_bad_date:
        return false;
    }
    return false;
}

/* The first `count` digits, ending at `end`, and an X where 17 are not enough. A joined number must be right,
 * one in a piece may be mistyped. */
static bool find_id(
    const struct groups *groups,
    const struct group *last,
    bool joined,
    struct arena *arena,
    struct personal_number *ret_number
)
{
    size_t end = last->end;
    char id[RESIDENT_ID_LENGTH];

    if (last->count == RESIDENT_ID_LENGTH) {
        memcpy(id, groups->digits, RESIDENT_ID_LENGTH);
    } else if (last->count == RESIDENT_ID_LENGTH - 1) {
        size_t bytes = check_x_at(groups->text, end);
        if (bytes == 0)
            return false;
        memcpy(id, groups->digits, RESIDENT_ID_LENGTH - 1);
        id[RESIDENT_ID_LENGTH - 1] = 'X';
        end += bytes;
    } else {
        return false;
    }
    if (!is_resident_id(id) && (joined || !resident_id_resembles(id)))
        return false;
    struct text mask = mask_id(arena, (struct text){id, RESIDENT_ID_LENGTH});
    *ret_number = found(groups, PERSONAL_NUMBER_id, end, mask);
    return true;
}

/* 34 and 37 with 15 digits are cards of American Express as well. */
static bool is_old_id(const struct groups *groups)
{
    const char *digits = groups->digits;
    char id[RESIDENT_ID_LENGTH] = {0};

    if (groups->group[0].count != OLD_ID_LENGTH)
        return false;
    if (digits[0] == '3' && (digits[1] == '4' || digits[1] == '7') &&
        luhn_holds(digits, OLD_ID_LENGTH))
        return false;
    memcpy(id, digits, 6);
    memcpy(id + 6, "19", 2);
    memcpy(id + 8, digits + 6, 9);
    return resident_id_resembles(id);
}

/* GD20260203000123 is a case (WO-06), however its digits add up. */
static bool is_case_number(const struct groups *groups)
{
    struct text before = {groups->text.at, groups->at};
    const char *digits = groups->digits;

    if (groups->group[0].count != CASE_NUMBER_DIGITS || digits[0] != '2' || digits[1] != '0' ||
        folded_before(before, groups->at) != 'd')
        return false;
    size_t letter = (uint8_t)groups->text.at[groups->at - 1] < 0x80 ? 1 : 3;
    return folded_before(before, groups->at - letter) == 'g';
}

/* A mobile may have 86 or 0086 before it in the same group. */
static size_t mobile_at(const char *digits, size_t count)
{
    size_t code = count == 13 ? 2 : count == 15 ? 4 : 0;

    if (code > 0 && memcmp(digits, &"0086"[4 - code], code) != 0)
        return SIZE_MAX;
    return phone_is_mobile(digits + code, count - code) ? code : SIZE_MAX;
}

static bool find_phone(
    const struct groups *groups,
    const struct group *last,
    struct arena *arena,
    struct personal_number *ret_number
)
{
    struct text number = {groups->digits, last->count};
    size_t code = mobile_at(groups->digits, last->count);

    if (code == SIZE_MAX && !phone_is_fixed(groups->digits, last->count))
        return false;
    if (code != SIZE_MAX)
        number = (struct text){groups->digits + code, last->count - code};
    *ret_number = found(groups, PERSONAL_NUMBER_phone, last->end, mask_phone(arena, number));
    return true;
}

static bool is_card(const struct groups *groups, const struct group *last)
{
    return last->count >= CARD_NUMBER_LENGTH_MIN && last->count <= CARD_NUMBER_LENGTH_MAX &&
           luhn_holds(groups->digits, last->count);
}

static struct personal_number
card(const struct groups *groups, const struct group *last, struct arena *arena)
{
    struct text number = {groups->digits, last->count};

    return found(groups, PERSONAL_NUMBER_card, last->end, mask_card(arena, number));
}

/* Track 2: the number, = or D, expiry and service code. Track 1: the number, ^name^, expiry. */
static bool find_track(const struct groups *groups, struct personal_number *ret_number)
{
    const struct group *first = &groups->group[0];
    size_t at = first->end, digits = 0, carets = 0, bytes;
    uint32_t code, mark = folded_at(groups->text, at);

    if (first->count < CARD_NUMBER_LENGTH_MIN || first->count > CARD_NUMBER_LENGTH_MAX ||
        (mark != '=' && mark != 'd' && mark != '^'))
        return false;
    for (int i = 0; i < TRACK_CODES_MAX; i++, at += bytes) {
        bytes = folded_step(groups->text, at, &code);
        if (bytes == 0 || code < ' ' || code > '~' || (mark != '^' && code == ' '))
            break;
        digits += code_is_digit(code) && (mark != '^' || carets == 2);
        carets += code == '^';
        if (mark != '^' && !code_is_digit(code) && code != mark && code != '?')
            break;
        if (code == '?') {
            at += bytes;
            break;
        }
    }
    if (digits < 4)
        return false;
    *ret_number = found(groups, PERSONAL_NUMBER_track, at, (struct text){0});
    return true;
}

/* In groups: 6222 0212 3456 7890 128, 138-0013-8000, 110105 19491231 002X, (010) 6234 5678. */
static bool find_joined(
    const struct groups *groups,
    struct arena *arena,
    struct personal_number *ret_number
)
{
    size_t usable = 1;

    while (usable < groups->length && groups->group[usable].count <= CARD_NUMBER_LENGTH_MAX &&
           (usable < 2 || groups->group[usable - 1].count - groups->group[usable - 2].count >=
                              GROUP_DIGITS_MIN))
        usable++;
    if (groups->group[0].count < GROUP_DIGITS_MIN)
        return false;
    for (size_t i = usable - 1; i > 0; i--) {
        const struct group *last = &groups->group[i];
        if (find_id(groups, last, true, arena, ret_number))
            return true;
        if (groups->group[0].count > GROUP_DIGITS_MIN && is_card(groups, last)) {
            *ret_number = card(groups, last, arena);
            return true;
        }
        bool short_tail = last->count - groups->group[i - 1].count < GROUP_DIGITS_MIN;
        if (groups->group[0].count <= PREFIX_DIGITS_MAX && last->count <= FIXED_DIGITS_MAX &&
            !short_tail && find_phone(groups, last, arena, ret_number))
            return true;
    }
    return false;
}

static struct personal_number judge(struct groups *groups, struct arena *arena)
{
    struct personal_number number;
    const struct group *first = &groups->group[0];

    read_groups(groups);
    if (find_track(groups, &number) || find_id(groups, first, false, arena, &number) ||
        find_phone(groups, first, arena, &number))
        return number;
    if (is_case_number(groups))
        return found(groups, PERSONAL_NUMBER_none, first->end, (struct text){0});
    if (is_old_id(groups)) {
        struct text id = {groups->digits, OLD_ID_LENGTH};
        return found(groups, PERSONAL_NUMBER_id, first->end, mask_id(arena, id));
    }
    if (is_card(groups, first))
        return card(groups, first, arena);
    if (find_joined(groups, arena, &number))
        return number;
    return found(groups, PERSONAL_NUMBER_none, first->end, (struct text){0});
}

/* Figures of the other width stand at it: a mask that shows some of its own would join them. */
static bool touches_figures(struct text text, size_t at, size_t end)
{
    return code_is_digit(folded_before(text, at)) || code_is_digit(folded_at(text, end));
}

struct personal_number personal_number_at(struct text text, size_t at, struct arena *arena)
{
    uint32_t code = 0;
    size_t width = folded_step(text, at, &code), end = at;
    struct groups whole = {.text = text, .at = at};
    struct personal_number number = judge(&whole, arena);

    while (folded_step(text, end, &code) == width && code_is_digit(code))
        end += width;
    if (number.kind == PERSONAL_NUMBER_none && end - at != number.length) {
        /* both widths together are none of ours: each may be one, or the run is a long one */
        struct groups part = {.text = text, .at = at, .width = width};
        number = judge(&part, arena);
    }
    if (number.kind == PERSONAL_NUMBER_none)
        number.length = end - at;
    else if (number.mask.at && touches_figures(text, at, at + number.length))
        number.mask = TEXT("****");
    return number;
}
