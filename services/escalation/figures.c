/* See figures.h. */
#include "services/escalation/figures.h"

bool figure_read(struct text *rest, int64_t *ret_value)
{
    bool negative = rest->length > 0 && rest->at[0] == '-';
    size_t from = negative, at = from;
    int64_t value = 0;

    for (; at < rest->length && rest->at[at] >= '0' && rest->at[at] <= '9'; at++) {
        int digit = rest->at[at] - '0';
        /* Below zero there is one number more. */
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value))
            return false;
    }
    if (at == from || (!negative && value == INT64_MIN))
        return false;
    *ret_value = negative ? value : -value;
    *rest = (struct text){rest->at + at, rest->length - at};
    return true;
}

char *figure_write(char *at, int64_t value)
{
    char digits[FIGURE_BYTES_MAX];
    size_t count = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        *at++ = '-';
    while (count)
        *at++ = digits[--count];
    return at;
}
