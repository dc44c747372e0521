/* Whole numbers in the lines that a case's row keeps: its journal and its clocks.
 *
 * They are read and written several times for each event of a case; printf and scanf took a tenth of the service's
 * time. Decimal, of a 64-bit range, without a locale. */
#pragma once

#include "common/basics.h"

enum { FIGURE_BYTES_MAX = 20 /* of the smallest: a sign and 19 digits */ };

/* Reads the number that `*rest` begins with and moves `*rest` behind it; false, with nothing moved, when there is none or it
 * does not fit. */
bool figure_read(struct text *rest, int64_t *ret_value) MUST_CHECK;

/* Writes at most FIGURE_BYTES_MAX bytes, without an end; returns where it ended. */
char *figure_write(char *at, int64_t value);
