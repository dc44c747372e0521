/* See lines.h. */
#include "services/desk/lines.h"

enum { SEPARATOR = 31 };

size_t line_split(struct text line, struct text *fields, size_t max)
{
    size_t count = 0, from = 0;

    for (size_t i = 0; i <= line.length; i++) {
        if (i < line.length && line.at[i] != SEPARATOR)
            continue;
        if (count == max)
            return max + 1;
        fields[count++] = (struct text){line.at + from, i - from};
        from = i + 1;
    }
    return count;
}

int64_t line_number(struct text text)
{
    int64_t number = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || number > INT64_MAX / 100)
            return -1;
        number = number * 10 + text.at[i] - '0';
    }
    return text.length ? number : -1;
}
