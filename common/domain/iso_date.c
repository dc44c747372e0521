/* See iso_date.h. */
#include "common/domain/iso_date.h"

#include <assert.h>

#include "common/domain/half_width.h"
#include "common/utf8.h"

enum { IDEOGRAPH_YEAR = 0x5E74, IDEOGRAPH_MONTH = 0x6708, IDEOGRAPH_DAY = 0x65E5 };

/* What is left to read. */
struct reader {
    struct text text;
    size_t at;
};

static uint32_t peek(const struct reader *reader, size_t *ret_bytes)
{
    uint32_t code = 0;

    *ret_bytes = utf8_step(reader->text, reader->at, &code);
    return half_width(code);
}

static bool take(struct reader *reader, uint32_t wanted)
{
    size_t bytes;

    if (peek(reader, &bytes) != wanted || bytes == 0)
        return false;
    reader->at += bytes;
    return true;
}

static void take_white(struct reader *reader)
{
    while (take(reader, ' ') || take(reader, '\t') || take(reader, '\r') || take(reader, '\n'))
        continue;
}

static bool take_number(struct reader *reader, int digits_min, int digits_max, int *ret_number)
{
    int digits = 0, number = 0;
    size_t bytes;
    uint32_t code;

    for (; code_is_digit(code = peek(reader, &bytes)); reader->at += bytes) {
        if (digits++ == digits_max)
            return false;
        number = number * 10 + (int)(code - '0');
    }
    *ret_number = number;
    return digits >= digits_min;
}

bool iso_date_exists(struct iso_date date)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;

    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1)
        return false;
    return date.day <= days[date.month - 1] + (leap && date.month == 2);
}

bool iso_date_from_text(struct text text, struct iso_date *ret_date)
{
    struct reader reader = {.text = text};
    struct iso_date date;

    take_white(&reader);
    if (!take_number(&reader, 4, 4, &date.year))
        return false;

    bool chinese = take(&reader, IDEOGRAPH_YEAR);
    uint32_t separator = chinese ? IDEOGRAPH_MONTH : take(&reader, '-') ? '-' : '/';
    if (!chinese && separator == '/' && !take(&reader, '/'))
        return false;
    if (!take_number(&reader, 1, 2, &date.month) || !take(&reader, separator) ||
        !take_number(&reader, 1, 2, &date.day))
        return false;
    if (chinese && !take(&reader, IDEOGRAPH_DAY))
        return false;
    take_white(&reader);
    if (reader.at != text.length || !iso_date_exists(date))
        return false;
    *ret_date = date;
    return true;
}

void iso_date_to_text(struct iso_date date, char ret_text[ISO_DATE_LENGTH + 1])
{
    assert(iso_date_exists(date));
    for (int i = 3, year = date.year; i >= 0; i--, year /= 10)
        ret_text[i] = (char)('0' + year % 10);
    ret_text[4] = '-';
    ret_text[5] = (char)('0' + date.month / 10);
    ret_text[6] = (char)('0' + date.month % 10);
    ret_text[7] = '-';
    ret_text[8] = (char)('0' + date.day / 10);
    ret_text[9] = (char)('0' + date.day % 10);
    ret_text[10] = 0;
}

int iso_date_compare(struct iso_date a, struct iso_date b)
{
    if (a.year != b.year)
        return a.year - b.year;
    return a.month != b.month ? a.month - b.month : a.day - b.day;
}

int iso_date_age(struct iso_date born, struct iso_date today)
{
    bool before_birthday =
        today.month != born.month ? today.month < born.month : today.day < born.day;

    return today.year - born.year - before_birthday;
}
