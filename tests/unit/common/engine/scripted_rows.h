/* Rows of an answer that a test writes; in the place of those of common/store.c. */
#pragma once

#include "common/store.h"

enum { SCRIPT_CELLS_MAX = 64, SCRIPT_ROWS_MAX = 256 };

struct rows {
    int count, columns;
    struct bytes cells[SCRIPT_ROWS_MAX][SCRIPT_CELLS_MAX]; /* at NULL: null */
};

int rows_count(const struct rows *rows)
{
    return rows->count;
}

bool rows_null(const struct rows *rows, int row, int column)
{
    return rows->cells[row][column].at == NULL;
}

struct bytes rows_bytes(const struct rows *rows, int row, int column)
{
    return rows->cells[row][column];
}

/* Adds a row of what the parameters hold, in the same binary format. */
static inline void script_row(struct rows *rows, const struct params *params)
{
    for (int i = 0; i < params->count; i++)
        rows->cells[rows->count][i] =
            (struct bytes){(const uint8_t *)params->values[i], (size_t)params->lengths[i]};
    rows->columns = params->count;
    rows->count++;
}
