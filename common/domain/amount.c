/* See amount.h. */
#include "common/domain/amount.h"

#include "common/domain/currency.h"
#include "common/domain/half_width.h"
#include "common/domain/numeral.h"
#include "common/utf8.h"

enum { ENTERED_MAX = 31, WHOLE_DIGITS_MAX = 13, DECIMALS_MAX = 2 };

/* The digits before the point, without separators; 0 if they are not well formed. */
static size_t read_whole(const char **at, char ret_digits[WHOLE_DIGITS_MAX])
{
    size_t group = strspn(*at, "0123456789"), count = 0;
    bool separated = (*at)[group] == ',';

    if (group < 1 || group > (separated ? 3 : WHOLE_DIGITS_MAX) ||
        ((*at)[0] == '0' && (group > 1 || separated)))
        return 0;
    for (;;) {
        memcpy(ret_digits + count, *at, group);
        count += group;
        *at += group;
        if (**at != ',')
            return count;
        (*at)++;
        group = strspn(*at, "0123456789");
        if (group != 3 || count + group > WHOLE_DIGITS_MAX)
            return 0;
    }
}

bool amount_from_text(struct text text, int64_t *ret_amount_fen)
{
    char entered[ENTERED_MAX + 1], digits[WHOLE_DIGITS_MAX + DECIMALS_MAX] = {0};
    const char *at = entered;
    int64_t fen = 0;

    if (!half_width_text(text, entered, sizeof(entered)))
        return false;
    size_t count = read_whole(&at, digits), decimals = 0;
    if (count == 0)
        return false;
    if (*at == '.') {
        decimals = strspn(at + 1, "0123456789");
        if (decimals < 1 || decimals > DECIMALS_MAX)
            return false;
        memcpy(digits + count, at + 1, decimals);
        at += 1 + decimals;
    }
    if (*at)
        return false;
    for (size_t i = 0; i < count + DECIMALS_MAX; i++)
        fen = fen * 10 + (i < count + decimals ? digits[i] - '0' : 0);
    *ret_amount_fen = fen;
    return true;
}

static bool ends_in_whole(struct text text)
{
    static const struct text whole[] = {TEXT("整"), TEXT("正")};

    for (size_t i = 0; i < LENGTH(whole); i++) {
        size_t length = whole[i].length;
        if (text.length >= length &&
            memcmp(text.at + text.length - length, whole[i].at, length) == 0)
            return true;
    }
    return false;
}

static bool has_ascii(struct text text)
{
    uint32_t code;

    for (size_t at = 0, bytes; at < text.length; at += bytes) {
        bytes = utf8_step(text, at, &code);
        if (half_width(code) < 0x80)
            return true;
    }
    return false;
}

bool amount_from_capitals(struct text text, int64_t *ret_amount_fen)
{
    static const struct text zero = TEXT("零元"), whole = TEXT("整");
    struct numeral numeral = {.unit = 1};
    int64_t fen = 0;

    if (ends_in_whole(text))
        text.length -= whole.length;
    if (has_ascii(text) || ends_in_whole(text))
        return false;
    if (text_starts(text, zero)) {
        numeral.end = zero.length;
        numeral.end += currency_read_minor(text, numeral.end, &fen);
    } else if (!numeral_read(text, 0, &numeral) || numeral.shorthand || !currency_read(text, &numeral)) {
        numeral = (struct numeral){.end = currency_read_minor(text, 0, &fen)};
    }
    if (numeral.end == 0 || numeral.end != text.length || numeral.vague)
        return false;
    *ret_amount_fen = numeral.amount_fen + fen;
    return true;
}
