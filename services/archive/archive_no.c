/* See archive_no.h. */
#include "services/archive/archive_no.h"

#include <assert.h>

enum { DATE_DIGITS = 8, SEQUENCE_DIGITS = 6 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool archive_code_is_valid(struct text code)
{
    if (code.length < ARCHIVE_CODE_MIN || code.length > ARCHIVE_CODE_MAX ||
        !is_capital(code.at[0]))
        return false;
    for (size_t i = 1; i < code.length; i++) {
        if (!is_capital(code.at[i]) && !is_digit(code.at[i]))
            return false;
    }
    return true;
}

struct text archive_series(struct arena *arena, struct text code, struct civil_date date)
{
    return arena_format(
        arena,
        "%.*s%04d%02d%02d",
        (int)code.length,
        code.at,
        date.year,
        date.month,
        date.day
    );
}

struct text archive_no_write(struct arena *arena, const struct archive_no *no)
{
    assert(archive_code_is_valid(no->code));
    assert(no->sequence >= 1 && no->sequence <= ARCHIVE_SEQUENCE_MAX);
    struct text series = archive_series(arena, no->code, no->date);

    return arena_format(arena, "%.*s%06d", (int)series.length, series.at, no->sequence);
}

/* False unless all are digits. */
static bool read_digits(const char *at, size_t count, int32_t *ret_number)
{
    int32_t number = 0;

    for (size_t i = 0; i < count; i++) {
        if (!is_digit(at[i]))
            return false;
        number = number * 10 + (at[i] - '0');
    }
    *ret_number = number;
    return true;
}

bool archive_no_parse(struct text text, struct archive_no *ret_no)
{
    const size_t digits = DATE_DIGITS + SEQUENCE_DIGITS;
    int32_t date = 0;
    int32_t sequence = 0;

    if (text.length < digits + ARCHIVE_CODE_MIN || text.length > digits + ARCHIVE_CODE_MAX)
        return false;

    struct text code = {text.at, text.length - digits};
    if (!archive_code_is_valid(code) ||
        !read_digits(text.at + code.length, DATE_DIGITS, &date) ||
        !read_digits(text.at + code.length + DATE_DIGITS, SEQUENCE_DIGITS, &sequence))
        return false;
    struct civil_date day = {date / 10000, date / 100 % 100, date % 100};
    if (!civil_date_is_valid(day) || sequence == 0)
        return false;
    *ret_no = (struct archive_no){code, day, sequence};
    return true;
}
