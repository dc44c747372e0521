/* See resident_id.h. */
#include "common/domain/resident_id.h"

#include "common/domain/half_width.h"

enum { OLD_LENGTH = 15 };

static int number_at(const char *digits, int count)
{
    int number = 0;

    for (int i = 0; i < count; i++)
        number = number * 10 + (digits[i] - '0');
    return number;
}

/* GB/T 2260 provinces. */
static bool is_province(int prefix)
{
    static const struct {
        int first, last;
    } ranges[] = {
        {11, 15},
        {21, 23},
        {31, 37},
        {41, 46},
        {50, 54},
        {61, 65},
        {71, 71},
        {81, 83},
    };

    for (size_t i = 0; i < LENGTH(ranges); i++)
        if (prefix >= ranges[i].first && prefix <= ranges[i].last)
            return true;
    return false;
}

/* 81, 82 and 83 are the residence permits of Hong Kong, Macao and Taiwan residents. The permit for
 * foreigners puts a 9 before the province that issued it. */
static bool is_region(const char *digits)
{
    if (digits[0] == '9')
        return is_province(number_at(digits + 1, 2));
    return is_province(number_at(digits, 2));
}

static struct iso_date birth_date(const char *digits)
{
    return (struct iso_date
    ){number_at(digits + 6, 4), number_at(digits + 10, 2), number_at(digits + 12, 2)};
}

static bool all_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!code_is_digit((uint32_t)text[i]))
            return false;
    return true;
}

static bool normalise(struct text entered, char ret_id[RESIDENT_ID_LENGTH + 1])
{
    char text[RESIDENT_ID_LENGTH + 1];

    if (!half_width_text(entered, text, sizeof(text)))
        return false;

    size_t length = strlen(text);
    if (length == OLD_LENGTH && all_digits(text, OLD_LENGTH)) {
        memcpy(ret_id, text, 6);
        memcpy(ret_id + 6, "19", 2);
        memcpy(ret_id + 8, text + 6, 9);
        ret_id[17] = resident_id_check(ret_id);
        ret_id[18] = 0;
        return true;
    }
    if (length != RESIDENT_ID_LENGTH || !all_digits(text, RESIDENT_ID_LENGTH - 1))
        return false;
    if (text[17] == 'x')
        text[17] = 'X';
    if (text[17] != 'X' && !all_digits(text + 17, 1))
        return false;
    memcpy(ret_id, text, sizeof(text));
    return true;
}

char resident_id_check(const char digits[RESIDENT_ID_LENGTH - 1])
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;

    for (size_t i = 0; i < LENGTH(weights); i++)
        sum += (digits[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

bool resident_id_resembles(const char digits[RESIDENT_ID_LENGTH])
{
    struct iso_date born = birth_date(digits);

    return is_region(digits) && born.year >= 1900 && born.year <= 2099 && iso_date_exists(born);
}

enum resident_id_result
resident_id_read(struct text entered, struct iso_date today, struct resident_id *ret_id)
{
    struct resident_id id;

    if (!normalise(entered, id.text))
        return RESIDENT_ID_bad_form;
    if (id.text[17] != resident_id_check(id.text))
        return RESIDENT_ID_bad_check;
    if (!is_region(id.text))
        return RESIDENT_ID_bad_region;

    id.born = birth_date(id.text);
    if (!iso_date_exists(id.born))
        return RESIDENT_ID_bad_date;
    if (iso_date_compare(id.born, today) > 0)
        return RESIDENT_ID_future_date;
    if (iso_date_age(id.born, today) > RESIDENT_ID_AGE_MAX)
        return RESIDENT_ID_too_old;
    id.male = (id.text[16] - '0') % 2 == 1;
    *ret_id = id;
    return RESIDENT_ID_ok;
}
